"""Objects: records where properties are named, maps where they are not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from trivet_codegen.ir.access import Access
from trivet_codegen.ir.closed import written
from trivet_codegen.ir.reading import Reading
from trivet_codegen.ir.scalars import count
from trivet_codegen.ir.shapes import (
    About,
    Anything,
    Discriminator,
    MapOf,
    Nothing,
    Property,
    Record,
    Shape,
    says_nothing,
)
from trivet_codegen.openapi.schema import Schema
from trivet_codegen.problem import Place

_ANY_KEY = {"", ".*", "^.*$", ".+", "^.+$", "^(.*)$", "^.*"}


class Objects:
    """Builds objects; `inner` gives the shape of a schema inside them."""

    def __init__(self, reading: Reading, inner: Callable[[Any, Place], Shape], access: Access) -> None:
        self._reading = reading
        self._inner = inner
        self._access = access

    def shape(self, schema: Schema, about: About, discriminator: Discriminator | None) -> Shape:
        """A record if the schema names a property, requires one or allows none; else a map."""
        place = about.place
        required = self._required(schema, place)
        patterns = self._patterns(schema, place)
        additional = self._additional(schema, place)
        fewest = count(self._reading, schema, "minProperties", place)
        most = count(self._reading, schema, "maxProperties", place)
        properties = self._properties(schema, place, set(required))
        if not properties and not required and discriminator is None:
            key_pattern, rest = _key_pattern(about)
            if not patterns and not isinstance(additional, Nothing):
                return MapOf(
                    about=rest, value=additional, key_pattern=key_pattern, min_properties=fewest, max_properties=most
                )
            if len(patterns) == 1 and isinstance(additional, Nothing) and key_pattern is None:
                pattern, value = patterns[0]
                pattern_or_any = None if pattern in _ANY_KEY else pattern
                return MapOf(
                    about=about, value=value, key_pattern=pattern_or_any, min_properties=fewest, max_properties=most
                )
        if patterns:
            about = self._with_patterns(schema, about, additional)
        names = {property.name for property in properties}
        missing = tuple(name for name in required if name not in names)
        if missing and isinstance(additional, Nothing) and not patterns:
            self._reading.warn(
                place.child("required"),
                "required-unknown",
                f"'{missing[0]}' is required, but is no property, and others are not allowed: no value is valid",
            )
        return Record(
            about=about,
            properties=properties,
            additional=additional,
            patterns=patterns,
            also_required=missing,
            min_properties=fewest,
            max_properties=most,
            discriminator=discriminator,
        )

    def _properties(self, schema: Schema, place: Place, required: set[str]) -> tuple[Property, ...]:
        given = schema.get("properties")
        if not given:
            return ()
        at = place.child("properties")
        if not isinstance(given, dict):
            self._reading.warn(at, "structure", "properties must be an object; it is left out")
            return ()
        found = []
        for name, inner in given.items():
            where = at.child(name)
            shape = self._inner(inner, where)
            read_only, write_only = self._access.of(inner, where)
            found.append(
                Property(
                    name=name,
                    shape=shape,
                    required=name in required,
                    read_only=read_only,
                    write_only=write_only,
                    about=shape.about,
                )
            )
        return tuple(found)

    def _required(self, schema: Schema, place: Place) -> list[str]:
        given = schema.get("required")
        if given is None or isinstance(given, bool):
            return []
        if not isinstance(given, list) or not all(isinstance(name, str) for name in given):
            self._reading.warn(place.child("required"), "structure", "required must be a list of names; it is left out")
            return []
        return list(dict.fromkeys(given))

    def _patterns(self, schema: Schema, place: Place) -> tuple[tuple[str, Shape], ...]:
        given = schema.get("patternProperties")
        if not isinstance(given, dict):
            return ()
        at = place.child("patternProperties")
        return tuple((pattern, self._inner(inner, at.child(pattern))) for pattern, inner in given.items())

    def _with_patterns(self, schema: Schema, about: About, additional: Shape) -> About:
        """The words around an object whose properties depend on their names, which is kept whole for the validators."""
        kept = {"patternProperties": schema["patternProperties"]}
        if not isinstance(additional, Nothing) and not says_nothing(additional):
            kept = {"properties": dict.fromkeys(schema.get("properties", ()), True), **kept}
            kept["additionalProperties"] = schema["additionalProperties"]
        found = written(self._reading, kept, about.place, as_meant=True)
        return replace(about, unexpressed={**about.unexpressed, **found})

    def _additional(self, schema: Schema, place: Place) -> Shape:
        at = place.child("additionalProperties")
        given = schema.get("additionalProperties", True)
        if given is True:
            return Anything(about=About(place=at))
        return self._inner(given, at)


def _key_pattern(about: About) -> tuple[str | None, About]:
    """The pattern of all keys if `propertyNames` says that and no more, and the rest of what is unexpressed."""
    names = about.unexpressed.get("propertyNames")
    if not isinstance(names, dict) or not names.keys() <= {"pattern", "type"} or "pattern" not in names:
        return None, about
    pattern = names["pattern"]
    rest = {key: value for key, value in about.unexpressed.items() if key != "propertyNames"}
    return (pattern, replace(about, unexpressed=rest)) if isinstance(pattern, str) else (None, about)
