"""Keywords of JSON Schema that no Python type says, and that models check all the same."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from trivet_codegen.ir.shapes import About, Json, ListOf, Nothing, Nullable, Record, Scalar, Shape
from trivet_codegen.python.warnings import Warnings

_UNENFORCED = frozenset({"contentSchema", "dependencies"})


def keywords_of(about: About, warnings: Warnings) -> dict[str, Json]:
    """What a schema says beyond its type, as the models check it; what they do not check is a warning."""
    found = {}
    for keyword, given in about.unexpressed.items():
        place = about.place.child(keyword)
        if keyword in _UNENFORCED:
            warnings.add(place, "keyword-not-enforced", f"{keyword!r} is not checked by the models")
            continue
        for fault in _pattern_faults({keyword: given}, warnings):
            warnings.add(place, "pattern-not-enforced", f"a pattern is not checked: {fault}")
        found[keyword] = given
    return found


def keywords_of_record(record: Record, warnings: Warnings) -> dict[str, Json]:
    """The same of an object, with the limits that a class cannot say."""
    found = keywords_of(record.about, warnings)
    if record.min_properties:
        found["minProperties"] = record.min_properties
    if record.max_properties is not None:
        found["maxProperties"] = record.max_properties
    if record.patterns and isinstance(record.additional, Nothing):
        allowed: list[Json] = [{"pattern": pattern} for pattern, _ in record.patterns]
        if record.properties:
            allowed.insert(0, {"enum": [own.name for own in record.properties]})
        names: Json = {"anyOf": allowed} if len(allowed) > 1 else allowed[0]
        found["propertyNames"] = {"allOf": [found["propertyNames"], names]} if "propertyNames" in found else names
        if record.also_required:
            found["required"] = list(record.also_required)
    if found and any(_is_file(own.shape) for own in record.properties):
        for keyword in found:
            place = record.about.place.child(keyword)
            warnings.add(place, "keyword-not-enforced", f"{keyword!r} is not checked on objects that hold files")
        return {}
    return found


def _is_file(shape: Shape) -> bool:
    match shape:
        case Nullable(shape=inner) | ListOf(item=inner):
            return _is_file(inner)
        case Scalar(type="string"):
            return shape.format == "binary" or shape.content_media_type == "application/octet-stream"
        case _:
            return False


def _pattern_faults(value: Any, warnings: Warnings) -> Iterator[str]:
    if isinstance(value, list):
        for item in value:
            yield from _pattern_faults(item, warnings)
    if not isinstance(value, dict):
        return
    patterns = value.get("patternProperties")
    own = [value.get("pattern"), *(patterns if isinstance(patterns, dict) else ())]
    for pattern in own:
        fault = warnings.patterns.fault(pattern) if isinstance(pattern, str) else None
        if fault is not None:
            yield fault
    for key, member in value.items():
        if key not in ("const", "enum"):
            yield from _pattern_faults(member, warnings)
