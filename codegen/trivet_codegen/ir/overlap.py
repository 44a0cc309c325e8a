"""Whether two shapes can accept the same value: what tells the members of a `oneOf` apart for good."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from trivet_codegen.ir.compare import identity, json_type
from trivet_codegen.ir.shapes import (
    Constant,
    Enumeration,
    ListOf,
    MapOf,
    Nothing,
    Nullable,
    Record,
    Reference,
    Scalar,
    Shape,
    TupleOf,
    Union,
)

DEEPEST = 4
"""How far below a shape is looked; what is not told apart by then counts as overlapping."""

_FORMATS = frozenset({"date-time", "date", "time", "duration", "uuid"})
"""Formats that models check, no two of which have a text in common."""

Shapes = Mapping[str, Shape]


def all_apart(members: Sequence[Shape], shapes: Shapes) -> bool:
    """Whether no value fits two of the shapes, as far as can be told without trying; null does not count."""
    if _told_by_a_property(members, shapes):
        return True
    return all(_apart(one, other, shapes, 0) for index, one in enumerate(members) for other in members[index + 1 :])


def _told_by_a_property(members: Sequence[Shape], shapes: Shapes) -> bool:
    """Whether the members are records that require a property of other values in each: seen without trying pairs."""
    told = [_required_values(_resolved(member, shapes), shapes) for member in members]
    found = told[0] if told else {}
    for other in told[1:]:
        found = {name: own for name, own in found.items() if name in other and own.isdisjoint(other[name])}
        for name, values in found.items():
            values.update(other[name])
    return bool(found)


def _required_values(record: Shape, shapes: Shapes) -> dict[str, set[object]]:
    """The values that a record's required properties may have, by name, of those that list them."""
    if not isinstance(record, Record):
        return {}
    required = {own.name: _resolved(own.shape, shapes) for own in record.properties if own.required}
    nullable = {own.name for own in record.properties if _may_be_null(own.shape, shapes)}
    return {
        name: {identity(value) for value in _values(shape)}
        for name, shape in required.items()
        if isinstance(shape, Enumeration | Constant) and name not in nullable
    }


def _apart(one: Shape, other: Shape, shapes: Shapes, depth: int) -> bool:
    if depth > DEEPEST:
        return False
    one, other = _resolved(one, shapes), _resolved(other, shapes)
    for union, single in ((one, other), (other, one)):
        if isinstance(union, Union):
            return all(_apart(member, single, shapes, depth + 1) for member in union.members)
    kinds, others = _kinds(one), _kinds(other)
    if kinds is None or others is None:
        return isinstance(one, Nothing) or isinstance(other, Nothing)
    if kinds.isdisjoint(others):
        return True
    match one, other:
        case Record(), Record():
            return _records_apart(one, other, shapes, depth) or _records_apart(other, one, shapes, depth)
        case (Enumeration() | Constant(), Enumeration() | Constant()):
            values = {identity(value) for value in _values(one)}
            return values.isdisjoint(identity(value) for value in _values(other))
        case Scalar(type="string"), Scalar(type="string"):
            return one.format != other.format and {one.format, other.format} <= _FORMATS
        case _:
            return False


def _records_apart(one: Record, other: Record, shapes: Shapes, depth: int) -> bool:
    """Whether a property that `one` requires cannot be in `other` as it is in `one`."""
    theirs = {own.name: own.shape for own in other.properties}
    closed = isinstance(other.additional, Nothing) and not other.patterns
    for own in one.properties:
        if not own.required:
            continue
        if own.name not in theirs:
            if closed:
                return True
        elif not (_may_be_null(own.shape, shapes) and _may_be_null(theirs[own.name], shapes)) and _apart(
            own.shape, theirs[own.name], shapes, depth + 1
        ):
            return True
    return closed and any(name not in theirs for name in one.also_required)


def _resolved(shape: Shape, shapes: Shapes) -> Shape:
    """The shape behind references, without null."""
    seen: set[str] = set()
    while True:
        if isinstance(shape, Nullable):
            shape = shape.shape
        elif isinstance(shape, Reference) and shape.target not in seen:
            seen.add(shape.target)
            shape = shapes[shape.target]
        else:
            return shape


def _may_be_null(shape: Shape, shapes: Shapes) -> bool:
    seen: set[str] = set()
    while isinstance(shape, Reference) and shape.target not in seen:
        seen.add(shape.target)
        shape = shapes[shape.target]
    return not isinstance(shape, Scalar | Record | MapOf | ListOf | TupleOf | Enumeration | Constant)


def _kinds(shape: Shape) -> set[str] | None:
    """The JSON types that the shape may have; None where any."""
    match shape:
        case Record() | MapOf():
            return {"object"}
        case ListOf() | TupleOf():
            return {"array"}
        case Scalar(type="number"):
            return {"number", "integer"}
        case Scalar():
            return {shape.type}
        case Enumeration() | Constant():
            return {json_type(value) for value in _values(shape)}
        case _:
            return None


def _values(shape: Enumeration | Constant) -> tuple[object, ...]:
    return shape.values if isinstance(shape, Enumeration) else (shape.value,)
