"""Bodies and parameters that are written as names with values, and whether they have names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from trivet_codegen.ir.api import Content, Operation
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
from trivet_codegen.openapi.media import essence

Named = Mapping[str, Shape]


def with_named_parts(reading: Reading, operation: Operation, named: Named) -> Operation:
    """The operation, with forms that are no objects taken as any parts; those of its callbacks too."""
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


def notice_deep(reading: Reading, operations: Iterable[Operation], named: Named) -> None:
    """Warns of the first parameter in style deepObject that is no object, and of how many more there are.

    Where there is one there are hundreds: it is how the whole API sends its lists.
    """
    odd = [
        parameter
        for operation in operations
        for parameter in operation.parameters
        if parameter.style == "deepObject" and parameter.media_type is None and not _has_names(parameter.shape, named)
    ]
    if not odd:
        return
    more = f", nor are {len(odd) - 1} others" if len(odd) > 1 else ""
    message = f"style deepObject is for objects; '{odd[0].name}' is none{more}; items are sent as name[]=item"
    reading.warn(odd[0].place.child("style"), "style-not-object", message, "style form says the same of a list")


def _is_odd(content: Content, named: Named) -> bool:
    kind = essence(content.media_type)
    has_parts = kind.startswith("multipart/") or kind == "application/x-www-form-urlencoded"
    return has_parts and content.shape is not None and not _has_names(content.shape, named)


def _of_any_parts(reading: Reading, content: Content) -> Content:
    message = f"{content.media_type} is made of names with values, and its schema is no object; any parts are taken"
    help = "describe an object with a property for each part"
    reading.warn(content.place.child("schema"), "form-not-object", message, help)
    return replace(content, shape=Anything(about=About(place=content.place.child("schema"))))


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
