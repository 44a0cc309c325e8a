"""Media types: their essence, their charset, which of them are JSON, and which declared one another is of."""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping
from typing import Any, Final

FORM: Final = "application/x-www-form-urlencoded"

_CHARSET: Final = re.compile(r';\s*charset\s*=\s*"?([^\s;"]*)', re.IGNORECASE)
_UTF_8: Final = frozenset({"utf-8", "utf8", "us-ascii"})
_NO_CHARSETS: Final = frozenset(
    {"idna", "mbcs", "oem", "punycode", "raw-unicode-escape", "undefined", "unicode-escape"}
)
"""Encodings of Python's own, which are no charsets; punycode takes a minute for a megabyte."""


def essence(media_type: str) -> str:
    """`type/subtype` in lower case, without parameters."""
    return media_type.partition(";")[0].strip().lower()


def charset(media_type: str) -> str | None:
    """The charset parameter in lower case, if there is one."""
    found = _CHARSET.search(media_type)
    return found[1].lower() if found else None


def is_utf_8(media_type: str) -> bool:
    """Whether text of this media type is UTF-8: where it does not say, it is."""
    return (charset(media_type) or "utf-8") in _UTF_8


def is_json(media_type: str) -> bool:
    """Whether values of the media type are JSON texts: `application/json`, `+json` (RFC 6839), and what ends like it.

    Names such as `application/x-json` and `application/vnd.api.json` are registered nowhere and all JSON.
    """
    subtype = essence(media_type).partition("/")[2]
    return subtype == "json" or subtype.endswith(("+json", ".json", "-json"))


def best(contents: Mapping[str, Any], media_type: str) -> str | None:
    """The key that declares a media type: itself, else `type/*+suffix`, `type/*` or `*/*`; None if there is none."""
    wanted = essence(media_type)
    family = wanted.partition("/")[0] + "/*"
    suffixed = f"{family}+{wanted.rpartition('+')[2]}"
    keys = {essence(key): key for key in reversed(list(contents))}
    return keys.get(wanted) or keys.get(suffixed) or keys.get(family) or keys.get("*/*")


def decoded(content: bytes, charset: str, *, errors: str = "strict") -> str:
    """The text of these bytes.

    Raises LookupError for a charset that nobody knows, UnicodeError for bytes that are none of its text.
    """
    if codecs.lookup(charset).name in _NO_CHARSETS:
        raise LookupError(f"{charset} is no charset")
    return content.decode(charset, errors=errors)


def text(content: bytes, media_type: str) -> str:
    """The characters of an answer's text, as far as they can be read: a wrong charset is taken as UTF-8."""
    try:
        return decoded(content, charset(media_type) or "utf-8", errors="replace")
    except (LookupError, ValueError):  # no charset, or one that is no charset of texts
        return content.decode("utf-8", errors="replace")
