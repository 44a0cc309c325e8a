"""Models of a contract, by the whole pipeline from a file to imported classes."""

from __future__ import annotations

import importlib
import itertools
import json
import sys
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from trivet.runtime import Adapter, Operation, adapter
from trivet_codegen.ir.build import build
from trivet_codegen.ir.directions import split
from trivet_codegen.ir.letter import Letter
from trivet_codegen.problem import Problem
from trivet_codegen.python.package import package
from trivet_codegen.source.documents import load

_numbers = itertools.count(1)


def answering(document: dict[str, Any], schemas: dict[str, Any]) -> dict[str, Any]:
    """The document with one operation for each of the schemas, which answers it, and no other."""
    return _serving(document, ({"get": _answers(number, each)} for number, each in enumerate(schemas.values())))


def taking(document: dict[str, Any], schemas: dict[str, Any]) -> dict[str, Any]:
    """The document with one operation for each of the schemas, which takes it as its body, and no other."""
    return _serving(document, ({"put": _takes(number, each)} for number, each in enumerate(schemas.values())))


def _serving(document: dict[str, Any], items: Iterable[dict[str, Any]]) -> dict[str, Any]:
    paths = {f"/{number}": item for number, item in enumerate(items)}
    return {**document, "paths": paths, "webhooks": {}, "x-webhooks": {}}


def _answers(number: int, schema: Any) -> dict[str, Any]:
    content = {"application/json": {"schema": schema}}
    return {"operationId": f"answer_{number}", "responses": {"200": {"description": "", "content": content}}}


def _takes(number: int, schema: Any) -> dict[str, Any]:
    content = {"application/json": {"schema": schema}}
    return {
        "operationId": f"take_{number}",
        "requestBody": {"required": True, "content": content},
        "responses": {"204": {"description": ""}},
    }


@dataclass(frozen=True)
class Made:
    """The imported package, with the findings about its contract."""

    name: str
    problems: tuple[Problem, ...]

    def answer(self, number: int) -> Adapter[Any]:
        """What reads the answers of the n-th operation."""
        return adapter(self._operation(f"ANSWER_{number}").responses["200"]["application/json"]())

    def body(self, number: int) -> Adapter[Any]:
        """What the server stub reads the bodies of the n-th operation with."""
        body = self._operation(f"TAKE_{number}").body
        assert body is not None
        return adapter(body.contents["application/json"]())

    def _operation(self, name: str) -> Operation[Any]:
        operation: Operation[Any] = getattr(importlib.import_module(f"{self.name}.operations.api"), name)
        return operation


@contextmanager
def made(document: dict[str, Any], folder: Path, to_the_letter: Collection[Letter] = ()) -> Iterator[Made]:
    """The package of a contract, importable while the context lasts."""
    name = f"exact_{next(_numbers)}"
    contract = folder / f"{name}.json"
    contract.write_text(json.dumps(document))
    api, problems = build(load(str(contract)), to_the_letter=to_the_letter)
    api = split(api)
    files = package(api, name, emit={"models", "client"})
    for path, text in files.client.items():
        (folder / name / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / name / path).write_text(text)
    sys.path.insert(0, str(folder))
    importlib.invalidate_caches()
    try:
        yield Made(name, (*problems, *files.problems))
    finally:
        sys.path.remove(str(folder))
        for module in [module for module in sys.modules if module.partition(".")[0] == name]:
            del sys.modules[module]
