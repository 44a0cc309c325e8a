"""Exit codes, and what every command means by them."""

from __future__ import annotations

from typing import Final

CLEAN: Final = 0
FINDINGS: Final = 1
WRONG_USE: Final = 2
INTERNAL_ERROR: Final = 70
INTERRUPTED: Final = 130

UNREADABLE: Final = frozenset({"file-missing", "file-unreadable"})
"""Rules of findings about a document that cannot be read at all: the user named the wrong thing."""
