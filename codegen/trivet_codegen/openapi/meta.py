"""OpenAPI's own meta-schemas, and what a document breaks in them, each thing said once and where it is."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import jsonschema_rs

from trivet_codegen.openapi.version import READ, Dialect, before_json_schema

_PACKAGE = "openapi_spec_validator"
"""Carries the published meta-schemas as data; its code, which is slow to import, is not used."""

_JSON_SCHEMA = "https://json-schema.org/draft/2020-12/schema"
_LONGEST = 80
_ALTERNATIVES = ("OneOfNotValid", "AnyOf")
_UNEXPECTED = ("AdditionalProperties", "UnevaluatedProperties")
_ARTICLES = {"array": "a list", "object": "an object", "integer": "an integer", "null": "null"}


@dataclass(frozen=True, slots=True)
class Breach:
    """One rule of the meta-schema that a document breaks; `path` leads to the value that breaks it."""

    path: tuple[str, ...]
    message: str
    help: str = ""


def breaches(document: Any, dialect: Dialect) -> list[Breach]:
    """What a document breaks in the meta-schema of its dialect, in the order of the meta-schema, no breach twice."""
    spoken = document.get("jsonSchemaDialect") if isinstance(document, dict) else None
    known = spoken is None or (isinstance(spoken, str) and spoken.startswith(READ))
    errors = [_Error.of(error) for error in _validator(dialect, schemas=known).iter_errors(document)]
    told = _told(errors)
    return list(dict.fromkeys(breach for error in told for breach in _breaches(error, document, dialect)))


@cache
def _meta_schema(dialect: Dialect) -> Any:
    found = find_spec(_PACKAGE)
    if found is None or not found.submodule_search_locations:
        raise ModuleNotFoundError("the extra trivet[codegen] is not installed: openapi-spec-validator is missing")
    path = Path(found.submodule_search_locations[0], "resources", "schemas", f"v{dialect}", "schema.json")
    return json.loads(path.read_bytes())


@cache
def _validator(dialect: Dialect, *, schemas: bool) -> jsonschema_rs.Validator:
    """Since OpenAPI 3.1 schemas are left to the meta-schema of JSON Schema, which is asked too if `schemas` is true."""
    whole = _meta_schema(dialect)
    if schemas and not before_json_schema(dialect):
        definitions = whole["$defs"]
        whole = {**whole, "$defs": {**definitions, "schema": {**definitions["schema"], "$ref": _JSON_SCHEMA}}}
    return jsonschema_rs.validator_for(whole, validate_formats=False)


@dataclass(frozen=True, slots=True)
class _Error:
    """A validator's error; `branches` holds those of each alternative, where none of several fits."""

    path: tuple[str, ...]
    schema_path: tuple[str, ...]
    kind: str
    facts: dict[str, Any]
    message: str
    branches: tuple[tuple[_Error, ...], ...] = ()

    @classmethod
    def of(cls, error: jsonschema_rs.ValidationError) -> _Error:
        kind = type(error.kind).__name__.rpartition("_")[2]
        context = getattr(error.kind, "context", None) or [] if kind in _ALTERNATIVES else []
        return cls(
            tuple(str(token) for token in error.instance_path),
            tuple(str(token) for token in error.schema_path),
            kind,
            error.kind.as_dict(),
            error.message,
            tuple(tuple(cls.of(inner) for inner in branch) for branch in context),
        )

    def leaves(self) -> Iterator[_Error]:
        """The errors that matter in the alternative that was probably meant, at any depth."""
        if not self.branches:
            yield self
            return
        branches = [branch for branch in self.branches if not _is_reference(branch)] or list(self.branches)
        merged = _merged(branches)
        if merged:
            yield merged
            return
        chosen = min(branches, key=self._unlikely)
        yield from (leaf for error in _told(chosen) for leaf in error.leaves())

    def _unlikely(self, branch: tuple[_Error, ...]) -> tuple[int, int, int]:
        """Sorts alternatives: the one whose `type` or `in` fits, that was got furthest in, with the fewest errors."""
        other = any(
            error.kind in ("Enum", "Constant", "Type") and len(error.path) <= len(self.path) + 1 for error in branch
        )
        return int(other), -max(len(error.path) for error in branch), len(branch)


def _is_reference(branch: tuple[_Error, ...]) -> bool:
    return any(error.kind == "Required" and error.facts.get("property") == "$ref" for error in branch)


