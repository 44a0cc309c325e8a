"""What type a schema has, said well, said badly or not said."""

from __future__ import annotations

from typing import Any

import pytest

from tests.ir.expected import (
    ANY,
    KEY,
    NONE,
    NOWHERE,
    answer,
    answering,
    bare,
    built,
    integer,
    list_of,
    map_of,
    nullable,
    prop,
    readings,
    record,
    rules,
    scalar,
    shape_of,
    string,
    union,
)
from trivet_codegen.ir.shapes import Constant, Shape, TupleOf


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        (True, ANY),
        ({}, ANY),
        (False, NONE),
        ({"description": "anything"}, ANY),
        ({"properties": {"a": {"type": "string"}}}, record(prop("a", string()))),
        ({"required": ["a"]}, record(also_required=("a",))),
        ({"additionalProperties": {"type": "string"}}, map_of(string())),
        ({"items": {"type": "string"}}, list_of(string())),
        ({"minItems": 1}, list_of(ANY, min_items=1)),
        ({"pattern": "^a"}, string(pattern="^a")),
        ({"format": "date-time"}, string(format="date-time")),
        ({"format": "int32"}, integer(format="int32")),
        ({"minimum": 3}, scalar("number", minimum=3)),
        ({"const": 4}, Constant(about=NOWHERE, value=4)),
    ],
)
def test_a_missing_type_is_inferred_from_the_keywords(schema: Any, expected: Shape) -> None:
    assert shape_of(schema) == expected


@pytest.mark.parametrize(
    ("type", "expected"),
    [("int", integer()), ("String", string()), ("bool", scalar("boolean")), ("float", scalar("number")), ("any", ANY)],
)
def test_a_misspelt_type_is_guessed_and_named(type: str, expected: Shape) -> None:
    api, problems = built(answering({"type": type}))
    assert bare(answer(api)) == expected
    assert [(problem.rule, problem.severity) for problem in problems] == [("type-unknown", "warning")]
    assert problems[0].place.pointer.endswith("/schema/type")


def test_several_types_are_a_union_that_is_not_exclusive_each_with_its_own_constraints() -> None:
    found = shape_of({"type": ["string", "integer", "null"], "maxLength": 5, "minimum": 1})
    assert found == nullable(union(string(max_length=5), integer(minimum=1), exclusive=False))


def test_an_integer_is_a_number_already() -> None:
    assert shape_of({"type": ["integer", "number"]}) == scalar("number")


@pytest.mark.parametrize(
    ("version", "schema"),
    [
        ("3.0.3", {"type": "integer", "minimum": 1, "exclusiveMinimum": True, "maximum": 9}),
        ("3.0.3", {"type": "integer", "minimum": 1, "exclusiveMinimum": True, "maximum": 9, "exclusiveMaximum": False}),
        ("3.1.0", {"type": "integer", "exclusiveMinimum": 1, "maximum": 9}),
    ],
)
def test_exclusive_bounds_are_numbers_in_both_versions(version: str, schema: Any) -> None:
    assert shape_of(schema, version) == integer(exclusive_minimum=1, maximum=9)


def test_a_constraint_of_a_wrong_type_is_left_out_and_named() -> None:
    assert rules({"type": "string", "maxLength": "ten"}) == ["constraint-type"]


def test_content_keywords_are_kept() -> None:
    schema = {"type": "string", "contentEncoding": "base64", "contentMediaType": "image/png"}
    assert shape_of(schema) == string(content_encoding="base64", content_media_type="image/png")


@pytest.mark.parametrize(
    ("schema", "rest"),
    [
        ({"type": "array", "prefixItems": [{"type": "string"}]}, ANY),
        ({"type": "array", "prefixItems": [{"type": "string"}], "items": False}, NONE),
        ({"prefixItems": [{"type": "string"}], "items": {"type": "integer"}}, integer()),
        ({"items": [{"type": "string"}], "additionalItems": False}, NONE),
    ],
)
def test_prefix_items_are_a_tuple(schema: Any, rest: Shape) -> None:
    assert shape_of(schema) == TupleOf(about=NOWHERE, items=(string(),), rest=rest)


def test_keywords_that_no_shape_expresses_are_kept_whole() -> None:
    negation = {"not": {"const": "x"}, "if": {"minLength": 3}, "then": {"pattern": "a"}}
    api, problems = built(answering({"type": "string", **negation}))
    assert answer(api).about.unexpressed == negation
    assert problems == []


def test_documentation_is_kept_from_both_versions() -> None:
    words = {"title": "T", "description": "D", "deprecated": True, "default": None, "x-own": [1]}
    older = answer(built(answering({"type": "string", "example": "e", **words}, "3.0.3"))[0]).about
    newer = answer(built(answering({"type": "string", "examples": ["e"], **words}))[0]).about
    assert older == newer
    assert (newer.title, newer.description, newer.deprecated, newer.default) == ("T", "D", True, None)
    assert (newer.examples, newer.extensions) == (("e",), {"x-own": [1]})


def test_what_is_no_schema_is_named_and_taken_as_anything() -> None:
    assert rules({"type": "array", "items": "string"}) == ["structure"]


@pytest.mark.parametrize(
    ("schema", "expected", "keyword"),
    [
        ({"type": "object", "items": {"type": "string"}}, map_of(ANY), "items"),
        ({"type": "array", "properties": {"a": {"type": "string"}}}, list_of(ANY), "properties"),
        ({"type": "string", "additionalProperties": {"type": "string"}}, string(), "additionalProperties"),
    ],
)
def test_a_keyword_beside_a_type_that_it_is_not_about_is_named(schema: Any, expected: Shape, keyword: str) -> None:
    api, problems = built(answering(schema))
    assert [(problem.rule, problem.place.pointer.rpartition("/")[2]) for problem in problems] == [
        ("keyword-misplaced", keyword)
    ]
    assert bare(answer(api)) == expected


def test_a_type_that_is_implied_is_told_once_for_all_of_a_document() -> None:
    schema = {"properties": {"a": {"maxLength": 3}, "b": {"type": "string"}, "c": {"minimum": 1}}}
    taken = "no type is given; taken to be of type object, of which the other keywords speak"
    assert readings(schema) == [("type-implied", f"{taken} (and 2 more in this document)")]
    assert readings({"type": "object", "properties": {"a": {}, "b": {"enum": [1]}}}) == []


@pytest.mark.parametrize(
    "schema",
    [
        {"allOf": [{"type": "object"}, {"properties": {"a": {}}}]},
        {"allOf": [{"$ref": KEY + "Whole"}], "properties": {"a": {}}},
        {"type": "object", "oneOf": [{"properties": {"a": {}}}, {"properties": {"b": {}}}]},
    ],
)
def test_a_type_that_stands_beside_is_not_implied(schema: Any) -> None:
    assert "type-implied" not in [rule for rule, _ in readings(schema, Whole={"type": "object"})]


def test_durations_that_are_refused_are_told() -> None:
    assert [rule for rule, _ in readings({"type": "string", "format": "duration"})] == ["duration-calendar"]


def test_a_file_in_json_is_told() -> None:
    file = {"type": "string", "format": "binary"}
    listed = {"type": "array", "items": {"$ref": KEY + "File"}}
    assert [rule for rule, _ in readings(listed, File=file)] == ["binary-in-json"]


def test_json_that_is_a_file_as_a_whole_needs_no_telling() -> None:
    assert readings({"$ref": KEY + "File"}, File={"type": "string", "format": "binary"}) == []
