"""Paths, webhooks and callbacks become operations."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from trivet_codegen.ir.api import Operation
from trivet_codegen.ir.contents import text
from trivet_codegen.ir.messages import Given, Messages
from trivet_codegen.ir.reading import Reading
from trivet_codegen.ir.security import Schemes, requirements
from trivet_codegen.problem import Place

# Left out as pure documentation: `externalDocs` of operations; `summary` and `description` of path items.

_METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace", "query")

MOST_OPERATIONS = 50_000


class Operations:
    """Reads operations wherever they stand."""

    def __init__(self, reading: Reading, messages: Messages, schemes: Schemes) -> None:
        self._reading = reading
        self._messages = messages
        self._schemes = schemes
        self._ids: dict[str, Place] = {}
        self._open: list[Place] = []
        self._read = 0

    def of_paths(self, given: Any, place: Place) -> tuple[Operation, ...]:
        """The operations of `paths`, in document order."""
        found: list[Operation] = []
        seen: dict[str, str] = {}
        for path, item, at in _members(given, place):
            if not path.startswith("/"):
                self._reading.warn(at, "path-slash", f"a path begins with a slash; '{path}' is taken as '/{path}'")
                path = "/" + path
            if re.search("[?#]", path):
                message = "the key holds more than a path: a query is sent as it stands there, a fragment is not sent"
                self._reading.read_as(at, "path-query", message, "state it as required parameters")
            general = re.sub(r"\{[^{}]*\}", "{}", path)
            if general in seen:
                self._reading.warn(
                    at, "path-duplicate", f"'{path}' differs from '{seen[general]}' in the names of its variables only"
                )
            seen.setdefault(general, path)
            found += self._item(path, item, at, templated=True)
        return tuple(found)

    def of_webhooks(self, given: Any, place: Place) -> tuple[Operation, ...]:
        """The operations of `webhooks`; the path of each is the webhook's name."""
        return tuple(
            operation
            for name, item, at in _members(given, place)
            for operation in self._item(name, item, at, templated=False)
        )

    def _item(self, path: str, value: Any, place: Place, *, templated: bool) -> Iterator[Operation]:
        resolved = self._reading.object(value, place)
        if resolved is None:
            return
        item, place = resolved
        if place in self._open:
            message = "callbacks lead back to the path item that they stand in"
            self._reading.error(place, "ref-circular", message, "describe what is called in a path item of its own")
            return
        self._open.append(place)
        yield from self._of_item(path, item, place, templated=templated)
        self._open.pop()

    def _of_item(self, path: str, item: dict[str, Any], place: Place, *, templated: bool) -> Iterator[Operation]:
        listed = [*self._fixed(item, place), *self._additional(item, place)]
        for method, given, at in listed:
            if not isinstance(given, dict):
                self._reading.warn(at, "structure", "an operation must be an object; it is left out")
                continue
            self._read += 1
            if self._read == MOST_OPERATIONS + 1:
                message = f"the contract has over {MOST_OPERATIONS:,} operations, with those of callbacks"
                self._reading.error(at, "too-complex", message, "refer to each path item from one place")
            if self._read <= MOST_OPERATIONS:
                yield self._operation(method, path, given, at, (item, place), templated)

    def _fixed(self, item: dict[str, Any], place: Place) -> Iterator[tuple[str, Any, Place]]:
        """Operations of the methods that OpenAPI names; one in capitals counts where the same is not there in small."""
        for key in item:
            method = key.lower()
            if method not in _METHODS or (key != method and method in item):
                continue
            if key != method:
                message = f"the method '{key}' is taken as '{method}'"
                self._reading.warn(place.child(key), "method-case", message, f"write '{method}'")
            yield method, item[key], place.child(key)

    def _additional(self, item: dict[str, Any], place: Place) -> list[tuple[str, Any, Place]]:
        """Operations of other methods (OpenAPI 3.2 section 4.9.1), which are sent in upper case."""
        more = item.get("additionalOperations")
        found = []
        for method, given in more.items() if isinstance(more, dict) else ():
            at = place.child("additionalOperations", method)
            if method.lower() in item and method.lower() in _METHODS:
                message = f"the path has an operation '{method.lower()}' already; this one is left out"
                self._reading.warn(at, "structure", message)
                continue
            if method != method.upper():
                message = f"the method {method} is sent as {method.upper()}"
                self._reading.warn(at, "method-case", message, f"write '{method.upper()}'")
            found.append((method, given, at))
        return found

    def _operation(
        self,
        method: str,
        path: str,
        given: dict[str, Any],
        place: Place,
        item: tuple[dict[str, Any], Place],
        templated: bool,
    ) -> Operation:
        around = Given(given, place, *item)
        parameters, body = self._messages.request(around, path if templated else None)
        return Operation(
            place=place,
            method=method.upper(),
            path=path,
            id=self._id(given, place),
            tags=_tags(given.get("tags")),
            summary=text(given, "summary"),
            description=text(given, "description"),
            deprecated=given.get("deprecated") is True,
            parameters=parameters,
            body=body,
            responses=self._messages.responses(around),
            security=requirements(self._reading, given.get("security"), place.child("security"), self._schemes),
            servers=self._messages.servers(around),
            callbacks=self._callbacks(given.get("callbacks"), place.child("callbacks")),
            extensions={key: value for key, value in given.items() if key.startswith("x-")},
        )

    def _id(self, given: dict[str, Any], place: Place) -> str | None:
        id = text(given, "operationId")
        if not id:
            return None
        before = self._ids.setdefault(id, place)
        if before != place:
            self._reading.error(
                place.child("operationId"),
                "operation-id-duplicate",
                f"operationId '{id}' is also that of {before.pointer} in {before.document}",
                "give each operation its own",
            )
        return id

    def _callbacks(self, given: Any, place: Place) -> dict[str, tuple[Operation, ...]]:
        found = {}
        for name, value, at in _members(given, place):
            resolved = self._reading.object(value, at)
            if resolved is not None:
                found[name] = tuple(
                    operation
                    for expression, item, where in _members(*resolved)
                    for operation in self._item(expression, item, where, templated=False)
                )
        return found


def _tags(given: Any) -> tuple[str, ...]:
    """The names of tags; a single one may stand without its list, and numbers are names as well."""
    listed = given if isinstance(given, list) else [given]
    return tuple(str(tag) for tag in listed if isinstance(tag, str | int) and not isinstance(tag, bool))


def _members(given: Any, place: Place) -> Iterator[tuple[str, Any, Place]]:
    if isinstance(given, dict):
        for key, value in given.items():
            if not key.startswith("x-"):
                yield key, value, place.child(key)
