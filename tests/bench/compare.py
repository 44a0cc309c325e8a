"""Trivet and its peers on the same vendors' documents: `python tests/bench/compare.py` measures and writes the table.

Every run is kept in .cache/compare/rows.jsonl, so that an interrupted comparison goes on where it was; docs/compare.md
is written from these rows and nothing else. `--only TEXT` and `--rival NAME` take a part, `--again NAME` measures a
generator anew, `--table` only writes the table.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.bench.limited import Ended, limited  # noqa: E402
from tests.bench.losses import losses  # noqa: E402
from tests.bench.readback import READERS  # noqa: E402
from tests.bench.rivals import PACKAGE, RIVALS, Rival  # noqa: E402
from tests.bench.table import written  # noqa: E402
from tests.corpus.catalogue import Entry, chosen  # noqa: E402
from tests.real.documents import GITHUB, STRIPE, fetched, unpacked  # noqa: E402

ROWS = ROOT / ".cache" / "compare" / "rows.jsonl"
TABLE = ROOT / "docs" / "compare.md"
SECONDS = 180
MEBIBYTES = 4096
SEED = 1
SAMPLE = 25
NAMED = (
    "stripe.com.json",
    "slack.com.json",
    "xero.com/xero_accounting.json",
    "mailchimp.com.json",
    "hubapi.com/crm.json",
    "kubernetes.io.json",
    "digitalocean.com.json",
)

Row = dict[str, Any]

_TEMPORARY = re.compile(rf"{re.escape(tempfile.gettempdir())}/[^/\s]+/(out/)?")
_ERROR = re.compile(r"error|exception|^\S+: [a-z]+(-[a-z]+)+: ", re.IGNORECASE)

_IMPORTS = """
import importlib, json, pathlib, sys
sys.path.insert(0, sys.argv[1])
sys.setrecursionlimit(5000)
failed, number = [], 0
for path in sorted(pathlib.Path(sys.argv[1], "generated").rglob("*.py")):
    parts = path.relative_to(sys.argv[1]).with_suffix("").parts
    name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
    number += 1
    try:
        importlib.import_module(name)
    except BaseException as error:
        failed.append(f"{name}: {type(error).__name__}: {str(error)[:150]}")
