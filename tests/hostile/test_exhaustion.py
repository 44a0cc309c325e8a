"""No document keeps `trivet generate` busy for more than ten seconds, fills a gigabyte or ends it by a crash."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.hostile import documents, limited

SLOW = {
    "a chain of 5,000 references",
    "a template at the end of 2,000 references",
    "a chain of 5,000 nullable references",
    "1,000 large patterns",
    "50,000 required names",
    "2,000 operations of nearly one name",
    "20,000 properties",
    *(name for name in documents.TEXTS if name.startswith("a summary")),
    *(name for name in documents.DEEP if "nested 70" in name),
}
REFUSED = {
    "a text of 100 MB": "too-large",
    "a million properties": "too-large",
    "a name of 1 MB": "too-large",
    "oneOf that doubles": "too-complex",
    "merged properties that double": "too-complex",
    "templates that double": "too-complex",
    "callbacks that double at each step": "too-complex",
    "callbacks that are the path they stand in": "ref-circular",
    "a union that is its own alternative": "ref-circular",
    "allOf of itself": "allof-cycle",
    "aliases of aliases": "yaml-aliases",
    "items nested 10,000 deep": "too-deep",
    "YAML flow nested 10,000 deep": "too-deep",
    "JSON opened a million times": "too-deep",
    "1e999999 as maximum": "json-syntax",
    "100,000 digits as const": "json-syntax",
    "1e999999 in YAML": "not-json",
    "100,000 digits in YAML": "not-json",
    "a hexadecimal number of a million digits": "not-json",
    "a tag of Python's": "not-json",
}
WARNED = {
    "patterns that backtrack for ever": "pattern-not-enforced",
    "keywords with patterns that backtrack for ever": "pattern-not-enforced",
    "patterns with huge repetitions": "pattern-not-enforced",
    "lengths and steps that no validator holds": "constraint-type",
    "100,000 names given twice": "duplicate-key",
}


class Ending(NamedTuple):
    code: int
    seconds: float
    megabytes: float
    told: str


def endings(folder: Path, builds: Mapping[str, documents.Build]) -> dict[str, Ending]:
    """How `trivet generate`, and then the use of what it made, ended for each document."""
    names: dict[str, str] = {}
    for number, (name, build) in enumerate(builds.items()):
        text = build()
        file = f"{number}.{'json' if text[:1] in ('{', '[') else 'yaml'}"
        (folder / file).write_text(text)
        names[file] = name
    command = [sys.executable, str(Path(limited.__file__)), str(folder)]
    ended = subprocess.run(command, capture_output=True, text=True)
    assert ended.returncode == 0, ended.stderr[-2000:]
    rows = [json.loads(line) for line in ended.stdout.splitlines()]
    return {names[file]: Ending(*rest) for file, *rest in rows}


def held(ending: Ending) -> None:
    assert ending.code in (0, 1), ending.told
    assert ending.megabytes < limited.MEGABYTES
    assert "internal error" not in ending.told
    assert "Traceback" not in ending.told


@pytest.fixture(scope="module")
def usual(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Ending]:
    chosen = {name: build for name, build in documents.ALL.items() if name not in SLOW}
    return endings(tmp_path_factory.mktemp("documents"), chosen)


@pytest.mark.parametrize("name", [name for name in documents.ALL if name not in SLOW])
def test_the_end_comes_soon_with(name: str, usual: Mapping[str, Ending]) -> None:
    held(usual[name])


@pytest.mark.parametrize("name", REFUSED)
def test_the_place_of_the_fault_is_told_with(name: str, usual: Mapping[str, Ending]) -> None:
    assert usual[name].code == 1
    assert f": {REFUSED[name]}: " in usual[name].told


@pytest.mark.parametrize("name", WARNED)
def test_what_is_not_held_is_told_with(name: str, usual: Mapping[str, Ending]) -> None:
    assert usual[name].code == 0, usual[name].told
    assert f": {WARNED[name]}: warning: " in usual[name].told


@pytest.mark.hostile
@pytest.mark.parametrize("name", sorted(SLOW))
def test_the_end_comes_within_limits_with(name: str, tmp_path: Path) -> None:
    held(endings(tmp_path, {name: documents.ALL[name]})[name])
