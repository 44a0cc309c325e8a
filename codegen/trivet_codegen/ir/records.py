"""Objects with named properties, merged."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Protocol, TypeAlias

from trivet_codegen.ir.about import constraints_only, joined, with_about
from trivet_codegen.ir.shapes import About, MapOf, Nothing, Property, Record, Shape, says_nothing

Both: TypeAlias = Callable[[Shape, Shape, str], Shape]
"""The shape of what stands in two records, and a word for where."""

Warn: TypeAlias = Callable[[str, str], None]


class Inside(Protocol):
    """What is left of two shapes that stand at one place in two records."""

    def inside(self, one: Shape, other: Shape, where: str) -> Shape:
        """The shape of values that fit both."""
        ...

    def excludes(self, one: Shape, other: Shape) -> bool:
        """Whether no value fits both, as far as is seen at once."""
        ...


def as_record(shape: Record | MapOf) -> Record | None:
    """A map as a record without properties; None where its keys must match a pattern."""
    if isinstance(shape, Record):
        return shape
    if shape.key_pattern is not None:
        return None
    return Record(
        about=shape.about,
        properties=(),
        additional=shape.value,
        min_properties=shape.min_properties,
        max_properties=shape.max_properties,
    )


def merged_records(
    one: Record,
    other: Record,
    about: About,
    meeting: Inside,
    warn: Warn,
) -> Record:
    """The record of both: properties in order, `meeting` deciding the shape of those that stand in both."""
    both = meeting.inside
    one, other = _beside(other, one, meeting, warn), _beside(one, other, meeting, warn)
    properties = {property.name: property for property in one.properties}
    for added in other.properties:
        before = properties.get(added.name)
        properties[added.name] = added if before is None else _property(before, added, both)
    required = dict.fromkeys((*one.also_required, *other.also_required))
    for name in [name for name in required if name in properties]:
        del required[name]
        properties[name] = replace(properties[name], required=True)
    additional = _additional(one.additional, other.additional, both)
    if required and isinstance(additional, Nothing) and not one.patterns and not other.patterns:
        message = "is required, but is no property, and others are not allowed: no value is valid"
        warn("required-unknown", f"'{next(iter(required))}' {message}")
    patterns = dict(one.patterns)
    for pattern, shape in other.patterns:
        patterns[pattern] = both(patterns[pattern], shape, f"names like {pattern}") if pattern in patterns else shape
    return Record(
        about=about,
        properties=tuple(properties.values()),
        additional=additional,
        patterns=tuple(patterns.items()),
        also_required=tuple(required),
        min_properties=max(filter(None, (one.min_properties, other.min_properties)), default=None),
        max_properties=min(
            (most for most in (one.max_properties, other.max_properties) if most is not None), default=None
        ),
        discriminator=one.discriminator or other.discriminator,
        bases=tuple(dict.fromkeys((*one.bases, *other.bases))),
    )


def _beside(narrowing: Record, record: Record, meeting: Inside, warn: Warn) -> Record:
    """The record, its properties held to the `additionalProperties` of the one beside it, which does not name them.

    Where these refuse whatever a property may be, the author has meant others than those that some member names:
    real contracts extend closed schemas so.
    """
    own, patterns = {property.name for property in narrowing.properties}, {pattern for pattern, _ in narrowing.patterns}
    rest = with_about(narrowing.additional, constraints_only(narrowing.additional.about))
    odd: list[str] = []

    def held(shape: Shape, where: str) -> Shape:
        if isinstance(rest, Nothing) or patterns or meeting.excludes(rest, shape):
            odd.append(where)
            return shape
        return meeting.inside(rest, shape, where)

    if says_nothing(rest):
        return record
    properties = tuple(
        each if each.name in own else replace(each, shape=held(each.shape, f"the property '{each.name}'"))
        for each in record.properties
    )
    matching = tuple(
        (pattern, shape if pattern in patterns else held(shape, f"names like {pattern}"))
        for pattern, shape in record.patterns
    )
    if odd:
        more = f" and {len(odd) - 1} more" if len(odd) > 1 else ""
        warn(
            "allof-closed",
            f"additionalProperties of a member of allOf would refuse {odd[0]}{more} of another, read to the letter; "
            "taken to be about properties that no member names",
        )
    return replace(record, properties=properties, patterns=matching)


def _additional(one: Shape, other: Shape, both: Both) -> Shape:
    if isinstance(one, Nothing):
        return one
    if isinstance(other, Nothing):
        return other
    return both(one, other, "additionalProperties")


def _property(one: Property, other: Property, both: Both) -> Property:
    shape = both(one.shape, other.shape, f"the property '{one.name}'")
    return Property(
        name=one.name,
        shape=shape,
        required=one.required or other.required,
        read_only=one.read_only or other.read_only,
        write_only=one.write_only or other.write_only,
        about=joined(one.about, other.about),
    )
