"""Enumerations hold each value once, and only values of their type."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, strategies as st

from tests.ir.expected import answer, answering, bare, built, list_of, one_of, rules, shape_of, string
from trivet_codegen.ir.compare import identity
from trivet_codegen.ir.shapes import Enumeration, Shape

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@pytest.mark.parametrize(
    ("schema", "values"),
    [
        ({"enum": ["a"]}, ("a",)),
        ({"type": "string", "enum": ["b", "a"]}, ("b", "a")),
        ({"type": "number", "enum": [1, 2.5]}, (1, 2.5)),
        ({"type": "boolean", "enum": [True]}, (True,)),
        ({"enum": ["1", 1, True, [1], {"a": 1}]}, ("1", 1, True, [1], {"a": 1})),
        ({"type": ["string", "integer"], "enum": ["a", 1]}, ("a", 1)),
    ],
)
def test_values_keep_their_order_and_type(schema: Any, values: Any) -> None:
    assert shape_of(schema) == one_of(*values)


@pytest.mark.parametrize(
    ("schema", "expected", "rule"),
    [
        ({"enum": ["a", "b", "a"]}, one_of("a", "b"), "enum-duplicate"),
        ({"type": "string", "enum": ["a", 1]}, one_of("a"), "enum-type"),
        ({"type": "integer", "enum": ["1", "2"]}, one_of("1", "2"), "enum-type"),
        ({"type": "string", "enum": []}, string(), "enum-type"),
        ({"type": "array", "items": {"type": "string"}, "enum": ["a"]}, list_of(one_of("a")), "enum-type"),
    ],
)
def test_what_is_odd_is_put_right_and_named(schema: Any, expected: Shape, rule: str) -> None:
    assert bare(answer(built(answering(schema))[0])) == expected
    assert rules(schema) == [rule]


@given(st.lists(JSON, min_size=1, max_size=6))
def test_an_enumeration_holds_every_value_but_null_once(values: list[Any]) -> None:
    shape = answer(built(answering({"enum": values}))[0])
    inner = getattr(shape, "shape", shape)
    listed = inner.values if isinstance(inner, Enumeration) else ()
    assert {identity(value) for value in (*listed, *([None] if None in values else []))} == set(map(identity, values))
    assert len(set(map(identity, listed))) == len(listed)


@given(JSON, JSON)
def test_values_that_differ_have_different_identities(one: Any, other: Any) -> None:
    if identity(one) == identity(other):
        assert one == other


@pytest.mark.parametrize(("one", "other"), [(True, 1), (False, 0), ("1", 1), ([], {}), ([True], [1]), (None, False)])
def test_json_values_of_different_types_are_different(one: Any, other: Any) -> None:
    assert identity(one) != identity(other)


@pytest.mark.parametrize(
    ("schema", "values"),
    [
        ({"type": "string", "enum": ["a", "bb"], "maxLength": 1}, ("a",)),
        ({"type": "string", "enum": ["aa", "bb"], "maxLength": 1}, ("aa", "bb")),
        ({"type": "number", "enum": [1, 2, 2.5], "exclusiveMinimum": 1, "multipleOf": 0.5}, (2, 2.5)),
        ({"enum": [{"a": 1}, {"b": 1}], "required": ["b"]}, ({"b": 1},)),
        ({"enum": [[], [1]], "minItems": 1, "maxLength": 0}, ([1],)),
    ],
)
def test_values_that_break_a_limit_are_left_out_unless_none_is_left(schema: Any, values: Any) -> None:
    assert bare(answer(built(answering(schema))[0])) == one_of(*values)
    assert rules(schema) == ["enum-limit"]


def test_a_constant_that_breaks_what_stands_beside_it_is_what_is_meant() -> None:
    assert rules({"const": "a", "type": "integer"}) == ["enum-type"]
    assert rules({"const": "a", "minLength": 2}) == ["enum-limit"]
    assert rules({"const": "a", "minLength": 1, "type": "string"}) == []
