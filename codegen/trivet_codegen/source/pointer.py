"""JSON pointers (RFC 6901)."""

from __future__ import annotations

from collections.abc import Iterable


def tokens(pointer: str) -> list[str]:
    """The reference tokens of a pointer, unescaped (RFC 6901 section 4); none for the whole document."""
    return [unescaped(token) for token in pointer.split("/")[1:]]


def pointer(tokens: Iterable[str | int]) -> str:
    """The pointer that these tokens make, escaped (RFC 6901 section 3)."""
    return "".join("/" + escaped(str(token)) for token in tokens)


def escaped(token: str) -> str:
    return token.replace("~", "~0").replace("/", "~1")


def unescaped(token: str) -> str:
    return token.replace("~1", "/").replace("~0", "~")


def index(token: str) -> int | None:
    """The array index that a token stands for (RFC 6901 section 4: no sign, no leading zero); None if it is none."""
    if token.isascii() and token.isdigit() and (token == "0" or token[0] != "0") and len(token) < 10:
        return int(token)
    return None
