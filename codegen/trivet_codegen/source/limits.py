"""How large a document may be: a contract is untrusted, and work on it must come to an end."""

from __future__ import annotations

from trivet_codegen.problem import Place, Problem, Problems
from trivet_codegen.source.pointer import escaped
from trivet_codegen.source.values import MAX_DEPTH, Json

MOST_BYTES = 64 * 1024 * 1024
"""Of a document; the largest that vendors publish have half of it."""

LONGEST_TEXT = 1_000_000
LONGEST_NAME = 10_000
MOST_MEMBERS = 100_000
"""Of one object or list."""

_SPLIT = "divide it: $ref may name other files"


def check_size(size: int, document: str) -> None:
    """Raises Problems (`too-large`) if a document has more bytes than are read."""
    if size > MOST_BYTES:
        message = f"the document has {size:,} bytes; at most {MOST_BYTES:,} are read"
        raise Problems(Problem(Place(document), "too-large", message, _SPLIT))


def check_values(value: Json, document: str) -> int:
    """The number of members of all objects in the value.

    Raises Problems (`too-deep`, `too-large`) for the first text, name, object or list beyond measure.
    """
    members = 0
    level: list[Json] = [value]
    for depth in range(MAX_DEPTH + 1):
        if depth == MAX_DEPTH and any(isinstance(found, dict | list) for found in level):
            raise too_deep(Place(document))
        below: list[Json] = []
        for found in level:
            if isinstance(found, dict):
                if len(found) > MOST_MEMBERS or (found and max(map(len, found)) > LONGEST_NAME):
                    raise Problems(_first(value, document))
                members += len(found)
                below.extend(found.values())
            elif isinstance(found, list):
                if len(found) > MOST_MEMBERS:
                    raise Problems(_first(value, document))
                below.extend(found)
            elif isinstance(found, str) and len(found) > LONGEST_TEXT:
                raise Problems(_first(value, document))
        level = below
    return members


def too_deep(place: Place) -> Problems:
    message = f"arrays and objects nest deeper than {MAX_DEPTH} levels"
    return Problems(Problem(place, "too-deep", message, "give inner schemas names under components/schemas"))


def _first(value: Json, document: str) -> Problem:
    waiting: list[tuple[Json, str]] = [(value, "")]
    while waiting:
        found, path = waiting.pop()
        message = _fault(found)
        if message:
            return Problem(Place(document, path), "too-large", message, _SPLIT if "members" in message else "")
        if isinstance(found, dict):
            waiting += [(member, f"{path}/{escaped(name)}") for name, member in reversed(found.items())]
        elif isinstance(found, list):
            waiting += [(item, f"{path}/{index}") for index, item in reversed(list(enumerate(found)))]
    raise AssertionError(document)


def _fault(value: Json) -> str:
    if isinstance(value, str):
        return _more(len(value), LONGEST_TEXT, "a text", "characters")
    if isinstance(value, list):
        return _more(len(value), MOST_MEMBERS, "a list", "members")
    if isinstance(value, dict):
        longest = max(map(len, value), default=0)
        return _more(len(value), MOST_MEMBERS, "an object", "members") or _more(
            longest, LONGEST_NAME, "a name in an object", "characters"
        )
    return ""


def _more(size: int, most: int, what: str, units: str) -> str:
    return f"{what} has {size:,} {units}; at most {most:,} are read" if size > most else ""
