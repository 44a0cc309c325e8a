"""When two shapes, or two JSON values, say the same."""

from __future__ import annotations

import json
from dataclasses import fields
from typing import Any, Final

from trivet_codegen.ir import shapes
from trivet_codegen.ir.shapes import Property, Reference, Shape

_LEFT_OUT: Final = {"about", "bases"}
_FIELDS: Final[dict[type[Any], tuple[str, ...]]] = {
    kind: tuple(field.name for field in fields(kind) if field.name not in _LEFT_OUT)
    for kind in (*shapes.Shape.__args__, Property)
}


def same(one: Shape, other: Shape) -> bool:
    """Whether two shapes accept the same values by the same words; documentation and places do not matter."""
    return _same(one, other)


def _same(one: Any, other: Any) -> bool:
    if one is other:
        return True
    if type(one) is not type(other):
        return False
    if type(one) is Reference:
        return bool(one.target == other.target and one.about.unexpressed == other.about.unexpressed)
    names = _FIELDS.get(type(one))
    if names is not None:
        if one.about.unexpressed != other.about.unexpressed:
            return False
        return all(_same(getattr(one, name), getattr(other, name)) for name in names)
    if isinstance(one, tuple):
        return len(one) == len(other) and all(map(_same, one, other))
    return bool(one == other)


def identity(value: Any) -> object:
    """A hashable that is equal for equal JSON values only: true is not 1, but 1.0 is (JSON Schema core 4.2.2)."""
    if isinstance(value, bool):
        return ("boolean", value)
    if value is None or isinstance(value, (str, int, float)):
        return value
    if isinstance(value, list):
        return ("array", *(identity(item) for item in value))
    if isinstance(value, dict):
        return ("object", frozenset((key, identity(item)) for key, item in value.items()))
    return ("unknown", json.dumps(value, default=str))


def json_type(value: Any) -> str:
    """The JSON type of a value; a float without a fraction is an integer (JSON Schema core 4.2.3)."""
    match value:
        case None:
            return "null"
        case bool():
            return "boolean"
        case str():
            return "string"
        case int():
            return "integer"
        case float():
            return "integer" if value.is_integer() else "number"
        case list():
            return "array"
        case _:
            return "object"


def has_type(value: Any, type: str) -> bool:
    """Whether a JSON value is of a JSON type; an integer is a number too."""
    found = json_type(value)
    return found == type or (found == "integer" and type == "number")
