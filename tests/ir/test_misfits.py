"""Defaults and examples of a type that their schema does not allow are told, and nothing else of them."""

from __future__ import annotations

from typing import Any

import pytest

from tests.ir.expected import answering, built, contract, rules


@pytest.mark.parametrize(
    ("schema", "rule"),
    [
        ({"type": "integer", "default": "5"}, ["default-not-typed"]),
        ({"type": "integer", "default": 5.0}, []),
        ({"type": ["integer", "null"], "default": None}, []),
        ({"type": ["integer", "string"], "default": "a"}, []),
        ({"enum": ["a", 1], "default": True}, ["default-not-typed"]),
        ({"enum": ["a", 1], "default": 1.0}, []),
        ({"type": "string", "maxLength": 1, "default": "too long"}, []),
        ({"type": "array", "items": {"type": "string"}, "examples": [["a"], [1], []]}, ["example-not-typed"]),
        ({"oneOf": [{"type": "string"}, {"type": "integer"}], "examples": [1, "a"]}, []),
        ({"properties": {"a": {"type": "string"}}, "examples": [{"a": 1}]}, ["example-not-typed"]),
        ({"properties": {"a": {"type": "string"}}, "examples": [{"b": 1}]}, []),
        ({"additionalProperties": {"type": "string"}, "default": {"a": 1}}, ["default-not-typed"]),
        (
            {"prefixItems": [{"type": "string"}], "items": {"type": "integer"}, "default": ["a", "b"]},
            ["default-not-typed"],
        ),
    ],
)
def test_a_value_of_another_type_is_told(schema: dict[str, Any], rule: list[str]) -> None:
    assert rules(schema) == rule


def test_a_number_is_a_fitting_example_of_a_parameter_that_is_text() -> None:
    parameters = [
        {"name": "a", "in": "query", "schema": {"type": "string"}, "example": 5},
        {"name": "b", "in": "query", "schema": {"type": "integer"}, "example": "five"},
    ]
    _, problems = built(contract(paths={"/": {"get": {"parameters": parameters, "responses": {}}}}))
    assert [(problem.rule, problem.place.pointer) for problem in problems] == [
        ("example-not-typed", "/paths/~1/get/parameters/1")
    ]


def test_of_many_examples_the_first_are_told_and_the_rest_are_counted() -> None:
    properties = {f"p{number}": {"type": "integer", "examples": ["a"]} for number in range(60)}
    _, problems = built(answering({"properties": properties}))
    assert len(problems) == 51
    assert sum(problem.message.endswith("and 9 more") for problem in problems) == 1
