"""Servers, with their variables."""

from __future__ import annotations

from typing import Any

from trivet_codegen.ir.api import Server
from trivet_codegen.ir.contents import text
from trivet_codegen.ir.reading import Reading
from trivet_codegen.problem import Place


def servers(reading: Reading, given: Any, place: Place) -> tuple[Server, ...]:
    """The servers that the object at `place` lists; () where it lists none."""
    found = []
    for index, value in enumerate(given if isinstance(given, list) else ()):
        if not isinstance(value, dict) or not isinstance(value.get("url"), str):
            reading.warn(place.child("servers", index), "structure", "a server needs a url; it is left out")
            continue
        given_variables = value.get("variables")
        variables: dict[str, Any] = given_variables if isinstance(given_variables, dict) else {}
        found.append(
            Server(
                url=value["url"],
                name=text(value, "name"),
                description=text(value, "description"),
                variables={name: _variable(said) for name, said in variables.items() if isinstance(said, dict)},
            )
        )
    return tuple(found)


def _variable(given: dict[str, Any]) -> tuple[str, tuple[str, ...]]:
    allowed = given.get("enum")
    return str(given.get("default", "")), tuple(map(str, allowed)) if isinstance(allowed, list) else ()
