"""A small contract with one fault in it, generated, imported and called: client to stub, over the wire."""

from __future__ import annotations

import atexit
import hashlib
import importlib
import inspect
import pkgutil
import shutil
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from types import ModuleType
from typing import Any

import httpx

from tests.wire.pair import Service, SyncWire, Wire
from trivet.runtime import Model, Resource
from trivet_codegen.generate import generate
from trivet_codegen.problem import Problem
from trivet_codegen.source import load
from trivet_server import application

SHOP = """\
openapi: 3.0.3
info:
  title: Shop
  version: '1'
servers:
- url: https://shop.example.com
tags:
- name: orders
paths:
  /orders/{id}:
    put:
      operationId: putOrder
      tags: [orders]
      parameters:
      - {name: id, in: path, required: true, schema: {type: string}}
      - {name: limit, in: query, schema: {type: integer}}
      requestBody:
        required: true
        content:
          application/json:
            schema: {$ref: '#/components/schemas/Order'}
      responses:
        '200':
          description: The order.
          content:
            application/json:
              schema: {$ref: '#/components/schemas/Order'}
  /notes:
    get:
      operationId: listNotes
      tags: [notes]
      responses: {'200': {description: '', content: {application/json: {schema: {type: array, items: {type: string}}}}}}
components:
  schemas:
    Order:
      type: object
      required: [id]
      properties:
        id: {type: string}
        count: {type: integer}
        kind: {$ref: '#/components/schemas/Kind'}
    Kind:
      type: string
      enum: [new, old]
"""
"""A contract without any fault."""

GIVEN = {"id": "x", "count": 3, "kind": "new"}
PUT = "/paths/~1orders~1{id}/put"
ORDER = "/components/schemas/Order"


@dataclass(frozen=True)
class Fault:
    """Edits of the contract's text, and what they come to.

    `warnings` are all of them, each as `rule at pointer`. The call is of `operation` with `arguments`; it travels as
    `sent` and brings back `answer`, from the stub or, where `served` is false, from another server.
    """

    edits: Mapping[str, str]
    warnings: tuple[str, ...] = ()
    arguments: Mapping[str, Any] = field(default_factory=lambda: {"id": "x", "body": GIVEN})
    sent: str = "PUT /orders/x"
    answer: Any = field(default_factory=lambda: GIVEN)
    operation: str = "PUT /orders/{id}"
    served: bool = True

    @property
    def text(self) -> str:
        """The contract with the fault."""
        text = SHOP
        for old, new in self.edits.items():
            assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in the contract"
            text = text.replace(old, new)
        return text


def hold(fault: Fault) -> None:
    """Asserts that the fault is told, with a line, and that the operation and its neighbour work all the same."""
    shop = Shop(fault.text)
    assert [f"{problem.rule} at {problem.place.pointer}" for problem in shop.problems] == list(fault.warnings)
    assert all(line > 0 for line, _ in shop.lines.values())
    shop.build_models()
    shop.service.answer = fault.answer
    got = shop.call(fault.operation, served=fault.served, **fault.arguments)
    assert _plain(got) == fault.answer
    assert shop.sent == fault.sent
    shop.service.answer = ["a note"]
    assert shop.call("GET /notes") == ["a note"]


def _plain(value: Any) -> Any:
    return value.model_dump(mode="json", by_alias=True, exclude_unset=True) if isinstance(value, Model) else value


class Shop:
    """What the contract became."""

    def __init__(self, text: str) -> None:
        self.package, self.problems, self.lines = _made(text)
        self.service = Service()
        self.sent = ""
        server = importlib.import_module(f"{self.package.__name__}.server")
        services = dict.fromkeys(inspect.signature(server.api_router).parameters, lambda: self.service)
        self.app = application(server.contract(), [server.api_router(**services)])

    @cached_property
    def modules(self) -> list[ModuleType]:
        """Every generated module, imported."""
        found = pkgutil.walk_packages(self.package.__path__, f"{self.package.__name__}.")
        return [importlib.import_module(module.name) for module in found]

    def build_models(self) -> None:
        """Imports and builds all that there is."""
        assert self.modules
        models = importlib.import_module(f"{self.package.__name__}.models")
        for name in dir(models):
            value = getattr(models, name)
            if isinstance(value, type) and issubclass(value, Model):
                value.model_rebuild()

    def call(self, operation: str, *, served: bool = True, **arguments: Any) -> Any:
        """What the client's method for `GET /path` returns."""
        resource, method = self._methods[operation]
        stub = SyncWire(Wire(self.app))

        def answered(request: httpx.Request) -> httpx.Response:
            self.sent = f"{request.method} {request.url.raw_path.decode()}"
            return stub.handle_request(request) if served else httpx.Response(200, json=self.service.answer)

        with self.package.Shop("http://shop.test", transport=httpx.MockTransport(answered)) as client:
            return getattr(getattr(client, resource), method)(**arguments)

    @cached_property
    def _methods(self) -> dict[str, tuple[str, str]]:
        """Resource and method by `GET /path`."""
        found: dict[str, tuple[str, str]] = {}
        for module in self.modules:
            if ".resources." not in module.__name__:
                continue
            described = importlib.import_module(module.__name__.replace(".resources.", ".operations."))
            for kind in vars(module).values():
                if inspect.isclass(kind) and issubclass(kind, Resource) and kind is not Resource:
                    for method, function in inspect.getmembers(kind, inspect.isfunction):
                        for constant in filter(str.isupper, function.__code__.co_names):
                            known = getattr(described, constant)
                            found[f"{known.method} {known.path}"] = (self._attributes[kind.__name__], method)
        return found

    @cached_property
    def _attributes(self) -> dict[str, str]:
        """The client's attribute for each class of a resource."""
        properties = {
            name: own.func for name, own in vars(self.package.Shop).items() if isinstance(own, cached_property)
        }
        return {function.__annotations__["return"]: name for name, function in properties.items()}


@lru_cache(maxsize=256)
def _made(text: str) -> tuple[ModuleType, tuple[Problem, ...], Mapping[Any, tuple[int, int]]]:
    """The package that the contract gives, imported, with what was found and where; made once per contract."""
    name = "shop_" + hashlib.sha256(text.encode()).hexdigest()[:12]
    root = Path(tempfile.mkdtemp(prefix="trivet-faults-"))
    atexit.register(shutil.rmtree, root, ignore_errors=True)
    (root / "shop.yaml").write_text(text)
    documents = load(str(root / "shop.yaml"))
    made = generate(documents, "shop", emit={"models", "client", "server"}, client_import="..")
    errors = [problem for problem in made.problems if problem.severity == "error"]
    assert not errors, errors
    for path, content in [*made.client.items(), *((f"server/{key}", value) for key, value in made.server.items())]:
        (root / name / path).parent.mkdir(parents=True, exist_ok=True)
        (root / name / path).write_text(content)
    sys.path.insert(0, str(root))
    try:
        package = importlib.import_module(name)
    finally:
        importlib.invalidate_caches()
    return package, made.problems, documents.lines([problem.place for problem in made.problems])
