"""Vendors' operations, there and back: what callers send is what services hear, and what these answer comes back."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.exact.vendors import documents
from tests.real.documents import GITHUB, ROOT, STRIPE, Unavailable, fetched, unpacked
from tests.wire.trips import Trips, travel

pytestmark = pytest.mark.real

BOUNDED = ("slack.com.json", "files.com.json", "tfl.gov.uk.json", "elevenlabs.io.json", "webflow.com.json")
NAMED = (
    *BOUNDED,
    "stripe.com.json",
    "akeneo.com.json",
    "amazonaws.com/s3.json",
    "apache.org/airflow.json",
    "api2pdf.com.json",
    "apple.com/app-store-connect.json",
    "authentiq.io.json",
    "azure.com/applicationinsights-componentAnnotations_API.json",
    "callfire.com.json",
    "digitallocker.gov.in/authpartner.json",
    "evetech.net.json",
    "facecheck.id.json",
    "healthcare.gov.json",
    "image-charts.com.json",
    "jellyfin.local.json",
    "mercure.local.json",
    "opendatasoft.com.json",
    "openpolicy.local.json",
    "orthanc-server.com.json",
    "restful4up.local.json",
    "sinao.app.json",
    "twilio.com/twilio_studio_v2.json",
    "vercel.com.json",
    "visma.com.json",
    "visualstudio.com.json",
    "weatherbit.io.json",
)
"""What chance finds too seldom: forms, files, headers, styles, answers that are no JSON, statuses without content."""


def listed() -> set[str]:
    """The classes that the documentation gives a reason for."""
    return set(re.findall(r"^\| `([^`]+)` \|", (ROOT / "docs/round-trips.md").read_text(), re.MULTILINE))


def _chosen(named: tuple[str, ...], count: int) -> list[tuple[str, dict[str, Any]]]:
    """Those that are named, and others by chance until there are `count`."""
    try:
        folder = unpacked(STRIPE)
    except Unavailable as why:
        pytest.skip(f"{STRIPE.package} {STRIPE.version} is not to be had: {why}")
    found = [(name, json.loads((folder / name).read_bytes())) for name in named]
    return [*found, *(one for one in documents(count) if one[0] not in named)][:count]


def _held(trips: Trips, enough: int) -> None:
    print(trips.report())
    assert trips.calls >= enough
    unlisted = set(trips.classes) - listed()
    assert not unlisted, {kind: trips.examples[kind][:2] for kind in unlisted}


@pytest.mark.parametrize(
    ("named", "count", "operations", "calls", "enough"),
    [(BOUNDED, 12, 8, 4, 150), pytest.param(NAMED, 150, 14, 4, 4000, marks=pytest.mark.slow)],
    ids=["bounded", "whole"],
)
def test_what_is_sent_is_heard_and_what_is_answered_comes_back_or_the_documentation_says_why(
    named: tuple[str, ...], count: int, operations: int, calls: int, enough: int, tmp_path: Path
) -> None:
    trips = Trips()
    for name, document in _chosen(named, count):
        travel(document, tmp_path, trips, name=name, operations=operations, calls=calls)
    _held(trips, enough)


@pytest.mark.slow
def test_a_part_of_githubs_operations_is_held_to_the_same(tmp_path: Path) -> None:
    try:
        document = json.loads(fetched(GITHUB).read_bytes())
    except Unavailable as why:
        pytest.skip(f"{GITHUB.package} {GITHUB.version} is not to be had: {why}")
    trips = Trips()
    travel(document, tmp_path, trips, name=GITHUB.member, operations=60, calls=4)
    _held(trips, 200)


def test_the_documentation_lists_a_class_once() -> None:
    text = (ROOT / "docs/round-trips.md").read_text()
    found = re.findall(r"^\| `([^`]+)` \|", text, re.MULTILINE)
    assert len(found) == len(set(found)) > 10
