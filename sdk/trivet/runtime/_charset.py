"""Text out of bytes, by the charset that a media type names."""

from __future__ import annotations

import codecs

_NO_CHARSETS = frozenset({"idna", "mbcs", "oem", "punycode", "raw-unicode-escape", "undefined", "unicode-escape"})
"""Encodings of Python's own, which are no charsets; punycode takes a minute for a megabyte."""


def decoded(content: bytes, charset: str, *, errors: str = "strict") -> str:
    """The text of these bytes.

    Raises LookupError for a charset that nobody knows, UnicodeError for bytes that are none of its text.
    """
    if codecs.lookup(charset).name in _NO_CHARSETS:
        raise LookupError(f"{charset} is no charset")
    return content.decode(charset, errors=errors)
