"""Python types of shapes, as source text."""

from __future__ import annotations

from typing import Protocol, TypeAlias, assert_never

from trivet_codegen.ir.overlap import all_apart
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
    says_nothing,
)
from trivet_codegen.python.declared import Declarations, Declared, without_null
from trivet_codegen.python.enforced import keywords_of
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
_INTEGER_FORMATS = {"int32": "Int32", "int64": "Int64"}
_REACH = {"int32": 2**31, "int64": 2**63}
"""From how far below 0 to just below how far above it the integers of a format go."""
_LIMITS = {
    "gt": "exclusiveMinimum",
    "ge": "minimum",
    "lt": "exclusiveMaximum",
    "le": "maximum",
    "multiple_of": "multipleOf",
}

Typed: TypeAlias = tuple[str, list[str]]
"""A type as source, and what annotates it."""

_TUPLES_IN_TUPLES = 3
"""Items of tuples are said twice, as members of a list and by position, so that each level doubles the text."""


def _is_beyond(name: str, limit: Json, shape: Scalar) -> bool:
    """Whether pydantic has no exact word for a limit: of doubles it takes near multiples for multiples."""
    if shape.type == "integer":
        return isinstance(limit, float)
    if name == "multiple_of":
        return isinstance(limit, float) or shape.format != "decimal"
    return isinstance(limit, int) and shape.format != "decimal" and int(float(limit)) != limit


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
        self._tuples = 0

    def __call__(self, shape: Shape) -> str:
        """The type, `| None` included where null is a value of the shape."""
        text = self.bare(shape)
        return self.or_none(text) if self._declarations.may_be_null(shape) else text

    def or_none(self, text: str) -> str:
        return text if text == "None" else self._any_of([text, "None"])

    def bare(self, shape: Shape) -> str:
        """The type without null ("None" for null alone)."""
        text, marks = self._typed(shape)
        if not self._bounds:
            return text
        within = shape.shape.about.unexpressed if isinstance(shape, Nullable) else None
        if not isinstance(shape, Record) and shape.about.unexpressed != within:
            given = keywords_of(shape.about, self._warnings)
            marks += self._keywords(literal(given)) if given else []
        return f"{self._imports.use('typing', 'Annotated')}[{', '.join([text, *marks])}]" if marks else text

    def _typed(self, shape: Shape) -> Typed:
        match shape:
            case Scalar():
                return self._scalar(shape)
            case Enumeration(values=values):
                return self._values(values)
            case Constant(value=value):
                return ("None", []) if value is None else self._values((value,))
            case ListOf():
                text = f"{self._list_name()}[{self(shape.item)}]"
                marks = self._limits(min_length=shape.min_items, max_length=shape.max_items)
                return text, marks + (self._mark("Unique") if shape.unique else [])
            case TupleOf():
                return self._tuple(shape)
            case MapOf():
                return self._map(shape)
            case Record():
                return self._names(self._declarations.of_record(shape)), []
            case Union():
                return self._union(shape)
            case Intersection():
                return self._intersection(shape)
            case Nullable(shape=inner):
                return self.bare(inner), []
            case Reference(target=key):
                if isinstance(named := self._declarations.resolved(shape), Scalar) and named.type == "null":
                    return "None", []  # an alias of None is no type that `|` takes
                return self._names(self._declarations.named[key]), []
            case Anything():
                return self._imports.use("typing", "Any"), []
            case Nothing():
                return (self._imports.use(RUNTIME, "Nothing") if self._bounds else self._never()), []
            case _:
                assert_never(shape)

    def _never(self) -> str:
        return self._imports.use("typing", "Never")

    def _limits(self, **constraints: Json) -> list[str]:
        """`Field(...)` of what is not None, if anything is."""
        given = [f"{name}={literal(value)}" for name, value in constraints.items() if value is not None]
        return [f"{self._imports.use('pydantic', 'Field')}({', '.join(given)})"] if given and self._bounds else []

    def _mark(self, name: str, arguments: str = "") -> list[str]:
        """An annotation of the runtime, with its arguments as source."""
        return [f"{self._imports.use(RUNTIME, name)}({arguments})"] if self._bounds else []

    def _keywords(self, given: str) -> list[str]:
        return self._mark("Keywords", given)

    def _scalar(self, shape: Scalar) -> Typed:
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
                return "bool", []
            case "null":
                return "None", []

    def _number(self, shape: Scalar, text: str) -> Typed:
        limits: dict[str, Json] = {
            "gt": shape.exclusive_minimum,
            "ge": shape.minimum,
            "lt": shape.exclusive_maximum,
            "le": shape.maximum,
            "multiple_of": shape.multiple_of,
        }
        reach = _REACH.get(shape.format or "") if shape.type == "integer" else None
        if reach and shape.minimum is not None and shape.minimum <= -reach:
            limits["ge"] = None  # the last word on a bound counts, and the format says more
        if reach and shape.maximum is not None and shape.maximum >= reach - 1:
            limits["le"] = None
        beyond: dict[str, Json] = {}
        for name, limit in limits.items():
            if isinstance(limit, float) and shape.type == "integer" and limit.is_integer():
                limits[name] = int(limit)
            elif limit is not None and _is_beyond(name, limit, shape):
                limits[name] = None
                beyond[_LIMITS[name]] = limit
        return text, self._limits(**limits) + (self._keywords(literal(beyond)) if beyond else [])

    def _string(self, shape: Scalar) -> Typed:
        form = "byte" if shape.content_encoding == "base64" else shape.format or ""
        if form not in _STRING_FORMATS and shape.content_media_type == "application/octet-stream":
            form = "binary"
        source = _STRING_FORMATS.get(form)
        pattern = self._pattern(shape)
        if source is None or form in {"email", "uri", "url"}:
            text = self._imports.use(*source) if source and self._bounds else "str"
            return text, self._limits(min_length=shape.min_length, max_length=shape.max_length, pattern=pattern)
        if form == "binary":
            return self._imports.use(RUNTIME, self.upload), []
        said = {"minLength": shape.min_length, "maxLength": shape.max_length, "pattern": pattern}
        given = {keyword: value for keyword, value in said.items() if value is not None}
        return self._imports.use(*source), self._keywords(literal(given)) if given else []

    def _pattern(self, shape: Scalar) -> str | None:
        if shape.pattern is None:
            return None
        fault = self._warnings.patterns.fault(shape.pattern)
        if fault is None:
            return shape.pattern
        self._warnings.add(
            shape.about.place.child("pattern"), "pattern-not-enforced", f"the pattern is not checked: {fault}"
        )
        return None

    def _values(self, values: tuple[Json, ...]) -> Typed:
        given = ", ".join(literal(value) for value in values)
        if all(isinstance(value, str | bool | int) for value in values):
            return f"{self._imports.use('typing', 'Literal')}[{given}]", []
        return self._json_type(values), self._mark("OneOf", given)

    def _json_type(self, values: tuple[Json, ...]) -> str:
        if all(isinstance(value, int | float) and not isinstance(value, bool) for value in values):
            return "float"
        if all(isinstance(value, dict) for value in values):
            return f"dict[str, {self._imports.use('typing', 'Any')}]"
        if all(isinstance(value, list) for value in values):
            items = tuple(item for value in values if isinstance(value, list) for item in value)
            return f"{self._list_name()}[{self._json_type(items) if items else self._imports.use('typing', 'Any')}]"
        if all(isinstance(value, str) for value in values):
            return "str"
        return self._imports.use("typing", "Any")

    def _list_name(self) -> str:
        module, dot, _ = self.list_name.partition(".")
        if dot:
            self._imports.use(module, "")
        return self.list_name

    def _tuple(self, shape: TupleOf) -> Typed:
        closed = isinstance(shape.rest, Nothing) or shape.max_items == len(shape.items)
        if closed and shape.min_items == len(shape.items):
            return f"tuple[{', '.join(self(item) for item in shape.items)}]", []
        rest = [] if closed else [shape.rest]
        self._tuples += 1
        inside = [(item, self.bare(item)) for item in (*shape.items, *rest)]
        self._tuples -= 1
        members = list(dict.fromkeys(text for _, text in inside))
        may_be_null = [self._declarations.may_be_null(item) for item, _ in inside]
        if any(may_be_null):
            members.append("None")
        texts = [self.or_none(text) if null else text for (_, text), null in zip(inside, may_be_null, strict=True)]
        longest = shape.max_items
        if isinstance(shape.rest, Nothing):
            longest = len(shape.items) if longest is None else min(longest, len(shape.items))
        text = f"{self._list_name()}[{self._any_of(members)}]"
        limits = self._limits(min_length=shape.min_items, max_length=longest)
        if self._tuples >= _TUPLES_IN_TUPLES:
            place = shape.about.place.child("prefixItems")
            self._warnings.add(place, "keyword-not-enforced", "the items are not checked by position so deep in others")
            return text, limits
        each = f'"prefixItems": [{", ".join(texts[: len(shape.items)])}]'
        later = f', "items": {texts[-1]}' if not closed and not says_nothing(shape.rest) else ""
        return text, limits + self._keywords(f"{{{each}{later}}}")

    def _map(self, shape: MapOf) -> Typed:
        key = "str"
        if shape.key_pattern is not None:
            fault = self._warnings.patterns.fault(shape.key_pattern)
            if fault is not None:
                self._warnings.add(
                    shape.about.place, "pattern-not-enforced", f"the pattern of keys is not checked: {fault}"
                )
            elif limits := self._limits(pattern=shape.key_pattern):
                key = f"{self._imports.use('typing', 'Annotated')}[str, {limits[0]}]"
        text = f"dict[{key}, {self(shape.value)}]"
        return text, self._limits(min_length=shape.min_properties, max_length=shape.max_properties)

    def _union(self, shape: Union) -> Typed:
        members = [without_null(member) for member in shape.members]
        texts = [self.bare(member) for member in members]
        different = list(dict.fromkeys(texts))
        if "Any" in different:
            exclusive = shape.exclusive and len(texts) > 1
            return "Any", self._keywords(f'{{"oneOf": [{", ".join(texts)}]}}') if exclusive else []
        if shape.exclusive and len(different) < len(texts):
            message = "alternatives of oneOf that become one type count once; to the letter no value would fit"
            self._warnings.add(shape.about.place.child("oneOf"), "oneof-duplicate", message)
        if len(different) < 2:
            return different[0], []
        discriminator = shape.discriminator
        if (
            discriminator is not None
            and discriminator.default is None
            and discriminator.tags
            and len(different) == len(texts)
        ):
            if not all_apart(members, self._declarations.shapes):
                message = f"'{discriminator.property}' alone tells which alternative is meant; the others are not tried"
                self._warnings.add(shape.about.place.child("discriminator"), "discriminator-decides", message)
            given = ", ".join(literal(own) for own in (discriminator.property, *discriminator.tags))
            return self._any_of(texts), self._mark("Tagged", given)
        return self._any_of(different), self._exclusion(members, texts) if shape.exclusive else []

    def _exclusion(self, members: list[Shape], texts: list[str]) -> list[str]:
        """What a oneOf says beyond its types: nothing where no value fits two of its members."""
        if not self._bounds or all_apart(members, self._declarations.shapes):
            return []
        annotated = f"{self._imports.use('typing', 'Annotated')}["
        bare = (member for member, text in zip(members, texts, strict=True) if not text.startswith(annotated))
        if any(isinstance(self._declarations.resolved(member), Union) for member in bare):
            return self._keywords(f'{{"oneOf": [{", ".join(texts)}]}}')  # for Python takes a union in a union apart
        return self._mark("ExactlyOne")

    def _intersection(self, shape: Intersection) -> Typed:
        """The member that says most, and the others as what a value must be too."""
        told = _most_telling(shape.members)
        self._warnings.add(shape.about.place, "intersection-widened", "allOf is typed as its first schema alone")
        others = [self(member) for member in shape.members if member is not told]
        return self.bare(told), self._keywords(f'{{"allOf": [{", ".join(others)}]}}') if self._bounds else []

    def _any_of(self, texts: list[str]) -> str:
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
