"""FastAPI routes for the operations of a contract."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias, cast
from urllib.parse import unquote

from fastapi import APIRouter, Depends, FastAPI, params
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Match
from starlette.types import Message, Receive, Scope, Send

from trivet.runtime import Operation
from trivet_server.media import essence
from trivet_server.multipart import opened_files
from trivet_server.paths import PathTable, Template, raw_segments
from trivet_server.reading import arguments
from trivet_server.refusal import Refusal
from trivet_server.settings import Settings
from trivet_server.telling import Siblings, query_values
from trivet_server.writing import answer, refused

Provider: TypeAlias = Callable[..., Any]
"""A FastAPI dependency that gives the service; `Depends(...)` itself where its options are wanted."""

PATH_VALUES = "trivet_server.path_values"
_FOUND = "trivet_server.found"
_UNTOLD = "trivet_server.untold"


@dataclass(frozen=True, slots=True)
class _Served:
    """An operation, who answers it, and by which method."""

    operation: Operation[Any]
    service: Provider | params.Depends
    method: str
    path: str

    @property
    def template(self) -> Template:
        names = {known.wire: known.name for known in self.operation.parameters if known.location == "path"}
        return Template(self.path, names)


class _Found:
    """What a table says of a request's path: kept in the scope, so that it is looked up once for all routes."""

    __slots__ = ("_chosen", "_scope", "keys", "path", "raw", "table")

    def __init__(self, table: PathTable, scope: Scope) -> None:
        self.table = table
        self.path: str = scope["path"]
        self.raw = raw_segments(scope)
        self.keys = table.keys(self.raw)
        self._scope = scope
        self._chosen: dict[Siblings, Operation[Any] | None] = {}

    def chosen(self, siblings: Siblings) -> Operation[Any] | None:
        if siblings not in self._chosen:
            self._chosen[siblings] = siblings.chosen(self._scope)
        return self._chosen[siblings]


class ContractRoute(APIRoute):
    """One operation; matches by the contract's own template and the raw path."""

    served: _Served
    template: Template
    table: PathTable
    siblings: Siblings
    size: int

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        if scope["type"] != "http":
            return Match.NONE, {}
        found = scope.get(_FOUND)
        if found is None or found.table is not self.table or found.path != scope["path"]:
            found = scope[_FOUND] = _Found(self.table, scope)
        size = self.size
        if found.keys.get(size) != self.template.key:
            return Match.NONE, {}
        chosen = found.chosen(self.siblings)
        if self.served.operation is not (chosen or self.siblings.first):
            return Match.NONE, {}
        raw = found.raw
        match, child = super().matches({**scope, "path": self.template.stand_in(raw)})
        values = self.template.values(raw[-size:]) if match is not Match.NONE else None
        if values is None:
            return Match.NONE, {}
        decoded = {self.template.arguments[name]: unquote(value) for name, value in values.items()}
        child["path_params"] = {**scope.get("path_params", {}), **decoded}
        child[PATH_VALUES] = {**values, **query_values(self.template, scope)}
        child[_UNTOLD] = None if chosen else self.siblings
        return match, child

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] != self.served.operation.method:
            raise HTTPException(405, headers={"Allow": ", ".join(self.table.methods(self.template))})
        started = False

        async def watched(message: Message) -> None:
            nonlocal started
            started = started or message["type"] == "http.response.start"
            await send(message)

        try:
            await super().handle(scope, receive, watched)
        except Refusal as refusal:
            # Only where the application has no handler of its own for it: see `install`.
            if started:
                raise
            await refused(refusal, self.served.operation, Request(scope, receive))(scope, receive, send)


