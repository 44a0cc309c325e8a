"""Exact schemas of JSON's own scalars: nothing is converted, and 1.0 is an integer."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from . import _patterns
from ._late import plain

Schema = dict[str, Any]

_BOUNDS = frozenset({"ge", "gt", "le", "lt", "multiple_of"})
_EXACT = 2**53
"""Below this a double holds every integer, and nothing else rounds to one."""


def _strict(schema: Schema) -> Schema:
    schema["strict"] = True
    return schema


def _str(schema: Schema) -> Schema:
    schema["strict"] = True
    if "pattern" in schema:
        _patterns.apply(schema)
    return schema


def _float(schema: Schema) -> Schema:
    schema["strict"] = True
    schema["allow_inf_nan"] = False
    return schema if schema.keys() & _BOUNDS else dict(_NUMBER)


def _whole(value: float) -> int:
    """The integer that a JSON number such as `1.0` is (JSON Schema 2020-12 validation, 6.1.1)."""
    if not value.is_integer():
        raise ValueError("has a fractional part")
    return int(Decimal(repr(value)))  # 1e30 is 10**30, not what the nearest double is


_INTEGER: Schema = {
    "type": "union",
    "mode": "left_to_right",
    "choices": [
        {"type": "int", "strict": True},
        {
            "type": "chain",
            "steps": [{"type": "float", "strict": True, "allow_inf_nan": False}, plain(_whole)],
        },
    ],
    "custom_error_type": "int_type",
    "serialization": {"type": "int"},
}


_FLOAT: Schema = {"type": "float", "strict": True, "allow_inf_nan": False}
_NUMBER: Schema = {
    "type": "union",
    "mode": "left_to_right",
    "choices": [{**_FLOAT, "gt": -_EXACT, "lt": _EXACT}, {"type": "int", "strict": True}, _FLOAT],
    "custom_error_type": "float_type",
    "serialization": {"type": "any"},
}
"""A float, but an integer that no float holds is kept as it is."""


def _int(schema: Schema) -> Schema:
    if not schema.keys() & _BOUNDS:
        return dict(_INTEGER)
    schema["strict"] = True
    return {"type": "chain", "steps": [dict(_INTEGER), schema]}


def _literal(schema: Schema) -> Schema:
    """Literals by JSON equality: 1 is 1.0, and True is not 1."""
    expected = schema["expected"]
    booleans = [v for v in expected if isinstance(v, bool)]
    integers = [v for v in expected if isinstance(v, int) and not isinstance(v, bool)]
    if not booleans and not integers:
        return schema
    others = [v for v in expected if not isinstance(v, int)]
    choices: list[Schema] = []
    if others:
        choices.append({"type": "literal", "expected": others})
    if booleans:
        choices.append(
            {"type": "chain", "steps": [{"type": "bool", "strict": True}, {"type": "literal", "expected": booleans}]}
        )
    if integers:
        choices.append({"type": "chain", "steps": [dict(_INTEGER), {"type": "literal", "expected": integers}]})
    words = [repr(v) for v in expected]
    one_of = " or ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else words[0]
    return {
        "type": "custom-error",
        "schema": {"type": "union", "mode": "left_to_right", "choices": choices},
        "custom_error_type": "literal_error",
        "custom_error_context": {"expected": one_of},
        "serialization": {"type": "any"},
    }


RULES: dict[str, Callable[[Schema], Schema]] = {
    "str": _str,
    "bool": _strict,
    "int": _int,
    "float": _float,
    "literal": _literal,
}
"""What the exact pass does to a schema of each type."""
