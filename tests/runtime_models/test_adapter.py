"""One way to read and write values of any type."""

from __future__ import annotations

import json
import math
from datetime import date
from typing import Annotated, Any, Literal, TypedDict

import pytest
from hypothesis import given, strategies as st
from pydantic import Field, ValidationError

from trivet.runtime import Model, Omittable, adapter


class Item(Model):
    name: str
    on: Omittable[date] = None
    note: str | None = None
    size: Annotated[float | None, Field(alias="the-size")] = None
    kind: Omittable[Literal[1, True, "a"]] = None
    tags: Omittable[list[int | str]] = None
    inner: Omittable[dict[str, Item]] = None
    sub: Item | bool | None = None


class ItemInput(TypedDict, total=False):
    name: str


def test_equal_types_have_one_adapter() -> None:
    assert adapter(list[Item]) is adapter(list[Item])
    assert adapter(Item) is adapter(Item)


def test_types_that_cannot_be_hashed_have_adapters_too() -> None:
    tp = Annotated[int, ["unhashable"], Field(ge=1)]
    assert adapter(tp).read(1) == 1


@pytest.mark.parametrize(
    ("tp", "value"),
    [
        (None, None),
        (Any, {"a": [1, None]}),
        (Item | None, None),
        (list[Item], [{"name": "a"}]),
        (dict[str, Item | int], {"a": 1, "b": {"name": "b"}}),
        (Annotated[list[Item], Field(min_length=1)], [{"name": "a", "new": 1}]),
        (tuple[int, str], [1, "a"]),
    ],
)
def test_any_type_is_read_and_written(tp: Any, value: Any) -> None:
    read = adapter(tp).read_json(json.dumps(value).encode())
    assert adapter(tp).dump(read) == value
    assert json.loads(adapter(tp).dump_json(read)) == value


def test_typed_dicts_are_read_as_models_by_wire_names() -> None:
    given_: ItemInput = {"name": "a"}
    assert adapter(Item).read(given_) == Item(name="a")


def test_what_is_written_carries_no_warnings_for_tolerated_values() -> None:
    read, _ = adapter(list[Item]).read_tolerant(b'[{"name": 5}]')
    assert adapter(list[Item]).dump_json(read) == b'[{"name":5}]'


def _same(a: Any, b: Any) -> bool:
    """Equality of JSON: numbers by value, and True is not 1."""
    if isinstance(a, dict) and isinstance(b, dict):
        return a.keys() == b.keys() and all(_same(a[key], b[key]) for key in a)
    if isinstance(a, list) and isinstance(b, list):
        return len(a) == len(b) and all(map(_same, a, b))
    if isinstance(a, bool) or isinstance(b, bool):
        return a is b
    return bool(a == b)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**80), 2**80) | st.text(max_size=4) | st.floats(-1e9, 1e9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=5,
)
WIRE_NAMES = {"name", "on", "note", "the-size", "kind", "tags", "inner", "sub", "size"}
EXTRAS = st.dictionaries(st.text(min_size=1, max_size=4).filter(lambda name: name not in WIRE_NAMES), JSON, max_size=2)


def _items(inner: st.SearchStrategy[dict[str, Any]]) -> st.SearchStrategy[dict[str, Any]]:
    known = st.fixed_dictionaries(
        {"name": st.text(max_size=4)},
        optional={
            "on": st.dates().map(date.isoformat),
            "note": st.none() | st.text(max_size=4),
            "the-size": st.none() | st.floats(-1e9, 1e9) | st.integers(-(2**53), 2**53),
            "kind": st.sampled_from([1, True, "a", 1.0]),
            "tags": st.lists(st.integers() | st.text(max_size=4), max_size=3),
            "inner": st.dictionaries(st.text(max_size=4), inner, max_size=2),
            "sub": st.none() | st.booleans() | inner,
        },
    )
    return st.builds(lambda a, b: {**b, **a}, known, EXTRAS)


ITEMS = st.recursive(_items(st.just({"name": "leaf"})), _items, max_leaves=4)


@given(ITEMS)
def test_what_is_read_is_written_again_the_same(value: dict[str, Any]) -> None:
    text = json.dumps(value).encode()
    reader = adapter(Item)
    read = reader.read_json(text)
    assert _same(reader.dump(read), value)
    assert _same(json.loads(reader.dump_json(read)), value)
    assert reader.read(value) == read
    assert reader.read(reader.dump(read)) == read


@given(ITEMS)
def test_known_properties_come_in_the_order_of_the_model_then_the_unknown_as_they_came(value: dict[str, Any]) -> None:
    order = [name for name in WIRE_ORDER if name in value] + [name for name in value if name not in WIRE_ORDER]
    assert list(adapter(Item).dump(adapter(Item).read(value))) == order


@given(JSON)
def test_what_the_contract_does_not_describe_keeps_its_order_however_deep(value: Any) -> None:
    for tp, whole in ((Any, value), (dict[str, Any], {"b": value, "a": value}), (Item, {"name": "a", "new": value})):
        written = adapter(tp).dump_json(adapter(tp).read_json(json.dumps(whole).encode()))
        assert json.dumps(json.loads(written)) == json.dumps(whole)


WIRE_ORDER = ["name", "on", "note", "the-size", "kind", "tags", "inner", "sub"]


def test_errors_name_wire_names() -> None:
    with pytest.raises(ValidationError) as error:
        adapter(Item).read({"name": "a", "the-size": math.inf})
    assert error.value.errors()[0]["loc"] == ("the-size",)
