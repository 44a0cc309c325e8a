"""Requests of our client beside those of openapi-python-client, for the same calls of vendors' operations."""

from __future__ import annotations

import json
import re
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from tests.exact.vendors import documents
from tests.judges.theirs import ENGINE
from tests.judges.trials import Trials, try_both
from tests.real.documents import ROOT, STRIPE, Unavailable, unpacked

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(
        find_spec("openapi_python_client") is None,
        reason=f"{ENGINE} is not installed: pip install 'trivet[engines]'",
    ),
]

NAMED = (
    "stripe.com.json",
    "slack.com.json",
    "files.com.json",
    "tfl.gov.uk.json",
    "apple.com/app-store-connect.json",
    "pandascore.co.json",
    "weatherbit.io.json",
)
"""What chance finds too seldom: forms, multipart bodies, lists in paths and queries, deepObject, queries in paths."""


def listed() -> set[str]:
    """The classes of difference that the documentation gives a reason for."""
    text = (ROOT / "docs/requests.md").read_text()
    return set(re.findall(r"^\| `([^`]+)` \|", text, re.MULTILINE))


def _plain(text: str) -> str:
    return " ".join(text.split())


def test_what_the_documentation_quotes_is_the_text_of_the_specification() -> None:
    folder = files("openapi_python_client") / "schema"
    text = _plain("".join((folder / f"{version}.md").read_text() for version in ("3.1.0", "3.0.3")))
    quotes = re.findall("“([^”]+)”", (ROOT / "docs/requests.md").read_text())
    assert len(quotes) > 10
    assert [quote for quote in quotes if _plain(quote) not in text and quote != "quotation marks"] == []


def _chosen(count: int) -> list[tuple[str, dict[str, Any]]]:
    try:
        folder = unpacked(STRIPE)
    except Unavailable as why:
        pytest.skip(f"{STRIPE.package} {STRIPE.version} is not to be had: {why}")
    named = [(name, json.loads((folder / name).read_bytes())) for name in NAMED]
    return named + [one for one in documents(count) if one[0] not in NAMED]


@pytest.mark.parametrize(
    ("count", "operations", "calls", "enough"),
    [(4, 6, 3, 100), pytest.param(150, 12, 4, 3000, marks=pytest.mark.slow)],
)
def test_both_clients_send_the_same_or_the_documentation_says_who_is_right(
    count: int, operations: int, calls: int, enough: int, tmp_path: Path
) -> None:
    trials = Trials()
    for name, document in _chosen(count):
        try_both(document, tmp_path, trials, name=name, operations=operations, calls=calls)
    print(trials.report())
    assert trials.calls >= enough
    unlisted = set(trials.classes) - listed()
    assert not unlisted, {kind: trials.examples[kind][:2] for kind in unlisted}
