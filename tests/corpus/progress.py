"""How far a run is: a bar on a terminal, else a line now and then; on standard error."""

from __future__ import annotations

import sys
import time

from tests.corpus.trial import Row

_EVERY = 15.0
_WIDTH = 30


class Progress:
    """Counts documents and their operations."""

    def __init__(self, documents: int, operations: int = 0) -> None:
        self._documents = documents
        self._done = 0
        self._operations = operations
        self._bad = 0
        self._started = self._told = time.monotonic()

    def add(self, row: Row) -> None:
        """Tells of a row; what went wrong with a document is told at once."""
        self._done += 1
        self._operations += row.operations
        if row.outcome not in ("complete", "refused"):
            self._bad += 1
            self._line(f"{row.document}: {row.outcome}")
        now = time.monotonic()
        if sys.stderr.isatty():
            filled = _WIDTH * self._done // max(self._documents, 1)
            sys.stderr.write(f"\r\x1b[2K[{'█' * filled}{'·' * (_WIDTH - filled)}] {self._text(now)}")
            sys.stderr.write("\n" if self._done == self._documents else "")
            sys.stderr.flush()
        elif now - self._told >= _EVERY or self._done == self._documents:
            self._told = now
            self._line(self._text(now))

    def _text(self, now: float) -> str:
        passed = now - self._started
        left = passed / self._done * (self._documents - self._done)
        return (
            f"{self._done:,} of {self._documents:,} documents, {self._operations:,} operations, {self._bad} failures, "
            f"{passed:.0f} s, about {left:.0f} s left"
        )

    def _line(self, text: str) -> None:
        start = "\r\x1b[2K" if sys.stderr.isatty() else ""
        sys.stderr.write(f"{start}{text}\n")
        sys.stderr.flush()
