"""Bodies and parameters that are written as names with values, and whether they have names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from trivet_codegen.ir.api import Content, Operation, Parameter
from trivet_codegen.ir.reading import Reading
from trivet_codegen.ir.shapes import (
    About,
    Anything,
    Intersection,
    MapOf,
    Nullable,
    Record,
    Reference,
    Shape,
    Union,
)

_OF_PARTS = ("multipart/form-data", "application/x-www-form-urlencoded")

Named = Mapping[str, Shape]


def with_named_parts(reading: Reading, operation: Operation, named: Named) -> Operation:
    """The operation, with forms that are no objects taken as any parts; those of its callbacks too."""
    for parameter in operation.parameters:
        _notice_deep(reading, parameter, named)
    body = operation.body
    if body is not None and any(_is_odd(content, named) for content in body.contents):
        contents = tuple(_of_any_parts(reading, own) if _is_odd(own, named) else own for own in body.contents)
        operation = replace(operation, body=replace(body, contents=contents))
    if operation.callbacks:
        callbacks = {
            name: tuple(with_named_parts(reading, inner, named) for inner in group)
            for name, group in operation.callbacks.items()
        }
        operation = replace(operation, callbacks=callbacks)
    return operation


def _is_odd(content: Content, named: Named) -> bool:
    media_type = content.media_type.partition(";")[0].strip().lower()
    return media_type in _OF_PARTS and content.shape is not None and not _has_names(content.shape, named)


def _of_any_parts(reading: Reading, content: Content) -> Content:
    message = f"{content.media_type} is made of names with values, and its schema is no object; any parts are taken"
    help = "describe an object with a property for each part"
    reading.warn(content.place.child("schema"), "form-not-object", message, help)
    return replace(content, shape=Anything(about=About(place=content.place.child("schema"))))


def _notice_deep(reading: Reading, parameter: Parameter, named: Named) -> None:
    if parameter.style == "deepObject" and parameter.media_type is None and not _has_names(parameter.shape, named):
        message = f"style deepObject is for objects; '{parameter.name}' is none, and its items are sent as name[]=item"
        reading.warn(parameter.place.child("style"), "style-not-object", message, "style: form says the same of a list")


def _has_names(shape: Shape, named: Named) -> bool:
    seen: set[str] = set()
    waiting = [shape]
    while waiting:
        match waiting.pop():
            case Record() | MapOf() | Anything():
                return True
            case Nullable(shape=inner):
                waiting.append(inner)
            case Reference(target=key) if key not in seen:
                seen.add(key)
                waiting.append(named[key])
            case Union(members=members) | Intersection(members=members):
                waiting += members
            case _:
                pass
    return False
