"""Files of a contract: read only from inside of its folder, and only if they are plain files."""

from __future__ import annotations

import os
import posixpath
import re
import stat
from difflib import get_close_matches
from pathlib import Path

from trivet_codegen.problem import Place, Problem, Problems
from trivet_codegen.source.limits import check_size

_DRIVE = re.compile(r"[A-Za-z]:[\\/]")


def read(path: str, document: str) -> bytes:
    """The bytes of a plain file.

    Raises Problems: `file-missing`, `file-unreadable` or `too-large`.
    """
    place = Place(document)
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except (FileNotFoundError, NotADirectoryError):
        raise Problems(Problem(place, "file-missing", "there is no such file", _neighbours(path))) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise Problems(Problem(place, "file-unreadable", f"the file cannot be read: {reason}")) from None
    status = os.fstat(descriptor)
    mode = status.st_mode
    if not stat.S_ISREG(mode):
        os.close(descriptor)
        is_folder = stat.S_ISDIR(mode)
        message = "this is a folder, not a file" if is_folder else "this is a device or a pipe, not a plain file"
        raise Problems(Problem(place, "file-unreadable", message, "name the file in it" if is_folder else ""))
    with os.fdopen(descriptor, "rb") as file:
        check_size(status.st_size, document)
        return file.read()


def name_of(reference: str, document: str) -> str | None:
    """The name of the file that a relative reference in `document` means; None if it leads out of the folder."""
    if reference.startswith(("/", "\\")) or _DRIVE.match(reference):
        return None
    name = posixpath.normpath(posixpath.join(posixpath.dirname(document), reference))
    as_on_windows = posixpath.normpath(name.replace("\\", "/"))
    return None if as_on_windows == ".." or as_on_windows.startswith("../") else name


def stays_inside(folder: str, name: str) -> bool:
    """Whether a file is in the folder after every symbolic link is followed, and not a device or pipe."""
    root, real = os.path.realpath(folder), os.path.realpath(os.path.join(folder, name))
    try:
        if os.path.commonpath([root, real]) != root:
            return False
    except ValueError:  # on different drives
        return False
    try:
        mode = os.stat(real).st_mode
    except (OSError, ValueError):
        return True
    return stat.S_ISREG(mode) or stat.S_ISDIR(mode)


def _neighbours(path: str) -> str:
    """What may have been meant by the path of a file that does not exist."""
    if path == "-":
        return "a contract is read from a file, for its references are relative to it; standard input is not read"
    folder, name = os.path.split(path)
    try:
        names = sorted(entry for entry in os.listdir(folder or "."))
    except OSError:
        return f"there is no folder '{Path(folder).name}'" if folder else ""
    stem = Path(name).stem
    alike = [entry for entry in names if Path(entry).stem == stem] or get_close_matches(name, names, 1)
    return f"did you mean '{alike[0]}'?" if alike else ""
