"""JSON text to values."""

from __future__ import annotations

import json
import re
from typing import cast

import orjson

from trivet_codegen.problem import Place, Problem, Problems
from trivet_codegen.source.json_position import duplicates
from trivet_codegen.source.limits import MOST_MEMBERS, check_values, too_deep
from trivet_codegen.source.pointer import pointer
from trivet_codegen.source.text import decoded
from trivet_codegen.source.values import Json

_AS_ZEROS = bytes.maketrans(b"123456789", b"000000000")
_ZEROS = re.compile(rb"0*+")
_LONG = b"0" * 19
_NAME_BEFORE_SPACE = re.compile(rb'"[ \t\r\n]+:')


def load(data: bytes, document: str) -> tuple[Json, list[Problem]]:
    """The value of a JSON document without byte order mark, with warnings about names that it gives twice.

    The last member wins, as in every JSON reader.

    Raises Problems: `encoding`, `json-syntax`, `too-deep` or `too-large`.
    """
    if b"\0" in data[:4]:
        decoded(data, document)
    try:
        value = _exact(data) if _has_long_integer(data) else cast(Json, orjson.loads(data))
    except RecursionError:
        raise too_deep(Place(document)) from None
    except orjson.JSONDecodeError as error:
        decoded(data, document)
        raise _broken(error, document) from None
    except json.JSONDecodeError as error:
        raise _broken(error, document) from None
    members = check_values(value, document)
    return value, _given_twice(data, document, members)


def is_json(data: bytes) -> bool:
    """Whether the text is JSON, whatever its file is called."""
    if data.lstrip()[:1] not in (b"{", b"["):
        return False
    try:
        orjson.loads(data)
    except orjson.JSONDecodeError:
        return False
    return True


def _exact(data: bytes) -> Json:
    """The value with integers of any size: orjson makes floats of those beyond 64 bits."""
    orjson.loads(data)  # refuses what the standard library lets through: NaN, lone surrogates, infinite numbers
    return cast(Json, json.loads(data))


def _has_long_integer(data: bytes) -> bool:
    """Whether an integer may not fit into 64 bits; a search for zeros takes a twentieth of one for digits."""
    zeros = data.translate(_AS_ZEROS)
    start = zeros.find(_LONG)
    while start >= 0:
        end = cast(re.Match[bytes], _ZEROS.match(zeros, start)).end()
        if data[max(start - 1, 0) : start] in _BEFORE_NUMBERS and data[end : end + 1] in _BEHIND_NUMBERS:
            return True
        start = zeros.find(_LONG, end)
    return False


_BEFORE_NUMBERS = (b"", b" ", b"\t", b"\n", b"\r", b",", b":", b"[", b"-")
_BEHIND_NUMBERS = (b"", b" ", b"\t", b"\n", b"\r", b",", b"]", b"}")


def _broken(error: json.JSONDecodeError, document: str) -> Problems:
    if "depth limit" in error.msg or "ecursion" in error.msg:
        return too_deep(Place(document, "", error.lineno, error.colno))
    place = Place(document, "", error.lineno, error.colno)
    message = "the document is empty" if "zero-length" in error.msg else error.msg
    return Problems(Problem(place, "json-syntax", message))


def _given_twice(data: bytes, document: str, members: int) -> list[Problem]:
    surplus = _most_names(data) - members
    if not surplus or (surplus <= MOST_MEMBERS and not _has_duplicates(data)):
        return []
    return [
        Problem(
            Place(document, pointer(path), *position),
            "duplicate-key",
            f"'{path[-1]}' is given twice in one object; the last one counts",
            "remove one of them",
            "warning",
        )
        for path, position in duplicates(data)
    ]


def _most_names(data: bytes) -> int:
    """At least as many as the text has names of members, and hardly ever more: quotes that a colon follows."""
    quotes = data.count(b'":') + len(_NAME_BEFORE_SPACE.findall(data))
    return quotes - data.count(b'\\":') + data.count(b'\\\\":')


def _has_duplicates(data: bytes) -> bool:
    found = False

    def pairs(members: list[tuple[str, object]]) -> dict[str, object]:
        nonlocal found
        made = dict(members)
        found = found or len(made) < len(members)
        return made

    json.loads(data, object_pairs_hook=pairs)
    return found
