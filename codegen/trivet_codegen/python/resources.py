"""The `resources` package: two classes per resource, whose methods describe a request and send it."""

from __future__ import annotations

from collections.abc import Collection

from trivet_codegen.python.annotation import RUNTIME
from trivet_codegen.python.declared import Declarations
from trivet_codegen.python.documentation import operation_documentation
from trivet_codegen.python.inputs import Inputs
from trivet_codegen.python.operations_plan import PlannedOperation, Resource
from trivet_codegen.python.signature import Signatures
from trivet_codegen.python.warnings import Warnings
from trivet_codegen.python.writer import Writer


def resource_module(
    resource: Resource, declarations: Declarations, inputs: Inputs, taken: Collection[str], warnings: Warnings
) -> str:
    """The text of `resources/<resource>.py`."""
    writer = Writer([f"Operations on {resource.title}, to await or to call."], taken=taken)
    writer.imports.use("..operations", f"{resource.module} as operations")
    signatures = Signatures(declarations, inputs, writer.imports, "..", warnings)
    signatures.avoid([planned.method for planned in resource.operations])
    for asynchronous in (True, False):
        base = writer.imports.use(RUNTIME, "AsyncResource" if asynchronous else "Resource")
        name = f"Async{resource.class_name}" if asynchronous else resource.class_name
        writer.line()
        with writer.block(f"class {name}({base}):"):
            writer.doc([resource.description or f"Operations on {resource.title}."])
            for planned in resource.operations:
                _method(writer, planned, signatures, asynchronous=asynchronous)
        writer.line()
    return writer.text()


def _method(writer: Writer, planned: PlannedOperation, signatures: Signatures, *, asynchronous: bool) -> None:
    arguments = ", ".join(["self", *signatures.client_arguments(planned)])
    sent = [f"{name}={name}" for name, _ in planned.parameters]
    if planned.operation.body is not None and planned.operation.body.contents:
        sent.append("body=body")
        if len(planned.operation.body.contents) > 1:
            sent.append("content_type=content_type")
    call = f"operations.{planned.constant}({', '.join(sent)})"
    writer.line()
    head = "async def" if asynchronous else "def"
    with writer.block(f"{head} {planned.method}({arguments}) -> {signatures.result(planned)}:"):
        writer.doc(operation_documentation(planned))
        writer.line(f"return {'await ' if asynchronous else ''}self._send({call}, options)")
