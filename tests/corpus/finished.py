"""Rows of earlier runs, one JSON object a line, so that a run that was stopped goes on where it was."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from tests.corpus.trial import Row
from tests.real.documents import ROOT

_SOURCES = ("codegen/trivet_codegen", "sdk/trivet/runtime", "server/trivet_server", "tests/corpus", "tests/real")


def source_digest(root: Path = ROOT) -> str:
    """A hash of everything that decides what a row says, but the document."""
    digest = hashlib.sha256()
    for folder in _SOURCES:
        for path in sorted((root / folder).rglob("*.py")):
            digest.update(path.relative_to(root).as_posix().encode() + b"\0")
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


class Finished:
    """The rows in the file at `path` that were made of the same sources, by document."""

    def __init__(self, path: Path, digest: str) -> None:
        self._path = path
        self._digest = digest
        self.rows: dict[str, Row] = {}
        for line in path.read_text().splitlines() if path.is_file() else ():
            value = _parsed(line)
            if value.get("sources") == digest:
                row = Row.of(value["row"])
                self.rows[row.document] = row

    def add(self, row: Row) -> None:
        """Keeps a row, at once on disk too."""
        self.rows[row.document] = row
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with self._path.open("a", encoding="utf-8") as lines:
            lines.write(json.dumps({"sources": self._digest, "row": row.as_dict()}) + "\n")


def _parsed(line: str) -> dict[str, Any]:
    """The object of a line; an empty one for the half of a line that a stopped run left."""
    try:
        value = json.loads(line)
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}
