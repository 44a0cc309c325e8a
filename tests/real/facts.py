"""What a vendor's document says, read by a walker that shares nothing with the generator."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
Schema = Mapping[str, Any]


@dataclass(frozen=True)
class OperationFacts:
    """Schemas by where they stand; None where the document gives no schema."""

    pointer: str
    parameters: Mapping[tuple[str, str], Schema]
    body: Mapping[str, Schema | None]
    responses: Mapping[str, Mapping[str, Schema | None]]


@dataclass(frozen=True)
class Merged:
    """A schema with its `allOf` laid together."""

    properties: dict[str, Schema] = field(default_factory=dict)
    alternatives: list[Schema] = field(default_factory=list)
    items: Schema | None = None
    additional: Schema | None = None
    scalar: bool = False

    def add(self, other: Merged) -> Merged:
        return Merged(
            {**self.properties, **other.properties},
            [*self.alternatives, *other.alternatives],
            self.items or other.items,
            self.additional or other.additional,
            self.scalar or other.scalar,
        )


class Facts:
    def __init__(self, path: Path) -> None:
        self.document: dict[str, Any] = json.loads(path.read_bytes())

    def target(self, value: Schema) -> Schema:
        """What a chain of local references ends at."""
        while isinstance(reference := value.get("$ref"), str):
            value = self.at(reference)
        return value

    def at(self, reference: str) -> Schema:
        node: Any = self.document
        for token in reference.removeprefix("#/").split("/"):
            node = node[token.replace("~1", "/").replace("~0", "~")]
        assert isinstance(node, dict)
        return node

    @cached_property
    def operations(self) -> dict[tuple[str, str], OperationFacts]:
        return {
            (method.upper(), path): self._operation(
                item, method, f"/paths/{path.replace('~', '~0').replace('/', '~1')}"
            )
            for path, item in self.document["paths"].items()
            for method in item
            if method in METHODS
        }

    def _operation(self, item: Schema, method: str, pointer: str) -> OperationFacts:
        operation = item[method]
        listed = [self.target(p) for p in (*item.get("parameters", ()), *operation.get("parameters", ()))]
        body = self.target(operation.get("requestBody", {}))
        return OperationFacts(
            f"{pointer}/{method}",
            {(p["in"], p["name"]): p["schema"] if "schema" in p else _only(p["content"]) for p in listed},
            {media: content.get("schema") for media, content in body.get("content", {}).items()},
            {
                status: {m: c.get("schema") for m, c in self.target(response).get("content", {}).items()}
                for status, response in operation.get("responses", {}).items()
            },
        )

    @cached_property
    def reachable(self) -> dict[str, str]:
        """Named schemas that some operation reaches: name by reference.

        One that stands nowhere but among the members of an `allOf` is a part of others, not a type of its own.
        """
        found: dict[str, str] = {}
        parts: set[str] = set()
        waiting: list[Any] = [self.document["paths"]]
        while waiting:
            for reference, part in _references(waiting.pop()):
                if reference not in found and reference not in parts:
                    waiting.append(self.at(reference))
                if part:
                    parts.add(reference)
                else:
                    found[reference] = reference.rsplit("/", 1)[-1]
        return {reference: name for reference, name in found.items() if reference.startswith("#/components/schemas/")}

    def merged(self, schema: Schema) -> Merged:
        """The schema's own words, and those of every member of its `allOf`."""
        schema = self.target(schema)
        additional = schema.get("additionalProperties")
        types = schema.get("type")
        kinds = set(types if isinstance(types, list) else [types])
        result = Merged(
            dict(schema.get("properties", {})),
            [s for key in ("oneOf", "anyOf") for s in schema.get(key, ()) if not _only_requires(s)],
            schema.get("items"),
            additional if isinstance(additional, dict) and additional else None,
            bool(kinds & {"string", "integer", "number", "boolean"}) or "enum" in schema,
        )
        for member in schema.get("allOf", ()):
            result = result.add(self.merged(member))
        return result


def _only(content: Mapping[str, Schema]) -> Schema:
    schema = next(iter(content.values())).get("schema", {})
    assert isinstance(schema, dict)
    return schema


def _only_requires(schema: Schema) -> bool:
    """Whether an alternative constrains presence alone, so that no type stands for it."""
    return schema.keys() <= {"required", "not", "title", "description", "properties", "type"} and "required" in schema


def _references(value: Any, *, named: bool = False, part: bool = False) -> Iterator[tuple[str, bool]]:
    """Every reference, and whether it is one of several members of an `allOf`; not those in examples, which are data.

    `named` says that the keys of `value` are names of properties, not keywords.
    """
    if isinstance(value, dict):
        if isinstance(value.get("$ref"), str) and not named:
            yield value["$ref"], part
        for key, below in value.items():
            if key == "allOf" and not named:
                yield from (found for one in below for found in _references(one, part=len(below) > 1))
            elif named or key not in {"example", "examples"}:
                yield from _references(below, named=not named and key in {"properties", "patternProperties"})
    elif isinstance(value, list):
        yield from (found for below in value for found in _references(below))
