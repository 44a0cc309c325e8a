"""The relaxed pass: from the same core schema, a validator that lets deviations through.

Each property and item becomes "itself, else anything as it came", required properties may be absent, and the
constraints on containers go. Models stay models wherever the value is an object.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, cast

from ._late import late_part, plain

if TYPE_CHECKING:
    from pydantic_core import CoreSchema, SchemaValidator

Schema = dict[str, Any]

_ANY: Schema = {"type": "any"}
_SUFFIX = ":relaxed"


def relaxed_validator(schema: Schema, *, exact_first: bool = True) -> SchemaValidator:
    """A validator that never fails on JSON; without `exact_first`, the schema, a union, is not tried as it is.

    Built without what classes have prebuilt, because those validators are the exact ones.
    """
    from pydantic_core import SchemaValidator

    return SchemaValidator(cast("CoreSchema", _root(schema, exact_first)), _use_prebuilt=False)


def _root(schema: Schema, exact_first: bool) -> Schema:
    loose = _loose if exact_first else _inexact
    if schema["type"] != "definitions":
        return loose(schema)
    # The exact definitions stay next to the relaxed ones: unions are tried exactly first.
    relaxed = [{**_relax(definition), "ref": definition["ref"] + _SUFFIX} for definition in schema["definitions"]]
    return {**schema, "schema": loose(schema["schema"]), "definitions": [*schema["definitions"], *relaxed]}


def _either(*choices: Schema) -> Schema:
    return {"type": "union", "mode": "left_to_right", "choices": list(choices)}


def _loose(schema: Schema) -> Schema:
    """The schema relaxed, else anything."""
    if schema["type"] == "any":
        return schema
    if schema["type"] == "default":
        return {**schema, "schema": _loose(schema["schema"])}
    return _either(_relax(schema), _ANY)


def _relax(schema: Schema) -> Schema:
    """The schema with everything inside it let through; itself if there is nothing inside."""
    rule = _RULES.get(schema["type"])
    if rule is None:
        return schema
    made = rule(schema)
    made.pop("ref", None)
    return made


def _model(schema: Schema) -> Schema:
    config = {**schema.get("config", {}), "extra_fields_behavior": "allow"}
    return {**schema, "schema": _relax(schema["schema"]), "config": config}


def _fields(schema: Schema) -> Schema:
    fields: dict[str, Schema] = {}
    for name, field in schema["fields"].items():
        inner = _loose(field["schema"])
        if inner["type"] != "default":
            inner = {"type": "default", "schema": inner, "default": None}
        fields[name] = {**field, "schema": inner}
    made = {**schema, "fields": fields}
    made.pop("extra_behavior", None)
    if "extras_schema" in made:
        made["extras_schema"] = _loose(made["extras_schema"])
    return made


def _list(schema: Schema) -> Schema:
    made = {key: value for key, value in schema.items() if key not in ("min_length", "max_length")}
    if "items_schema" in made:
        made["items_schema"] = _loose(made["items_schema"])
    return made


def _dict(schema: Schema) -> Schema:
    made = {key: value for key, value in schema.items() if key not in ("min_length", "max_length", "keys_schema")}
    if "values_schema" in made:
        made["values_schema"] = _loose(made["values_schema"])
    return made


def _inner(schema: Schema) -> Schema:
    return {**schema, "schema": _relax(schema["schema"])}


def _unwrapped(schema: Schema) -> Schema:
    return dict(_relax(schema["schema"]))


def _chain(schema: Schema) -> Schema:
    first, *rest = schema["steps"]
    if first["type"] != "any":
        return dict(schema)  # a scalar in steps
    return {**schema, "steps": [first, *map(_relax, rest)]}


def _union(schema: Schema) -> Schema:
    if schema.get("mode", "smart") != "smart":
        return dict(schema)  # one type in several forms
    return _either(schema, _alternatives(schema))


def _alternatives(union: Schema) -> Schema:
    choices = [choice[0] if isinstance(choice, tuple) else choice for choice in union["choices"]]
    return {"type": "union", "choices": [_relax(choice) for choice in choices]}


def _inexact(schema: Schema) -> Schema:
    """The same of a union that the value is known not to fit."""
    return _either(_alternatives(schema), _ANY) if schema["type"] == "union" else _loose(schema)


def _tagged(schema: Schema) -> Schema:
    return {**schema, "choices": {tag: _relax(choice) for tag, choice in schema["choices"].items()}}


def _both(schema: Schema) -> Schema:
    return {**schema, "json_schema": _relax(schema["json_schema"]), "python_schema": _relax(schema["python_schema"])}


def _reference(schema: Schema) -> Schema:
    return {**schema, "schema_ref": schema["schema_ref"] + _SUFFIX}


def _plain(schema: Schema) -> Schema:
    part = late_part(schema)
    return plain(part.tolerant) if part is not None else dict(schema)


_RULES: dict[str, Callable[[Schema], Schema]] = {
    "model": _model,
    "model-fields": _fields,
    "typed-dict": _fields,
    "list": _list,
    "dict": _dict,
    "nullable": _inner,
    "default": _inner,
    "function-before": _inner,
    "function-after": _unwrapped,
    "function-wrap": _unwrapped,
    "chain": _chain,
    "union": _union,
    "tagged-union": _tagged,
    "json-or-python": _both,
    "definition-ref": _reference,
    "function-plain": _plain,
}
