"""A few operations of a document with all that their requests reach: a large document costs no more than a small."""

from __future__ import annotations

import random
from typing import Any

from tests.bench.readback import key
from tests.exact.oracle import references, resolved
from tests.real.facts import METHODS
from trivet_codegen.source.pointer import pointer, tokens

Route = tuple[str, str]
"""Method in capitals, and path as the document has it."""

_ANSWER = {"200": {"description": "It is done."}}


def routes(document: dict[str, Any]) -> list[Route]:
    """The operations whose method and path are no other's, whatever the variables are called."""
    found: dict[tuple[str, str], list[Route]] = {}
    for path, item in document.get("paths", {}).items():
        for method in METHODS if isinstance(item, dict) and path.startswith("/") else ():
            if isinstance(item.get(method), dict):
                found.setdefault(key(method, path), []).append((method.upper(), path))
    return [same[0] for same in found.values() if len(same) == 1]


def sliced(document: dict[str, Any], count: int, *, seed: str, answers: bool = False) -> dict[str, Any]:
    """The document with at most `count` operations, by chance, and the components that they reach.

    Unless `answers` are asked for, each operation has an empty one.
    """
    every = routes(document)
    chosen = set(random.Random(seed).sample(every, min(count, len(every))))
    instead = {"callbacks": {}} if answers else {"responses": _ANSWER, "callbacks": {}}
    paths: dict[str, Any] = {}
    for path, item in document["paths"].items():
        methods = {method for method in METHODS if (method.upper(), path) in chosen}
        if methods:
            paths[path] = {
                name: {**value, **instead} if name in methods else value
                for name, value in item.items()
                if name not in METHODS or name in methods
            }
    kept = {
        "paths": paths,
        "components": {"securitySchemes": document.get("components", {}).get("securitySchemes", {})},
    }
    _bring_in(kept, document)
    left = {"paths", "components", "webhooks", "x-webhooks"}
    rest = {name: value for name, value in document.items() if name not in left}
    return {**rest, **kept}


def _bring_in(kept: dict[str, Any], document: dict[str, Any]) -> None:
    """Adds the components that references lead to, in the document's order."""
    reached: set[tuple[str, str]] = set()
    waiting = [kept]
    while waiting:
        value = waiting.pop()
        for reference in [*references(value), *_mapped(value)]:
            way = tokens(reference.removeprefix("#"))
            component = (way[1], way[2]) if len(way) > 2 and way[0] == "components" else None
            if component is not None and component not in reached:
                reached.add(component)
                waiting.append(resolved(f"#{pointer(way[:3])}", document))
    for section, members in document.get("components", {}).items():
        if section != "securitySchemes" and isinstance(members, dict):
            named = {name: member for name, member in members.items() if (section, name) in reached}
            if named:
                kept["components"][section] = named


def _mapped(value: Any) -> list[str]:
    """Where discriminators lead by `mapping`."""
    found: list[str] = []
    waiting = [value]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            discriminator = value.get("discriminator")
            mapping = discriminator.get("mapping") if isinstance(discriminator, dict) else None
            for target in mapping.values() if isinstance(mapping, dict) else ():
                if isinstance(target, str):
                    found.append(target if "#" in target else f"#/components/schemas/{target}")
            waiting.extend(value.values())
        elif isinstance(value, list):
            waiting.extend(value)
    return found
