"""Lines and columns in JSON text, found by skipping what is not asked for."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from contextlib import suppress

from trivet_codegen.source.pointer import tokens
from trivet_codegen.source.text import line_and_column
from trivet_codegen.source.values import MAX_DEPTH

_SPACE = re.compile(rb"[ \t\r\n]*")
_STRING = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"', re.DOTALL)
_SCALAR = re.compile(rb"[^,\]}\s]+")
_TO_BRACKET = re.compile(rb'(?:[^"{}\[\]]++|"[^"\\]*+(?:\\.[^"\\]*+)*+")*+([{}\[\]])', re.DOTALL)
_CLOSED = re.compile(rb'[^"{}\[\]]*+(?:"[^"\\]*+(?:\\.[^"\\]*+)*+"[^"{}\[\]]*+)*+[}\]]', re.DOTALL)


class _Broken(Exception):
    """The text is not JSON here: what was found so far stands."""


class _Wanted:
    """One token of the wanted pointers: those that end here, and what comes below it."""

    __slots__ = ("below", "pointers")

    def __init__(self) -> None:
        self.pointers: list[str] = []
        self.below: dict[str, _Wanted] = {}


def offsets(data: bytes, pointers: Iterable[str]) -> dict[str, int]:
    """Where the key or item of each pointer begins; its nearest ancestor's where there is none. One pass."""
    root = _Wanted()
    for pointer in pointers:
        node = root
        for token in tokens(pointer)[: MAX_DEPTH + 1]:
            node = node.below.setdefault(token, _Wanted())
        node.pointers.append(pointer)
    found: dict[str, int] = {}
    start = _after_space(data, 0)
    _place(root, start, found)
    with suppress(_Broken):
        _descend(data, start, root, found)
    return found


def _place(node: _Wanted, offset: int, found: dict[str, int]) -> None:
    """Notes the place of a token, which stands for all below it until they are met themselves."""
    found.update(dict.fromkeys(node.pointers, offset))
    for below in node.below.values():
        _place(below, offset, found)


def _descend(data: bytes, at: int, node: _Wanted, found: dict[str, int]) -> int:
    """The end of the value that begins at `at`, having noted what is wanted in it."""
    if not node.below or data[at : at + 1] not in (b"{", b"["):
        return _skipped(data, at)
    is_object = data[at : at + 1] == b"{"
    at = _after_space(data, at + 1)
    count = 0
    while data[at : at + 1] not in (b"}", b"]"):
        token, value = _member(data, at) if is_object else (str(count), at)
        below = node.below.get(token)
        if below is None:
            at = _skipped(data, value)
        else:
            _place(below, at, found)
            at = _descend(data, value, below, found)
        at = _next(data, at)
        count += 1
    return at + 1


def _member(data: bytes, at: int) -> tuple[str, int]:
    """The name of the object's member that begins at `at`, and where its value begins."""
    end = _end(_STRING, data, at)
    colon = _after_space(data, end)
    if data[colon : colon + 1] != b":":
        raise _Broken
    return _text(data[at:end]), _after_space(data, colon + 1)


def _next(data: bytes, at: int) -> int:
    """Where the next member, or the closing bracket, begins after a value that ended at `at`."""
    at = _after_space(data, at)
    if data[at : at + 1] == b",":
        return _after_space(data, at + 1)
    if data[at : at + 1] not in (b"}", b"]"):
        raise _Broken
    return at


def _skipped(data: bytes, at: int) -> int:
    """The end of the value that begins at `at`."""
    first = data[at : at + 1]
    if first == b'"':
        return _end(_STRING, data, at)
    if first not in (b"{", b"["):
        return _end(_SCALAR, data, at)
    leaf = _CLOSED.match(data, at + 1)
    if leaf:
        return leaf.end()
    depth = 0
    for bracket in _TO_BRACKET.finditer(data, at):
        depth += 1 if bracket[1] in b"{[" else -1
        if not depth:
            return bracket.end()
    raise _Broken


def _end(pattern: re.Pattern[bytes], data: bytes, at: int) -> int:
    match = pattern.match(data, at)
    if match is None:
        raise _Broken
    return match.end()


def _after_space(data: bytes, at: int) -> int:
    match = _SPACE.match(data, at)
    return match.end() if match else at


def _text(quoted: bytes) -> str:
    if b"\\" not in quoted:
        return quoted[1:-1].decode(errors="replace")
    return str(json.loads(quoted))


def duplicates(data: bytes, most: int = 50) -> list[tuple[tuple[str, ...], tuple[int, int]]]:
    """Path and position of members whose name their object has given before, at most so many; `data` is JSON."""
    found: list[tuple[tuple[str, ...], tuple[int, int]]] = []
    waiting: list[tuple[tuple[str, ...], int]] = [((), _after_space(data, 0))]
    while waiting and len(found) < most:
        path, at = waiting.pop()
        seen: set[str] = set()
        is_object = data[at : at + 1] == b"{"
        at = _after_space(data, at + 1)
        while data[at : at + 1] not in (b"}", b"]") and len(found) < most:
            token, value = _member(data, at) if is_object else (str(len(seen)), at)
            if token in seen:
                found.append(((*path, token), line_and_column(data, at)))
            seen.add(token)
            if data[value : value + 1] in (b"{", b"["):
                waiting.append(((*path, token), value))
            at = _next(data, _skipped(data, value))
    return sorted(found, key=lambda one: one[1])
