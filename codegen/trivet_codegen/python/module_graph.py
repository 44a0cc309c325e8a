"""Which model modules need which, and which of these edges must wait for the first value."""

from __future__ import annotations

from collections.abc import Iterator

from trivet_codegen.ir.shapes import (
    Intersection,
    ListOf,
    MapOf,
    Nullable,
    Record,
    Reference,
    Shape,
    TupleOf,
    Union,
)
from trivet_codegen.python.declared import Declarations


class ModuleGraph:
    """The imports between the modules of `models`, without those that only type checkers need."""

    def __init__(self, declarations: Declarations) -> None:
        self._edges = {module: _needs(declarations, module) for module in declarations.modules}
        self._component = _components(self._edges)

    def is_deferred(self, module: str, needed: str) -> bool:
        """Whether the edge closes a cycle, so that it is followed only when a value arrives."""
        return self._component[module] == self._component[needed]


def _needs(declarations: Declarations, module: str) -> list[str]:
    found: dict[str, None] = {}
    for declared in declarations.modules[module]:
        for child in _parts(declared.shape):
            for needed in _modules_of(declarations, child):
                if needed != module:
                    found[needed] = None
    return list(found)


def _modules_of(declarations: Declarations, shape: Shape) -> Iterator[str]:
    match shape:
        case Reference(target=key):
            yield declarations.named[key].module
        case Record():
            yield declarations.of_record(shape).module
        case _:
            for part in _parts(shape):
                yield from _modules_of(declarations, part)


def _parts(shape: Shape) -> Iterator[Shape]:
    """The shapes directly inside; of a reference, itself."""
    match shape:
        case Record():
            yield from (member.shape for member in shape.properties)
            yield shape.additional
            yield from (pattern for _, pattern in shape.patterns)
        case ListOf(item=inner) | MapOf(value=inner) | Nullable(shape=inner):
            yield inner
        case TupleOf(items=items, rest=rest):
            yield from (*items, rest)
        case Union(members=members) | Intersection(members=members):
            yield from members
        case Reference():
            yield shape
        case _:
            pass


def _components(edges: dict[str, list[str]]) -> dict[str, int]:
    """The strongly connected component of each node (Tarjan's algorithm, without recursion)."""
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    component: dict[str, int] = {}
    stack: list[str] = []
    for start in edges:
        if start in index:
            continue
        work = [(start, iter(edges[start]))]
        index[start] = low[start] = len(index)
        stack.append(start)
        while work:
            node, targets = work[-1]
            for target in targets:
                if target not in index:
                    index[target] = low[target] = len(index)
                    stack.append(target)
                    work.append((target, iter(edges[target])))
                    break
                if target not in component:
                    low[node] = min(low[node], index[target])
            else:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[node])
                if low[node] == index[node]:
                    _close(node, stack, component)
    return component


def _close(node: str, stack: list[str], component: dict[str, int]) -> None:
    number = len(component)
    while True:
        member = stack.pop()
        component[member] = number
        if member == node:
            return
