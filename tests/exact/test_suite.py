"""The required cases of the JSON Schema Test Suite hold for models, but for listed ones."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from tests.exact.comparison import same_json
from tests.exact.oracle import Oracle
from tests.exact.pipeline import answering, made
from tests.exact.suite import SERVER, Group, groups, write_remotes
from tests.real.documents import ROOT, Unavailable
from trivet.runtime import Adapter
from trivet_codegen.ir.letter import LETTERS, Letter
from trivet_codegen.source.bundle import bundle
from trivet_codegen.source.documents import load

pytestmark = pytest.mark.real


DIALECT = "https://json-schema.org/draft/2020-12/schema"
AS_MEANT, TO_THE_LETTER = "as meant", "to the letter"


def listed(reading: str) -> set[tuple[str, str]]:
    """Keyword and description of the groups that the documentation gives a reason for, where models read so."""
    text = (ROOT / "docs/exactness.md").read_text()
    rows = re.findall(r"^\| `([A-Za-z-]+)` \| ([^|]+?) \| ([^|]+?) \|", text, re.MULTILINE)
    return {(keyword, group) for keyword, group, where in rows if where in (reading, "both")}


def _contract(group: Group) -> dict[str, Any]:
    info = {"title": "Case", "version": "1"}
    named = {"schemas": {"Root": group.schema}}
    return {"openapi": "3.2.0", "$self": f"{SERVER}contract", "info": info, "paths": {}, "components": named}


def _accepts(adapter: Adapter[Any], value: Any, changed: list[str]) -> bool:
    try:
        read = adapter.read_json(json.dumps(value).encode())
    except ValidationError:
        return False
    written = adapter.dump_json(read)
    if not same_json(json.loads(written), value):
        changed.append(f"{value!r} -> {written!r}")
    return True


class Tally:
    """What came of the groups so far: how many cases came out how, and what was not given back as it was."""

    def __init__(self, folder: Path, to_the_letter: tuple[Letter, ...]) -> None:
        self.counted: Counter[str] = Counter()
        self.changed: list[str] = []
        self._folder = folder
        self._letters = to_the_letter

    def differs(self, group: Group) -> bool:
        """Whether some case comes out otherwise than the suite says, types that the schema implies aside."""
        contract = _contract(group)
        root = {"Root": {"$ref": "#/components/schemas/Root"}}
        with made(answering(contract, root), self._folder, self._letters) as package:
            read = package.answer(0)
            odd = [
                (value, valid) for _, value, valid in group.cases if _accepts(read, value, self.changed) is not valid
            ]
        left = odd if "types" in self._letters else _not_implied(contract, odd)
        self.counted["passed"] += len(group.cases) - len(odd)
        self.counted["implied type"] += len(odd) - len(left)
        self.counted["open"] += len(left)
        return bool(left)


def _not_implied(contract: dict[str, Any], odd: list[tuple[Any, bool]]) -> list[tuple[Any, bool]]:
    """The cases of which the suite would say the same if the schemas gave the types that they imply."""
    root = contract["components"]["schemas"]["Root"]
    if not odd or (isinstance(root, dict) and root.get("$schema", DIALECT) != DIALECT):
        return odd
    try:
        judge = Oracle(_annotated(contract)).judge_as_read("Root")
    except ValueError:
        return odd
    return [(value, valid) for value, valid in odd if judge.accepts(value) is valid]


def _annotated(value: Any) -> Any:
    """The contract, its formats and encodings no more than annotations of strings, as the suite has them."""
    if isinstance(value, list):
        return [_annotated(each) for each in value]
    if not isinstance(value, dict):
        return value
    return {"x-format" if key in ("format", "contentEncoding") else key: _annotated(own) for key, own in value.items()}


def _every(folder: Path) -> list[Group]:
    try:
        write_remotes(folder)
        return list(groups())
    except Unavailable as why:
        pytest.skip(f"the suite is not to be had: {why}")


@pytest.mark.parametrize(("reading", "to_the_letter"), [(AS_MEANT, ()), (TO_THE_LETTER, LETTERS)])
def test_models_do_what_the_suite_requires_or_the_documentation_says_why_not(
    reading: str, to_the_letter: tuple[Letter, ...], tmp_path: Path
) -> None:
    every, tally = _every(tmp_path), Tally(tmp_path, to_the_letter)
    odd = {(group.keyword, group.description) for group in every if tally.differs(group)}
    print(reading, dict(tally.counted), tally.counted.total())
    assert sorted(odd) == sorted(listed(reading))
    assert tally.changed == []


def test_the_bundle_of_a_contract_says_the_same_as_its_documents(tmp_path: Path) -> None:
    alone = tmp_path / "alone"
    alone.mkdir()
    odd = []
    for group in _every(tmp_path):
        contract = answering(_contract(group), {"Root": {"$ref": "#/components/schemas/Root"}})
        if not any(word in json.dumps(group.schema) for word in ("$id", "$dynamicRef", SERVER)):
            continue
        (tmp_path / "contract.json").write_text(json.dumps(contract))
        verdicts = []
        bundled = bundle(load(str(tmp_path / "contract.json")))
        for document, folder in ((contract, tmp_path), (bundled, alone)):
            with made(document, folder) as package:
                verdicts.append([_accepts(package.answer(0), value, []) for _, value, _ in group.cases])
        if verdicts[0] != verdicts[1]:
            odd.append((group.keyword, group.description))
    assert odd == []
