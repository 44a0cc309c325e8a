"""What stands where in an OpenAPI document: the fields that hold other objects (OpenAPI 3.1 section 4.8)."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

Holds = Literal["one", "list", "map", "lists"]
"""How a field holds objects: itself, in a list, by name, or in a list by name."""

Fields = Mapping[str, tuple[Holds, str]]


def _fields(text: str) -> Fields:
    """Fields from words such as `items:schema`, `allOf:schema[]` and `properties:schema{}`."""
    made: dict[str, tuple[Holds, str]] = {}
    for word in text.split():
        name, _, kind = word.partition(":")
        holds: Holds = "list" if kind.endswith("[]") else "map" if kind.endswith("{}") else "one"
        made[name] = (holds, kind.rstrip("[]{}"))
    return MappingProxyType(made)


_METHODS = (
    "get:operation put:operation post:operation delete:operation options:operation head:operation patch:operation "
    "trace:operation query:operation"
)

FIELDS: Mapping[str, Fields] = {
    "document": _fields("paths:path_item{} webhooks:path_item{} components:components"),
    "components": _fields(
        "schemas:schema{} responses:response{} parameters:parameter{} examples:example{} requestBodies:request_body{} "
        "headers:header{} securitySchemes:security_scheme{} links:link{} callbacks:callback{} pathItems:path_item{}"
    ),
    "path_item": _fields(f"parameters:parameter[] additionalOperations:operation{{}} {_METHODS}"),
    "operation": _fields("parameters:parameter[] requestBody:request_body responses:response{} callbacks:callback{}"),
    "parameter": _fields("schema:schema content:media_type{} examples:example{}"),
    "header": _fields("schema:schema content:media_type{} examples:example{}"),
    "request_body": _fields("content:media_type{}"),
    "response": _fields("headers:header{} content:media_type{} links:link{}"),
    "media_type": _fields("schema:schema itemSchema:schema examples:example{} encoding:encoding{}"),
    "encoding": _fields("headers:header{}"),
    "schema": _fields(
        "items:schema additionalProperties:schema not:schema if:schema then:schema else:schema contains:schema "
        "propertyNames:schema unevaluatedItems:schema unevaluatedProperties:schema contentSchema:schema "
        "additionalItems:schema allOf:schema[] anyOf:schema[] oneOf:schema[] prefixItems:schema[] "
        "properties:schema{} patternProperties:schema{} dependentSchemas:schema{} $defs:schema{} definitions:schema{}"
    ),
    "example": _fields(""),
    "link": _fields(""),
    "security_scheme": _fields(""),
}
"""Fields by kind of object. A callback is missing: each of its members is a path item."""

SECTIONS: Mapping[str, str] = {
    kind: section for section, (_, kind) in FIELDS["components"].items() if kind != "path_item"
}
"""The section of `components` where objects of a kind can be given a name; others are written out."""
