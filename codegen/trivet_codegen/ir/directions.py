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
"""Ends the key of a named shape as requests have it, where answers have it otherwise."""


def split(api: Api) -> Api:
    """The contract with a shape per direction wherever readOnly or writeOnly make a difference.

    A named shape that both directions reach, and that differs, is there twice: under its key as answers have it, and
    under its key with `?input` (and "Input" after its name) as requests have it. Everything else keeps its key. What
    the API's server sends by itself, in webhooks and callbacks, counts as an answer; what it gets back, as a request.
    Shapes that nothing reaches any more are left out.
    """
    with room():
        return _split(api)


def _split(api: Api) -> Api:
    sent, received = _roots(api)
    varying = _varying(api.shapes)
    if not varying and not any(_marked(shape) for shape in (*sent, *received)):
        return api
    requested = _reached(sent, api.shapes, "request")
    answered = _reached(received, api.shapes, "response")
    twice = {key: key + INPUT for key in api.shapes if key in varying & requested & answered}
    request, response = _turn("request", twice), _turn("response", {})
    shapes: dict[str, Shape] = {}
    names: dict[str, str] = {}
    for key, shape in api.shapes.items():
        if key in answered or key in requested:
            shapes[key] = response(shape) if key in answered else request(shape)
            names[key] = api.names[key]
        if key in twice:
            shapes[twice[key]] = request(shape)
            names[twice[key]] = _input_name(api.names[key])
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


def _input_name(name: str) -> str:
    return f"{name} input" if " " in name else f"{name}Input"


def _leaves_out(property: Property, direction: Direction) -> bool:
    return property.read_only if direction == "request" else property.write_only


def _marked(shape: Shape) -> bool:
    """Whether a property that stands in the shape itself is readOnly or writeOnly."""
    waiting = [shape]
    while waiting:
        found = waiting.pop()
        if isinstance(found, Record) and any(each.read_only or each.write_only for each in found.properties):
            return True
        waiting.extend(parts(found))
    return False


def _varying(shapes: Mapping[str, Shape]) -> set[str]:
    """The keys of shapes that have a marked property, or lead to one that has."""
    users: dict[str, list[str]] = {}
    for key, shape in shapes.items():
        for target in references(shape):
            users.setdefault(target, []).append(key)
    waiting = [key for key, shape in shapes.items() if _marked(shape)]
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
