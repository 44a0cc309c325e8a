"""What stands where in an OpenAPI document: the fields that hold other objects (OpenAPI 3.2 section 4, Swagger 2.0)."""

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
    "swagger": _fields(
        "paths:path_item{} definitions:schema{} parameters:parameter{} responses:response{} "
        "securityDefinitions:security_scheme{}"
    ),
    "components": _fields(
        "schemas:schema{} responses:response{} parameters:parameter{} examples:example{} requestBodies:request_body{} "
        "headers:header{} securitySchemes:security_scheme{} links:link{} callbacks:callback{} pathItems:path_item{} "
        "mediaTypes:media_type{}"
    ),
    "path_item": _fields(f"parameters:parameter[] additionalOperations:operation{{}} {_METHODS}"),
    "operation": _fields("parameters:parameter[] requestBody:request_body responses:response{} callbacks:callback{}"),
    "parameter": _fields("schema:schema content:media_type{} examples:example{}"),
    "header": _fields("schema:schema content:media_type{} examples:example{}"),
    "request_body": _fields("content:media_type{}"),
    "response": _fields("headers:header{} content:media_type{} links:link{} schema:schema"),
    "media_type": _fields(
        "schema:schema itemSchema:schema examples:example{} encoding:encoding{} prefixEncoding:encoding[] "
        "itemEncoding:encoding"
    ),
    "encoding": _fields("headers:header{} encoding:encoding{} prefixEncoding:encoding[] itemEncoding:encoding"),
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

Sections = Mapping[str, tuple[str, ...]]

_OF_COMPONENTS: Sections = {
    kind: ("components", section) for section, (_, kind) in FIELDS["components"].items() if kind != "path_item"
}
_OF_SWAGGER: Sections = {kind: (section,) for section, (_, kind) in FIELDS["swagger"].items() if kind != "path_item"}


def sections(document: Mapping[str, object]) -> Sections:
    """The way to the section where objects of a kind can be given a name; kinds that are missing are written out."""
    return _OF_SWAGGER if "swagger" in document else _OF_COMPONENTS
