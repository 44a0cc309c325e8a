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
    done = subprocess.run(
        command, cwd=vendor.folder, env={"MYPYPATH": paths, "PATH": ""}, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-1000:]


def test_pyright_finds_no_error(vendor: Vendor, tmp_path: Path) -> None:
    settings = {"include": [str(vendor.folder / vendor.name)], "extraPaths": [str(vendor.folder), *_SOURCES]}
    project = tmp_path / "pyrightconfig.json"
    project.write_text(json.dumps({**settings, "pythonVersion": "3.11", "typeCheckingMode": "standard"}))
    command = [sys.executable, "-m", "pyright", "--project", str(project), "--pythonpath", sys.executable]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-1000:]
