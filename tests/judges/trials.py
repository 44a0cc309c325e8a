"""Calls made by both clients of a document, and what came of them."""

from __future__ import annotations

import itertools
import json
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.judges.differences import Difference, differences, refusal
from tests.judges.ours import Ours, ours
from tests.judges.requests import Given, Requests, Taken
from tests.judges.sent import Refused, Sent
from tests.judges.slices import Route, routes, sliced
from tests.judges.theirs import Theirs, Unsupported, theirs

_numbers = itertools.count(1)


@dataclass
class Trials:
    """What was counted; `classes` are the kinds of difference, with a few of the calls of each."""

    documents: int = 0
    operations: int = 0
    calls: int = 0
    same: int = 0
    unsupported: Counter[str] = field(default_factory=Counter)
    classes: Counter[str] = field(default_factory=Counter)
    examples: dict[str, list[str]] = field(default_factory=dict)

    def differ(self, found: list[Difference], where: str) -> None:
        for kind in {each.kind for each in found}:
            self.classes[kind] += 1
        for each in found:
            self.examples.setdefault(each.kind, []).append(f"{where}: {each.shown}")

    def report(self) -> str:
        """What the documentation says of the whole, and the classes."""
        return (
            f"{self.documents} documents, {self.operations:,} operations, {self.calls:,} calls:"
            f" {self.same:,} ({self.same / max(self.calls, 1):.1%}) are the same from both\n"
            f"not supported by the other: {dict(self.unsupported.most_common())}\n"
            + "\n".join(f"{count:6} {kind}" for kind, count in self.classes.most_common())
        )


def try_both(document: dict[str, Any], folder: Path, trials: Trials, *, name: str, operations: int, calls: int) -> None:
    """Adds `calls` calls of each of at most `operations` operations of the document."""
    part = sliced(document, operations, seed=name)
    number = next(_numbers)
    contract = folder / f"judged_{number}.json"
    contract.write_text(json.dumps(part))
    requests = Requests(part)
    try:
        with ours(contract, folder, f"ours_{number}") as own, theirs(contract, folder, f"theirs_{number}") as other:
            trials.documents += 1
            for route in routes(part):
                _operation(requests, route, own, other, trials, f"{name} {' '.join(route)}", calls)
    except Unsupported as why:
        trials.unsupported[str(why)] += 1


def _operation(
    requests: Requests, route: Route, own: Ours, other: Theirs, trials: Trials, where: str, calls: int
) -> None:
    whole = requests.taken(route)
    try:
        taken = other.supported(whole)
    except Unsupported as why:
        trials.unsupported[str(why)] += 1
        return
    trials.operations += 1
    trials.unsupported["optional parameter"] += len(whole.parameters) - len(taken.parameters)
    trials.unsupported["one of several media types"] += len(whole.contents) - len(taken.contents)
    for given in requests.given(taken, calls, seed=where):
        trials.calls += 1
        _call(taken, given, own, other, trials, where)


def _call(taken: Taken, given: Given, own: Ours, other: Theirs, trials: Trials, where: str) -> None:
    found: list[Difference] = []
    sent: list[Sent] = []
    try:
        sent.append(own.sent(taken.route, given))
    except Refused as refused:
        found += refusal(refused.__cause__)
    try:
        sent.append(other.sent(taken, given))
    except Refused as refused:
        found.append(Difference(f"theirs refuses: {type(refused.__cause__).__name__}", f"{refused}, given {given}"))
    if len(sent) == 2:
        found += differences(taken, given, *sent)
    trials.same += not found
    trials.differ(found, where)
