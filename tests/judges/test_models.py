"""Models of datamodel-code-generator, made of the same bundle and asked about the same samples: a second judge."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from tests.exact.comparison import Subject, Subjects, disagreement, faults
from tests.exact.pipeline import answering, made
from tests.exact.vendors import documents, listed
from tests.judges.models import ENGINE, NoVerdict, holding, theirs
from trivet.runtime import Adapter

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(
        find_spec("datamodel_code_generator") is None,
        reason=f"{ENGINE} is not installed: pip install 'trivet[engines]'",
    ),
]


@dataclass
class Count:
    """How often one kind of models agreed with jsonschema-rs, and the classes of its own disagreements.

    `literal` is the same without the readings of the documentation.
    """

    agreed: int = 0
    literal: int = 0
    alone_right: Counter[str] = field(default_factory=Counter)
    """Disagreements of ours where these models agreed, by class."""
    wrong: Counter[str] = field(default_factory=Counter)


@dataclass
class Bench:
    """What three judges said: jsonschema-rs, our models, and theirs as they come and in pydantic's strict mode."""

    documents: int = 0
    samples: int = 0
    ours: Count = field(default_factory=Count)
    lax: Count = field(default_factory=Count)
    strict: Count = field(default_factory=Count)
    silent: Counter[str] = field(default_factory=Counter)
    examples: dict[str, str] = field(default_factory=dict)

    def hear(self, value: Any, subject: Subject, ours: list[str], lax: list[str], strict: list[str]) -> None:
        """Adds the verdicts on one sample: what each refuses it for."""
        wanted, literal = subject.read.accepts(value), subject.literal.accepts(value)
        self.samples += 1
        for count, refused in ((self.ours, ours), (self.lax, lax), (self.strict, strict)):
            count.literal += literal == (not refused)
            if wanted != (not refused):
                count.wrong[disagreement(refused, subject.read, value)] += 1
                continue
            count.agreed += 1
            if wanted != (not ours):
                kind = disagreement(ours, subject.read, value)
                count.alone_right[kind] += 1
                self.examples.setdefault(kind, f"{json.dumps(value):.300}")

    def report(self) -> str:
        """The table of the documentation, and what stands behind it."""
        rows = (("Trivet", self.ours), (ENGINE, self.lax), (f"{ENGINE}, pydantic's strict mode", self.strict))
        lines = [f"{self.documents:,} documents, {self.samples:,} samples; no verdict: {dict(self.silent)}"]
        for name, count in rows:
            shares = f"{count.agreed / self.samples:.2%} | {count.literal / self.samples:.2%}"
            lines.append(f"| {name} | {shares} | {self.samples - count.agreed:,} |")
            lines.append(f"    {dict(count.wrong.most_common(12))}; right where ours is not: {dict(count.alone_right)}")
        return "\n".join(lines)


def hear(document: dict[str, Any], folder: Path, bench: Bench, *, seed: str) -> None:
    """Asks all about 24 samples of each of at most 12 schemas: those of the comparison with jsonschema-rs alone."""
    subjects = Subjects.of(document, seed=seed, schemas=12)
    references = subjects.references()
    contract = answering(holding(document, references), references)
    with made(contract, folder) as package, theirs(contract, folder) as other:
        bench.documents += 1
        for number, (name, subject) in enumerate(subjects.by_name.items()):
            reader = package.answer(number)
            for value in subjects.samples(name, 24):
                try:
                    lax, strict = (other.refusal(number, value, strict=strict) for strict in (False, True))
                except NoVerdict as why:
                    bench.silent[str(why)] += 1
                    continue
                bench.hear(value, subject, _refusal(reader, value), lax, strict)


def _refusal(reader: Adapter[Any], value: Any) -> list[str]:
    try:
        reader.read_json(json.dumps(value).encode())
    except ValidationError as error:
        return faults(error, value)
    return []


@pytest.mark.parametrize(("count", "enough"), [(6, 4), pytest.param(200, 180, marks=pytest.mark.slow)])
def test_a_second_judge_is_right_against_our_models_only_where_the_documentation_says_why(
    count: int, enough: int, tmp_path: Path
) -> None:
    """`enough` is on how many documents the other must give verdicts: fewer would make it no judge."""
    bench = Bench()
    for name, document in documents(count):
        try:
            hear(document, tmp_path, bench, seed=name)
        except NoVerdict as why:
            bench.silent[str(why)] += 1
    print(bench.report())
    assert bench.documents >= enough, bench.silent
    assert bench.ours.agreed >= max(bench.lax.agreed, bench.strict.agreed)
    assert {*bench.lax.alone_right, *bench.strict.alone_right} <= listed(), bench.examples
