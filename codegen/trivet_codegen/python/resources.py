"""The `resources` package: two classes per resource, whose methods describe a request and send it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from trivet_codegen.python.annotation import RUNTIME
from trivet_codegen.python.contents import is_open
from trivet_codegen.python.declared import Declarations
from trivet_codegen.python.documentation import operation_documentation
from trivet_codegen.python.inputs import Inputs
from trivet_codegen.python.operations_plan import PlannedOperation, Resource
from trivet_codegen.python.signature import Signatures
from trivet_codegen.python.warnings import Warnings
from trivet_codegen.python.writer import Writer, documented


def resource_module(
    resource: Resource, declarations: Declarations, inputs: Inputs, taken: Collection[str], warnings: Warnings
) -> str:
    """The text of `resources/<resource>.py`."""
    writer = Writer([f"Operations on {resource.title}, to await or to call."], taken=taken)
    writer.imports.use("..operations", f"{resource.module} as operations")
    signatures = Signatures(declarations, inputs, writer.imports, "..", warnings)
    signatures.avoid([planned.method for planned in resource.operations])
    methods = [_described(planned, signatures) for planned in resource.operations]
    for asynchronous in (True, False):
        base = writer.imports.use(RUNTIME, "AsyncResource" if asynchronous else "Resource")
        name = f"Async{resource.class_name}" if asynchronous else resource.class_name
        writer.line()
        with writer.block(f"class {name}({base}):"):
            writer.doc([resource.description or f"Operations on {resource.title}."])
            for method in methods:
                _method(writer, method, asynchronous=asynchronous)
        writer.line()
    return writer.text()


@dataclass(frozen=True, slots=True)
class _Method:
    """What the two methods of an operation have in common."""

    head: str
    documentation: tuple[str, ...]
    call: str


def _described(planned: PlannedOperation, signatures: Signatures) -> _Method:
    arguments = ", ".join(["self", *signatures.client_arguments(planned)])
    sent = [f"{name}={name}" for name, _ in planned.parameters]
    body = planned.operation.body
    if body is not None and body.contents:
        sent.append("body=body")
        if is_open(body):
            sent.append("content_type=content_type")
    return _Method(
        head=f"def {planned.method}({arguments}) -> {signatures.result(planned)}:",
        documentation=tuple(documented(operation_documentation(planned), depth=2)),
        call=f"self._send(operations.{planned.constant}({', '.join(sent)}), options)",
    )


def _method(writer: Writer, method: _Method, *, asynchronous: bool) -> None:
    writer.line()
    with writer.block(f"async {method.head}" if asynchronous else method.head):
        writer.lines(method.documentation)
        writer.line(f"return await {method.call}" if asynchronous else f"return {method.call}")
