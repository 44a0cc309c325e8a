"""The arguments of a service's method, read from a request exactly as the contract says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from starlette.requests import Request

from trivet.runtime import Operation
from trivet_server.body import NOTHING, body_value
from trivet_server.parameters import parameters
from trivet_server.refusal import RequestRefused, Violation
from trivet_server.settings import Settings
from trivet_server.statuses import INVALID, status_for

_LISTED = 100


async def arguments(
    operation: Operation[Any], request: Request, path_values: Mapping[str, str], settings: Settings
) -> dict[str, Any]:
    """By Python names; optional ones that were not sent are left out. The body's name is `body`.

    Raises RequestRefused: 415 or 413 for a body that is not read, 400 for one that is malformed, else 422 with
    the faults of parameters and body at once, a hundred of them at most.
    """
    if request.scope.get("query_string", b"").count(b"&") >= settings.max_parts:
        raise RequestRefused(414, f"The query has more than {settings.max_parts} parameters.")
    given, wrong = parameters(operation, request, path_values)
    if operation.body is not None:
        value, found = await body_value(operation, operation.body, request, settings)
        wrong += found
        if value is not NOTHING:
            given["body"] = value
    if wrong:
        raise RequestRefused(status_for(operation, *INVALID), _detail(wrong), errors=wrong[:_LISTED])
    return given


def _detail(wrong: list[Violation]) -> str:
    return f"{len(wrong)} parts of the request are not valid." if len(wrong) > 1 else "The request is not valid."
