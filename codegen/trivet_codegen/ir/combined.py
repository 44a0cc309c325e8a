"""allOf, oneOf and anyOf, with what stands beside them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Protocol

from trivet_codegen.ir.about import annotated, joined
from trivet_codegen.ir.closed import written
from trivet_codegen.ir.meet import Meeting
from trivet_codegen.ir.reading import Reading
from trivet_codegen.ir.scalars import note_null
from trivet_codegen.ir.shapes import (
    About,
    Anything,
    Intersection,
    Nothing,
    Nullable,
    Record,
    Reference,
    Scalar,
    Shape,
    Union,
)
from trivet_codegen.ir.sure import Sure
from trivet_codegen.ir.tags import Tags
from trivet_codegen.ir.typed import Typed
from trivet_codegen.ir.unions import Alternative, only_constraints, speaks_of_objects, united
from trivet_codegen.openapi.keywords import COMBINATIONS, UNEXPRESSED, is_annotation
from trivet_codegen.openapi.schema import Schema, is_nullable
from trivet_codegen.problem import Place

MOST_MEMBERS = 1_000
"""Of allOf, oneOf or anyOf: each is compared with the others."""


class Around(Protocol):
    """What combinations need of the schemas around them."""

    def shape(self, schema: Any, place: Place) -> Shape:
        """The shape of a schema that stands inside another."""
        ...

    def member(self, schema: Any, place: Place) -> Shape:
        """The shape of a member of an allOf."""
        ...

    def find(self, reference: Reference) -> Shape:
        """The named shape that a member of an allOf means. Raises Unfinished."""
        ...

    def find_within(self, reference: Reference) -> Shape:
        """The named shape that something inside a member means. Raises Unfinished."""
        ...


class Combined:
    """Builds shapes of schemas with combinations."""

    def __init__(self, reading: Reading, tags: Tags, typed: Typed, around: Around) -> None:
        self._reading = reading
        self._tags = tags
        self._typed = typed
        self._around = around

    def shape(self, schema: Schema, about: About) -> Shape:
        """The shape of a schema that has allOf, oneOf or anyOf, with the given words around it."""
        place = about.place
        for keyword in sorted(COMBINATIONS & schema.keys()):
            if not isinstance(schema[keyword], list) or not schema[keyword]:
                self._reading.warn(place.child(keyword), "structure", f"{keyword} must be a list of schemas; left out")
                return self._around.shape({key: value for key, value in schema.items() if key != keyword}, place)
            if len(schema[keyword]) > MOST_MEMBERS:
                message = f"{keyword} has {len(schema[keyword]):,} members; at most {MOST_MEMBERS:,} are compared"
                self._reading.error(place.child(keyword), "too-large", message)
                return Anything(about=about)
        kept = {key: schema[key] for key in ("oneOf", "anyOf") if key in schema and only_constraints(schema[key])}
        if kept:
            about = replace(about, unexpressed={**about.unexpressed, **written(self._reading, kept, place)})
        parts = self._parts(schema, about, kept)
        self._take_types_as_given(schema, place)
        found = self.met(parts, about, place)
        if "discriminator" in schema and kept.keys() == schema.keys() & {"oneOf", "anyOf"}:
            found = self._told_apart(found, schema["discriminator"], place.child("discriminator"))
        nullable = is_nullable(schema, self._reading.dialect(place.document)) or self._null_is_meant(schema, place)
        if nullable:
            note_null(self._reading, place)
        return _nullable(found, about) if nullable else found

    def _parts(self, schema: Schema, about: About, kept: dict[str, Any]) -> list[Shape]:
        """The schema's own keywords, the members of its allOf, and its alternatives, in document order."""
        place = about.place
        parts: list[Shape] = []
        own = {
            key: value
            for key, value in schema.items()
            if key not in COMBINATIONS and key not in UNEXPRESSED and key != "nullable" and not is_annotation(key)
        }
        alternatives = ("oneOf" in schema or "anyOf" in schema) and not kept
        bare = own.keys() == {"type"} and self._typed.types(own, place) in (["object"], ["array"])
        if own and not (bare and self._says_type(self._typed.types(own, place)[0], schema, kept, place)):
            parts.append(self._typed.shape(own, About(place=place)))
        elif kept and "allOf" not in schema and not alternatives:
            parts.append(self._constrained(kept, place))
        if "allOf" in schema:
            at = place.child("allOf")
            members = [self._around.member(each, at.child(index)) for index, each in enumerate(schema["allOf"])]
            keys = list(schema)
            before = "properties" in schema and keys.index("allOf") > keys.index("properties")
            parts = parts + members if before else members + parts
        for keyword in ("oneOf", "anyOf"):
            if keyword in schema and keyword not in kept:
                parts.append(self._alternatives(keyword, schema, place))
        return parts

    def _constrained(self, kept: dict[str, Any], place: Place) -> Shape:
        """What alternatives constrain that add nothing else: an object, if they speak of its properties."""
        if "types" in self._reading.to_the_letter or not speaks_of_objects(kept):
            return Anything(about=About(place=place))
        return self._typed.any_object(About(place=place))

    def _says_type(self, type: str, schema: Schema, kept: Any, place: Place) -> bool:
        """Whether the combinations let in no other type than this, so that it need not be said beside them."""
        said = {key: schema[key] for key in COMBINATIONS if key in schema and key not in kept}
        return bool(said) and Sure(self._reading, type).of(said, place)

    def _take_types_as_given(self, schema: Schema, place: Place) -> None:
        """Members without a type have the one that is given beside them; that is no reading of ours."""
        given = [schema, *schema.get("allOf", ())]
        if any(isinstance(each, dict) and ("type" in each or "$ref" in each) for each in given):
            members = (place.child(word, index) for word in COMBINATIONS for index in range(len(schema.get(word, ()))))
            for at in (place, *members):
                self._reading.not_read_as(at, "type-implied")

    def _alternatives(self, keyword: str, schema: Schema, place: Place) -> Shape:
        at = place.child(keyword)
        found = [
            Alternative(self._around.shape(each, at.child(index)), each, at.child(index))
            for index, each in enumerate(schema[keyword])
        ]
        for each in found:
            said = each.schema.get("nullable") if isinstance(each.schema, dict) else None
            if said is True and isinstance(each.shape, Anything):
                self._reading.warn(
                    each.place.child("nullable"),
                    "nullable-ignored",
                    "nullable needs a type beside it; this alternative allows any value",
                    "write 'nullable: true' beside the alternatives",
                )
        beside = {key: value for key, value in schema.items() if key not in ("oneOf", "anyOf")}
        return united(found, About(place=place), keyword == "oneOf", beside, self._tags, self._reading)

    def _told_apart(self, shape: Shape, given: Any, place: Place) -> Shape:
        discriminator = self._tags.base(given, place)
        if isinstance(shape, Record):
            return replace(shape, discriminator=discriminator)
        self._reading.warn(
            place, "discriminator", "a discriminator without alternatives or properties beside it is left out"
        )
        return shape

    def _null_is_meant(self, schema: Schema, place: Place) -> bool:
        """In 3.0, whether a member of allOf says `nullable` and nothing else that counts: a common idiom."""
        members = schema.get("allOf", [])
        return self._reading.dialect(place.document) == "3.0" and any(
            isinstance(each, dict)
            and each.get("nullable") is True
            and all(key == "nullable" or is_annotation(key) for key in each)
            for each in members
        )

    def met(self, parts: list[Shape], about: About, place: Place) -> Shape:
        """All parts at once, as one shape where that is exact, else as an Intersection."""

        def warn(rule: str, message: str) -> None:
            self._reading.warn(place, rule, message)

        meeting = Meeting(self._around.find, self._around.find_within, warn)
        if not parts:
            return Anything(about=about)
        found, apart = parts[0], []
        for part in sorted(parts[1:], key=lambda part: isinstance(part, Union)):
            met = meeting.meet(found, part)
            if isinstance(met, Nothing) and not isinstance(part, Nothing) and not isinstance(found, Nothing):
                meeting.contradiction(found, part)
                met = None
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
        documented = joined(documented, about)
        if all(isinstance(part, Nullable) for part in inner):
            bare = tuple(part.shape if isinstance(part, Nullable) else part for part in inner)
            return Nullable(about=documented, shape=Intersection(about=documented, members=bare))
        return Intersection(about=documented, members=tuple(inner))


def _nullable(shape: Shape, about: About) -> Shape:
    match shape:
        case Nullable() | Anything():
            return shape
        case Scalar(type="null"):
            return shape
        case _:
            return Nullable(about=joined(shape.about, about), shape=shape)
