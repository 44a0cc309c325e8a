"""Printing findings: as text, as JSON, or as annotations of a GitHub workflow."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from trivet_codegen import report
from trivet_codegen.cli.words import UNREADABLE
from trivet_codegen.problem import Place, Problem

_WARNINGS_TOLD_ONE_BY_ONE = 20


def print_problems(found: Sequence[Problem], output_format: str) -> bool:
    """Prints findings on standard output; returns whether one says that a document cannot be read at all."""
    problems = [_named(problem) for problem in found] if output_format == "text" else list(found)
    if output_format == "json":
        sys.stdout.write(report.as_json(problems))
    elif output_format == "github":
        sys.stdout.write(report.github(problems))
    else:
        warnings = [problem for problem in problems if problem.severity == "warning"]
        short = len(warnings) > _WARNINGS_TOLD_ONE_BY_ONE
        told = [problem for problem in problems if not (short and problem.severity == "warning")]
        sys.stdout.write(report.text(told))
        if short:
            sys.stdout.write(_summary(warnings))
    return any(problem.rule in UNREADABLE for problem in problems)


def located(found: Iterable[Problem], documents: report.Located, *, shown: bool = True) -> list[Problem]:
    """The findings with line and column and, if `shown`, with the documents' names as the user would write them."""
    problems = list(found)
    lines = documents.lines([problem.place for problem in problems])
    return [
        replace(problem, place=Place(name, place.pointer, *lines.get(place, (0, 0))))
        for problem in problems
        for place in [problem.place]
        for name in [documents.shown(place.document) if shown else place.document]
    ]


def _named(problem: Problem) -> Problem:
    """What is about the command line is said by the command."""
    return problem if problem.place.document else replace(problem, place=Place("trivet"))


def _summary(warnings: Sequence[Problem]) -> str:
    """Many warnings by rule, the most frequent first."""
    counts = Counter(problem.rule for problem in warnings)
    width = len(str(max(counts.values())))
    lines = [f"{len(warnings)} warnings; `trivet explain RULE` says what each means, --format json gives all of them:"]
    lines += [
        f"  {count:>{width}} {rule}" for rule, count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    ]
    return "\n".join(lines) + "\n"
