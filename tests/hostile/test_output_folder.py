"""Nothing is written outside of the folder that was named, whatever contract, command line or folder say."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.hostile import rich, texts
from trivet_codegen.cli import main

Run = Callable[..., int]
OUTSIDE = "kept as it was"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder to work in, with the contract; beside it stands a file that nobody may touch."""
    (tmp_path / "outside.txt").write_text(OUTSIDE)
    folder = tmp_path / "project"
    folder.mkdir()
    (folder / "openapi.json").write_text(json.dumps(rich.contract()))
    monkeypatch.chdir(folder)
    return folder


def generate(*arguments: str, document: str = "openapi.json", name: str = "zoo", out: str = "src") -> int:
    emit = "models,client,server"
    return main(["generate", "--from", document, "--name", name, "--out", out, "--emit", emit, *arguments])


def around(folder: Path) -> set[str]:
    """All that stands outside of `project/src`, relative to the folder above."""
    above = folder.parent
    paths = (path.relative_to(above).as_posix() for path in above.rglob("*"))
    return {path for path in paths if not path.startswith("project/src")}


def named(names: list[str]) -> dict[str, Any]:
    """The contract with schemas, tags, operations and properties of these names."""
    document = rich.contract()
    schemas = {name: {"type": "object", "properties": {name: {"type": "string"}}} for name in names}
    document["components"]["schemas"] |= schemas
    for number, name in enumerate(names):
        escaped = name.replace("~", "~0").replace("/", "~1").replace("%", "%25")
        schema = {"$ref": f"#/components/schemas/{escaped}"}
        answer = {"200": {"description": "", "content": {"application/json": {"schema": schema}}}}
        document["paths"][f"/p{number}"] = {
            "get": {"tags": [name], "operationId": f"{name}{number}", "responses": answer}
        }
    return document


@pytest.mark.parametrize("names", [texts.PATHS, texts.NAMES], ids=["paths", "names"])
def test_names_of_a_contract_become_files_in_the_folder_only(project: Path, names: list[str]) -> None:
    (project / "openapi.json").write_text(json.dumps(named(names)))
    before = around(project)
    assert generate() == 0
    assert around(project) == before
    assert (project.parent / "outside.txt").read_text() == OUTSIDE
    written = [path for path in (project / "src/zoo").rglob("*") if path.is_file()]
    assert len(written) > 3 * len(names)
    assert all(path.suffix in (".py", ".json") for path in written)
    lower = [path.as_posix().casefold() for path in written]
    assert len(set(lower)) == len(lower)


def test_names_that_differ_in_case_alone_become_different_files(project: Path) -> None:
    names = ["Pet", "pet", "PET", "pEt", "Straße", "STRASSE", "ﬁsh", "fish", "FISH", "K", "\u212a", "é", "e\u0301"]
    (project / "openapi.json").write_text(json.dumps(named(names)))
    assert generate() == 0
    modules = [path.name.casefold() for path in (project / "src/zoo/models").iterdir()]
    assert len(set(modules)) == len(modules) > len(names)


BAD_NAMES = [
    "../zoo", "/zoo", "a/b", "a\\b", "..", ".", "", "-x", "zoo\0", "zoo.py", "CON", "nul", "com1", "class", "1zoo",
    "__init__", "_zoo", "zoo ", "zоo", "x" * 300, "a.b", "$HOME", "~",
]  # fmt: skip


@pytest.mark.parametrize("name", BAD_NAMES)
def test_a_package_has_a_name_that_can_be_imported_and_is_one_folder(project: Path, name: str) -> None:
    before = around(project)
    assert generate(f"--name={name}", name="zoo") == 2
    assert around(project) == before
    assert not (project / "src").exists()


@pytest.mark.parametrize("key", ["package", "server"])
@pytest.mark.parametrize("folder", ["../out", "/elsewhere/out", "a/../../out", ".", "", "link/out"])
def test_a_manifest_names_folders_of_its_project_only(project: Path, key: str, folder: str) -> None:
    (project / "link").symlink_to("..")
    other = 'package = "src/zoo"\n' if key == "server" else ""
    text = f'[tool.trivet.apis.zoo]\ncontract = "openapi.json"\n{other}{key} = {json.dumps(folder)}\n'
    (project / "pyproject.toml").write_text(text)
    before = around(project)
    assert main(["generate"]) == 2
    assert around(project) == before


def test_a_linked_file_in_the_folder_is_not_written_through(project: Path) -> None:
    assert generate() == 0
    client = project / "src/zoo/_client.py"
    client.unlink()
    client.symlink_to(project.parent / "outside.txt")
    for force in ((), ("--force",)):
        assert generate(*force) in (1, 2)
        assert (project.parent / "outside.txt").read_text() == OUTSIDE


def test_a_linked_folder_in_the_folder_is_not_written_through(project: Path) -> None:
    (project.parent / "elsewhere").mkdir()
    (project / "src/zoo").mkdir(parents=True)
    (project / "src/zoo/models").symlink_to(project.parent / "elsewhere")
    assert generate("--force") in (1, 2)
    assert list((project.parent / "elsewhere").iterdir()) == []


def test_the_folder_itself_is_not_a_link(project: Path) -> None:
    (project.parent / "elsewhere").mkdir()
    (project / "src").mkdir()
    (project / "src/zoo").symlink_to(project.parent / "elsewhere")
    assert generate("--force") == 2
    assert list((project.parent / "elsewhere").iterdir()) == []


@pytest.mark.parametrize("path", ["../../../outside.txt", "/etc/hostname", "..", "models/../../../../outside.txt"])
def test_a_record_that_names_files_elsewhere_has_them_neither_changed_nor_removed(project: Path, path: str) -> None:
    (project / "src/zoo").mkdir(parents=True)
    record = {"files": {path: "0" * 64}, "made": {"from": {"../outside.txt": "0" * 64}, "warnings": []}}
    (project / "src/zoo/.trivet.json").write_text(json.dumps(record))
    before = around(project)
    generate("--force")
    assert around(project) == before
    assert (project.parent / "outside.txt").read_text() == OUTSIDE


def test_a_record_that_is_a_device_is_not_read(project: Path) -> None:
    (project / "src/zoo").mkdir(parents=True)
    os.mkfifo(project / "src/zoo/.trivet.json")
    assert generate() in (1, 2)


def test_a_bundle_goes_to_the_named_file_only(project: Path) -> None:
    document = named(texts.PATHS)
    (project / "openapi.json").write_text(json.dumps(document))
    before = around(project)
    assert main(["bundle", "openapi.json", "-o", "bundle.json"]) == 0
    assert around(project) - before == {"project/bundle.json"}
