"""A whole package of an API: every file of models, inputs, operations, resources, clients and server stub."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from trivet_codegen.ir.api import Api
from trivet_codegen.ir.repeated import with_shared_contents
from trivet_codegen.problem import Problem
from trivet_codegen.python.client import client_module
from trivet_codegen.python.declared import Declarations, declare
from trivet_codegen.python.inputs import Inputs, input_modules
from trivet_codegen.python.models import model_modules
from trivet_codegen.python.operations import operation_module
from trivet_codegen.python.operations_plan import Resource, resources
from trivet_codegen.python.resources import resource_module
from trivet_codegen.python.served import served
from trivet_codegen.python.services import server_package, service_module, taken_names
from trivet_codegen.python.text import literal
from trivet_codegen.python.warnings import Warnings
from trivet_codegen.python.words import pascal
from trivet_codegen.python.writer import Writer


@dataclass(frozen=True, slots=True)
class Package:
    """Unformatted text by path: `client` below the client's folder, `server` below the server's."""

    client: Mapping[str, str]
    server: Mapping[str, str]
    problems: tuple[Problem, ...]
    operations: int
    models: int


def package(
    api: Api, name: str, *, emit: Collection[str] = ("models", "client", "server"), client_import: str = ".."
) -> Package:
    """The files of an API called `name`.

    `emit` holds any of models, client and server; client and server need models and operations, which are then
    written too. `client_import` is where the server stub finds them: `trivet.clients.hub`, or `..` for the folder
    above it.
    """
    warnings = Warnings()
    api = with_shared_contents(api)
    declarations = declare(api)
    inputs = Inputs(api, declarations)
    groups = resources(api, pascal(name))
    client: dict[str, str] = {}
    server: dict[str, str] = {}
    classes = frozenset(declared.name for declared in declarations)
    _models(client, declarations, inputs, classes, warnings)
    if "client" in emit or "server" in emit:
        for group in groups:
            text = operation_module(group, declarations, frozenset(), warnings)
            client[f"operations/{group.module}.py"] = text
        client["operations/__init__.py"] = _operations_package(groups)
    if "client" in emit:
        taken = taken_names(groups)
        for group in groups:
            client[f"resources/{group.module}.py"] = resource_module(group, declarations, inputs, taken, warnings)
        client["resources/__init__.py"] = _plain_package("Operations as methods, by resource.")
        client["_client.py"] = client_module(api, name, groups, warnings)
    client["__init__.py"] = _root(api, name, client)
    if "server" in emit:
        answered = served(groups, declarations, warnings)
        for group in answered:
            server[f"{group.module}.py"] = service_module(group, declarations, inputs, client_import, warnings)
        server["__init__.py"] = server_package(api.title, answered)
    models = sum(declared.is_class for declared in declarations)
    return Package(client, server, tuple(warnings.found()), len(api.operations), models)


def _models(
    files: dict[str, str], declarations: Declarations, inputs: Inputs, taken: Collection[str], warnings: Warnings
) -> None:
    for path, text in model_modules(declarations, taken, warnings).items():
        files[f"models/{path}"] = text
    for path, text in input_modules(declarations, inputs, taken, warnings).items():
        files[f"inputs/{path}"] = text
    files["models/__init__.py"] = _lazy_package(
        "Models of every schema, each loaded when it is first named.",
        ((declared.name, f".{declared.module}") for declared in declarations),
    )
    files["inputs/__init__.py"] = _lazy_package(
        "Typed dicts of what requests carry; each stands for the model of the same name.",
        ((declared.name, f".{declared.module}") for declared in inputs),
    )


def _lazy_package(doc: str, names: Iterable[tuple[str, str]]) -> str:
    """An `__init__.py` whose names are imported on first use (PEP 562)."""
    sources = dict(sorted(names))
    writer = Writer([doc])
    for name, module in sources.items():
        writer.imports.use_for_typing(module, f"{name} as {name}")
    _lazy_names(writer, sources)
    return writer.text()


def _lazy_names(writer: Writer, sources: Mapping[str, str]) -> None:
    """The runtime side of names that type checkers see as imports."""
    lazy = writer.imports.use("trivet.runtime", "lazy_exports")
    writer.imports.use("typing", "TYPE_CHECKING")
    with writer.block("if not TYPE_CHECKING:"), writer.block(f"__getattr__, __dir__ = {lazy}(__name__, {{", "})"):
        for name, module in sources.items():
            writer.line(f"{literal(name)}: {literal(module)},")


def _plain_package(doc: str) -> str:
    return Writer([doc]).text()


def _operations_package(groups: list[Resource]) -> str:
    """The `__init__.py` of the operations, each module of which is imported on first use."""
    writer = Writer(["Descriptions of the operations, by resource."])
    for group in groups:
        writer.imports.use_for_typing(".", f"{group.module} as {group.module}")
    _lazy_names(writer, {group.module: f".{group.module}" for group in groups})
    return writer.text()


def _root(api: Api, name: str, files: Mapping[str, str]) -> str:
    """The package's own `__init__.py`: the clients and the subpackages, loaded on first use."""
    writer = Writer([f"{api.title}, version {api.version}, as typed Python."])
    sources = {}
    if "_client.py" in files:
        sources = dict.fromkeys((f"Async{pascal(name)}", pascal(name)), "._client")
    packages = [part for part in ("inputs", "models", "operations") if f"{part}/__init__.py" in files]
    for client, module in sources.items():
        writer.imports.use_for_typing(module, f"{client} as {client}")
    for part in packages:
        writer.imports.use_for_typing(".", f"{part} as {part}")
    given = {**sources, **{part: f".{part}" for part in packages}}
    _lazy_names(writer, given)
    writer.line()
    writer.line(f"__all__ = {literal(sorted(given))}")
    return writer.text()
