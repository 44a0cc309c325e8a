"""Generated folders: what one holds, what must not be overwritten, and writing it whole or not at all."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import stat
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, Protocol

from trivet_codegen.misuse import WrongUse
from trivet_codegen.problem import Place, Problem
from trivet_codegen.seal import keep_aside, without_seal
from trivet_codegen.swap import put_in_place, recover, staging_folder

RECORD = ".trivet.json"
"""The file in a generated folder that gives each other file's path and SHA-256, and what they were made from."""

_LEFT_BY_TOOLS = {"__pycache__", ".mypy_cache", ".ruff_cache", ".pytest_cache", ".DS_Store"}
_RECORDED = re.compile(r'^\s*"([^"\\]+)": "[0-9a-f]{64}"', re.MULTILINE)
_NAMED_AT_MOST = 5


class Stamped(Protocol):
    """What a record keeps beside the digests of the files; `sealed` gives it as data."""

    def sealed(self, files: Mapping[str, str]) -> dict[str, Any]: ...


@dataclass(frozen=True, slots=True)
class Output:
    """A folder and all that it is to hold; paths are relative, with forward slashes, and stay inside."""

    folder: Path
    shown: str
    files: Mapping[str, bytes]

    @classmethod
    def of(cls, folder: Path, texts: Mapping[str, str], stamp: Stamped | None = None) -> Output:
        """The output for these texts, with the record added.

        Raises ValueError for a path that leaves the folder, or two that a file system could confuse.
        """
        files = {_inner(path): texts[path].encode() for path in sorted(texts)}
        _apart(files)
        digests = {path: digest(data) for path, data in files.items()}
        made = {} if stamp is None else {"made": stamp.sealed(digests)}
        files[RECORD] = f"{json.dumps({'files': digests, **made}, indent=2)}\n".encode()
        return cls(folder, Path(os.path.relpath(folder)).as_posix(), files)

    def changed(self) -> list[str]:
        """Paths that writing would create, change or remove, sorted; the record itself is not told."""
        return sorted(self._differing(contents(self.folder)) - {RECORD})

    def recorded(self) -> bool:
        """Whether the record names just these files; what they were made from does not count."""
        given: dict[str, str] = json.loads(self.files[RECORD])["files"]
        return _recorded(self.folder, lenient=False) == given

    def up_to_date(self) -> bool:
        """Whether writing would change nothing, or nothing but the record's seal."""
        if not self.folder.is_dir():
            return False
        present = contents(self.folder)
        differing = self._differing(present)
        told = without_seal(self.files[RECORD])
        return not differing or (
            differing == {RECORD} and told is not None and told == without_seal(present.get(RECORD))
        )

    def keep_seal(self) -> None:
        """Puts the seal aside if the record, which tells all the rest, stayed as it was."""
        with suppress(OSError):  # whoever else writes the folder may have it in his hands just now
            if not _same((self.folder / RECORD).read_bytes(), self.files[RECORD]):
                keep_aside(self.folder, self.files[RECORD])

    def obstacles(self, *, force: bool = False) -> list[Problem]:
        """Why the folder must not be written: it is none, or holds files that a person wrote or changed.

        `force` lets files go that were generated and then edited, never those that somebody else put there.
        """
        if self.folder.is_symlink() or (self.folder.exists() and not self.folder.is_dir()):
            what = "a symbolic link" if self.folder.is_symlink() else "a file"
            return [self._problem("output-not-folder", f"is {what}, not a folder", "name another folder")]
        present = contents(self.folder)
        recorded = _recorded(self.folder, lenient=force)
        if recorded is None and present.get(RECORD) is not None:
            told = f"holds a {RECORD} that cannot be read (a merge conflict?)"
            return [self._problem("output-record", told, "run again with --force to write it anew")]
        known = recorded or {}
        differing = [path for path, data in present.items() if not _same(data, self.files.get(path))]
        own = known.keys() | {RECORD}
        foreign = [path for path in differing if path not in own or present[path] is None]
        if foreign:
            told = f"holds {_named(foreign)} that trivet did not write"
            return [self._problem("output-foreign", told, "move what is written by hand to another folder")]
        edited = [path for path in differing if path in known and not _matches(present[path], known[path])]
        if edited and not force:
            told = f"{_named(edited)} changed by hand since generation"
            return [self._problem("output-edited", told, "keep the change elsewhere, then run again with --force")]
        return []

    def _differing(self, present: Mapping[str, bytes | None]) -> set[str]:
        differing = {path for path, data in self.files.items() if not _same(present.get(path), data)}
        return differing | (present.keys() - self.files.keys())

    def _problem(self, rule: str, message: str, help: str) -> Problem:
        return Problem(Place(self.shown), rule, message, help)


def contents(folder: Path) -> dict[str, bytes | None]:
    """What the folder holds by relative path, without what tools leave behind; None for what is no regular file."""
    found: dict[str, bytes | None] = {}
    for parent, folders, files in os.walk(folder):
        folders[:] = sorted(set(folders) - _LEFT_BY_TOOLS)
        links = [name for name in folders if os.path.islink(f"{parent}/{name}")]
        within = "".join(f"{part}/" for part in Path(parent).relative_to(folder).parts)
        for name in sorted((set(files) - _LEFT_BY_TOOLS).union(links)):
            if not name.endswith((".pyc", ".pyo")):
                found[f"{within}{name}"] = _regular(f"{parent}/{name}")
    return found


