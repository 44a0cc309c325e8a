"""One run of an engine on a bundle, in a process and a folder of its own."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from trivet_codegen.engines.choice import Choice
from trivet_codegen.misuse import wrong_use
from trivet_codegen.problem import Place, Problem, Problems

_CONTRACT = "contract.json"
_MODELS = (
    *("--input-file-type", "openapi", "--openapi-scopes", "schemas", "paths", "parameters", "requestbodies"),
    *("--no-allow-remote-refs", "--no-treat-dot-as-module", "--target-python-version", "3.11"),
    *("--use-annotated", "--use-schema-description", "--use-field-description"),
    *("--disable-timestamp", "--formatters", "ruff-check"),
)
_CLIENT = ("--meta", "none", "--overwrite")
_LEFT_BY_TOOLS = {"__pycache__", ".ruff_cache"}
_LINES_TOLD = 5
_WARNING = re.compile(r"^(?:WARNING|ERROR) ", re.MULTILINE)
_OPERATION = re.compile(r"parsing (?P<method>[A-Z]+) (?P<path>/\S*) within ")


def generated(contract: str, title: str, choice: Choice, document: str) -> tuple[dict[str, str], list[Problem]]:
    """Text by path that the engine makes of a bundle, and its warnings, placed in `document`.

    Raises WrongUse if the engine is not installed, Problems with what it says if it gives up.
    """
    if find_spec(choice.engine.module) is None:
        message = f"'{choice.name}' is not installed"
        raise wrong_use("engine-missing", message, "pip install 'trivet[engines]'")
    with tempfile.TemporaryDirectory(prefix="trivet-engine-") as name:
        folder = Path(name).resolve()
        (folder / _CONTRACT).write_text(contract, encoding="utf-8")
        (folder / "pyproject.toml").touch()  # no settings of a project around it
        out = folder / "out"
        ended = _ran(choice, folder, out)
        files = dict(_texts(out)) if out.is_dir() else {}
        said = ended.stderr.replace(str(folder), ".")
        if ended.returncode or not files:
            message = f"{choice.name} ended with {ended.returncode} and no code: {_gist(said) or 'it says nothing'}"
            raise Problems(Problem(Place(document), "engine-failed", message))
    if choice.name == "datamodel-code-generator":
        files["__init__.py"] = f'"""Models of {_plain(title)}: see `models`."""\n'
        return files, []
    return files, list(_warnings(choice, ended.stderr, document))


def _ran(choice: Choice, folder: Path, out: Path) -> subprocess.CompletedProcess[str]:
    contract = str(folder / _CONTRACT)
    if choice.name == "datamodel-code-generator":
        out.mkdir()
        arguments = ["--input", contract, "--output", str(out / "models.py"), *_MODELS]
        arguments += [word for name, value in choice.options for word in (f"--{name}", value)]
    else:
        arguments = ["generate", "--path", contract, "--output-path", str(out), *_CLIENT]
    return subprocess.run(  # noqa: S603 (the program is this Python)
        [sys.executable, "-W", "ignore", "-m", choice.engine.module, *arguments],
        cwd=folder,
        env={**os.environ, "PATH": os.pathsep.join(_programs()), "NO_COLOR": "1", "PYTHONHASHSEED": "0"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )


def _programs() -> list[str]:
    """Where programs are looked for: ruff, which both engines call, stands with the one that we call."""
    from ruff import find_ruff_bin  # type: ignore[import-untyped,unused-ignore]

    return [str(Path(find_ruff_bin()).parent), *os.environ.get("PATH", "").split(os.pathsep)]


def _texts(out: Path) -> Iterator[tuple[str, str]]:
    for path in sorted(out.rglob("*")):
        inside = path.relative_to(out)
        if path.is_file() and _LEFT_BY_TOOLS.isdisjoint(inside.parts):
            yield inside.as_posix(), path.read_text(encoding="utf-8")


def _gist(told: str) -> str:
    """The first lines of a message, the last ones of a traceback."""
    lines = [line.strip() for line in told.splitlines() if line.strip()]
    return " / ".join(lines[-_LINES_TOLD:] if "Traceback" in told else lines[:_LINES_TOLD])


def _warnings(choice: Choice, told: str, document: str) -> Iterator[Problem]:
    """A warning for each thing that the engine says it left out, at the operation where it names one."""
    for block in _WARNING.split(told)[1:]:
        lines = [line.strip() for line in block.splitlines() if line.strip()]
        place = Place(document)
        if match := _OPERATION.match(lines[0]):
            place = place.child("paths", match["path"], match["method"].lower())
        message = f"{choice.name}: {' '.join(lines[:2])}"
        yield Problem(place, "engine-warning", message, severity="warning")


def _plain(title: str) -> str:
    """A title that can stand in a docstring."""
    return re.sub(r"[\\\"\s]+", " ", title).strip() or "the contract"
