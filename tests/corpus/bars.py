"""What a run must reach, and where it does not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from tests.corpus.trial import GENERATION, Row

LEAST_GENERATED = Fraction(999, 1000)
MOST_TIMES_GITHUB = Fraction(3, 2)
GITHUB = "octokit/api.github.com.json"
GRAPH = "directory/microsoft.com/graph-beta.json"


@dataclass(frozen=True, slots=True)
class Bar:
    """One thing that must hold; `missed` says where it does not."""

    name: str
    reached: str
    missed: tuple[str, ...]


def bars(rows: Sequence[Row]) -> list[Bar]:
    """Every bar, with what these rows reach of it."""
    return [
        _ends(rows),
        _memory(rows),
        _generated(rows),
        _each(
            "every operation that is not generated has a finding",
            rows,
            [(row, f"no finding about {one}") for row in rows for one in row.inspection.unexplained],
        ),
        _each(
            "everything that is dropped or widened to Any has a finding",
            rows,
            [(row, f"{row.inspection.silent} without one") for row in rows if row.inspection.silent],
        ),
        _each(
            "every generated module imports",
            rows,
            [(row, one) for row in rows for one in row.inspection.import_failures]
            + [(row, row.told) for row in rows if row.outcome == "complete" and not row.inspected],
        ),
        _each(
            "the server stub starts, serves its contract and routes every operation",
            rows,
            [(row, row.inspection.serving) for row in rows if row.inspection.serving],
        ),
        _types(rows),
        *_speed(rows),
    ]


def _each(name: str, rows: Sequence[Row], missed: Sequence[tuple[Row, str]]) -> Bar:
    bad = {row.document for row, _ in missed}
    return Bar(
        name,
        f"{len(rows) - len(bad):,} of {len(rows):,} documents",
        tuple(f"{row.document}: {why}" for row, why in missed),
    )


def _ends(rows: Sequence[Row]) -> Bar:
    bad = [(row, row.outcome) for row in rows if row.outcome not in ("complete", "refused")]
    return _each("every document ends in complete output or located problems", rows, bad)


def _memory(rows: Sequence[Row]) -> Bar:
    most = max(rows, key=lambda row: row.peak, default=None)
    reached = f"at most {most.peak / 1e6:,.0f} MB ({most.document})" if most else "no document"
    over = tuple(row.document for row in rows if row.peak > GENERATION.memory)
    return Bar("generation takes at most 2 GiB of memory", reached, over)


def _generated(rows: Sequence[Row]) -> Bar:
    wanted, made = totals(rows)
    reached = f"{made:,} of {wanted:,} ({percent(made, wanted)})"
    short = [f"{row.document}: {row.inspection.generated} of {row.operations}" for row in rows if _is_short(row)]
    missed = wanted > 0 and Fraction(made, wanted) < LEAST_GENERATED
    return Bar("at least 99.9 % of all operations are generated", reached, tuple(short) if missed else ())


def _is_short(row: Row) -> bool:
    return row.inspection.generated < row.operations


def totals(rows: Sequence[Row]) -> tuple[int, int]:
    """Operations in the documents, and operations in models, both clients and server stub."""
    return sum(row.operations for row in rows), sum(row.inspection.generated for row in rows)


def percent(part: int, whole: int) -> str:
    """A share that is never rounded up to all."""
    if part == whole:
        return "100 %"
    return f"{int(Fraction(part, whole) * 100_000) / 1000:.3f} %"


def _types(rows: Sequence[Row]) -> Bar:
    asked = [row for row in rows if row.mypy >= 0]
    bad = [(row, f"{row.mypy} errors, first {row.mypy_lines[0]}") for row in asked if row.mypy]
    most = max((row.mypy_peak for row in asked), default=0)
    name = f"mypy --strict finds no error (it takes up to {most / 1e6:,.0f} MB)" if asked else "mypy was not asked"
    return _each(name, asked, bad)


def _speed(rows: Sequence[Row]) -> Iterator[Bar]:
    """The cost of an operation of the largest document beside that of GitHub's, where the run has both."""
    known = {row.document: row for row in rows if row.operations}
    if GITHUB in known and GRAPH in known:
        small, large = (1000 * known[name].seconds / known[name].operations for name in (GITHUB, GRAPH))
        reached = f"{large:.2f} ms of CPU beside {small:.2f} ms"
        slow = large > small * MOST_TIMES_GITHUB
        name = "an operation of Microsoft Graph beta costs at most 1.5 times one of GitHub's"
        yield Bar(name, reached, (reached,) if slow else ())
