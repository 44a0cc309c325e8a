"""Type checkers find nothing wrong in a package generated from a vendor's document, strictly read."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.real.conftest import Vendor
from tests.real.documents import ROOT

pytestmark = [pytest.mark.real, pytest.mark.slow]

_SOURCES = [str(ROOT / "sdk"), str(ROOT / "server")]


def test_mypy_finds_no_error(vendor: Vendor, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "mypy", "--strict", "--config-file=", f"--cache-dir={tmp_path}", "-p", vendor.name]
    paths = ":".join([str(vendor.folder), *_SOURCES])
    checked = len(list((vendor.folder / vendor.name).rglob("*.py")))
    done = subprocess.run(
        command, cwd=vendor.folder, env={"MYPYPATH": paths, "PATH": ""}, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-1000:]
    assert f"no issues found in {checked} source files" in done.stdout


def test_pyright_finds_no_error(vendor: Vendor) -> None:
    settings = {"include": [vendor.name], "extraPaths": [".", *_SOURCES], "pythonVersion": "3.11"}
    project = vendor.folder / "pyrightconfig.json"
    project.write_text(json.dumps({**settings, "typeCheckingMode": "standard"}))
    command = [sys.executable, "-m", "pyright", "--outputjson", "--project", str(project)]
    done = subprocess.run([*command, "--pythonpath", sys.executable], capture_output=True, text=True)
    report = json.loads(done.stdout)
    files = list((vendor.folder / vendor.name).rglob("*.py"))
    assert report["summary"]["filesAnalyzed"] == len(files), done.stderr[-1000:]
    errors = [found for found in report["generalDiagnostics"] if found["severity"] == "error"]
    assert [f"{found['file']}: {found['message']}" for found in errors] == []
