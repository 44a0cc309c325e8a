"""What a vendor's document says, read by a walker that shares nothing with the generator."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import unquote

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
Schema = Mapping[str, Any]


@dataclass(frozen=True)
class Placed:
    """A schema, and where what holds it stands: references are followed. None where the document gives no schema."""

    pointer: str
    schema: Schema | None


@dataclass(frozen=True)
class OperationFacts:
    """An operation's parameters by location and name, and its contents by media type."""

    pointer: str
    parameters: Mapping[tuple[str, str], Placed]
    body: Mapping[str, Placed]
    responses: Mapping[str, Mapping[str, Placed]]


@dataclass(frozen=True)
class Merged:
    """A schema with its `allOf` laid together."""

    properties: dict[str, Schema] = field(default_factory=dict)
    alternatives: list[Placed] = field(default_factory=list)
    items: Schema | None = None
    additional: Schema | None = None
    scalar: bool = False
    parts: list[Schema] = field(default_factory=list)
    """The schema itself and the members of its `allOf`, references followed."""
    places: dict[str, str] = field(default_factory=dict)
    """Where each property stands."""
    marked: frozenset[tuple[str, str]] = frozenset()
    """Properties that one of the schemas marks as readOnly or writeOnly, with the mark."""

    def add(self, other: Merged) -> Merged:
        return Merged(
            {**self.properties, **other.properties},
            [*self.alternatives, *other.alternatives],
            self.items or other.items,
            self.additional or other.additional,
            self.scalar or other.scalar,
            [*self.parts, *other.parts],
            {**self.places, **other.places},
            self.marked | other.marked,
        )


class Facts:
    """A document; what in it is malformed counts as not there."""

    def __init__(self, path: Path) -> None:
        self.document: dict[str, Any] = json.loads(path.read_bytes())

    @classmethod
    def of(cls, document: dict[str, Any]) -> Facts:
        """The facts of a document that was read before."""
        facts = cls.__new__(cls)
        facts.document = document
        return facts

    def target(self, value: Any) -> Schema:
        """What a chain of local references ends at."""
        return self.placed(value, "")[0]

    def placed(self, value: Any, pointer: str) -> tuple[Schema, str]:
        """The same with its pointer; `pointer` is that of the value itself."""
        seen = set()
        while isinstance(value, dict) and isinstance(reference := value.get("$ref"), str) and reference not in seen:
            seen.add(reference)
            value, pointer = self.at(reference), unquote(reference.removeprefix("#"))
        return (value if isinstance(value, dict) else {}), pointer

    def at(self, reference: str) -> Schema:
        """What a local reference points at; an empty schema if there is no such thing."""
        node: Any = self.document
        for token in unquote(reference).removeprefix("#/").split("/"):
            key = token.replace("~1", "/").replace("~0", "~")
            if isinstance(node, list) and key.isdigit() and int(key) < len(node):
                node = node[int(key)]
            elif isinstance(node, dict):
                node = node.get(key)
            else:
                return {}
        return node if isinstance(node, dict) else {}

    @cached_property
    def operations(self) -> dict[tuple[str, str], OperationFacts]:
        return {
            (method.upper(), path): self._operation(item, item[method], f"{pointer}/{method}", pointer)
            for path, value in _members(self.document.get("paths"))
            for item, pointer in [self.placed(value, f"/paths/{_escaped(path)}")]
            for method in item
            if method in METHODS and isinstance(item[method], dict)
        }

    def _operation(self, item: Schema, operation: Schema, pointer: str, above: str) -> OperationFacts:
        listed = [
            self.placed(parameter, f"{where}/parameters/{index}")
            for where, owner in ((above, item), (pointer, operation))
            for index, parameter in enumerate(owner.get("parameters") or ())
        ]
        body = self.placed(operation.get("requestBody"), f"{pointer}/requestBody")
        return OperationFacts(
            pointer,
            {
                parameter_key(p["in"], p["name"]): Placed(at, p["schema"] if "schema" in p else _only(p.get("content")))
                for p, at in listed
                if isinstance(p.get("in"), str) and isinstance(p.get("name"), str)
            },
            self._contents(*body),
            {
                status: self._contents(*self.placed(response, f"{pointer}/responses/{status}"))
                for status, response in _members(operation.get("responses"))
                if not status.startswith("x-")
            },
        )

    def _contents(self, holder: Schema, pointer: str) -> dict[str, Placed]:
        return {
            media: Placed(f"{pointer}/content/{_escaped(media)}", content.get("schema"))
            for media, content in _members(holder.get("content"))
            if isinstance(content, dict)
        }

    @cached_property
    def reachable(self) -> dict[str, str]:
        """Named schemas that some operation reaches: name by reference.

        One that stands nowhere but among the members of an `allOf` is a part of others, not a type of its own.
        """
        found: dict[str, str] = {}
        parts: set[str] = set()
        waiting: list[Any] = [self.document.get("paths")]
        while waiting:
            for reference, part in _references(waiting.pop()):
                if reference not in found and reference not in parts:
                    waiting.append(self.at(reference))
                if part:
                    parts.add(reference)
                else:
                    found[reference] = unquote(reference).rsplit("/", 1)[-1]
        return {reference: name for reference, name in found.items() if is_named(reference)}

    @cached_property
    def named(self) -> list[str]:
        """Names of all schemas under components."""
        components = self.document.get("components")
        return [name for name, _ in _members(components.get("schemas") if isinstance(components, dict) else None)]

    def merged(self, schema: Any, pointer: str = "", seen: frozenset[int] = frozenset()) -> Merged:
        """The schema's own words, and those of every member of its `allOf`; `pointer` is where the schema stands."""
        schema, pointer = self.placed(schema, pointer)
        if id(schema) in seen:
            return Merged()
        additional, items = schema.get("additionalProperties"), schema.get("items")
        types = schema.get("type")
        kinds = {kind for kind in (types if isinstance(types, list) else [types]) if isinstance(kind, str)}
        result = Merged(
            dict(_members(schema.get("properties"))),
            [
                Placed(f"{pointer}/{key}/{index}", alternative)
                for key in ("oneOf", "anyOf")
                for index, alternative in enumerate(schema.get(key) or ())
                if not _only_requires(alternative)
            ],
            items if isinstance(items, dict) else None,
            additional if isinstance(additional, dict) and additional else None,
            bool(kinds & {"string", "integer", "number", "boolean"}) or "enum" in schema,
            [schema],
            {name: f"{pointer}/properties/{_escaped(name)}" for name, _ in _members(schema.get("properties"))},
            frozenset(
                (name, mark)
                for name, own in _members(schema.get("properties"))
                for mark in ("readOnly", "writeOnly")
                if isinstance(own, dict) and own.get(mark) is True
            ),
        )
        for index, member in enumerate(schema.get("allOf") or ()):
            result = result.add(self.merged(member, f"{pointer}/allOf/{index}", seen | {id(schema)}))
        return result