class Router(APIRouter):
    """Routes of operations, each answered by the method of a service that a FastAPI dependency provides.

    The service comes out of FastAPI's own dependency injection: sub-dependencies, `yield`, scopes and
    `dependency_overrides` work as in any route. `service` is the dependency, or `Depends(...)` of it. A path goes to
    the most specific template that matches it, in whatever order operations are given. Where the contract writes more
    than a path behind `?` or `#`, required parameters tell which operation is meant.

    Raises ValueError if two operations answer the same method of equivalent paths.
    """

    def __init__(
        self,
        service: Provider | params.Depends,
        operations: Mapping[Operation[Any], Callable[..., Any]],
        *,
        prefix: str = "",
        dependencies: Sequence[params.Depends] | None = None,
        settings: Settings | None = None,
    ) -> None:
        super().__init__(prefix=prefix, dependencies=dependencies, redirect_slashes=False)
        self.settings = settings or Settings()
        self._table = PathTable()
        self._siblings: dict[tuple[str, tuple[str, ...]], Siblings] = {}
        for operation, method in operations.items():
            self._serve(_Served(operation, service, method.__name__, prefix + operation.path), ())
        self._sort()

    @classmethod
    def join(cls, *routers: APIRouter, settings: Settings | None = None) -> Router:
        """One router of all routes of these, where the most specific path wins across them.

        `settings` None keeps those of the first `Router`. Routes that are not of a contract come last.
        """
        first = next((router.settings for router in routers if isinstance(router, Router)), None)
        joined = Router(tuple, {}, settings=settings or first)
        joined._take(routers)
        return joined

    def _take(self, routers: Sequence[APIRouter]) -> None:
        for router in routers:
            for route in router.routes:
                if isinstance(route, ContractRoute):
                    own = [known for known in route.dependencies if known.dependency is not opened_files]
                    self._serve(route.served, own)
                else:
                    self.routes.append(route)
        self._sort()

    @property
    def operations(self) -> tuple[Operation[Any], ...]:
        """The operations that this router answers, most specific path first."""
        return tuple(route.served.operation for route in self.routes if isinstance(route, ContractRoute))

    def _serve(self, served: _Served, dependencies: Sequence[params.Depends]) -> None:
        operation, template = served.operation, served.template
        siblings = self._siblings.setdefault((operation.method, template.key), Siblings())
        siblings.add(operation, template)
        self._table.add(template, operation.method)
        self.add_api_route(
            template.starlette.removeprefix(self.prefix),
            _endpoint(served, self.settings),
            methods=[operation.method],
            name=operation.id,
            operation_id=operation.id,
            response_model=None,
            dependencies=[*_opening(operation), *dependencies],
            include_in_schema=False,
            route_class_override=ContractRoute,
        )
        route = cast(ContractRoute, self.routes[-1])
        route.served, route.template, route.table, route.siblings = served, template, self._table, siblings
        route.size = len(template.segments)

    def _sort(self) -> None:
        self.routes.sort(key=_order)


def attach(app: FastAPI, routers: Sequence[APIRouter], settings: Settings | None) -> None:
    """Put all routes of these routers into an application.

    Those of a contract become routes of the application itself: FastAPI asks each route of an included router
    twice, which for a thousand operations costs more than all the rest of a request.
    """
    first = next((router.settings for router in routers if isinstance(router, Router)), None)
    joined = Router(tuple, {}, settings=settings or first)
    joined.dependency_overrides_provider = app
    joined.dependencies = list(app.router.dependencies)
    joined._take(routers)
    others = APIRouter()
    for route in joined.routes:
        (app.router if isinstance(route, ContractRoute) else others).routes.append(route)
    app.include_router(others)


def _order(route: BaseRoute) -> tuple[int, tuple[tuple[int, int], ...], str]:
    if isinstance(route, ContractRoute):
        return 0, route.template.rank, route.path
    return 1, (), ""


def _opening(operation: Operation[Any]) -> list[params.Depends]:
    """What keeps the files of a form open while the service works; other requests do without."""
    contents = operation.body.contents if operation.body is not None else ()
    return (
        [Depends(opened_files)]
        if any("*" in known or essence(known).startswith("multipart/") for known in contents)
        else []
    )


def _endpoint(served: _Served, settings: Settings) -> Callable[..., Any]:
    service = served.service if isinstance(served.service, params.Depends) else Depends(served.service)

    async def endpoint(request: Request, response: Response, service: Any = service) -> Response:
        untold: Siblings | None = request.scope[_UNTOLD]
        if untold is not None:
            raise untold.refusal()
        values: Mapping[str, str] = request.scope[PATH_VALUES]
        given = await arguments(served.operation, request, values, settings)
        result = getattr(service, served.method)(**given)
        if hasattr(result, "__await__"):
            result = await result
        answered = answer(served.operation, result, request, settings)
        answered.raw_headers.extend(response.raw_headers)
        return answered

    endpoint.__name__ = served.method
    return endpoint
