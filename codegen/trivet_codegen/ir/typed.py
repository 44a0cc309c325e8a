"""Schemas without combinations: scalars, enumerations, lists and objects."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from trivet_codegen.ir.access import Access
from trivet_codegen.ir.closed import written
from trivet_codegen.ir.listed import constant, enumeration
from trivet_codegen.ir.objects import Objects
from trivet_codegen.ir.reading import Reading
from trivet_codegen.ir.scalars import as_scalar_type, count, is_raw, note_null, pattern, scalar
from trivet_codegen.ir.shapes import About, Anything, ListOf, Nullable, Scalar, Shape, TupleOf, Union
from trivet_codegen.ir.tags import Tags
from trivet_codegen.openapi.keywords import MISSPELT, TYPES
from trivet_codegen.openapi.schema import Schema, declared_types, implied_type, is_nullable
from trivet_codegen.problem import Place

_OF_TYPE = {"items": "array", "prefixItems": "array", "properties": "object", "additionalProperties": "object"}
_LOOKING = frozenset(
    {"pattern", "properties", "patternProperties", "additionalProperties", "items", "prefixItems", "uniqueItems"}
)


class Typed:
    """Builds shapes of schemas without `$ref` and combinations; `inner` gives the shape of a schema inside them."""

    def __init__(self, reading: Reading, tags: Tags, inner: Callable[[Any, Place], Shape]) -> None:
        self._reading = reading
        self._tags = tags
        self._inner = inner
        self._objects = Objects(reading, inner, Access(reading))

    def shape(self, schema: Schema, about: About) -> Shape:
        """The shape of the schema, with the given words around it."""
        nullable = is_nullable(schema, self._reading.dialect(about.place.document))
        types = self.types(schema, about.place)
        if nullable and not types and ("enum" in schema or "const" in schema or implied_type(schema)):
            note_null(self._reading, about.place)
        if "const" in schema or "enum" in schema:
            about = self._looked_into(schema, about)
        if "const" in schema:
            found = constant(self._reading, schema, types, about)
            return Nullable(about=about, shape=found) if nullable and not isinstance(found, Scalar) else found
        if "enum" in schema:
            if types == ["array"] and _lists_items(schema["enum"]):
                return self._items_listed(schema, about)
            listed = enumeration(self._reading, schema, types, nullable, about)
            if listed is not None:
                return listed
        return self._of_types(schema, types, nullable, about)

    def _looked_into(self, schema: Schema, about: About) -> About:
        """The words around listed values, with the keywords that look into them."""
        kept = {keyword: schema[keyword] for keyword in schema if keyword in _LOOKING}
        if "pattern" in kept:
            kept["pattern"] = pattern(self._reading, schema, about.place)
        kept = {keyword: value for keyword, value in kept.items() if value is not None}
        if not kept or (self.types(schema, about.place) == ["array"] and _lists_items(schema.get("enum"))):
            return about
        return replace(about, unexpressed={**about.unexpressed, **written(self._reading, kept, about.place)})

    def _of_types(self, schema: Schema, types: list[str], nullable: bool, about: About) -> Shape:
        if not types:
            implied = implied_type(schema)
            if implied is None:
                return Anything(about=about)
            if "types" in self._reading.to_the_letter and not is_raw(schema):
                return self._of_types(schema, list(TYPES), nullable, about)
            message = f"no type is given; taken to be of type {implied}, of which the other keywords speak"
            self._reading.read_as(about.place, "type-implied", message, f"write 'type: {implied}'")
            types = [implied]
        others = [type for type in types if type != "null" and not (type == "integer" and "number" in types)]
        self._note_misplaced(schema, others, about.place)
        if not others:
            return Scalar(about=about, type="null")
        if len(others) == 1:
            shape = self._of_type(others[0], schema, about)
        else:
            bare = replace(about, title=None, description=None, unexpressed={}, examples=(), extensions={})
            members = tuple(self._of_type(type, schema, bare) for type in others)
            shape = Union(about=about, members=members, exclusive=False)
        return Nullable(about=about, shape=shape) if nullable or "null" in types else shape

    def _note_misplaced(self, schema: Schema, types: list[str], place: Place) -> None:
        """Warns of schemas for members or items where the type has none."""
        if schema.keys().isdisjoint(_OF_TYPE):
            return
        for keyword, type in _OF_TYPE.items():
            given = schema.get(keyword)
            if given and isinstance(given, dict | list) and type not in types:
                self._reading.warn(
                    place.child(keyword),
                    "keyword-misplaced",
                    f"'{keyword}' says nothing about type {' or '.join(types) or 'null'}; it is left out",
                    f"is 'type: {type}' meant?",
                )

    def any_object(self, about: About) -> Shape:
        """An object of which nothing is known."""
        return self._objects.shape({}, about, None)

    def _of_type(self, type: str, schema: Schema, about: About) -> Shape:
        if type == "object":
            discriminator = None
            if "discriminator" in schema:
                discriminator = self._tags.base(schema["discriminator"], about.place.child("discriminator"))
            return self._objects.shape(schema, about, discriminator)
        if type == "array":
            return self._array(schema, about)
        return scalar(self._reading, as_scalar_type(type), schema, about)

    def _array(self, schema: Schema, about: About) -> Shape:
        place = about.place
        items, prefix = schema.get("items", True), schema.get("prefixItems")
        rest, where = items, "items"
        if prefix is None and isinstance(items, list) and items:
            prefix, where, rest = items, "items", schema.get("additionalItems", True)
        fewest, most = count(self._reading, schema, "minItems", place), count(self._reading, schema, "maxItems", place)
        unique = schema.get("uniqueItems") is True
        if isinstance(prefix, list) and prefix:
            at = place.child("prefixItems" if "prefixItems" in schema else "items")
            members = tuple(self._inner(item, at.child(index)) for index, item in enumerate(prefix))
            if unique:
                about = replace(about, unexpressed={**about.unexpressed, "uniqueItems": True})
            later = self._inner(rest, place.child(where if "prefixItems" in schema else "additionalItems"))
            return TupleOf(about=about, items=members, rest=later, min_items=fewest, max_items=most)
        item = self._inner(True if items == [] else items, place.child("items"))
        return ListOf(about=about, item=item, min_items=fewest, max_items=most, unique=unique)

    def _items_listed(self, schema: Schema, about: About) -> Shape:
        self._reading.warn(
            about.place.child("enum"),
            "enum-type",
            "enum lists no array, though the type is array; taken to be about its items",
            "move enum into 'items'",
        )
        rest = {key: value for key, value in schema.items() if key != "enum"}
        items = rest.get("items")
        return self.shape(
            {**rest, "items": {**(items if isinstance(items, dict) else {}), "enum": schema["enum"]}}, about
        )

    def types(self, schema: Schema, place: Place) -> list[str]:
        """The types that a schema names, spelled right; [] where it names none or one that means nothing."""
        types = declared_types(schema)
        if len(types) == 1 and types[0] in TYPES:
            return types
        found = []
        for type in types:
            known = type if type in TYPES else MISSPELT.get(str(type).lower()) or str(type).lower()
            known = known if known in TYPES else None
            if known != type:
                self._reading.warn(
                    place.child("type"),
                    "type-unknown",
                    f"'{type}' is no type of JSON Schema; taken as {known or 'any value'}",
                    f"write '{known}'" if known else "leave the type out to allow any value",
                )
            if known is None:
                return []
            found.append(known)
        return list(dict.fromkeys(found))


def _lists_items(values: Any) -> bool:
    return isinstance(values, list) and bool(values) and not any(isinstance(value, list) for value in values)
