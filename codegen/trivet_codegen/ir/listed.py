"""Values that a schema lists: `enum` and `const`, with the keywords beside them that speak of each value."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from operator import ge, gt, le, lt
from typing import Any, Final

from trivet_codegen.ir.compare import has_type, identity
from trivet_codegen.ir.reading import Reading, shown
from trivet_codegen.ir.shapes import About, Constant, Enumeration, Nullable, Scalar, Shape
from trivet_codegen.openapi.schema import Schema, bounds
from trivet_codegen.problem import Place

_EXCLUSIVE: Final = ("exclusiveMinimum", "exclusiveMaximum")
_ORDERS: Final[dict[str, tuple[str, Callable[[Any, Any], bool]]]] = {
    "minLength": ("string", ge),
    "maxLength": ("string", le),
    "minItems": ("array", ge),
    "maxItems": ("array", le),
    "minProperties": ("object", ge),
    "maxProperties": ("object", le),
    "minimum": ("number", ge),
    "maximum": ("number", le),
    "exclusiveMinimum": ("number", gt),
    "exclusiveMaximum": ("number", lt),
}


def constant(reading: Reading, schema: Schema, types: list[str], about: About) -> Shape:
    """Exactly the value of `const`, whatever `types` ([] for all) and limits say beside it."""
    value = schema["const"]
    if value is None:
        return Scalar(about=about, type="null")
    _fitting(reading, [value], types, schema, about.place.child("const"))
    return Constant(about=about, value=value)


def enumeration(reading: Reading, schema: Schema, types: list[str], nullable: bool, about: About) -> Shape | None:
    """One of the values of `enum`, as far as `types` ([] for all) and the limits beside it allow.

    None, with a problem, where there is none. Null among the values makes the whole Nullable, and so does `nullable`.
    """
    place, values = about.place.child("enum"), schema["enum"]
    if not isinstance(values, list) or not values:
        reading.warn(place, "enum-type", "enum must be a list of at least one value; it is left out")
        return None
    kept = list({identity(value): value for value in values}.values())
    if len(kept) < len(values):
        reading.warn(place, "enum-duplicate", "enum lists a value twice; it counts once")
    null = None in kept
    if null and types and "null" not in types and not nullable:
        reading.warn(
            place,
            "enum-null",
            "enum lists null, which its type does not allow; null is taken to be allowed",
            f"say so in the type: 'type: [{', '.join(types)}, \"null\"]', or 'nullable: true' in OpenAPI 3.0",
        )
    if not null and (nullable or "null" in types):
        message = "the type allows null, which enum does not list; null is taken to be allowed"
        reading.read_as(place, "enum-null", message, "list null in enum too")
    kept = [value for value in kept if value is not None]
    if not kept:
        return Scalar(about=about, type="null")
    shape: Shape = Enumeration(about=about, values=tuple(_fitting(reading, kept, types, schema, place)))
    return Nullable(about=about, shape=shape) if null or nullable or "null" in types else shape


def _fitting(reading: Reading, values: list[Any], types: list[str], schema: Schema, place: Place) -> list[Any]:
    """The values that fit the types and the limits; what would leave none of them does not count."""
    fits = [not types or any(has_type(value, type) for type in types) for value in values]
    if not all(fits):
        odd = values[fits.index(False)]
        fate = "those values are left out" if any(fits) else "the type is left out"
        word = place.pointer.rpartition("/")[2]
        message = f"{word} has {shown(odd)}, which is not of type {' or '.join(types)}; {fate}"
        reading.warn(place, "enum-type", message)
        values = [value for value, fit in zip(values, fits, strict=True) if fit] or values
    broken = [_broken(value, schema) for value in values]
    if any(broken):
        odd, keyword = next((value, each) for value, each in zip(values, broken, strict=True) if each)
        fate = f"{keyword} is left out" if all(broken) else "such values are left out"
        reading.warn(place, "enum-limit", f"{keyword} forbids {shown(odd)}, which is listed; {fate}")
        values = [value for value, each in zip(values, broken, strict=True) if not each] or values
    return values


def _broken(value: Any, schema: Schema) -> str | None:
    """The first keyword beside the value that it breaks, of those that need no look inside of it."""
    limits = {**{key: own for key, own in schema.items() if key not in _EXCLUSIVE}, **bounds(schema)}
    for keyword, limit in limits.items():
        kind, order = _ORDERS.get(keyword, ("", ge))
        if not kind or not has_type(value, kind) or not has_type(limit, "number"):
            continue
        if not order(value if kind == "number" else len(value), limit):
            return keyword
    step = schema.get("multipleOf", 0)
    if has_type(step, "number") and step > 0 and has_type(value, "number") and _exact(value) % _exact(step):
        return "multipleOf"
    required = schema.get("required")
    if isinstance(value, dict) and isinstance(required, list) and any(name not in value for name in required):
        return "required"
    return None


def _exact(number: float) -> Fraction:
    return Fraction(number) if isinstance(number, int) else Fraction(Decimal(repr(number)))
