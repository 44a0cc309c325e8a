"""oneOf and anyOf stay apart; what is no choice is no union."""

from __future__ import annotations

from typing import Any

import pytest

from tests.ir.expected import (
    ANY,
    KEY,
    NOWHERE,
    answer,
    answering,
    bare,
    built,
    integer,
    nullable,
    one_of,
    prop,
    record,
    ref,
    scalar,
    shape_of,
    string,
    union,
)
from trivet_codegen.ir.shapes import Nothing, Record

CAT = {"properties": {"purrs": {"type": "boolean"}}}
DOG = {"properties": {"barks": {"type": "boolean"}}}
TEXT, COUNT = {"type": "string"}, {"type": "integer"}


def test_one_of_is_exclusive_and_any_of_is_not() -> None:
    assert shape_of({"oneOf": [TEXT, COUNT]}) == union(string(), integer())
    assert shape_of({"anyOf": [TEXT, COUNT]}) == union(string(), integer(), exclusive=False)


def test_a_union_of_one_is_that_one_with_the_words_around_it() -> None:
    found = answer(built(answering({"oneOf": [{"$ref": KEY + "Cat"}], "description": "A cat."}, Cat=CAT))[0])
    assert bare(found) == ref("Cat")
    assert found.about.description == "A cat."


@pytest.mark.parametrize(
    "members",
    [
        [TEXT, COUNT, {**TEXT, "description": "again"}],
        [TEXT, {"oneOf": [COUNT, TEXT]}],
        [{"oneOf": [TEXT, COUNT]}],
        [TEXT, {"oneOf": [COUNT]}],
    ],
)
def test_duplicates_go_and_unions_of_the_same_kind_are_flat(members: Any) -> None:
    api, _ = built(answering({"oneOf": members}))
    assert bare(answer(api)) == union(string(), integer())


@pytest.mark.parametrize(
    ("members", "place"),
    [
        ([TEXT, COUNT, {**TEXT, "description": "again"}], 2),
        ([TEXT, {"oneOf": [COUNT, TEXT]}], 1),
        ([{"$ref": KEY + "Cat"}, TEXT, {"$ref": KEY + "Cat"}], 2),
        ([{"type": ["string", "null"]}, COUNT, {"type": "null"}], 2),
        ([{}, {"description": "anything"}], 1),
    ],
)
def test_alternatives_that_are_the_same_count_once_and_are_told(members: Any, place: int) -> None:
    _, problems = built(answering({"oneOf": members}, Cat=CAT))
    assert [(own.rule, own.place.pointer.rpartition("/")[2]) for own in problems] == [("oneof-duplicate", str(place))]
    assert built(answering({"anyOf": members}, Cat=CAT))[1] == []


def test_true_counts_each_time_it_is_an_alternative() -> None:
    assert shape_of({"oneOf": [True, True, False]}) == union(ANY, ANY, Nothing(about=NOWHERE))


def test_alternatives_that_overlap_stay_one_alternative_of_the_one_around() -> None:
    either = {"oneOf": [{"$ref": KEY + "Cat"}, {"$ref": KEY + "Dog"}]}
    whole = union(union(ref("Cat"), ref("Dog")), string())
    assert shape_of({"oneOf": [either, TEXT]}, Cat=CAT, Dog=DOG) == whole


def test_a_union_in_one_of_another_kind_stays() -> None:
    inner = {"anyOf": [COUNT, {"type": "boolean"}]}
    assert shape_of({"oneOf": [TEXT, inner]}) == union(string(), union(integer(), scalar("boolean"), exclusive=False))


def test_alternatives_inherit_the_type_beside_them() -> None:
    schema = {"type": "string", "anyOf": [{"enum": ["a"]}, {"pattern": "^x"}]}
    assert shape_of(schema) == union(one_of("a"), string(pattern="^x"), exclusive=False)


def test_constants_of_one_of_are_alternatives() -> None:
    found = shape_of({"type": "string", "oneOf": [{"const": "a", "title": "A"}, {"const": "b"}]})
    assert [type(member).__name__ for member in found.members] == ["Constant", "Constant"]  # type: ignore[union-attr]


@pytest.mark.parametrize("keyword", ["oneOf", "anyOf"])
def test_alternatives_that_only_require_are_kept_whole_beside_the_record(keyword: str) -> None:
    alternatives = [{"required": ["a"]}, {"required": ["b"]}]
    schema = {"type": "object", "properties": {"a": TEXT, "b": TEXT}, keyword: alternatives}
    found = answer(built(answering(schema))[0])
    assert bare(found) == record(prop("a", string()), prop("b", string()))
    assert found.about.unexpressed == {keyword: alternatives}


def test_alternatives_that_only_require_are_kept_from_a_member_of_all_of() -> None:
    alternatives = [{"required": ["purrs"]}, {"required": ["name"]}]
    schema = {"allOf": [{"$ref": KEY + "Cat"}, {"anyOf": alternatives}, {"properties": {"name": TEXT}}]}
    found = answer(built(answering(schema, Cat=CAT))[0])
    assert isinstance(found, Record)
    assert found.about.unexpressed == {"anyOf": alternatives}
    assert [each.name for each in found.properties] == ["purrs", "name"]


def test_alternatives_beside_properties_each_get_them() -> None:
    schema = {"properties": {"name": TEXT}, "required": ["name"], "oneOf": [{"$ref": KEY + "Cat"}, DOG]}
    name = prop("name", string(), required=True)
    api, problems = built(answering(schema, Cat=CAT))
    found = answer(api)
    assert problems == []
    assert bare(found) == union(
        record(name, prop("purrs", scalar("boolean"))), record(name, prop("barks", scalar("boolean")))
    )
    places = [member.about.place.pointer.rsplit("/schema", 1)[1] for member in found.members]  # type: ignore[union-attr]
    assert places == ["/oneOf/0", "/oneOf/1"]


def test_a_union_of_types_beside_a_union_is_all_it_can_be() -> None:
    schema = {"type": ["string", "null"], "anyOf": [{"type": "string"}, {"type": "null"}]}
    assert shape_of(schema) == nullable(string())


def test_an_alternative_without_type_is_anything() -> None:
    assert shape_of({"anyOf": [TEXT, {}]}) == union(string(), ANY, exclusive=False)
