"""A contract in many files is the contract that it would be in one: its code, its clients and its server stub."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.wire.pair import Pair, generated
from trivet_codegen.generate import Generation, generate
from trivet_codegen.source import Documents, load
from trivet_codegen.source.bundle import bundle
from trivet_server import Reply

BUNDLES = Path(__file__).parents[1] / "source" / "bundles"


def made(documents: Documents) -> Generation:
    return generate(documents, "pets", emit={"models", "client", "server"}, client_import="..")


def whole(case: str) -> dict[str, Any]:
    return bundle(load(str(BUNDLES / case / "openapi.yaml")))


@pytest.mark.parametrize("case", ["folders", "swagger-sections"])
def test_files_give_the_code_that_their_bundle_gives(case: str) -> None:
    split = made(load(str(BUNDLES / case / "openapi.yaml")))
    joined = made(Documents.of({"openapi.json": whole(case)}))
    assert (split.problems, joined.problems) == ((), ())
    assert split.operations == joined.operations > 0
    assert split.client == joined.client
    assert split.server == joined.server


@pytest.mark.parametrize("case", ["folders", "swagger-sections", "whole-sections"])
def test_a_section_in_another_file_is_read_without_a_warning(case: str) -> None:
    generation = made(load(str(BUNDLES / case / "openapi.yaml")))
    assert [problem for problem in generation.problems if problem.place.document == "openapi.yaml"] == []
    assert generation.operations == {"folders": 3}.get(case, 1)


def test_a_section_that_is_not_there_is_told(tmp_path: Path) -> None:
    entry = tmp_path / "openapi.yaml"
    entry.write_text("openapi: 3.1.0\ninfo: {title: t, version: '1'}\npaths: {$ref: none.yaml}\n")
    found = made(load(str(entry))).problems
    assert [(problem.rule, problem.place.pointer) for problem in found] == [("ref-missing", "/paths/$ref")]


def test_a_section_that_is_itself_is_told(tmp_path: Path) -> None:
    entry = tmp_path / "openapi.yaml"
    entry.write_text("openapi: 3.1.0\ninfo: {title: t, version: '1'}\npaths: {$ref: '#/paths'}\n")
    assert {problem.rule for problem in made(load(str(entry))).problems} == {"ref-circular"}


@pytest.fixture(params=["sync", "async"])
def pair(request: pytest.FixtureRequest) -> Pair:
    pair = Pair(generated(whole("folders")), request.param)
    pair.credentials = {"key": "secret"}
    return pair


def test_parameters_headers_and_answers_of_other_files_travel(pair: Pair) -> None:
    cat = {"kind": "cat", "friend": {"kind": "dog", "tag": "abc"}}
    pair.service.answer = Reply([cat], headers={"X-Total": 1})
    exchange = pair.exchange("listPets", limit=3, x_trace="t")
    assert (pair.query, pair.request.headers["X-Trace"], pair.request.headers["X-Key"]) == ("limit=3", "t", "secret")
    assert pair.given == {"limit": 3, "x_trace": "t"}
    assert (exchange.header("X-Total"), exchange.deviations) == (1, ())
    (found,) = exchange.value
    assert (type(found).__name__, type(found.friend).__name__, found.friend.tag) == ("Cat", "Dog", "abc")


def test_files_that_refer_to_each_other_in_a_circle_travel(pair: Pair) -> None:
    owner = {"id": 1, "pets": [{"kind": "cat", "owner": {"id": 2, "pets": []}}], "address": {"city": "Ulm"}}
    pair.service.answer = owner
    found = pair.call("getOwner", 1)
    assert (found.pets[0].owner.id, found.address.city) == (2, "Ulm")
    pair.service.answer = lambda body: body
    assert pair.call("createPet", body=owner["pets"][0]).owner.id == 2  # type: ignore[index]
