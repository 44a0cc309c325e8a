"""What is committed is ours, and true on every machine."""

from __future__ import annotations

import re
import subprocess
from functools import cache
from pathlib import Path

import pytest

from tests.architecture.source_tree import ROOT

_REGISTRIES = re.compile(rf"(pypi\.org|pythonhosted\.org|registry\.npmjs\.(?:org|com)|registry\.yarnpkg\.com){'/'}")
_MACHINES = re.compile(r"(?<![\w./~-])/(?:root/\.|home/\w|work/\w|opt/\w|Users/\w|tmp/[a-z])[\w./-]*")
_LARGEST = 300_000


@cache
def committed() -> tuple[Path, ...]:
    """The files that git tracks and that are still there."""
    try:
        listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout.decode()
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("not a git checkout")
    return tuple(path for name in listed.split("\0") if name and (path := ROOT / name).is_file())


def _found(pattern: re.Pattern[str]) -> list[str]:
    found: list[str] = []
    for path in committed():
        text = path.read_text(encoding="utf-8", errors="replace")
        found += [
            f"{path.relative_to(ROOT)}:{number}: {match[0]}"
            for number, line in enumerate(text.splitlines(), 1)
            if (match := pattern.search(line))
        ]
    return found


def test_no_file_names_the_address_of_a_package_registry() -> None:
    assert _found(_REGISTRIES) == []


def test_no_file_holds_an_absolute_path_of_a_machine() -> None:
    assert _found(_MACHINES) == []


def test_no_file_is_as_large_as_a_vendors_document() -> None:
    sizes = {path: path.stat().st_size for path in committed()}
    assert [f"{path.relative_to(ROOT)}: {size}" for path, size in sizes.items() if size > _LARGEST] == []


def test_generated_folders_are_committed_whole() -> None:
    folders = [ROOT / "sdk/trivet/clients/hub", ROOT / "server/hub/api"]
    present = {path for folder in folders for path in folder.rglob("*") if path.suffix in {".py", ".json", ".typed"}}
    assert present - set(committed()) == set()
