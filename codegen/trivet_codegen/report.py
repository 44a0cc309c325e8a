"""Problems as people and machines read them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from trivet_codegen.problem import Place, Problem, plain


class Located(Protocol):
    """What a report needs of `source.Documents`: where places stand, and how the user calls a document."""

    def lines(self, places: list[Place]) -> dict[Place, tuple[int, int]]: ...
    def shown(self, name: str) -> str: ...


@dataclass(frozen=True, slots=True, order=True)
class _Line:
    """A problem with its place as it is printed; line 0 where none is known."""

    file: str
    line: int
    column: int
    problem: Problem

    @property
    def location(self) -> str:
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file


def text(problems: Iterable[Problem], documents: Located | None = None) -> str:
    """One paragraph a problem, sorted by file, line and column, with a newline at its end; "" for none."""
    return "".join(_paragraph(line) for line in _lines(problems, documents))


def _paragraph(line: _Line) -> str:
    problem = line.problem
    severity = "warning: " if problem.severity == "warning" else ""
    made = f"{plain(line.location)}: {problem.rule}: {severity}{plain(problem.message)}\n"
    if problem.place.pointer:
        made += f"  at {plain(problem.place.pointer)}\n"
    if problem.help:
        made += f"  help: {plain(problem.help)}\n"
    return made


def as_json(problems: Iterable[Problem], documents: Located | None = None) -> str:
    """A JSON array of objects, one a line, with line and column null where they are not known."""
    rows = [
        _json(
            {
                "file": line.file,
                "line": line.line or None,
                "column": line.column or None,
                "pointer": line.problem.place.pointer,
                "rule": line.problem.rule,
                "severity": line.problem.severity,
                "message": line.problem.message,
                "help": line.problem.help,
            }
        )
        for line in _lines(problems, documents)
    ]
    return "[\n" + ",\n".join(f"  {row}" for row in rows) + "\n]\n" if rows else "[]\n"


def github(problems: Iterable[Problem], documents: Located | None = None) -> str:
    """Workflow commands of GitHub Actions, which show each problem on its line of the pull request."""
    return "".join(_annotation(line) for line in _lines(problems, documents))


def _annotation(line: _Line) -> str:
    problem = line.problem
    where = f"file={_property(line.file)}"
    if line.line:
        where += f",line={line.line},col={line.column}"
    words = problem.message + (f"\nat {problem.place.pointer}" if problem.place.pointer else "")
    words += f"\nhelp: {problem.help}" if problem.help else ""
    return f"::{problem.severity} {where},title={_property(problem.rule)}::{_data(words)}\n"


def _data(words: str) -> str:
    lines = re.split("\r\n|\r|\n", words.replace("%", "%25"))
    return "%0A".join(map(plain, lines))


def _property(words: str) -> str:
    return _data(words).replace(":", "%3A").replace(",", "%2C")


def _lines(problems: Iterable[Problem], documents: Located | None) -> list[_Line]:
    found = list(dict.fromkeys(problems))
    known = documents.lines([problem.place for problem in found]) if documents and found else {}
    made = []
    for problem in found:
        place = problem.place
        line, column = (place.line, place.column) if place.line else known.get(place, (0, 0))
        file = documents.shown(place.document) if documents else place.document
        made.append(_Line(file, line, column, problem))
    return sorted(made)


def _json(value: dict[str, str | int | None]) -> str:
    """JSON text without characters that a terminal would obey, and that any encoding has."""
    text = json.dumps(value, ensure_ascii=False)
    return text if text.isprintable() else "".join(one if one.isprintable() else json.dumps(one)[1:-1] for one in text)
