"""Security definitions of Swagger 2.0, as OpenAPI 3 says them."""

from __future__ import annotations

from typing import Any

_FLOWS = {
    "implicit": "implicit",
    "password": "password",
    "application": "clientCredentials",
    "accessCode": "authorizationCode",
}


def as_openapi(given: dict[str, Any]) -> dict[str, Any]:
    """The same security scheme in the words of OpenAPI 3; one that means nothing is left as it is."""
    kind = given.get("type")
    if kind == "basic":
        return {**given, "type": "http", "scheme": "basic"}
    flow = _FLOWS.get(str(given.get("flow")))
    if kind != "oauth2" or flow is None:
        return given
    told = {key: given[key] for key in ("authorizationUrl", "tokenUrl", "scopes") if key in given}
    return {**given, "flows": {flow: told}}
