"""Whether Python's `re`, which tries one way after another, is done with a pattern soon, whatever it is given."""

from __future__ import annotations

import re
import warnings
from typing import Any

_FEW = 1_000
"""In how many ways a pattern may fit at one place; a tenth of that where each takes as long as the text is."""

_ENDLESS = 1_000
"""A repeat of more than this counts as one without end."""

_ONE_WAY = {"LITERAL", "NOT_LITERAL", "ANY", "IN", "AT", "CATEGORY", "RANGE", "NEGATE", "GROUPREF"}
_REPEATS = {"MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"}
_ASSERTIONS = {"ASSERT", "ASSERT_NOT"}


class _TooMany(Exception):
    """The pattern may fit in more ways than can be tried."""


def is_bounded(pattern: str) -> bool:
    """Whether the time for `pattern` grows no faster than the text; False where that cannot be told easily.

    Refused are repeats of what fits in several ways (`(a+)+`, `(a|a)*`), two endless repeats in a row (`a*a*`), an
    endless one that is tried at every place of the text (without `^` before it) or beside a back-reference, and what
    `re` does not read.
    """
    try:
        with warnings.catch_warnings(action="ignore"):
            parsed = re._parser.parse(pattern)  # type: ignore[attr-defined]
        ways, endless = _sequence(parsed)
    except (_TooMany, re.error, RecursionError, OverflowError):
        return False
    if "GROUPREF" in repr(parsed) and "MAXREPEAT" in repr(parsed):
        return False
    if _is_anchored(parsed):
        return ways <= (_FEW // 10 if endless else _FEW)
    return ways <= _FEW // 10 and not endless and not _looks_far(parsed)


def _sequence(items: Any) -> tuple[int, bool]:
    """In how many ways the items fit one after another, and whether one of them is an endless repeat."""
    ways, endless = 1, False
    for operation, argument in items:
        name = str(operation)
        more, further = _item(name, argument)
        if further and (endless or (name in _ASSERTIONS and ways > 1)):
            raise _TooMany
        ways *= more
        endless = endless or (further and name not in _ASSERTIONS)
        if ways > _FEW:
            raise _TooMany
    return ways, endless


def _item(name: str, argument: Any) -> tuple[int, bool]:
    if name in _ONE_WAY:
        return 1, False
    if name in _REPEATS:
        return _repeat(*argument)
    if name in ("SUBPATTERN", "ATOMIC_GROUP"):
        return _sequence(argument[3] if name == "SUBPATTERN" else argument)
    if name == "BRANCH":
        found = [_sequence(branch) for branch in argument[1]]
        return sum(ways for ways, _ in found), any(endless for _, endless in found)
    if name in _ASSERTIONS:  # what was looked at is not looked at again when the rest does not fit
        return 1, _sequence(argument[1])[1]
    raise _TooMany


def _repeat(least: int, most: int, items: Any) -> tuple[int, bool]:
    ways, endless = _sequence(items)
    if most > 1 and (endless or _looks_far(items)):
        raise _TooMany
    if most - least > _ENDLESS:
        if ways > 1:
            raise _TooMany
        return 1, True
    if ways > 1 and most > _FEW.bit_length():
        raise _TooMany
    return ways ** max(most, 1) * (most - least + 1), endless


def _looks_far(items: Any) -> bool:
    """Whether an assertion among the items has an endless repeat."""
    for operation, argument in items:
        name = str(operation)
        if name in _ASSERTIONS and _sequence(argument[1])[1]:
            return True
        inside = [argument[3]] if name == "SUBPATTERN" else argument[1] if name == "BRANCH" else []
        if any(_looks_far(each) for each in inside):
            return True
    return False


def _is_anchored(items: Any) -> bool:
    """Whether the items fit at the beginning of the text only."""
    for operation, argument in items:
        name = str(operation)
        if name == "AT":
            return str(argument) in ("AT_BEGINNING", "AT_BEGINNING_STRING")
        if name == "SUBPATTERN":
            return _is_anchored(argument[3])
        if name == "BRANCH":
            return all(_is_anchored(branch) for branch in argument[1])
        if name not in _ASSERTIONS:
            return False
        if name == "ASSERT" and argument[0] > 0 and _is_anchored(argument[1]):
            return True
    return False
