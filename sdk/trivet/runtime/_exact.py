"""The exact pass: a pydantic core schema that accepts what the contract says and nothing else.

pydantic converts by default ("1" to 1, True to 1, timestamps to dates). A contract does not: the pass
walks the core schema of one model (or of one bare type), makes the scalars strict and narrows the types that
travel as JSON strings to their RFC form. JSON text and Python values are read alike, because deferred edges
and typed dicts hand over Python values.

Core schemas are plain dicts; they are changed in place, because pydantic has just made them for us.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable
from typing import Any

from pydantic_core import PydanticCustomError

from . import _patterns
from ._late import MARK, Late, holds_deferred, plain

Schema = dict[str, Any]

DONE = "trivet_exact"
"""Metadata key of a model schema that has been through the pass: it is not walked again."""

FLAVOUR = "trivet_flavour"
"""Metadata key by which the annotations of `_types` ask the pass for something special."""


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
    """The schema of the model `cls` itself, exact."""
    node = schema
    while node.get("cls") is not cls:
        node = node.get("schema")
        if node is None:
            return schema  # a reference: the class is being built further up
    metadata = node.setdefault("metadata", {})
    if not metadata.get(DONE):
        metadata[DONE] = True
        node["schema"] = exact(node["schema"])
    return schema


def _strict(schema: Schema) -> Schema:
    schema["strict"] = True
    return schema


def _str(schema: Schema) -> Schema:
    schema["strict"] = True
    if "pattern" in schema:
        _patterns.apply(schema)
    return schema


def _float(schema: Schema) -> Schema:
    schema["strict"] = True
    schema["allow_inf_nan"] = False
    return schema


def _whole(value: float) -> int:
    """The integer that a JSON number such as `1.0` is (JSON Schema 2020-12 validation, 6.1.1)."""
    if not value.is_integer():
        raise ValueError("has a fractional part")
    return int(value)


_INTEGER: Schema = {
    "type": "union",
    "mode": "left_to_right",
    "choices": [
        {"type": "int", "strict": True},
        {
            "type": "chain",
            "steps": [{"type": "float", "strict": True, "allow_inf_nan": False}, plain(_whole)],
        },
    ],
    "custom_error_type": "int_type",
    "serialization": {"type": "int"},
}


def _int(schema: Schema) -> Schema:
    if not schema.keys() & {"ge", "gt", "le", "lt", "multiple_of"}:
        return dict(_INTEGER)
    schema["strict"] = True
    return {"type": "chain", "steps": [dict(_INTEGER), schema]}


def _literal(schema: Schema) -> Schema:
    """Literals by JSON equality: 1 is 1.0, and True is not 1."""
    expected = schema["expected"]
    booleans = [v for v in expected if isinstance(v, bool)]
    integers = [v for v in expected if isinstance(v, int) and not isinstance(v, bool)]
    if not booleans and not integers:
        return schema
    others = [v for v in expected if not isinstance(v, int)]
    choices: list[Schema] = []
    if others:
        choices.append({"type": "literal", "expected": others})
    if booleans:
        choices.append(
            {"type": "chain", "steps": [{"type": "bool", "strict": True}, _of("literal", expected=booleans)]}
        )
    if integers:
        choices.append({"type": "chain", "steps": [dict(_INTEGER), _of("literal", expected=integers)]})
    words = [repr(v) for v in expected]
    one_of = " or ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else words[0]
    return {
        "type": "custom-error",
        "schema": {"type": "union", "mode": "left_to_right", "choices": choices},
        "custom_error_type": "literal_error",
        "custom_error_context": {"expected": one_of},
        "serialization": {"type": "any"},
    }


def _of(kind: str, **rest: Any) -> Schema:
    return {"type": kind, **rest}


def _text_form(pattern: str, error: str, message: str, **parse: Any) -> Callable[[Schema], Schema]:
    """A rule for a type that is an instance in Python and a string of one form in JSON."""

    def rule(schema: Schema) -> Schema:
        schema.update(parse)
        text = {"type": "chain", "steps": [{"type": "str", "strict": True, "pattern": pattern}, schema]}
        instance = {**schema, "strict": True}
        either = {"type": "union", "mode": "left_to_right", "choices": [instance, text]}
        return {
            "type": "custom-error",
            "schema": {"type": "json-or-python", "json_schema": text, "python_schema": either},
            "custom_error_type": error,
            "custom_error_message": message,
        }

    return rule


_DATE = r"\d{4}-\d{2}-\d{2}"
_TIME = r"\d{2}:\d{2}:\d{2}(\.\d+)?([Zz]|[+-]\d{2}:\d{2})"
_CLOCK = r"(\d+H(\d+M)?(\d+(\.\d{1,6})?S)?|\d+M(\d+(\.\d{1,6})?S)?|\d+(\.\d{1,6})?S)"
_DURATION = rf"^-?P(\d+W|\d+D(T{_CLOCK})?|T{_CLOCK})$"
_NUMBER = r"^-?\d+(\.\d+)?([eE][+-]?\d+)?$"
_BOUNDS = frozenset({"ge", "gt", "le", "lt", "multiple_of", "max_digits", "decimal_places"})


def _decimal(schema: Schema) -> Schema:
    schema["allow_inf_nan"] = False
    bounds = {key: schema.pop(key) for key in _BOUNDS & schema.keys()}
    flavour = (schema.get("metadata") or {}).get(FLAVOUR, ())
    if "number" in flavour:
        from ._types import decimal_as_number

        schema.pop("serialization", None)
        text = {"type": "chain", "steps": [_number_value(), {"type": "decimal", "allow_inf_nan": False}]}
        either = _of("union", mode="left_to_right", choices=[{**schema, "strict": True}, text])
        read: Schema = {
            "type": "custom-error",
            "schema": {"type": "json-or-python", "json_schema": text, "python_schema": either},
            "custom_error_type": "float_type",
        }
        write = _of("function-plain", function=decimal_as_number, when_used="json")
    else:
        read, write = _DECIMAL_TEXT(schema), None
    if bounds:
        read = {"type": "chain", "steps": [read, {"type": "decimal", **bounds}]}
    if write:
        read["serialization"] = write
    return read


def _number_value() -> Schema:
    """A JSON number and no string, kept as pydantic's JSON reader has it: `int` or `float`."""
    integer: Schema = {"type": "int", "strict": True}
    number: Schema = {"type": "float", "strict": True, "allow_inf_nan": False}
    return {"type": "union", "mode": "left_to_right", "choices": [integer, number]}


