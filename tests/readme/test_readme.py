"""What the README says is so."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from hub.demo.prepared import key, settled
from hub.demo.serving import serving
from hub.embedded import Postgres
from hub.main import hub

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    """The code blocks of a language, in order."""
    return re.findall(rf"^```{language}\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)


@pytest.fixture
def running() -> Iterator[tuple[str, str]]:
    """URL and API key of a hub with a database of its own."""
    with Postgres() as postgres:
        settings = settled(postgres)
        with serving(hub(settings)) as url:
            yield url, key(settings)


def test_the_example_runs_against_the_hub(running: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    example = blocks("python")[0]
    for shown, real in zip(("http://127.0.0.1:8000", "hub_..."), running, strict=True):
        assert shown in example
        example = example.replace(shown, real)
    exec(compile(example, "README.md", "exec"), {})
    printed = capsys.readouterr().out.splitlines()
    assert printed[0].startswith("409 ")
    assert printed[1] == "['Ada Lovelace']"


def test_the_example_has_ten_lines_at_most() -> None:
    code = [line for line in blocks("python")[0].splitlines() if line and not line.startswith(("from", "import"))]
    assert len(code) <= 10


def test_it_can_be_read_in_one_go() -> None:
    assert len(README.splitlines()) <= 150


def test_every_command_that_it_lists_is_one() -> None:
    listed = set(re.findall(r"^\| `trivet (\w+)", README, re.MULTILINE))
    shown = subprocess.run([sys.executable, "-m", "trivet_codegen", "--help"], capture_output=True, text=True).stdout
    assert listed == set(re.findall(r"^ {4}(\w+) ", shown, re.MULTILINE))


def test_every_session_that_it_names_is_one() -> None:
    named = set(re.findall(r"(?:noxfile\.py|nox -s) (\w+)", README))
    shown = subprocess.run([sys.executable, "noxfile.py", "--help"], cwd=ROOT, capture_output=True, text=True).stdout
    assert named <= set(re.findall(r"^ {2}(\w+) ", shown, re.MULTILINE))


def test_every_folder_that_it_maps_is_there() -> None:
    folders = re.findall(r"^\| `([\w/]+/)` \|", README, re.MULTILINE)
    assert len(folders) >= 6
    assert [folder for folder in folders if not (ROOT / folder).is_dir()] == []
