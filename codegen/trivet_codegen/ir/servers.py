"""Servers, with their variables."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any

from trivet_codegen.ir.api import Server
from trivet_codegen.ir.contents import text
from trivet_codegen.ir.reading import Reading
from trivet_codegen.problem import Place

_VARIABLE = re.compile(r"\{([^{}]*)\}")


def servers(reading: Reading, given: Any, place: Place) -> tuple[Server, ...]:
    """The servers that the object at `place` lists; () where it lists none."""
    found = []
    for index, value in enumerate(given if isinstance(given, list) else ()):
        if not isinstance(value, dict) or not isinstance(value.get("url"), str):
            reading.warn(place.child("servers", index), "structure", "a server needs a url; it is left out")
            continue
        given_variables = value.get("variables")
        said: dict[str, Any] = given_variables if isinstance(given_variables, dict) else {}
        variables = {name: known for name, variable in said.items() if (known := _variable(variable)) is not None}
        at = place.child("servers", index)
        _notice_undeclared(reading, value["url"], variables, at)
        found.append(
            Server(
                url=_without_query(reading, value["url"], at),
                name=text(value, "name"),
                description=text(value, "description"),
                variables=variables,
            )
        )
    return tuple(found)


def _variable(given: Any) -> tuple[str, tuple[str, ...]] | None:
    """Default and allowed values; the first of these where there is no default, None where there is neither."""
    if not isinstance(given, dict):
        return None
    listed = given.get("enum")
    allowed = tuple(map(str, listed)) if isinstance(listed, list) else ()
    default = given.get("default")
    if default is None:
        return (allowed[0], allowed) if allowed else None
    return str(default), allowed


def _notice_undeclared(reading: Reading, url: str, variables: Collection[str], place: Place) -> None:
    for name in dict.fromkeys(_VARIABLE.findall(url)):
        if name not in variables:
            message = f"the variable '{name}' of the server has no value; callers of the client must give one"
            reading.warn(place.child("url"), "server-variable", message, "declare it in 'variables', with a default")


def _without_query(reading: Reading, url: str, place: Place) -> str:
    """The URL up to its query or fragment: paths are added to its end."""
    bare = re.split(r"[?#]", url, maxsplit=1)[0]
    if bare != url:
        message = f"paths cannot be added to a URL with a query or fragment; the server is taken as '{bare}'"
        reading.warn(place.child("url"), "server-query", message)
    return bare
