"""`$id`, `$anchor` and `$dynamicAnchor` of a document (JSON Schema 2020-12 section 8.2)."""

from __future__ import annotations

from trivet_codegen.source.pointer import escaped
from trivet_codegen.source.values import Json

_NOT_SCHEMAS = frozenset(("example", "examples", "default", "const", "enum"))


def anchors(document: Json) -> dict[str, str]:
    """The pointer of each name: `#name` for anchors, the whole identifier for `$id`; the first one counts."""
    found: dict[str, str] = {}
    waiting: list[tuple[Json, str]] = [(document, "")]
    while waiting:
        value, path = waiting.pop()
        if isinstance(value, dict):
            for keyword, mark in (("$id", ""), ("$anchor", "#"), ("$dynamicAnchor", "#")):
                name = value.get(keyword)
                if isinstance(name, str):
                    found.setdefault(mark + name.removesuffix("#"), path)
            waiting += [
                (member, f"{path}/{escaped(key)}")
                for key, member in reversed(value.items())
                if isinstance(member, dict | list) and key not in _NOT_SCHEMAS
            ]
        elif isinstance(value, list):
            waiting += [
                (item, f"{path}/{number}")
                for number, item in reversed(list(enumerate(value)))
                if isinstance(item, dict | list)
            ]
    return found
