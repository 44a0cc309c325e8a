"""Round trips of vendors' operations, counted."""

from __future__ import annotations

import itertools
import json
import random
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from tests.exact.values import LETTERS
from tests.judges.requests import Requests
from tests.judges.slices import Route, routes, sliced
from tests.wire.ends import Ends, ends
from tests.wire.replies import Replies
from tests.wire.trip import Trip

WILD: Final = LETTERS + "\"'\\<>{}|~^*!$()_`\t\r\n\0\x7f\u2028ß漢😀"
"""What texts are made of in every other document: what nobody has in mind, too."""
IN_HEADERS: Final = "abcXYZ019-/?#&=%,;:@[]\"'\\<>{}|~^*!$()_`."

_numbers = itertools.count(1)


@dataclass
class Trips:
    """What was counted; `classes` are the ways in which something did not arrive as it was, with examples of each."""

    documents: int = 0
    operations: int = 0
    calls: int = 0
    whole: int = 0
    left_out: Counter[str] = field(default_factory=Counter)
    classes: Counter[str] = field(default_factory=Counter)
    examples: dict[str, list[str]] = field(default_factory=dict)

    def count(self, found: Mapping[str, str], where: str) -> None:
        """One call, with what was not as it should be: an example by class."""
        self.calls += 1
        self.whole += not found
        for kind, shown in found.items():
            self.classes[kind] += 1
            self.examples.setdefault(kind, []).append(f"{where}: {shown}")

    def report(self) -> str:
        """What the documentation says of the whole, and the classes."""
        return (
            f"{self.documents} documents, {self.operations:,} operations, {self.calls:,} calls:"
            f" {self.whole:,} ({self.whole / max(self.calls, 1):.1%}) arrive as they are, there and back\n"
            f"left out: {dict(self.left_out.most_common())}\n"
            + "\n".join(f"{count:6} {kind}" for kind, count in self.classes.most_common())
        )


def travel(document: dict[str, Any], folder: Path, trips: Trips, *, name: str, operations: int, calls: int) -> None:
    """Adds `calls` round trips of each of at most `operations` operations of the document."""
    if '"#/paths/' in json.dumps(document["paths"]):
        trips.left_out["document that refers into its own paths"] += 1
        return
    part = sliced(document, operations, seed=name, answers=True)
    letters = (LETTERS, WILD)[trips.documents % 2]
    requests, replies = Requests(part, letters, IN_HEADERS), Replies(part, letters, IN_HEADERS)
    with ends(part, folder, f"trip_{next(_numbers)}") as both:
        trips.documents += 1
        for route in routes(part):
            if both.is_routed(route):
                trips.operations += 1
                _operation(both, route, requests, replies, trips, f"{name} {' '.join(route)}", calls)
            else:
                trips.left_out["operation that the stub does not answer"] += 1


def _operation(
    both: Ends, route: Route, requests: Requests, replies: Replies, trips: Trips, where: str, calls: int
) -> None:
    rng = random.Random(where)
    body = both.operation(route).body
    for number, given in enumerate(requests.given(requests.taken(route), calls, seed=where)):
        replied = replies.reply(route, rng)
        if replied is None:
            trips.left_out["no valid success found"] += 1
        elif given.content is not None and (body is None or given.content.media_type not in body.contents):
            trips.left_out["media type that is none"] += 1
        else:
            trip = Trip(both, requests, requests.taken(route), given, replied, ("sync", "async")[number % 2])
            trips.count(trip.findings(), where)