def _regular(path: str) -> bytes | None:
    """What a regular file holds; None for anything else. A path for each of thousands costs more than to read them."""
    if not stat.S_ISREG(os.lstat(path).st_mode):
        return None
    with open(path, "rb") as file:
        return file.read()


def write(outputs: Sequence[Output], *, force: bool = False) -> None:
    """Makes every folder hold exactly its files: all of them, or, if anything fails, none.

    Each folder is prepared beside its place and swapped in by renaming, so a reader, or a process that is
    killed, never leaves a mixture; a file whose content stays keeps its time of change.

    Raises WrongUse for obstacles and for what the file system refuses.
    """
    for output in outputs:
        recover(output.folder)
    obstacles = [problem for output in outputs for problem in output.obstacles(force=force)]
    if obstacles:
        raise WrongUse(*obstacles)
    pending = [output for output in outputs if not output.up_to_date()]
    with ExitStack() as undo:
        stages = [_staged(output, undo) for output in pending]
        for output, stage in zip(pending, stages, strict=True):
            with _refusals(output):
                undo.callback(put_in_place(stage, output.folder))
        undo.pop_all()
    for output in pending:
        recover(output.folder, own=True)
    for output in outputs:
        output.keep_seal()


def _staged(output: Output, undo: ExitStack) -> Path:
    """A folder beside the output's place, with all of its files; `undo` removes it again."""
    stage = staging_folder(output.folder)
    with _refusals(output):
        for parent in _missing(output.folder.parent):
            parent.mkdir()
            undo.callback(_remove_empty, parent)
        undo.callback(shutil.rmtree, stage, ignore_errors=True)
        stage.mkdir()
        _fill(stage, output)
    return stage


def _fill(stage: Path, output: Output) -> None:
    for folder in {(stage / path).parent for path in output.files}:
        folder.mkdir(parents=True, exist_ok=True)
    replaces = output.folder.is_dir()
    for path, data in output.files.items():
        place, old = stage / path, output.folder / path
        if replaces and old.is_file() and not old.is_symlink() and old.read_bytes() == data:
            shutil.copy2(old, place)
        else:
            place.write_bytes(data)


def _missing(folder: Path) -> list[Path]:
    return [parent for parent in reversed((folder, *folder.parents)) if not parent.exists()]


def _remove_empty(folder: Path) -> None:
    if folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()


@contextmanager
def _refusals(output: Output) -> Iterator[None]:
    """Turns what the file system refuses into WrongUse."""
    try:
        yield
    except OSError as error:
        told = f"cannot be written: {error.strerror or error}"
        raise WrongUse(Problem(Place(output.shown), "output-unwritable", told)) from error


def _recorded(folder: Path, *, lenient: bool) -> dict[str, str] | None:
    """Digests by path as the record gives them; None where there is no record or none that can be read.

    `lenient` reads the paths out of a broken one (with merge conflicts in it); their digests are "".
    """
    record = folder / RECORD
    if record.is_symlink() or not record.is_file():
        return None
    data = record.read_bytes()
    try:
        files = json.loads(data)["files"]
        if isinstance(files, dict) and all(isinstance(digest, str) for digest in files.values()):
            return files
    except (ValueError, LookupError, TypeError):
        pass
    return dict.fromkeys(_RECORDED.findall(data.decode(errors="replace")), "") if lenient else None


def _inner(path: str) -> str:
    pure = PurePosixPath(path)
    if path != str(pure) or pure.is_absolute() or ".." in pure.parts or not pure.name or {"\\", "\0", ":"} & set(path):
        raise ValueError(f"generated path {path!r} is not inside the generated folder")
    return path


def _apart(files: Mapping[str, bytes]) -> None:
    seen: dict[str, str] = {}
    for path in (*files, RECORD):
        if (other := seen.setdefault(path.casefold(), path)) != path or (path == RECORD and path in files):
            raise ValueError(f"generated paths {other!r} and {path!r} fall together")
    for path in files:
        for parent in PurePosixPath(path).parents:
            if str(parent).casefold() in seen:
                raise ValueError(f"generated path {path!r} lies under the file {str(parent)!r}")


def digest(data: bytes) -> str:
    """SHA-256 of the text; line ends that a version control system has rewritten do not count."""
    return hashlib.sha256(data.replace(b"\r\n", b"\n")).hexdigest()


def _same(one: bytes | None, other: bytes | None) -> bool:
    return one is not None and other is not None and (one == other or digest(one) == digest(other))


def _matches(data: bytes | None, recorded: str) -> bool:
    return data is not None and digest(data) == recorded


def _named(paths: Sequence[str]) -> str:
    """The first few paths, and how many more there are."""
    more = len(paths) - _NAMED_AT_MOST
    return ", ".join(paths[:_NAMED_AT_MOST]) + (f" and {more} more" if more > 0 else "")
