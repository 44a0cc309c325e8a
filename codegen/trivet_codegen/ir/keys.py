"""Keys of named shapes, and the names that the contract's author gave them."""

from __future__ import annotations

import posixpath
import re
from itertools import pairwise

from trivet_codegen.problem import Place

_SCHEMA_FOLDERS = {"schemas", "$defs", "definitions"}
_STRUCTURE = {"properties", "patternProperties", "paths", "components", "content", "schema", "responses", "requestBody"}


def key_of(place: Place, entry: str) -> str:
    """The canonical key of the schema at `place`; `entry` is the name of the root document."""
    if place.document == entry:
        return "#" + place.pointer
    return f"{place.document}#{place.pointer}" if place.pointer else place.document


def tokens(pointer: str) -> list[str]:
    """The tokens of an RFC 6901 pointer."""
    return [token.replace("~1", "/").replace("~0", "~") for token in pointer.split("/")[1:]]


def author_name(key: str) -> str:
    """The name that the author chose for the shape of this key.

    A schema in a folder of schemas has its own name; a place inside one has that name and the names on the way,
    separated by blanks ("Invoice lines item"); a whole document has its file's stem.
    """
    document, _, pointer = key.partition("#")
    path = tokens(pointer)
    if not path:
        return posixpath.basename(document).split(".")[0]
    start = next((at + 1 for at in range(len(path) - 2, -1, -1) if path[at] in _SCHEMA_FOLDERS), None)
    if start is None and len(path) == 1:
        return path[0]
    words = _words(path[start:] if start is not None else path)
    return " ".join(words) or path[-1]


def _words(path: list[str]) -> list[str]:
    words = [path[0]] if path[0] not in _STRUCTURE else []
    for before, token in pairwise(path):
        if token == "items":
            words.append("item")
        elif before in ("allOf", "oneOf", "anyOf", "prefixItems") or token in _STRUCTURE | {"allOf", "oneOf", "anyOf"}:
            continue
        else:
            words.append(re.sub(r"[/{}]+", " ", token).strip() or token)
    return words
