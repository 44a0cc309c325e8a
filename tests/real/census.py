"""What of a vendor's document a generated package does not say: the two, laid beside each other."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from tests.real.emitted import Emitted
from tests.real.facts import Facts, Merged, Schema

_WRAPPERS = {"Annotated", "Omittable", "Required", "NotRequired"}
_LONG = 80
_CONTAINERS = {"list", "tuple", "set", "frozenset", "Sequence"}


@dataclass(frozen=True, order=True)
class Lost:
    """A fact of the document, by its pointer, and how the generated code falls short of it."""

    pointer: str
    what: str


class Census:
    def __init__(self, facts: Facts, emitted: Emitted) -> None:
        self.facts = facts
        self.emitted = emitted
        self._names = {normal(name): name for name in emitted.definitions}
        self._done: set[tuple[int, str]] = set()

    def lost(self) -> list[Lost]:
        """Everything that is not there, or is there as Any."""
        return sorted({*self._operations(), *self._schemas()})

    def model(self, name: str) -> str | None:
        """The emitted model of a schema's name; long names are shortened in the middle."""
        wanted = normal(name)
        if wanted in self._names or len(wanted) < _LONG:
            return self._names.get(wanted)
        short = [key for key in self._names if key.startswith(wanted[:40]) and key.endswith(wanted[-20:])]
        return self._names[short[0]] if len(short) == 1 else None

    def _operations(self) -> Iterator[Lost]:
        for key, facts in self.facts.operations.items():
            found = self.emitted.operations.get(key)
            if found is None:
                yield Lost(facts.pointer, "no operation")
                continue
            for place, schema in facts.parameters.items():
                what = f"{place[0]} parameter {place[1]}"
                yield from self._content(f"{facts.pointer}/parameters", what, schema, found.parameters.get(place))
            for media, wanted in facts.body.items():
                where = f"{facts.pointer}/requestBody/content/{escaped(media)}"
                yield from self._content(where, f"body {media}", wanted, found.body.get(media))
            for status, contents in facts.responses.items():
                if status not in found.responses:
                    yield Lost(facts.pointer, f"no response {status}")
                    continue
                for media, wanted in contents.items():
                    emitted = found.responses[status].get(media)
                    where = f"{facts.pointer}/responses/{status}/content/{escaped(media)}"
                    yield from self._content(where, f"response {status} {media}", wanted, emitted)

    def _content(self, pointer: str, what: str, schema: Schema | None, found: ast.expr | None) -> Iterator[Lost]:
        if found is None:
            yield Lost(pointer, f"no {what}")
        elif schema is not None:
            yield from self.compare(schema, [found], pointer)

    def _schemas(self) -> Iterator[Lost]:
        for reference, name in self.facts.reachable.items():
            emitted = self.model(name)
            if emitted is None:
                yield Lost(reference.removeprefix("#"), "no model")
            else:
                yield from self.compare(self.facts.at(reference), [ast.Name(emitted)], reference.removeprefix("#"))

    def compare(self, schema: Schema, types: list[ast.expr], pointer: str) -> Iterator[Lost]:
        """What `types`, taken as a union, do not say of the schema."""
        if "$ref" in schema:
            name = self.model(str(schema["$ref"]).rsplit("/", 1)[-1])
            if name and name in {n for t in types for n in _mentioned(t)}:
                return  # it is compared where it stands
            schema = self.facts.target(schema)
        members = [member for t in types for member in self._members(t, frozenset())]
        key = (id(schema), " | ".join(sorted(ast.unparse(member) for member in members)))
        if key in self._done:
            return
        self._done.add(key)
        yield from self._shape(self.facts.merged(schema), members, pointer)

    def _shape(self, merged: Merged, members: list[ast.expr], pointer: str) -> Iterator[Lost]:
        if merged.properties:
            yield from self._properties(merged, members, pointer)
        for alternative in merged.alternatives:
            yield from self.compare(alternative, members, pointer)
        if merged.items is not None and self._says_something(merged.items):
            items = [i for m in members if _head(m) in _CONTAINERS for i in _arguments(m)]
            yield from self.compare(merged.items, items, f"{pointer}/items") if items else [Lost(pointer, "no list")]
        if merged.additional is not None and self._says_something(merged.additional):
            values = [v for m in members for v in self._values(m)]
            where = f"{pointer}/additionalProperties"
            yield from self.compare(merged.additional, values, where) if values else [Lost(where, "no map")]
        if merged.scalar and all(_head(member) == "Any" for member in members):
            yield Lost(pointer, "Any")

    def _properties(self, merged: Merged, members: list[ast.expr], pointer: str) -> Iterator[Lost]:
        models = {_head(m): self.emitted.fields(_head(m)) for m in members if _head(m) in self.emitted.definitions}
        if not models:
            yield Lost(
                pointer, "Any" if members and all(_head(m) == "Any" for m in members) else "no model of an object"
            )
            return
        most = max(len(merged.properties.keys() & fields.keys()) for fields in models.values())
        best = [fields for fields in models.values() if len(merged.properties.keys() & fields.keys()) == most]
        for name, schema in merged.properties.items():
            found = [fields[name] for fields in best if name in fields]
            where = f"{pointer}/properties/{escaped(name)}"
            yield from self.compare(schema, found, where) if found else [Lost(where, "no property")]

    def _says_something(self, schema: Schema) -> bool:
        merged = self.facts.merged(schema)
        return bool(merged.properties or merged.alternatives or merged.items or merged.additional or merged.scalar)

    def _values(self, member: ast.expr) -> Iterator[ast.expr]:
        """Types of the values of a map, or of a model's additional properties."""
        if _head(member) in {"dict", "Mapping"}:
            yield _arguments(member)[-1]
        elif extra := self.emitted.fields(_head(member)).get("__pydantic_extra__"):
            yield _arguments(extra)[-1]

    def _members(self, node: ast.expr, seen: frozenset[str]) -> Iterator[ast.expr]:
        """The types that a union's text is made of, aliases put in and annotations taken off."""
        match node:
            case ast.BinOp(left=left, op=ast.BitOr(), right=right):
                yield from self._members(left, seen)
                yield from self._members(right, seen)
            case ast.Constant(value=str() as text):
                yield from self._members(ast.parse(text, mode="eval").body, seen)
            case ast.Subscript() if _head(node) in _WRAPPERS:
                yield from self._members(_arguments(node)[0], seen)
            case ast.Subscript() if _head(node) in {"Union", "Optional"}:
                for argument in _arguments(node):
                    yield from self._members(argument, seen)
            case _:
                definition = self.emitted.definitions.get(_head(node))
                if isinstance(definition, ast.expr) and _head(node) not in seen:
                    yield from self._members(definition, seen | {_head(node)})
                else:
                    yield node


def escaped(token: str) -> str:
    """A token of a JSON pointer (RFC 6901 section 3)."""
    return token.replace("~", "~0").replace("/", "~1")


def normal(name: str) -> str:
    """A name without what Python's conventions change in it."""
    return "".join(character for character in name.lower() if character.isalnum())


def _head(node: ast.expr) -> str:
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case ast.Subscript(value=value):
            return _head(value)
        case _:
            return ""


def _arguments(node: ast.expr) -> list[ast.expr]:
    if not isinstance(node, ast.Subscript):
        return []
    return list(node.slice.elts) if isinstance(node.slice, ast.Tuple) else [node.slice]


def _mentioned(node: ast.expr) -> Iterator[str]:
    for part in ast.walk(node):
        if isinstance(part, ast.Name | ast.Attribute):
            yield _head(part)
        elif isinstance(part, ast.Constant) and isinstance(part.value, str) and part.value.isidentifier():
            yield part.value
