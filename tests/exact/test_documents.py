"""Models of vendors' schemas accept what jsonschema-rs says that the schemas accept."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.exact.comparison import Comparison, compare
from tests.exact.vendors import documents, listed
from trivet_codegen.ir.letter import Letter

pytestmark = pytest.mark.real

BAR = 0.995
BOUNDED = 10
WHOLE = 200


COUNTS = [BOUNDED, pytest.param(WHOLE, marks=pytest.mark.slow)]


@pytest.mark.parametrize("to_the_letter", [(), ("types",)])
@pytest.mark.parametrize("count", COUNTS)
def test_models_agree_with_the_oracle_and_every_disagreement_has_a_reason(
    count: int, to_the_letter: tuple[Letter, ...], tmp_path: Path
) -> None:
    found = Comparison()
    for name, document in documents(count):
        compare(document, tmp_path, found, seed=name, schemas=12, each=24, to_the_letter=to_the_letter)
    _hold(found, f"answers, to the letter {to_the_letter}")


@pytest.mark.parametrize("count", COUNTS)
def test_models_of_request_bodies_agree_where_something_is_read_only(count: int, tmp_path: Path) -> None:
    found = Comparison()
    for name, document in documents(count, "readOnly"):
        compare(document, tmp_path, found, seed=name, schemas=12, each=24, bodies=True)
    _hold(found, "bodies")


def _hold(found: Comparison, what: str) -> None:
    print(f"{what}: {found.samples} samples, {found.accepted} of them valid,")
    print(f"{found.agreed / found.samples:.2%} agree, with the letter {found.literal / found.samples:.2%};")
    print(dict(found.classes.most_common()))
    assert found.agreed / found.samples >= BAR, found.examples
    assert set(found.classes) <= listed(), {kind: own[:2] for kind, own in found.examples.items()}
    assert found.changed == []
