"""What the demo says: numbered steps, what each one did, and how long it took. Plain lines, for terminals and logs."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO, TypeAlias

Say: TypeAlias = Callable[[str], None]


class Steps:
    """Writes to `out`; lines are flushed as they come, so that a log shows where it hangs."""

    def __init__(self, total: int, out: TextIO | None = None) -> None:
        self._total = total
        self._out = out or sys.stdout
        self._number = 0
        self._began = time.monotonic()

    @contextmanager
    def step(self, title: str) -> Iterator[Say]:
        """Says what is done, then what was said of it, then how long it took; an exception passes through."""
        self._number += 1
        self.line(f"[{self._number}/{self._total}] {title}")
        began = time.monotonic()
        outcome = "failed after"
        try:
            yield lambda text: self.line(f"      {text}")
            outcome = "done in"
        finally:
            self.line(f"      {outcome} {time.monotonic() - began:.2f} s")

    def finish(self, text: str) -> None:
        """The last line, with the time of all."""
        self.line(f"{text} ({time.monotonic() - self._began:.1f} s in all)")

    def line(self, text: str) -> None:
        print(text, file=self._out, flush=True)
