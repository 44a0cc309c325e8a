"""OpenAPI documents of the wire's tests: one operation for each way in which a value can travel."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

Json: TypeAlias = Any

KINDS: Mapping[str, Json] = {
    "primitive": {"type": "string"},
    "array": {"type": "array", "items": {"type": "string"}},
    "object": {
        "type": "object",
        "additionalProperties": False,
        "properties": {"R": {"type": "string"}, "G": {"type": "string"}, "a.b": {"type": "string"}},
    },
    "map": {"type": "object", "additionalProperties": {"type": "string"}},
}
"""The schema of each kind of value."""

STYLES: Mapping[str, tuple[str, ...]] = {
    "path": ("simple", "label", "matrix"),
    "query": ("form", "spaceDelimited", "pipeDelimited", "deepObject"),
    "header": ("simple",),
    "cookie": ("form", "cookie"),
}
"""What OpenAPI 3.2 section 4.12.2.2 lets each location have; `cookie` is new there."""


def document(paths: Mapping[str, Json], schemas: Mapping[str, Json] | None = None) -> dict[str, Json]:
    """A whole contract of these paths."""
    return {
        "openapi": "3.2.0",
        "info": {"title": "Wire", "version": "1"},
        "servers": [{"url": "http://wire.test"}],
        "paths": dict(paths),
        "components": {"schemas": dict(schemas or {})},
    }


def operation(id: str, *parameters: Json, **more: Json) -> dict[str, Json]:
    """An operation of the tag `parcels` that answers 204, unless `responses` says otherwise."""
    about: dict[str, Json] = {
        "operationId": id,
        "tags": ["parcels"],
        "responses": {"204": {"description": "Done"}},
    }
    if parameters:
        about["parameters"] = list(parameters)
    return {**about, **more}


def parameter(location: str, schema: Json, name: str = "p", **more: Json) -> dict[str, Json]:
    """A parameter; required in paths, else optional."""
    return {"name": name, "in": location, "required": location == "path", "schema": schema, **more}


def allowed(location: str, style: str, explode: bool, kind: str) -> bool:
    """Whether the table of OpenAPI 3.1 section 4.8.12.4 gives this combination a meaning."""
    match style:
        case "spaceDelimited" | "pipeDelimited":
            return kind != "primitive" and not explode
        case "deepObject":
            return kind in ("object", "map") and explode
    return True


def combinations() -> list[tuple[str, str, bool, str, bool]]:
    """Location, style, explode, kind and allowReserved of all parameters that have a meaning."""
    return [
        (location, style, explode, kind, reserved)
        for location, styles in STYLES.items()
        for style in styles
        for explode in (False, True)
        for kind in KINDS
        for reserved in ((False, True) if location == "query" else (False,))
        if allowed(location, style, explode, kind)
    ]


def id_of(location: str, style: str, explode: bool, kind: str, reserved: bool = False) -> str:
    """The operation that carries such a parameter."""
    words = [location, style, "exploded" if explode else "whole", kind, *(["reserved"] if reserved else [])]
    return words[0] + "".join(word[:1].upper() + word[1:] for word in words[1:])


def parameters() -> dict[str, Json]:
    """The contract with one operation for each combination, with the parameter `p`."""
    paths: dict[str, Json] = {}
    for combination in combinations():
        location, style, explode, kind, reserved = combination
        id = id_of(*combination)
        about = parameter(location, KINDS[kind], style=style, explode=explode)
        if reserved:
            about["allowReserved"] = True
        path = f"/{id}/{{p}}/end" if location == "path" else f"/{id}"
        paths[path] = {"get": operation(id, about)}
    return document(paths)
