"""One pass over the documents: references followed once, problems collected once."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any, NamedTuple, Protocol

from trivet_codegen.ir.dynamic import Dynamic, Identities
from trivet_codegen.ir.keys import key_of
from trivet_codegen.ir.letter import Letter
from trivet_codegen.openapi.version import Dialect, dialect
from trivet_codegen.problem import Place, Problem, Problems, Scope

_LONGEST = 60
_MOST_SCOPED = 2_000
"""How many shapes there may be of schemas that mean something else within others (`$dynamicRef`)."""


def shown(value: Any) -> str:
    """A value of the contract as a message shows it: in JSON's words, and no more of it than tells which it is."""
    text = repr(value) if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


class Readable(Protocol):
    """What the builder needs of `source.documents.Documents`."""

    @property
    def entry(self) -> str: ...

    @property
    def names(self) -> list[str]: ...

    @property
    def identities(self) -> Identities: ...

    def value(self, place: Place) -> Any: ...

    def resolve(self, ref: str, at: Place) -> tuple[Any, Place]: ...


class Target(NamedTuple):
    """What a `$ref` points at."""

    key: str
    value: Any
    place: Place


class Reading:
    """The documents with what was found wrong in them; every problem is held once, however often it is met.

    `to_the_letter` says of what nothing more is taken to be meant than is written.
    """

    def __init__(self, documents: Readable, to_the_letter: Collection[Letter] = ()) -> None:
        self.documents = documents
        self.to_the_letter = frozenset(to_the_letter)
        self.root = Place(documents.entry)
        self.components: Any = {}
        self._found: dict[Problem, None] = {}
        self._readings: dict[tuple[str, str], dict[Place, Problem]] = {}
        self._targets: dict[tuple[Place, str, str, Scope | None], Target | None] = {}
        self._dynamic = Dynamic(documents)
        self._scoped: set[str] = set()
        self._dialects: dict[str, Dialect] = {}

    @property
    def problems(self) -> list[Problem]:
        """Everything found so far, in the order in which it was met; of readings the first place, with their number."""
        return [*self._found, *(_summed(places) for places in self._readings.values() if places)]

    def error(self, place: Place, rule: str, message: str, help: str = "") -> None:
        """Notes what stops generation."""
        self._found[Problem(place, rule, message, help, "error")] = None

    def warn(self, place: Place, rule: str, message: str, help: str = "") -> None:
        """Notes what comes out narrower or wider than the contract says."""
        self._found[Problem(place, rule, message, help, "warning")] = None

    def read_as(self, place: Place, rule: str, message: str, help: str) -> None:
        """Notes what is read otherwise than to the letter, because it is mostly meant so: one warning a document."""
        problem = Problem(place, rule, message, help, "warning")
        self._readings.setdefault((place.document, rule), {})[place] = problem

    def not_read_as(self, place: Place, rule: str) -> None:
        """Takes such a note back: what is around the place says the same to the letter."""
        self._readings.get((place.document, rule), {}).pop(place, None)

    def dialect(self, document: str) -> Dialect:
        """How schemas of a document are read; a document that does not say is read as the root document is."""
        known = self._dialects.get(document)
        if known is None:
            own = dialect(self.documents.value(Place(document)))
            known = own or ("3.1" if document == self.root.document else self.dialect(self.root.document))
            self._dialects[document] = known
        return known

    def target(self, ref: str, at: Place, keyword: str = "$ref") -> Target | None:
        """What `ref`, standing at `at`, points at (one hop); None, with a problem, if nothing."""
        asked = (self.documents.identities.resource(at), ref, keyword, at.scope)
        if asked not in self._targets:
            follow = self.documents.resolve if keyword == "$ref" else self._dynamic.target
            try:
                value, place = follow(ref, at.child(keyword))
            except Problems as problems:
                self._found.update(dict.fromkeys(problems.found))
                self._targets[asked] = None
            else:
                if keyword == "$dynamicRef" and self._dynamic.stands_twice(ref, place):
                    self._note_twice(ref, at.child(keyword))
                place = self._dynamic.entered(place, at)
                self._targets[asked] = self._within_measure(Target(key_of(place, self.root.document), value, place))
        return self._targets[asked]

    def _within_measure(self, target: Target) -> Target | None:
        """The target; None, with a problem, where schemas that others fill would come to too many."""
        if target.place.scope is None or not target.place.scope.bindings or target.key in self._scoped:
            return target
        if len(self._scoped) == _MOST_SCOPED:
            message = f"schemas with a $dynamicRef come to more than {_MOST_SCOPED:,}, each filled in another way"
            self.error(target.place, "too-complex", message, "refer to the schema that is meant by $ref")
        self._scoped.add(target.key)
        return target if len(self._scoped) <= _MOST_SCOPED else None

    def _note_twice(self, ref: str, place: Place) -> None:
        message = f"two schemas have the anchor '{ref.partition('#')[2]}' under one URI; the first one is taken"
        self.warn(place, "dynamic-ref", message, "give each of the schemas that hold them an $id")

    def glance(self, ref: str, at: Place) -> Target | None:
        """The same where a contract can do without what `ref` points at: None, without a problem, if nothing."""
        try:
            value, place = self.documents.resolve(ref, at)
        except Problems:
            return None
        return Target(key_of(place, self.root.document), value, place)

    def object(self, value: Any, place: Place) -> tuple[dict[str, Any], Place] | None:
        """An object that is not a schema, with its place, after following its `$ref`s; None, with a problem, if none.

        Siblings of the `$ref` win over what it points at (summary and description, OpenAPI 3.1 section 4.8.23).
        """
        seen: list[Place] = []
        siblings: dict[str, Any] = {}
        while isinstance(value, dict) and isinstance(value.get("$ref"), str):
            target = self.target(value["$ref"], place)
            if target is None:
                return None
            if target.place in seen:
                self.error(place.child("$ref"), "ref-circular", f"'{value['$ref']}' leads back to itself")
                return None
            siblings = {key: kept for key, kept in value.items() if key != "$ref"} | siblings
            seen.append(target.place)
            value, place = target.value, target.place
        if not isinstance(value, dict):
            self.warn(place, "structure", f"an object is expected here, not {shown(value)}; it is left out")
            return None
        return ({**value, **siblings} if siblings else value), place

    def section(self, value: Any, place: Place) -> tuple[Any, Place]:
        """A whole section of a document, such as `paths`, with its place: another file may hold it.

        No version of OpenAPI lets it, but many contracts that stand in several files are written so.
        """
        if isinstance(value, dict) and isinstance(value.get("$ref"), str):
            return self.object(value, place) or ({}, place)
        return value, place


def _summed(places: Mapping[Place, Problem]) -> Problem:
    first = min(places.values())
    others = len(places) - 1
    return replace(first, message=f"{first.message} (and {others:,} more in this document)") if others else first
