"""Which named shapes a shape refers to, and which of them form cycles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeVar, assert_never

from trivet_codegen.ir.api import Api, Operation
from trivet_codegen.ir.shapes import (
    Anything,
    Constant,
    Enumeration,
    Intersection,
    ListOf,
    MapOf,
    Nothing,
    Nullable,
    Record,
    Reference,
    Scalar,
    Shape,
    TupleOf,
    Union,
)

K = TypeVar("K")

_LEAVES = frozenset((Scalar, Reference, Enumeration, Constant, Anything, Nothing))


def parts(shape: Shape) -> tuple[Shape, ...]:
    """The shapes that stand directly inside a shape."""
    if type(shape) in _LEAVES:  # most are
        return ()
    match shape:
        case Record():
            inside = [property.shape for property in shape.properties]
            return (*inside, *(value for _, value in shape.patterns), shape.additional)
        case Reference() | Scalar() | Enumeration() | Constant() | Anything() | Nothing():
            return ()
        case ListOf():
            return (shape.item,)
        case TupleOf():
            return (*shape.items, shape.rest)
        case MapOf():
            return (shape.value,)
        case Union() | Intersection():
            return shape.members
        case Nullable():
            return (shape.shape,)
        case _:
            assert_never(shape)


def references(shape: Shape) -> Iterator[str]:
    """The keys of named shapes that a shape refers to, in document order, as often as it does."""
    waiting = [shape]
    while waiting:
        found = waiting.pop()
        if isinstance(found, Reference):
            yield found.target
        else:
            waiting.extend(reversed(parts(found)))


def operation_shapes(operation: Operation) -> Iterator[Shape]:
    """The shapes that stand directly in an operation and in its callbacks."""
    yield from (parameter.shape for parameter in operation.parameters)
    contents = list(operation.body.contents) if operation.body is not None else []
    for response in operation.responses:
        contents += response.contents
        yield from (header.shape for header in response.headers)
    for content in contents:
        yield from (shape for shape in (content.shape, content.item_shape) if shape is not None)
        for encoding in content.encodings.values():
            yield from (header.shape for header in encoding.headers)
    for operations in operation.callbacks.values():
        for inner in operations:
            yield from operation_shapes(inner)


def reachable(operations: Iterable[Operation], named: Mapping[str, Shape]) -> set[str]:
    """The keys of all named shapes that operations refer to, directly or through others."""
    waiting = [key for operation in operations for shape in operation_shapes(operation) for key in references(shape)]
    found: set[str] = set()
    while waiting:
        key = waiting.pop()
        if key not in found:
            found.add(key)
            waiting.extend(references(named[key]))
    return found


def cycles(api: Api) -> Mapping[str, int]:
    """A number for every named shape that reaches itself; two have the same one if they reach each other.

    Numbers count from 0 in the order of `Api.shapes`. Shapes outside of cycles are left out.
    """
    edges = {key: tuple(dict.fromkeys(references(shape))) for key, shape in api.shapes.items()}
    component = {key: group for group in components(edges) for key in group}
    found: dict[str, int] = {}
    numbers: dict[int, int] = {}
    for key, targets in edges.items():
        group = component[key]
        if len(group) > 1 or key in targets:
            found[key] = numbers.setdefault(id(group), len(numbers))
    return found


def components(edges: Mapping[K, Sequence[K]]) -> Iterator[tuple[K, ...]]:
    """Strongly connected components (Tarjan 1972), without recursion; what others lead to comes before them."""
    order: dict[K, int] = {}
    lowest: dict[K, int] = {}
    stack: list[K] = []
    on_stack: set[K] = set()
    for root in edges:
        if root in order:
            continue
        work = [(root, iter(edges[root]))]
        order[root] = lowest[root] = len(order)
        stack.append(root)
        on_stack.add(root)
        while work:
            key, targets = work[-1]
            target = next(targets, None)
            if target is None:
                work.pop()
                if work:
                    lowest[work[-1][0]] = min(lowest[work[-1][0]], lowest[key])
                if lowest[key] == order[key]:
                    group = [stack.pop()]
                    while group[-1] != key:
                        group.append(stack.pop())
                    on_stack.difference_update(group)
                    yield tuple(reversed(group))
            elif target not in order:
                order[target] = lowest[target] = len(order)
                stack.append(target)
                on_stack.add(target)
                work.append((target, iter(edges[target])))
            elif target in on_stack:
                lowest[key] = min(lowest[key], order[target])
