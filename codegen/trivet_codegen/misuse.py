"""Wrong use: what stops a command before it has looked at any contract."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from trivet_codegen.problem import Place, Problem, Problems

if TYPE_CHECKING:
    from collections.abc import Iterable


class WrongUse(Problems):
    """Raised for a bad flag, a bad manifest or a folder that must not be touched; a command ends with 2."""


def wrong_use(rule: str, message: str, help: str = "", *, document: str = "") -> WrongUse:
    """A WrongUse with one problem, about `document` as a whole, or about the command line."""
    return WrongUse(Problem(Place(document), rule, message, help))


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """`did you mean 'x'?`, or the known words where none is close, or nothing where there are none."""
    words = list(known)
    close = get_close_matches(word, words, n=1, cutoff=0.6)
    if close:
        return f"did you mean '{close[0]}'?"
    return f"known here: {', '.join(words)}" if words else ""
