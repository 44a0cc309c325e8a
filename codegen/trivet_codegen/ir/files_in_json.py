"""Files (`format: binary`) that a JSON body is said to hold, where no value of JSON is one."""

from __future__ import annotations

from collections.abc import Iterator

from trivet_codegen.ir.api import Api, Content, Operation
from trivet_codegen.ir.graph import parts
from trivet_codegen.ir.shapes import Nullable, Reference, Scalar, Shape
from trivet_codegen.openapi.media import is_json
from trivet_codegen.problem import Place, Problem

_HELP = "write 'contentEncoding: base64' (3.1) or 'format: byte' for bytes in JSON, or leave the format out for a text"


def files_in_json(api: Api) -> Iterator[Problem]:
    """A warning (`binary-in-json`) for each schema that is read as a file, below a body of JSON.

    A whole body may be a file: its bytes are JSON that nobody describes.
    """
    seen: set[str] = set()
    found: dict[Place, None] = {}
    for content in _contents((*api.operations, *api.webhooks)):
        if content.shape is not None and is_json(content.media_type) and not _is_file(content.shape, api):
            found.update(dict.fromkeys(_files(content.shape, api, seen)))
    for place in found:
        message = "format: binary is a file, and no value of JSON is one: values are refused where it stands in JSON"
        yield Problem(place, "binary-in-json", message, _HELP, "warning")


def _is_file(shape: Shape, api: Api) -> bool:
    seen: set[str] = set()
    while isinstance(shape, Nullable) or (isinstance(shape, Reference) and shape.target not in seen):
        if isinstance(shape, Reference):
            seen.add(shape.target)
        shape = shape.shape if isinstance(shape, Nullable) else api.shapes[shape.target]
    return isinstance(shape, Scalar) and shape.type == "string" and shape.format == "binary"


def _files(start: Shape, api: Api, seen: set[str]) -> Iterator[Place]:
    waiting = [start]
    while waiting:
        shape = waiting.pop()
        if isinstance(shape, Reference):
            if shape.target not in seen:
                seen.add(shape.target)
                waiting.append(api.shapes[shape.target])
        elif isinstance(shape, Scalar) and shape.type == "string" and shape.format == "binary":
            yield shape.about.place
        else:
            waiting += parts(shape)


def _contents(operations: tuple[Operation, ...]) -> Iterator[Content]:
    for operation in operations:
        yield from operation.body.contents if operation.body is not None else ()
        for response in operation.responses:
            yield from response.contents
        for inner in operation.callbacks.values():
            yield from _contents(inner)
