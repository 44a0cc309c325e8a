"""How deep schemas may be nested in one another, and the room that Python needs for it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

DEEPEST: Final = 200
"""Schemas nested deeper in one another than this, without a name between, are not read."""

DEEPEST_GLANCE: Final = 50
"""How far questions to schemas that are not shapes yet look into their `allOf` and alternatives."""

_FRAMES: Final = DEEPEST * 50


@contextmanager
def room() -> Iterator[None]:
    """Room on Python's stack for shapes of that depth (its limit guards against endless recursion, not memory)."""
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(max(before, _FRAMES))
    try:
        yield
    finally:
        sys.setrecursionlimit(before)
