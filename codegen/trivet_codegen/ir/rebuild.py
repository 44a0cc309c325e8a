"""Shapes and operations with what stands inside them replaced."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeAlias, TypeVar, assert_never

from trivet_codegen.ir.api import Body, Content, Encoding, Header, Operation, Response
from trivet_codegen.ir.shapes import (
    Anything,
    Constant,
    Enumeration,
    Intersection,
    ListOf,
    MapOf,
    Nothing,
    Nullable,
    Property,
    Record,
    Reference,
    Scalar,
    Shape,
    TupleOf,
    Union,
)

Turn: TypeAlias = Callable[[Shape], Shape]
T = TypeVar("T")


def rebuilt(shape: Shape, turn: Turn) -> Shape:
    """The shape with `turn` applied to each that stands directly inside it; itself if that changes nothing."""
    match shape:
        case Record():
            return _record(shape, turn)
        case ListOf():
            item = turn(shape.item)
            return shape if item is shape.item else replace(shape, item=item)
        case TupleOf():
            items, rest = _each(shape.items, turn), turn(shape.rest)
            return shape if items is shape.items and rest is shape.rest else replace(shape, items=items, rest=rest)
        case MapOf():
            value = turn(shape.value)
            return shape if value is shape.value else replace(shape, value=value)
        case Union() | Intersection():
            members = _each(shape.members, turn)
            return shape if members is shape.members else replace(shape, members=members)
        case Nullable():
            inner = turn(shape.shape)
            return shape if inner is shape.shape else replace(shape, shape=inner)
        case Reference() | Scalar() | Enumeration() | Constant() | Anything() | Nothing():
            return shape
        case _:
            assert_never(shape)


def _record(record: Record, turn: Turn) -> Record:
    properties = tuple(_property(each, turn) for each in record.properties)
    additional = turn(record.additional)
    values = _each(tuple(value for _, value in record.patterns), turn)
    unchanged = all(new is old for new, old in zip(properties, record.properties, strict=True))
    if (
        unchanged
        and additional is record.additional
        and all(v is p[1] for v, p in zip(values, record.patterns, strict=True))
    ):
        return record
    patterns = tuple((pattern, value) for (pattern, _), value in zip(record.patterns, values, strict=True))
    return replace(record, properties=properties, additional=additional, patterns=patterns)


def _property(property: Property, turn: Turn) -> Property:
    shape = turn(property.shape)
    return property if shape is property.shape else replace(property, shape=shape)


def _each(shapes: tuple[Shape, ...], turn: Turn) -> tuple[Shape, ...]:
    turned = tuple(turn(shape) for shape in shapes)
    return shapes if all(new is old for new, old in zip(turned, shapes, strict=True)) else turned


def rebuilt_operation(operation: Operation, sent: Turn, received: Turn) -> Operation:
    """The operation with `sent` applied to what its caller sends, and `received` to what its caller gets.

    The callbacks of an operation are called by the one who answers it: there the two change places.
    """
    callbacks = {
        name: tuple(rebuilt_operation(inner, received, sent) for inner in operations)
        for name, operations in operation.callbacks.items()
    }
    return _changed(
        operation,
        parameters=_all(operation.parameters, lambda each: _changed(each, shape=sent(each.shape))),
        body=None if operation.body is None else _body(operation.body, sent),
        responses=_all(operation.responses, lambda each: _response(each, received)),
        callbacks=callbacks if callbacks else operation.callbacks,
    )


def _changed(thing: T, **fields: Any) -> T:
    """The thing with these fields, or itself where they are what it has."""
    if all(getattr(thing, name) is value for name, value in fields.items()):
        return thing
    return replace(thing, **fields)  # type: ignore[type-var]


def _all(things: tuple[T, ...], change: Callable[[T], T]) -> tuple[T, ...]:
    """Each thing changed, or the same tuple where none was."""
    found = tuple(change(thing) for thing in things)
    return things if all(new is old for new, old in zip(found, things, strict=True)) else found


def _body(body: Body, turn: Turn) -> Body:
    return _changed(body, contents=_all(body.contents, lambda each: _content(each, turn)))


def _response(response: Response, turn: Turn) -> Response:
    return _changed(
        response,
        contents=_all(response.contents, lambda each: _content(each, turn)),
        headers=_headers(response.headers, turn),
    )


def _content(content: Content, turn: Turn) -> Content:
    encodings = {name: _encoding(each, turn) for name, each in content.encodings.items()}
    return _changed(
        content,
        shape=None if content.shape is None else turn(content.shape),
        item_shape=None if content.item_shape is None else turn(content.item_shape),
        encodings=encodings if encodings else content.encodings,
    )


def _encoding(encoding: Encoding, turn: Turn) -> Encoding:
    return _changed(encoding, headers=_headers(encoding.headers, turn))


def _headers(headers: tuple[Header, ...], turn: Turn) -> tuple[Header, ...]:
    return _all(headers, lambda each: _changed(each, shape=turn(each.shape)))
