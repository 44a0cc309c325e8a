"""Python types of shapes, as source text."""

from __future__ import annotations

from typing import Protocol, assert_never

from trivet_codegen.ir.shapes import (
    Anything,
    Constant,
    Enumeration,
    Intersection,
    Json,
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
from trivet_codegen.python.declared import Declarations, Declared, without_null
from trivet_codegen.python.patterns import pattern_fault
from trivet_codegen.python.text import literal
from trivet_codegen.python.warnings import Warnings

RUNTIME = "trivet.runtime"

_STRING_FORMATS = {
    "date-time": (RUNTIME, "AwareDatetime"),
    "date": ("datetime", "date as Date"),
    "time": (RUNTIME, "Time"),
    "duration": (RUNTIME, "Duration"),
    "uuid": ("uuid", "UUID"),
    "email": (RUNTIME, "Email"),
    "uri": (RUNTIME, "Uri"),
    "url": (RUNTIME, "Uri"),
    "byte": (RUNTIME, "Base64Bytes"),
    "binary": (RUNTIME, "Upload"),
    "decimal": ("decimal", "Decimal"),
}
_STILL_STRINGS = {"email", "uri", "url", "binary", "byte"}
_INTEGER_FORMATS = {"int32": "Int32", "int64": "Int64"}


class Names(Protocol):
    """How a module says the name of a declared class or alias."""

    def __call__(self, declared: Declared) -> str: ...


class NameSource(Protocol):
    """Where imported names come from: a module's imports, at runtime or for type checkers only."""

    def use(self, module: str, name: str) -> str: ...


class Annotator:
    """Writes the type of a shape for one module: with its imports, and its way of naming other declarations.

    `expressions` is True where the text is evaluated and type-checked as a value, so that unions are
    spelled `Union[...]`; elsewhere they are `A | B`. `bounds` is False where the type is only read, not
    enforced (signatures): constraints are left out. `list_name` is how `list` is spelled, and `upload` how a file.
    """

    list_name = "list"
    upload = "Upload"

    def __init__(
        self,
        declarations: Declarations,
        imports: NameSource,
        names: Names,
        warnings: Warnings,
        *,
        expressions: bool = False,
        bounds: bool = True,
    ) -> None:
        self._declarations = declarations
        self._imports = imports
        self._names = names
        self._warnings = warnings
        self._expressions = expressions
        self._bounds = bounds

    def __call__(self, shape: Shape) -> str:
        """The type, `| None` included where null is a value of the shape."""
        text = self.bare(shape)
        return self.or_none(text) if self._declarations.may_be_null(shape) else text

    def or_none(self, text: str) -> str:
        return text if text == "None" else self._one_of([text, "None"])

    def bare(self, shape: Shape) -> str:
        """The type without null ("None" for null alone)."""
        match shape:
            case Scalar():
                return self._scalar(shape)
            case Enumeration(values=values):
                return self._values(values)
            case Constant(value=value):
                return "None" if value is None else self._values((value,))
            case ListOf():
                return self._list(shape)
            case TupleOf():
                return self._tuple(shape)
            case MapOf():
                return self._map(shape)
            case Record():
                return self._names(self._declarations.of_record(shape))
            case Union():
                return self._union(shape)
            case Intersection(members=members):
                self._warnings.add(
                    shape.about.place, "intersection-widened", "allOf is typed as its first schema alone"
                )
                return self.bare(_most_telling(members))
            case Nullable(shape=inner):
                return self.bare(inner)
            case Reference(target=key):
                return self._names(self._declarations.named[key])
            case Anything():
                return self._imports.use("typing", "Any")
            case Nothing():
                return self._imports.use("typing", "Never")
            case _:
                assert_never(shape)

    def _field(self, text: str, *marks: tuple[str, str], **constraints: Json) -> str:
        """`Annotated[text, Field(...), marks]`, or the text alone where nothing binds it.

        A mark is the name of a runtime annotation, and its arguments as source.
        """
        if not self._bounds:
            return text
        given = [f"{name}={literal(value)}" for name, value in constraints.items() if value is not None]
        added = [f"{self._imports.use('pydantic', 'Field')}({', '.join(given)})"] if given else []
        added += [f"{self._imports.use(RUNTIME, name)}({arguments})" for name, arguments in marks]
        return f"{self._annotated()}[{', '.join([text, *added])}]" if added else text

    def _annotated(self) -> str:
        return self._imports.use("typing", "Annotated")

    def _scalar(self, shape: Scalar) -> str:
        match shape.type:
            case "string":
                return self._string(shape)
            case "integer":
                name = _INTEGER_FORMATS.get(shape.format or "")
                return self._number(shape, self._imports.use(RUNTIME, name) if name and self._bounds else "int")
            case "number":
                decimal = shape.format == "decimal"
                return self._number(shape, self._imports.use(RUNTIME, "DecimalNumber") if decimal else "float")
            case "boolean":
                return "bool"
            case "null":
                return "None"

    def _number(self, shape: Scalar, text: str) -> str:
        return self._field(
            text,
            gt=shape.exclusive_minimum,
            ge=shape.minimum,
            lt=shape.exclusive_maximum,
            le=shape.maximum,
            multiple_of=shape.multiple_of,
        )

    def _string(self, shape: Scalar) -> str:
        form = "byte" if shape.content_encoding == "base64" else shape.format or ""
        if form not in _STRING_FORMATS and shape.content_media_type == "application/octet-stream":
            form = "binary"
        source = _STRING_FORMATS.get(form)
        if source is None or form in {"email", "uri", "url"}:
            text = self._imports.use(*source) if source and self._bounds else "str"
            return self._field(
                text, min_length=shape.min_length, max_length=shape.max_length, pattern=self._pattern(shape)
            )
        if form not in {"binary", "byte"} and (shape.min_length, shape.max_length, shape.pattern) != (None, None, None):
            self._warnings.add(
                shape.about.place,
                "constraint-not-enforced",
                f"length and pattern of a string of format {form!r} are not checked beside the format",
            )
        return self._imports.use(RUNTIME, self.upload) if form == "binary" else self._imports.use(*source)

    def _pattern(self, shape: Scalar) -> str | None:
        if shape.pattern is None:
            return None
        fault = pattern_fault(shape.pattern)
        if fault is None:
            return shape.pattern
        self._warnings.add(
            shape.about.place.child("pattern"), "pattern-not-enforced", f"the pattern is not checked: {fault}"
        )
        return None

    def _values(self, values: tuple[Json, ...]) -> str:
        if all(isinstance(value, str | bool | int) for value in values):
            return f"{self._imports.use('typing', 'Literal')}[{', '.join(literal(value) for value in values)}]"
        given = ", ".join(literal(value) for value in values)
        return self._field(self._json_type(values), ("OneOf", given))

    def _json_type(self, values: tuple[Json, ...]) -> str:
        if all(isinstance(value, int | float) and not isinstance(value, bool) for value in values):
            return "float"
        if all(isinstance(value, dict) for value in values):
            return f"dict[str, {self._imports.use('typing', 'Any')}]"
        if all(isinstance(value, list) for value in values):
            return f"list[{self._imports.use('typing', 'Any')}]"
        return self._imports.use("typing", "Any")

    def _list(self, shape: ListOf) -> str:
        text = f"{self._list_of()}[{self(shape.item)}]"
        marks = [("Unique", "")] if shape.unique else []
        return self._field(text, *marks, min_length=shape.min_items, max_length=shape.max_items)

    def _list_of(self) -> str:
        module, dot, _ = self.list_name.partition(".")
        if dot:
            self._imports.use(module, "")
        return self.list_name

    def _tuple(self, shape: TupleOf) -> str:
        closed = isinstance(shape.rest, Nothing) or shape.max_items == len(shape.items)
        if closed and shape.min_items == len(shape.items):
            return f"tuple[{', '.join(self(item) for item in shape.items)}]"
        rest = [] if closed else [shape.rest]
        self._warnings.add(
            shape.about.place, "tuple-widened", "an array whose items differ by position is typed as a list"
        )
        members = list(dict.fromkeys(self.bare(item) for item in (*shape.items, *rest)))
        if any(self._declarations.may_be_null(item) for item in (*shape.items, *rest)):
            members.append("None")
        longest = len(shape.items) if closed and shape.max_items is None else shape.max_items
        text = f"{self._list_of()}[{self._one_of(members)}]"
        return self._field(text, min_length=shape.min_items, max_length=longest)

    def _map(self, shape: MapOf) -> str:
        key = "str"
        if shape.key_pattern is not None:
            fault = pattern_fault(shape.key_pattern)
            if fault is None:
                key = self._field("str", pattern=shape.key_pattern)
            else:
                self._warnings.add(
                    shape.about.place, "pattern-not-enforced", f"the pattern of keys is not checked: {fault}"
                )
        text = f"dict[{key}, {self(shape.value)}]"
        return self._field(text, min_length=shape.min_properties, max_length=shape.max_properties)

    def _union(self, shape: Union) -> str:
        members = [without_null(member) for member in shape.members]
        texts = [self.bare(member) for member in members]
        different = list(dict.fromkeys(texts))
        if "Any" in different:
            return "Any"
        told = shape.discriminator
        discriminator = told if told is None or told.default is None else None
        if discriminator is None or not discriminator.tags or len(different) < 2 or len(different) != len(texts):
            return self._one_of(different)
        given = ", ".join(literal(own) for own in (discriminator.property, *discriminator.tags))
        return self._field(self._one_of(texts), ("Tagged", given))

    def _one_of(self, texts: list[str]) -> str:
        if len(texts) == 1:
            return texts[0]
        if not self._expressions:
            return " | ".join(texts)
        return f"{self._imports.use('typing', 'Union')}[{', '.join(texts)}]"


def _most_telling(members: tuple[Shape, ...]) -> Shape:
    for kind in (Record, Reference):
        for member in members:
            if isinstance(without_null(member), kind):
                return member
    return members[0]
