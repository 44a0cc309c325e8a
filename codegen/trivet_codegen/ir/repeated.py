"""Contents that say the same in several media types, as one shape."""

from __future__ import annotations

from dataclasses import replace

from trivet_codegen.ir.api import Api, Content, Operation, Response
from trivet_codegen.ir.compare import same
from trivet_codegen.ir.shapes import Shape


def with_shared_contents(api: Api) -> Api:
    """The Api in which a body or response has one shape for all media types that are described alike.

    Many contracts write a schema out for JSON and again for XML or a form; it is one thing, and has one name.
    """
    return replace(
        api,
        operations=tuple(map(_operation, api.operations)),
        webhooks=tuple(map(_operation, api.webhooks)),
    )


def _operation(operation: Operation) -> Operation:
    body = operation.body
    if body is not None and len(body.contents) > 1:
        operation = replace(operation, body=replace(body, contents=_shared(body.contents)))
    if any(len(response.contents) > 1 for response in operation.responses):
        operation = replace(operation, responses=tuple(map(_response, operation.responses)))
    if operation.callbacks:
        callbacks = {name: tuple(map(_operation, group)) for name, group in operation.callbacks.items()}
        operation = replace(operation, callbacks=callbacks)
    return operation


def _response(response: Response) -> Response:
    return replace(response, contents=_shared(response.contents)) if len(response.contents) > 1 else response


def _shared(contents: tuple[Content, ...]) -> tuple[Content, ...]:
    known: list[Shape] = []
    found = []
    for content in contents:
        shape = content.shape
        if shape is not None:
            shape = next((other for other in known if same(other, shape)), shape)
            known.append(shape)
        found.append(content if shape is content.shape else replace(content, shape=shape))
    return tuple(found)
