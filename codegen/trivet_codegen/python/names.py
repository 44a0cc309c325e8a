"""Names made once: who gets which, when two would be called the same."""

from __future__ import annotations

from collections.abc import Iterable
from http import HTTPStatus

from trivet_codegen.names import DEVICES
from trivet_codegen.python.words import pascal

NOT_FILES = DEVICES | {"__init__", "annotations", "lazy_exports"}
"""Stems that no module may have: names that packages have themselves, and devices of Windows.

`annotations` is one of them, by `from __future__ import annotations`: no module could be imported from them by it."""


class Names:
    """A scope in which every name is given once."""

    def __init__(self, reserved: Iterable[str] = (), *, fold_case: bool = False) -> None:
        self._fold = fold_case
        self._taken = set(map(str.lower, reserved)) if fold_case else set(reserved)
        self._numbers: dict[str, int] = {}

    def take(self, *wanted: str) -> str:
        """The first of the wanted names that is free; with a number from 2 on if none is."""
        for name in wanted:
            if self._key(name) not in self._taken:
                break
        else:
            joint = "_" if wanted[0] == wanted[0].lower() else ""
            stem = f"{wanted[0].rstrip('_')}{joint}"
            number = self._numbers.get(stem, 2)
            while self._key(name := f"{stem}{number}") in self._taken:
                number += 1
            self._numbers[stem] = number
        self._taken.add(self._key(name))
        return name

    def _key(self, name: str) -> str:
        return name.casefold() if self._fold else name


def status_name(status: str) -> str:
    """What a response is called in class names: Response for success, NotFound for 404, ClientError for 4XX."""
    if status == "default":
        return "DefaultResponse"
    if status.startswith("2"):
        return "Response" if status in {"200", "2XX"} else _phrase(status) + "Response"
    ranges = {"1XX": "Informational", "3XX": "Redirection", "4XX": "ClientError", "5XX": "ServerError"}
    return ranges.get(status) or _phrase(status)


def _phrase(status: str) -> str:
    try:
        return pascal(HTTPStatus(int(status)).phrase)
    except ValueError:
        return f"Status{status}"
