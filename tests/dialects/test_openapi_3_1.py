"""Corners of OpenAPI 3.1: what JSON Schema brought, and contracts without paths."""

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
    contract,
    integer,
    named,
    nullable,
    prop,
    record,
    ref,
    rules,
    shape_of,
    string,
    union,
)
from trivet_codegen.ir.shapes import Reference, Scalar, TupleOf
from trivet_codegen.openapi.structure import check
from trivet_codegen.source import Documents


def test_a_contract_may_have_webhooks_only() -> None:
    document: dict[str, Any] = {
        "openapi": "3.1.0",
        "info": {"title": "Hooks", "version": "1"},
        "webhooks": {"made": {"$ref": "#/components/pathItems/Made"}},
        "components": {"pathItems": {"Made": {"post": {"responses": {"204": {"description": ""}}}}}},
    }
    assert check(Documents.of({"api.yaml": document})) == []
    api, problems = built(document)
    assert problems == []
    assert [(own.method, own.path, own.place.pointer) for own in api.webhooks] == [
        ("POST", "made", "/components/pathItems/Made/post")
    ]


def test_a_type_may_be_a_list_of_types() -> None:
    assert shape_of({"type": ["string", "integer"]}) == union(string(), integer(), exclusive=False)
    assert shape_of({"type": ["string", "null"]}) == nullable(string())


def test_schemas_may_be_true_or_false() -> None:
    assert shape_of({"properties": {"a": True, "b": False}}) == record(prop("a", ANY), prop("b", NONE))


def test_items_may_differ_by_position() -> None:
    schema = {"type": "array", "prefixItems": [{"type": "string"}, {"type": "integer"}], "items": False}
    assert shape_of(schema) == TupleOf(about=NOWHERE, items=(string(), integer()), rest=NONE)


def test_what_stands_beside_a_reference_counts() -> None:
    schema = {"$ref": KEY + "Name", "maxLength": 3}
    assert shape_of(schema, Name={"type": "string", "minLength": 1}) == string(min_length=1, max_length=3)


def test_schemas_inside_of_schemas_have_names() -> None:
    schema = {
        "type": "object",
        "properties": {"a": {"$ref": KEY + "Node/$defs/Leaf"}},
        "$defs": {"Leaf": {"type": "integer"}},
    }
    api, problems = built(answering({"$ref": KEY + "Node"}, Node=schema))
    assert problems == []
    assert dict(api.names) == {KEY + "Node": "Node", KEY + "Node/$defs/Leaf": "Leaf"}


def test_a_schema_is_found_by_its_anchor() -> None:
    assert shape_of({"$ref": "#word"}, Word={"$anchor": "word", "type": "string"}) == ref("Word")


def test_a_schema_is_found_by_its_identifier() -> None:
    word = {"$id": "https://a.example/word", "type": "string"}
    assert shape_of({"$ref": "https://a.example/word"}, Word=word) == ref("Word")


def test_references_inside_of_a_schema_with_an_identifier_begin_there() -> None:
    node = {
        "$id": "https://a.example/node",
        "properties": {"a": {"$ref": "#/$defs/Leaf"}, "b": {"$ref": "word"}, "c": {"$ref": KEY + "Word"}},
        "$defs": {"Leaf": {"type": "integer"}},
    }
    found = named("Node", Node=node, Word={"$id": "https://a.example/word", "type": "string"})
    leaf = Reference(about=NOWHERE, target=KEY + "Node/$defs/Leaf")
    assert found == record(prop("a", leaf), prop("b", ref("Word")), prop("c", ref("Word")))


def test_recursive_references_are_told() -> None:
    assert rules({"properties": {"a": {"$recursiveRef": "#"}}}) == ["dynamic-ref"]


def test_before_3_1_a_dynamic_reference_is_told() -> None:
    document = {**answering({"properties": {"a": {"$dynamicRef": "#/components/schemas/A"}}}), "openapi": "3.0.3"}
    assert [own.rule for own in built(document)[1]] == ["dynamic-ref"]


def test_another_dialect_of_json_schema_is_told() -> None:
    old = "http://json-schema.org/draft-07/schema#"
    problems = built(contract(jsonSchemaDialect=old))[1]
    assert [(own.rule, own.place.pointer) for own in problems] == [("schema-dialect", "/jsonSchemaDialect")]
    assert rules({"$schema": old, "type": "string"}) == ["schema-dialect"]


@pytest.mark.parametrize(
    "dialect", ["https://spec.openapis.org/oas/3.1/dialect/base", "https://json-schema.org/draft/2020-12/schema"]
)
def test_its_own_dialect_is_read(dialect: str) -> None:
    assert built(contract(jsonSchemaDialect=dialect))[1] == []


def test_a_contract_may_stand_in_many_files() -> None:
    documents: dict[str, Any] = {
        "paths/notes.yaml": {
            "get": {
                "parameters": [{"$ref": "../parameters.yaml#/Page"}],
                "responses": {"200": {"$ref": "../answers/note.yaml"}},
            }
        },
        "parameters.yaml": {"Page": {"name": "page", "in": "query", "schema": {"$ref": "schemas/page.yaml"}}},
        "answers/note.yaml": {
            "description": "It.",
            "content": {"application/json": {"schema": {"$ref": "../schemas/note.yaml#/Note"}}},
        },
        "schemas/page.yaml": {"type": "integer"},
        "schemas/note.yaml": {"Note": {"properties": {"page": {"$ref": "page.yaml"}, "next": {"$ref": "#/Note"}}}},
    }
    api, problems = built(contract(paths={"/notes": {"$ref": "paths/notes.yaml"}}), **documents)
    assert problems == []
    (operation,) = api.operations
    assert operation.place.document == "paths/notes.yaml"
    assert [own.place.document for own in operation.parameters] == ["parameters.yaml"]
    assert bare(answer(api)) == Reference(about=NOWHERE, target="schemas/note.yaml#/Note")
    assert dict(api.names) == {"schemas/note.yaml#/Note": "Note", "schemas/page.yaml": "page"}


@pytest.mark.parametrize(
    ("schema", "format"),
    [
        ({"contentMediaType": "image/png"}, "binary"),
        ({"contentMediaType": "application/octet-stream"}, "binary"),
        ({"contentMediaType": "application/json"}, None),
        ({"contentMediaType": "text/csv; charset=utf-8"}, None),
        ({"contentMediaType": "image/png", "contentEncoding": "base64"}, None),
        ({"contentMediaType": "image/png", "type": "string"}, None),
    ],
)
def test_bytes_as_they_are_have_a_media_type_and_no_type(schema: dict[str, Any], format: str | None) -> None:
    shape = answer(built(answering(schema))[0])
    assert isinstance(shape, Scalar)
    assert (shape.type, shape.format) == ("string", format)