def is_named(reference: str) -> bool:
    """Whether a reference is to one of the named schemas, not to a place inside of one."""
    return reference.startswith("#/components/schemas/") and reference.count("/") == 3


def parameter_key(location: str, name: str) -> tuple[str, str]:
    """What tells a parameter from others; case is nothing in names of headers (RFC 9110 section 5.1)."""
    return location, name.lower() if location == "header" else name


def _members(value: Any) -> Iterator[tuple[str, Any]]:
    """The members of an object; none if it is no object."""
    yield from value.items() if isinstance(value, dict) else ()


def _escaped(token: str) -> str:
    return token.replace("~", "~0").replace("/", "~1")


def _only(content: Any) -> Schema:
    first = next((value for _, value in _members(content)), None)
    schema = first.get("schema") if isinstance(first, dict) else None
    return schema if isinstance(schema, dict) else {}


def _only_requires(schema: Any) -> bool:
    """Whether an alternative constrains presence alone, so that no type stands for it."""
    return (
        isinstance(schema, dict)
        and schema.keys() <= {"required", "not", "title", "description", "properties", "type"}
        and "required" in schema
    )


def _references(value: Any, *, named: bool = False, part: bool = False) -> Iterator[tuple[str, bool]]:
    """Every reference, and whether it is one of several members of an `allOf`; not those in examples, which are data.

    `named` says that the keys of `value` are names of properties, not keywords.
    """
    if isinstance(value, dict):
        if isinstance(value.get("$ref"), str) and not named:
            yield value["$ref"], part
        for key, below in value.items():
            if key == "allOf" and not named and isinstance(below, list):
                merged = len(below) > 1 or "properties" in value or "additionalProperties" in value
                yield from (found for one in below for found in _references(one, part=merged))
            elif named or key not in {"example", "examples"}:
                yield from _references(below, named=not named and key in {"properties", "patternProperties"})
    elif isinstance(value, list):
        yield from (found for below in value for found in _references(below))
