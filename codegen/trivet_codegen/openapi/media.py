"""What media types are of."""

from __future__ import annotations

import re

_JSON = re.compile(r"^[\w.-]+/([\w.*+-]*[+.-])?json\s*(;|$)", re.IGNORECASE)
_SEQUENCE = re.compile(
    r"^(application/((x-)?(jsonl|ndjson)|jsonlines|json-seq)|[\w.+-]+/[\w.+-]+\+json-seq|text/event-stream)\s*(;|$)",
    re.IGNORECASE,
)


def essence(media_type: str) -> str:
    """Type and subtype in lower case, without parameters (RFC 9110 section 8.3.1)."""
    return media_type.partition(";")[0].strip().lower()


def is_json(media_type: str) -> bool:
    """Whether values of the media type are JSON texts (RFC 8259, RFC 6839 section 3.1)."""
    return bool(_JSON.match(media_type))


def is_range(media_type: str) -> bool:
    """Whether it stands for several media types (RFC 9110 section 12.5.1): a caller then says which one is sent."""
    return "*" in media_type or "/" not in media_type


def is_sequence(media_type: str) -> bool:
    """Whether a body of the media type is one item after another: JSON Lines, JSON text sequences, event streams."""
    return bool(_SEQUENCE.match(media_type))
