"""Waiting until one of some files is saved."""

from __future__ import annotations

import time
from collections.abc import Generator, Iterable, Mapping
from contextlib import closing
from pathlib import Path
from typing import NamedTuple, TypeAlias

from trivet_codegen.stamp import document_digest

_LOOKS_EVERY = 0.3
_SETTLES_IN = 0.05
_IS_MEANT_EMPTY_AFTER = 1.0


class _Mark(NamedTuple):
    """What changes whenever a file is written or replaced."""

    modified: int
    size: int
    inode: int


_Marks: TypeAlias = dict[Path, _Mark | None]


def saved(known: Mapping[Path, str | None]) -> list[Path]:
    """Waits until the content of a file is another than its digest in `known`; returns which ones are, in order.

    None stands for a file that does not exist. A file that was touched, or saved as it was, does not count.
    """
    marks: _Marks | None = None
    with closing(_ticks(known)) as ticks:
        for _ in ticks:
            if marks == (now := _marks(known)):
                continue
            marks = now
            if _differing(known):
                _settle(known)
                if changed := _differing(known):
                    return changed
    raise AssertionError("ticks never end")


def _differing(known: Mapping[Path, str | None]) -> list[Path]:
    return [path for path, digest in known.items() if document_digest(path) != digest]


def _settle(paths: Iterable[Path]) -> None:
    """Waits until no file changes any more: an editor may empty a file before it writes it, or be half through."""
    marks, since = _marks(paths), time.monotonic()
    while True:
        time.sleep(_SETTLES_IN)
        if marks != (now := _marks(paths)):
            marks, since = now, time.monotonic()
            continue
        written = all(mark is None or mark.size for mark in marks.values())
        if written or time.monotonic() - since > _IS_MEANT_EMPTY_AFTER:
            return


def _marks(paths: Iterable[Path]) -> _Marks:
    return {path: _mark(path) for path in paths}


def _mark(path: Path) -> _Mark | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return _Mark(found.st_mtime_ns, found.st_size, found.st_ino)


def _ticks(paths: Iterable[Path]) -> Generator[None, None, None]:
    """Comes back at once, then when something may have changed: as soon as the system tells, or every now and then."""
    yield
    try:
        from watchfiles import watch
    except ModuleNotFoundError:
        while True:
            time.sleep(_LOOKS_EVERY)
            yield
    folders = {_existing(path.parent) for path in paths}
    told = watch(*folders, watch_filter=None, recursive=False, yield_on_timeout=True, rust_timeout=1000, debounce=200)
    for _ in told:  # file systems that tell nothing are looked at after each second
        yield


def _existing(folder: Path) -> Path:
    return next(parent for parent in (folder.absolute(), *folder.absolute().parents) if parent.is_dir())
