"""Nesting is bounded: no contract ends in a RecursionError."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import pytest

from tests.ir.expected import KEY, answering, built
from trivet_codegen.ir.depth import DEEPEST
from trivet_codegen.ir.directions import split
from trivet_codegen.ir.graph import cycles

NESTINGS: dict[str, Callable[[Any], Any]] = {
    "properties": lambda inner: {"properties": {"a": inner}},
    "items": lambda inner: {"items": inner},
    "prefixItems": lambda inner: {"prefixItems": [inner]},
    "additionalProperties": lambda inner: {"additionalProperties": inner},
    "patternProperties": lambda inner: {"patternProperties": {"a": inner}},
    "anyOf": lambda inner: {"anyOf": [inner, {"type": "integer"}]},
    "only": lambda inner: {"anyOf": [inner]},
    "allOf": lambda inner: {"allOf": [inner]},
    "extension": lambda inner: {"allOf": [inner, {"properties": {"b": {}}}]},
    "discriminator": lambda inner: {"oneOf": [inner, {"const": 1}], "discriminator": {"propertyName": "a"}},
}


def nested(nesting: Callable[[Any], Any], depth: int) -> Any:
    schema: Any = {"type": "object", "properties": {"x": {"type": "string", "readOnly": True}}}
    for _ in range(depth):
        schema = nesting(schema)
    return schema


@pytest.mark.parametrize("nesting", NESTINGS)
def test_ten_thousand_levels_are_an_error_and_nothing_worse(nesting: str) -> None:
    limit = sys.getrecursionlimit()
    api, problems = built(answering(nested(NESTINGS[nesting], 10_000)))
    assert "too-deep" in {problem.rule for problem in problems}
    split(api)
    cycles(api)
    assert sys.getrecursionlimit() == limit


@pytest.mark.parametrize("nesting", NESTINGS)
def test_as_many_levels_as_are_allowed_are_read_and_split(nesting: str) -> None:
    api, problems = built(answering(nested(NESTINGS[nesting], DEEPEST // 2)))
    assert "too-deep" not in {problem.rule for problem in problems}
    split(api)


def test_a_long_chain_of_names_is_not_deep() -> None:
    schemas: dict[str, Any] = {f"A{index}": {"items": {"$ref": f"{KEY}A{index + 1}"}} for index in range(3000)}
    api, problems = built(answering({"$ref": KEY + "A0"}, **schemas, A3000={"type": "string", "readOnly": True}))
    assert problems == []
    assert len(split(api).shapes) == 3001
    assert cycles(api) == {}
