"""Which shapes become classes and aliases, what they are called and in which module they stand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from trivet_codegen.ir.about import conjoined
from trivet_codegen.ir.api import Api, Operation
from trivet_codegen.ir.directions import INPUT, OUTPUT
from trivet_codegen.ir.keys import without_scope
from trivet_codegen.ir.shapes import (
    Constant,
    Enumeration,
    Intersection,
    ListOf,
    MapOf,
    Nullable,
    Record,
    Reference,
    Scalar,
    Shape,
    TupleOf,
    Union,
)
from trivet_codegen.problem import Place
from trivet_codegen.python.names import NOT_FILES, Names, status_name
from trivet_codegen.python.operation_names import operation_class_name
from trivet_codegen.python.words import ordinal, pascal, singular_last, snake


@dataclass(frozen=True, slots=True)
class Declared:
    """A class (of a Record) or a type alias (of any other shape) in `models/<module>.py`.

    Nullability is no part of it: a named shape that may be null is declared without null, and `| None` stands
    wherever it is used.
    """

    name: str
    module: str
    shape: Shape

    @property
    def is_class(self) -> bool:
        return isinstance(self.shape, Record)


@dataclass(slots=True)
class Declarations:
    """Every declaration of a package; modules in the order in which they were made."""

    named: dict[str, Declared] = field(default_factory=dict)
    modules: dict[str, list[Declared]] = field(default_factory=dict)
    inline: dict[Place, list[Declared]] = field(default_factory=dict)
    shapes: Mapping[str, Shape] = field(default_factory=dict)
    _null: frozenset[str] | None = None

    def of_record(self, record: Record) -> Declared:
        """The class of an inline record."""
        for declared in self.inline[record.about.place]:
            if declared.shape is record or declared.shape == record:
                return declared
        raise KeyError(record.about.place)

    def may_be_null(self, shape: Shape) -> bool:
        """Whether null is a value of the shape, references followed."""
        if isinstance(shape, Scalar):  # as most are
            return shape.type == "null"
        if self._null is None:
            self._null = null_keys(self.shapes)
        here, targets = _null_here(shape)
        return here or any(target in self._null for target in targets)

    def resolved(self, shape: Shape) -> Shape:
        """The shape behind references, without null."""
        seen: set[str] = set()
        shape = without_null(shape)
        while isinstance(shape, Reference) and shape.target not in seen:
            seen.add(shape.target)
            shape = without_null(self.named[shape.target].shape)
        return shape

    def __iter__(self) -> Iterator[Declared]:
        for members in self.modules.values():
            yield from members


def without_null(shape: Shape) -> Shape:
    """The shape inside a Nullable, with the constraints that hold around it, or the shape itself."""
    if not isinstance(shape, Nullable):
        return shape
    inner = shape.shape
    constraints = conjoined(inner.about.unexpressed, shape.about.unexpressed)
    if constraints == inner.about.unexpressed:
        return inner
    return replace(inner, about=replace(inner.about, unexpressed=constraints))


def null_keys(shapes: Mapping[str, Shape]) -> frozenset[str]:
    """The named shapes of which null is a value, references followed; each shape is looked at once."""
    users: dict[str, list[str]] = {}
    waiting: list[str] = []
    for key, shape in shapes.items():
        here, targets = _null_here(shape)
        if here:
            waiting.append(key)
        for target in targets:
            users.setdefault(target, []).append(key)
    found: set[str] = set()
    while waiting:
        key = waiting.pop()
        if key not in found:
            found.add(key)
            waiting += users.get(key, ())
    return frozenset(found)


def _null_here(shape: Shape) -> tuple[bool, list[str]]:
    """Whether the shape itself lets null in, and the keys of what may let it in instead."""
    targets: list[str] = []
    waiting = [shape]
    while waiting:
        match waiting.pop():
            case Nullable() | Constant(value=None) | Scalar(type="null"):
                return True, []
            case Reference(target=key):
                targets.append(key)
            case Union(members=members):
                waiting += members
            case _:
                pass
    return False, targets


def declare(api: Api) -> Declarations:
    """All classes and aliases of an API.

    Named shapes get their names first, then what stands inside them, then what stands in operations; within each,
    document order decides who keeps a name that two would have.
    """
    return _Declarer(api).run()


class _Declarer:
    def __init__(self, api: Api) -> None:
        self._api = api
        self._found = Declarations(shapes=api.shapes)
        self._names = Names()
        self._stems = Names(reserved=NOT_FILES, fold_case=True)
        self._later: list[tuple[Record, str, str, str]] = []
        self._root: Place | None = None

    def run(self) -> Declarations:
        names = {}
        for key in sorted(self._api.shapes, key=self._is_derived):  # what the contract itself calls so comes first
            own = self._api.names[key]
            last = key.rpartition("/")[2]
            otherwise = ordinal(int(last)) if last.isdecimal() and self._is_derived(key) else "schema"
            names[key] = self._names.take(pascal(own), pascal(own, otherwise))
        for key, shape in self._api.shapes.items():
            self._found.named[key] = Declared(names[key], self._stems.take(snake(names[key])), without_null(shape))
        for key, declared in self._found.named.items():
            self._root = Place(*_split_key(key, self._api.place.document))
            self._claim_inside(declared.shape, declared.name, declared.module)
            self._add(declared)
        self._root = None
        for operation in self._operations():
            self._claim_operation(operation)
        for record, prefix, last, module in self._later:
            self._claim(record, prefix, last, module)
        return self._found

    def _is_derived(self, key: str) -> bool:
        """Whether a named shape's name was made of several words of its place, not given by the author."""
        return self._api.names[key] != key.rpartition("/")[2]

    def _operations(self) -> Iterator[Operation]:
        pending = [*self._api.operations, *self._api.webhooks]
        while pending:
            operation = pending.pop(0)
            yield operation
            pending[:0] = [inner for group in operation.callbacks.values() for inner in group]

    def _claim_operation(self, operation: Operation) -> None:
        name = operation_class_name(operation)
        module = ""
        for last, shape in _operation_shapes(operation):
            if _holds_record(shape):
                module = module or self._stems.take(snake(name), snake(name + "Operation"))
                self._claim(shape, name, last, module)

    def _add(self, declared: Declared) -> None:
        self._found.modules.setdefault(declared.module, []).append(declared)

    def _claim(self, shape: Shape, prefix: str, last: str, module: str) -> None:
        """Declare every inline record in the shape; `prefix` is the owner's class name, `last` its own last name."""
        match shape:
            case Record():
                self._claim_record(shape, prefix, last, module)
            case Nullable(shape=inner):
                self._claim(inner, prefix, last, module)
            case ListOf(item=item):
                self._claim(item, prefix, _item_name(last, "item"), module)
            case MapOf(value=value):
                self._claim(value, prefix, _item_name(last, "value"), module)
            case TupleOf(items=items, rest=rest):
                for index, item in enumerate([*items, rest]):
                    self._claim(item, prefix, f"{last}_{ordinal(index)}", module)
            case Union(members=members) | Intersection(members=members):
                for member, own in zip(members, _member_names(members, last), strict=True):
                    self._claim(member, prefix, own, module)
            case _:
                pass

    def _claim_record(self, record: Record, prefix: str, last: str, module: str) -> None:
        place = record.about.place
        known = self._found.inline.get(place, [])
        if any(declared.shape is record or declared.shape == record for declared in known):
            return
        if self._root is not None and not _is_below(place, self._root):
            self._later.append((record, prefix, last, module))
            return
        own = pascal(last)
        full = own if own.startswith(prefix) and len(own) > len(prefix) else prefix + own
        name = self._names.take(pascal(full), pascal(full, "object"))
        declared = Declared(name, module, record)
        self._found.inline.setdefault(place, []).append(declared)
        self._claim_inside(record, name, module)
        self._add(declared)

    def _claim_inside(self, shape: Shape, name: str, module: str) -> None:
        if not isinstance(shape, Record):
            self._claim(shape, "", name, module)
            return
        for member in shape.properties:
            self._claim(member.shape, name, member.name, module)
        self._claim(shape.additional, name, "value", module)
        for _, pattern in shape.patterns:
            self._claim(pattern, name, "value", module)


