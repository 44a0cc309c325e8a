"""How parameters are written when the contract does not say, and which ways exist (OpenAPI 3.1 section 4.8.12)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

DEFAULT_STYLE: Final[Mapping[str, str]] = {
    "path": "simple",
    "query": "form",
    "header": "simple",
    "cookie": "form",
    "querystring": "form",
}

STYLES: Final[Mapping[str, frozenset[str]]] = {
    "path": frozenset({"matrix", "label", "simple"}),
    "query": frozenset({"form", "spaceDelimited", "pipeDelimited", "deepObject"}),
    "header": frozenset({"simple"}),
    "cookie": frozenset({"form", "cookie"}),
    "querystring": frozenset({"form"}),
}

IGNORED_HEADERS: Final = frozenset({"accept", "content-type", "authorization"})
"""Header parameters of these names are ignored: media types and security schemes say what they hold."""


def default_explode(style: str) -> bool:
    """What `explode` is when a parameter does not say: true for form and cookie; deepObject has no other meaning."""
    return style in ("form", "deepObject", "cookie")
