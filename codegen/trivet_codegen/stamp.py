"""Stamps: what a generated folder was made from, so that what has not changed need not be made again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from trivet_codegen.output import RECORD, contents, digest
from trivet_codegen.problem import Place, Problem
from trivet_codegen.seal import kept_aside

_READ_WITH = ("jsonschema-rs", "jsonschema-specifications", "openapi-spec-validator", "orjson", "pyyaml", "ruff")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """What decided a generated folder, and what there was to say of it.

    `maker` stands for the generator and its settings. `documents` has the SHA-256 of every document by name, the entry
    first; None for one that was looked for and was not there. `problems` name documents likewise.
    """

    maker: str
    documents: Mapping[str, str | None]
    operations: int = 0
    models: int = 0
    files: int = 0
    problems: tuple[Problem, ...] = ()

    def sealed(self, files: Mapping[str, str]) -> dict[str, Any]:
        """The stamp as data, with a seal that no longer fits once these digests, or anything in it, are changed."""
        told: dict[str, Any] = {
            "from": dict(self.documents),
            "operations": self.operations,
            "models": self.models,
            "files": self.files,
            "warnings": [_row(problem) for problem in self.problems],
        }
        return {**told, "seal": _digest([self.maker, told, dict(sorted(files.items()))])}

    def nth(self, folder: int) -> Stamp:
        """The stamp for the folder of that number: what there is to say stands in the first one's."""
        return self if folder == 0 else replace(self, problems=())


def maker(settings: Mapping[str, object], tools: Iterable[str] = ()) -> str:
    """What stands for this generator, the packages that it reads and formats with, `tools`, and these settings."""
    return _digest([_source(), {name: _version(name) for name in (*_READ_WITH, *tools)}, dict(settings)])


def standing(folders: Sequence[Path], contract: Path, made_by: str) -> Stamp | None:
    """The stamp of folders that hold just what generating from `contract` would give again.

    None if anything differs or cannot be told: a document, the generator, its settings, or a file in a folder.
    """
    stamps = [stamp for folder in folders if (stamp := _stamp(folder, made_by)) is not None]
    if not stamps or len(stamps) != len(folders) or any(stamp != stamps[0].nth(n) for n, stamp in enumerate(stamps)):
        return None
    documents = stamps[0].documents
    if next(iter(documents), None) != contract.name:
        return None
    same = all(document_digest(contract.parent / name) == recorded for name, recorded in documents.items())
    return stamps[0] if same else None


def _stamp(folder: Path, made_by: str) -> Stamp | None:
    """The stamp in a folder's record, if its seal fits and the folder holds the recorded files and no other."""
    record = folder / RECORD
    if folder.is_symlink() or record.is_symlink() or not record.is_file():
        return None
    try:
        read = json.loads(record.read_bytes())
        files, made = read["files"], read["made"]
        problems = tuple(_problem(row) for row in made["warnings"])
        counts = {key: made[key] for key in ("operations", "models", "files")}
        stamp = Stamp(maker=made_by, documents=made["from"], problems=problems, **counts)
        sealed = stamp.sealed(files)
        if made != {**sealed, "seal": made["seal"]} or sealed["seal"] not in (made["seal"], kept_aside(folder)):
            return None
    except (ValueError, LookupError, TypeError, AttributeError):
        return None
    present = contents(folder)
    present.pop(RECORD)
    if present.keys() != files.keys():
        return None
    same = all(data is not None and digest(data) == files[path] for path, data in present.items())
    return stamp if same else None


def document_digest(path: Path) -> str | None:
    """SHA-256 of a plain file's bytes; None where there is none, or none that can be read."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else None
    except OSError:
        return None


@cache
def _source() -> str:
    """The generator's own code: a version says too little of one that is being worked on."""
    whole = hashlib.sha256()
    package = Path(__file__).parent
    for path in sorted(package.rglob("*")):
        if path.suffix in {".py", ".json"}:
            whole.update(f"{path.relative_to(package).as_posix()}\n".encode())
            whole.update(hashlib.sha256(path.read_bytes()).digest())
    return whole.hexdigest()


@cache
def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""


def _digest(value: object) -> str:
    return hashlib.sha256(json.dumps(value).encode()).hexdigest()


def _row(problem: Problem) -> list[str | int]:
    place = problem.place
    texts = (problem.rule, problem.message, problem.help)
    return [place.document, place.pointer, place.line, place.column, *texts]


def _problem(row: Sequence[Any]) -> Problem:
    document, pointer, line, column, rule, message, help_ = row
    return Problem(Place(document, pointer, line, column), rule, message, help_, "warning")
