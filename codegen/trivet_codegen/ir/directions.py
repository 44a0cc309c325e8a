"""Requests without what only answers hold (readOnly), answers without what only requests hold (writeOnly)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Literal

from trivet_codegen.ir.api import Api
from trivet_codegen.ir.depth import room
from trivet_codegen.ir.graph import parts, references
from trivet_codegen.ir.rebuild import Turn, rebuilt, rebuilt_operation
from trivet_codegen.ir.shapes import Property, Record, Reference, Shape

Direction = Literal["request", "response"]

INPUT = "?input"
"""Ends the key of a named shape as requests have it, where readOnly properties make it differ."""

OUTPUT = "?output"
"""Ends the key of a named shape as answers have it, where only writeOnly properties make it differ."""


def split(api: Api) -> Api:
    """The contract with a shape per direction wherever readOnly or writeOnly make a difference.

    Which name a direction uses depends on the shape alone, never on who uses it, so that no other operation renames
    it. A shape that leads to a readOnly property is `<key>?input` ("Input" after its name) in requests and keeps its
    key in answers; one that leads to writeOnly properties only keeps its key in requests and is `<key>?output`
    ("Output") in answers. Everything else keeps its key in both. What the API's server sends by itself, in webhooks
    and callbacks, counts as an answer; what it gets back, as a request. Shapes that nothing reaches are left out.
    """
    with room():
        return _split(api)


def _split(api: Api) -> Api:
    sent, received = _roots(api)
    marks = {key: _marks(shape) for key, shape in api.shapes.items()}
    if not any(marks.values()) and not any(map(_marks, (*sent, *received))):
        return api
    users = _users(api.shapes)
    hidden, secret = _leading_to(marks, users, "request"), _leading_to(marks, users, "response")
    requested = _reached(sent, api.shapes, "request")
    answered = _reached(received, api.shapes, "response")
    inputs = {key: key + INPUT for key in hidden & requested}
    outputs = {key: key + OUTPUT for key in (secret - hidden) & answered}
    request, response = _turn("request", inputs), _turn("response", outputs)
    shapes: dict[str, Shape] = {}
    names: dict[str, str] = {}
    for key, shape in api.shapes.items():
        if key not in hidden and key not in secret:
            if key in answered or key in requested:
                shapes[key], names[key] = shape, api.names[key]
        elif key in answered and key not in outputs:
            shapes[key], names[key] = response(shape), api.names[key]
        elif key in requested and key not in inputs:
            shapes[key], names[key] = request(shape), api.names[key]
        if key in inputs:
            shapes[inputs[key]], names[inputs[key]] = request(shape), _named(api.names[key], "Input")
        if key in outputs:
            shapes[outputs[key]], names[outputs[key]] = response(shape), _named(api.names[key], "Output")
    return replace(
        api,
        operations=tuple(rebuilt_operation(each, request, response) for each in api.operations),
        webhooks=tuple(rebuilt_operation(each, response, request) for each in api.webhooks),
        shapes=shapes,
        names=names,
    )


def _roots(api: Api) -> tuple[list[Shape], list[Shape]]:
    """The shapes that stand in requests, and those that stand in answers."""
    sent: list[Shape] = []
    received: list[Shape] = []
    for operation in api.operations:
        rebuilt_operation(operation, _noted(sent), _noted(received))
    for webhook in api.webhooks:
        rebuilt_operation(webhook, _noted(received), _noted(sent))
    return sent, received


def _noted(found: list[Shape]) -> Turn:
    def note(shape: Shape) -> Shape:
        found.append(shape)
        return shape

    return note


def _named(name: str, direction: str) -> str:
    return f"{name} {direction.lower()}" if " " in name else f"{name}{direction}"


def _leaves_out(property: Property, direction: Direction) -> bool:
    return property.read_only if direction == "request" else property.write_only


def _marks(shape: Shape) -> set[Direction]:
    """The directions that leave out a property which stands in the shape itself."""
    found: set[Direction] = set()
    waiting = [shape]
    while waiting:
        part = waiting.pop()
        if isinstance(part, Record):
            for each in part.properties:
                found |= {"request"} if each.read_only else set()
                found |= {"response"} if each.write_only else set()
        waiting.extend(parts(part))
    return found


def _users(shapes: Mapping[str, Shape]) -> dict[str, list[str]]:
    """The keys of the shapes that refer to each key."""
    users: dict[str, list[str]] = {}
    for key, shape in shapes.items():
        for target in references(shape):
            users.setdefault(target, []).append(key)
    return users


def _leading_to(marks: Mapping[str, set[Direction]], users: Mapping[str, list[str]], direction: Direction) -> set[str]:
    """The keys of shapes that the direction takes something from, or that lead to one."""
    waiting = [key for key, directions in marks.items() if direction in directions]
    found: set[str] = set()
    while waiting:
        key = waiting.pop()
        if key not in found:
            found.add(key)
            waiting.extend(users.get(key, ()))
    return found


def _reached(roots: Iterable[Shape], shapes: Mapping[str, Shape], direction: Direction) -> set[str]:
    """The keys of named shapes that a message in this direction can hold."""
    waiting = list(roots)
    found: set[str] = set()
    while waiting:
        shape = waiting.pop()
        if isinstance(shape, Reference):
            if shape.target not in found:
                found.add(shape.target)
                waiting.append(shapes[shape.target])
        elif isinstance(shape, Record):
            waiting += [each.shape for each in shape.properties if not _leaves_out(each, direction)]
            waiting += [shape.additional, *(value for _, value in shape.patterns)]
        else:
            waiting += parts(shape)
    return found


def _turn(direction: Direction, renamed: Mapping[str, str]) -> Turn:
    """Turns a shape into what it is in this direction, with references to the `renamed` keys."""

    def turn(shape: Shape) -> Shape:
        if isinstance(shape, Reference):
            target = renamed.get(shape.target)
            return shape if target is None else replace(shape, target=target)
        if isinstance(shape, Record):
            kept = tuple(each for each in shape.properties if not _leaves_out(each, direction))
            if len(kept) < len(shape.properties):
                shape = replace(shape, properties=kept)
        return rebuilt(shape, turn)

    return turn
