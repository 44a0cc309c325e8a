"""Values that are hard to carry, and which of them a location cannot carry at all."""

from __future__ import annotations

import re
import string
from typing import Any

from hypothesis import settings, strategies as st

bounded = settings(max_examples=15)
"""How often a law is tried here, for each combination of the table."""

_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
AWKWARD = [
    *("", " ", "+", "%", "%2F", "%2f", "%25", "%zz", "/", ".", "..", "...", "../x", "a/../b", "//", ",", "a,b", "|"),
    *(";", "a;b=c", "=", "&", "&p=1", "?", "#", "[", "]", "a[b]", "{}", "{p}", "'", '"', '"a"', "\\", ":", "@", "$"),
    *("!", "*", "(", ")", "~", "-", "_", "^", "`", "<", ">", "a b", " a", "a ", "\t", "\r\n", "a\r\nX-Evil: 1"),
    *("\x00", "\x7f", "é", "e\u0301", "漢字", "🎉", "\u2028", "\ufeff", "null", "true", "1", "01", "None", "p", "R"),
]
_CHARACTERS = st.one_of(
    st.sampled_from(string.punctuation + " \t\r\né漢🎉"),
    st.sampled_from(string.ascii_letters + string.digits),
    st.characters(exclude_categories=["Cs"]),
)
TEXTS = st.one_of(st.sampled_from(AWKWARD), st.text(_CHARACTERS, max_size=8))
NAMES = st.one_of(st.sampled_from([word for word in AWKWARD if word]), st.text(_CHARACTERS, min_size=1, max_size=4))
OF_KIND: dict[str, st.SearchStrategy[Any]] = {
    "primitive": TEXTS,
    "array": st.lists(TEXTS, max_size=4),
    "object": st.fixed_dictionaries({}, optional={"R": TEXTS, "G": TEXTS, "a.b": TEXTS}).map(
        lambda drawn: {name: drawn[name] for name in ("R", "G", "a.b") if name in drawn}  # the order of the contract
    ),
    "map": st.dictionaries(NAMES.filter(lambda name: name != "p"), TEXTS, max_size=3),
}


def words(value: Any) -> list[str]:
    """Every text in a value, names included."""
    match value:
        case str():
            return [value]
        case dict():
            return [word for pair in value.items() for word in pair]
        case _:
            return list(value)


def unsayable(location: str, style: str, explode: bool, value: Any) -> bool:
    """Whether no text of this location and style would read back as this value: then the client must refuse it."""
    match location, style:
        case "path", _:
            return _no_segment(style, explode, value)
        case "query", "spaceDelimited":
            return any(" " in word for word in words(value))
        case "query", "pipeDelimited":
            return any("|" in word for word in words(value))
        case "query", "deepObject":
            return any("[" in name or "]" in name for name in value)
        case "header", _:
            return _no_field(explode, value)
        case "cookie", "cookie":
            return _no_cookie(explode, value)
    return False


def _no_segment(style: str, explode: bool, value: Any) -> bool:
    """Empty and dot segments are other paths (RFC 3986 section 5.2.4)."""
    if not isinstance(value, str) and not value:
        return True
    alone = value if isinstance(value, str) else value[0] if isinstance(value, list) and len(value) == 1 else None
    if style == "simple":
        return alone in ("", ".", "..")
    if style == "label":
        return alone in ("", ".") or (explode and value == ["", ""])
    return False


def _no_field(explode: bool, value: Any) -> bool:
    """RFC 9110 section 5.5: visible ASCII, no space around; and no comma in what commas divide."""
    if any(not (" " <= character <= "~" or character == "\t") for word in words(value) for character in word):
        return True
    if isinstance(value, str):
        return value != value.strip(" \t")
    if isinstance(value, dict) and explode and any("=" in name for name in value):
        return True
    return any(not word.strip() or word != word.strip() or "," in word for word in words(value))


def _no_cookie(explode: bool, value: Any) -> bool:
    """RFC 6265 section 4.1.1: neither spaces, quotes, commas, semicolons, backslashes nor what is not ASCII."""
    if explode and isinstance(value, dict) and any(not _TOKEN.fullmatch(name) for name in value):
        return True
    return any(not "!" <= character <= "~" or character in '",;\\' for word in words(value) for character in word)


def empty(value: Any) -> bool:
    """Whether nothing is sent: RFC 6570 section 2.3 calls an empty list or map undefined."""
    return not isinstance(value, str) and not value
