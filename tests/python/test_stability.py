"""Names depend on where a thing stands: adding a schema or an operation renames nothing else."""

from __future__ import annotations

from typing import Any

from hypothesis import given, strategies as st

from trivet_codegen.ir.api import Api
from trivet_codegen.ir.build import build
from trivet_codegen.python.declared import declare
from trivet_codegen.python.operations_plan import resources
from trivet_codegen.source.documents import Documents

SCHEMAS = ["customer", "Invoice", "HTTPError", "tax-rate", "address_v2", "nullable-user", "file"]
TAGS = ["customers", "invoices", "Tax Rates"]
VERBS = ["list", "get", "create", "search", "delete"]


def schema(names: list[str], number: int) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {
            "lines": {"type": "array", "items": {"type": "object", "properties": {"sku": {"type": "string"}}}},
            "kind": {"oneOf": [{"type": "object", "title": f"T{number}", "properties": {}}, {"type": "string"}]},
            "other": {"$ref": f"#/components/schemas/{names[number % len(names)]}"},
        },
    }


def contract(names: list[str], operations: list[tuple[str, str]]) -> Api:
    schemas = {name: schema(names, number) for number, name in enumerate(names)}
    paths: dict[str, Any] = {}
    for verb, tag in operations:
        noun = tag.title().replace(" ", "")
        paths[f"/{verb}/{noun}"] = {
            "post": {
                "operationId": f"{verb}{noun}",
                "tags": [tag],
                "requestBody": {"content": {"application/json": {"schema": {"type": "object", "properties": {}}}}},
                "responses": {
                    "200": {
                        "description": "",
                        "content": {
                            "application/json": {
                                "schema": {"oneOf": [{"$ref": f"#/components/schemas/{name}"} for name in names]}
                            }
                        },
                    }
                },
            }
        }
    document: dict[str, Any] = {
        "openapi": "3.1.0",
        "info": {"title": "T", "version": "1"},
        "paths": paths,
        "components": {"schemas": schemas},
    }
    api, _ = build(Documents.of({"openapi.json": document}))
    return api


def class_names(api: Api) -> dict[str, tuple[str, str]]:
    """Class and module of every declaration, by where it stands."""
    return {own.shape.about.place.pointer: (own.name, own.module) for own in declare(api)}


def method_names(api: Api) -> dict[str, tuple[str, str, str]]:
    return {
        planned.operation.path: (group.attribute, planned.method, planned.constant)
        for group in resources(api, "Hub")
        for planned in group.operations
    }


names = st.lists(st.sampled_from(SCHEMAS), min_size=2, unique=True)
operations = st.lists(st.tuples(st.sampled_from(VERBS), st.sampled_from(TAGS)), min_size=2, unique=True)


@given(names, operations, st.data())
def test_adding_a_schema_renames_nothing_else(
    kept: list[str], given_: list[tuple[str, str]], data: st.DataObject
) -> None:
    added = data.draw(st.sampled_from(kept))
    fewer = [name for name in kept if name != added]
    before, after = class_names(contract(fewer, given_)), class_names(contract(kept, given_))
    assert {place: name for place, name in after.items() if place in before} == before


@given(names, operations, st.data())
def test_adding_an_operation_renames_nothing_else(
    kept: list[str], given_: list[tuple[str, str]], data: st.DataObject
) -> None:
    added = data.draw(st.sampled_from(given_))
    fewer = [own for own in given_ if own != added]
    before, after = contract(kept, fewer), contract(kept, given_)
    methods = method_names(after)
    assert {path: name for path, name in methods.items() if path in method_names(before)} == method_names(before)
    classes = class_names(after)
    assert {place: name for place, name in classes.items() if place in class_names(before)} == class_names(before)
