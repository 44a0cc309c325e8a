"""What the tests of hostile contracts share."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from tests.hostile import rich
from tests.hostile.made import generated

Importing = Callable[[Mapping[str, Mapping[str, str]]], list[str]]


@pytest.fixture
def importing(tmp_path: Path) -> Importing:
    """Writes packages, imports all of them in a process that may do nothing else, and says what they tried."""
    here = Path(__file__).with_name("sandbox.py")

    def tried(packages: Mapping[str, Mapping[str, str]]) -> list[str]:
        harmless, _ = generated(rich.contract())
        for name, files in {"harmless": harmless, **packages}.items():
            for path, text in files.items():
                place = tmp_path / name / path
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_bytes(text.encode())
        before = sorted(tmp_path.rglob("*"))
        command = [sys.executable, str(here), str(tmp_path), "harmless", *packages]
        ended = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=120)
        assert ended.returncode == 0, ended.stderr[-2000:]
        assert sorted(tmp_path.rglob("*")) == before
        return ended.stdout.split("\n")[:-1] if ended.stdout.strip() else []

    return tried
