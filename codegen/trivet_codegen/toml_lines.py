"""Lines of keys in a TOML text, for findings about a manifest."""

from __future__ import annotations

import re
import tomllib

_KEY = re.compile(r"""\s*((?:[A-Za-z0-9_-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[A-Za-z0-9_-]+|"[^"]*"|'[^']*'))*)\s*=""")
_DECODE_ERROR = re.compile(r"(?P<what>.*) \(at line (?P<line>\d+), column (?P<column>\d+)\)$", re.DOTALL)


def line_of(text: str, path: tuple[str, ...]) -> int:
    """The line, from 1, that gives `path`; else the line of its longest ancestor; 1 where there is none.

    A search by line, not a parser: a key inside an inline table is found at the line of that table.
    """
    best, best_length = 1, 0
    table: tuple[str, ...] = ()
    for number, line in enumerate(text.splitlines(), start=1):
        here = _header(line)
        if here is not None:
            table = here
        elif match := _KEY.match(line):
            here = table + _keys(match.group(1))
        else:
            continue
        common = _shared(here, path)
        if common > best_length and (common == len(here) or common == len(path)):
            best, best_length = number, common
    return best


def syntax_error(error: tomllib.TOMLDecodeError) -> tuple[str, int, int]:
    """What tomllib says, and the line and column it says it of (1, 1 at the end of the document)."""
    match = _DECODE_ERROR.match(str(error))
    if match is None:
        return str(error).removesuffix(" (at end of document)"), 1, 1
    return match["what"], int(match["line"]), int(match["column"])


def _header(line: str) -> tuple[str, ...] | None:
    stripped = line.strip()
    if not stripped.startswith("["):
        return None
    try:
        value: object = tomllib.loads(stripped)
    except tomllib.TOMLDecodeError:
        return None
    return _chain(value)


def _keys(dotted: str) -> tuple[str, ...]:
    return _chain(tomllib.loads(f"{dotted} = 0"))


def _chain(value: object) -> tuple[str, ...]:
    path: list[str] = []
    while isinstance(value, (dict, list)) and value:
        if isinstance(value, dict):
            key, value = next(iter(value.items()))
            path.append(str(key))
        else:
            value = value[0]
    return tuple(path)


def _shared(one: tuple[str, ...], other: tuple[str, ...]) -> int:
    length = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        length += 1
    return length
