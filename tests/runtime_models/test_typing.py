"""Models read the same for mypy and pyright as they behave."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

SAMPLE = Path(__file__).parent / "sample"
SDK = Path(__file__).parents[2] / "sdk"
REFUSED = [i for i, line in enumerate((SAMPLE / "wrong.txt").read_text().splitlines(), 1) if line.endswith("# refused")]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The sample, alone in a folder."""
    shutil.copy(SAMPLE / "reads.py", tmp_path / "reads.py")
    shutil.copy(SAMPLE / "wrong.txt", tmp_path / "wrong.py")
    return tmp_path


def _mypy(folder: Path, name: str) -> list[int]:
    command = [sys.executable, "-m", "mypy", "--strict", "--config-file=", "--no-error-summary", "--cache-dir=.cache"]
    environment = {**os.environ, "MYPYPATH": os.pathsep.join(map(str, (SDK, folder)))}
    ran = subprocess.run([*command, name], capture_output=True, text=True, env=environment, cwd=folder, check=False)
    assert not ran.stderr, ran.stderr
    errors = [line.split(":") for line in ran.stdout.splitlines() if ": error:" in line]
    return sorted({int(line) for path, line, *_ in errors if path == name})


def _pyright(folder: Path, name: str) -> list[int]:
    (folder / "pyrightconfig.json").write_text(json.dumps({"include": [name], "extraPaths": [str(SDK)]}))
    command = [sys.executable, "-m", "pyright", "--outputjson", "--pythonpath", sys.executable, "-p", str(folder)]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    report = json.loads(ran.stdout)
    assert report["summary"]["filesAnalyzed"] == 1
    errors = [line for line in report["generalDiagnostics"] if line["severity"] == "error"]
    return sorted({line["range"]["start"]["line"] + 1 for line in errors})


@pytest.mark.parametrize("checker", [_mypy, _pyright])
def test_type_checkers_read_the_sample(checker: Callable[[Path, str], list[int]], folder: Path) -> None:
    assert checker(folder, "reads.py") == []


@pytest.mark.parametrize("checker", [_mypy, _pyright])
def test_type_checkers_refuse_what_is_wrong(checker: Callable[[Path, str], list[int]], folder: Path) -> None:
    assert checker(folder, "wrong.py") == REFUSED
