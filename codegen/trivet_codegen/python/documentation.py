"""What the docstring of an operation says: what comes back, its arguments, what it raises."""

from __future__ import annotations

from collections.abc import Iterator

from trivet_codegen.ir.api import Response
from trivet_codegen.python.contents import failures
from trivet_codegen.python.operations_plan import PlannedOperation
from trivet_codegen.python.text import prose, summary

_ERRORS = {
    "400": "BadRequest",
    "401": "Unauthorized",
    "402": "PaymentRequired",
    "403": "Forbidden",
    "404": "NotFound",
    "405": "MethodNotAllowed",
    "406": "NotAcceptable",
    "409": "Conflict",
    "410": "Gone",
    "412": "PreconditionFailed",
    "413": "ContentTooLarge",
    "415": "UnsupportedMediaType",
    "422": "UnprocessableContent",
    "429": "TooManyRequests",
    "500": "InternalServerError",
    "502": "BadGateway",
    "503": "ServiceUnavailable",
    "504": "GatewayTimeout",
}


def error_class(status: str) -> str:
    """The exception of the runtime that a status raises."""
    if status in _ERRORS:
        return _ERRORS[status]
    return "ServerError" if status.startswith("5") else "StatusError"


def operation_documentation(planned: PlannedOperation) -> Iterator[str | None]:
    """Paragraphs for the client's method."""
    operation = planned.operation
    head = prose(operation.summary or "").strip() or summary(operation.description)
    yield _sentence(head) if head else f"Send `{operation.method} {operation.path}`."
    if operation.deprecated:
        yield "Deprecated."
    if operation.description and prose(operation.description) not in {head, head.rstrip(".")}:
        yield operation.description
    yield _arguments(planned)
    yield _raised(failures(operation))


def service_documentation(planned: PlannedOperation) -> Iterator[str | None]:
    """Paragraphs for the server's method."""
    operation = planned.operation
    head = prose(operation.summary or "").strip() or summary(operation.description)
    yield _sentence(head) if head else f"Answer `{operation.method} {operation.path}`."
    refusals = [response for response in failures(operation) if response.status != "default"]
    if refusals:
        yield "Refuses with " + "; ".join(_refusal(response) for response in refusals) + "."


def _refusal(response: Response) -> str:
    described = summary(response.description).rstrip(".")
    return f"{response.status} ({described})" if described else response.status


def _arguments(planned: PlannedOperation) -> str:
    lines = []
    for name, parameter in (*planned.path_parameters, *planned.other_parameters):
        described = " ".join(prose(parameter.description or "").split())
        if described:
            lines.append(f"- `{name}`: {described}")
    body = planned.operation.body
    if body is not None and body.description:
        lines.append(f"- `body`: {' '.join(prose(body.description).split())}")
    return "\n".join(lines)


def _raised(responses: list[Response]) -> str:
    lines = []
    for response in responses:
        described = " ".join(summary(response.description).split())
        name = error_class(response.status)
        status = "any other error" if response.status == "default" else response.status
        lines.append(f"- {name} ({status}){f': {described}' if described else ''}")
    return "\n".join(["Raises:", *lines]) if lines else ""


def _sentence(text: str) -> str:
    text = " ".join(text.split())
    return text if text.endswith((".", "!", "?", ":", "…")) else text + "."
