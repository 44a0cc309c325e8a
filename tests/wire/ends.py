"""Both ends of a vendor's contract: its client, and its stub with a service that keeps what it is told."""

from __future__ import annotations

import asyncio
import importlib
import inspect
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any

from tests.judges.ours import importable
from tests.judges.slices import Route
from tests.real.emitted import Emitted
from tests.wire.pair import BASE, SyncWire, Wire
from trivet.runtime import AsyncClient, Client, Exchange, Operation
from trivet_codegen.generate import generate
from trivet_codegen.source.documents import load
from trivet_server import Reply, application


class Service:
    """Every method of every Protocol: tells `heard` its name and what it was called with, and answers with `reply`."""

    def __init__(self) -> None:
        self.heard: Callable[[str, Mapping[str, Any]], None] = lambda method, arguments: None
        self.reply: Reply[Any] | None = None

    def __getattr__(self, name: str) -> Callable[..., Any]:
        async def method(**arguments: Any) -> Any:
            self.heard(name, arguments)
            return self.reply

        return method


class Ends:
    """The package `name` in `folder`, imported: client and stub, with the wire between them in sight."""

    def __init__(self, folder: Path, name: str) -> None:
        self._name = name
        self._emitted = Emitted(folder / name)
        server = importlib.import_module(f"{name}.server")
        self.service = Service()
        tags = inspect.signature(server.api_router).parameters
        router = server.api_router(**{tag: lambda: self.service for tag in tags})
        self.wire = Wire(application(server.contract(), [router]))

    def operation(self, route: Route) -> Operation[Any]:
        """The description that both ends share."""
        module, _, name = self._emitted.operations[route].constant.partition(".")
        found: Operation[Any] = getattr(importlib.import_module(f"{self._name}.operations.{module}"), name)
        return found

    def method(self, route: Route) -> str:
        """The service's method for the operation."""
        return self._emitted.operations[route].constant.rpartition(".")[2].lower()

    def is_routed(self, route: Route) -> bool:
        """Whether the stub answers the operation."""
        return self._emitted.operations[route].constant in self._routed

    @cached_property
    def _routed(self) -> set[str]:
        return self._emitted.routed()

    @cached_property
    def _client(self) -> Any:
        return self._of(Client)

    @cached_property
    def _async_client(self) -> Any:
        return self._of(AsyncClient)

    def _of(self, kind: type) -> Any:
        module = importlib.import_module(f"{self._name}._client")
        own = [each for each in vars(module).values() if getattr(each, "__module__", "") == module.__name__]
        return next(each for each in own if isinstance(each, type) and issubclass(each, kind))

    def call(self, route: Route, mode: str, arguments: Mapping[str, Any]) -> Exchange[Any]:
        """What the client's own method gets for an answer. Raises what the method raises."""
        method = self._emitted.methods[self._emitted.operations[route].constant][0]
        found: list[Exchange[Any]] = []
        self.wire.request = self.wire.answer = None

        async def run() -> None:
            async with self._async_client(BASE, transport=self.wire) as client:
                send = client.exchange

                async def exchange(*given: Any) -> Exchange[Any]:
                    found.append(await send(*given))
                    return found[-1]

                client.exchange = exchange
                assert await getattr(getattr(client, method.resource), method.name)(**arguments) is found[-1].value

        if mode == "async":
            asyncio.run(run())
            return found[-1]
        with self._client(BASE, transport=SyncWire(self.wire)) as client:
            send = client.exchange

            def exchange(*given: Any) -> Exchange[Any]:
                found.append(send(*given))
                return found[-1]

            client.exchange = exchange
            assert getattr(getattr(client, method.resource), method.name)(**arguments) is found[-1].value
        return found[-1]


@contextmanager
def ends(document: dict[str, Any], folder: Path, name: str) -> Iterator[Ends]:
    """Both ends of the document, importable while the context lasts."""
    contract = folder / f"{name}.json"
    contract.write_text(json.dumps(document))
    made = generate(load(str(contract)), name, emit={"models", "client", "server"}, client_import="..")
    assert made.client, [problem for problem in made.problems if problem.severity == "error"]
    for path, text in [*made.client.items(), *((f"server/{path}", text) for path, text in made.server.items())]:
        (folder / name / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / name / path).write_text(text)
    with importable(folder, name):
        yield Ends(folder, name)
