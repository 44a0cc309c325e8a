"""Schema objects become shapes; named ones once, references to them everywhere."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from trivet_codegen.ir.about import about_of, annotated, joined
from trivet_codegen.ir.access import Access
from trivet_codegen.ir.depth import DEEPEST
from trivet_codegen.ir.keys import key_of
from trivet_codegen.ir.meet import Meeting, Unfinished
from trivet_codegen.ir.objects import Objects
from trivet_codegen.ir.reading import Reading
from trivet_codegen.ir.scalars import as_scalar_type, constant, count, enumeration, scalar
from trivet_codegen.ir.shapes import (
    About,
    Anything,
    Intersection,
    ListOf,
    Nothing,
    Nullable,
    Reference,
    Scalar,
    Shape,
    TupleOf,
    Union,
)
from trivet_codegen.ir.tags import Tags
from trivet_codegen.ir.unions import Alternative, only_constraints, united
from trivet_codegen.openapi.keywords import COMBINATIONS, MISSPELT, TYPES, UNEXPRESSED, is_annotation
from trivet_codegen.openapi.schema import (
    Schema,
    constraining_siblings,
    declared_types,
    implied_type,
    is_nullable,
)
from trivet_codegen.problem import Place


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
        self._tags = Tags(reading)
        self._objects = Objects(reading, self.shape, Access(reading))

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

    def finish(self) -> None:
        """Builds every named shape that is still only referred to."""
        while self._waiting:
            self._build(next(iter(self._waiting)))

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

    def _find(self, reference: Reference) -> Shape:
        """The shape that a member of an allOf names. Raises Unfinished while it is being built further out."""
        path: list[str] = []
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

    def _within(self, reference: Reference) -> Shape:
        path, self._path = self._path, []
        try:
            return self._find(reference)
        finally:
            self._path = path

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
        if isinstance(schema.get("$ref"), str):
            return self._reference(schema, place)
        if not schema:
            return Anything(about=About(place=place))
        self._notice(schema, place)
        if schema.keys().isdisjoint(COMBINATIONS):
            return self._plain(schema, about_of(schema, place))
        return self._combined(schema, about_of(schema, place))

    def _boolean(self, schema: Any, place: Place) -> Shape:
        about = About(place=place)
        if schema is False:
            return Nothing(about=about)
        if schema is not True:
            self._reading.warn(
                place, "structure", f"a schema is expected here, not {schema!r:.40}; anything is taken to be valid"
            )
        return Anything(about=about)

    def _notice(self, schema: Schema, place: Place) -> None:
        if "nullable" in schema and self._reading.dialect(place.document) == "3.1" and schema["nullable"] is True:
            self._reading.warn(
                place.child("nullable"),
                "nullable-ignored",
                "nullable means nothing since OpenAPI 3.1; null is not allowed here",
                'write the type as a list, with "null" in it',
            )
        for keyword in ("$dynamicRef", "$recursiveRef"):
            if keyword in schema:
                self._reading.warn(
                    place.child(keyword), "dynamic-ref", f"{keyword} is not followed; it is left out", "use $ref"
                )

    def _reference(self, schema: Schema, place: Place) -> Shape:
        dialect = self._reading.dialect(place.document)
        target = self._reading.target(schema["$ref"], place)
        if target is None:
            return Anything(about=about_of(schema, place))
        self._wait(target.key, target.value, target.place)
        if len(schema) == 1:
            return Reference(about=About(place=place), target=target.key)
        self._notice(schema, place)
        about = about_of(schema, place)
        if dialect == "3.0":
            about = replace(about, unexpressed={})
        if not constraining_siblings(schema, dialect):
            reference = Reference(about=about, target=target.key)
            return Nullable(about=about, shape=reference) if is_nullable(schema, dialect) else reference
        rest = {key: value for key, value in schema.items() if key != "$ref"}
        named = Reference(about=About(place=place), target=target.key)
        beside = self._shape(rest, place)
        return self._met([named, beside], about, place)

    def _plain(self, schema: Schema, about: About) -> Shape:
        nullable = is_nullable(schema, self._reading.dialect(about.place.document))
        types = self._types(schema, about.place)
        if "const" in schema:
            found = constant(schema["const"], about)
            return Nullable(about=about, shape=found) if nullable and not isinstance(found, Scalar) else found
        if "enum" in schema:
            listed = enumeration(self._reading, schema["enum"], types, nullable, about)
            if listed is not None:
                return listed
        return self._of_types(schema, types, nullable, about)

    def _of_types(self, schema: Schema, types: list[str], nullable: bool, about: About) -> Shape:
        if not types:
            implied = implied_type(schema)
            if implied is None:
                found: Shape = Anything(about=about)
                return found
            types = [implied]
        others = [type for type in types if type != "null" and not (type == "integer" and "number" in types)]
        if not others:
            return Scalar(about=about, type="null")
        if len(others) == 1:
            shape = self._of_type(others[0], schema, about)
        else:
            bare = replace(about, title=None, description=None, unexpressed={}, examples=(), extensions={})
            members = tuple(self._of_type(type, schema, bare) for type in others)
            shape = Union(about=about, members=members, exclusive=False)
        return Nullable(about=about, shape=shape) if nullable or "null" in types else shape

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
            members = tuple(self.shape(item, at.child(index)) for index, item in enumerate(prefix))
            if unique:
                about = replace(about, unexpressed={**about.unexpressed, "uniqueItems": True})
            later = self.shape(rest, place.child(where if "prefixItems" in schema else "additionalItems"))
            return TupleOf(about=about, items=members, rest=later, min_items=fewest, max_items=most)
        item = self.shape(True if items == [] else items, place.child("items"))
        return ListOf(about=about, item=item, min_items=fewest, max_items=most, unique=unique)

    def _types(self, schema: Schema, place: Place) -> list[str]:
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

    def _combined(self, schema: Schema, about: About) -> Shape:
        place = about.place
        for keyword in COMBINATIONS & schema.keys():
            if not isinstance(schema[keyword], list) or not schema[keyword]:
                self._reading.warn(place.child(keyword), "structure", f"{keyword} must be a list of schemas; left out")
                return self._shape({key: value for key, value in schema.items() if key != keyword}, place)
        kept = {key: schema[key] for key in ("oneOf", "anyOf") if key in schema and only_constraints(schema[key])}
        if kept:
            about = replace(about, unexpressed={**about.unexpressed, **kept})
        parts = self._parts(schema, about, kept.keys())
        found = self._met(parts, about, place)
        nullable = is_nullable(schema, self._reading.dialect(place.document)) or self._null_is_meant(schema, place)
        return _nullable(found, about) if nullable else found

    def _parts(self, schema: Schema, about: About, kept: Any) -> list[Shape]:
        """The schema's own keywords, the members of its allOf, and its alternatives, in document order."""
        place = about.place
        parts: list[Shape] = []
        own = {
            key: value
            for key, value in schema.items()
            if key not in COMBINATIONS and key not in UNEXPRESSED and key != "nullable" and not is_annotation(key)
        }
        alternatives = ("oneOf" in schema or "anyOf" in schema) and not kept
        if not alternatives and "discriminator" in schema:
            own["discriminator"] = schema["discriminator"]
        bare = own.keys() <= {"type", "discriminator"} and self._types(own, place) in (["object"], ["array"])
        if own and not (bare and ("allOf" in schema or alternatives)):
            parts.append(self._plain(own, About(place=place)))
        elif kept and "allOf" not in schema and not alternatives:
            parts.append(self._of_type("object", {}, About(place=place)))
        if "allOf" in schema:
            at = place.child("allOf")
            members = [self._member(each, at.child(index)) for index, each in enumerate(schema["allOf"])]
            keys = list(schema)
            before = "properties" in schema and keys.index("allOf") > keys.index("properties")
            parts = parts + members if before else members + parts
        for keyword in ("oneOf", "anyOf"):
            if keyword in schema and keyword not in kept:
                parts.append(self._alternatives(keyword, schema, place))
        return parts

    def _member(self, schema: Any, place: Place) -> Shape:
        """A member of an allOf: it does not shield what it names from being part of a cycle."""
        self._depth += 1
        try:
            return self._shape(schema, place)
        finally:
            self._depth -= 1

    def _alternatives(self, keyword: str, schema: Schema, place: Place) -> Shape:
        at = place.child(keyword)
        found = [
            Alternative(self.shape(each, at.child(index)), each, at.child(index))
            for index, each in enumerate(schema[keyword])
        ]
        about = About(place=place)
        return united(found, about, keyword == "oneOf", schema.get("discriminator"), self._tags)

    def _null_is_meant(self, schema: Schema, place: Place) -> bool:
        """In 3.0, whether a member of allOf says `nullable` and nothing else that counts: a common idiom."""
        members = schema.get("allOf", [])
        return self._reading.dialect(place.document) == "3.0" and any(
            isinstance(each, dict)
            and each.get("nullable") is True
            and all(key == "nullable" or is_annotation(key) for key in each)
            for each in members
        )

    def _met(self, parts: list[Shape], about: About, place: Place) -> Shape:
        """All parts at once, as one shape where that is exact, else as an Intersection."""

        def warn(rule: str, message: str) -> None:
            self._reading.warn(place, rule, message)

        meeting = Meeting(self._find, self._within, warn)
        if not parts:
            return Anything(about=about)
        found, apart = parts[0], []
        for part in sorted(parts[1:], key=lambda part: isinstance(part, Union)):
            met = meeting.meet(found, part)
            if met is None:
                apart.append(part)
            else:
                found = met
        if not apart:
            return annotated(found, about)
        inner = [found, *apart]
        documented = About(place=place)
        for part in inner:
            documented = (
                documented if isinstance(part, Reference) else joined(replace(part.about, unexpressed={}), documented)
            )
        return Intersection(about=joined(documented, about), members=tuple(inner))


def _nullable(shape: Shape, about: About) -> Shape:
    match shape:
        case Nullable() | Anything():
            return shape
        case Scalar(type="null"):
            return shape
        case _:
            return Nullable(about=joined(shape.about, about), shape=shape)
