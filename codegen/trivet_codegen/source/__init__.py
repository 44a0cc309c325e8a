"""Contracts as they stand in files: bytes to values with places, and references followed."""

from __future__ import annotations

from trivet_codegen.source.documents import Documents, load
from trivet_codegen.source.values import Json

__all__ = ["Documents", "Json", "load"]
