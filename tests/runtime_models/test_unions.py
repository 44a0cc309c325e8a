"""Unions pick the member that fits best; a discriminator decides alone."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Annotated, Any, Literal, TypeAlias

import pytest
from pydantic import Field, ValidationError

from trivet.runtime import ExactlyOne, Model, Omittable, Tagged, adapter


class Cat(Model):
    kind: Annotated[str, Field(alias="petType")]
    name: str


class Dog(Model):
    kind: Annotated[Literal["dog", "puppy"], Field(alias="petType")]
    bark: int


Pet = Annotated[Cat | Dog, Tagged("petType", ("cat",), ("dog", "puppy"))]


class Owner(Model):
    pet: Annotated[Omittable[Pet], Field(alias="the-pet")] = None
    other: Pet | None = None


class A(Model):
    x: Omittable[str] = None


class B(Model):
    x: Omittable[int] = None
    z: Omittable[str] = None


def _ways(tp: Any) -> list[Callable[[Any], Any]]:
    return [adapter(tp).read, lambda value: adapter(tp).read_json(json.dumps(value).encode())]


@pytest.mark.parametrize("way", [0, 1])
@pytest.mark.parametrize(
    ("value", "member"), [({"x": "a"}, A), ({"x": 1}, B), ({"z": "a"}, B), ({}, A), ({"z": "a", "new": 1}, B)]
)
def test_the_member_with_most_of_the_properties_is_picked(way: int, value: Any, member: type) -> None:
    read = _ways(A | B)[way](value)
    assert type(read) is member
    assert adapter(A | B).dump(read) == value


def test_locations_name_the_members_of_a_union() -> None:
    with pytest.raises(ValidationError) as error:
        adapter(A | list[int] | bool).read_json(b'"x"')
    assert [line["loc"] for line in error.value.errors()] == [("A",), ("array",), ("boolean",)]


@pytest.mark.parametrize("way", [0, 1])
def test_the_tag_decides(way: int) -> None:
    assert type(_ways(Pet)[way]({"petType": "puppy", "bark": 1})) is Dog
    with pytest.raises(ValidationError) as error:
        _ways(Pet)[way]({"petType": "cat", "bark": 1})
    assert error.value.errors()[0]["loc"] == ("cat", "name")


@pytest.mark.parametrize("way", [0, 1])
@pytest.mark.parametrize("value", [{"petType": "emu"}, {}, {"petType": 3}, {"petType": ["cat"]}])
def test_a_tag_that_the_contract_does_not_know_is_refused(way: int, value: Any) -> None:
    with pytest.raises(ValidationError, match="whose 'petType' is one of 'cat', 'dog', 'puppy'"):
        _ways(Pet)[way](value)


def test_an_instance_is_found_by_its_python_name() -> None:
    owner = Owner(pet=Dog(kind="dog", bark=1))
    assert adapter(Owner).dump(owner) == {"the-pet": {"petType": "dog", "bark": 1}}
    assert adapter(Owner).dump_json(owner) == b'{"the-pet":{"petType":"dog","bark":1}}'


def test_an_omittable_tagged_union_refuses_null_and_a_nullable_one_takes_it() -> None:
    assert adapter(Owner).read({"other": None}).other is None
    with pytest.raises(ValidationError):
        adapter(Owner).read({"the-pet": None})


def test_a_nullable_union_can_be_tagged_whole() -> None:
    tp = Annotated[Cat | Dog | None, Tagged("petType", ("cat",), ("dog",))]
    assert adapter(tp).read(None) is None


def test_a_union_of_one_can_be_tagged() -> None:
    assert type(adapter(Annotated[Cat, Tagged("petType", ("cat",))]).read({"petType": "cat", "name": "a"})) is Cat


def test_tags_must_match_the_members() -> None:
    with pytest.raises(TypeError, match="names tags of 1 members, the union has 2"):
        adapter(Annotated[Cat | Dog, Tagged("petType", ("cat",))]).read({})


class Left(Model):
    a: Omittable[int] = None


class Right(Model):
    b: Omittable[int] = None


class Named(Model):
    z: str


Either: TypeAlias = Annotated[Left | Right, ExactlyOne()]


@pytest.mark.parametrize(
    "tp", [Annotated[Either | Named, ExactlyOne()], Either | Named, Annotated[Either | None | Named, ExactlyOne()]]
)
def test_exactly_one_counts_inside_of_other_unions(tp: Any) -> None:
    known = adapter(tp)
    assert known.read({"z": "x"}) == Named(z="x")
    assert isinstance(known.read({"a": 1, "b": "x"}), Left)
    with pytest.raises(ValidationError, match="not Left and Right"):
        known.read({"c": 1})


def chain(levels: int) -> Any:
    tp: Any = Named
    for _ in range(levels):
        tp = Annotated[tp | Left, ExactlyOne()]
    return tp


def test_what_no_member_of_nested_unions_accepts_is_tried_once_each() -> None:
    with pytest.raises(ValidationError) as refused:
        adapter(chain(18)).read(5)
    assert refused.value.error_count() == 19
