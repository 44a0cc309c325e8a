"""Which model modules need which, and which of these edges must wait for the first value."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from trivet_codegen.ir.graph import components, parts
from trivet_codegen.ir.shapes import Record, Reference, Shape
from trivet_codegen.python.declared import Declarations, Declared

_DEEPEST = 24
"""How many levels of types are built at once, since pydantic takes a dozen frames of Python's stack for each."""

_HEAVIEST = 500
"""How many types an alias may be, with all aliases in it written out, to be built with what names it."""


class ModuleGraph:
    """The imports between the modules of `models`, without those that only type checkers need."""

    def __init__(self, declarations: Declarations) -> None:
        self._edges = {module: _needs(declarations, module) for module in declarations.modules}
        groups = enumerate(components(self._edges))
        self._component = {module: number for number, group in groups for module in group}
        self._depth: dict[str, int] = {}
        self._weight: dict[str, int] = {}
        for module in sorted(self._edges, key=self._component.__getitem__):  # what is needed comes first
            self._measure(declarations, module)

    def is_deferred(self, module: str, needed: str) -> bool:
        """Whether the edge is followed only when a value arrives: it closes a cycle, or too much is behind it."""
        if self._component[module] == self._component[needed]:
            return True
        return self._depth[needed] >= _DEEPEST or self._weight[needed] > _HEAVIEST

    def _measure(self, declarations: Declarations, module: str) -> None:
        """Notes how deep the module's types are, and how much they are for what names them."""
        at_once = [needed for needed in self._edges[module] if not self.is_deferred(module, needed)]
        levels, types = _extent([declared.shape for declared in declarations.modules[module]])
        self._depth[module] = levels + max((self._depth[needed] for needed in at_once), default=0)
        is_class = any(declared.is_class for declared in declarations.modules[module])
        uses = Counter(needed for declared in declarations.modules[module] for needed in _used(declarations, declared))
        weight = types + sum(self._weight[needed] * uses[needed] for needed in at_once)
        self._weight[module] = 1 if is_class else weight


def _needs(declarations: Declarations, module: str) -> list[str]:
    used = (needed for declared in declarations.modules[module] for needed in _used(declarations, declared))
    return list(dict.fromkeys(needed for needed in used if needed != module))


def _used(declarations: Declarations, declared: Declared) -> Iterator[str]:
    """The modules of what the declaration names, as often as it does."""
    shape = declared.shape
    for child in (shape,) if isinstance(shape, Reference) else parts(shape):
        yield from _modules_of(declarations, child)


def _extent(shapes: list[Shape]) -> tuple[int, int]:
    """How many levels the shapes are deep, and how many they are with all that stands inside them."""
    levels, types = 0, 0
    while shapes:
        levels, types = levels + 1, types + len(shapes)
        shapes = [part for shape in shapes for part in parts(shape)]
    return levels, types


def _modules_of(declarations: Declarations, shape: Shape) -> Iterator[str]:
    match shape:
        case Reference(target=key):
            yield declarations.named[key].module
        case Record():
            yield declarations.of_record(shape).module
        case _:
            for part in parts(shape):
                yield from _modules_of(declarations, part)