def _merged(branches: list[tuple[_Error, ...]]) -> _Error | None:
    """One error for alternatives that each want another value, or another member, at the same place."""
    for kind, fact in (("Enum", "options"), ("Required", "property")):
        found = [next((error for error in branch if error.kind == kind), None) for branch in branches]
        errors = [error for error in found if error is not None]
        if len(errors) < len(branches) or len({error.path for error in errors}) > 1:
            continue
        if kind == "Required" and any(len(branch) > 1 for branch in branches):
            continue
        values = [error.facts[fact] for error in errors]
        wanted = [option for options in values for option in options] if kind == "Enum" else values
        return _Error(errors[0].path, errors[0].schema_path, kind, {fact: wanted}, errors[0].message)
    return None


def _told(errors: Iterable[_Error]) -> list[_Error]:
    """The errors without those that others bring about: members count as unknown where another rule failed."""
    kept = list(errors)
    mistyped = {error.path for error in kept if error.kind == "Type"}
    kept = [error for error in kept if error.kind != "Not" or error.path not in mistyped]
    conditional = {error.path for error in kept if {"then", "else"} & set(error.schema_path)}
    return [error for error in kept if error.kind != "UnevaluatedProperties" or error.path not in conditional]


def _breaches(error: _Error, document: Any, dialect: Dialect) -> Iterator[Breach]:
    for leaf in error.leaves():
        if leaf.kind in _UNEXPECTED:
            fields = _fields(leaf, dialect)
            for name in leaf.facts["unexpected"]:
                yield _unexpected(leaf, str(name), fields)
        elif leaf.kind == "PropertyNames":
            name = str(leaf.facts["error"].instance)
            yield Breach((*leaf.path, name), f"the name '{name}' may have letters, digits, '.', '-' and '_' only")
        else:
            yield Breach(leaf.path, _message(leaf, _value(document, leaf.path)))


def _unexpected(error: _Error, name: str, fields: list[str]) -> Breach:
    if error.path == ("paths",):
        return Breach((*error.path, name), f"the path '{name}' must begin with '/'")
    close = get_close_matches(name, fields, 1)
    help = f"did you mean '{close[0]}'?" if close else "names of extensions begin with 'x-'"
    return Breach((*error.path, name), f"'{name}' has no meaning here", help)


def _fields(error: _Error, dialect: Dialect) -> list[str]:
    """The members that the meta-schema knows where it met an unknown one."""
    at: Any = _meta_schema(dialect)
    for token in error.schema_path[:-1]:
        at = at[int(token)] if isinstance(at, list) else at.get(token, {})
    properties = at.get("properties") if isinstance(at, dict) else None
    return list(properties) if isinstance(properties, dict) else []


def _message(error: _Error, value: Any) -> str:
    facts = error.facts
    match error.kind:
        case "Required":
            wanted = facts["property"]
            names = [wanted] if isinstance(wanted, str) else wanted
            if names == ["required"]:
                return "a path parameter needs 'required: true'"
            return f"{_either(names)} is required"
        case "Type":
            return f"must be {_either(facts['types'], _article)}, not {_shown(value)}"
        case "Enum":
            return f"must be {_either(facts['options'], _shown)}, not {_shown(value)}"
        case "Constant":
            return f"must be {_shown(facts.get('expected_value'))}, not {_shown(value)}"
        case "Pattern":
            return f"{_shown(value)} does not match the pattern {facts.get('pattern', '')}"
        case "UniqueItems":
            return "the list holds one item twice"
        case "MinItems" | "MinProperties":
            return "must not be empty"
        case "OneOfMultipleValid":
            return "fits more than one of the alternatives, and must fit exactly one"
        case _:
            return error.message if len(error.message) <= 2 * _LONGEST else f"{error.message[: 2 * _LONGEST]}…"


def _either(values: Iterable[Any], shown: Any = lambda name: f"'{name}'") -> str:
    words = [shown(value) for value in values]
    return " or ".join(filter(None, [", ".join(words[:-1]), words[-1]])) if words else "something else"


def _article(kind: str) -> str:
    return _ARTICLES.get(kind, f"a {kind}")


def _shown(value: Any) -> str:
    if isinstance(value, dict):
        return "an object"
    if isinstance(value, list):
        return "a list"
    if isinstance(value, str):
        return f"'{value}'" if len(value) <= _LONGEST else f"'{value[:_LONGEST]}…'"
    return json.dumps(value)


def _value(document: Any, path: tuple[str, ...]) -> Any:
    for token in path:
        try:
            document = document[int(token)] if isinstance(document, list) else document[token]
        except (KeyError, IndexError, ValueError, TypeError):
            return None
    return document