def _split_key(key: str, entry: str) -> tuple[str, str]:
    document, _, pointer = without_scope(key.removesuffix(INPUT).removesuffix(OUTPUT)).partition("#")
    return (document or entry, pointer)


def _is_below(place: Place, root: Place) -> bool:
    return place.document == root.document and (place.pointer + "/").startswith(root.pointer + "/")


def _item_name(last: str, otherwise: str) -> str:
    """The name of one member of a collection: `line` of lines, `data_item` of data."""
    one = singular_last(last)
    return one if snake(one) != snake(last) else f"{last}_{otherwise}"


def _member_names(members: tuple[Shape, ...], last: str) -> Iterable[str]:
    """What tells the members of a union apart: their title, a constant property, or a property only they have."""
    records = [without_null(member) for member in members]
    if sum(_holds_record(member) for member in records) < 2:
        return [last] * len(members)
    taken: set[str] = set()
    found = []
    for index, member in enumerate(records):
        options = [*_marks(member, records), ordinal(index)]
        mark = next(option for option in options if pascal(option) not in taken)
        taken.add(pascal(mark))
        found.append(mark if pascal(mark).startswith(pascal(last)) else f"{last}_{mark}")
    return found


def _marks(member: Shape, others: list[Shape]) -> Iterator[str]:
    if not isinstance(member, Record):
        if isinstance(member, ListOf):
            yield "list"
        return
    if member.about.title and len(member.about.title) <= 40:
        yield member.about.title
    constants = []
    for own in member.properties:
        match own.shape:
            case Constant(value=str(value)) | Enumeration(values=(str(value),)) if value:
                constants.append(value)
    yield from constants
    if len(constants) > 1:
        yield "_".join(constants)
    elsewhere = {
        own.name for other in others if other is not member and isinstance(other, Record) for own in other.properties
    }
    for own in member.properties:
        if own.required and own.name not in elsewhere:
            yield f"with_{own.name}"
    for own in member.properties:
        if own.name not in elsewhere:
            yield f"with_{own.name}"


