"""Schema objects become shapes; named ones once, references to them everywhere."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Any

from trivet_codegen.ir.about import about_of
from trivet_codegen.ir.closed import closed
from trivet_codegen.ir.combined import Combined
from trivet_codegen.ir.depth import DEEPEST
from trivet_codegen.ir.keys import key_of
from trivet_codegen.ir.meet import Unfinished, types_of
from trivet_codegen.ir.reading import Reading, shown
from trivet_codegen.ir.scalars import note_null
from trivet_codegen.ir.shapes import About, Anything, Nothing, Nullable, Reference, Shape
from trivet_codegen.ir.tags import Tags
from trivet_codegen.ir.typed import Typed
from trivet_codegen.openapi.keywords import COMBINATIONS, UNEXPRESSED
from trivet_codegen.openapi.schema import Schema, constraining_siblings, implied_type, is_nullable, references
from trivet_codegen.openapi.version import READ, before_json_schema
from trivet_codegen.problem import Place

_MOST_LOOKED_UP = 20_000
"""How often all of a contract's allOf may look a name up; where they are entangled, that grows without measure."""


class Schemas:
    """The shapes of one reading. `named` is complete after `finish`."""

    def __init__(self, reading: Reading) -> None:
        self.named: dict[str, Shape] = {}
        self.places: dict[str, Place] = {}
        self._reading = reading
        self._waiting: dict[str, tuple[Any, Place]] = {}
        self._active: set[str] = set()
        self._path: list[str] = []
        self._depth = 0
        self._found = 0
        tags = Tags(reading)
        self._typed = Typed(reading, tags, self.shape)
        self._combined = Combined(reading, tags, self._typed, self)

    def shape(self, schema: Any, place: Place) -> Shape:
        """The shape of a schema that stands inside something else."""
        self._depth += 1
        path, self._path = self._path, []
        try:
            return self._shape(schema, place)
        except Unfinished:
            key = key_of(place, self._reading.root.document)
            self._wait(key, schema, place)
            return Reference(about=About(place=place), target=key)
        finally:
            self._path = path
            self._depth -= 1

    def member(self, schema: Any, place: Place) -> Shape:
        """The shape of a member of an allOf: it does not shield what it names from being part of a cycle."""
        self._depth += 1
        try:
            return self._shape(schema, place)
        finally:
            self._depth -= 1

    def finish(self) -> None:
        """Builds every named shape that is still only referred to."""
        while self._waiting:
            self._build(next(iter(self._waiting)))
        ending: set[str] = set()
        for key, shape in self.named.items():
            seen = {key: None}
            while isinstance(shape, (Reference, Nullable)):
                inner = shape.shape if isinstance(shape, Nullable) else self.named[shape.target]
                if isinstance(shape, Reference):
                    if shape.target in ending:
                        break
                    if shape.target in seen:
                        round = " -> ".join((*seen, shape.target))
                        self._reading.error(shape.about.place, "ref-circular", f"$ref leads back to itself: {round}")
                        break
                    seen[shape.target] = None
                shape = inner
            else:
                ending.update(seen)

    def _wait(self, key: str, schema: Any, place: Place) -> None:
        if key not in self.named:
            self._waiting.setdefault(key, (schema, place))
            self.places.setdefault(key, place)

    def _build(self, key: str) -> Shape:
        schema, place = self._waiting[key]
        self._active.add(key)
        self._path.append(key)
        self._depth += 1
        try:
            self.named[key] = self._shape(schema, place)
            del self._waiting[key]
        finally:
            self._depth -= 1
            self._path.pop()
            self._active.discard(key)
        return self.named[key]

    def find(self, reference: Reference) -> Shape:
        """The shape that a member of an allOf names. Raises Unfinished while it is being built further out."""
        path: list[str] = []
        self._found += 1
        if self._found > _MOST_LOOKED_UP:
            return self._too_complex(reference)
        while True:
            key = reference.target
            if key in self._path or key in path:
                self._cycle(key, reference.about.place, path)
                return Anything(about=reference.about)
            if key in self._active:
                raise Unfinished(key)
            found = self.named.get(key) or self._build(key)
            if not isinstance(found, Reference):
                return found
            path.append(key)
            reference = found

    def find_within(self, reference: Reference) -> Shape:
        """The same for what stands inside a member. There a named shape that is being built is no cycle."""
        path, self._path = self._path, []
        try:
            return self.find(reference)
        finally:
            self._path = path

    def _too_complex(self, reference: Reference) -> Shape:
        if self._found == _MOST_LOOKED_UP + 1:
            message = f"merging this and other allOf looks up more than {_MOST_LOOKED_UP:,} schemas"
            help = "state the merged schema once, under a name, and refer to it"
            self._reading.error(reference.about.place, "too-complex", message, help)
        return Anything(about=reference.about)

    def _cycle(self, key: str, place: Place, path: list[str]) -> None:
        whole = [*self._path, *path]
        round = [*whole[whole.index(key) :], key]
        self._reading.error(place, "allof-cycle", f"allOf leads back to itself: {' -> '.join(round)}")

    def _shape(self, schema: Any, place: Place) -> Shape:
        if self._depth > DEEPEST:
            self._reading.error(
                place,
                "too-deep",
                f"schemas are nested more than {DEEPEST} deep here",
                "give an inner one a name in components/schemas",
            )
            return Anything(about=About(place=place))
        if not isinstance(schema, dict):
            return self._boolean(schema, place)
        if "$ref" in schema or "$dynamicRef" in schema:
            for keyword in references(schema, self._reading.dialect(place.document)):
                return self._reference(schema, place, keyword)
        if not schema:
            return Anything(about=About(place=place))
        self._notice(schema, place)
        if schema.keys().isdisjoint(COMBINATIONS):
            return self._typed.shape(schema, self._about(schema, place))
        return self._combined.shape(schema, self._about(schema, place))

    def _about(self, schema: Schema, place: Place) -> About:
        """The words around a schema, with the keywords that no shape expresses written out."""
        about = about_of(schema, place)
        return replace(about, unexpressed=closed(self._reading, schema, place)) if about.unexpressed else about

    def _boolean(self, schema: Any, place: Place) -> Shape:
        about = About(place=place)
        if schema is False:
            return Nothing(about=about)
        if schema is not True:
            self._reading.warn(
                place, "structure", f"a schema is expected here, not {shown(schema)}; anything is taken to be valid"
            )
        return Anything(about=about)

    def _notice(self, schema: Schema, place: Place, followed: Collection[str] = ()) -> None:
        if schema.get("nullable") is True:
            self._notice_nullable(place)
        if "$schema" in schema:
            self.notice_dialect(schema["$schema"], place.child("$schema"))
        for keyword in ("$dynamicRef", "$recursiveRef"):
            if keyword in schema and keyword not in followed:
                message = f"{keyword} is not followed; it is left out"
                self._reading.warn(place.child(keyword), "dynamic-ref", message, "use $ref")

    def notice_dialect(self, dialect: Any, place: Place) -> None:
        """A problem if schemas are written in another dialect of JSON Schema than OpenAPI's own, or 2020-12."""
        if not str(dialect).startswith(READ):
            message = f"schemas are read by the rules of JSON Schema 2020-12, not by those of {dialect}"
            self._reading.warn(place, "schema-dialect", message)

    def _notice_nullable(self, place: Place) -> None:
        dialect = self._reading.dialect(place.document)
        if dialect == "3.0":
            return
        swagger = dialect == "2.0"
        self._reading.warn(
            place.child("nullable"),
            "nullable-ignored",
            f"nullable means nothing {'in Swagger 2.0' if swagger else 'since OpenAPI 3.1'}; null is not allowed here",
            "write x-nullable instead" if swagger else 'write the type as a list, with "null" in it',
        )

    def _is_beside_the_point(self, schema: Schema, named: Reference) -> bool:
        """Whether keywords beside a reference speak of another type than what it leads to, and so say nothing."""
        spoken = implied_type(schema)
        if spoken is None or not schema.keys().isdisjoint({"type", "enum", "const", *COMBINATIONS}):
            return False
        try:
            found = self.find_within(named)
        except Unfinished:
            return False
        kinds = types_of(found.shape if isinstance(found, Nullable) else found)
        kinds |= {"number"} if "integer" in kinds else set()
        if spoken in kinds:
            return False
        place = named.about.place
        message = f"the keywords beside $ref say nothing about type {' or '.join(sorted(kinds))}; they are left out"
        self._reading.warn(place, "keyword-misplaced", message)
        return True

    def _reference(self, schema: Schema, place: Place, keyword: str) -> Shape:
        dialect = self._reading.dialect(place.document)
        target = self._reading.target(schema[keyword], place, keyword)
        if target is None:
            return Anything(about=about_of(schema, place))
        self._wait(target.key, target.value, target.place)
        if len(schema) == 1:
            return Reference(about=About(place=place), target=target.key)
        self._notice(schema, place, references(schema, dialect))
        about = about_of(schema, place) if before_json_schema(dialect) else self._about(schema, place)
        if before_json_schema(dialect):
            about = replace(about, unexpressed={})
        if not constraining_siblings(schema, dialect, keyword):
            reference = Reference(about=about, target=target.key)
            if not is_nullable(schema, dialect):
                return reference
            note_null(self._reading, place)
            return Nullable(about=about, shape=reference)
        rest = {key: value for key, value in schema.items() if key != keyword and key not in UNEXPRESSED}
        named = Reference(about=About(place=place), target=target.key)
        if self._is_beside_the_point(rest, named):
            return Reference(about=about, target=target.key)
        beside = self._shape(rest, place)
        return self._combined.met([named, beside], about, place)
