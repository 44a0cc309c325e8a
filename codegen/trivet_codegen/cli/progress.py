"""What a command tells while it works: on standard error, and little."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from trivet_codegen.problem import plain


class Progress:
    """Steps with their times if `verbose`; else one line that is overwritten, and only on a terminal."""

    def __init__(self, *, verbose: bool) -> None:
        self._verbose = verbose
        self._shows = sys.stderr.isatty() and not verbose
        self._started = time.monotonic()

    @contextmanager
    def step(self, what: str) -> Iterator[None]:
        """Says `what` while the block runs."""
        started = time.monotonic()
        if self._shows:
            sys.stderr.write(f"\r\x1b[2K{what} ...")
            sys.stderr.flush()
        try:
            yield
        finally:
            if self._shows:
                sys.stderr.write("\r\x1b[2K")
                sys.stderr.flush()
            if self._verbose:
                sys.stderr.write(f"{what}: {time.monotonic() - started:.2f} s\n")

    def line(self, text: str) -> None:
        """Shows a line of a tool's own output, if anybody asked for it."""
        if self._verbose:
            sys.stderr.write(f"  {plain(text)}\n")
            sys.stderr.flush()

    def done(self, text: str) -> None:
        """Says what came out, with the time since the last `done`."""
        now = time.monotonic()
        sys.stderr.write(f"{text} in {now - self._started:.1f} s\n")
        self._started = now
