"""Which OpenAPI a document speaks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, Literal

Dialect = Literal["2.0", "3.0", "3.1", "3.2"]
"""Swagger 2.0 and OpenAPI, by major and minor version: patch versions change nothing that is read here."""

DIALECTS: tuple[Dialect, ...] = ("2.0", "3.0", "3.1", "3.2")

READ: Final = ("https://json-schema.org/draft/2020-12/", "https://spec.openapis.org/oas/3.")
"""How the identifiers of dialects of JSON Schema begin by whose rules schemas are read since OpenAPI 3.1."""


def dialect(document: object) -> Dialect | None:
    """The dialect that a document names in `openapi` or `swagger`; None if it names none, or an unknown one."""
    if not isinstance(document, Mapping):
        return None
    if "openapi" in document:
        return next((known for known in DIALECTS[1:] if _is(document["openapi"], known)), None)
    return "2.0" if document.get("swagger") in ("2.0", 2.0) else None


def _is(version: Any, known: Dialect) -> bool:
    return isinstance(version, str) and (version == known or version.startswith(f"{known}."))


def before_json_schema(dialect: Dialect) -> bool:
    """Whether schemas are OpenAPI's own, as before 3.1: nothing counts beside a `$ref`, and null is a flag."""
    return dialect in ("2.0", "3.0")
