"""Swapping a prepared folder into its place, so that whoever looks sees the old one or the new one, whole."""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2
_NOT_HERE = {errno.ENOSYS, errno.EINVAL, errno.ENOTSUP}


def staging_folder(folder: Path) -> Path:
    """Where this process prepares what is to become `folder`: beside it, so on the same file system."""
    return folder.parent / f".{folder.name}.trivet-{os.getpid()}"


def put_in_place(stage: Path, folder: Path) -> Callable[[], None]:
    """Puts `stage` where `folder` is, which stays beside it until `recover`; gives back how to undo that.

    On Linux both change places in one step. Elsewhere, and on file systems that cannot, `folder` is renamed
    away first; `recover` puts it back if the process ends in between.
    """
    if not folder.exists():
        stage.rename(folder)
        return lambda: shutil.rmtree(folder)
    if _exchanged(stage, folder):
        return lambda: _exchange_back(stage, folder)
    return _replaced(stage, folder)


def _exchange_back(stage: Path, folder: Path) -> None:
    if not _exchanged(stage, folder):
        raise OSError(errno.ENOTSUP, "folders changed places and cannot change back", str(folder))


def _replaced(stage: Path, folder: Path) -> Callable[[], None]:
    aside = stage.with_name(f"{stage.name}.old")
    folder.rename(aside)
    try:
        stage.rename(folder)
    except BaseException:
        aside.rename(folder)
        raise

    def undo() -> None:
        folder.rename(stage)
        aside.rename(folder)

    return undo


def recover(folder: Path, *, own: bool = False) -> None:
    """Clears away what ended processes left beside `folder`, or (`own`) what this one did.

    If one ended between two renames, the folder that it had put aside comes back first.
    """
    for left, process in _leftovers(folder):
        if process == os.getpid() if own else not _running(process):
            if left.suffix == ".old" and not os.path.lexists(folder):
                left.rename(folder)
            else:
                shutil.rmtree(left, ignore_errors=True)


def _leftovers(folder: Path) -> Iterator[tuple[Path, int]]:
    prefix = f".{folder.name}.trivet-"
    if folder.parent.is_dir():
        # ".old" sorts after its stage, so what was put aside is looked at when only it can be the whole one.
        for path in sorted(folder.parent.iterdir()):
            number = path.name.removeprefix(prefix).removesuffix(".old")
            if path.name.startswith(prefix) and number.isdecimal() and path.is_dir() and not path.is_symlink():
                yield path, int(number)


def _running(process: int) -> bool:
    if sys.platform == "win32":  # there signal 0 would end it
        return process != os.getpid()
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return process != os.getpid()


def _exchanged(one: Path, other: Path) -> bool:
    """Whether the two changed places in one step; False where the system cannot do that."""
    if not sys.platform.startswith("linux"):
        return False
    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if rename is None:
        return False
    if rename(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE) == 0:
        return True
    number = ctypes.get_errno()
    if number in _NOT_HERE:
        return False
    raise OSError(number, os.strerror(number), str(other))
