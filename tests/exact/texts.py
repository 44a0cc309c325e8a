"""Strings that a regular expression matches."""

from __future__ import annotations

import random
import re
from importlib import import_module
from typing import Any

kinds: Any = import_module("re._constants")
parser: Any = import_module("re._parser")
_CATEGORIES = {
    kinds.CATEGORY_DIGIT: "0123456789",
    kinds.CATEGORY_WORD: "abcxyzABC019_",
    kinds.CATEGORY_SPACE: " ",
    kinds.CATEGORY_NOT_DIGIT: "ab-",
    kinds.CATEGORY_NOT_WORD: "-. ",
    kinds.CATEGORY_NOT_SPACE: "ab0-",
}


def matching(pattern: str, rng: random.Random) -> str | None:
    """A string that the pattern matches, by Python's reading of it; None where none is found."""
    try:
        parsed = parser.parse(pattern)
        compiled = re.compile(pattern)
    except (re.error, RecursionError, OverflowError):
        return None
    for _ in range(5):
        text = _sequence(parsed, rng, {})
        if compiled.search(text):
            return text
    return None


def _sequence(items: Any, rng: random.Random, groups: dict[int, str]) -> str:
    return "".join(_item(kind, value, rng, groups) for kind, value in items)


def _item(kind: Any, value: Any, rng: random.Random, groups: dict[int, str]) -> str:
    if kind is kinds.LITERAL:
        return chr(value)
    if kind is kinds.NOT_LITERAL:
        return next(letter for letter in "xy" if ord(letter) != value)
    if kind is kinds.ANY:
        return rng.choice("aZ3 -")
    if kind is kinds.IN:
        return _one_of(value, rng)
    if kind is kinds.BRANCH:
        return _sequence(rng.choice(value[1]), rng, groups)
    if kind is kinds.SUBPATTERN:
        text = _sequence(value[3], rng, groups)
        if value[0] is not None:
            groups[value[0]] = text
        return text
    if kind in (kinds.MAX_REPEAT, kinds.MIN_REPEAT, kinds.POSSESSIVE_REPEAT):
        low, high, inner = value
        times = rng.randint(low, min(high, low + 3))
        return "".join(_sequence(inner, rng, groups) for _ in range(times))
    if kind is kinds.GROUPREF:
        return groups.get(value, "")
    if kind is kinds.ATOMIC_GROUP:
        return _sequence(value, rng, groups)
    return ""


def _one_of(items: Any, rng: random.Random) -> str:
    if items[0][0] is kinds.NEGATE:
        return next((letter for letter in "aB3-_ .é~" if not any(_has(item, letter) for item in items[1:])), "")
    kind, value = rng.choice(items)
    if kind is kinds.LITERAL:
        return chr(value)
    if kind is kinds.RANGE:
        return chr(rng.randint(*value))
    return rng.choice(_CATEGORIES[value])


def _has(item: Any, letter: str) -> bool:
    kind, value = item
    if kind is kinds.LITERAL:
        return bool(ord(letter) == value)
    if kind is kinds.RANGE:
        return bool(value[0] <= ord(letter) <= value[1])
    return bool(letter in _CATEGORIES[value])
