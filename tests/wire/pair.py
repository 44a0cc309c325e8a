"""A generated client and the generated stub of the same contract, with the wire between them in sight."""

from __future__ import annotations

import asyncio
import atexit
import hashlib
import importlib
import inspect
import json
import shutil
import sys
import tempfile
from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path
from types import ModuleType
from typing import Any

import httpx
from fastapi import FastAPI

from trivet.runtime import Exchange, Operation, Options
from trivet_codegen.generate import generate
from trivet_codegen.source import Documents
from trivet_server import Settings, application

BASE = "http://wire.test"


class Service:
    """Answers every method of every generated Protocol: keeps what it was given, gives back `answer`."""

    def __init__(self) -> None:
        self.given: dict[str, Any] = {}
        self.method = ""
        self.answer: Any = None

    def __getattr__(self, name: str) -> Callable[..., Any]:
        if name.startswith("_"):
            raise AttributeError(name)

        async def method(**arguments: Any) -> Any:
            self.method, self.given = name, arguments
            return self.answer(**arguments) if callable(self.answer) else self.answer

        return method


class Wire:
    """An httpx transport, sync and async, into an ASGI application of this process; keeps the last request."""

    def __init__(self, app: FastAPI) -> None:
        self._inner = httpx.ASGITransport(app=app)
        self.request: httpx.Request | None = None
        self.content = b""
        self.answer: httpx.Response | None = None

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.request, self.content = request, await request.aread()
        response = await self._inner.handle_async_request(request)
        content = await response.aread()
        self.answer = httpx.Response(response.status_code, headers=response.headers, content=content)
        return self.answer

    async def aclose(self) -> None:
        """Nothing is open."""

    async def __aenter__(self) -> Wire:
        return self

    async def __aexit__(self, *_: Any) -> None:
        """Nothing is open."""


class SyncWire(httpx.BaseTransport):
    """The same for synchronous clients."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        request.read()
        copy = httpx.Request(request.method, request.url, headers=request.headers, content=request.content)
        asyncio.run(self._wire.handle_async_request(copy))
        self._wire.request = request
        answer = self._wire.answer
        assert answer is not None
        return httpx.Response(answer.status_code, headers=answer.headers, content=answer.content)


class Pair:
    """What a contract became: `call` uses a client's own method, `wire` shows what travelled, `service` what came.

    `credentials` are what clients are made with.
    """

    def __init__(self, package: ModuleType, mode: str, settings: Settings | None = None) -> None:
        self.package, self.mode = package, mode
        self.models = importlib.import_module(f"{package.__name__}.models")
        server = importlib.import_module(f"{package.__name__}.server")
        self.service = Service()
        self.credentials: dict[str, Any] = {}
        tags = list(inspect.signature(server.api_router).parameters)
        router = server.api_router(**{tag: lambda: self.service for tag in tags})
        self.app = application(server.contract(), [router], settings=settings)
        self.wire = Wire(self.app)

    @property
    def operations(self) -> Mapping[str, Operation[Any]]:
        """Every operation by its id."""
        return _operations(self.package)

    def call(self, id: str, *arguments: Any, base_url: str = BASE, transport: Any = None, **named: Any) -> Any:
        """What the client's method for this operation returns."""
        tag, method = _methods(self.package)[id]
        if self.mode == "sync":
            with self._sync(base_url, transport) as client:
                return getattr(getattr(client, tag), method)(*arguments, **named)

        async def run() -> Any:
            async with self._async(base_url, transport) as client:
                return await getattr(getattr(client, tag), method)(*arguments, **named)

        return asyncio.run(run())

    def exchange(
        self, id: str, *, options: Options | None = None, transport: Any = None, **named: Any
    ) -> Exchange[Any]:
        """The same call with status, headers and deviations."""
        call = self.operations[id](**named)
        if self.mode == "sync":
            with self._sync(BASE, transport) as client:
                return client.exchange(call, options)  # type: ignore[no-any-return]

        async def run() -> Exchange[Any]:
            async with self._async(BASE, transport) as client:
                return await client.exchange(call, options)  # type: ignore[no-any-return]

        return asyncio.run(run())

    def _sync(self, base_url: str, transport: Any) -> Any:
        own = httpx.HTTPTransport(verify=False) if base_url != BASE else SyncWire(self.wire)
        return self.package.Wire(base_url, transport=transport or own, **self.credentials)

    def _async(self, base_url: str, transport: Any) -> Any:
        own = httpx.AsyncHTTPTransport(verify=False) if base_url != BASE else self.wire
        return self.package.AsyncWire(base_url, transport=transport or own, **self.credentials)

    @property
    def request(self) -> httpx.Request:
        """The last request as it travelled."""
        assert self.wire.request is not None
        return self.wire.request

    @property
    def path(self) -> str:
        """Its path, byte for byte."""
        return self.request.url.raw_path.decode().partition("?")[0]

    @property
    def query(self) -> str:
        """Its query, byte for byte."""
        return self.request.url.query.decode()

    @property
    def content(self) -> bytes:
        """Its body."""
        return self.wire.content

    @property
    def given(self) -> dict[str, Any]:
        """What the service was called with."""
        return self.service.given


@lru_cache(maxsize=64)
def _generated(text: str) -> ModuleType:
    name = "wire_" + hashlib.sha256(text.encode()).hexdigest()[:12]
    documents = Documents.of({"openapi.json": json.loads(text)})
    made = generate(documents, "wire", emit={"models", "client", "server"}, client_import="..")
    errors = [problem for problem in made.problems if problem.severity == "error"]
    assert not errors, errors
    root = Path(tempfile.mkdtemp(prefix="trivet-wire-"))
    atexit.register(shutil.rmtree, root, ignore_errors=True)
    for path, content in [*made.client.items(), *((f"server/{key}", value) for key, value in made.server.items())]:
        (root / name / path).parent.mkdir(parents=True, exist_ok=True)
        (root / name / path).write_text(content)
    sys.path.insert(0, str(root))
    try:
        return importlib.import_module(name)
    finally:
        importlib.invalidate_caches()


def generated(document: Mapping[str, Any]) -> ModuleType:
    """The package that the generator makes of a contract, imported; made once per contract."""
    return _generated(json.dumps(document))


@lru_cache(maxsize=64)
def _operations(package: ModuleType) -> dict[str, Operation[Any]]:
    found: dict[str, Operation[Any]] = {}
    for tag in _tags(package):
        module = importlib.import_module(f"{package.__name__}.operations.{tag}")
        found.update({known.id: known for known in vars(module).values() if isinstance(known, Operation)})
    return found


@lru_cache(maxsize=64)
def _methods(package: ModuleType) -> dict[str, tuple[str, str]]:
    """Tag and method of each operation, by the constant that the method names."""
    found: dict[str, tuple[str, str]] = {}
    for tag in _tags(package):
        described = importlib.import_module(f"{package.__name__}.operations.{tag}")
        resources = importlib.import_module(f"{package.__name__}.resources.{tag}")
        kind = getattr(resources, tag.capitalize())
        for method, function in inspect.getmembers(kind, inspect.isfunction):
            for constant in filter(str.isupper, function.__code__.co_names):
                found[getattr(described, constant).id] = (tag, method)
    return found


def _tags(package: ModuleType) -> list[str]:
    folder = Path(str(package.__file__)).parent / "operations"
    return sorted(path.stem for path in folder.glob("*.py") if path.stem != "__init__")
