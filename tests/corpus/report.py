"""What a run has found, for machines and for people."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence

from tests.corpus.bars import Bar, percent, totals
from tests.corpus.trial import Row

_WORST = 30


def as_json(rows: Sequence[Row], found: Sequence[Bar]) -> str:
    """Every bar and every row."""
    whole = {
        "bars": [{"name": bar.name, "reached": bar.reached, "missed": list(bar.missed)} for bar in found],
        "rows": [row.as_dict() for row in rows],
    }
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def page(rows: Sequence[Row], found: Sequence[Bar]) -> str:
    """A Markdown page: the summary, what is missed, and one row a document."""
    return "\n".join([*_summary(rows, found), *_missed(found), *_names(rows), *_table(rows)]) + "\n"


def summary(rows: Sequence[Row], found: Sequence[Bar], about: str) -> str:
    """A Markdown page with the figures alone; `about` says what was run."""
    return "\n".join([*_summary(rows, found, about), *_losses(rows)]) + "\n"


def _summary(rows: Sequence[Row], found: Sequence[Bar], about: str = "") -> Iterator[str]:
    wanted, made = totals(rows)
    seconds = sum(row.seconds for row in rows)
    yield "# Real documents"
    yield ""
    if about:
        yield from (about, "")
    yield f"{len(rows):,} documents with {wanted:,} operations; {made:,} generated ({percent(made, wanted)})."
    yield f"Generation took {seconds:,.0f} s of CPU, {1000 * seconds / max(wanted, 1):.1f} ms an operation."
    yield ""
    yield "| Bar | Reached | |"
    yield "|---|---|---|"
    for bar in found:
        yield f"| {bar.name} | {bar.reached} | {f'{len(bar.missed):,} missed' if bar.missed else 'yes'} |"
    yield ""
    yield "| Outcome | Documents |"
    yield "|---|--:|"
    for outcome, number in Counter(row.outcome for row in rows).most_common():
        yield f"| {outcome} | {number:,} |"
    yield ""
    yield "| Finding | Documents | Times |"
    yield "|---|--:|--:|"
    times: Counter[str] = Counter()
    documents: Counter[str] = Counter()
    for row in rows:
        times.update(row.problems)
        documents.update(row.problems.keys())
    for rule, number in sorted(times.items(), key=lambda item: (-documents[item[0]], item[0])):
        yield f"| {rule} | {documents[rule]:,} | {number:,} |"
    yield ""
    names = sum(len(row.inspection.invented_names) for row in rows)
    documents_with = sum(bool(row.inspection.invented_names) for row in rows)
    yield f"Class names that end in a number of our own: {names:,}, in {documents_with:,} documents."
    yield ""


def _losses(rows: Sequence[Row]) -> Iterator[str]:
    """Every document that is not generated whole."""
    short = [row for row in rows if row.outcome != "complete" or row.inspection.generated < row.operations]
    if not short:
        return
    yield "| Not generated whole | Operations | Generated | Why |"
    yield "|---|--:|--:|---|"
    for row in short:
        why = _cell(row.told) or _rules(row)
        yield f"| {row.document} | {row.operations:,} | {row.inspection.generated:,} | {why} |"


def _missed(found: Sequence[Bar]) -> Iterator[str]:
    for bar in found:
        if bar.missed:
            yield f"## Missed: {bar.name}"
            yield ""
            yield from (f"- {_cell(one)}" for one in bar.missed[: _WORST * 10])
            yield ""


def _names(rows: Sequence[Row]) -> Iterator[str]:
    worst = sorted(
        (row for row in rows if row.inspection.invented_names), key=lambda r: -len(r.inspection.invented_names)
    )
    if worst:
        yield "## Names with a number of our own"
        yield ""
        for row in worst[:_WORST]:
            names = row.inspection.invented_names
            yield f"- {row.document}: {len(names):,}, such as {', '.join(names[:5])}"
        yield ""


def _table(rows: Sequence[Row]) -> Iterator[str]:
    yield "## Documents"
    yield ""
    yield "| Document | Outcome | Operations | Generated | Imports | Serves | mypy | Silent | CPU s | MB | Findings |"
    yield "|---|---|--:|--:|---|---|--:|--:|--:|--:|---|"
    for row in rows:
        seen = row.inspection
        imports = "yes" if row.inspected and not seen.import_failures else "no"
        serves = "yes" if row.inspected and not (seen.serving or seen.import_failures) else "no"
        yield (
            f"| {row.document} | {row.outcome} | {row.operations:,} | {seen.generated:,} | {imports} | {serves} "
            f"| {row.mypy if row.mypy >= 0 else ''} | {seen.silent} | {row.seconds:.1f} | {row.peak / 1e6:.0f} "
            f"| {_rules(row)} |"
        )


def _rules(row: Row) -> str:
    return ", ".join(f"{number} {rule}" for rule, number in row.problems.items())


def _cell(text: str) -> str:
    """The text on one line that does not end a cell of a table."""
    return " ".join(text.split()).replace("|", "\\|")[:400]
