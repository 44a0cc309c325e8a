"""What an operation takes and answers, and where: the part of a contract that Swagger 2.0 says in its own way."""

from __future__ import annotations

from typing import Any, NamedTuple, Protocol

from trivet_codegen.ir.api import Body, Parameter, Response, Server
from trivet_codegen.ir.contents import Contents
from trivet_codegen.ir.parameters import Parameters
from trivet_codegen.ir.reading import Reading
from trivet_codegen.ir.schemas import Schemas
from trivet_codegen.ir.servers import servers
from trivet_codegen.problem import Place


class Given(NamedTuple):
    """An operation object and the path item that it stands in, each with its place."""

    operation: dict[str, Any]
    place: Place
    item: dict[str, Any]
    item_place: Place


class Messages(Protocol):
    """Reads what stands in an operation, in one dialect."""

    def request(self, given: Given, path: str | None) -> tuple[tuple[Parameter, ...], Body | None]:
        """The parameters, those of the path item among them, and the body.

        `path` is None where there is no path template (webhooks, callbacks).
        """
        ...

    def responses(self, given: Given) -> tuple[Response, ...]:
        """Responses by status, in document order."""
        ...

    def servers(self, given: Given) -> tuple[Server, ...]:
        """The servers that the operation or its path item names instead of the contract's; () for none."""
        ...


class OpenApiMessages:
    """Operations of OpenAPI 3."""

    def __init__(self, reading: Reading, schemas: Schemas) -> None:
        self._reading = reading
        self._contents = Contents(reading, schemas)
        self._parameters = Parameters(reading, self._contents)

    def request(self, given: Given, path: str | None) -> tuple[tuple[Parameter, ...], Body | None]:
        shared = (given.item.get("parameters"), given.item_place.child("parameters"))
        own = (given.operation.get("parameters"), given.place.child("parameters"))
        parameters = self._parameters.of(shared, own, path, given.place)
        if "requestBody" not in given.operation:
            return parameters, None
        return parameters, self._contents.body(given.operation["requestBody"], given.place.child("requestBody"))

    def responses(self, given: Given) -> tuple[Response, ...]:
        return self._contents.responses(given.operation.get("responses"), given.place.child("responses"))

    def servers(self, given: Given) -> tuple[Server, ...]:
        own = servers(self._reading, given.operation.get("servers"), given.place)
        return own or servers(self._reading, given.item.get("servers"), given.item_place)
