"""Names that a user gives to a generated package: which can stand in an import statement."""

from __future__ import annotations

import re
from keyword import iskeyword

_NUMBERED = (f"{device}{number}" for device in ("com", "lpt") for number in range(10))
DEVICES = frozenset({"con", "prn", "aux", "nul", *_NUMBERED})
"""What Windows takes for devices in every folder, whatever ending a file of that name has."""

_LONGEST = 100


def name_problem(name: str) -> str | None:
    """What keeps `name` from being the name of an API and of its package, or None."""
    if iskeyword(name):
        return f"'{name}' is a word of Python's own"
    if not re.fullmatch(r"[A-Za-z][A-Za-z0-9_]*", name):
        return f"'{name}' is no Python identifier (a letter, then letters, digits and '_')"
    if len(name) > _LONGEST:
        return f"of {len(name)} characters is too long: at most {_LONGEST} may name a folder"
    if name.lower() in DEVICES:
        return f"'{name}' is the name of a device on Windows"
    return None


def import_name_problem(name: str) -> str | None:
    """What keeps the dotted `name` from being imported, or None."""
    for part in name.split("."):
        if not part.isidentifier() or iskeyword(part):
            return f"'{name}' cannot be imported: '{part}' is no Python identifier"
    return None
