"""What of a vendor's document a generated package does not say: the two, laid beside each other."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from urllib.parse import unquote

from tests.real.emitted import Emitted
from tests.real.facts import Facts, Merged, Placed, Schema, is_named, parameter_key

_WRAPPERS = {"Annotated", "Omittable", "Required", "NotRequired"}
_LONG = 80
_CONTAINERS = {"list", "tuple", "set", "frozenset", "Sequence"}


@dataclass(frozen=True, order=True)
class Lost:
    """A fact of the document, by its pointer, and how the generated code falls short of it."""

    pointer: str
    what: str
    others: tuple[str, ...] = field(default=(), compare=False)
    """The same fact's pointers below the references and members of unions and `allOf` that lead to it."""


class _Where(NamedTuple):
    """A pointer, others of the same thing, and the keyword of properties that do not travel this way."""

    pointer: str
    others: tuple[str, ...] = ()
    without: str = ""

    def child(self, added: str) -> _Where:
        return _Where(self.pointer + added, tuple(other + added for other in self.others), self.without)

    def also(self, pointer: str) -> _Where:
        return self._replace(others=(*self.others, pointer))

    def last(self) -> str:
        return self.others[-1] if self.others else self.pointer

    def lost(self, what: str) -> Lost:
        return Lost(self.pointer, what, self.others)


