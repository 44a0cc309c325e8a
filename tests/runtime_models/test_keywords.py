"""Keywords of JSON Schema beside types: on lists, on models, on alternatives."""

from __future__ import annotations

import json
from datetime import date
from typing import Annotated, Any

import pytest
from pydantic import Field, ValidationError

from trivet.runtime import ExactlyOne, Keywords, Model, Nothing, Omittable, adapter


@Keywords({"minProperties": 1, "not": {"required": ["from", "cursor"]}})
class Range(Model):
    from_: Annotated[Omittable[date], Field(alias="from")] = None
    cursor: Omittable[str] = None
    inner: Omittable[Range] = None


class Cat(Model):
    name: str
    lives: int


class Dog(Model):
    name: str
    tricks: list[str]


class Owner(Model):
    pet: Annotated[Cat | Dog, ExactlyOne()]
    ranges: Omittable[list[Range]] = None


def accepts(tp: Any, value: Any) -> bool:
    try:
        adapter(tp).read_json(json.dumps(value).encode())
    except ValidationError:
        return False
    return True


@pytest.mark.parametrize(
    ("tp", "good", "bad"),
    [
        (Annotated[list[str], Keywords({"contains": {"const": "all"}})], ["a", "all"], ["a"]),
        (Annotated[date, Keywords({"maxLength": 10, "pattern": "^2"})], "2024-05-17", "1999-05-17"),
        (Annotated[Any, Keywords({"not": {"type": ["string", "integer"]}})], 1.5, 1.0),
        (Annotated[float, Keywords({"multipleOf": 0.01})], 19.99, 19.999),
        (Annotated[list[int | str], Keywords({"prefixItems": [int, str], "items": int})], [1, "a", 2], [1, 2]),
        (Annotated[Cat, Keywords({"allOf": [Dog]})], {"name": "", "lives": 1, "tricks": []}, {"name": "", "lives": 1}),
        (Annotated[Any, Keywords({"if": {"type": "string"}, "then": {"minLength": 2}, "else": False})], "ab", 5),
        (Annotated[Any, Keywords({"items": {"type": "string", "format": "date"}})], ["2024-05-17"], ["2024-05-32"]),
        (Annotated[Any, Keywords({"type": "integer", "format": "int32"})], 2**31 - 1, 2**31),
        (Annotated[Any, Keywords({"enum": [{"a": [1, True]}]})], {"a": [1.0, True]}, {"a": [1, 1]}),
        (Annotated[Any, Keywords({"pattern": r"^(?!x)\d+$"})], "12", "١٢"),
    ],
)
def test_keywords_hold_beside_any_type(tp: Any, good: Any, bad: Any) -> None:
    assert accepts(tp, good)
    assert not accepts(tp, bad)


def test_a_model_is_held_to_its_keywords_however_it_is_made() -> None:
    assert Range(from_=date(2024, 5, 17)).from_ == date(2024, 5, 17)
    assert not accepts(Range, {})
    assert not accepts(Owner, {"pet": {"name": "", "lives": 9}, "ranges": [{"cursor": "x"}, {}]})
    assert not accepts(Range, {"inner": {"from": "2024-05-17", "cursor": "x"}})
    with pytest.raises(ValidationError, match="'minProperties'"):
        Range()
    with pytest.raises(ValidationError, match="'not'"):
        Range(from_=date(2024, 5, 17), cursor="x")


def test_unevaluated_members_are_those_that_no_other_keyword_looked_at() -> None:
    closed = {
        "allOf": [{"properties": {"a": True}}],
        "patternProperties": {"^x-": True},
        "unevaluatedProperties": False,
    }
    assert accepts(Annotated[Any, Keywords(closed)], {"a": 1, "x-b": 2})
    assert not accepts(Annotated[Any, Keywords(closed)], {"a": 1, "b": 2})
    items = {"prefixItems": [True], "contains": {"type": "string"}, "unevaluatedItems": {"type": "null"}}
    assert accepts(Annotated[Any, Keywords(items)], [1, "a", None])
    assert not accepts(Annotated[Any, Keywords(items)], [1, "a", 2])


def test_exactly_one_alternative_may_accept_a_value() -> None:
    assert isinstance(adapter(Owner).read_json(b'{"pet": {"name": "", "lives": 9}}').pet, Cat)
    assert not accepts(Owner, {"pet": {"name": "", "lives": 9, "tricks": []}})
    assert not accepts(Owner, {"pet": {"name": ""}})
    assert not accepts(Annotated[int | float, ExactlyOne()], 1)
    assert accepts(Annotated[int | float, ExactlyOne()], 1.5)


def test_a_tolerant_reading_reports_broken_keywords_and_keeps_the_model() -> None:
    text = b'{"pet": {"name": "", "lives": 9, "tricks": []}, "ranges": [{}]}'
    owner, deviations = adapter(Owner).read_tolerant(text)
    assert isinstance(owner.pet, Cat | Dog)
    assert isinstance(owner.ranges[0] if owner.ranges else None, Range)
    assert [each.pointer for each in deviations] == ["/pet", "/ranges/0"]


def test_nothing_accepts_no_value() -> None:
    assert not accepts(Nothing, None)
    assert not accepts(Nothing, {})
    assert accepts(list[Nothing], [])
