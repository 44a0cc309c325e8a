"""The cost of generating from whole documents, held to bars: `python tests/bench/generate.py [RUNS]`.

GitHub's and Stripe's: models, clients and server stub of ours beside datamodel-code-generator's models of every scope,
as it comes (formatted by black and isort: the bar) and formatted by ruff as ours are. They run by turns, so that a busy
machine is unfair to none. Microsoft Graph's beta: an operation of the largest document there is must not cost much more
than one of GitHub's. And what it costs to generate GitHub's again when nothing changed.

What both write stays until the end: for minutes after files are deleted, ext4 looks through what they left before it
makes new ones, which costs more than to fill them.
"""

from __future__ import annotations

import compileall
import json
import subprocess
import sys
import tempfile
import venv
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.bench.measure import Cost, cost  # noqa: E402
from tests.real.documents import GITHUB, STRIPE, fetched  # noqa: E402

PEER = "datamodel-code-generator"
VERSION = "0.89.0"
SCOPES = ("schemas", "paths", "tags", "parameters", "webhooks", "requestbodies", "api")
GRAPH = replace(STRIPE, member="api/microsoft.com/graph-beta.json")

AS_IT_COMES = "as it comes"
WAYS: dict[str, list[str]] = {AS_IT_COMES: [], "formatted by ruff": ["--formatters", "ruff-format"]}

OF_THE_PEERS_CPU = 0.1
OF_GITHUBS_OPERATION = 1.5
UNCHANGED_SECONDS = 0.5


def peer() -> Path:
    """The other generator's command, in an environment of its own."""
    folder = ROOT / ".cache" / "bench" / f"{PEER}-{VERSION}"
    command = folder / "bin" / "datamodel-codegen"
    if not command.exists():
        print(f"installing {PEER} {VERSION} into {folder.relative_to(ROOT)}", file=sys.stderr)
        venv.create(folder, with_pip=True)
        install = [str(folder / "bin" / "python"), "-m", "pip", "--quiet", "install", f"{PEER}[ruff]=={VERSION}"]
        subprocess.run(install, check=True)
    return command


def ours(document: Path, folder: Path) -> Cost:
    """Everything that we make of a document."""
    command = [sys.executable, "-m", "trivet_codegen", "generate", "--from", str(document), "--name", "api"]
    return cost([*command, "--out", str(folder), "--emit", "models,client,server"])


def theirs(document: Path, folder: Path, options: Sequence[str]) -> Cost:
    """The other's models."""
    folder.mkdir()
    command = [str(peer()), "--input", str(document), "--input-file-type", "openapi", "--output", f"{folder}/models.py"]
    command += ["--output-model-type", "pydantic_v2.BaseModel", "--no-treat-dot-as-module"]
    return cost([*command, *options, "--openapi-scopes", *SCOPES])


def beside(name: str, document: Path, runs: int, folder: Path) -> tuple[Cost, list[str]]:
    """Our median cost, after printing all; and the bars that were missed."""
    peer()
    costs: dict[str, list[Cost]] = {"trivet": [], **{way: [] for way in WAYS}}
    for number in range(runs):
        out = folder / f"{name} {number}"
        costs["trivet"].append(ours(document, out))
        for way, options in WAYS.items():
            costs[way].append(theirs(document, out / way, options))
        print(
            f"  run {number + 1} of {runs}: {', '.join(f'{way} {found[-1]}' for way, found in costs.items())}",
            flush=True,
        )
    medians = {way: Cost.median(found) for way, found in costs.items()}
    mine = medians["trivet"]
    print(f"{name}'s document, medians\n  {'trivet: models, clients, server':<54} {mine}")
    for way in WAYS:
        print(f"  {f'{PEER} {VERSION}: models, {way}':<54} {medians[way]}  CPU {mine.cpu / medians[way].cpu:.3f} of it")
    ratio = mine.cpu / medians[AS_IT_COMES].cpu
    return mine, _held(f"{name}: {ratio:.3f} of the other's CPU, {AS_IT_COMES}", ratio, OF_THE_PEERS_CPU)


def largest(github: Cost, folder: Path) -> list[str]:
    """The bar of Graph's document, by operation, beside GitHub's."""
    document = fetched(GRAPH)
    found = ours(document, folder / "Graph")
    mine, its = found.cpu / _operations(document), github.cpu / _operations(fetched(GITHUB))
    print(f"Microsoft Graph beta ({_operations(document)} operations, one run)  {found}")
    told = f"Graph: {mine * 1000:.2f} ms of CPU an operation, GitHub {its * 1000:.2f} ms: {mine / its:.2f} times"
    return _held(told, mine / its, OF_GITHUBS_OPERATION)


def unchanged(runs: int, folder: Path) -> list[str]:
    """The bar of generating GitHub's again."""
    ours(fetched(GITHUB), folder / "again")
    again = Cost.median([ours(fetched(GITHUB), folder / "again") for _ in range(runs)])
    return _held(f"GitHub, nothing changed: {again.cpu:.2f} s of CPU", again.cpu, UNCHANGED_SECONDS)


def main(runs: int) -> int:
    """Prints every cost; 1 if a bar was missed."""
    compileall.compile_dir(ROOT / "codegen", quiet=1)  # as pip compiles what it installs, the other generator too
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        github, missed = beside("GitHub", fetched(GITHUB), runs, folder)
        missed += beside("Stripe", fetched(STRIPE), runs, folder)[1]
        missed += unchanged(max(runs, 3), folder)
        missed += largest(github, folder)
    return 1 if missed else 0


def _held(told: str, value: float, bar: float) -> list[str]:
    held = value <= bar
    print(f"{'held' if held else 'MISSED'}: {told} (bar {bar:g})\n", flush=True)
    return [] if held else [told]


def _operations(document: Path) -> int:
    paths = json.loads(document.read_bytes())["paths"].values()
    return sum(method in item for item in paths for method in _METHODS)


_METHODS: Sequence[str] = ("get", "put", "post", "delete", "options", "head", "patch", "trace")


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 3))
