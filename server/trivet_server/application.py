"""A FastAPI application that publishes a contract and answers its operations."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, cast

from fastapi import APIRouter, FastAPI, params
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Lifespan

from trivet_server.docs import docs_routes
from trivet_server.media import PROBLEM
from trivet_server.published import Published
from trivet_server.refusal import Location, Refusal, Violation, problem, title
from trivet_server.router import ContractRoute, attach
from trivet_server.settings import Settings
from trivet_server.writing import refused

CONTRACT_PATH = "/openapi.json"
DOCS_PATH = "/docs"

_BODILESS = frozenset({204, 205, 304})
_LOCATIONS: Mapping[str, Location] = {"path": "path", "query": "query", "header": "header", "cookie": "cookie"}


def application(
    contract: bytes,
    routers: Sequence[APIRouter],
    *,
    title: str | None = None,
    lifespan: Lifespan[FastAPI] | None = None,
    docs: bool = True,
    dependencies: Sequence[params.Depends] | None = None,
    settings: Settings | None = None,
) -> FastAPI:
    """An application that answers `routers`, and publishes `contract` byte for byte at `/openapi.json`.

    `title` is the contract's own if None. `docs` serves the contract as a page at `/docs`, from this host alone.
    Paths of the contract win over these two. Whatever goes wrong is answered by a problem document (RFC 9457).

    Raises ValueError if `contract` is not a JSON object or two operations answer the same requests.
    """
    document = _document(contract)
    info = document.get("info") or {}
    app = FastAPI(
        title=title or str(info.get("title") or "API"),
        version=str(info.get("version") or "0"),
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        lifespan=lifespan,
        dependencies=dependencies,
    )
    attach(app, routers, settings)
    published = Published(contract, "application/json")
    app.add_route(CONTRACT_PATH, published.endpoint, methods=["GET"], name="contract", include_in_schema=False)
    if docs:
        app.router.routes.extend(docs_routes(DOCS_PATH, contract=CONTRACT_PATH, title=app.title))
    app.openapi = lambda: document  # type: ignore[method-assign]
    install(app)
    return app


def install(app: FastAPI) -> None:
    """Problem documents for all that goes wrong in any FastAPI application: 404, 405, 422, 500 and each Refusal."""
    app.add_exception_handler(Refusal, _refusal)
    app.add_exception_handler(HTTPException, _http_exception)
    app.add_exception_handler(RequestValidationError, _validation_error)
    app.add_exception_handler(Exception, _unhandled)


def _document(contract: bytes) -> dict[str, Any]:
    try:
        document = json.loads(contract)
    except ValueError as error:
        raise ValueError(f"the contract is not JSON: {error}") from error
    if not isinstance(document, dict):
        raise ValueError("the contract is not a JSON object")
    return document


async def _refusal(request: Request, error: Exception) -> Response:
    route = request.scope.get("route")
    operation = route.served.operation if isinstance(route, ContractRoute) else None
    return refused(cast(Refusal, error), operation, request)


async def _http_exception(_: Request, error: Exception) -> Response:
    known = cast(HTTPException, error)
    if known.status_code < 200 or known.status_code in _BODILESS:
        return Response(status_code=known.status_code, headers=known.headers)
    detail = known.detail if isinstance(known.detail, str) else json.dumps(known.detail, default=str)
    shown = None if detail in ("", title(known.status_code)) or known.status_code in (404, 405) else detail
    content = problem(known.status_code, shown)
    return Response(content, known.status_code, headers={**(known.headers or {}), "Content-Type": PROBLEM})


async def _validation_error(_: Request, error: Exception) -> Response:
    found = [_violation(item) for item in cast(RequestValidationError, error).errors()]
    content = problem(422, "The request is not what the server takes.", found)
    return Response(content, 422, media_type=PROBLEM)


def _violation(error: Mapping[str, Any]) -> Violation:
    first, *rest = error["loc"] or ("",)
    detail = str(error["msg"])
    if first in _LOCATIONS:
        return Violation(detail, parameter=str(rest[0]) if rest else None, location=_LOCATIONS[first])
    return Violation(detail, pointer="".join(f"/{str(part).replace('~', '~0').replace('/', '~1')}" for part in rest))


async def _unhandled(_: Request, __: Exception) -> Response:
    # The server logs it: Starlette raises it again once this is sent.
    return Response(problem(500), 500, media_type=PROBLEM)
