"""Whether a regular expression of a contract can be checked by the models."""

from __future__ import annotations

import re
import warnings

from trivet_codegen.python.backtracking import is_bounded

_LARGEST = 25_000
_LARGEST_TOGETHER = 150_000
"""Compiling a pattern takes memory and time for every character, as often as it is repeated."""

_COUNT = re.compile(r"\{([0-9]{1,9})(?:,([0-9]{0,9}))?\}")


class Patterns:
    """The patterns of one contract; each is looked at once."""

    def __init__(self) -> None:
        self._faults: dict[str, str | None] = {}
        self._size = 0

    def fault(self, pattern: str) -> str | None:
        """Why models do not check the pattern; None if they do."""
        if pattern not in self._faults:
            self._size += size(pattern)
            beyond = self._size > _LARGEST_TOGETHER
            self._faults[pattern] = "with those before it, it is too large" if beyond else fault(pattern)
            if self._faults[pattern] is not None:
                self._size -= size(pattern)
        return self._faults[pattern]


def fault(pattern: str) -> str | None:
    """Why neither engine takes the pattern; None if one does.

    Rust's takes time in proportion to the text, and knows no look-around; Python's takes what is sure to be done soon.
    """
    from pydantic_core import SchemaError, SchemaValidator, core_schema

    if size(pattern) > _LARGEST:
        return "it is too large with its repetitions written out"
    try:
        SchemaValidator(core_schema.str_schema(pattern=pattern))
    except SchemaError as error:
        if is_bounded(pattern):
            return None
        lines = [line.strip() for line in str(error).splitlines() if line.strip()]
        refused = lines[-1].removeprefix("error: ") if lines else "it is no regular expression"
        return "Python's engine could take for ever over it" if _is_python(pattern) else refused
    return None


def _is_python(pattern: str) -> bool:
    try:
        with warnings.catch_warnings(action="ignore"):
            re.compile(pattern)
    except (re.error, RecursionError, OverflowError):
        return False
    return True


def size(pattern: str) -> int:
    """How many characters and classes the pattern has with its repetitions written out."""
    outer: list[int] = []
    total = last = 0
    at = 0
    while at < len(pattern):
        mark = pattern[at]
        count = _COUNT.match(pattern, at) if mark == "{" else None
        if count:
            times = max(int(count[1]), int(count[2] or 0), 1)
            total += last * (times - 1)
            last *= times
            at = count.end()
            continue
        if mark == "(":
            outer.append(total)
            total = last = 0
        elif mark == ")" and outer:
            last = total + 1
            total = outer.pop() + last
        else:
            last = 1
            total += 1
            at += mark == "\\"
        at += 1
    return total + sum(outer)
