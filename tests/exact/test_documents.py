"""Models of vendors' schemas accept what jsonschema-rs says that the schemas accept."""

from __future__ import annotations

import json
import random
import re
from pathlib import Path
from typing import Any

import pytest

from tests.exact.comparison import Comparison, compare
from tests.real.documents import STRIPE, Unavailable, unpacked

pytestmark = pytest.mark.real

ROOT = Path(__file__).resolve().parents[2]
BAR = 0.995
LARGEST = 3_000_000
BOUNDED = 10
WHOLE = 200


def listed() -> set[str]:
    """The classes of disagreement that the documentation gives a reason for."""
    return set(re.findall(r"^\| `((?:wider|narrower): [^`]+)`", (ROOT / "docs/exactness.md").read_text(), re.MULTILINE))


def _documents(count: int) -> list[tuple[str, dict[str, Any]]]:
    try:
        folder = unpacked(STRIPE)
    except Unavailable as why:
        pytest.skip(f"{STRIPE.package} {STRIPE.version} is not to be had: {why}")
    paths = sorted(path for path in folder.rglob("*.json") if path.stat().st_size <= LARGEST)
    random.Random(2).shuffle(paths)
    found: list[tuple[str, dict[str, Any]]] = []
    for path in paths:
        document = json.loads(path.read_bytes())
        if str(document.get("openapi", "")).startswith("3.") and (document.get("components") or {}).get("schemas"):
            found.append((path.relative_to(folder).as_posix(), document))
        if len(found) == count:
            break
    return found


@pytest.mark.parametrize("count", [BOUNDED, pytest.param(WHOLE, marks=pytest.mark.slow)])
def test_models_agree_with_the_oracle_and_every_disagreement_has_a_reason(count: int, tmp_path: Path) -> None:
    found = Comparison()
    for name, document in _documents(count):
        compare(document, tmp_path, found, seed=name, schemas=12, each=24)
    print(f"{found.samples} samples, {found.accepted} of them valid: {found.agreed / found.samples:.2%} agree,")
    print(f"to the letter {found.literal / found.samples:.2%}; {dict(found.classes.most_common())}")
    assert found.agreed / found.samples >= BAR, found.examples
    assert set(found.classes) <= listed(), {kind: own[:2] for kind, own in found.examples.items()}
    assert found.changed == []
