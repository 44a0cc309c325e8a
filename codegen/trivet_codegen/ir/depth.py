"""How deep schemas may be nested in one another, and the room that Python needs for it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

DEEPEST: Final = 32
"""Schemas nested deeper in one another than this, without a name between, are not read.

The deepest of 2,600 vendors' documents has 16 levels, and validators are built by recursion: 50 would be too many.
"""

DEEPEST_GLANCE: Final = 50
"""How far questions to schemas that are not shapes yet look into their `allOf` and alternatives."""

_FRAMES: Final = 10_000


@contextmanager
def room() -> Iterator[None]:
    """Room on Python's stack for shapes of that depth (its limit guards against endless recursion, not memory)."""
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(max(before, _FRAMES))
    try:
        yield
    finally:
        sys.setrecursionlimit(before)
