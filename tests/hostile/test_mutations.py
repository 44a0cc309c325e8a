"""Whatever stands wherever in a contract of any dialect: code or problems come of it, and no exception."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import example, given, settings, strategies as st

from tests.dialects.test_openapi_on_the_wire import LATEST, SCHEMAS_31
from tests.dialects.test_swagger_on_the_wire import CONTRACT as SWAGGER
from tests.hostile import rich
from tests.hostile.made import generated, objections

CONTRACTS = {"2.0": SWAGGER, "3.1": rich.contract(), "3.1, schemas": SCHEMAS_31, "3.2": LATEST}
VALUES: list[Any] = [
    None, True, False, 5, -1, 1.5, 10**30, "", "x", "a b", "#/components/schemas/Cat", [], [None], [[]], [{}], {},
    {"": {}}, {"\0": 1}, {"x": {"y": 1}}, {"type": ["string", "null"]}, {"allOf": [{}]}, {"$ref": 5}, {"$ref": "#"},
    {"$ref": "#/paths"}, {"$ref": "#/components/schemas"}, {"$ref": "#/definitions/Pet"},
]  # fmt: skip


def places(value: Any, path: rich.Path = ()) -> Iterator[rich.Path]:
    """Every value below the whole."""
    members: Any = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, member in members:
        yield (*path, step)
        yield from places(member, (*path, step))


def put(document: Any, path: rich.Path, value: Any) -> Any:
    """The document with a value in that place."""
    if not path:
        return value
    if isinstance(document, list):
        return [put(item, path[1:], value) if at == path[0] else item for at, item in enumerate(document)]
    return {name: put(member, path[1:], value) if name == path[0] else member for name, member in document.items()}


def at(document: Any, path: rich.Path) -> Any:
    for step in path:
        document = document[step]
    return document


ALL = [(name, place) for name, contract in CONTRACTS.items() for place in places(contract)]
PLACES = [(name, place) for name, place in ALL if place[0] not in ("openapi", "swagger")]


@settings(max_examples=100)
@given(st.sampled_from(PLACES), st.sampled_from(VALUES))
@example(("2.0", ("paths", "/header", "get", "parameters", 0, "collectionFormat")), [None])
def test_any_value_may_stand_anywhere(place: tuple[str, rich.Path], value: Any) -> None:
    files, problems = generated(put(CONTRACTS[place[0]], place[1], value))
    assert files or any(problem.severity == "error" for problem in problems)
    assert objections(files) == []


@settings(max_examples=60)
@given(st.sampled_from(PLACES), st.sampled_from(ALL))
def test_any_part_of_a_contract_may_stand_anywhere(place: tuple[str, rich.Path], other: tuple[str, rich.Path]) -> None:
    part = at(CONTRACTS[other[0]], other[1])
    files, problems = generated(put(CONTRACTS[place[0]], place[1], part))
    assert files or any(problem.severity == "error" for problem in problems)
    assert objections(files) == []


@pytest.mark.parametrize("name", CONTRACTS)
def test_the_contracts_as_they_are_have_code_without_objection(name: str) -> None:
    files, problems = generated(CONTRACTS[name])
    assert [problem for problem in problems if problem.severity == "error"] == []
    assert objections(files) == []
