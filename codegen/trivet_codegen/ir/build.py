"""A contract becomes an Api."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from trivet_codegen.ir.api import Api, Operation, Server
from trivet_codegen.ir.complexity import too_complex
from trivet_codegen.ir.contents import text
from trivet_codegen.ir.depth import room
from trivet_codegen.ir.files_in_json import files_in_json
from trivet_codegen.ir.graph import reachable
from trivet_codegen.ir.header_text import unsafe
from trivet_codegen.ir.keys import author_name
from trivet_codegen.ir.letter import Letter
from trivet_codegen.ir.messages import OpenApiMessages
from trivet_codegen.ir.misfits import misfits
from trivet_codegen.ir.named_parts import notice_deep, with_named_parts
from trivet_codegen.ir.operations import Operations
from trivet_codegen.ir.order import in_document_order
from trivet_codegen.ir.reading import Readable, Reading
from trivet_codegen.ir.schemas import Schemas
from trivet_codegen.ir.security import Schemes, requirements, security_schemes
from trivet_codegen.ir.servers import servers
from trivet_codegen.ir.swagger.messages import SwaggerMessages
from trivet_codegen.ir.swagger.servers import swagger_servers
from trivet_codegen.ir.tag_list import tags
from trivet_codegen.problem import Problem, Problems

# Left out as pure documentation: `info` beside title, version and description; `externalDocs`.


def build(documents: Readable, *, to_the_letter: Collection[Letter] = ()) -> tuple[Api, list[Problem]]:
    """The whole contract, and everything that is wrong with it or that an Api cannot hold, sorted.

    Where there is an error among the problems, what it names stands in the Api as if anything were allowed there.

    Raises Problems if the root document is no object.
    """
    with room():
        return _build(Reading(documents, to_the_letter))


def _build(reading: Reading) -> tuple[Api, list[Problem]]:
    root = reading.documents.value(reading.root)
    if not isinstance(root, dict):
        raise Problems(Problem(reading.root, "structure", "an OpenAPI document is an object"))
    components, _ = reading.section(root.get("components"), reading.root.child("components"))
    reading.components = components if isinstance(components, dict) else {}
    schemas = Schemas(reading)
    schemes = security_schemes(reading)
    known = Schemes(reading, schemes)
    if "jsonSchemaDialect" in root:
        schemas.notice_dialect(root["jsonSchemaDialect"], reading.root.child("jsonSchemaDialect"))
    swagger = reading.dialect(reading.root.document) == "2.0"
    messages = SwaggerMessages(reading, schemas, root) if swagger else OpenApiMessages(reading, schemas)
    operations, webhooks = _operations(reading, Operations(reading, messages, known), root, schemas)
    reached = reachable((*operations, *webhooks), schemas.named)
    keys = in_document_order(reading, {key: schemas.places[key] for key in reached})
    info = root.get("info")
    info = info if isinstance(info, dict) else {}
    api = Api(
        title=text(info, "title") or "",
        version=str(info.get("version", "")),
        place=reading.root,
        description=text(info, "description"),
        servers=_servers(reading, root, swagger=swagger),
        tags=tags(reading, root.get("tags")),
        security_schemes=schemes,
        security=requirements(reading, root.get("security"), reading.root.child("security"), known) or (),
        operations=operations,
        webhooks=webhooks,
        shapes={key: schemas.named[key] for key in keys},
        names={key: author_name(key) for key in keys},
    )
    return api, sorted({*reading.problems, *too_complex(api.shapes), *unsafe(api), *files_in_json(api), *misfits(api)})


def _operations(
    reading: Reading, read: Operations, root: dict[str, Any], schemas: Schemas
) -> tuple[tuple[Operation, ...], tuple[Operation, ...]]:
    """The operations of `paths` and of `webhooks`; then `schemas` holds every shape that they refer to."""
    operations = read.of_paths(*reading.section(root.get("paths"), reading.root.child("paths")))
    hooks = "webhooks" if "webhooks" in root else "x-webhooks"
    webhooks = read.of_webhooks(*reading.section(root.get(hooks), reading.root.child(hooks)))
    schemas.finish()
    named = schemas.named
    notice_deep(reading, (*operations, *webhooks), named)
    return (
        tuple(with_named_parts(reading, operation, named) for operation in operations),
        tuple(with_named_parts(reading, operation, named) for operation in webhooks),
    )


def _servers(reading: Reading, root: dict[str, Any], *, swagger: bool) -> tuple[Server, ...]:
    if swagger:
        return swagger_servers(reading, root, root.get("schemes"), reading.root.child("schemes"))
    return servers(reading, root.get("servers"), reading.root)
