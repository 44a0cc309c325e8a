"""Every word that the command says, held by golden files: one folder, one command line."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

CASES = Path(__file__).parent / "cases"
_NOT_COPIED = shutil.ignore_patterns("command.txt", "expected.txt")
_SECONDS = re.compile(r"in \d+\.\d s$", re.MULTILINE)


def trivet(arguments: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    """The real command, run in a process of its own in `folder`."""
    import trivet_codegen

    codegen = Path(trivet_codegen.__file__ or "").parents[1]
    environment = {**os.environ, "PYTHONPATH": str(codegen), "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-m", "trivet_codegen", *arguments]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below the folder."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("case", [pytest.param(case, id=case.name) for case in sorted(CASES.iterdir())])
def test_the_command_says_what_is_expected(case: Path, tmp_path: Path, update: bool) -> None:
    shutil.copytree(case, tmp_path, dirs_exist_ok=True, ignore=_NOT_COPIED)
    before = tree(tmp_path)
    line = (case / "command.txt").read_text().strip()
    ended = trivet(shlex.split(line)[1:], tmp_path)
    said = f"$ {line}\nexit {ended.returncode}\n--- stdout\n{ended.stdout}--- stderr\n{ended.stderr}"
    said = _SECONDS.sub("in N s", said)
    after = tree(tmp_path)
    if after != before:
        said += "--- written\n" + "".join(f"{path}\n" for path in sorted(after.keys() - before.keys()))
    expected = case / "expected.txt"
    if update:
        expected.write_text(said)
    assert "Traceback" not in said
    assert "internal error" not in said
    assert str(tmp_path) not in said
    assert ended.returncode == 0 or after == before, "nothing is written unless all is well"
    assert said == expected.read_text()
