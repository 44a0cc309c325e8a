"""What is left when a value must fit two shapes at once: the law of `allOf`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from math import lcm
from typing import Any

from trivet_codegen.ir.about import annotated, constraints_only, joined, with_about
from trivet_codegen.ir.compare import has_type, identity, json_type, same
from trivet_codegen.ir.records import as_record, merged_records
from trivet_codegen.ir.shapes import (
    About,
    Anything,
    Constant,
    Enumeration,
    Intersection,
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
from trivet_codegen.openapi.keywords import TYPES

MOST_MEMBERS = 16
"""A union of more members than this is not multiplied out; it stays in an Intersection."""

_LARGEST_STEP = 10**300
"""What several `multipleOf` may come to together; beyond, each is kept by itself."""


class Unfinished(Exception):
    """Raised where a named shape is needed that is still being built further out."""


class Meeting:
    """The meet of shapes, for one `allOf`.

    `find` gives the named shape of a key; it raises Unfinished. `within` is the same for shapes that stand inside
    others, where a named shape that is being built is no cycle. `warn` takes a rule and a message.
    """

    def __init__(
        self,
        find: Callable[[Reference], Shape],
        within: Callable[[Reference], Shape],
        warn: Callable[[str, str], None],
        opened: frozenset[str] = frozenset(),
    ) -> None:
        self._opened = opened
        self._find = find
        self._within = within
        self._warn = warn

    def meet(self, one: Shape, other: Shape) -> Shape | None:
        """The shape of values that fit both; None where that is no single shape."""
        if same(one, other):
            return annotated(one, other.about)
        if isinstance(one, Anything):
            return annotated(other, joined(one.about, other.about))
        if isinstance(other, Anything):
            return with_about(one, joined(other.about, one.about))
        if isinstance(one, Nothing):
            return one
        if isinstance(other, Nothing):
            return other
        if isinstance(one, Reference) or isinstance(other, Reference):
            return self._with_references(one, other)
        return self._distinct(one, other)

    def inside(self, one: Shape, other: Shape, where: str) -> Shape:
        """The meet of what two shapes hold at one place (`where`), an Intersection where there is no better."""
        inner = Meeting(self._within, self._within, self._warn, self._opened)
        try:
            found = inner.meet(one, other)
        except Unfinished:
            found = None
        named = isinstance(one, Reference) and isinstance(other, Reference)
        if isinstance(found, Nothing) and not isinstance(one, Nothing) and not isinstance(other, Nothing):
            self.contradiction(one, other, f" for {where}")
        elif found is not None and (isinstance(found, Reference) or not named):
            return found
        about = joined(one.about, other.about)
        return Intersection(about=replace(about, unexpressed={}), members=(*_members(one), *_members(other)))

    def excludes(self, one: Shape, other: Shape) -> bool:
        """Whether no value fits both, as far as is seen at once."""
        try:
            found = Meeting(self._within, self._within, lambda *_: None, self._opened).meet(one, other)
        except Unfinished:
            return False
        return isinstance(found, Nothing)

    def contradiction(self, one: Shape, other: Shape, where: str = "") -> None:
        """Warns that no value fits both."""
        self._warn("allof-contradiction", f"allOf asks for {_word(one)} and {_word(other)} at once{where}")

    def _with_references(self, one: Shape, other: Shape) -> Shape | None:
        targets = {shape.target for shape in (one, other) if isinstance(shape, Reference)}
        if not targets.isdisjoint(self._opened):
            return None
        left, right = self._open(one), self._open(other)
        before, self._opened = self._opened, self._opened | targets
        try:
            found = self.meet(left, right)
        finally:
            self._opened = before
        if found is None:
            return None
        about = joined(one.about, other.about)
        if isinstance(one, Reference) and same(found, left):
            return Reference(about=about, target=one.target)
        if isinstance(other, Reference) and same(found, right):
            return Reference(about=about, target=other.target)
        return found

    def _open(self, shape: Shape) -> Shape:
        if not isinstance(shape, Reference):
            return shape
        found = self._find(shape)
        about = joined(constraints_only(found.about), shape.about)
        if isinstance(found, Record):
            return replace(found, about=about, discriminator=None, bases=(shape.target,))
        return with_about(found, about)

    def _distinct(self, one: Shape, other: Shape) -> Shape | None:
        about = joined(one.about, other.about)
        match one, other:
            case Nullable(), Nullable():
                inner = self.meet(one.shape, other.shape)
                if isinstance(inner, Nothing):
                    return Scalar(about=about, type="null")
                return None if inner is None else Nullable(about=about, shape=inner)
            case (Nullable(), Scalar(type="null")) | (Scalar(type="null"), Nullable()):
                return Scalar(about=about, type="null")
            case Nullable(), _:
                found = self.meet(one.shape, other)
                return None if found is None else annotated(found, about)
            case _, Nullable():
                found = self.meet(one, other.shape)
                return None if found is None else annotated(found, about)
            case Union(), _ if not isinstance(other, Union):
                return self._distributed(one, other, about, rest_first=False)
            case _, Union() if not isinstance(one, Union):
                return self._distributed(other, one, about, rest_first=True)
            case Union(), Union():
                return self._by_type(one, other, about)
            case (Record() | MapOf(), Record() | MapOf()):
                return self._objects(one, other, about)
            case Scalar(), Scalar():
                return self._scalars(one, other, about)
            case (Enumeration() | Constant(), Enumeration() | Constant() | Scalar()):
                return self._values(one, other, about)
            case Scalar(), (Enumeration() | Constant()):
                return self._values(other, one, about)
            case ListOf(), ListOf():
                return ListOf(
                    about=about,
                    item=self.inside(one.item, other.item, "its items"),
                    min_items=_most(one.min_items, other.min_items),
                    max_items=_least(one.max_items, other.max_items),
                    unique=one.unique or other.unique,
                )
            case _:
                return Nothing(about=about) if types_of(one).isdisjoint(types_of(other)) else None

    def _distributed(self, union: Union, rest: Shape, about: About, *, rest_first: bool) -> Shape | None:
        if len(union.members) > MOST_MEMBERS or not isinstance(rest, (Record, MapOf, Scalar, Enumeration)):
            return None
        rest = with_about(rest, About(place=rest.about.place))
        members, tags = [], []
        for index, member in enumerate(union.members):
            found = self.meet(rest, member) if rest_first else self.meet(member, rest)
            if found is None or isinstance(found, (Union, Nullable, Intersection)):
                return None
            if not isinstance(found, Nothing):
                members.append(with_about(found, replace(found.about, place=member.about.place)))
                tags.append(union.discriminator.tags[index] if union.discriminator is not None else ())
        if len(members) < 2:
            return annotated(members[0], about) if members else Nothing(about=about)
        discriminator = None if union.discriminator is None else replace(union.discriminator, tags=tuple(tags))
        return replace(union, about=about, members=tuple(members), discriminator=discriminator)

    def _by_type(self, one: Union, other: Union, about: About) -> Shape | None:
        """The meet of unions whose members are each the only one of their JSON type."""
        left, right = _member_of_type(one), _member_of_type(other)
        if left is None or right is None:
            return None
        members = []
        for type in left:
            found = self.meet(left[type], right[type]) if type in right else None
            if found is None and type in right:
                return None
            if found is not None and not isinstance(found, Nothing):
                members.append(found)
        if len(members) < 2:
            return annotated(members[0], about) if members else Nothing(about=about)
        return Union(about=about, members=tuple(members), exclusive=False)

    def _objects(self, one: Record | MapOf, other: Record | MapOf, about: About) -> Shape | None:
        if isinstance(one, MapOf) and isinstance(other, MapOf):
            if one.key_pattern is not None and other.key_pattern is not None and one.key_pattern != other.key_pattern:
                return None
            return MapOf(
                about=about,
                value=self.inside(one.value, other.value, "additionalProperties"),
                key_pattern=one.key_pattern if one.key_pattern is not None else other.key_pattern,
                min_properties=_most(one.min_properties, other.min_properties),
                max_properties=_least(one.max_properties, other.max_properties),
            )
        left, right = as_record(one), as_record(other)
        if left is None or right is None:
            return None
        return merged_records(left, right, about, self, self._warn)

    def _scalars(self, one: Scalar, other: Scalar, about: About) -> Shape | None:
        if one.type != other.type and {one.type, other.type} != {"integer", "number"}:
            return Nothing(about=about)
        found: dict[str, Any] = {}
        for name in ("format", "pattern", "content_media_type", "content_encoding"):
            left, right = getattr(one, name), getattr(other, name)
            if left is not None and right is not None and left != right:
                return None
            found[name] = left if left is not None else right
        for name in ("min_length", "minimum", "exclusive_minimum"):
            found[name] = _most(getattr(one, name), getattr(other, name))
        for name in ("max_length", "maximum", "exclusive_maximum"):
            found[name] = _least(getattr(one, name), getattr(other, name))
        if _crossed(found):
            return Nothing(about=about)
        steps = {one.multiple_of, other.multiple_of} - {None}
        if len(steps) == 2 and not all(isinstance(step, int) for step in steps):
            return None
        found["multiple_of"] = lcm(*steps) if len(steps) == 2 else next(iter(steps), None)  # type: ignore[arg-type]
        if isinstance(found["multiple_of"], int) and found["multiple_of"] > _LARGEST_STEP:
            return None
        return Scalar(about=about, type="integer" if "integer" in (one.type, other.type) else one.type, **found)

    def _values(self, one: Enumeration | Constant, other: Shape, about: About) -> Shape | None:
        values = _values_of(one)
        if isinstance(other, Scalar):
            if not same(other, Scalar(about=other.about, type=other.type, format=other.format)):
                return None
            kept = [value for value in values if has_type(value, other.type)]
        else:
            allowed = {identity(value) for value in _values_of(other)}
            kept = [value for value in values if identity(value) in allowed]
        if not kept:
            return Nothing(about=about)
        if isinstance(one, Constant) or isinstance(other, Constant):
            return Constant(about=about, value=kept[0])
        return Enumeration(about=about, values=tuple(kept))


def _values_of(shape: Shape) -> tuple[Any, ...]:
    match shape:
        case Enumeration():
            return shape.values
        case Constant():
            return (shape.value,)
        case _:
            return ()


def types_of(shape: Shape) -> set[str]:
    """The JSON types that a shape may have, as far as it tells without looking further."""
    match shape:
        case Record() | MapOf():
            return {"object"}
        case ListOf() | TupleOf():
            return {"array"}
        case Scalar():
            return {shape.type}
        case Enumeration() | Constant():
            return {json_type(value) for value in _values_of(shape)}
        case _:
            return set(TYPES)


def _member_of_type(union: Union) -> dict[str, Shape] | None:
    """The members by JSON type (integers are numbers); None if several have one, or one has several."""
    found: dict[str, Shape] = {}
    for member in union.members:
        types = {"number" if type == "integer" else type for type in types_of(member)}
        if len(types) != 1 or not types.isdisjoint(found) or union.discriminator is not None:
            return None
        found[types.pop()] = member
    return found


def _members(shape: Shape) -> tuple[Shape, ...]:
    return shape.members if isinstance(shape, Intersection) and not shape.about.unexpressed else (shape,)


def _crossed(limits: Mapping[str, Any]) -> bool:
    """Whether a lower limit is above an upper one."""
    pairs = (("min_length", "max_length"), ("minimum", "maximum"), ("exclusive_minimum", "exclusive_maximum"))
    return any(
        limits[low] is not None and limits[high] is not None and limits[low] > limits[high] for low, high in pairs
    )


def _most(one: Any, other: Any) -> Any:
    return max((value for value in (one, other) if value is not None), default=None)


def _least(one: Any, other: Any) -> Any:
    return min((value for value in (one, other) if value is not None), default=None)


def _word(shape: Shape) -> str:
    match shape:
        case Scalar():
            return f"{shape.type}"
        case Enumeration():
            return "one of " + ", ".join(f"{value!r:.20}" for value in shape.values[:5])
        case Constant():
            return f"{shape.value!r:.20}"
        case ListOf():
            return "array"
        case _:
            return "object"
