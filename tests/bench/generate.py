"""The cost of generating from GitHub's whole document, beside datamodel-code-generator's on the same machine.

`python tests/bench/generate.py [RUNS]`: models, clients and server stub of ours; every scope's models of the other,
formatted by ruff as ours are. The two run by turns, so that a busy machine is unfair to neither.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.bench.measure import Cost, cost  # noqa: E402
from tests.real.documents import GITHUB, fetched  # noqa: E402

PEER = "datamodel-code-generator"
VERSION = "0.89.0"
SCOPES = ("schemas", "paths", "tags", "parameters", "webhooks", "requestbodies", "api")


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


def main(runs: int) -> None:
    """Prints both costs and how they stand to each other."""
    document = str(fetched(GITHUB))
    other = str(peer())
    ours: list[Cost] = []
    theirs: list[Cost] = []
    for number in range(runs):
        with tempfile.TemporaryDirectory() as folder:
            command = [sys.executable, "-m", "trivet_codegen", "generate", "--from", document, "--name", "github"]
            ours.append(cost([*command, "--out", folder, "--emit", "models,client,server"]))
            command = [other, "--input", document, "--input-file-type", "openapi", "--output", f"{folder}/models.py"]
            options = ["--output-model-type", "pydantic_v2.BaseModel", "--formatters", "ruff-format"]
            theirs.append(cost([*command, *options, "--openapi-scopes", *SCOPES]))
        print(f"run {number + 1}:  trivet {ours[-1]}   {PEER} {theirs[-1]}")
    mine, its = Cost.median(ours), Cost.median(theirs)
    print(f"\nGitHub's document, {runs} runs, medians")
    print(f"  trivet (models, clients, server)   {mine}")
    print(f"  {PEER} {VERSION} (models)  {its}")
    print(f"  ratio                              {mine.cpu / its.cpu:8.2f}       {mine.memory / its.memory:12.2f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 3)