class Census:
    def __init__(self, facts: Facts, emitted: Emitted) -> None:
        self.facts = facts
        self.emitted = emitted
        self._names = {normal(name): name for name in emitted.definitions}
        self._twins = Counter(normal(name) for name in facts.named)
        self._done: set[tuple[int, str]] = set()

    def lost(self) -> list[Lost]:
        """Everything that is not there, or is there as Any."""
        return sorted({*self._operations(), *self._schemas()})

    def model(self, name: str) -> str | None:
        """The emitted model of a schema's name; of long names whole words in the middle are left out."""
        if name in self.emitted.definitions:
            return name
        wanted = normal(name)
        for spelled in _spellings(wanted):
            if spelled in self._names:
                return self._names[spelled]
        if len(wanted) < _LONG:
            return None
        short = [key for key in self._names if key.startswith(wanted[:40]) and key.endswith(wanted[-18:])]
        return self._names[short[0]] if len(short) == 1 else None

    def _operations(self) -> Iterator[Lost]:
        for key, facts in self.facts.operations.items():
            found = self.emitted.operations.get(key)
            if found is None:
                yield Lost(facts.pointer, "no operation")
                continue
            sent = {parameter_key(*key): found.parameters[key] for key in found.parameters}
            for key, given in facts.parameters.items():
                yield from self._content(given, f"{key[0]} parameter {key[1]}", sent.get(key), "readOnly")
            for media, wanted in facts.body.items():
                yield from self._content(wanted, f"body {media}", found.body.get(media), "readOnly")
            for status, contents in facts.responses.items():
                if status not in found.responses:
                    yield Lost(f"{facts.pointer}/responses/{status}", f"no response {status}")
                    continue
                for media, wanted in contents.items():
                    emitted = found.responses[status].get(media)
                    yield from self._content(wanted, f"response {status} {media}", emitted, "writeOnly")

    def _content(self, wanted: Placed, what: str, found: ast.expr | None, without: str = "") -> Iterator[Lost]:
        if found is None:
            yield Lost(wanted.pointer, f"no {what}")
        elif isinstance(wanted.schema, dict):
            yield from self.compare(wanted.schema, [found], _Where(f"{wanted.pointer}/schema", without=without))

    def _schemas(self) -> Iterator[Lost]:
        own = {normal(name) for name in self.facts.named}
        for reference, name in self.facts.reachable.items():
            models = self._models(reference, name)
            pointer = unquote(reference.removeprefix("#"))
            if not models:
                yield Lost(pointer, "no model")
                continue
            requests = all(normal(model).endswith("input") for model in models) and not normal(name).endswith("input")
            where = _Where(pointer, without="readOnly" if requests else "writeOnly")
            yield from self.compare(self.facts.at(reference), [ast.Name(model) for model in models], where)
            for model in models:
                sent = f"{model}Input"
                if normal(sent) not in own and self._stands_alone(sent, model):
                    where = _Where(pointer, without="readOnly")
                    yield from self.compare(self.facts.at(reference), [ast.Name(sent)], where)

    def _stands_alone(self, model: str, other: str) -> bool:
        """Whether there is such a model, in a module of its own."""
        homes = self.emitted.homes
        return model in homes and homes[model] != homes[other]

    def _models(self, reference: str, name: str) -> list[str]:
        """The models that may be the schema's own; several where names of schemas differ in punctuation only."""
        twins = self._twins[normal(name)]
        if twins < 2:
            found = self.model(name)
            return [found] if found else []
        wanted = self.facts.merged(self.facts.at(reference)).properties.keys()
        known = [self._names[spelled] for spelled in _spellings(normal(name), twins) if spelled in self._names]
        known += [name] if name in self.emitted.definitions else []
        said = {model: len(wanted & self.emitted.fields(model).keys()) for model in known}
        return [model for model in said if said[model] == max(said.values())]

    def compare(self, schema: Any, types: list[ast.expr], where: _Where) -> Iterator[Lost]:
        """What `types`, taken as a union, do not say of the schema."""
        if not isinstance(schema, dict):
            return
        if "$ref" in schema:
            reference = str(schema["$ref"])
            name = self.model(unquote(reference).rsplit("/", 1)[-1]) if is_named(reference) else None
            if name and name in {n for t in types for n in _mentioned(t)}:
                return  # it is compared where it stands
            schema, target = self.facts.placed(schema, "")
            where = where.also(target)
        members = [member for t in types for member in self._members(t, frozenset())]
        key = (id(schema), where.without + " | ".join(sorted(ast.unparse(member) for member in members)))
        if key in self._done:
            return
        self._done.add(key)
        yield from self._shape(self.facts.merged(schema, where.last()), members, where)

    def _shape(self, merged: Merged, members: list[ast.expr], where: _Where) -> Iterator[Lost]:
        untyped = members and all(_head(member) == "Any" for member in members)
        if untyped and any(not self._says_something(one.schema or {}) for one in merged.alternatives):
            return  # an alternative that anything fits
        if merged.properties:
            yield from self._properties(merged, members, where)
        for alternative in merged.alternatives:
            yield from self.compare(alternative.schema, members, where.also(alternative.pointer))
        if merged.items is not None and self._says_something(merged.items):
            items = [i for m in members if _head(m) in _CONTAINERS for i in _arguments(m)]
            below = where.child("/items")
            yield from self.compare(merged.items, items, below) if items else [where.lost("no list")]
        if merged.additional is not None and self._says_something(merged.additional):
            values = [v for m in members for v in self._values(m)]
            below = where.child("/additionalProperties")
            yield from self.compare(merged.additional, values, below) if values else [below.lost("no map")]
        if merged.scalar and all(_head(member) == "Any" for member in members):
            yield where.lost("Any")

    def _properties(self, merged: Merged, members: list[ast.expr], where: _Where) -> Iterator[Lost]:
        models = {_head(m): self.emitted.fields(_head(m)) for m in members if _head(m) in self.emitted.definitions}
        if not models:
            untyped = members and all(_head(m) == "Any" for m in members)
            yield where.lost("Any" if untyped else "no model of an object")
            return
        most = max(len(merged.properties.keys() & fields.keys()) for fields in models.values())
        best = [fields for fields in models.values() if len(merged.properties.keys() & fields.keys()) == most]
        for name, schema in merged.properties.items():
            if where.without and ((name, where.without) in merged.marked or self._says(schema, where.without)):
                continue
            found = [fields[name] for fields in best if name in fields]
            below = where.child(f"/properties/{escaped(name)}").also(merged.places[name])
            yield from self.compare(schema, found, below) if found else [below.lost("no property")]

    def _says(self, schema: Any, keyword: str) -> bool:
        """Whether a property is marked by this keyword, itself or where it is described."""
        marked = [schema, self.facts.target(schema), *self.facts.merged(schema).parts]
        return any(isinstance(one, dict) and one.get(keyword) is True for one in marked)

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


def _spellings(name: str, twins: int = 0) -> list[str]:
    """What a schema's model may be called, in this form: after a digit, in requests only, beside `twins` others."""
    plain = [name, f"n{name}", f"{name}schema"]
    return [*plain, *(f"{one}input" for one in plain), *(f"{name}{number}" for number in range(2, twins + 1))]


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
