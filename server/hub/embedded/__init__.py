"""A Postgres of one's own for tests and the demo, from a Python package; production brings its own server."""

from __future__ import annotations

from hub.embedded.postgres import Postgres, PostgresFailed

__all__ = ["Postgres", "PostgresFailed"]
