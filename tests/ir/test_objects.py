"""Objects are records where properties are named, and maps where they are not."""

from __future__ import annotations

from typing import Any

import pytest

from tests.ir.expected import (
    ANY,
    KEY,
    NONE,
    answer,
    answering,
    built,
    integer,
    map_of,
    prop,
    record,
    ref,
    rules,
    shape_of,
    string,
)
from trivet_codegen.ir.shapes import Record, Shape


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        ({"type": "object"}, map_of(ANY)),
        ({"type": "object", "properties": {}}, map_of(ANY)),
        ({"type": "object", "additionalProperties": True}, map_of(ANY)),
        ({"type": "object", "additionalProperties": {}}, map_of(ANY)),
        ({"type": "object", "additionalProperties": {"type": "string"}}, map_of(string())),
        ({"type": "object", "minProperties": 1, "maxProperties": 2}, map_of(ANY, min_properties=1, max_properties=2)),
        ({"type": "object", "additionalProperties": False}, record(additional=NONE)),
        ({"type": "object", "propertyNames": {"pattern": "^a"}}, map_of(ANY, key_pattern="^a")),
    ],
)
def test_an_object_without_properties_is_a_map_unless_it_is_closed(schema: Any, expected: Shape) -> None:
    assert shape_of(schema) == expected


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        (
            {"patternProperties": {"^a": {"type": "string"}}, "additionalProperties": False},
            map_of(string(), key_pattern="^a"),
        ),
        ({"patternProperties": {".*": {"type": "string"}}, "additionalProperties": False}, map_of(string())),
        ({"patternProperties": {"^a": {"type": "string"}}}, record(patterns=(("^a", string()),))),
        (
            {"patternProperties": {"^a": {"type": "string"}, "^b": {}}, "additionalProperties": False},
            record(patterns=(("^a", string()), ("^b", ANY)), additional=NONE),
        ),
    ],
)
def test_pattern_properties_are_a_map_where_no_other_name_is_allowed(schema: Any, expected: Shape) -> None:
    assert shape_of(schema) == expected


def test_a_record_keeps_order_and_what_is_required() -> None:
    schema = {
        "type": "object",
        "required": ["b", "c"],
        "properties": {"b": {"type": "string"}, "a": {"type": "integer"}},
        "additionalProperties": {"type": "string"},
    }
    assert shape_of(schema) == record(
        prop("b", string(), required=True), prop("a", integer()), additional=string(), also_required=("c",)
    )


def test_a_required_name_that_is_no_property_is_named() -> None:
    assert rules({"required": ["b"], "properties": {"a": {}}}) == ["required-unknown"]


def test_a_required_name_that_a_closed_record_cannot_have_is_named() -> None:
    assert rules({"required": ["b"], "properties": {"a": {}}, "additionalProperties": False}) == ["required-unknown"]


@pytest.mark.parametrize(
    ("version", "schema"),
    [
        ("3.0.3", {"type": "string", "readOnly": True}),
        ("3.1.0", {"$ref": KEY + "Id", "readOnly": True}),
        ("3.0.3", {"$ref": KEY + "Id", "readOnly": True}),
        ("3.1.0", {"$ref": KEY + "ReadOnlyId"}),
        ("3.0.3", {"allOf": [{"$ref": KEY + "Id"}], "readOnly": True}),
        ("3.0.3", {"allOf": [{"$ref": KEY + "ReadOnlyId"}]}),
        ("3.0.3", {"allOf": [{"$ref": KEY + "Id"}, {"readOnly": True}]}),
        ("3.1.0", {"$ref": KEY + "Alias"}),
    ],
)
def test_a_property_is_read_only_wherever_its_schema_says_so(version: str, schema: Any) -> None:
    schemas = {
        "Id": {"type": "string"},
        "ReadOnlyId": {"type": "string", "readOnly": True},
        "Alias": {"$ref": KEY + "ReadOnlyId"},
    }
    found = answer(built(answering({"properties": {"id": schema}}, version, **schemas))[0])
    assert isinstance(found, Record)
    assert found.properties[0].read_only
    assert not found.properties[0].write_only


def test_read_only_and_write_only_at_once_is_neither() -> None:
    schema = {"properties": {"a": {"type": "string", "readOnly": True, "writeOnly": True}}}
    assert shape_of({"properties": {"a": {"type": "string"}}}) == record(prop("a", string()))
    assert rules(schema) == ["read-write-only"]


def test_a_property_has_the_words_beside_its_reference() -> None:
    schema = {"properties": {"a": {"$ref": KEY + "Id", "description": "Which one.", "default": "x"}}}
    for version in ("3.0.3", "3.1.0"):
        found = answer(built(answering(schema, version, Id={"type": "string"}))[0])
        assert isinstance(found, Record)
        assert found.properties[0].about.description == "Which one."
        assert found.properties[0].about.default == "x"


def test_a_property_named_like_a_keyword_is_only_a_property() -> None:
    assert shape_of({"properties": {"$ref": {"type": "string"}, "allOf": {"type": "integer"}}}) == record(
        prop("$ref", string()), prop("allOf", integer())
    )


def test_a_record_that_holds_itself_refers_to_its_name() -> None:
    node = {"properties": {"next": {"$ref": KEY + "Node"}}}
    api, problems = built(answering({"$ref": KEY + "Node"}, Node=node))
    assert problems == []
    assert list(api.shapes) == [KEY + "Node"]
    assert shape_of({"$ref": KEY + "Node"}, Node=node) == ref("Node")
