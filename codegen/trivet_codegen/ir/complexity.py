"""Named shapes that would grow without measure, or never end, where they are written out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from trivet_codegen.ir.graph import components, parts
from trivet_codegen.ir.shapes import Intersection, Nullable, Record, Reference, Shape, Union
from trivet_codegen.problem import Problem

MOST_TYPES = 10_000
"""What a shape without a class of its own may come to, with all such shapes that it names in their places."""

_ENDLESS = "its alternatives lead back to itself, so that telling whether a value fits never ends"
_NAMED = "give the alternatives one schema, as an object with a name"


def too_complex(shapes: Mapping[str, Shape]) -> list[Problem]:
    """An error for each named shape that is too large written out, or that is an alternative of itself.

    Objects have classes, which are never written out; only unions, lists and the like are.
    """
    return [*_endless(shapes), *_beyond_measure(shapes)]


def _endless(shapes: Mapping[str, Shape]) -> Iterable[Problem]:
    edges = {key: tuple(dict.fromkeys(_alternatives(shape))) for key, shape in shapes.items()}
    for group in components(edges):
        if all(isinstance(shapes[key], Reference) for key in group):
            continue  # told where it was read
        if len(group) > 1 or any(key in edges[key] for key in group):
            first = next(key for key in shapes if key in group)
            yield Problem(shapes[first].about.place, "ref-circular", _ENDLESS, "let one of them end at a value")


def _alternatives(shape: Shape) -> list[str]:
    """The keys of shapes that are asked for the very value that this one is asked for."""
    found: list[str] = []
    waiting = [shape]
    while waiting:
        match waiting.pop():
            case Reference(target=key):
                found.append(key)
            case Union(members=members) | Intersection(members=members):
                waiting += members
            case Nullable(shape=inner):
                waiting.append(inner)
            case _:
                pass
    return found


def _beyond_measure(shapes: Mapping[str, Shape]) -> Iterable[Problem]:
    named = {key: _named_in(shape) for key, shape in shapes.items() if not isinstance(shape, Record)}
    edges = {key: tuple(to for to in dict.fromkeys(targets) if to in named) for key, targets in named.items()}
    weights: dict[str, int] = {}
    for group in components(edges):
        for key in group:
            weights[key] = len(named[key]) + 1 if len(group) > 1 else 1 + sum(weights.get(to, 1) for to in named[key])
            if weights[key] > MOST_TYPES:
                weights[key] = 1
                message = f"it stands for more than {MOST_TYPES:,} types once all that it names is written out"
                yield Problem(shapes[key].about.place, "too-complex", message, _NAMED)


def _named_in(shape: Shape) -> list[str]:
    """The keys of named shapes in this one, as often as they stand there; objects are not looked into."""
    found: list[str] = []
    waiting = [shape]
    while waiting:
        shape = waiting.pop()
        if isinstance(shape, Reference):
            found.append(shape.target)
        elif not isinstance(shape, Record):
            waiting += parts(shape)
    return found
