"""The `inputs` package: typed dicts, one for each model that a request can carry, keyed by wire names."""

from __future__ import annotations

import keyword
from collections.abc import Collection, Iterator

from trivet_codegen.ir.api import Api, Operation
from trivet_codegen.ir.shapes import Intersection, ListOf, MapOf, Nullable, Record, Reference, Shape, TupleOf, Union
from trivet_codegen.python.annotation import Annotator
from trivet_codegen.python.contents import read_shape
from trivet_codegen.python.declared import Declarations, Declared
from trivet_codegen.python.fields import members
from trivet_codegen.python.text import literal
from trivet_codegen.python.warnings import Warnings
from trivet_codegen.python.writer import Writer


class Inputs:
    """Which declarations have a typed dict beside their model: those with records in them that a request reaches."""

    def __init__(self, api: Api, declarations: Declarations) -> None:
        self._declarations = declarations
        self._bearing = _record_bearing(declarations)
        self._reached: set[str] = set()
        for operation in (*api.operations, *api.webhooks):
            for shape in _sent(operation):
                self._reach(shape)

    def has(self, declared: Declared) -> bool:
        """Whether `inputs` has this name too."""
        return declared.name in self._reached and declared.name in self._bearing

    def holds_record(self, shape: Shape) -> bool:
        """Whether a typed dict can stand for the shape or a part of it."""
        return _holds(self._declarations, self._bearing, shape)

    def __iter__(self) -> Iterator[Declared]:
        return (declared for declared in self._declarations if self.has(declared))

    def _reach(self, start: Shape) -> None:
        pending = [start]
        while pending:
            shape = pending.pop()
            declared = None
            if isinstance(shape, Reference):
                declared = self._declarations.named[shape.target]
            elif isinstance(shape, Record) and shape.about.place in self._declarations.inline:
                declared = self._declarations.of_record(shape)
            if declared is not None:
                if declared.name in self._reached:
                    continue
                self._reached.add(declared.name)
                pending += _inside(declared.shape)
            else:
                pending += _inside(shape)


def _sent(operation: Operation) -> Iterator[Shape]:
    for parameter in operation.parameters:
        yield parameter.shape
    for content in operation.body.contents if operation.body else ():
        shape = read_shape(content)
        if shape is not None:
            yield shape


def _inside(shape: Shape) -> list[Shape]:
    match shape:
        case Record():
            patterns = [pattern for _, pattern in shape.patterns]
            return [*(member.shape for member in shape.properties), shape.additional, *patterns]
        case ListOf(item=inner) | MapOf(value=inner) | Nullable(shape=inner):
            return [inner]
        case TupleOf(items=items, rest=rest):
            return [*items, rest]
        case Union(members=members) | Intersection(members=members):
            return list(members)
        case Reference():
            return [shape]
        case _:
            return []


def _record_bearing(declarations: Declarations) -> set[str]:
    """Names of declarations that are records or lead to one without passing another's name."""
    bearing = {declared.name for declared in declarations if declared.is_class}
    aliases = [declared for declared in declarations if not declared.is_class]
    grown = True
    while grown:
        found = {
            alias.name for alias in aliases if alias.name not in bearing and _holds(declarations, bearing, alias.shape)
        }
        bearing |= found
        grown = bool(found)
    return bearing


def _holds(declarations: Declarations, bearing: set[str], shape: Shape) -> bool:
    match shape:
        case Record():
            return True
        case Reference(target=key):
            return declarations.named[key].name in bearing
        case _:
            return any(_holds(declarations, bearing, inner) for inner in _inside(shape))


def input_modules(
    declarations: Declarations, inputs: Inputs, taken: Collection[str], warnings: Warnings
) -> dict[str, str]:
    """Path below `inputs/` and text of every module, without `__init__.py`."""
    modules: dict[str, list[Declared]] = {}
    for declared in inputs:
        modules.setdefault(declared.module, []).append(declared)
    return {
        f"{module}.py": _module(declarations, inputs, module, members, taken, warnings)
        for module, members in modules.items()
    }


def _module(
    declarations: Declarations,
    inputs: Inputs,
    module: str,
    members: list[Declared],
    taken: Collection[str],
    warnings: Warnings,
) -> str:
    writer = Writer(taken=taken)

    def name(declared: Declared) -> str:
        if not inputs.has(declared):
            writer.imports.use_for_typing(f"..models.{declared.module}", declared.name)
        elif declared.module != module:
            writer.imports.use_for_typing(f".{declared.module}", declared.name)
        return declared.name

    annotation = Annotator(declarations, writer.imports, name, warnings, bounds=False)
    annotation.upload = "UploadSource"
    for declared in members:
        writer.line()
        if isinstance(declared.shape, Record):
            _typed_dict(writer, annotation, declared.name, declared.shape)
        else:
            kind = writer.imports.use("typing", "TypeAlias")
            writer.line(f"{declared.name}: {kind} = {literal(annotation.bare(declared.shape))}")
        writer.line()
    return writer.text()


def _typed_dict(writer: Writer, annotation: Annotator, name: str, record: Record) -> None:
    fields = [(member.name, annotation(member.shape), member.required) for member in members(record)]
    if any(not required for _, _, required in fields):
        optional = writer.imports.use("typing", "NotRequired")
        fields = [(wire, text if required else f"{optional}[{text}]", required) for wire, text, required in fields]
    if not fields:
        writer.line(
            f"{name}: {writer.imports.use('typing', 'TypeAlias')} = dict[str, {writer.imports.use('typing', 'Any')}]"
        )
        return
    base = writer.imports.use("typing", "TypedDict")
    if all(_is_plain(wire) for wire, _, _ in fields):
        with writer.block(f"class {name}({base}):"):
            writer.doc([f"What `models.{name}` is made of, as a dict."])
            writer.line()
            for wire, text, _ in fields:
                writer.line(f"{wire}: {text}")
        return
    with writer.block(f"{name} = {base}(", ")"):
        writer.line(f"{literal(name)},")
        with writer.block("{", "},"):
            for wire, text, _ in fields:
                writer.line(f"{literal(wire)}: {literal(text)},")


def _is_plain(wire: str) -> bool:
    """Whether a wire name can be a key in a class body: nothing that Python would refuse, mangle or evaluate."""
    usable = wire.isidentifier() and wire.isascii() and not keyword.iskeyword(wire)
    return usable and not wire.startswith("_") and wire not in _BUILTIN


_BUILTIN = frozenset({"str", "int", "float", "bool", "bytes", "list", "dict", "tuple"})
