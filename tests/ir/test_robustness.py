"""Whatever stands in a contract, building it gives an Api and problems, and no other exception."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

from hypothesis import given, settings, strategies as st

from tests.ir.expected import KEY, built, contract
from trivet_codegen.ir.directions import split
from trivet_codegen.ir.graph import cycles
from trivet_codegen.problem import Problems

TEXT = {"type": "string", "minLength": 1, "pattern": "a", "readOnly": True}
RICH = contract(
    "3.0.3",
    servers=[{"url": "https://{x}", "variables": {"x": {"default": "a", "enum": ["a"]}}}],
    tags=[{"name": "a"}],
    security=[{"key": []}],
    paths={
        "/{id}": {
            "parameters": [{"name": "id", "in": "path", "required": True, "schema": TEXT}],
            "post": {
                "operationId": "make",
                "tags": ["a"],
                "parameters": [
                    {"$ref": "#/components/parameters/Limit"},
                    {
                        "name": "f",
                        "in": "query",
                        "style": "deepObject",
                        "content": {"application/json": {"schema": TEXT}},
                    },
                ],
                "requestBody": {
                    "content": {
                        "multipart/form-data": {
                            "schema": {"$ref": KEY + "Cat"},
                            "encoding": {"a": {"style": "form", "headers": {"X": {"schema": TEXT}}}},
                        }
                    }
                },
                "responses": {
                    "200": {
                        "description": "",
                        "headers": {"X": {"schema": TEXT}},
                        "content": {"application/json": {"schema": {"$ref": KEY + "Pet"}}},
                        "links": {"a": {"operationId": "make"}},
                    },
                    "default": {"$ref": "#/components/responses/Error"},
                },
                "callbacks": {"done": {"{$url}": {"post": {"responses": {"200": {"description": ""}}}}}},
                "security": [{"key": ["a"]}],
            },
        }
    },
    components={
        "parameters": {"Limit": {"name": "limit", "in": "query", "schema": {"type": "integer", "minimum": 1}}},
        "responses": {"Error": {"description": "", "content": {"a/b": {"schema": {"$ref": KEY + "Odd"}}}}},
        "securitySchemes": {"key": {"type": "apiKey", "name": "k", "in": "header"}},
        "schemas": {
            "Pet": {
                "oneOf": [{"$ref": KEY + "Cat"}, {"$ref": KEY + "Dog"}],
                "discriminator": {"propertyName": "kind", "mapping": {"cat": "Cat"}},
            },
            "Base": {
                "type": "object",
                "required": ["kind"],
                "properties": {"kind": {"type": "string", "enum": ["cat", "dog"]}, "pet": {"$ref": KEY + "Pet"}},
                "discriminator": {"propertyName": "kind"},
            },
            "Cat": {
                "allOf": [
                    {"$ref": KEY + "Base"},
                    {"properties": {"kind": {"enum": ["cat"]}}, "additionalProperties": False},
                ]
            },
            "Dog": {"allOf": [{"$ref": KEY + "Base"}], "nullable": True, "anyOf": [{"required": ["kind"]}]},
            "Odd": {
                "properties": {
                    "list": {"type": "array", "items": TEXT, "minItems": 1},
                    "tuple": {"prefixItems": [TEXT], "items": False},
                    "map": {"additionalProperties": {"$ref": KEY + "Odd"}, "propertyNames": {"pattern": "a"}},
                    "patterns": {"patternProperties": {"a": TEXT}, "additionalProperties": False},
                    "const": {"const": 1},
                    "types": {"type": ["string", "integer"]},
                    "both": {"properties": {"a": TEXT}, "oneOf": [{"properties": {"b": TEXT}}, {"$ref": KEY + "Base"}]},
                }
            },
        },
    },
)
REFS = st.sampled_from(["Pet", "Base", "Cat", "Dog", "Odd", "Missing"]).map(lambda name: {"$ref": KEY + name})
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-2, 2)
    | st.just(1.5)
    | st.sampled_from(["", "a", "object", "string", "null"])
    | REFS,
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(
            st.sampled_from(
                ["type", "properties", "allOf", "oneOf", "anyOf", "items", "enum", "const", "$ref", "required", "a"]
            ),
            inner,
            max_size=3,
        )
    ),
    max_leaves=6,
)


def _spots(value: Any) -> Iterator[tuple[Any, Any]]:
    members = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, member in members:
        yield value, key
        yield from _spots(member)


@settings(max_examples=200)
@given(st.data(), st.sampled_from(["3.0.3", "3.1.0"]))
def test_anything_anywhere_is_no_exception(data: st.DataObject, version: str) -> None:
    document = copy.deepcopy(RICH)
    document["openapi"] = version
    for _ in range(data.draw(st.integers(1, 3))):
        spots = list(_spots(document))
        holder, key = spots[data.draw(st.integers(0, len(spots) - 1))]
        holder[key] = data.draw(VALUES)
    try:
        api, _ = built(document)
    except Problems:
        return
    split(api)
    cycles(api)


def test_the_contract_itself_has_no_error() -> None:
    assert [problem for problem in built(RICH)[1] if problem.severity == "error"] == []
