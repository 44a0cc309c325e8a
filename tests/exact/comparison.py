"""Models and oracle, side by side on samples of a document's named schemas."""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

from pydantic import ValidationError

from tests.exact.oracle import Hidden, Judge, Oracle, reference
from tests.exact.pipeline import answering, made, taking
from tests.exact.samples import Sampler
from trivet.runtime import Adapter, AwareDatetime, Base64Bytes, Duration, Time, adapter
from trivet_codegen.ir.letter import Letter


@dataclass
class Comparison:
    """What was counted; `classes` are the kinds of disagreement, with a few of the samples of each."""

    samples: int = 0
    accepted: int = 0
    literal: int = 0
    agreed: int = 0
    classes: Counter[str] = field(default_factory=Counter)
    examples: dict[str, list[str]] = field(default_factory=dict)
    changed: list[str] = field(default_factory=list)

    def differ(self, kind: str, example: str) -> None:
        self.classes[kind] += 1
        self.examples.setdefault(kind, []).append(example)


@dataclass(frozen=True)
class Subject:
    """A named schema, who judges values of it to the letter and as models read it, and a seed for samples."""

    literal: Judge
    read: Judge
    seed: int


@dataclass(frozen=True)
class Subjects:
    """Some named schemas of a document; the same seed gives the same schemas and the same samples."""

    root: Any
    by_name: dict[str, Subject]

    @classmethod
    def of(cls, document: dict[str, Any], *, seed: str, schemas: int, hidden: Hidden = "writeOnly") -> Subjects:
        """At most `schemas` of them, by chance; those that are no JSON Schema are left out."""
        rng = random.Random(seed)
        names = list(document["components"]["schemas"])
        oracle = Oracle(document, hidden)
        judges: dict[str, tuple[Judge, Judge]] = {}
        for name in rng.sample(names, min(schemas, len(names))):
            try:
                judges[name] = oracle.judge(name), oracle.judge_as_read(name)
            except ValueError:
                continue  # no JSON Schema: the generator takes it with a warning
        return cls(oracle.root, {name: Subject(*pair, rng.randrange(2**32)) for name, pair in judges.items()})

    def references(self) -> dict[str, dict[str, str]]:
        """A reference to each."""
        return {name: {"$ref": reference(name)} for name in self.by_name}

    def samples(self, name: str, each: int) -> Iterator[Any]:
        """`each` samples of one of the schemas."""
        return Sampler(self.root, self.by_name[name].seed).samples({"$ref": reference(name)}, each)


def compare(
    document: dict[str, Any],
    folder: Path,
    found: Comparison,
    *,
    seed: str,
    schemas: int,
    each: int,
    to_the_letter: Collection[Letter] = (),
    bodies: bool = False,
) -> None:
    """Adds the verdicts on `each` samples of at most `schemas` named schemas of the document.

    The models read it as authors mean it, or to the letter, and so does the judge. They are those of answers, or those
    of request `bodies`.
    """
    subjects = Subjects.of(document, seed=seed, schemas=schemas, hidden="readOnly" if bodies else "writeOnly")
    contract = (taking if bodies else answering)(document, subjects.references())
    with made(contract, folder, to_the_letter) as package:
        for number, (name, subject) in enumerate(subjects.by_name.items()):
            reader = package.body(number) if bodies else package.answer(number)
            subject = replace(subject, read=subject.literal) if to_the_letter else subject
            for value in subjects.samples(name, each):
                _one(reader, value, subject, found, f"{seed} {name}")


def _one(reader: Adapter[Any], value: Any, subject: Subject, found: Comparison, where: str) -> None:
    text = json.dumps(value)
    wanted = subject.read.accepts(value)
    refused: list[str] = []
    answer = None
    try:
        answer = reader.read_json(text.encode())
    except ValidationError as error:
        refused = faults(error, value)
    found.samples += 1
    found.accepted += wanted
    found.literal += subject.literal.accepts(value) == (not refused)
    if wanted == (not refused):
        found.agreed += 1
        if wanted:
            written = reader.dump_json(answer)
            if not same_json(json.loads(written), value) or reader.dump_json(reader.read_json(written)) != written:
                found.changed.append(f"{where}: {text:.300} -> {written[:300]!r}")
    else:
        found.differ(disagreement(refused, subject.read, value), f"{where}: {text:.300}")


def faults(error: ValidationError, value: Any) -> list[str]:
    """The types of a refusal's errors, each once: first what stands deepest, where alternatives were tried.

    What the alternative that a discriminator names refuses counts as `tag`.
    """
    lines = error.errors(include_url=False)
    deepest = sorted(
        (-len(line["loc"]), "tag" if _leads_by_tag(line["loc"], value) else line["type"]) for line in lines
    )
    return list(dict.fromkeys(kind for _, kind in deepest))


def _leads_by_tag(steps: tuple[int | str, ...], value: Any) -> bool:
    """Whether one of the steps to a fault is the value of a property, and no property itself."""
    for step in steps:
        if isinstance(value, dict) and step in value:
            value = value[str(step)]
        elif isinstance(value, list) and isinstance(step, int) and step < len(value):
            value = value[step]
        elif isinstance(value, dict) and step in list(value.values()):
            return True
    return False


def disagreement(refused: list[str], read: Judge, value: Any) -> str:
    """The class of a verdict that is not the judge's: what a model refused first, or the keyword that it let break."""
    return f"narrower: {refused[0]}" if refused else f"wider: {read.broken(value)[0]}"


def same_json(one: Any, other: Any) -> bool:
    """Whether two values are the same in JSON Schema, an instant, UUID, decimal or bytes in any of their spellings."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same_json(one[name], other[name]) for name in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same_json, one, other))
    if isinstance(one, str) and isinstance(other, str):
        return one == other or _spelling(one) == _spelling(other)
    if isinstance(one, str | dict | list) or isinstance(other, str | dict | list):
        return False
    if isinstance(one, bool) or isinstance(other, bool) or one is None or other is None:
        return one is other
    return Decimal(repr(one)) == Decimal(repr(other))


def _spelling(text: str) -> object:
    for tp in (AwareDatetime, Time, Duration, UUID, Decimal, Base64Bytes):
        try:
            return adapter(tp).read(text)
        except ValidationError:
            continue
    return text
