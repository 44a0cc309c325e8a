"""The server stub: a Protocol per resource that hand-written code implements, and a router that calls it."""

from __future__ import annotations

from collections.abc import Collection

from trivet_codegen.python.contents import successes
from trivet_codegen.python.declared import Declarations
from trivet_codegen.python.documentation import service_documentation
from trivet_codegen.python.inputs import Inputs
from trivet_codegen.python.operations_plan import PlannedOperation, Resource
from trivet_codegen.python.signature import Signatures
from trivet_codegen.python.text import literal
from trivet_codegen.python.warnings import Warnings
from trivet_codegen.python.writer import Writer

SERVER = "trivet_server"


def service_module(
    resource: Resource, declarations: Declarations, inputs: Inputs, package: str, warnings: Warnings
) -> str:
    """The text of `<server>/<resource>.py`; `package` is where models and operations are imported from."""
    writer = Writer([f"What a server must be able to do with {resource.title}, and its routes."])
    inner = f"{package}operations" if package.endswith(".") else f"{package}.operations"
    writer.imports.use(inner, f"{resource.module} as operations")
    signatures = Signatures(declarations, inputs, writer.imports, package, warnings)
    signatures.avoid([planned.full_name for planned in resource.operations])
    service = f"{resource.class_name}Service"
    protocol = writer.imports.use("typing", "Protocol")
    writer.line()
    with writer.block(f"class {service}({protocol}):"):
        writer.doc([f"What a server must be able to do with {resource.title}; implement it, never edit it."])
        for planned in resource.operations:
            _method(writer, planned, signatures)
    writer.line()
    writer.line()
    _router(writer, resource, service)
    return writer.text()


def _method(writer: Writer, planned: PlannedOperation, signatures: Signatures) -> None:
    arguments = signatures.server_arguments(planned)
    given = ", ".join(["self", *(["*", *arguments] if arguments else [])])
    result = signatures.answered(planned)
    if _chooses_reply(planned):
        result = f"{result} | {writer.imports.use_for_typing(SERVER, 'Reply')}[{result}]"
    writer.line()
    with writer.block(f"async def {planned.full_name}({given}) -> {result}:"):
        writer.doc(service_documentation(planned))
        writer.line("...")


def _chooses_reply(planned: PlannedOperation) -> bool:
    """Whether the server says more than the value: which of several statuses, or headers."""
    found = successes(planned.operation)
    return len(found) != 1 or not found[0].status.isdigit() or any(response.headers for response in found)


def _router(writer: Writer, resource: Resource, service: str) -> None:
    router = writer.imports.use(SERVER, "Router")
    provider = writer.imports.use_for_typing("collections.abc", "Callable")
    with writer.block(f"def {resource.router}(service: {provider}[..., {service}]) -> {router}:"):
        writer.doc([f"Routes of {resource.title}, answered by what the FastAPI dependency `service` provides."])
        with writer.block(f"return {router}(", ")"):
            writer.line("service,")
            with writer.block("{", "},"):
                for planned in resource.operations:
                    writer.line(f"operations.{planned.constant}: {service}.{planned.full_name},")


def server_package(title: str, resources: list[Resource]) -> str:
    """The text of `<server>/__init__.py`: all routers joined, and the contract's bytes."""
    # Importing from a module of this package makes its name one of this module's, too.
    writer = Writer([f"The server stub of {title}."], taken=frozenset(resource.module for resource in resources))
    imports = writer.imports
    files = imports.use("importlib.resources", "files")
    router = imports.use(SERVER, "Router")
    provider = imports.use_for_typing("collections.abc", "Callable")
    for resource in resources:
        imports.use(f".{resource.module}", resource.router)
        imports.use_for_typing(f".{resource.module}", f"{resource.class_name}Service")
    writer.line()
    with writer.block("def contract() -> bytes:"):
        writer.doc(["The contract that the server publishes: a JSON document, byte for byte."])
        writer.line(f'return {files}(__name__).joinpath("contract.json").read_bytes()')
    writer.line()
    writer.line()
    arguments = [f"{resource.attribute}: {provider}[..., {resource.class_name}Service]" for resource in resources]
    with writer.block(f"def api_router({', '.join(['*', *arguments] if arguments else [])}) -> {router}:"):
        writer.doc(["Every route of the contract; each argument is a FastAPI dependency that provides a service."])
        joined = ", ".join(f"{resource.router}({resource.attribute})" for resource in resources)
        writer.line(f"return {router}.join({joined})")
    writer.line()
    names = ["api_router", "contract", *(resource.router for resource in resources)]
    writer.line(f"__all__ = {literal(sorted(names))}")
    return writer.text()


def taken_names(resources: Collection[Resource]) -> frozenset[str]:
    """Class names of a package's resources, which imported names must not hide."""
    return frozenset(name for own in resources for name in (own.class_name, f"Async{own.class_name}"))
