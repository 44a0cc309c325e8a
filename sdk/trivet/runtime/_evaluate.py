"""Keywords of JSON Schema (draft 2020-12) that pydantic has no word for, on JSON values as Python has them.

Only schemas with such keywords come here; all else is pydantic's own. A schema is what JSON Schema has, a dict or a
bool; a Python type in its place accepts what its adapter accepts. Of the formats of a type those are checked that are
types of Python too; the `content` keywords are annotations. References are gone: the generator has written out what
they lead to.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from functools import cache
from operator import ge, gt, le, lt, pos
from typing import Any, TypeAlias

Schema: TypeAlias = Any


@dataclass(slots=True)
class Seen:
    """What of an object or array some keyword has looked at: what `unevaluated...` leaves alone."""

    names: set[str] = field(default_factory=set)
    items: set[int] = field(default_factory=set)

    def add(self, other: Seen) -> None:
        self.names |= other.names
        self.items |= other.items


def broken(schema: Schema, value: Any, seen: Seen | None = None) -> str | None:
    """The first keyword that the value breaks; "" where the schema refuses everything, None where all is well."""
    if schema is True:
        return None
    if schema is False:
        return ""
    if not isinstance(schema, dict):
        return None if _fits_type(schema, value) else "allOf"
    seen = Seen() if seen is None else seen
    for keyword in schema:
        if keyword in _ASSERTIONS and not _ASSERTIONS[keyword](schema, value):
            return str(keyword)
        if keyword in _APPLICATORS and not _APPLICATORS[keyword](schema, value, seen):
            return str(keyword)
    for keyword in ("unevaluatedItems", "unevaluatedProperties"):
        if keyword in schema and not _unevaluated(schema[keyword], value, seen):
            return keyword
    return None


def _fits(schema: Schema, value: Any, seen: Seen | None = None) -> bool:
    """Whether the value fits; only then does what the schema looked at count."""
    own = Seen()
    if broken(schema, value, own) is not None:
        return False
    if seen is not None:
        seen.add(own)
    return True


def _fits_type(tp: Any, value: Any) -> bool:
    from pydantic import ValidationError

    from ._adapter import adapter

    try:
        adapter(tp).read(value)
    except ValidationError:
        return False
    return True


@cache
def _formats() -> dict[tuple[str, str], Any]:
    """What checks a format of a type."""
    from datetime import date
    from uuid import UUID

    from . import _types

    texts = {
        "date-time": _types.AwareDatetime,
        "date": date,
        "time": _types.Time,
        "duration": _types.Duration,
        "uuid": UUID,
        "byte": _types.Base64Bytes,
        "decimal": _types.Decimal,
    }
    integers = {"int32": _types.Int32, "int64": _types.Int64}
    return {
        **{("string", name): tp for name, tp in texts.items()},
        **{("integer", name): tp for name, tp in integers.items()},
    }


def _format(schema: Schema, value: Any) -> bool:
    given = () if "enum" in schema or "const" in schema else schema.get("type", "string")
    kinds = [kind for kind in ([given] if isinstance(given, str) else given) if _TYPES[kind](value)]
    known = [_formats()[kind, schema["format"]] for kind in kinds if (kind, schema["format"]) in _formats()]
    return all(_fits_type(tp, value) for tp in known)


def _unevaluated(schema: Schema, value: Any, seen: Seen) -> bool:
    if isinstance(value, dict):
        left = [name for name in value if name not in seen.names]
        seen.names.update(left)
    elif isinstance(value, list):
        left = [index for index in range(len(value)) if index not in seen.items]
        seen.items.update(left)
    else:
        return True
    return all(_fits(schema, value[each]) for each in left)


def _number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


_TYPES: dict[str, Callable[[Any], bool]] = {
    "null": lambda value: value is None,
    "boolean": lambda value: isinstance(value, bool),
    "string": lambda value: isinstance(value, str),
    "number": _number,
    "integer": lambda value: _number(value) and value == value // 1,
    "array": lambda value: isinstance(value, list),
    "object": lambda value: isinstance(value, dict),
}


def _type(schema: Schema, value: Any) -> bool:
    given = schema["type"]
    return any(_TYPES[name](value) for name in ([given] if isinstance(given, str) else given))


def _equal(one: Any, other: Any) -> bool:
    from ._types import json_key

    return bool(json_key(one) == json_key(other))


def _unique(schema: Schema, value: Any) -> bool:
    from ._types import json_key

    if not isinstance(value, list) or schema["uniqueItems"] is not True:
        return True
    return len({json_key(item) for item in value}) == len(value)


def _not(schema: Schema, value: Any) -> bool:
    return not _fits(schema["not"], value)


def _all_of(schema: Schema, value: Any, seen: Seen) -> bool:
    return all(_fits(each, value, seen) for each in schema["allOf"])


def _any_of(schema: Schema, value: Any, seen: Seen) -> bool:
    return sum(_fits(each, value, seen) for each in schema["anyOf"]) > 0  # all are tried: each may look at more


def _one_of(schema: Schema, value: Any, seen: Seen) -> bool:
    return sum(_fits(each, value, seen) for each in schema["oneOf"]) == 1


def _if(schema: Schema, value: Any, seen: Seen) -> bool:
    branch = "then" if _fits(schema["if"], value, seen) else "else"
    return _fits(schema.get(branch, True), value, seen)


def _properties(schema: Schema, value: Any, seen: Seen) -> bool:
    """`properties`, `patternProperties` and `additionalProperties`, which belong together."""
    if not isinstance(value, dict):
        return True
    named, patterns = schema.get("properties", {}), schema.get("patternProperties", {})
    others = schema.get("additionalProperties")
    for name, member in value.items():
        schemas = [named[name]] if name in named else []
        schemas += [each for pattern, each in patterns.items() if _matches(pattern, name)]
        if not schemas and others is not None:
            schemas = [others]
        if schemas:
            seen.names.add(name)
        if not all(_fits(each, member) for each in schemas):
            return False
    return True


def _property_names(schema: Schema, value: Any) -> bool:
    return not isinstance(value, dict) or all(_fits(schema["propertyNames"], name) for name in value)


def _required(schema: Schema, value: Any) -> bool:
    return not isinstance(value, dict) or all(name in value for name in schema["required"])


def _dependent_required(schema: Schema, value: Any) -> bool:
    if not isinstance(value, dict):
        return True
    return all(
        needed in value for name, each in schema["dependentRequired"].items() if name in value for needed in each
    )


def _dependent_schemas(schema: Schema, value: Any, seen: Seen) -> bool:
    if not isinstance(value, dict):
        return True
    return all(_fits(each, value, seen) for name, each in schema["dependentSchemas"].items() if name in value)


def _items(schema: Schema, value: Any, seen: Seen) -> bool:
    """`prefixItems` and `items`."""
    if not isinstance(value, list):
        return True
    first = schema.get("prefixItems", ())
    for index, item in enumerate(value):
        if index < len(first) or "items" in schema:
            seen.items.add(index)
            if not _fits(first[index] if index < len(first) else schema["items"], item):
                return False
    return True


def _contains(schema: Schema, value: Any, seen: Seen) -> bool:
    if not isinstance(value, list):
        return True
    found = {index for index, item in enumerate(value) if _fits(schema["contains"], item)}
    seen.items |= found
    most = schema.get("maxContains")
    return len(found) >= schema.get("minContains", 1) and (most is None or len(found) <= most)


def _multiple_of(schema: Schema, value: Any) -> bool:
    return not _number(value) or _exact(value) % _exact(schema["multipleOf"]) == 0


def _exact(number: float) -> Fraction:
    return Fraction(Decimal(repr(number)))


def _pattern(schema: Schema, value: Any) -> bool:
    return not isinstance(value, str) or _matches(schema["pattern"], value)


def _matches(pattern: str, text: str) -> bool:
    from pydantic_core import ValidationError

    try:
        _expression(pattern)(text)
    except ValidationError:
        return False
    return True


@cache
def _expression(pattern: str) -> Callable[[str], Any]:
    from pydantic_core import SchemaValidator

    from ._patterns import apply

    schema: Any = {"type": "str", "pattern": pattern}
    apply(schema)
    return SchemaValidator(schema).validate_python


def _limit(
    keyword: str, kind: str, measure: Callable[[Any], Any], order: Callable[[Any, Any], Any]
) -> Callable[[Schema, Any], bool]:
    return lambda schema, value: not _TYPES[kind](value) or bool(order(measure(value), schema[keyword]))


_ASSERTIONS: dict[str, Callable[[Schema, Any], bool]] = {
    "type": _type,
    "format": _format,
    "const": lambda schema, value: _equal(schema["const"], value),
    "enum": lambda schema, value: any(_equal(each, value) for each in schema["enum"]),
    "not": _not,
    "propertyNames": _property_names,
    "required": _required,
    "dependentRequired": _dependent_required,
    "uniqueItems": _unique,
    "multipleOf": _multiple_of,
    "pattern": _pattern,
    "minimum": _limit("minimum", "number", pos, ge),
    "maximum": _limit("maximum", "number", pos, le),
    "exclusiveMinimum": _limit("exclusiveMinimum", "number", pos, gt),
    "exclusiveMaximum": _limit("exclusiveMaximum", "number", pos, lt),
    "minLength": _limit("minLength", "string", len, ge),
    "maxLength": _limit("maxLength", "string", len, le),
    "minItems": _limit("minItems", "array", len, ge),
    "maxItems": _limit("maxItems", "array", len, le),
    "minProperties": _limit("minProperties", "object", len, ge),
    "maxProperties": _limit("maxProperties", "object", len, le),
}
_APPLICATORS: dict[str, Callable[[Schema, Any, Seen], bool]] = {
    "allOf": _all_of,
    "anyOf": _any_of,
    "oneOf": _one_of,
    "if": _if,
    **dict.fromkeys(("properties", "patternProperties", "additionalProperties"), _properties),
    "dependentSchemas": _dependent_schemas,
    **dict.fromkeys(("prefixItems", "items"), _items),
    "contains": _contains,
}
"""Rules by keyword. Applicators note what of the value they looked at."""
