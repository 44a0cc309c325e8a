"""Parameters of a request, read from the raw path, query, headers and cookies."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from pydantic import ValidationError
from starlette.requests import Request

from trivet.runtime import Operation, _decode
from trivet.runtime._operation import Parameter
from trivet_server.refusal import Violation
from trivet_server.violations import reasons

_REQUIRED = "It is required."
_TOO_DEEP = "It is nested too deeply."


def parameters(
    operation: Operation[Any], request: Request, path_values: Mapping[str, str]
) -> tuple[dict[str, Any], list[Violation]]:
    """The arguments by their Python names, and what is wrong with the rest.

    What is not sent is the contract's default, or left out. What the contract does not declare is passed over:
    proxies, browsers and trackers add query parameters and headers of their own.
    """
    given: dict[str, Any] = {}
    violations: list[Violation] = []
    taken = _decode.taken(operation)
    for parameter in operation.parameters:
        try:
            value = _value(parameter, request, path_values, taken)
            if value is not _decode.ABSENT:
                given[parameter.name] = parameter.adapter.read(value)
            elif parameter.required:
                violations.append(_violation(parameter, _REQUIRED))
            elif parameter.default is not None:
                given[parameter.name] = _default(parameter)
        except ValidationError as error:
            violations.extend(_violation(parameter, reason) for reason in reasons(error))
        except RecursionError:
            violations.append(_violation(parameter, _TOO_DEEP))
        except ValueError as error:
            known = isinstance(error, _decode.DecodeError)
            violations.append(_violation(parameter, f"{error}." if known else "It cannot be read."))
    return given, violations


def _default(parameter: Parameter) -> Any:
    """The contract's default. One beyond the limits of its own schema is taken as it is: no request is to blame."""
    try:
        return parameter.adapter.read(parameter.default)
    except ValidationError:
        return parameter.default


def _value(
    parameter: Parameter, request: Request, path_values: Mapping[str, str], taken: Mapping[str, frozenset[str]]
) -> Any:
    match parameter.location:
        case "path":
            if parameter.wire not in path_values:  # the contract has it in a query behind the path
                return _decode.ABSENT
            return _decode.path(parameter, path_values[parameter.wire])
        case "query" | "querystring":
            raw = cast(bytes, request.scope.get("query_string", b"")).decode()
            return _decode.query(parameter, raw, taken=taken.get(parameter.name, ()))
        case "header":
            return _decode.header(parameter, request.headers.getlist(parameter.wire))
        case "cookie":
            raw = "; ".join(request.headers.getlist("cookie"))
            return _decode.cookie(parameter, raw, taken=taken.get(parameter.name, ()))


def _violation(parameter: Parameter, detail: str) -> Violation:
    return Violation(detail[:1].upper() + detail[1:], parameter=parameter.wire, location=parameter.location)
