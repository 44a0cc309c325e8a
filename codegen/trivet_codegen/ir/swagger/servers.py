"""Servers of Swagger 2.0: `schemes`, `host` and `basePath`."""

from __future__ import annotations

from typing import Any

from trivet_codegen.ir.api import Server
from trivet_codegen.ir.contents import text
from trivet_codegen.ir.reading import Reading
from trivet_codegen.problem import Place

_SCHEMES = ("https", "http", "wss", "ws")
"""The list of a contract has no order of preference: what is safest comes first."""


def swagger_servers(reading: Reading, root: dict[str, Any], schemes: Any, place: Place) -> tuple[Server, ...]:
    """One server for each scheme; () where there is neither host nor base path.

    Without a host the URL is relative to wherever the contract is served. `place` is that of `schemes`.
    """
    path = (text(root, "basePath") or "").rstrip("/")
    path = path if not path or path.startswith("/") else f"/{path}"
    host = text(root, "host")
    if not host:
        return (Server(url=path),) if path else ()
    listed = schemes if isinstance(schemes, list) else []
    said = [scheme for scheme in _SCHEMES if scheme in listed]
    if not said:
        message = "no scheme says how the host is reached; taken as https"
        reading.warn(place if listed else reading.root, "server-scheme", message, "add 'schemes: [https]'")
        said = ["https"]
    return tuple(Server(url=f"{scheme}://{host}{path}") for scheme in said)
