"""Published examples of Swagger 2.0 and OpenAPI: each is generated whole, and what is generated imports."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.real.documents import Document, Unavailable, unpacked
from trivet_codegen.generate import Generation, generate
from trivet_codegen.source import load

pytestmark = pytest.mark.real

EXAMPLES = Document(
    "@readme/oas-examples",
    "8.2.2",
    "sha512-uytlvlylq3zpemG0h1R7ijlMBCajqXU0VpMI1Iw+j92s77Y/oT6pBf3BZN0lYl0WIGTh7POM4Jdu7L14eCzwXQ==",
    "package.json",
)
_METHODS = {"get", "put", "post", "delete", "options", "head", "patch", "trace"}

_IMPORT_AND_BUILD = """
import importlib, pkgutil, sys
from trivet.runtime import adapter
for name in sys.argv[1:]:
    package = importlib.import_module(name)
    for module in pkgutil.walk_packages(package.__path__, name + "."):
        importlib.import_module(module.name)
    for model in dir(package.models):
        if model[:1].isupper() and model != "TYPE_CHECKING":
            adapter(getattr(package.models, model)).validator
print(len(sys.argv) - 1)
"""


@pytest.fixture(scope="module", params=["2.0", "3.0", "3.1"])
def documents(request: pytest.FixtureRequest) -> list[Path]:
    """The examples of one version, of which there are some."""
    try:
        folder = unpacked(EXAMPLES) / request.param
    except Unavailable as why:
        pytest.skip(f"{EXAMPLES.package} {EXAMPLES.version} is not to be had: {why}")
    found = sorted([*folder.rglob("*.json"), *folder.rglob("*.yaml")])
    assert found
    return found


def _made(path: Path) -> Generation:
    return generate(load(str(path)), "example", emit={"models", "client", "server"}, client_import="..")


def _operations(path: Path) -> int:
    """How many operations a document has, counted in it as it stands."""
    document: dict[str, Any] = json.loads(path.read_bytes())
    items = [_item(item, document) for item in document.get("paths", {}).values()]
    return sum(len(item.keys() & _METHODS) for item in items)


def _item(item: dict[str, Any], document: dict[str, Any]) -> dict[str, Any]:
    ref = item.get("$ref")
    for token in ref.split("/")[1:] if isinstance(ref, str) else ():
        document = document[token.replace("~1", "/").replace("~0", "~").replace("%7B", "{").replace("%7D", "}")]
    return document if isinstance(ref, str) else item


def test_every_operation_of_an_example_is_generated(documents: list[Path]) -> None:
    for path in documents:
        generation = _made(path)
        assert [problem for problem in generation.problems if problem.severity == "error"] == [], path
        assert generation.client, path
        if path.suffix == ".json":
            assert generation.operations == _operations(path), path


def test_every_module_imports_and_every_model_builds(documents: list[Path], tmp_path: Path) -> None:
    names = list(_written(documents, tmp_path))
    command = [sys.executable, "-W", "error", "-c", _IMPORT_AND_BUILD, *names]
    path = ":".join([str(tmp_path), *(entry for entry in sys.path if entry)])
    done = subprocess.run(command, env={"PYTHONPATH": path}, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-3000:]
    assert int(done.stdout) == len(names)


def _written(documents: list[Path], folder: Path) -> Iterator[str]:
    """The names of packages, one for each document, below the folder."""
    for number, document in enumerate(documents):
        name = f"example{number}"
        made = _made(document)
        server = {f"server/{path}": text for path, text in made.server.items()}
        for path, text in {**made.client, **server}.items():
            (folder / name / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / name / path).write_text(text)
        yield name
