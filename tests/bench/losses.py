"""What of a contract's operations generated code kept, counted: operations, parameters, bodies, typed answers."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.bench.readback import Kept, Key, key, normal
from tests.real.facts import Facts, OperationFacts, Placed

_IGNORED = {"accept", "contenttype", "authorization"}
_SHOWN = 5


@dataclass
class Count:
    """How many of a kind the contract has, and how many the code has of these."""

    there: int = 0
    kept: int = 0

    def add(self, there: int, kept: int) -> None:
        self.there += there
        self.kept += kept


@dataclass
class Losses:
    """The four counts, and the first few things that are missing."""

    operations: Count
    parameters: Count
    bodies: Count
    answers: Count
    examples: list[str]

    def nothing(self) -> bool:
        return all(one.there == one.kept for one in (self.operations, self.parameters, self.bodies, self.answers))


def losses(document: Path, kept: Mapping[Key, Kept]) -> Losses:
    """Lays what was read back beside the document.

    Headers that OpenAPI says are ignored as parameters do not count, nor path parameters that the path does not name.
    A body counts if its schema says something; an answer if it is JSON and its schema says something.
    """
    facts = Facts.of(json.loads(document.read_bytes()))
    found = Losses(Count(), Count(), Count(), Count(), [])
    for (method, path), operation in facts.operations.items():
        mine = kept.get(key(method, path))
        missing = _one(facts, path, operation, mine, found)
        if len(found.examples) < _SHOWN and missing:
            found.examples.append(f"{method} {path}: {', '.join(missing[:3])}")
    return found


def _one(facts: Facts, path: str, operation: OperationFacts, mine: Kept | None, found: Losses) -> list[str]:
    parameters = _parameters(path, operation)
    answers = {status for status, contents in operation.responses.items() if _json(facts, contents)}
    body = any(_says(facts, placed) for placed in operation.body.values())
    found.operations.add(1, mine is not None)
    found.parameters.add(len(parameters), len(parameters & mine.parameters) if mine else 0)
    found.answers.add(len(answers), len(answers & mine.answers) if mine else 0)
    found.bodies.add(body, bool(mine and mine.body and body))
    if mine is None:
        return ["no operation"]
    missing = [f"{place} parameter {name}" for place, name in sorted(parameters - mine.parameters)]
    missing += [f"answer {status}" for status in sorted(answers - mine.answers)]
    return [*missing, "body"] if body and not mine.body else missing


def _parameters(path: str, operation: OperationFacts) -> set[tuple[str, str]]:
    names = re.findall(r"\{([^{}]*)\}", path)
    declared = {name for place, name in operation.parameters if place == "path"}
    found = {("path", str(number)) for number, name in enumerate(names) if name in declared}
    for place, name in operation.parameters:
        if place != "path" and not (place == "header" and normal(name) in _IGNORED):
            found.add((place, normal(name)))
    return found


def _json(facts: Facts, contents: Mapping[str, Placed]) -> bool:
    return any("json" in media.lower() and _says(facts, placed) for media, placed in contents.items())


def _says(facts: Facts, placed: Placed) -> bool:
    merged = facts.merged(placed.schema) if placed.schema else None
    return merged is not None and bool(
        merged.properties or merged.alternatives or merged.items or merged.additional or merged.scalar
    )
