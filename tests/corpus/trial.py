"""One document's way through the generator, and what came of it as a row of the report."""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
from collections import Counter
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Literal

from tests.corpus import contract
from tests.corpus.catalogue import Entry
from tests.corpus.child import MEBIBYTE, Ended, Limits, run
from tests.corpus.inspection import PACKAGE, Inspection, inspect_package
from tests.real.documents import ROOT
from trivet_codegen import cli

GENERATION = Limits(seconds=120, memory=2048 * MEBIBYTE)
_INSPECTION = Limits(seconds=300, memory=4096 * MEBIBYTE)
_TYPING = Limits(seconds=900, memory=8192 * MEBIBYTE)
_SOURCES = ("sdk", "server")
_SHOWN = 20
_MANY = 3000
"""Stubs of more operations are started only where mypy is asked, too: FastAPI takes milliseconds for each route."""

Outcome = Literal["complete", "refused", "crashed", "timed out", "out of memory"]


@dataclass(slots=True)
class Row:
    """A document and everything that the bars ask about it; `mypy` is -1 where it was not asked."""

    document: str
    size: int
    operations: int
    outcome: Outcome
    seconds: float
    peak: int
    problems: dict[str, int] = field(default_factory=dict)
    told: str = ""
    inspection: Inspection = field(default_factory=Inspection)
    inspected: bool = False
    mypy: int = -1
    mypy_lines: list[str] = field(default_factory=list)
    mypy_peak: int = 0

    @classmethod
    def of(cls, value: dict[str, Any]) -> Row:
        """The row that `asdict` made `value` of."""
        return cls(**{**value, "inspection": Inspection(**value["inspection"])})

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


def tried(entry: Entry, *, types: bool) -> Row:
    """Generates everything from the document and inspects it, each in a child process; `types` asks mypy too."""
    with tempfile.TemporaryDirectory(prefix="trivet-corpus-") as name:
        folder = Path(name)
        row = _generated(entry, folder)
        if row.outcome == "complete":
            _inspected(entry, folder, row, serve=types or row.operations <= _MANY)
            if types:
                _typed(folder, row)
        return row


def _generate(options: list[str]) -> int:
    """In the child: the command, which says more of a fault of its own than it does to users."""
    os.environ["TRIVET_TRACEBACK"] = "1"
    return cli.main(["generate", *options])


def _generated(entry: Entry, folder: Path) -> Row:
    findings, told = folder / "findings.json", folder / "told.txt"
    options = ["--name", PACKAGE, "--out", str(folder), "--emit", "models,client,server", "--format", "json"]
    ended = run(lambda: _generate(["--from", str(entry.path), *options]), GENERATION, findings, told)
    operations = contract.operations(json.loads(entry.path.read_bytes()))
    shown = told.read_text(errors="replace")
    problems = _problems(findings)
    written = (folder / PACKAGE / "__init__.py").is_file()
    row = Row(
        document=entry.name,
        size=entry.size,
        operations=len(operations),
        outcome=outcome(ended, shown, refused=bool(problems) and not written, written=written),
        seconds=round(ended.seconds, 3),
        peak=ended.peak,
        problems=dict(Counter(f"{'' if p['severity'] == 'warning' else 'error '}{p['rule']}" for p in problems)),
    )
    if row.outcome != "complete":
        errors = [f"{p['pointer']}: {p['rule']}: {p['message']}" for p in problems if p["severity"] == "error"]
        row.told = "\n".join(errors[:3]) if row.outcome == "refused" else shown[-1500:]
    return row


def outcome(ended: Ended, told: str, *, refused: bool, written: bool) -> Outcome:
    """What to call the way in which generation ended: 0 with a package, 1 with problems and none, or a failure."""
    if ended.timed_out:
        return "timed out"
    if (ended.code in (0, 1) and ended.peak > GENERATION.memory) or "MemoryError" in told:
        return "out of memory"
    if "Traceback" not in told:
        if ended.code == 0 and written:
            return "complete"
        if ended.code == 1 and refused:
            return "refused"
    return "crashed"


def _problems(findings: Path) -> list[dict[str, Any]]:
    try:
        found: list[dict[str, Any]] = json.loads(findings.read_text() or "[]")
    except ValueError:
        return []
    return found


def _inspected(entry: Entry, folder: Path, row: Row, *, serve: bool) -> None:
    result, told = folder / "inspection.json", folder / "inspected.txt"
    findings = folder / "findings.json"

    def work() -> int:
        return inspect_package(entry.path, findings, folder, result, serve=serve)

    ended = run(work, _INSPECTION, folder / "printed.txt", told)
    if ended.code == 0:
        row.inspection, row.inspected = Inspection(**json.loads(result.read_text())), True
    else:
        row.told = f"inspection ended with {ended.code}: {told.read_text(errors='replace')[-1500:]}"


def _typed(folder: Path, row: Row) -> None:
    """Counts the errors that mypy finds; what it knows of the runtime is kept between documents."""
    cache = ROOT / ".cache" / "corpus" / "mypy" / str(os.getpid())
    command = [sys.executable, "-m", "mypy", "--strict", "--config-file=", f"--cache-dir={cache}", "-p", PACKAGE]
    paths = os.pathsep.join([str(folder), *(str(ROOT / source) for source in _SOURCES)])
    printed, told = folder / "mypy.txt", folder / "mypy-told.txt"

    def work() -> int:
        os.chdir(folder)
        os.execve(sys.executable, command, {**os.environ, "MYPYPATH": paths})

    ended = run(work, _TYPING, printed, told)
    shutil.rmtree(cache / f"{sys.version_info.major}.{sys.version_info.minor}" / PACKAGE, ignore_errors=True)
    errors = [line for line in printed.read_text().splitlines() if ": error:" in line]
    if ended.code and not errors:
        errors = [f"ended with {ended.code}: {(printed.read_text() + told.read_text())[-500:]}"]
    row.mypy, row.mypy_lines, row.mypy_peak = len(errors), errors[:_SHOWN], ended.peak
