"""Tolerant reading keeps what came, in models, and says where it deviates."""

from __future__ import annotations

import json
from datetime import date
from typing import Annotated, Any, Literal

import pytest
from hypothesis import given, strategies as st
from pydantic import ConfigDict, Field, ValidationError

from trivet.runtime import Model, Omittable, Tagged, Unique, adapter


class Line(Model):
    price: int
    on: Omittable[date] = None


class Closed(Model):
    model_config = ConfigDict(extra="forbid")
    price: int


class Cat(Model):
    kind: Literal["cat"]
    name: str


class Dog(Model):
    kind: Literal["dog"]
    bark: int


class Order(Model):
    id: str
    state: Literal["open", "paid"]
    total: Annotated[Omittable[int], Field(alias="the/total~", ge=0)] = None
    lines: Annotated[list[Line], Field(max_length=3), Unique()]
    by_name: Omittable[dict[str, Line]] = None
    pet: Omittable[Annotated[Cat | Dog, Tagged("kind", ("cat",), ("dog",))]] = None
    either: Omittable[Cat | Line | str] = None
    parent: Order | None = None
    pair: Omittable[tuple[int, str]] = None
    limit: int = 10


GOOD: dict[str, Any] = {"id": "a", "state": "open", "lines": []}


def _read(value: Any) -> tuple[Any, dict[str, str]]:
    read, deviations = adapter(Order).read_tolerant(json.dumps(value).encode())
    assert adapter(Order).dump(read) == value
    return read, {d.pointer: f"{d.expected}; {d.got}" for d in deviations}


def test_what_fits_has_no_deviations() -> None:
    assert _read(GOOD) == (Order(id="a", state="open", lines=[]), {})


def test_unknown_enum_values_are_kept() -> None:
    read, deviations = _read({**GOOD, "state": "lost"})
    assert read.state == "lost"
    assert deviations == {"/state": "'open' or 'paid'; string 'lost'"}


def test_absent_required_properties_are_none_and_not_set() -> None:
    read, deviations = _read({"id": "a", "lines": [{}]})
    assert read.state is None
    assert read.model_fields_set == {"id", "lines"}
    assert deviations == {"/state": "a value; nothing", "/lines/0/price": "a value; nothing"}


def test_a_contract_default_stays_the_default() -> None:
    assert _read({})[0].limit == 10


def test_nested_models_stay_models() -> None:
    read, deviations = _read({**GOOD, "parent": {**GOOD, "lines": [{"price": "1"}]}, "by_name": {"x": {"price": None}}})
    assert type(read.parent.lines[0]) is Line
    assert type(read.by_name["x"]) is Line
    assert list(deviations) == ["/by_name/x/price", "/parent/lines/0/price"]


def test_pointers_are_wire_names_escaped() -> None:
    assert _read({**GOOD, "the/total~": -1})[1] == {"/the~1total~0": "greater than or equal to 0; number -1"}


def test_properties_that_a_closed_object_forbids_are_kept_but_not_sent() -> None:
    read, deviations = adapter(Closed).read_tolerant(b'{"price": 1, "new": 2}')
    assert read.model_extra == {"new": 2}
    assert adapter(Closed).dump(read) == {"price": 1}
    assert [(d.pointer, d.expected) for d in deviations] == [("/new", "no such property")]


def test_unknown_tags_are_kept_as_they_came() -> None:
    read, deviations = _read({**GOOD, "pet": {"kind": "emu", "name": 1}})
    assert read.pet == {"kind": "emu", "name": 1}
    assert list(deviations) == ["/pet"]


def test_a_known_tag_gives_its_model() -> None:
    read, deviations = _read({**GOOD, "pet": {"kind": "dog"}})
    assert type(read.pet) is Dog
    assert deviations == {"/pet/bark": "a value; nothing"}


def test_a_union_speaks_by_the_member_that_comes_nearest() -> None:
    assert _read({**GOOD, "either": {"kind": "cat", "name": 5}})[1] == {"/either/name": "a valid string; number 5"}
    assert _read({**GOOD, "either": 5})[1] == {"/either": "an object or a valid string; number 5"}


def test_a_union_that_fits_is_left_alone_when_something_else_deviates() -> None:
    read, deviations = _read({**GOOD, "id": 1, "either": {"price": 1}})
    assert type(read.either) is Line
    assert list(deviations) == ["/id"]


def test_constraints_on_arrays_are_reported_and_let_through() -> None:
    lines = [{"price": 1}, {"price": 1}, {"price": 2}, {"price": 3}]
    read, deviations = _read({**GOOD, "lines": lines})
    assert [type(line) for line in read.lines] == [Line] * 4
    assert list(deviations) == ["/lines"]


def test_a_tuple_of_the_wrong_length_is_kept() -> None:
    read, deviations = _read({**GOOD, "pair": [1]})
    assert read.pair == [1]
    assert deviations == {"/pair/1": "a value; nothing"}


@pytest.mark.parametrize("value", [None, 1, "x", [], [[]]])
def test_another_type_at_the_top_is_given_as_it_came(value: Any) -> None:
    read, deviations = adapter(Order).read_tolerant(json.dumps(value).encode())
    assert read == value
    assert [(d.pointer, d.expected) for d in deviations] == [("", "an object")]


@pytest.mark.parametrize("text", [b"", b"{", b"{'a': 1}", b'{"a": NaN}', b"\xff"])
def test_what_is_no_json_is_refused(text: bytes) -> None:
    with pytest.raises(ValidationError):
        adapter(Order).read_tolerant(text)


def test_excerpts_are_short() -> None:
    secret = "s3cr3t" * 20
    _, deviations = adapter(Order).read_tolerant(json.dumps({**GOOD, "lines": secret, "pet": {"a": secret}}).encode())
    assert all(secret not in str(d) and len(d.got) < 60 for d in deviations)
    assert [d.got for d in deviations] == ["string 's3cr3ts3cr3ts3cr3ts3cr3t'… of 120 characters", "object of 1"]


NAMES = st.sampled_from(["id", "state", "the/total~", "lines", "by_name", "pet", "either", "parent", "price", "kind"])
ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.sampled_from(["open", "cat", "dog", "x", "2024-05-17"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=5),
    max_leaves=20,
)


@given(ANY_JSON)
def test_whatever_json_comes_nothing_is_lost_and_deviations_say_whether_it_fits(value: Any) -> None:
    text = json.dumps(value).encode()
    read, deviations = adapter(Order).read_tolerant(text)
    assert adapter(Any).dump(adapter(Order).dump(read)) == value
    try:
        adapter(Order).read_json(text)
    except ValidationError:
        assert deviations
        assert isinstance(read, Order) == isinstance(value, dict)
    else:
        assert not deviations
