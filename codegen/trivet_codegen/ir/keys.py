"""Keys of named shapes, and the names that the contract's author gave them."""

from __future__ import annotations

import posixpath
import re
from dataclasses import replace
from typing import Final

from trivet_codegen.problem import Place

_OF_SCHEMAS: Final = {"schemas", "$defs", "definitions"}
_NAMING: Final = {"properties", "patternProperties", "paths", "content", "responses", "headers", "callbacks"}
"""Keywords below which the next token is a name that somebody chose."""
_SILENT: Final = {"schema", "requestBody", "components", "parameters", "allOf", "oneOf", "anyOf", "prefixItems"}


WITHIN: Final = "?within="
"""Parts the key of a schema from the schemas within which it means something else than by itself (`$dynamicRef`)."""


def key_of(place: Place, entry: str) -> str:
    """The canonical key of the schema at `place`; `entry` is the name of the root document."""
    if place.scope is not None and place.scope.bindings:
        bound = [f"{name}={key_of(schema, entry)}" for name, schema in place.scope.bindings]
        return key_of(replace(place, scope=None), entry) + WITHIN + "&".join(bound)
    if place.document == entry:
        return "#" + place.pointer
    return f"{place.document}#{place.pointer}" if place.pointer else place.document


def without_scope(key: str) -> str:
    """The key of the schema by itself."""
    return key.partition(WITHIN)[0]


def tokens(pointer: str) -> list[str]:
    """The tokens of an RFC 6901 pointer."""
    return [token.replace("~1", "/").replace("~0", "~") for token in pointer.split("/")[1:]]


def author_name(key: str) -> str:
    """The name that the author chose for the shape of this key.

    A schema among named schemas has its own name; a place inside one has that name and the names on the way,
    separated by blanks ("Invoice lines item"); a whole document has its file's stem. Before it come the names of the
    schemas within which it stands.
    """
    key, _, within = key.partition(WITHIN)
    if within:
        outer = [author_name(bound.partition("=")[2]) for bound in within.split("&")]
        return " ".join(dict.fromkeys((*outer, author_name(key))))
    document, _, pointer = key.partition("#")
    path = tokens(pointer)
    if not path:
        return posixpath.basename(document).split(".")[0] or "document"
    start = _start(path)
    words = ([path[start - 1]] if start else []) + _words(path[start:])
    return " ".join(words) or path[-1]


def _start(path: list[str]) -> int:
    """Where the way inside a named thing begins; 0 where there is none around."""
    start = 0
    if path[0] == "components" and len(path) > 2:
        start = 3
    elif path[0] in _OF_SCHEMAS and len(path) > 1:
        start = 2
    elif len(path) == 1:
        start = 1
    for at in range(start, len(path) - 1):
        if path[at] in _OF_SCHEMAS and (at == 0 or path[at - 1] not in _NAMING):
            start = at + 2
    return start


def _words(path: list[str]) -> list[str]:
    words = []
    chosen = False
    for token in path:
        if chosen:
            words.append(re.sub(r"[/{}]+", " ", token).strip() or token)
            chosen = False
        elif token in _NAMING:
            chosen = True
        elif token in ("items", "additionalProperties"):
            words.append("item" if token == "items" else "value")
        elif token not in _SILENT and not token.isdigit():
            words.append(re.sub(r"[/{}]+", " ", token).strip() or token)
    return words
