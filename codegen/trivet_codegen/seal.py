"""Where a generated folder's seal stands: in its record, or aside where only the seal would have changed.

A seal names the generator with all its versions. A record lies under version control, and must not change whenever
somebody with another version of a library makes the very same files from the same documents.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from pathlib import Path

_ASIDE = Path("__pycache__", "trivet-seal")


def without_seal(record: bytes | None) -> object:
    """What a record tells but for its seal; None for one that cannot be read."""
    try:
        told = json.loads(record or b"")
        if isinstance(told["made"], dict):
            told["made"].pop("seal", None)
    except (ValueError, LookupError, TypeError):
        return None
    return told


def kept_aside(folder: Path) -> str | None:
    """The seal that stands aside, if one does."""
    try:
        return None if (folder / _ASIDE).is_symlink() else (folder / _ASIDE).read_text("ascii")
    except (OSError, ValueError):
        return None


def keep_aside(folder: Path, record: bytes) -> None:
    """Puts the seal of a record aside; where that is not possible the files will be made once more, and that is all."""
    place = folder / _ASIDE
    if place.parent.is_symlink():
        return
    prepared = place.with_name(f"{place.name}.{os.getpid()}")
    with suppress(OSError):
        place.parent.mkdir(exist_ok=True)
        with prepared.open("x", encoding="ascii") as file:
            file.write(json.loads(record)["made"]["seal"])
        prepared.replace(place)
