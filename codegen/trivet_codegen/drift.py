"""Drift: what a generated folder holds that differs from what the contract gives."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from itertools import islice
from typing import Literal

from trivet_codegen.output import RECORD, Output, contents
from trivet_codegen.problem import Place, Problem

DriftKind = Literal["missing", "changed", "stale"]

_TOLD: dict[DriftKind, str] = {
    "missing": "is missing",
    "changed": "is not what the contract gives",
    "stale": "is nothing that the contract gives",
}


@dataclass(frozen=True, slots=True)
class Drift:
    """One file that differs; `path` is relative to the generated folder."""

    output: Output
    path: str
    kind: DriftKind

    def problem(self) -> Problem:
        place = Place(f"{self.output.shown}/{self.path}")
        return Problem(place, f"drift-{self.kind}", _TOLD[self.kind])

    def diff(self, *, at_most: int) -> list[str]:
        """Lines of a unified diff from what is there to what the contract gives, never more than `at_most` + 1."""
        there = self._there()
        shown = f"{self.output.shown}/{self.path}"
        lines = difflib.unified_diff(
            _lines(there),
            _lines(self.output.files.get(self.path)),
            shown if there is not None else "/dev/null",
            shown if self.path in self.output.files else "/dev/null",
            lineterm="",
        )
        first = list(islice(lines, at_most))
        more = sum(1 for _ in lines)
        return [*first, f"... {more} more lines"] if more else first

    def _there(self) -> bytes | None:
        file = self.output.folder / self.path
        return file.read_bytes() if file.is_file() and not file.is_symlink() else None


def drift(output: Output) -> list[Drift]:
    """Every file that writing the output would create, change or remove; sorted by path.

    A record that only tells another story of how the same files came about is no drift.
    """
    changed = output.changed()
    if not changed and not output.recorded():
        changed = [RECORD]
    present = contents(output.folder)
    return [Drift(output, path, _kind(path in present, path in output.files)) for path in changed]


def _kind(there: bool, given: bool) -> DriftKind:
    if not there:
        return "missing"
    return "changed" if given else "stale"


def _lines(data: bytes | None) -> list[str]:
    return [] if data is None else data.decode(errors="replace").splitlines()
