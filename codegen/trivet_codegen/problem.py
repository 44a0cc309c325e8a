"""One finding of loader, linter, generator or configuration."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Scope:
    """The way by which a schema was reached, as far as it decides where a `$dynamicRef` leads.

    `bindings` are names of dynamic anchors with the schema that has each, `entry` is the pointer where the document was
    entered.
    """

    bindings: tuple[tuple[str, Place], ...]
    entry: str


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where a value stands: a document and an RFC 6901 JSON pointer in it.

    `document` is a path as the user gave it, or relative to the contract's folder, with forward slashes.
    `pointer` is "" for the whole document. Line and column are looked up only when a problem is printed;
    they are set (from 1) where they are known at once, as in a document that cannot be parsed, and never compared.
    Nor is `scope`, which a place has where there are dynamic anchors.
    """

    document: str
    pointer: str = ""
    line: int = field(default=0, compare=False, repr=False)
    column: int = field(default=0, compare=False, repr=False)
    scope: Scope | None = field(default=None, compare=False, repr=False)

    @property
    def is_remote(self) -> bool:
        """Whether the document is one on the network, which its URL names."""
        return self.document.startswith(("http://", "https://"))

    def child(self, *tokens: str | int) -> Place:
        """The place of a member below this one; tokens are escaped here (RFC 6901 section 3)."""
        pointer = self.pointer
        for token in tokens:
            text = str(token)
            if "~" in text or "/" in text:
                text = text.replace("~", "~0").replace("/", "~1")
            pointer = f"{pointer}/{text}"
        return Place(self.document, pointer, 0, 0, self.scope)


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """What is wrong, where, and how to put it right.

    An error stops generation; a warning does not, but what it names came out narrower or wider than the contract says.
    """

    place: Place
    rule: str
    message: str
    help: str = ""
    severity: Severity = "error"


class Problems(Exception):
    """Raised when work cannot go on; carries every problem found so far."""

    def __init__(self, *found: Problem) -> None:
        super().__init__(*(problem.message for problem in found))
        self.found = found


def plain(words: str) -> str:
    """The words on one line, without characters that a terminal would obey."""
    if words.isprintable():
        return words
    return "".join(
        character if character.isprintable() else character.encode("unicode_escape").decode() for character in words
    )
