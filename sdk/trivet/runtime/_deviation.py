"""`Deviation`: a place where a response breaks the contract."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails, ValidationError

_SHOWN = 24


@dataclass(frozen=True, slots=True)
class Deviation:
    """What the contract expected at a place of a response, and what came."""

    pointer: str
    """RFC 6901, in wire names; "" is the whole document."""
    expected: str
    got: str
    """Type and a short excerpt, never a whole value."""

    def __str__(self) -> str:
        return f"{self.pointer or '(document)'}: expected {self.expected}, got {self.got}"


@dataclass(frozen=True, slots=True)
class _Found:
    """One line of a validation error, placed: `member` is the member of the union at `union` that complains."""

    path: tuple[str | int, ...]
    union: tuple[str | int, ...] | None
    member: str
    expected: str
    got: str


def deviations(error: ValidationError, data: bytes) -> list[Deviation]:
    """The lines of the error as deviations in document order, one a place.

    Where no member of a union fits, the member that comes nearest speaks for it.
    """
    from pydantic_core import from_json

    root = from_json(data)
    found = [_placed(line, root) for line in error.errors(include_url=False)]
    places: dict[str, list[_Found]] = {}
    for one in _nearest(found):
        places.setdefault(_pointer(one.path), []).append(one)
    return [
        Deviation(pointer, _alternatives([one.expected for one in lines]), lines[0].got)
        for pointer, lines in places.items()
    ]


def _placed(line: ErrorDetails, root: Any) -> _Found:
    location = line["loc"]
    missing = line["type"] == "missing"
    ways = list(_ways(location, root, missing=missing, path=(), union=None))
    matching = [way for way in ways if missing or _same(_at(root, way[0]), line["input"])]
    path, union = (matching or ways or [(tuple(location), None)])[0]
    member = str(location[len(union)]) if union is not None and len(location) > len(union) else ""
    got = "nothing" if missing else described(line["input"])
    return _Found(path, union, member, _expected(line), got)


_Way = tuple[tuple[str | int, ...], "tuple[str | int, ...] | None"]


def _ways(
    location: Sequence[str | int], value: Any, *, missing: bool, path: tuple[str | int, ...], union: Any
) -> Iterator[_Way]:
    """Every reading of a pydantic location as a path into the value.

    An item of a location is a step into the value, or a label: of a union's member, or a tag.
    """
    if not location:
        yield path, union
        return
    step, rest = location[0], location[1:]
    if (isinstance(value, dict) and step in value) or (
        isinstance(value, list) and isinstance(step, int) and 0 <= step < len(value)
    ):
        yield from _ways(rest, value[step], missing=missing, path=(*path, step), union=union)  # type: ignore[index]
    if missing and not rest and isinstance(value, dict) and step not in value:
        yield (*path, step), union
        return
    yield from _ways(rest, value, missing=missing, path=path, union=path if union is None else union)


def _at(root: Any, path: tuple[str | int, ...]) -> Any:
    for step in path:
        root = root[step]
    return root


def _same(a: Any, b: Any) -> bool:
    return type(a) is type(b) and bool(a == b)


def _nearest(found: list[_Found]) -> Iterator[_Found]:
    """The lines without those of union members that another member beats."""
    unions: dict[tuple[str | int, ...], dict[str, list[_Found]]] = {}
    for one in found:
        if one.union is not None:
            unions.setdefault(one.union, {}).setdefault(one.member, []).append(one)
    for one in found:
        if one.union is None:
            yield one
            continue
        members = unions[one.union]
        entered = {m: lines for m, lines in members.items() if all(len(x.path) > len(one.union or ()) for x in lines)}
        if not entered or one.member == min(entered, key=lambda m: len(entered[m])):
            yield one


def _alternatives(expected: list[str]) -> str:
    unique = list(dict.fromkeys(expected))
    shown = " or ".join(unique[:4])
    return f"{shown} or {len(unique) - 4} more" if len(unique) > 4 else shown


def _expected(line: ErrorDetails) -> str:
    match line["type"]:
        case "missing" | "union_tag_not_found":
            return "a value" if line["type"] == "missing" else f"a tag in {line['ctx']['discriminator']}"
        case "union_tag_invalid":
            return f"{line['ctx']['discriminator']} to be one of {line['ctx']['expected_tags']}"
        case "extra_forbidden":
            return "no such property"
        case "model_type" | "model_attributes_type" | "dict_type":
            return "an object"
        case "list_type" | "tuple_type":
            return "an array"
    return line["msg"].removeprefix("Input should be ").removeprefix("Input should ")


def _pointer(path: tuple[str | int, ...]) -> str:
    return "".join(f"/{str(step).replace('~', '~0').replace('/', '~1')}" for step in path)


def described(value: Any) -> str:
    """The JSON type of the value and, of a scalar, the first characters."""
    match value:
        case None:
            return "null"
        case bool():
            return f"boolean {str(value).lower()}"
        case int() | float():
            return f"number {str(value)[:_SHOWN]}"
        case str():
            return f"string {value!r}" if len(value) <= _SHOWN else f"string {value[:_SHOWN]!r}… of {len(value)} characters"
        case list():
            return f"array of {len(value)}"
        case dict():
            return f"object of {len(value)}"
    return type(value).__name__
