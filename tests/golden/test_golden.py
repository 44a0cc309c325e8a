"""Contracts and what comes of them, to the letter: `pytest tests/golden --update` writes the expected files anew."""

from __future__ import annotations

import importlib
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from trivet.runtime import Model
from trivet_codegen.generate import Generation, generate
from trivet_codegen.source.documents import load

CASES = sorted(path.parent for path in (Path(__file__).parent / "cases").glob("*/contract.yaml"))


@pytest.fixture(params=CASES, ids=lambda case: case.name)
def case(request: pytest.FixtureRequest) -> Path:
    folder: Path = request.param
    return folder


def made(case: Path) -> Generation:
    return generate(
        load(str(case / "contract.yaml")), case.name, emit={"models", "client", "server"}, client_import=".."
    )


def files(generation: Generation) -> dict[str, str]:
    server = {f"server/{path}": text for path, text in generation.server.items()}
    return {**generation.client, **server}


def findings(generation: Generation) -> str:
    return "".join(f"{own.severity}: {own.rule} at {own.place.pointer}: {own.message}\n" for own in generation.problems)


def test_a_contract_gives_exactly_the_expected_files(case: Path, update: bool) -> None:
    generation = made(case)
    found = {**files(generation), "problems.txt": findings(generation)}
    expected = case / "expected"
    if update:
        shutil.rmtree(expected, ignore_errors=True)
        for path, text in found.items():
            (expected / path).parent.mkdir(parents=True, exist_ok=True)
            (expected / path).write_text(text)
    kept = {path.relative_to(expected).as_posix() for path in expected.rglob("*") if path.is_file()}
    assert kept == set(found)
    for path, text in found.items():
        assert (expected / path).read_text() == text, path


def test_the_same_contract_gives_the_same_bytes(case: Path) -> None:
    assert files(made(case)) == files(made(case))


@pytest.fixture
def package(case: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    """The generated package, imported from a folder of its own."""
    name = f"golden_{case.name}"
    for path, text in files(made(case)).items():
        (tmp_path / name / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name / path).write_text(text)
    monkeypatch.syspath_prepend(str(tmp_path))
    yield importlib.import_module(name)
    for module in [module for module in sys.modules if module.partition(".")[0] == name]:
        del sys.modules[module]


def test_every_generated_module_imports(package: ModuleType) -> None:
    folder = Path(str(package.__file__)).parent
    for path in sorted(folder.rglob("*.py")):
        parts = path.relative_to(folder.parent).with_suffix("").parts
        importlib.import_module(".".join(part for part in parts if part != "__init__"))


def test_every_exported_name_loads_and_every_model_builds(package: ModuleType) -> None:
    for name in dir(package.models):
        value = getattr(package.models, name)
        if isinstance(value, type) and issubclass(value, Model):
            value.model_rebuild()
            assert value.__pydantic_complete__, name
