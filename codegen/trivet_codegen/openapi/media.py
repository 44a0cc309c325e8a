"""What media types are of."""

from __future__ import annotations

import re

_JSON = re.compile(r"^[\w.-]+/([\w.*+-]*[+.-])?json\s*(;|$)", re.IGNORECASE)


def is_json(media_type: str) -> bool:
    """Whether values of the media type are JSON texts (RFC 8259, RFC 6839 section 3.1)."""
    return bool(_JSON.match(media_type))
