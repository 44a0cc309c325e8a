"""oneOf and anyOf."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from trivet_codegen.ir.about import annotated, joined
from trivet_codegen.ir.compare import same
from trivet_codegen.ir.depth import DEEPEST_GLANCE
from trivet_codegen.ir.overlap import all_apart
from trivet_codegen.ir.reading import Reading
from trivet_codegen.ir.shapes import About, Anything, Nullable, Reference, Scalar, Shape, Union
from trivet_codegen.ir.tags import Tags
from trivet_codegen.openapi.keywords import is_annotation
from trivet_codegen.openapi.schema import Schema
from trivet_codegen.problem import Place

_OF_OBJECTS = {"type", "required", "minProperties", "maxProperties", "dependentRequired"}
_ONLY_CONSTRAINTS = {"required", "minProperties", "maxProperties", "not", "dependentRequired", "if", "then", "else"}


_ONCE = "to the letter it would have to fit none, and here it counts once"
_LEAVE_OUT = "leave one of them out, or write anyOf"


class Alternative(NamedTuple):
    """A member of a oneOf or anyOf, with the schema that it comes from."""

    shape: Shape
    schema: Any
    place: Place


def only_constraints(members: Sequence[Any], depth: int = 0) -> bool:
    """Whether alternatives add nothing but constraints on objects, such as which properties are required."""
    return depth < DEEPEST_GLANCE and all(isinstance(member, dict) and _constrains(member, depth) for member in members)


def speaks_of_objects(alternatives: Mapping[str, Sequence[Any]], depth: int = 0) -> bool:
    """Whether some of these alternatives, which add nothing but constraints, name properties or a type."""
    if depth > DEEPEST_GLANCE:
        return True
    members = [member for each in alternatives.values() for member in each if isinstance(member, dict)]
    inner = [{key: own for key, own in member.items() if key in ("allOf", "oneOf", "anyOf")} for member in members]
    return any(not _OF_OBJECTS.isdisjoint(member) for member in members) or any(
        speaks_of_objects(each, depth + 1) for each in inner if each
    )


def _constrains(schema: dict[str, Any], depth: int) -> bool:
    constrains = False
    for key, value in schema.items():
        if key in _ONLY_CONSTRAINTS:
            constrains = True
        elif key in ("allOf", "oneOf", "anyOf"):
            if not (isinstance(value, list) and only_constraints(value, depth + 1)):
                return False
            constrains = True
        elif not (is_annotation(key) or (key == "type" and value == "object")):
            return False
    return constrains


def united(
    alternatives: Sequence[Alternative],
    about: About,
    exclusive: bool,
    beside: Schema,
    tags: Tags,
    reading: Reading,
) -> Shape:
    """The union of the alternatives; the alternative itself where there is one; Nullable where null is among them.

    `beside` is the schema without its alternatives: it may name a discriminator.
    """
    discriminator = beside.get("discriminator")
    nullable = False
    members: list[Alternative] = []
    for shape, schema, place in alternatives:
        is_null = isinstance(shape, Scalar) and shape.type == "null"
        if nullable and exclusive and (is_null or isinstance(shape, Nullable)):
            reading.warn(place, "oneof-duplicate", f"null fits two alternatives of oneOf; {_ONCE}", _LEAVE_OUT)
        if is_null:
            nullable = True
            continue
        if isinstance(shape, Nullable):
            nullable, shape = True, shape.shape
        if discriminator is None and isinstance(shape, Union) and _flattens(shape, exclusive):
            members += [Alternative(member, schema, place) for member in shape.members]
        else:
            members.append(Alternative(shape, schema, place))
    members, again = _distinct(members, exclusive)
    for place in again if exclusive else ():
        reading.warn(place, "oneof-duplicate", f"the alternative says the same as one before it; {_ONCE}", _LEAVE_OUT)
    if not members:
        return Scalar(about=about, type="null")
    if len(members) == 1:
        shape = members[0].shape
        if not nullable:
            return annotated(shape, about)
        outer = about if isinstance(shape, Reference) else joined(shape.about, about)
        return Nullable(about=outer, shape=shape)
    found = None if discriminator is None else tags.union(beside, members, about.place)
    union = Union(
        about=about, members=tuple(member.shape for member in members), exclusive=exclusive, discriminator=found
    )
    return Nullable(about=about, shape=union) if nullable else union


def _flattens(shape: Union, exclusive: bool) -> bool:
    """Whether a union may be taken apart in another of its kind; in a oneOf, what fits two inside fits none there."""
    if shape.exclusive != exclusive or shape.discriminator is not None or shape.about.unexpressed:
        return False
    return not exclusive or all_apart(shape.members, _Unknown())


class _Unknown(dict[str, Shape]):
    """Named shapes before they are known: anything may fit them."""

    def __missing__(self, key: str) -> Shape:
        return Anything(about=About(place=Place("")))


def _distinct(members: Sequence[Alternative], exclusive: bool) -> tuple[list[Alternative], list[Place]]:
    """Members without those that say the same as one before, and the places of these.

    In a oneOf, `true` stays: who writes it twice has left no words out that would tell the two apart.
    """
    targets: set[str] = set()
    found: list[Alternative] = []
    again: list[Place] = []
    for member in members:
        shape = member.shape
        if isinstance(shape, Reference):
            known = shape.target in targets
            targets.add(shape.target)
        else:
            known = any(same(shape, other.shape) for other in found) and not (exclusive and member.schema is True)
        if known:
            again.append(member.place)
        else:
            found.append(member)
    return found, again
