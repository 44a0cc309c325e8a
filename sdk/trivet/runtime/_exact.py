"""The exact pass: a pydantic core schema that accepts what the contract says and nothing else.

pydantic converts by default ("1" to 1, True to 1, timestamps to dates). A contract does not: the pass
walks the core schema of one model (or of one bare type), makes the scalars strict and narrows the types that
travel as JSON strings to their RFC form. JSON text and Python values are read alike, because deferred edges
and typed dicts hand over Python values.

Core schemas are plain dicts; they are changed in place, because pydantic has just made them for us.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from . import _scalars, _text
from ._late import EXCLUSIVE, MARK, Late, holds_deferred, plain
from ._text import FLAVOUR

Schema = dict[str, Any]

DONE = "trivet_exact"
"""Metadata key of a model schema that has been through the pass: it is not walked again."""


def exact(schema: Any) -> Any:
    """The schema, exact; models inside are left alone, they have been or will be through their own pass."""
    rule = _RULES.get(schema["type"])
    if rule is None:
        return schema
    metadata = schema.get("metadata")
    made = rule(schema)
    if metadata and FLAVOUR in metadata and "unique" in metadata[FLAVOUR]:
        from ._types import unique_items

        made = {"type": "function-after", "function": {"type": "no-info", "function": unique_items}, "schema": made}
    return made


def exact_model(schema: Any, cls: type) -> Any:
    """The schema of the model `cls` itself, exact, and held to the keywords of the class."""
    node = schema
    while node.get("cls") is not cls:
        node = node.get("schema")
        if node is None:
            return schema  # a reference: the class is being built further up
    metadata = node.setdefault("metadata", {})
    if not metadata.get(DONE):
        metadata[DONE] = True
        node["schema"] = exact(node["schema"])
        keywords = getattr(cls, "__keywords__", None)
        if keywords is not None and node is schema:
            return keywords.of_model(schema)
    return schema


def _list(schema: Schema) -> Schema:
    schema["strict"] = True
    if "items_schema" in schema:
        schema["items_schema"] = exact(schema["items_schema"])
    return schema


def _dict(schema: Schema) -> Schema:
    schema["strict"] = True
    for key in ("keys_schema", "values_schema"):
        if key in schema:
            schema[key] = exact(schema[key])
    return schema


def _as_tuple(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value


def _tuple(schema: Schema) -> Schema:
    """A tuple from a JSON array, which is a list as soon as a function of Python stands around it."""
    schema["strict"] = True
    schema["items_schema"] = [exact(item) for item in schema["items_schema"]]
    return {"type": "function-before", "function": {"type": "no-info", "function": _as_tuple}, "schema": schema}


def _inner(schema: Schema) -> Schema:
    schema["schema"] = exact(schema["schema"])
    return schema


def _chain(schema: Schema) -> Schema:
    schema["steps"] = [exact(step) for step in schema["steps"]]
    return schema


def _fields(schema: Schema) -> Schema:
    for field in schema["fields"].values():
        field["schema"] = exact(field["schema"])
    if "extras_schema" in schema:
        schema["extras_schema"] = exact(schema["extras_schema"])
    return schema


def _union(schema: Schema) -> Schema:
    """A smart union with readable labels, which are what error locations show."""
    choices: list[Any] = []
    for choice in schema["choices"]:
        node, label = choice if isinstance(choice, tuple) else (choice, None)
        label = label or label_of(node)
        made = exact(node)
        choices.append((made, label) if label else made)
    schema["choices"] = choices
    bare = [choice[0] if isinstance(choice, tuple) else choice for choice in choices]
    if (schema.get("metadata") or {}).get(EXCLUSIVE):
        from ._keywords import Exclusive

        return plain(Exclusive(schema))
    if schema.get("mode", "smart") == "smart":
        if any(map(holds_deferred, bare)):
            return plain(Late(schema))
        if sum(node["type"] in _OBJECTS for node in bare) > 1:
            # Read as Python values: there pydantic counts only declared fields when it looks for the best
            # match, while from JSON text it counts unknown properties too and every model matches alike.
            return {"type": "chain", "steps": [{"type": "any"}, schema]}
    return schema


_OBJECTS = frozenset({"model", "definition-ref", "definitions", "typed-dict"})
_LABELS = {
    "datetime": "date-time",
    "timedelta": "duration",
    "literal": "enum",
    "int": "integer",
    "float": "number",
    "str": "string",
    "bool": "boolean",
    "list": "array",
    "tuple": "array",
    "dict": "object",
}


def label_of(schema: Schema) -> str | None:
    """What error locations say for this member of a union; None leaves it to pydantic (the model's name)."""
    if "schema_ref" in schema:
        return str(schema["schema_ref"]).partition(":")[0].rpartition(".")[2]
    mark = (schema.get("metadata") or {}).get(MARK)
    if mark is not None:
        return str(mark)
    if schema["type"] in _OBJECTS:
        return None
    kind = str(schema["type"])
    if kind in ("function-wrap", "function-after", "function-before"):
        return label_of(schema["schema"])
    return _LABELS.get(kind, kind.partition("-")[0])


def _tagged(schema: Schema) -> Schema:
    schema["choices"] = {tag: exact(choice) for tag, choice in schema["choices"].items()}
    return schema


def _both(schema: Schema) -> Schema:
    for key in ("json_schema", "python_schema", "lax_schema", "strict_schema"):
        if key in schema:
            schema[key] = exact(schema[key])
    return schema


_RULES: dict[str, Callable[[Schema], Schema]] = {
    **_scalars.RULES,
    **_text.RULES,
    "list": _list,
    "dict": _dict,
    "tuple": _tuple,
    "nullable": _inner,
    "default": _inner,
    "model-field": _inner,
    "custom-error": _inner,
    "function-before": _inner,
    "function-after": _inner,
    "function-wrap": _inner,
    "chain": _chain,
    "model-fields": _fields,
    "typed-dict": _fields,
    "union": _union,
    "tagged-union": _tagged,
    "json-or-python": _both,
    "lax-or-strict": _both,
}
