"""Which OpenAPI a document speaks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

Dialect = Literal["3.0", "3.1"]
"""How schemas are read; OpenAPI 3.2 kept the schemas of 3.1."""


def dialect(document: object) -> Dialect | None:
    """The dialect that a document names in `openapi`; None if it names none, or one that is not known here."""
    version = document.get("openapi") if isinstance(document, Mapping) else None
    if not isinstance(version, str):
        return None
    if version == "3.0" or version.startswith("3.0."):
        return "3.0"
    if version in ("3.1", "3.2") or version.startswith(("3.1.", "3.2.")):
        return "3.1"
    return None
