"""What a schema says beside its type."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from trivet_codegen.ir.shapes import NO_DEFAULT, About, Shape
from trivet_codegen.openapi.keywords import UNEXPRESSED
from trivet_codegen.openapi.schema import Schema, examples
from trivet_codegen.problem import Place

_COMMON = frozenset(
    (
        "type",
        "format",
        "enum",
        "title",
        "description",
        "default",
        "example",
        "properties",
        "required",
        "items",
        "nullable",
    )
)
"""What most schemas say and no more, so that there is nothing else to look for."""


def about_of(schema: Schema, place: Place) -> About:
    """The documentation of a schema, and its keywords that no shape expresses, whole."""
    if len(schema) == 1 and ("type" in schema or "$ref" in schema):
        return About(place=place)
    title, description = schema.get("title"), schema.get("description")
    says_more = not schema.keys() <= _COMMON
    return About(
        place=place,
        title=title if isinstance(title, str) else None,
        description=description if isinstance(description, str) else None,
        deprecated=schema.get("deprecated") is True,
        default=schema.get("default", NO_DEFAULT),
        examples=examples(schema),
        unexpressed={key: schema[key] for key in schema if key in UNEXPRESSED} if says_more else {},
        extensions={key: schema[key] for key in schema if key.startswith("x-")} if says_more else {},
    )


def joined(inner: About, outer: About) -> About:
    """Both together, standing where `outer` stands; what `outer` says wins, and no constraint is lost."""
    return About(
        place=outer.place,
        title=outer.title if outer.title is not None else inner.title,
        description=outer.description if outer.description is not None else inner.description,
        deprecated=outer.deprecated or inner.deprecated,
        default=inner.default if outer.default is NO_DEFAULT else outer.default,
        examples=outer.examples or inner.examples,
        unexpressed=conjoined(inner.unexpressed, outer.unexpressed),
        extensions={**inner.extensions, **outer.extensions},
    )


def conjoined(one: Mapping[str, Any], other: Mapping[str, Any]) -> Mapping[str, Any]:
    """Keywords that hold whenever both do; what must not mix stands under `allOf`.

    That is where both give one keyword differently, and where a keyword is understood by those beside it.
    """
    if not one or not other or one == other:
        return one or other
    if any(one.get(key) != other.get(key) for key in _UNDERSTOOD_TOGETHER):
        members = [list(each["allOf"]) if each.keys() == {"allOf"} else [dict(each)] for each in (one, other)]
        return {"allOf": members[0] + members[1]}
    found = {**other, **one}
    clashing = {key: value for key, value in other.items() if found[key] != value}
    if clashing:
        found["allOf"] = [*one.get("allOf", []), *clashing.pop("allOf", []), *([clashing] if clashing else [])]
    return found


_UNDERSTOOD_TOGETHER = (
    *("if", "then", "else", "contains", "minContains", "maxContains", "additionalProperties"),
    *("unevaluatedItems", "unevaluatedProperties"),
)


def constraints_only(about: About) -> About:
    """What still counts of a named shape's own words once it is merged into another: no documentation."""
    return About(place=about.place, unexpressed=about.unexpressed)


def with_about(shape: Shape, about: About) -> Shape:
    """The shape with other words around it."""
    return replace(shape, about=about)


def annotated(shape: Shape, outer: About) -> Shape:
    """The shape standing where `outer` stands, with its words over the shape's own."""
    return replace(shape, about=joined(shape.about, outer))
