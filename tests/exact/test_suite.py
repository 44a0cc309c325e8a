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
from trivet_codegen.source.bundle import bundle
from trivet_codegen.source.documents import load

pytestmark = pytest.mark.real


def listed() -> set[tuple[str, str]]:
    """Keyword and description of the groups that the documentation gives a reason for."""
    text = (ROOT / "docs/exactness.md").read_text()
    return set(re.findall(r"^\| `([A-Za-z-]+)` \| ([^|]+?) \|", text, re.MULTILINE))


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


def _differing(group: Group, folder: Path, counted: Counter[str], changed: list[str]) -> bool:
    """Whether some case comes out otherwise than the suite says, types that the schema implies aside."""
    contract = _contract(group)
    with made(answering(contract, {"Root": {"$ref": "#/components/schemas/Root"}}), folder) as package:
        verdicts = [(_accepts(package.answer(0), value, changed), value, valid) for _, value, valid in group.cases]
    counted["passed"] += sum(own == valid for own, _, valid in verdicts)
    odd = [(own, value) for own, value, valid in verdicts if own != valid]
    if not odd:
        return False
    try:
        judge = Oracle(contract).judge_as_read("Root")
        left = [value for own, value in odd if judge.accepts(value) != own]
    except ValueError:
        left = [value for _, value in odd]
    counted["implied type"] += len(odd) - len(left)
    counted["open"] += len(left)
    return bool(left)


def _every(folder: Path) -> list[Group]:
    try:
        write_remotes(folder)
        return list(groups())
    except Unavailable as why:
        pytest.skip(f"the suite is not to be had: {why}")


def test_models_do_what_the_suite_requires_or_the_documentation_says_why_not(tmp_path: Path) -> None:
    every = _every(tmp_path)
    counted: Counter[str] = Counter()
    changed: list[str] = []
    odd = {(group.keyword, group.description) for group in every if _differing(group, tmp_path, counted, changed)}
    print(dict(counted), sum(counted.values()))
    assert sorted(odd) == sorted(listed())
    assert changed == []


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