_DECIMAL_TEXT = _text_form(
    _NUMBER, "decimal_text", "Input should be a decimal number in a string, such as '12.50', or a finite Decimal"
)


def _bytes(schema: Schema) -> Schema:
    bounds = {key: schema[key] for key in ("min_length", "max_length") if key in schema}
    read = plain(_from_base64)
    if bounds:
        read = {"type": "chain", "steps": [read, {"type": "bytes", "strict": True, **bounds}]}
    read["serialization"] = _of("function-plain", function=_to_base64, when_used="json")
    return read


def _from_base64(value: object) -> bytes:
    if isinstance(value, bytes):
        return value
    if isinstance(value, str):
        try:
            return base64.b64decode(value.encode("ascii"), validate=True)
        except (binascii.Error, UnicodeEncodeError):
            pass
    raise PydanticCustomError("base64", "Input should be bytes, or base64 of RFC 4648 section 4 in a string")


def _to_base64(value: object) -> object:
    return base64.b64encode(value).decode("ascii") if isinstance(value, bytes) else value


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
    """A tuple from a JSON array; in Python mode from a list too, which is what a JSON array is there."""
    schema["strict"] = True
    schema["items_schema"] = [exact(item) for item in schema["items_schema"]]
    before = {"type": "function-before", "function": {"type": "no-info", "function": _as_tuple}, "schema": schema}
    return {"type": "json-or-python", "json_schema": schema, "python_schema": before}


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
    mark = (schema.get("metadata") or {}).get(MARK)
    if mark is not None:
        return str(mark)
    if schema["type"] in _OBJECTS:
        return None
    kind = str(schema["type"])
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
    "str": _str,
    "bool": _strict,
    "int": _int,
    "float": _float,
    "literal": _literal,
    "decimal": _decimal,
    "bytes": _bytes,
    "date": _text_form(f"^{_DATE}$", "date_text", "Input should be an RFC 3339 full-date, such as 2024-05-17"),
    "datetime": _text_form(
        f"^{_DATE}[Tt]{_TIME}$",
        "date_time_text",
        "Input should be an RFC 3339 date-time with an offset, such as 2024-05-17T09:30:00Z",
        tz_constraint="aware",
    ),
    "time": _text_form(
        f"^{_TIME}$",
        "time_text",
        "Input should be an RFC 3339 full-time with an offset, such as 09:30:00Z",
        tz_constraint="aware",
    ),
    "timedelta": _text_form(
        _DURATION,
        "duration_text",
        "Input should be an ISO 8601 duration of weeks, or of days, hours, minutes and seconds, such as P1DT12H"
        " (years and months have no fixed length)",
    ),
    "uuid": _text_form(
        "^[0-9a-fA-F]{8}-([0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}$",
        "uuid_text",
        "Input should be an RFC 9562 UUID, such as 123e4567-e89b-12d3-a456-426614174000",
    ),
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
