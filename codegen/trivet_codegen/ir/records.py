"""Objects with named properties, merged."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TypeAlias

from trivet_codegen.ir.about import joined
from trivet_codegen.ir.shapes import About, Anything, MapOf, Nothing, Property, Record, Shape

Both: TypeAlias = Callable[[Shape, Shape, str], Shape]
"""The shape of what stands in two records, and a word for where."""


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
    both: Both,
    warn: Callable[[str, str], None],
) -> Record:
    """The record of both: properties in order, `both` deciding the shape of those that stand in both."""
    if _shuts_out(one, other) or _shuts_out(other, one):
        warn(
            "allof-closed",
            "a member of allOf narrows additionalProperties, so that, read to the letter, it forbids or retypes "
            "properties of the others; taken to be about properties that no member names",
        )
    properties = {property.name: property for property in one.properties}
    for added in other.properties:
        before = properties.get(added.name)
        properties[added.name] = added if before is None else _property(before, added, both)
    required = dict.fromkeys((*one.also_required, *other.also_required))
    for name in [name for name in required if name in properties]:
        del required[name]
        properties[name] = replace(properties[name], required=True)
    patterns = dict(one.patterns)
    for pattern, shape in other.patterns:
        patterns[pattern] = both(patterns[pattern], shape, f"names like {pattern}") if pattern in patterns else shape
    return Record(
        about=about,
        properties=tuple(properties.values()),
        additional=_additional(one.additional, other.additional, both),
        patterns=tuple(patterns.items()),
        also_required=tuple(required),
        min_properties=max(filter(None, (one.min_properties, other.min_properties)), default=None),
        max_properties=min(
            (most for most in (one.max_properties, other.max_properties) if most is not None), default=None
        ),
        discriminator=one.discriminator or other.discriminator,
        bases=tuple(dict.fromkeys((*one.bases, *other.bases))),
    )


def _shuts_out(one: Record, other: Record) -> bool:
    if isinstance(one.additional, Anything):
        return False
    own = {property.name for property in one.properties}
    return any(property.name not in own for property in other.properties)


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
