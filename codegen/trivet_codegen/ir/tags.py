"""Discriminators: which values of the property mean which member of a union."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from trivet_codegen.ir.depth import DEEPEST_GLANCE
from trivet_codegen.ir.keys import tokens, without_scope
from trivet_codegen.ir.reading import Reading
from trivet_codegen.ir.shapes import Discriminator, Reference, Shape
from trivet_codegen.openapi.schema import Schema, references
from trivet_codegen.openapi.version import before_json_schema
from trivet_codegen.problem import Place

_NAMED = ("/components/schemas/", "/definitions/")

_MOST_GLANCES = 1_000
"""At how many schemas is looked to see which texts one property may be."""


class Declared(NamedTuple):
    """What a schema says of one property: whether it has it, and the texts it may be (None for any)."""

    present: bool
    values: tuple[str, ...] | None


class Tags:
    """Discriminators of one reading, with what named schemas declare remembered."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._known: dict[tuple[str, str], Declared] = {}
        self._glances = 0

    def base(self, given: Any, place: Place) -> Discriminator | None:
        """The discriminator of a schema that lists no alternatives itself."""
        name = _property(given)
        return None if name is None else Discriminator(property=name, mapping=self._mapping(given, place))

    def union(self, beside: Schema, members: Sequence[tuple[Shape, Any, Place]], place: Place) -> Discriminator | None:
        """The discriminator of a union with these members (shape, schema, place of the schema).

        `beside` is the schema of the union without them, which holds the discriminator.

        None, with a warning, where it cannot be told which values mean which member.
        """
        given = beside["discriminator"]
        name = _property(given)
        shared = name is not None and self.declared(beside, place, name).present
        place = place.child("discriminator")
        if name is None:
            self._reading.warn(place, "discriminator", "a discriminator must name its property; it is left out")
            return None
        declared = [self.declared(schema, at, name) for _, schema, at in members]
        if not shared and not all(said.present for said in declared):
            odd = next(at for said, (_, _, at) in zip(declared, members, strict=True) if not said.present)
            self._reading.warn(
                place,
                "discriminator-property",
                f"'{name}' is no property of the alternative at {odd.pointer or odd.document}; "
                "alternatives are told apart by trying them",
                f"add '{name}' to its properties",
            )
            return None
        mapping = self._mapping(given, place)
        targets = [shape.target if isinstance(shape, Reference) else None for shape, _, _ in members]
        for value, key in mapping.items():
            if key not in targets:
                self._reading.warn(
                    place.child("mapping", value), "discriminator-mapping", f"'{key}' is none of the alternatives"
                )
        mapped = [tuple(value for value, key in mapping.items() if key == target) for target in targets]
        for tags in _candidates(declared, mapped, targets):
            if all(tags) and _disjoint(tags):
                default = self._default(given, place)
                return Discriminator(property=name, tags=tuple(tags), mapping=mapping, default=default)
        self._reading.warn(
            place,
            "discriminator-tags",
            f"the values of '{name}' do not tell each alternative from the others; they are told apart by trying them",
            "give each alternative its own const, or map each value in 'mapping'",
        )
        return None

    def _mapping(self, given: Any, place: Place) -> dict[str, str]:
        mapping = given.get("mapping") if isinstance(given, dict) else None
        if not isinstance(mapping, dict):
            return {}
        keys = {value: self._key(target, place.child("mapping", value)) for value, target in mapping.items()}
        return {value: key for value, key in keys.items() if key is not None}

    def _key(self, target: Any, place: Place) -> str | None:
        """The key of the schema that a mapping names or refers to; None, with a problem, if there is none."""
        if not isinstance(target, str):
            return None
        schemas, _ = self._reading.section(self._reading.components.get("schemas"), self._reading.root)
        if isinstance(schemas, dict) and target in schemas:
            target = "#" + Place("").child("components", "schemas", target).pointer
            place = self._reading.root
        known = self._reading.glance(target, place)
        if known is None:
            message = f"'{target}' does not exist; the value is left out"
            self._reading.warn(place, "discriminator-mapping", message)
            return None
        return known.key

    def _default(self, given: Any, place: Place) -> str | None:
        """What `defaultMapping` names (OpenAPI 3.2 section 4.25.1)."""
        if not isinstance(given, dict) or "defaultMapping" not in given:
            return None
        at = place.child("defaultMapping")
        message = "alternatives are told apart by trying them, so that one without a known value can be found"
        self._reading.warn(at, "discriminator-default", message)
        return self._key(given["defaultMapping"], at)

    def declared(self, schema: Any, place: Place, name: str, depth: int = 0) -> Declared:
        """What the schema says of its property `name`, through `$ref`, allOf and alternatives."""
        if not isinstance(schema, dict) or depth > DEEPEST_GLANCE:
            return Declared(False, None)
        for keyword in references(schema, self._reading.dialect(place.document)):
            target = self._reading.target(schema[keyword], place, keyword)
            if target is None:
                return Declared(False, None)
            known = self._known.get((target.key, name))
            if known is None:
                self._known[target.key, name] = Declared(False, None)
                known = self.declared(target.value, target.place, name, depth + 1)
                self._known[target.key, name] = known
            if known.present or before_json_schema(self._reading.dialect(place.document)):
                return known
        return self._declared_here(schema, place, name, depth)

    def _declared_here(self, schema: dict[str, Any], place: Place, name: str, depth: int) -> Declared:
        found = []
        properties = schema.get("properties")
        if isinstance(properties, dict) and name in properties:
            self._glances = 0
            found.append(Declared(True, self._texts(properties[name], place)))
        for member in _listed(schema, "allOf"):
            found.append(self.declared(member, place, name, depth + 1))
        for keyword in ("oneOf", "anyOf"):
            members = [self.declared(member, place, name, depth + 1) for member in _listed(schema, keyword)]
            if members and all(said.present for said in members):
                texts = [said.values for said in members if said.values is not None]
                all_texts = tuple(dict.fromkeys(text for each in texts for text in each))
                found.append(Declared(True, all_texts if len(texts) == len(members) else None))
        narrowed = [said.values for said in found if said.values is not None]
        present = any(said.present for said in found)
        return Declared(present, min(narrowed, key=len) if narrowed else None)

    def _texts(self, schema: Any, place: Place, depth: int = 0) -> tuple[str, ...] | None:
        for deeper in range(depth, DEEPEST_GLANCE):
            self._glances += 1
            if not isinstance(schema, dict) or self._glances > _MOST_GLANCES:
                return None
            if "const" in schema:
                return _texts([schema["const"]])
            if isinstance(schema.get("enum"), list):
                return _texts(schema["enum"])
            ref = schema.get("$ref")
            members = schema.get("allOf")
            if isinstance(ref, str):
                target = self._reading.target(ref, place)
                if target is None:
                    return None
                schema, place = target.value, target.place
            elif isinstance(members, list):
                found = [self._texts(member, place, deeper + 1) for member in members]
                return min((texts for texts in found if texts is not None), key=len, default=None)
            else:
                return None
        return None


