"""Our own client of a contract, called by the contract's words."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any

from tests.judges.requests import Given
from tests.judges.sent import BASE_URL, Sent, recorded
from tests.judges.slices import Route
from tests.real.emitted import Emitted
from trivet.runtime import Client, Upload
from trivet_codegen.generate import generate
from trivet_codegen.source.documents import load


class Ours:
    """The package `name` in `folder`."""

    def __init__(self, folder: Path, name: str) -> None:
        self._name = name
        self._emitted = Emitted(folder / name)

    @cached_property
    def _client(self) -> Any:
        module = importlib.import_module(f"{self._name}._client")
        own = [each for each in vars(module).values() if getattr(each, "__module__", "") == module.__name__]
        return next(each for each in own if issubclass(each, Client))

    def sent(self, route: Route, given: Given) -> Sent:
        """What the synchronous client sends. Raises Refused where it sends nothing."""
        constant = self._emitted.operations[route].constant
        method = self._emitted.methods[constant][0]
        arguments = self._arguments(constant, given.arguments)
        if given.content is not None:
            arguments["body"] = files(given.body)
            if len(self._operation(constant).body.contents) > 1 or "*" in given.content.media_type:
                arguments["content_type"] = given.content.media_type.replace("*", "vnd.judge")

        def call(transport: Any) -> None:
            with self._client(BASE_URL, transport=transport) as client:
                getattr(getattr(client, method.resource), method.name)(**arguments)

        return recorded(call)

    def _operation(self, constant: str) -> Any:
        module, _, name = constant.partition(".")
        return getattr(importlib.import_module(f"{self._name}.operations.{module}"), name)

    def _arguments(self, constant: str, given: Mapping[tuple[str, str], Any]) -> dict[str, Any]:
        names = {(each.location, each.wire): each.name for each in self._operation(constant).parameters}
        return {names[place]: value for place, value in given.items() if place in names}


def files(value: Any) -> Any:
    """The value with our uploads where it has files."""
    match value:
        case bytes():
            return Upload(value, filename="file.bin", media_type="application/octet-stream")
        case dict():
            return {name: files(each) for name, each in value.items()}
        case list():
            return [files(each) for each in value]
        case _:
            return value


@contextmanager
def ours(contract: Path, folder: Path, name: str) -> Iterator[Ours]:
    """Our client of the contract, importable while the context lasts."""
    made = generate(load(str(contract)), name, emit={"models", "client"}, client_import=".")
    assert made.client, [problem for problem in made.problems if problem.severity == "error"]
    for path, text in made.client.items():
        (folder / name / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / name / path).write_text(text)
    with importable(folder, name):
        yield Ours(folder, name)


@contextmanager
def importable(folder: Path, name: str) -> Iterator[None]:
    """The package `name` in `folder` can be imported while the context lasts, and is forgotten then."""
    sys.path.insert(0, str(folder))
    importlib.invalidate_caches()
    try:
        yield
    finally:
        sys.path.remove(str(folder))
        for module in [module for module in sys.modules if module.partition(".")[0] == name]:
            del sys.modules[module]
