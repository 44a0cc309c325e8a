"""Shapes: every type that a contract can state, in the contract's own terms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from trivet_codegen.problem import Place

Json: TypeAlias = "None | bool | int | float | str | list[Json] | dict[str, Json]"


@dataclass(frozen=True, slots=True)
class NoDefault:
    """Stands for a `default` that the contract does not give (it may give null)."""


NO_DEFAULT = NoDefault()


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What a schema says beside its type: where it stands, its documentation, and what no shape expresses."""

    place: Place
    title: str | None = None
    description: str | None = None
    deprecated: bool = False
    default: Json | NoDefault = NO_DEFAULT
    examples: tuple[Json, ...] = ()
    unexpressed: Mapping[str, Json] = field(default_factory=dict)
    """Keywords kept whole for validators: not, if, then, else, contains, dependentRequired, propertyNames..."""
    extensions: Mapping[str, Json] = field(default_factory=dict)


ScalarType = Literal["string", "integer", "number", "boolean", "null"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scalar:
    """One JSON scalar; each constraint is None where the contract does not give it."""

    about: About
    type: ScalarType
    format: str | None = None
    min_length: int | None = None
    max_length: int | None = None
    pattern: str | None = None
    minimum: int | float | None = None
    maximum: int | float | None = None
    exclusive_minimum: int | float | None = None
    exclusive_maximum: int | float | None = None
    multiple_of: int | float | None = None
    content_media_type: str | None = None
    content_encoding: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Enumeration:
    """One of these JSON values, of whatever types; never empty; no value twice; null is not among them."""

    about: About
    values: tuple[Json, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Constant:
    """Exactly this JSON value (`const`)."""

    about: About
    value: Json


@dataclass(frozen=True, slots=True, kw_only=True)
class ListOf:
    about: About
    item: Shape
    min_items: int | None = None
    max_items: int | None = None
    unique: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TupleOf:
    """`prefixItems`; `rest` is the shape of later items, Nothing where none may follow."""

    about: About
    items: tuple[Shape, ...]
    rest: Shape
    min_items: int | None = None
    max_items: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MapOf:
    """An object without named properties whose values all have one shape."""

    about: About
    value: Shape
    key_pattern: str | None = None
    min_properties: int | None = None
    max_properties: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Property:
    """One named property; its documentation and default are its shape's `about` (siblings of a $ref included)."""

    name: str
    shape: Shape
    required: bool = False
    read_only: bool = False
    write_only: bool = False
    about: About


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """An object with named properties, in the contract's order.

    `additional` is the shape of other properties: Anything where they are open, Nothing where they are closed.
    `discriminator` is kept from a base that names one without listing its alternatives.
    `bases` are the keys of the named shapes that `allOf` merged into this one; `Api.shapes` need not hold them.
    """

    about: About
    properties: tuple[Property, ...]
    additional: Shape
    patterns: tuple[tuple[str, Shape], ...] = ()
    also_required: tuple[str, ...] = ()
    min_properties: int | None = None
    max_properties: int | None = None
    discriminator: Discriminator | None = None
    bases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Discriminator:
    """`property` tells which member is meant; `tags[i]` are the values that mean member i of the union.

    `mapping` is what the contract itself spells out, with keys of named shapes; `Api.shapes` need not hold them.
    `default` is the key of the shape that is meant by other values, and where there is none (`defaultMapping`).
    """

    property: str
    tags: tuple[tuple[str, ...], ...] = ()
    mapping: Mapping[str, str] = field(default_factory=dict)
    default: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Union:
    """`oneOf` (exclusive) or `anyOf`; two members or more, none of them null, none a Nullable."""

    about: About
    members: tuple[Shape, ...]
    exclusive: bool
    discriminator: Discriminator | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Intersection:
    """`allOf` that could not be merged exactly into one shape."""

    about: About
    members: tuple[Shape, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Nullable:
    """The inner shape, or null; the only way that null beside another type is said. Never nested."""

    about: About
    shape: Shape


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A named shape: a key of `Api.shapes`. `about` holds the siblings of the $ref, or only the place."""

    about: About
    target: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Anything:
    """The contract says nothing about the type (`{}` or `true`)."""

    about: About


@dataclass(frozen=True, slots=True, kw_only=True)
class Nothing:
    """No value is valid (`false`)."""

    about: About


Shape: TypeAlias = (
    Scalar
    | Enumeration
    | Constant
    | ListOf
    | TupleOf
    | MapOf
    | Record
    | Union
    | Intersection
    | Nullable
    | Reference
    | Anything
    | Nothing
)


def says_nothing(shape: Shape) -> bool:
    """Whether every value fits the shape."""
    return isinstance(shape, Anything) and not shape.about.unexpressed
