"""Where `$dynamicRef` leads: that depends on the way by which its schema was reached (JSON Schema 2020-12 8.2.3.2)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Protocol

from trivet_codegen.ir.graph import components
from trivet_codegen.problem import Place, Problems, Scope
from trivet_codegen.source.anchors import Names

REFERENCES = ("$ref", "$dynamicRef")

_NOT_SCHEMAS = frozenset({"const", "enum", "default", "example", "examples"})


class Identities(Protocol):
    """What documents, and the schemas in them, call themselves."""

    def names(self, document: str) -> Names: ...

    def resource(self, at: Place) -> Place: ...


class Readable(Protocol):
    """What following dynamic references needs of the documents."""

    @property
    def names(self) -> list[str]: ...

    @property
    def identities(self) -> Identities: ...

    def value(self, place: Place) -> Any: ...

    def resolve(self, ref: str, at: Place) -> tuple[Any, Place]: ...


class Dynamic:
    """Follows references by the scope of the place where they stand; targets carry theirs in `Place.scope`.

    A scope holds only what a `$dynamicRef` further on asks for, and only where that is not what the target itself has:
    most schemas come out the same, by whatever way they are reached.
    """

    def __init__(self, documents: Readable) -> None:
        self._documents = documents
        self._edges: dict[Place, tuple[frozenset[str], tuple[Place, ...]]] = {}
        self._asked: dict[Place, frozenset[str]] = {}

    def entered(self, target: Place, at: Place) -> Place:
        """The target of a reference at some place, with the scope that it is entered with."""
        if not self._is_asked_for():
            return target
        own = dict(self._bound(replace(target, scope=Scope((), target.pointer))))
        asked = self._asked_from(target)
        outer = [(name, bound) for name, bound in self._bound(at) if name in asked and own.get(name) != bound]
        return replace(target, scope=Scope(tuple(sorted(outer)), target.pointer))

    def target(self, ref: str, at: Place) -> tuple[Any, Place]:
        """What a `$dynamicRef` points at. Raises Problems like `resolve`."""
        value, place = self._documents.resolve(ref, at)
        name = self._anchor(ref, place)
        bound = dict(self._bound(at)).get(name) if name else None
        if bound is None:
            return value, place
        pointer = self._documents.identities.names(bound.document).dynamic[bound.pointer, str(name)]
        place = Place(bound.document, pointer)
        return self._documents.value(place), place

    def stands_twice(self, ref: str, place: Place) -> bool:
        """Whether the anchor that was found is one of two of the same name under one URI."""
        resource = self._documents.identities.resource(place)
        return (resource.pointer, ref.partition("#")[2]) in self._documents.identities.names(place.document).twice

    def _anchor(self, ref: str, place: Place) -> str | None:
        """The name of the `$dynamicAnchor` that a reference has led to; None if it was another thing."""
        name = ref.partition("#")[2]
        known = self._documents.identities.names(place.document).dynamic
        resource = self._documents.identities.resource(place)
        return name if known.get((resource.pointer, name)) == place.pointer else None

    def _bound(self, at: Place) -> list[tuple[str, Place]]:
        """The schema that has each dynamic anchor in scope at a place: the outermost one on the way there."""
        scope = at.scope or Scope((), "")
        found = dict(scope.bindings)
        known = self._documents.identities.names(at.document)
        for resource in self._around(at, scope.entry):
            for of, name in known.dynamic:
                if of == resource.pointer:
                    found.setdefault(name, resource)
        return list(found.items())

    def _around(self, at: Place, entry: str) -> Iterator[Place]:
        """The schemas with a URI of their own from where a document was entered down to a place."""
        known = self._documents.identities.names(at.document)
        if not known.is_scoped:
            return
        yield Place(at.document, known.around(entry))
        inside = at.pointer[len(entry) :]
        for end in [*(index for index, sign in enumerate(inside) if sign == "/" and index), len(inside)]:
            pointer = entry + inside[:end]
            if end and pointer in known.bases:
                yield Place(at.document, pointer)

    def _is_asked_for(self) -> bool:
        return any(self._documents.identities.names(name).dynamic for name in self._documents.names)

    def _asked_from(self, start: Place) -> frozenset[str]:
        """The dynamic anchors that references ask for, below a place and wherever they lead from there."""
        start = Place(start.document, start.pointer)
        if start not in self._asked:
            edges: dict[Place, tuple[Place, ...]] = {}
            waiting = [start]
            while waiting:
                place = waiting.pop()
                if place not in edges:
                    edges[place] = tuple(each for each in self._edges_of(place)[1] if each not in self._asked)
                    waiting += edges[place]
            for group in components(edges):  # what others lead to comes first
                names = {name for place in group for name in self._edges_of(place)[0]}
                for target in {target for place in group for target in self._edges_of(place)[1]}:
                    names |= self._asked.get(target, frozenset())
                self._asked.update(dict.fromkeys(group, frozenset(names)))
        return self._asked[start]

    def _edges_of(self, start: Place) -> tuple[frozenset[str], tuple[Place, ...]]:
        if start not in self._edges:
            names: set[str] = set()
            targets: dict[Place, None] = {}
            for keyword, ref, at in _references(self._documents.value(start), start):
                try:
                    _, place = self._documents.resolve(ref, at.child(keyword))
                except Problems:
                    continue  # told where it is read
                targets[place] = None
                name = self._anchor(ref, place) if keyword == "$dynamicRef" else None
                if name is not None:
                    names.add(name)
                    targets.update(dict.fromkeys(self._candidates(name)))
            self._edges[start] = frozenset(names), tuple(targets)
        return self._edges[start]

    def _candidates(self, name: str) -> Iterator[Place]:
        for document in self._documents.names:
            for (_, own), pointer in self._documents.identities.names(document).dynamic.items():
                if own == name:
                    yield Place(document, pointer)


def _references(schema: Any, start: Place) -> Iterator[tuple[str, str, Place]]:
    """Every reference below a schema: its keyword, itself, and the place of what holds it."""
    waiting = [(schema, start)]
    while waiting:
        value, place = waiting.pop()
        if isinstance(value, dict):
            for keyword in REFERENCES:
                if isinstance(value.get(keyword), str):
                    yield keyword, value[keyword], place
            waiting += [(member, place.child(key)) for key, member in value.items() if key not in _NOT_SCHEMAS]
        elif isinstance(value, list):
            waiting += [(item, place.child(number)) for number, item in enumerate(value)]