pathlib.Path(sys.argv[2]).write_text(json.dumps([number, failed]))
"""


def documents() -> list[Entry]:
    """The seeded documents and the named ones, the small ones first."""
    folder = unpacked(STRIPE)
    entries = [Entry(path.relative_to(folder).as_posix(), path, path.stat().st_size) for path in folder.rglob("*.json")]
    named = [entry for entry in entries if entry.name in NAMED]
    github = fetched(GITHUB)
    named.append(Entry(f"{GITHUB.package}/{github.name}", github, github.stat().st_size))
    return sorted({*chosen(entries, sample=SAMPLE, seed=SEED), *named}, key=lambda entry: (entry.size, entry.name))


def measured(rival: Rival, entry: Entry) -> Row:
    """One generator on one document: everything that the table says of it."""
    row: Row = {"rival": rival.name, "version": rival.version, "document": entry.name, "size": entry.size}
    with tempfile.TemporaryDirectory(prefix="trivet-compare-") as name:
        work = Path(name)
        document, out = work / "in" / "contract.json", work / "out"
        document.parent.mkdir()
        out.mkdir()
        shutil.copyfile(entry.path, document)
        programs, settings = rival.programs(), rival.settings()
        command = rival.command(programs, document, out)
        ended = limited(command, SECONDS, _memory(rival), settings, work / "in")
        made = any((out / PACKAGE).rglob("*.py")) and ended.code == 0 and not ended.late
        row |= {"generated": made, "late": ended.late, "cpu": ended.cost.cpu, "memory": ended.cost.memory}
        if not made:
            return {**row, "told": _told(ended)}
        row |= _imported(rival, work, settings)
        if rival.operations is not None:
            found = losses(document, READERS[rival.operations](out / PACKAGE))
            row |= asdict(found)
            row["clean"] = found.nothing() and row["importable"]
        row |= _typed(rival, work, settings)
    return row


def _memory(rival: Rival) -> int:
    return MEBIBYTES * 3 if rival.needs == "java" else MEBIBYTES  # a JVM asks for far more than it uses


def _told(ended: Ended) -> str:
    """The line that says why nothing was made: the last one of a traceback, else the first that tells an error."""
    if ended.late:
        return f"not done after {SECONDS} s of CPU"
    lines = [line.strip() for line in ended.output.splitlines() if line.strip(" #│╭╰─╯╮")]
    if not lines:
        return f"ended with {ended.code}"
    errors = (
        [] if "Traceback" in ended.output else [line for line in lines if _ERROR.search(line) and "WARN" not in line]
    )
    return _TEMPORARY.sub("", (errors or lines[-1:])[0])[:200]


def _imported(rival: Rival, work: Path, settings: dict[str, str]) -> Row:
    """Every module in one fresh process; modules are compiled before, by a run that is not measured."""
    result = work / "imports.json"
    command = [str(rival.programs() / "python"), "-W", "ignore", "-c", _IMPORTS, str(work / "out"), str(result)]
    limited(command, SECONDS, MEBIBYTES, settings, work)
    ended = limited(command, SECONDS, MEBIBYTES, settings, work)
    if ended.code or not result.is_file():
        return {"importable": False, "import_cpu": ended.cost.cpu, "import_failures": [_told(ended)], "modules": 0}
    modules, failed = json.loads(result.read_text())
    row = {"importable": not failed, "import_cpu": ended.cost.cpu, "modules": modules}
    return {**row, "import_failures": failed[:3], "failing": len(failed)}


def _typed(rival: Rival, work: Path, settings: dict[str, str]) -> Row:
    """Errors of `mypy --strict`, run from this environment on the packages of the generator's own.

    What mypy knows of these packages is kept between documents.
    """
    cache = ROWS.parent / "mypy" / rival.name.replace(" ", "-")
    command = [sys.executable, "-m", "mypy", "--strict", "--config-file=", f"--cache-dir={cache}"]
    command += ["--python-executable", str(rival.programs() / "python"), "-p", PACKAGE]
    environment = {**settings, "MYPYPATH": settings["PYTHONPATH"], "PYTHONPATH": ""}
    ended = limited(command, SECONDS, MEBIBYTES, environment, work / "out")
    for kept in cache.glob(f"*/{PACKAGE}*"):
        shutil.rmtree(kept) if kept.is_dir() else kept.unlink()
    summary = ended.output.strip().splitlines()[-1] if ended.output.strip() else ""
    if ended.late:
        return {"mypy": None}
    if summary.startswith("Success"):
        return {"mypy": 0}
    words = summary.split()
    return {"mypy": int(words[1])} if words[:1] == ["Found"] else {"mypy": None, "mypy_told": summary[:200]}


def rows() -> list[Row]:
    """What was measured so far, the last row of each generator's version and document."""
    lines = ROWS.read_text().splitlines() if ROWS.is_file() else []
    known = {(row["rival"], row["version"], row["document"]): row for row in map(json.loads, lines)}
    versions = {rival.name: rival.version for rival in RIVALS}
    return [row for (name, version, _), row in known.items() if versions.get(name) == version]


def _missing(arguments: argparse.Namespace) -> Iterator[tuple[Rival, Entry]]:
    known = {(row["rival"], row["document"]) for row in rows() if row["rival"] != arguments.again}
    for entry in documents():
        for rival in RIVALS:
            wanted = (arguments.only or "") in entry.name and arguments.rival in (None, rival.name)
            if wanted and (rival.name, entry.name) not in known:
                yield rival, entry


def main() -> None:
    """Measures what is missing, then writes the table."""
    parser = argparse.ArgumentParser(description="Trivet and its peers on vendors' documents; writes docs/compare.md.")
    parser.add_argument("--only", metavar="TEXT", help="documents whose name holds TEXT")
    parser.add_argument("--rival", choices=[rival.name for rival in RIVALS])
    parser.add_argument("--again", choices=[rival.name for rival in RIVALS], help="measure it anew")
    parser.add_argument("--table", action="store_true", help="measure nothing, only write the table")
    arguments = parser.parse_args()
    ROWS.parent.mkdir(parents=True, exist_ok=True)
    for rival, entry in [] if arguments.table else list(_missing(arguments)):
        if why := rival.missing():
            print(f"{rival.title}: skipped, {why}", file=sys.stderr)
            continue
        row = measured(rival, entry)
        with ROWS.open("a") as kept:
            kept.write(json.dumps(row) + "\n")
        outcome = "clean" if row.get("clean") else "generated" if row["generated"] else row["told"]
        print(f"{entry.name}: {rival.name}: {row['cpu']:.1f} s, {outcome}", flush=True)
    TABLE.write_text(written(RIVALS, documents(), rows(), len(NAMED) + 1, (SECONDS, MEBIBYTES)))


if __name__ == "__main__":
    main()
