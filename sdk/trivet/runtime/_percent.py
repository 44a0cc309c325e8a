"""Percent-decoding (RFC 3986 section 2.1), which refuses what is malformed."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import unquote_to_bytes

_BAD_ESCAPE: Final = re.compile(r"%(?![0-9A-Fa-f]{2})")


class DecodeError(ValueError):
    """The text is not what the style makes; the message says why."""


def unescape(value: str, *, plus: bool = False) -> str:
    """Percent-decoded UTF-8; `plus` also reads + as a space. Raises DecodeError if it is malformed."""
    try:
        return unescaped_bytes(value, plus=plus).decode()
    except UnicodeDecodeError as error:
        raise DecodeError("percent-encoded bytes are not UTF-8") from error


def unescaped_bytes(value: str, *, plus: bool = False) -> bytes:
    """The bytes that are percent-encoded, likewise."""
    if _BAD_ESCAPE.search(value):
        raise DecodeError("a % is not followed by two hexadecimal digits")
    return unquote_to_bytes(value.replace("+", " ") if plus else value)
