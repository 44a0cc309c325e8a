"""Every word that the command says, held by golden files: one folder, one command line."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest

from tests.cli.conftest import Trivet, tree

CASES = Path(__file__).parent / "cases"
_NOT_COPIED = shutil.ignore_patterns("command.txt", "expected.txt")
_SECONDS = re.compile(r"in \d+\.\d s$", re.MULTILINE)


@pytest.mark.parametrize("case", [pytest.param(case, id=case.name) for case in sorted(CASES.iterdir())])
def test_the_command_says_what_is_expected(case: Path, tmp_path: Path, trivet: Trivet, update: bool) -> None:
    shutil.copytree(case, tmp_path, dirs_exist_ok=True, ignore=_NOT_COPIED)
    if (tmp_path / "manifest.toml").exists():  # under its own name every tool of the project would read it
        (tmp_path / "manifest.toml").rename(tmp_path / "pyproject.toml")
    before = tree(tmp_path)
    line = (case / "command.txt").read_text().strip()
    ended = trivet(*shlex.split(line)[1:])
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
