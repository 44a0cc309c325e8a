"""Which defaults of a contract can be written as Python values."""

from __future__ import annotations

from trivet_codegen.ir.shapes import Constant, Enumeration, Json, ListOf, Scalar, Shape
from trivet_codegen.python.declared import Declarations

_TYPED_FORMATS = frozenset({"date-time", "date", "time", "duration", "uuid", "byte", "binary", "decimal"})


def accepts(declarations: Declarations, shape: Shape, value: Json) -> bool:
    """Whether the value is one of the shape's, and its own Python value: a plain scalar, or a list of such."""
    match declarations.resolved(shape):
        case Enumeration(values=values):
            return any(type(value) is type(known) and value == known for known in values) and _plain(values)
        case Constant(value=known):
            return type(value) is type(known) and value == known and _plain((known,))
        case Scalar() as scalar:
            return _is_of(scalar, value)
        case ListOf(item=item, min_items=least, max_items=most) if isinstance(value, list):
            fits = (least or 0) <= len(value) <= (most if most is not None else len(value))
            return fits and all(accepts(declarations, item, own) for own in value)
        case _:
            return False


def _is_of(scalar: Scalar, value: Json) -> bool:
    match scalar.type:
        case "string":
            typed = scalar.format in _TYPED_FORMATS or scalar.content_encoding is not None
            return isinstance(value, str) and not typed
        case "boolean":
            return isinstance(value, bool)
        case "integer":
            return isinstance(value, int) and not isinstance(value, bool)
        case "number":
            return isinstance(value, int | float) and not isinstance(value, bool) and scalar.format != "decimal"
        case "null":
            return False


def _plain(values: tuple[Json, ...]) -> bool:
    return all(isinstance(value, str | bool | int) for value in values)