def _candidates(
    declared: Sequence[Declared], mapped: Sequence[tuple[str, ...]], targets: Sequence[str | None]
) -> Iterable[list[tuple[str, ...]]]:
    """Tags by what the members declare; else by the mapping, and by names where that is silent."""
    implied = [_implied(target) for target in targets]
    by_name = [tags or name for tags, name in zip(mapped, implied, strict=True)]
    yield [said.values or tags for said, tags in zip(declared, by_name, strict=True)]
    yield by_name


def _implied(key: str | None) -> tuple[str, ...]:
    if key is None:
        return ()
    pointer = without_scope(key).partition("#")[2]
    section = next((section for section in _NAMED if pointer.startswith(section)), "")
    return (tokens(pointer)[-1],) if section and pointer.count("/") == section.count("/") else ()


def _disjoint(tags: Sequence[tuple[str, ...]]) -> bool:
    return len({text for each in tags for text in each}) == sum(map(len, tags))


def _property(given: Any) -> str | None:
    name = given.get("propertyName") if isinstance(given, dict) else given
    return name if isinstance(name, str) and name else None


def _listed(schema: dict[str, Any], keyword: str) -> list[Any]:
    members = schema.get(keyword)
    return members if isinstance(members, list) else []


def _texts(values: list[Any]) -> tuple[str, ...] | None:
    texts = tuple(dict.fromkeys(value for value in values if isinstance(value, str)))
    return texts or None
