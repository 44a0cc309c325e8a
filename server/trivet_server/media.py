"""Media types: reading Content-Type, and choosing among what is declared by Accept (RFC 9110 section 12.5.1)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from trivet.runtime._media import (
    FORM as FORM,
    charset as charset,
    essence as essence,
    is_json as is_json,
    is_utf_8 as is_utf_8,
)

MULTIPART = "multipart/form-data"
PROBLEM = "application/problem+json"

_QUALITY = re.compile(r"0(\.[0-9]{0,3})?|1(\.0{0,3})?")
_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+/[!#$%&'*+.^_`|~0-9A-Za-z-]+")


def is_text(media_type: str) -> bool:
    return essence(media_type).startswith("text/")


def is_range(media_type: str) -> bool:
    """Whether this names several media types, as `image/*` does."""
    return "*" in essence(media_type)


def declared_for(media_type: str, declared: Iterable[str]) -> str | None:
    """The declared media type or range that a body of `media_type` is of; the closest if there are several."""
    name = essence(media_type)
    if not _TOKEN.fullmatch(name):
        return None
    matching = [known for known in declared if _covers(essence(known), name)]
    return min(matching, key=lambda known: (essence(known).count("*"), -len(essence(known))), default=None)


def preferred(accept: str | None, offered: Iterable[str]) -> str | None:
    """What `accept` likes best among `offered`, the first if equal; None if it accepts none of them."""
    choices = list(offered)
    ranges = [] if accept is None else [found for part in accept.split(",") if (found := _range(part))]
    if not ranges:
        return choices[0] if choices else None
    rated = [(_quality(essence(choice), ranges), choice) for choice in choices]
    best = max(rated, key=lambda pair: pair[0], default=None)
    return best[1] if best is not None and best[0] > 0 else None


@dataclass(frozen=True, slots=True)
class _Range:
    name: str
    quality: float


def _range(part: str) -> _Range | None:
    name, *parameters = (piece.strip().lower() for piece in part.split(";"))
    if not _TOKEN.fullmatch(name):
        return None
    for parameter in parameters:
        key, _, value = parameter.partition("=")
        if key.strip() == "q":
            value = value.strip()
            return _Range(name, float(value)) if _QUALITY.fullmatch(value) else None
    return _Range(name, 1.0)


def _quality(name: str, ranges: Iterable[_Range]) -> float:
    """The quality that the most specific range gives to a media type; 0 if none covers it."""
    matching = [known for known in ranges if _covers(known.name, name)]
    return min(matching, key=lambda known: known.name.count("*")).quality if matching else 0.0


def _covers(known: str, name: str) -> bool:
    if known in {name, "*/*"}:
        return True
    kind, _, subtype = known.partition("/")
    name_kind, _, name_subtype = name.partition("/")
    if kind not in {name_kind, "*"}:
        return False
    return subtype == "*" or (subtype.startswith("*+") and name_subtype.endswith(subtype[1:]))
