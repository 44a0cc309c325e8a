"""`$id`, `$anchor` and `$dynamicAnchor` of a document (JSON Schema 2020-12 section 8.2)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import urljoin

from trivet_codegen.source.pointer import escaped
from trivet_codegen.source.values import Json

_NOT_SCHEMAS = frozenset(("example", "examples", "default", "const", "enum"))
_OF_NAMES = frozenset(
    ("properties", "patternProperties", "dependentSchemas", "$defs", "definitions", "schemas", "components", "paths")
)
"""Keywords whose members have names that somebody chose."""
_KEYWORDS = ("$id", "$anchor", "$dynamicAnchor")
_ESCAPED = re.compile(rb"\\(?:[uU]0|x|\r|\n)")
"""What may stand for a letter of a keyword in JSON or YAML."""

_BEFORE_JSON_SCHEMA = ("1.", "2.", "3.0")


@dataclass(slots=True)
class Names:
    """The names in one document.

    `bases` has the URI of each schema that has one, by its pointer, and of the document itself at "". Anchors belong to
    the nearest of them: they are found by its pointer and their name. Before OpenAPI 3.1 an `$id` changes no base
    (`is_scoped`), and all anchors are the document's.
    """

    is_scoped: bool
    bases: dict[str, str]
    uris: dict[str, str] = field(default_factory=dict)
    anchors: dict[tuple[str, str], str] = field(default_factory=dict)
    dynamic: dict[tuple[str, str], str] = field(default_factory=dict)
    twice: set[tuple[str, str]] = field(default_factory=set)

    def around(self, pointer: str) -> str:
        """The pointer of the nearest schema with a URI that a pointer leads into; "" for the document."""
        if len(self.bases) == 1:
            return ""
        while pointer not in self.bases:
            pointer = pointer.rpartition("/")[0]
        return pointer


def has_names(text: bytes) -> bool:
    """Whether the text of a document may hold any of the keywords; a search is faster than a look at each schema."""
    return any(keyword.encode() in text for keyword in _KEYWORDS) or _ESCAPED.search(text) is not None


def names(document: Json, base: str, *, nameless: bool = False) -> Names:
    """The names in a document of a URI, `nameless` if its text has none. Of two that are the same the first counts."""
    version = (document.get("openapi") or document.get("swagger")) if isinstance(document, dict) else None
    found = Names(not str(version or "").startswith(_BEFORE_JSON_SCHEMA), {"": base})
    if not nameless and _has_any(document):
        _collect(document, found)
    return found


def joined(base: str, reference: str) -> str:
    """The URI that a reference means where a base applies; the reference itself where it is no URI."""
    try:
        return urljoin(base, reference)
    except ValueError:
        return reference


def _has_any(document: Json) -> bool:
    waiting: list[Json] = [document]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            if not value.keys().isdisjoint(_KEYWORDS):
                return True
            waiting += value.values()
        elif isinstance(value, list):
            waiting += value
    return False


def _collect(document: Json, found: Names) -> None:
    waiting: list[tuple[Json, str, str, bool]] = [(document, "", "", False)]
    while waiting:
        value, path, around, chosen = waiting.pop()
        members: list[tuple[Json, str, bool]] = []
        if isinstance(value, dict):
            if not chosen:
                around = _named(value, path, around, found)
            for key, member in value.items():
                if isinstance(member, dict | list) and (chosen or key not in _NOT_SCHEMAS):
                    members.append((member, escaped(key), not chosen and key in _OF_NAMES))
        elif isinstance(value, list):
            members = [(item, str(number), False) for number, item in enumerate(value)]
        waiting += [(member, f"{path}/{token}", around, named) for member, token, named in reversed(members)]


def _named(schema: dict[str, Json], path: str, around: str, found: Names) -> str:
    """Notes how a schema calls itself; the pointer of the schema that the names inside of it belong to."""
    own = schema.get("$id")
    if isinstance(own, str):
        uri, _, fragment = own.partition("#")
        if uri and not fragment:
            base = joined(found.bases[around], uri)
            found.uris.setdefault(base, path)
            found.bases[path] = base
            around = path
        elif fragment and not uri and not fragment.startswith("/"):  # the anchor of older drafts
            found.anchors.setdefault((around if found.is_scoped else "", fragment), path)
    for keyword in ("$anchor", "$dynamicAnchor"):
        name = schema.get(keyword)
        if isinstance(name, str):
            at = around if found.is_scoped else "", name
            if found.anchors.setdefault(at, path) != path:
                found.twice.add(at)
            if keyword == "$dynamicAnchor":
                found.dynamic.setdefault(at, path)
    return around
