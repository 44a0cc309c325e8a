"""Scalars, and the keywords about them."""

from __future__ import annotations

import re
from typing import Any, cast

from trivet_codegen.ir.letter import TEXT_FORMATS
from trivet_codegen.ir.reading import Reading, shown
from trivet_codegen.ir.shapes import About, Scalar, ScalarType
from trivet_codegen.openapi.schema import Schema, bounds
from trivet_codegen.problem import Place

_AS_TEXT = "leave the format out to have such values too, as texts"
_WITH_SLASHES = re.compile(r"/(\^.*\$)/([a-z]*)", re.DOTALL)
_FLAGS_OF_NO_MEANING = frozenset("guy")
"""For the question whether a text matches as a whole."""


def scalar(reading: Reading, type: ScalarType, schema: Schema, about: About) -> Scalar:
    """The scalar of this type with the constraints that apply to it (those of other types have no effect)."""
    spoken = schema.get("format")
    format = spoken if isinstance(spoken, str) and spoken else "binary" if is_raw(schema) else None
    annotated = "formats" in reading.to_the_letter
    if annotated and (type != "string" or format in TEXT_FORMATS):
        format = None
    if format == "duration" and type == "string":
        message = "durations of years or months are refused: they have no fixed length"
        reading.read_as(about.place.child("format"), "duration-calendar", message, _AS_TEXT)
    if len(schema) == ("type" in schema) + ("format" in schema):
        return Scalar(about=about, type=type, format=format)
    place = about.place
    if type == "string":
        return Scalar(
            about=about,
            type=type,
            format=format,
            min_length=count(reading, schema, "minLength", place),
            max_length=count(reading, schema, "maxLength", place),
            pattern=pattern(reading, schema, place),
            content_media_type=text(reading, schema, "contentMediaType", place),
            content_encoding=None if annotated else text(reading, schema, "contentEncoding", place),
        )
    if type in ("integer", "number"):
        limits = bounds(schema)
        return Scalar(
            about=about,
            type=type,
            format=format,
            minimum=number(reading, limits, "minimum", place),
            maximum=number(reading, limits, "maximum", place),
            exclusive_minimum=number(reading, limits, "exclusiveMinimum", place),
            exclusive_maximum=number(reading, limits, "exclusiveMaximum", place),
            multiple_of=step(reading, schema, place),
        )
    return Scalar(about=about, type=type, format=format)


def count(reading: Reading, schema: Schema, keyword: str, place: Place) -> int | None:
    """The whole number of a keyword as minLength; None if it is not given, or, with a problem, if it is none.

    More than 2 to the power of 53 is none: no length is that large, and no validator can hold it.
    """
    value = schema.get(keyword)
    if value is None:
        return None
    if isinstance(value, int | float) and not isinstance(value, bool) and value == value // 1 and 0 <= value < 2**53:
        return int(value)
    _not_usable(reading, place, keyword, value, "a whole number from 0")
    return None


def is_raw(schema: Schema) -> bool:
    """Whether the schema is about bytes as they are, which have no type in JSON (OpenAPI 3.1.1 section 4.4.4)."""
    given = schema.get("contentMediaType")
    if "type" in schema or "contentEncoding" in schema or not isinstance(given, str):
        return False
    essence = given.partition(";")[0].strip().lower()
    return not (essence.startswith("text/") or essence.endswith(("/json", "+json", "/xml", "+xml")))


def number(reading: Reading, schema: Schema, keyword: str, place: Place) -> int | float | None:
    """The number of a keyword as minimum; None if it is not given, or, with a problem, if it is none."""
    value = schema.get(keyword)
    if value is None or (isinstance(value, (int, float)) and not isinstance(value, bool)):
        return value
    _not_usable(reading, place, keyword, value, "a number")
    return None


def step(reading: Reading, schema: Schema, place: Place) -> int | float | None:
    """The number of multipleOf, which is more than 0; None if it is not given, or, with a problem, if it is none."""
    value = number(reading, schema, "multipleOf", place)
    if value is None or value > 0:
        return value
    _not_usable(reading, place, "multipleOf", value, "a number above 0")
    return None


def text(reading: Reading, schema: Schema, keyword: str, place: Place) -> str | None:
    """The text of a keyword as pattern; None if it is not given, or, with a problem, if it is none."""
    value = schema.get(keyword)
    if value is None or isinstance(value, str):
        return value
    _not_usable(reading, place, keyword, value, "a text")
    return None


def pattern(reading: Reading, schema: Schema, place: Place) -> str | None:
    """The regular expression of `pattern`; without the slashes that part it from other source code."""
    given = text(reading, schema, "pattern", place)
    written = _WITH_SLASHES.fullmatch(given) if given is not None else None
    if written is None:
        return given
    inner, flags = written.groups()
    kept = inner if set(flags) <= _FLAGS_OF_NO_MEANING else None
    fate = f"taken as {inner!r:.60}" if kept is not None else f"with its flags '{flags}' it is left out"
    message = f"the pattern stands between slashes, as in source code, and no text matches those; {fate}"
    reading.warn(place.child("pattern"), "pattern-slashes", message, "write the regular expression alone")
    return kept


def _not_usable(reading: Reading, place: Place, keyword: str, value: Any, wanted: str) -> None:
    reading.warn(
        place.child(keyword), "constraint-type", f"{keyword} must be {wanted}, not {shown(value)}; it is left out"
    )


def note_null(reading: Reading, place: Place) -> None:
    """Notes that `nullable` counts though no type stands beside it (only OpenAPI 3.0 has the keyword)."""
    if reading.dialect(place.document) == "3.0":
        message = "nullable counts only beside a type, to the letter of OpenAPI 3.0.3; null is taken to be allowed"
        help = "list {type: object, nullable: true, enum: [null]} among alternatives, or go on to OpenAPI 3.1"
        reading.read_as(place.child("nullable"), "nullable-untyped", message, help)


def as_scalar_type(type: str) -> ScalarType:
    """A JSON type that is known to be scalar."""
    return cast(ScalarType, type)
