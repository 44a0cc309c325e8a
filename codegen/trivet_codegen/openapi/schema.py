"""Questions to a schema object whose answers are the same thing in every version of OpenAPI."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from trivet_codegen.openapi.keywords import (
    ARRAY,
    INTEGER_FORMATS,
    NUMBER,
    NUMBER_FORMATS,
    OBJECT,
    STRING,
    is_annotation,
)
from trivet_codegen.openapi.version import Dialect, before_json_schema

Schema = Mapping[str, Any]

NULL_FLAGS: Final[Mapping[Dialect, str]] = {"2.0": "x-nullable", "3.0": "nullable"}
"""The keyword that lets null in beside a type, where the dialect has one."""


def declared_types(schema: Schema) -> list[Any]:
    """The entries of `type`, whatever they are; [] if there is none."""
    given = schema.get("type")
    if given is None:
        return []
    return list(given) if isinstance(given, list) else [given]


def implied_type(schema: Schema) -> str | None:
    """The type that the other keywords speak of, where `type` is missing."""
    keys = schema.keys()
    if not keys.isdisjoint(OBJECT):
        return "object"
    if not keys.isdisjoint(ARRAY):
        return "array"
    if not keys.isdisjoint(STRING):
        return "string"
    spoken = schema.get("format")
    if isinstance(spoken, str):
        return "integer" if spoken in INTEGER_FORMATS else "number" if spoken in NUMBER_FORMATS else "string"
    return "number" if not keys.isdisjoint(NUMBER) else None


def is_nullable(schema: Schema, dialect: Dialect) -> bool:
    """Whether a flag lets null in: `nullable` in 3.0, in 2.0 the extension that took its place. 3.1 has none."""
    keyword = NULL_FLAGS.get(dialect)
    return keyword is not None and schema.get(keyword) is True


def bounds(schema: Schema) -> dict[str, Any]:
    """Numeric bounds as of 3.1: a boolean `exclusiveMinimum` (3.0) turns `minimum` into the exclusive bound."""
    found = {key: schema[key] for key in ("minimum", "maximum") if key in schema}
    for inclusive, exclusive in (("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum")):
        given = schema.get(exclusive)
        if given is True and inclusive in found:
            found[exclusive] = found.pop(inclusive)
        elif given is not None and not isinstance(given, bool):
            found[exclusive] = given
    return found


def examples(schema: Schema) -> tuple[Any, ...]:
    """The values of `examples` (3.1) or `example` (3.0)."""
    given = schema.get("examples")
    if isinstance(given, list):
        return tuple(given)
    return (schema["example"],) if "example" in schema else ()


def references(schema: Schema, dialect: Dialect) -> list[str]:
    """The keywords by which a schema refers to others; `$dynamicRef` is one since OpenAPI 3.1."""
    known = ("$ref",) if before_json_schema(dialect) else ("$ref", "$dynamicRef")
    return [keyword for keyword in known if isinstance(schema.get(keyword), str)]


def constraining_siblings(schema: Schema, dialect: Dialect, reference: str = "$ref") -> list[str]:
    """Keywords beside a reference that say more than annotations; before 3.1 siblings of a `$ref` are ignored."""
    if before_json_schema(dialect) or len(schema) == 1:
        return []
    return [key for key in schema if key not in (reference, "nullable") and not is_annotation(key)]
