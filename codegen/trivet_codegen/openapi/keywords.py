"""The keywords of schema objects, by what they are good for (JSON Schema 2020-12, OpenAPI 3.0 and 3.1)."""

from __future__ import annotations

from typing import Final

DOCUMENTATION: Final = frozenset({"$comment", "externalDocs", "xml"})
"""Pure documentation (and XML, which is not generated): it is left out."""

IDENTITY: Final = frozenset(
    {"$schema", "$id", "$anchor", "$dynamicAnchor", "$vocabulary", "$defs", "definitions", "id"}
)
"""Where a schema may be found: it matters to whoever resolves references, not to the shape."""

ANNOTATIONS: Final = (
    DOCUMENTATION
    | IDENTITY
    | {"title", "description", "deprecated", "default", "example", "examples", "readOnly", "writeOnly", "discriminator"}
)
"""Keywords that no value can break. Extensions (`x-`) belong to them too."""

UNEXPRESSED: Final = frozenset(
    {
        "not",
        "if",
        "then",
        "else",
        "contains",
        "minContains",
        "maxContains",
        "dependentRequired",
        "dependentSchemas",
        "dependencies",
        "propertyNames",
        "unevaluatedProperties",
        "unevaluatedItems",
        "contentSchema",
    }
)
"""Constraints that no shape holds; they are kept whole in `About.unexpressed`."""

APPLICATORS_OF_ONE: Final = frozenset(
    {
        "not",
        "if",
        "then",
        "else",
        "contains",
        "propertyNames",
        "items",
        "additionalItems",
        "additionalProperties",
        "unevaluatedItems",
        "unevaluatedProperties",
        "contentSchema",
    }
)
APPLICATORS_OF_LISTS: Final = frozenset({"allOf", "oneOf", "anyOf", "prefixItems"})
APPLICATORS_OF_MAPS: Final = frozenset({"properties", "patternProperties", "dependentSchemas"})
"""Keywords that hold one schema, a list of them, or schemas by name."""

COMBINATIONS: Final = frozenset({"allOf", "oneOf", "anyOf"})

OBJECT: Final = frozenset(
    {"properties", "required", "additionalProperties", "patternProperties", "minProperties", "maxProperties"}
)
ARRAY: Final = frozenset({"items", "prefixItems", "minItems", "maxItems", "uniqueItems"})
STRING: Final = frozenset({"minLength", "maxLength", "pattern", "contentEncoding", "contentMediaType"})
NUMBER: Final = frozenset({"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"})

INTEGER_FORMATS: Final = frozenset({"int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64"})
NUMBER_FORMATS: Final = frozenset({"float", "double", "decimal", "double-int"})

TYPES: Final = ("string", "integer", "number", "boolean", "null", "array", "object")

MISSPELT: Final = {
    "str": "string",
    "text": "string",
    "char": "string",
    "uuid": "string",
    "date": "string",
    "datetime": "string",
    "date-time": "string",
    "file": "string",
    "binary": "string",
    "enum": "string",
    "int": "integer",
    "int32": "integer",
    "int64": "integer",
    "long": "integer",
    "float": "number",
    "double": "number",
    "decimal": "number",
    "numeric": "number",
    "bool": "boolean",
    "list": "array",
    "dict": "object",
    "map": "object",
    "hash": "object",
    "json": "object",
    "none": "null",
    "nil": "null",
}
"""What is meant by types that JSON Schema does not know, spelled in lower case."""


def is_annotation(keyword: str) -> bool:
    """Whether no value can break this keyword."""
    return keyword in ANNOTATIONS or keyword.startswith("x-")
