"""Exact schemas of what is an instance in Python and a string (or number) of one form in JSON."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

from pydantic_core import PydanticCustomError

from ._late import plain

Schema = dict[str, Any]

FLAVOUR = "trivet_flavour"
"""Metadata key by which the annotations of `_types` ask the pass for something special."""


def _text_form(form: Schema, error: str, message: str, **parse: Any) -> Callable[[Schema], Schema]:
    """A rule for a type that is an instance in Python and a string of one form in JSON."""

    def rule(schema: Schema) -> Schema:
        schema.update(parse)
        text = {"type": "chain", "steps": [{"type": "str", "strict": True, **form}, schema]}
        instance = {**schema, "strict": True}
        either = {"type": "union", "mode": "left_to_right", "choices": [instance, text]}
        return {
            "type": "custom-error",
            "schema": {"type": "json-or-python", "json_schema": text, "python_schema": either},
            "custom_error_type": error,
            "custom_error_message": message,
        }

    return rule


_DATE = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_TIME = r"[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?([Zz]|[+-][0-9]{2}:[0-9]{2})"
_CLOCK = r"([0-9]+H([0-9]+M)?([0-9]+(\.[0-9]{1,6})?S)?|[0-9]+M([0-9]+(\.[0-9]{1,6})?S)?|[0-9]+(\.[0-9]{1,6})?S)"
_DURATION = rf"^-?P([0-9]+W|[0-9]+D(T{_CLOCK})?|T{_CLOCK})$"
_NUMBER = r"^-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?$"
_BOUNDS = frozenset({"ge", "gt", "le", "lt", "multiple_of", "max_digits", "decimal_places"})


def _decimal(schema: Schema) -> Schema:
    schema["allow_inf_nan"] = False
    bounds = {key: schema.pop(key) for key in _BOUNDS & schema.keys()}
    flavour = (schema.get("metadata") or {}).get(FLAVOUR, ())
    if "number" in flavour:
        schema.pop("serialization", None)
        text = {"type": "chain", "steps": [_number_value(), {"type": "decimal", "allow_inf_nan": False}]}
        either = {"type": "union", "mode": "left_to_right", "choices": [{**schema, "strict": True}, text]}
        read: Schema = {
            "type": "custom-error",
            "schema": {"type": "json-or-python", "json_schema": text, "python_schema": either},
            "custom_error_type": "float_type",
        }
        write = _json_writer(_decimal_as_number)
    else:
        read, write = _DECIMAL_TEXT(schema), None
    if bounds:
        read = {"type": "chain", "steps": [read, {"type": "decimal", **bounds}]}
    if write:
        read["serialization"] = write
    return read


def _decimal_as_number(value: Any) -> Any:
    """The shortest JSON number that reads as the decimal, as far as a double can say it."""
    if not isinstance(value, Decimal):
        return value
    return int(value) if value == value.to_integral_value() else float(value)


def _number_value() -> Schema:
    """A JSON number and no string, kept as pydantic's JSON reader has it: `int` or `float`."""
    integer: Schema = {"type": "int", "strict": True}
    number: Schema = {"type": "float", "strict": True, "allow_inf_nan": False}
    return {"type": "union", "mode": "left_to_right", "choices": [integer, number]}


_DECIMAL_TEXT = _text_form(
    {"pattern": _NUMBER},
    "decimal_text",
    "Input should be a decimal number in a string, such as '12.50', or a finite Decimal",
)


_DURATION_TEXT = _text_form(
    {"pattern": _DURATION},
    "duration_text",
    "Input should be an ISO 8601 duration of weeks, or of days, hours, minutes and seconds, such as P1DT12H"
    " (years and months have no fixed length)",
)


def _duration(schema: Schema) -> Schema:
    made = _DURATION_TEXT(schema)
    made["serialization"] = _json_writer(_iso_duration)
    return made


def _iso_duration(value: object) -> object:
    """The duration in days, hours, minutes and seconds; pydantic itself would write 365 days as a year."""
    if not isinstance(value, timedelta):
        return value
    sign, rest = ("-", -value) if value < timedelta() else ("", value)
    minutes, seconds = divmod(rest.seconds, 60)
    hours, minutes = divmod(minutes, 60)
    fraction = f".{rest.microseconds:06}".rstrip("0") if rest.microseconds else ""
    days = f"{rest.days}D" if rest.days else ""
    if days and not rest.seconds and not rest.microseconds:
        return f"{sign}P{days}"
    clock = f"{hours}H" if hours else ""
    small = bool(seconds or fraction)
    if minutes or (hours and small):  # no unit between two others may be missing (RFC 3339 appendix A)
        clock += f"{minutes}M"
    if small or not clock:
        clock += f"{seconds}{fraction}S"
    return f"{sign}P{days}T{clock}"


def _bytes(schema: Schema) -> Schema:
    bounds = {key: schema[key] for key in ("min_length", "max_length") if key in schema}
    read = plain(_from_base64)
    if bounds:
        read = {"type": "chain", "steps": [read, {"type": "bytes", "strict": True, **bounds}]}
    read["serialization"] = _json_writer(_to_base64)
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


def _json_writer(function: Callable[[Any], Any]) -> Schema:
    return {"type": "function-plain", "function": function, "when_used": "json"}


RULES: dict[str, Callable[[Schema], Schema]] = {
    "decimal": _decimal,
    "bytes": _bytes,
    "date": _text_form(
        {"pattern": f"^{_DATE}$"}, "date_text", "Input should be an RFC 3339 full-date, such as 2024-05-17"
    ),
    "datetime": _text_form(
        {"pattern": f"^{_DATE}[Tt]{_TIME}$"},
        "date_time_text",
        "Input should be an RFC 3339 date-time with an offset, such as 2024-05-17T09:30:00Z",
        tz_constraint="aware",
    ),
    "time": _text_form(
        {"pattern": f"^{_TIME}$"},
        "time_text",
        "Input should be an RFC 3339 full-time with an offset, such as 09:30:00Z",
        tz_constraint="aware",
    ),
    "timedelta": _duration,
    "uuid": _text_form(
        {"min_length": 36, "max_length": 36},  # of what pydantic reads, only the form of the RFC is so long
        "uuid_text",
        "Input should be an RFC 9562 UUID, such as 123e4567-e89b-12d3-a456-426614174000",
    ),
}
"""What the exact pass does to a schema of each type."""
