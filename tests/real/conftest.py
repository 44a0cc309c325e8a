"""Packages generated from vendors' documents, once a session."""

from __future__ import annotations

import importlib
import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tests.real.documents import GITHUB, STRIPE, Document, Unavailable, fetched
from tests.real.emitted import Emitted
from tests.real.facts import Facts


@dataclass(frozen=True)
class Finding:
    """One finding that the command printed."""

    pointer: str
    rule: str
    message: str


@dataclass(frozen=True)
class Vendor:
    """A vendor's document, and the package `name` in `folder` that was generated from it."""

    name: str
    document: Path
    folder: Path
    findings: tuple[Finding, ...]

    @cached_property
    def facts(self) -> Facts:
        return Facts(self.document)

    @cached_property
    def emitted(self) -> Emitted:
        return Emitted(self.folder / self.name)

    def load(self) -> ModuleType:
        return importlib.import_module(self.name)


def _generated(name: str, document: Document, folder: Path) -> Vendor:
    try:
        path = fetched(document)
    except Unavailable as why:
        pytest.skip(f"{document.package} {document.version} is not to be had: {why}")
    command = [sys.executable, "-m", "trivet_codegen", "generate", "--from", str(path), "--name", name]
    options = ["--out", str(folder), "--emit", "models,client,server", "--format", "json"]
    done = subprocess.run([*command, *options], capture_output=True, text=True, stdin=subprocess.DEVNULL)
    assert done.returncode in (0, 1), done.stderr[-2000:]
    assert (folder / name / "__init__.py").is_file(), (done.stdout + done.stderr)[-2000:]
    return Vendor(name, path, folder, tuple(_findings(done.stdout)))


def _findings(printed: str) -> Iterator[Finding]:
    for value in _values(printed):
        yield Finding(value["pointer"], value["rule"], value["message"])


def _values(printed: str) -> list[dict[str, Any]]:
    """The findings of a JSON document, or of one on each line."""
    if printed.lstrip().startswith("{"):
        return [json.loads(line) for line in printed.splitlines() if line.strip()]
    values: list[dict[str, Any]] = json.loads(printed or "[]")
    return values


@pytest.fixture(scope="session")
def stripe(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Vendor]:
    """Stripe's API: 452 operations."""
    yield from _importable(_generated("stripe", STRIPE, tmp_path_factory.mktemp("stripe")))


@pytest.fixture(scope="session")
def github(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Vendor]:
    """GitHub's API: 1,223 operations."""
    yield from _importable(_generated("github", GITHUB, tmp_path_factory.mktemp("github")))


@pytest.fixture(params=["stripe", "github"])
def vendor(request: pytest.FixtureRequest) -> Vendor:
    """Each of the two."""
    found: Vendor = request.getfixturevalue(request.param)
    return found


def _importable(vendor: Vendor) -> Iterator[Vendor]:
    sys.path.insert(0, str(vendor.folder))
    yield vendor
    sys.path.remove(str(vendor.folder))