def _operation_shapes(operation: Operation) -> Iterator[tuple[str, Shape]]:
    for parameter in operation.parameters:
        yield parameter.name, parameter.shape
    for index, content in enumerate(operation.body.contents if operation.body else ()):
        name = f"{_media_word(content.media_type)}_body" if index else "body"
        if content.shape is not None:
            yield name, content.shape
        if content.item_shape is not None:
            yield f"{name}_item", content.item_shape
    for response in operation.responses:
        for index, content in enumerate(response.contents):
            name = status_name(response.status)
            if content.shape is not None:
                yield f"{_media_word(content.media_type)}_{name}" if index else name, content.shape
            if content.item_shape is not None:
                yield f"{name}_item", content.item_shape
        for header in response.headers:
            yield header.name, header.shape


def _media_word(media_type: str) -> str:
    """What tells a further media type from the first: form, multipart, problem, json, xml."""
    for part in ("urlencoded", "multipart", "problem", "json", "xml"):
        if part in media_type.lower():
            return "form" if part == "urlencoded" else part
    return snake(media_type.rpartition("/")[2])


def _holds_record(shape: Shape) -> bool:
    match shape:
        case Record():
            return True
        case Nullable(shape=inner):
            return _holds_record(inner)
        case ListOf(item=inner) | MapOf(value=inner):
            return _holds_record(inner)
        case TupleOf(items=items, rest=rest):
            return any(map(_holds_record, (*items, rest)))
        case Union(members=members) | Intersection(members=members):
            return any(map(_holds_record, members))
        case _:
            return False
