"""The order in which named shapes stand in the documents."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from trivet_codegen.ir.keys import tokens
from trivet_codegen.ir.reading import Reading
from trivet_codegen.problem import Place


def in_document_order(reading: Reading, places: Mapping[str, Place]) -> list[str]:
    """The keys of `places`: the root document's components first, then its other places, then other documents."""
    positions: dict[int, dict[str, int]] = {}

    def rank(key: str) -> tuple[int, str, list[int], str]:
        place = places[key]
        path = tokens(place.pointer)
        if place.document != reading.root.document:
            group, document = 2, place.document
        else:
            group, document = (0 if path[:1] in (["components"], ["definitions"]) else 1), ""
        return group, document, _steps(reading.documents.value(Place(place.document)), path, positions), key

    return sorted(places, key=rank)


def _steps(value: Any, path: list[str], positions: dict[int, dict[str, int]]) -> list[int]:
    """How many members stand before the one taken, at each step of a path."""
    found = []
    for token in path:
        if isinstance(value, dict):
            at = positions.get(id(value))
            if at is None:
                at = positions[id(value)] = {name: index for index, name in enumerate(value)}
            found.append(at.get(token, len(at)))
            value = value.get(token)
        elif isinstance(value, list) and token.isdigit() and int(token) < len(value):
            found.append(int(token))
            value = value[int(token)]
        else:
            break
    return found
