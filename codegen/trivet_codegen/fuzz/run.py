"""One run of Schemathesis in a process of its own: what it is told, and what it found."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from trivet_codegen.fuzz.headers import Header, without_secrets
from trivet_codegen.fuzz.result import Result, result
from trivet_codegen.misuse import wrong_use

_VARIABLE = "TRIVET_FUZZ_HEADER_{}"
_HIDDEN = ("authorization", "cookie", "set-cookie")
_FINISHED = {0, 1}
_LINES_OF_A_FAILURE = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What is tried, and how much of it; the same limits on the same server try the same requests."""

    seed: int
    max_examples: int
    phases: tuple[str, ...]


def tried(contract: bytes, url: str, headers: Sequence[Header], limits: Limits, line: Callable[[str], None]) -> Result:
    """What a run over the contract (one JSON document) found at `url`; `line` gets each line that the run prints.

    Raises WrongUse if Schemathesis is not installed, or could not do its work.
    """
    if importlib.util.find_spec("schemathesis") is None:
        raise wrong_use("fuzz-missing", "trying a server needs Schemathesis", "pip install 'trivet[fuzz]'")
    with tempfile.TemporaryDirectory(prefix="trivet-fuzz-") as name:
        folder = Path(name)
        (folder / "contract.json").write_bytes(contract)
        (folder / "schemathesis.toml").write_text(_settings(headers))
        values = {_VARIABLE.format(number): one.value for number, one in enumerate(headers)}
        environment = {**os.environ, **values, "PYTHONUNBUFFERED": "1"}
        code, printed = _printed(_command(url, limits), folder, environment, headers, line)
        junit, summary = folder / "junit.xml", folder / "run.json"
        if code not in _FINISHED or not junit.is_file() or not summary.is_file():
            line("\n".join(printed[-_LINES_OF_A_FAILURE:]))
            raise wrong_use("fuzz-failed", f"the run at {url} ended without a result ({_why(printed, code)})")
        texts = [without_secrets(file.read_text(encoding="utf-8"), headers) for file in (junit, summary)]
        return result(*texts)


def _printed(
    command: list[str],
    folder: Path,
    environment: dict[str, str],
    headers: Sequence[Header],
    line: Callable[[str], None],
) -> tuple[int, list[str]]:
    """The exit code and all lines of a command, without secrets, each handed on as it comes."""
    printed: list[str] = []
    with subprocess.Popen(  # noqa: S603  the interpreter that runs us
        command,
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
    ) as process:
        try:
            for text in process.stdout or ():
                printed.append(without_secrets(text.rstrip("\n"), headers))
                line(printed[-1])
        except BaseException:
            process.terminate()  # who interrupts us need not have interrupted it
            raise
    return process.returncode, printed


def _command(url: str, limits: Limits) -> list[str]:
    return [
        *(sys.executable, "-m", "schemathesis.cli", "--config-file", "schemathesis.toml"),
        *("run", "contract.json", "--url", url, "--no-color"),
        *("--seed", str(limits.seed), "--max-examples", str(limits.max_examples)),
        *("--phases", ",".join(limits.phases), "--checks", "all", "--continue-on-failure"),
        *("--generation-database", "none", "--suppress-health-check", "all"),
        *("--report", "junit,json", "--report-junit-path", "junit.xml", "--report-json-path", "run.json"),
    ]


def _settings(headers: Sequence[Header]) -> str:
    """The configuration; header values stay in the environment, so they are in no file and no command line.

    Left to itself, Schemathesis hides whatever has a name like a secret's, `author` too, and what it made up: no
    request could be repeated then. Hidden is what was given to be sent.
    """
    hidden = [*_HIDDEN, *(one.name.lower() for one in headers)]
    lines = ["[cache]", "enabled = false", "[output.sanitization]"]
    lines += [f"keys-to-sanitize = {hidden!r}", f"sensitive-markers = {[_HIDDEN[0]]!r}", "[headers]"]
    lines += [f'"{one.name}" = "${{{_VARIABLE.format(number)}}}"' for number, one in enumerate(headers)]
    return "\n".join(lines) + "\n"


def _why(printed: Sequence[str], code: int) -> str:
    """The line that most likely says what was wrong."""
    telling = [text.strip(" ❌") for text in printed if "❌" in text or "Error" in text or "refused" in text]
    return telling[-1] if telling else f"exit code {code}"
