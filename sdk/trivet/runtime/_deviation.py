"""`Deviation`: a place where a response breaks the contract."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails, ValidationError

_SHOWN = 24
_MOST = 1_000
"""Lines of an error that are placed: a list can have a fault in each of a million items."""


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

    Where no member of a union fits, the member that comes nearest speaks for it. Of an error with more lines than
    are placed, the last deviation, at the whole document, says how many are not.
    """
    from pydantic_core import from_json

    root = from_json(data)
    lines = error.errors(include_url=False)
    found = [_placed(line, root) for line in lines[:_MOST]]
    places: dict[str, list[_Found]] = {}
    for one in _nearest(found, 0):
        places.setdefault(_pointer(one.path), []).append(one)
    placed = [
        Deviation(pointer, _alternatives([one.expected for one in same]), same[0].got)
        for pointer, same in places.items()
    ]
    rest = len(lines) - _MOST
    return [*placed, Deviation("", "what the contract says", f"{rest:,} more faults")] if rest > 0 else placed


def _placed(line: ErrorDetails, root: Any) -> _Found:
    path, choices = _way(line["loc"], root, line["input"], missing=line["type"] == "missing")
    got = "nothing" if line["type"] == "missing" else described(_at(root, path))
    return _Found(path, choices, _expected(line), got)


def _way(location: Sequence[str | int], root: Any, given: Any, *, missing: bool) -> tuple[_Path, tuple[_Choice, ...]]:
    """The reading of a pydantic location that leads to `given`; if none does, the one with the most steps first.

    An item of a location is a step into the value, or a label: of a union's member, or a tag. A number is a step
    wherever the value is a list. Where a text could be both, each reading is tried, and once what led nowhere.
    """
    first: tuple[_Path, tuple[_Choice, ...]] | None = None
    waiting: list[tuple[int, Any, _Path, tuple[_Choice, ...]]] = [(0, root, (), ())]
    tried: set[tuple[int, int]] = set()
    while waiting:
        at, value, path, choices = waiting.pop()
        if at == len(location):
            if missing or _same(value, given):
                return path, choices
            first = first or (path, choices)
            continue
        if isinstance(value, (dict, list)):
            if (at, id(value)) in tried:
                continue
            tried.add((at, id(value)))
        step = location[at]
        if missing and at + 1 == len(location) and isinstance(value, (dict, list)) and not _contains(value, step):
            return (*path, step), choices
        if not (isinstance(step, int) and isinstance(value, list)):
            waiting.append((at + 1, value, path, (*choices, (path, str(step)))))
        if _contains(value, step):
            waiting.append((at + 1, _at(value, (step,)), (*path, step), choices))
    return first or ((), ())


def _contains(value: Any, step: str | int) -> bool:
    if isinstance(value, dict):
        return step in value
    return isinstance(value, list) and isinstance(step, int) and 0 <= step < len(value)


def _at(root: Any, path: _Path) -> Any:
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


def _pointer(path: _Path) -> str:
    return "".join(f"/{str(step).replace('~', '~0').replace('/', '~1')}" for step in path)


def described(value: Any) -> str:
    """The JSON type of the value and, of a scalar, the first characters."""
    match value:
        case None:
            return "null"
        case bool():
            return f"boolean {str(value).lower()}"
        case int() if abs(value) >= 10**_SHOWN:
            return f"number beyond 10^{_SHOWN}"
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
