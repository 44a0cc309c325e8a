"""What was generated from a document, read back from the code itself and held against the document."""

from __future__ import annotations

import ast
import asyncio
import gc
import importlib
import inspect
import json
import pkgutil
import sys
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx

from tests.corpus import contract
from tests.real.census import Census
from tests.real.emitted import Emitted
from tests.real.facts import Facts
from trivet_server.application import CONTRACT_PATH, application
from trivet_server.router import ContractRoute
from trivet_server.telling import marks

_SHOWN = 20
PACKAGE = "generated"


@dataclass(slots=True)
class Inspection:
    """What was found; lists hold the first few of what is wrong."""

    generated: int = 0
    unexplained: list[str] = field(default_factory=list)
    silent: int = 0
    silent_examples: list[str] = field(default_factory=list)
    invented_names: list[str] = field(default_factory=list)
    routed: int = 0
    modules: int = 0
    import_failures: list[str] = field(default_factory=list)
    serving: str = ""


def inspect_package(document: Path, findings: Path, folder: Path, result: Path, *, serve: bool) -> int:
    """Writes the Inspection of the package in `folder` as JSON to `result`; always returns 0."""
    gc.disable()  # syntax trees hold no cycles
    sys.dont_write_bytecode = True
    value = json.loads(document.read_bytes())
    said = [finding["pointer"] for finding in json.loads(findings.read_text() or "[]")]
    found = Inspection()
    _read_back(value, Facts.of(value), Emitted(folder / PACKAGE), said, found)
    del value
    _import(folder, found)
    if serve and not found.import_failures:
        found.serving = serving_fault(found.routed)
    result.write_text(json.dumps(asdict(found)))
    return 0


def _read_back(value: Any, facts: Facts, emitted: Emitted, said: list[str], found: Inspection) -> None:
    covered = Pointers(said)
    routed = emitted.routed()
    found.routed = len(routed)
    sent = emitted.sent(ast.FunctionDef) & emitted.sent(ast.AsyncFunctionDef) & routed
    there = {key for key, operation in emitted.operations.items() if operation.constant in sent}
    for method, path in contract.operations(value):
        if (method, path if path.startswith("/") else f"/{path}") in there:
            found.generated += 1
        elif not covered.touch(f"/paths/{contract.escaped(path)}/{method.lower()}"):
            found.unexplained.append(f"{method} {path}")
    census = Census(facts, emitted)
    # A schema without a model of its own is compared wherever it is used.
    lost = [one for one in census.lost() if one.what != "no model"]
    silent = [one for one in lost if not any(covered.touch(pointer) for pointer in (one.pointer, *one.others))]
    found.silent = len(silent)
    found.silent_examples = [f"{one.pointer}: {one.what}" for one in silent[:_SHOWN]]
    found.invented_names = contract.invented(sorted(emitted.definitions), contract.numbered(value))


class Pointers:
    """Places that findings name."""

    def __init__(self, pointers: list[str]) -> None:
        self._named = set(pointers)
        self._above = {above for pointer in pointers for above in _prefixes(pointer)}

    def touch(self, pointer: str) -> bool:
        """Whether one of them is at the place, above it or below it."""
        return pointer in self._above or not self._named.isdisjoint(_prefixes(pointer))


def _prefixes(pointer: str) -> list[str]:
    """The pointer and every one above it but the whole document's."""
    tokens = pointer.split("/")
    return ["/".join(tokens[:length]) for length in range(2, len(tokens) + 1)]


def _import(folder: Path, found: Inspection) -> None:
    """Imports every module, all in this process."""
    sys.path.insert(0, str(folder))
    package = importlib.import_module(PACKAGE)
    for module in pkgutil.walk_packages(package.__path__, f"{PACKAGE}."):
        found.modules += 1
        try:
            importlib.import_module(module.name)
        except Exception as error:  # noqa: BLE001 (whatever a module may raise)
            if len(found.import_failures) < _SHOWN:
                found.import_failures.append(f"{module.name}: {type(error).__name__}: {str(error)[:300]}")


def serving_fault(routed: int) -> str:
    """Why the server stub does not start and serve its own contract with all routed operations; "" if it does."""
    try:
        stub = importlib.import_module(f"{PACKAGE}.server")
        app = _application(stub)
        routes = [route for route in app.routes if isinstance(route, ContractRoute)]
        if not any(_is_of(route, CONTRACT_PATH) for route in routes):
            answer = asyncio.run(_fetched(app))
            if answer.status_code != 200 or answer.content != stub.contract():
                return f"{CONTRACT_PATH} answers {answer.status_code}, or another document"
        mounted = {route.served.operation for route in routes}
        if len(mounted) != routed:
            return f"{len(mounted)} of {routed} operations have a route"
        return next((f"no request reaches {one}" for route in routes if (one := _unreached(route))), "")
    except Exception as error:  # noqa: BLE001 (whatever a stub may raise)
        return f"{type(error).__name__}: {str(error)[:300]}"


def _unreached(route: ContractRoute) -> str:
    """The route's operation, if a request with what it requires goes to another one of the same path; else ""."""
    headers, query = [], []
    for mark in marks(route.served.operation, route.template):
        text = min(mark.values or {"x"})
        if mark.location == "header":
            headers.append((mark.name.lower().encode(), text.encode()))
        else:
            query.append(f"{quote(mark.name)}={quote(text)}")
    chosen = route.siblings.chosen({"headers": headers, "query_string": "&".join(query).encode()})
    return "" if chosen is route.served.operation else str(route.served.operation)


def _is_of(route: ContractRoute, path: str) -> bool:
    """Whether the contract itself answers this path, so that nothing else can."""
    segments = path.split("/")[1:]
    return len(route.template.segments) == len(segments) and route.template.values(segments) is not None


def _service() -> None:
    """Stands for every service: no request reaches one."""


def _application(stub: Any) -> Any:
    services = dict.fromkeys(inspect.signature(stub.api_router).parameters, _service)
    return application(contract=stub.contract(), routers=[stub.api_router(**services)])


async def _fetched(app: Any) -> httpx.Response:
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://corpus.test") as client:
        return await client.get(CONTRACT_PATH)
