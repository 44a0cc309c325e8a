"""Text becomes the JSON value that a type expects, and nothing else."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal, TypedDict
from uuid import UUID

import pytest
from pydantic import Field

from trivet.runtime import DecimalNumber, Encoding, Model, Omittable, _decode, _form, deferred
from trivet.runtime._kind import coerce, kind, kinds


class Line(Model):
    price: int
    tags: Omittable[list[str]] = None


class Order(Model):
    lines: list[Line]
    paid: bool
    json_: Annotated[Omittable[str], Field(alias="json")] = None
    meta: Omittable[dict[str, str]] = None


class Open(Model):
    name: str
    __pydantic_extra__: dict[str, int]


class Typed(TypedDict, total=False):
    count: int


LateLine: Any = deferred(__name__, f"{__name__}:Line")


@pytest.mark.parametrize(
    ("tp", "expected"),
    [
        (int, {"primitive"}),
        (Annotated[int, Field(ge=1)], {"primitive"}),
        (Literal["a", "b"] | None, {"primitive"}),
        (list[int] | None, {"array"}),
        (tuple[int, str], {"array"}),
        (dict[str, int], {"object"}),
        (Omittable[Line], {"object"}),  # type: ignore[misc]
        (LateLine, {"object"}),
        (LateLine | None, {"object"}),
        (Typed, {"object"}),
        (Line | int, {"object", "primitive"}),
        (Any, {"object", "primitive", "array"}),
    ],
)
def test_the_kinds_of_a_type_are_seen_through_its_wrappings(tp: Any, expected: set[str]) -> None:
    assert kinds(tp) == expected


def test_one_kind_is_the_most_structured_one() -> None:
    assert [kind(tp) for tp in (Line | int, list[int] | str, str, Any)] == ["object", "array", "primitive", "primitive"]


@pytest.mark.parametrize(
    ("tp", "text", "expected"),
    [
        (int, "1", 1),
        (int, "-0", 0),
        (int, "01", "01"),
        (int, "1_0", "1_0"),
        (int, " 1", " 1"),
        (int, "٣", "٣"),
        (float, "1e3", 1000.0),
        (float, "nan", "nan"),
        (float, "Infinity", "Infinity"),
        (bool, "true", True),
        (bool, "True", "True"),
        (bool, "1", "1"),
        (str, "1", "1"),
        (UUID, "x", "x"),
        (date, "2024-01-01", "2024-01-01"),
        (Literal[1, 2], "2", 2),
        (Literal["a", True], "true", True),
        (int | str, "5", 5),
        (str | int, "5", "5"),
        (Annotated[int, Field(ge=10)] | str, "5", "5"),
        (bool | Literal["auto"], "auto", "auto"),
        (int | None, "7", 7),
        (DecimalNumber, "1.10", Decimal("1.10")),
        (Decimal, "1.10", "1.10"),
        (Any, "5", "5"),
    ],
)
def test_text_becomes_the_value_that_the_type_expects(tp: Any, text: str, expected: Any) -> None:
    value = coerce(tp, text)
    assert value == expected
    assert type(value) is type(expected)


def test_objects_are_coerced_by_their_properties() -> None:
    raw = {"lines": {"1": {"price": "2"}, "0": {"price": "1", "tags": ["5"]}}, "paid": "true", "json": "1"}
    assert coerce(Order, raw) == {
        "lines": [{"price": 1, "tags": ["5"]}, {"price": 2}],
        "paid": True,
        "json": "1",
    }
    assert coerce(Open, {"name": "1", "other": "2"}) == {"name": "1", "other": 2}
    assert coerce(Typed, {"count": "2", "more": "3"}) == {"count": 2, "more": "3"}


def test_the_model_behind_a_deferred_edge_counts() -> None:
    assert coerce(LateLine, {"price": "1"}) == {"price": 1}
    assert coerce(list[LateLine], [{"price": "1"}]) == [{"price": 1}]


def test_of_several_models_the_one_that_validates_wins() -> None:
    assert coerce(Line | Open, {"name": "1", "price": "2"}) == {"name": "1", "price": 2}
    assert coerce(Line | Open, {"price": "2", "more": "x"}) == {"price": 2, "more": "x"}


@pytest.mark.parametrize(
    "encodings", [{}, {"lines": Encoding(style="deepObject"), "meta": Encoding(style="deepObject")}]
)
def test_a_form_reads_back_as_what_it_was(encodings: dict[str, Encoding]) -> None:
    value = {
        "lines": [{"price": 1, "tags": ["a&b", "c=d"]}, {"price": 2}],
        "paid": False,
        "json": "+ %",
        "meta": {"k": "v w"},
    }
    assert _decode.form(encodings, Order, _form.encode(value, encodings)) == value
