"""Bundles: each folder of `bundles` is a contract in several files, and `expected.json` the one document it makes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from tests.source.test_yaml_text import VALUES
from trivet_codegen.problem import Place, Problems
from trivet_codegen.source import Documents, Json, load
from trivet_codegen.source.bundle import bundle

_BUNDLES = Path(__file__).with_name("bundles")


def refs(value: Json) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(value.get("$ref"), str):
            yield str(value["$ref"])
        for name, member in value.items():
            if name not in ("example", "examples"):
                yield from refs(member)
    elif isinstance(value, list):
        for item in value:
            yield from refs(item)


@pytest.mark.parametrize("case", sorted(path.name for path in _BUNDLES.iterdir()))
def test_contracts_in_files_become_one_document(case: str, update: bool) -> None:
    made = json.dumps(bundle(load(str(_BUNDLES / case / "openapi.yaml"))), indent=2) + "\n"
    expected = _BUNDLES / case / "expected.json"
    if update:
        expected.write_text(made)
    assert made == expected.read_text()


@pytest.mark.parametrize("case", sorted(path.name for path in _BUNDLES.iterdir()))
def test_a_bundle_stands_alone_and_is_its_own_bundle(case: str) -> None:
    made = bundle(load(str(_BUNDLES / case / "openapi.yaml")))
    alone = Documents.of({"bundle.json": made})
    for ref in refs(made):
        assert ref.startswith("#/")
        alone.resolve(ref, Place("bundle.json"))
    assert json.dumps(bundle(alone)) == json.dumps(made)


@given(st.dictionaries(st.sampled_from(["paths", "components", "info", "x-a"]), VALUES))
def test_a_document_without_references_stays_as_it_is(value: dict[str, Json]) -> None:
    assert json.dumps(bundle(Documents.of({"api.yaml": value}))) == json.dumps(value)


def test_a_bundle_shares_nothing_with_its_documents() -> None:
    documents = Documents.of({"api.yaml": {"info": {"x-list": [1]}}})
    bundle(documents)["info"]["x-list"].append(2)  # type: ignore[index, call-overload, union-attr]
    assert documents.value(Place("api.yaml")) == {"info": {"x-list": [1]}}


def test_a_reference_to_nothing_is_told() -> None:
    with pytest.raises(Problems) as raised:
        bundle(Documents.of({"api.yaml": {"paths": {"/a": {"$ref": "a.yaml"}}}}))
    assert raised.value.found[0].rule == "ref-missing"


def test_path_items_that_hold_each_other_are_told() -> None:
    documents = Documents.of({"api.yaml": {"paths": {"/a": {"$ref": "a.yaml"}}}, "a.yaml": {"$ref": "a.yaml"}})
    with pytest.raises(Problems) as raised:
        bundle(documents)
    assert raised.value.found[0].rule == "ref-circular"
