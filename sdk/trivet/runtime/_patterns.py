"""`pattern`: regular expressions of ECMA-262, as JSON Schema has them, in the engines that Python offers."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from pydantic_core import SchemaError, SchemaValidator

from ._backtracking import is_bounded

_CLASSES = {
    "d": "0-9",
    "w": "A-Za-z0-9_",
    "s": r"\t-\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff",
}


def apply(schema: dict[str, Any]) -> None:
    """Put an engine that understands the schema's pattern into the schema.

    Rust's engine (linear time) where it can; Python's for look-around, where it is sure to be done soon. A pattern
    that neither takes is not enforced: generation has warned of it, and it is no reason to refuse a whole model.
    """
    pattern, engine = translated(str(getattr(schema["pattern"], "pattern", schema["pattern"])))
    if pattern is None:
        del schema["pattern"]
    else:
        schema["pattern"] = pattern
        schema["regex_engine"] = engine


@cache
def translated(pattern: str) -> tuple[str | None, str]:
    """The pattern in the first engine's dialect that can read it, and that engine's name."""
    rust = _dialect(pattern)
    try:
        SchemaValidator({"type": "str", "pattern": rust})
    except SchemaError:
        pass
    else:
        return rust, "rust-regex"
    for candidate in (_dialect(pattern, end=r"\Z"), pattern):
        if is_bounded(candidate):
            return candidate, "python-re"
    return None, ""


def _dialect(pattern: str, *, end: str = "$") -> str:
    r"""The pattern with `\d`, `\w` and `\s` as ECMA-262 means them, without escapes that only JavaScript needs.

    `end` is how the engine says the end of the text.
    """
    inside = False
    out: list[str] = []
    i = 0
    while i < len(pattern):
        char = pattern[i]
        if char == "\\" and i + 1 < len(pattern):
            out.append(_escape(pattern[i + 1], inside))
            i += 2
            continue
        if char == "[" and not inside:
            if pattern.startswith("[^]", i):
                out.append(r"[\s\S]")
                i += 3
                continue
            inside = True
        elif char == "]" and inside:
            inside = False
        elif inside and (char == "[" or (char in "&~" and pattern.startswith(char, i + 1))):
            char = f"\\{char}"
        elif not inside and char == "$":
            char = end
        elif not inside and char == "(" and re.match(r"\(\?<[A-Za-z_]", pattern[i:]):
            out.append("(?P<")
            i += 3
            continue
        out.append(char)
        i += 1
    return "".join(out)


def _escape(letter: str, inside: bool) -> str:
    if letter == "s" and inside:
        return r"\s\ufeff"  # whatever stands beside it: [\s\S] is every character
    if letter in _CLASSES:
        return _CLASSES[letter] if inside else f"[{_CLASSES[letter]}]"
    if letter in "DWS" and not inside:
        return f"[^{_CLASSES[letter.lower()]}]"
    if letter in "/\"'`@#%&,:;=~!<> _":
        return letter if letter not in "&~#" else f"\\{letter}"
    return f"\\{letter}"
