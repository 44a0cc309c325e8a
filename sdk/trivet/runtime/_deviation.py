"""`Deviation`: a place where a response breaks the contract."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

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


_Path: TypeAlias = tuple[str | int, ...]
_Choice: TypeAlias = tuple[_Path, str]
"""The place of a union, and the label of one of its members."""


@dataclass(frozen=True, slots=True)
class _Found:
    """One line of a validation error, placed; `choices` are the union members that it passes on its way."""

    path: _Path
    choices: tuple[_Choice, ...]
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
    for one in _nearest(found, 0):
        places.setdefault(_pointer(one.path), []).append(one)
    return [
        Deviation(pointer, _alternatives([one.expected for one in lines]), lines[0].got)
        for pointer, lines in places.items()
    ]


def _placed(line: ErrorDetails, root: Any) -> _Found:
    location = line["loc"]
    missing = line["type"] == "missing"
    ways = list(_ways(location, root, missing=missing))
    matching = [way for way in ways if missing or _same(_at(root, way[0]), line["input"])]
    path, choices = (matching or ways)[0]
    got = "nothing" if missing else described(_at(root, path))
    return _Found(path, choices, _expected(line), got)


def _ways(
    location: Sequence[str | int], value: Any, *, missing: bool, path: _Path = (), choices: tuple[_Choice, ...] = ()
) -> Iterator[tuple[_Path, tuple[_Choice, ...]]]:
    """Every reading of a pydantic location as a path into the value; there is at least one.

    An item of a location is a step into the value, or a label: of a union's member, or a tag.
    """
    if not location:
        yield path, choices
        return
    step, rest = location[0], location[1:]
    inside = _contains(value, step)
    if inside:
        yield from _ways(rest, value[step], missing=missing, path=(*path, step), choices=choices)
    elif missing and not rest and isinstance(value, (list, dict)):
        yield (*path, step), choices
        return
    yield from _ways(rest, value, missing=missing, path=path, choices=(*choices, (path, str(step))))


def _contains(value: Any, step: str | int) -> bool:
    if isinstance(value, dict):
        return step in value
    return isinstance(value, list) and isinstance(step, int) and 0 <= step < len(value)


def _at(root: Any, path: tuple[str | int, ...]) -> Any:
    for step in path:
        root = root[step]
    return root


def _same(a: Any, b: Any) -> bool:
    return type(a) is type(b) and bool(a == b)


def _nearest(found: list[_Found], depth: int) -> list[_Found]:
    """The lines without those of union members that another member beats.

    A member that the value got into beats those that it did not, then the fewest lines win.
    """
    kept = [one for one in found if len(one.choices) <= depth]
    unions: dict[_Path, dict[str, list[_Found]]] = {}
    for one in found:
        if len(one.choices) > depth:
            place, member = one.choices[depth]
            unions.setdefault(place, {}).setdefault(member, []).append(one)
    for place, members in unions.items():
        judged = [_nearest(lines, depth + 1) for lines in members.values()]
        entered = [lines for lines in judged if all(len(one.path) > len(place) for one in lines)]
        if entered:
            nearest = min(entered, key=len)
            kept.extend(nearest)
        else:
            kept.extend(one for lines in judged for one in lines if len(one.path) == len(place))
    order = {id(one): position for position, one in enumerate(found)}
    return sorted(kept, key=lambda one: order[id(one)])


def _alternatives(expected: list[str]) -> str:
    unique = list(dict.fromkeys(expected))
    shown = " or ".join(unique[:4])
    return f"{shown} or {len(unique) - 4} more" if len(unique) > 4 else shown


def _expected(line: ErrorDetails) -> str:
    match line["type"]:
        case "missing":
            return "a value"
        case "extra_forbidden":
            return "no such property"
        case "model_type" | "model_attributes_type" | "dict_type":
            return "an object"
        case "list_type" | "tuple_type":
            return "an array"
    subject, should, rest = line["msg"].partition(" should ")
    if not should:
        return subject
    return rest.removeprefix("be ") if rest.startswith("be ") else f"to {rest}"


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
            return (
                f"string {value!r}"
                if len(value) <= _SHOWN
                else f"string {value[:_SHOWN]!r}… of {len(value)} characters"
            )
        case list():
            return f"array of {len(value)}"
        case dict():
            return f"object of {len(value)}"
    return type(value).__name__
