"""Waiting until one of some files is saved."""

from __future__ import annotations

import time
from collections.abc import Generator, Iterable, Mapping
from contextlib import closing
from pathlib import Path

from trivet_codegen.stamp import document_digest

_LOOKS_EVERY = 0.3
_SETTLES_IN = 0.05

_Mark = tuple[int, int, int] | None


def saved(known: Mapping[Path, str | None]) -> list[Path]:
    """Waits until the content of a file is another than its digest in `known`; returns which ones are, in order.

    None stands for a file that does not exist. A file that was touched, or saved as it was, does not count.
    """
    marks = {path: _mark(path) for path in known}
    with closing(_ticks(known)) as ticks:
        for _ in ticks:
            changed = [path for path, digest in known.items() if document_digest(path) != digest]
            if changed:
                return changed
            while marks == (now := {path: _mark(path) for path in known}):
                next(ticks)
            marks = _settled(now)
    raise AssertionError("ticks never end")


def _settled(marks: dict[Path, _Mark]) -> dict[Path, _Mark]:
    """The marks once they hold still: an editor may empty a file before it writes it."""
    while True:
        time.sleep(_SETTLES_IN)
        now = {path: _mark(path) for path in marks}
        if now == marks:
            return now
        marks = now


def _mark(path: Path) -> _Mark:
    """What changes whenever a file is written or replaced; None where there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino


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
