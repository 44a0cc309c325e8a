"""Null beside another type is said in one way, however the contract says it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.ir.expected import (
    KEY,
    NULL,
    answer,
    answering,
    bare,
    built,
    nullable,
    one_of,
    readings,
    ref,
    rules,
    shape_of,
    string,
)

THING = {"type": "string"}


@pytest.mark.parametrize(
    ("version", "schema"),
    [
        ("3.0.3", {"type": "string", "nullable": True}),
        ("3.1.0", {"type": ["string", "null"]}),
        ("3.1.0", {"type": ["null", "string"]}),
        ("3.1.0", {"anyOf": [{"type": "string"}, {"type": "null"}]}),
        ("3.1.0", {"oneOf": [{"type": "null"}, {"type": "string"}]}),
        ("3.1.0", {"oneOf": [{"type": "string"}, {"enum": [None]}]}),
        ("3.1.0", {"oneOf": [{"type": "string"}, {"const": None}]}),
        ("3.1.0", {"anyOf": [{"type": ["string", "null"]}]}),
        ("3.0.3", {"anyOf": [{"type": "string"}], "nullable": True}),
        ("3.0.3", {"allOf": [{"type": "string", "nullable": True}, {"type": "string", "nullable": True}]}),
    ],
)
def test_every_way_to_say_string_or_null_is_one_shape(version: str, schema: Any) -> None:
    assert shape_of(schema, version) == nullable(string())


@pytest.mark.parametrize(
    ("version", "schema"),
    [
        ("3.0.3", {"$ref": KEY + "Thing", "nullable": True}),
        ("3.0.3", {"allOf": [{"$ref": KEY + "Thing"}], "nullable": True}),
        ("3.0.3", {"type": "string", "allOf": [{"$ref": KEY + "Thing"}], "nullable": True}),
        ("3.0.3", {"allOf": [{"$ref": KEY + "Thing"}, {"nullable": True, "description": "or not"}]}),
        ("3.1.0", {"anyOf": [{"$ref": KEY + "Thing"}, {"type": "null"}]}),
    ],
)
def test_every_way_to_say_reference_or_null_keeps_the_reference(version: str, schema: Any) -> None:
    assert shape_of(schema, version, Thing=THING) == nullable(ref("Thing"))


@pytest.mark.parametrize(
    ("version", "schema"),
    [
        ("3.0.3", {"type": "string", "nullable": True, "enum": ["a", None]}),
        ("3.1.0", {"type": ["string", "null"], "enum": ["a", None]}),
        ("3.1.0", {"enum": [None, "a"]}),
        ("3.1.0", {"oneOf": [{"enum": ["a"]}, {"type": "null"}]}),
    ],
)
def test_null_is_no_value_of_an_enumeration(version: str, schema: Any) -> None:
    assert shape_of(schema, version) == nullable(one_of("a"))


def test_null_in_an_enum_whose_type_forbids_it_is_taken_to_be_meant() -> None:
    api, problems = built(answering({"type": "string", "enum": ["a", None]}))
    assert bare(answer(api)) == nullable(one_of("a"))
    assert [problem.rule for problem in problems] == ["enum-null"]


@pytest.mark.parametrize(
    ("version", "schema"),
    [
        ("3.0.3", {"type": "string", "nullable": True, "enum": ["a"]}),
        ("3.1.0", {"type": ["string", "null"], "enum": ["a"]}),
    ],
)
def test_null_in_a_type_whose_enum_forbids_it_is_taken_to_be_meant(version: str, schema: Any) -> None:
    api, problems = built(answering(schema, version))
    assert bare(answer(api)) == nullable(one_of("a"))
    assert [problem.rule for problem in problems] == ["enum-null"]


@pytest.mark.parametrize(
    "schema",
    [
        {"$ref": KEY + "Thing", "nullable": True},
        {"allOf": [{"$ref": KEY + "Thing"}], "nullable": True},
        {"anyOf": [{"$ref": KEY + "Thing"}], "nullable": True},
        {"properties": {"a": {"type": "string"}}, "nullable": True},
        {"enum": ["a"], "nullable": True},
    ],
)
def test_nullable_without_a_type_is_told(schema: Any) -> None:
    assert "nullable-untyped" in [rule for rule, _ in readings(schema, "3.0.3", Thing=THING)]


def test_nullable_beside_a_type_is_nothing_to_talk_about() -> None:
    assert readings({"type": "string", "nullable": True}, "3.0.3") == []


@pytest.mark.parametrize("schema", [{"type": "null"}, {"enum": [None]}, {"const": None}, {"oneOf": [{"type": "null"}]}])
def test_null_alone_is_a_scalar(schema: Any) -> None:
    assert shape_of(schema) == NULL


def test_an_allof_is_nullable_only_if_all_members_are() -> None:
    assert shape_of({"allOf": [{"type": ["string", "null"]}, {"type": "string", "maxLength": 3}]}) == string(
        max_length=3
    )


def test_nullable_means_nothing_in_3_1_and_that_is_said() -> None:
    assert rules({"type": "string", "nullable": True}) == ["nullable-ignored"]


def test_a_union_with_nullable_members_is_nullable_itself() -> None:
    found = shape_of({"anyOf": [{"type": ["string", "null"]}, {"type": "array"}]})
    assert type(found).__name__ == "Nullable"
    assert not any(type(member).__name__ == "Nullable" for member in found.shape.members)  # type: ignore[union-attr]


def test_an_alternative_that_is_nullable_without_a_type_allows_anything_and_is_named() -> None:
    _, problems = built(answering({"anyOf": [{"type": "string"}, {"nullable": True}]}, "3.0.3"))
    assert [problem.rule for problem in problems] == ["nullable-ignored"]
    assert problems[0].place.pointer.endswith("/anyOf/1/nullable")
