"""What a document says, read from its bytes alone: how many operations there are, and which names end in a number."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

METHODS = frozenset({"get", "put", "post", "delete", "options", "head", "patch", "trace"})
_LONG = 90
_TAIL = 20
"""Longer names than that are shortened in the middle, and keep so many characters at their end."""
_NUMBER = re.compile(r"[0-9]+$")


def operations(document: Any) -> list[tuple[str, str]]:
    """Method and path of every operation, as the document spells the path."""
    paths = document.get("paths") if isinstance(document, dict) else None
    found = []
    for path, item in (paths if isinstance(paths, dict) else {}).items():
        if not path.startswith("x-") and isinstance(item, dict):
            found += [(method.upper(), path) for method in item if method in METHODS]
    return found


def escaped(token: str) -> str:
    """A token of a JSON pointer (RFC 6901 section 3)."""
    return token.replace("~", "~0").replace("/", "~1")


def numbered(document: Any) -> frozenset[str]:
    """Every word of the document that ends in a number, in lower case and without punctuation: keys and short texts."""
    return frozenset(
        plain
        for word in _words(document)
        if len(word) <= 200
        for plain in ["".join(filter(str.isalnum, word.lower()))]
        if _NUMBER.search(plain)
    )


def invented(classes: list[str], known: frozenset[str]) -> list[str]:
    """Class names that end in a number which no name of the document gives them."""
    return [name for name in classes if _NUMBER.search(name) and not _is_known(name, known)]


def _is_known(name: str, known: frozenset[str]) -> bool:
    """Whether the name's last words are some name of the document, or a number in it that stands by itself (`N404`)."""
    digits = _NUMBER.search(name)
    assert digits is not None
    starts = [start for start in range(digits.start()) if start == 0 or _begins_word(name, start)]
    if any(name[start:].lower() in known for start in starts):
        return True
    if len(name) > _LONG and any(word.endswith(name[-_TAIL:].lower()) for word in known):
        return True
    return digits.group() in known and name[: digits.start()].endswith(("N", "Status"))


def _begins_word(name: str, start: int) -> bool:
    return name[start].isupper() or (name[start].isdigit() and name[start - 1] == "N")


def _words(document: Any) -> Iterator[str]:
    waiting = [document]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            for key, below in value.items():
                if key[-1:].isalnum():
                    yield key
                else:
                    yield from re.split(r"[/{}]+", key)
                if "/" in key:
                    yield from re.split(r"[/{}]+", key)
                waiting.append(below)
        elif isinstance(value, list):
            waiting.extend(value)
        elif isinstance(value, str):
            if len(value) <= 200:
                yield value
        elif isinstance(value, int | float):
            yield str(value)
