"""Parameters: those of the path item and the operation's own, with every default filled in."""

from __future__ import annotations

from typing import Any

import pytest

from tests.ir.expected import bare, built, contract, string
from trivet_codegen.ir.api import Parameter
from trivet_codegen.ir.shapes import Anything
from trivet_codegen.problem import Problem

TEXT = {"type": "string"}


def parameter(name: str, place: str = "query", **members: Any) -> dict[str, Any]:
    return {"name": name, "in": place, "schema": TEXT, **members}


def read(
    own: list[Any], shared: list[Any] | None = None, path: str = "/", **components: Any
) -> tuple[tuple[Parameter, ...], list[Problem]]:
    item = {"parameters": shared or [], "get": {"operationId": "get", "parameters": own, "responses": {}}}
    api, problems = built(contract(paths={path: item}, components=components))
    return api.operations[0].parameters, problems


def fine(*own: Any, **rest: Any) -> tuple[Parameter, ...]:
    parameters, problems = read(list(own), **rest)
    assert problems == []
    return parameters


@pytest.mark.parametrize(
    ("place", "style", "explode"),
    [("query", "form", True), ("path", "simple", False), ("header", "simple", False), ("cookie", "form", True)],
)
def test_style_and_explode_have_the_defaults_of_the_place(place: str, style: str, explode: bool) -> None:
    (found,) = fine(parameter("a", place), path="/{a}" if place == "path" else "/")
    assert (found.style, found.explode, found.required) == (style, explode, place == "path")


@pytest.mark.parametrize(
    ("members", "style", "explode"),
    [
        ({"explode": False}, "form", False),
        ({"style": "pipeDelimited"}, "pipeDelimited", False),
        ({"style": "deepObject", "schema": {"type": "object"}}, "deepObject", True),
        ({"style": "spaceDelimited", "explode": True}, "spaceDelimited", True),
    ],
)
def test_what_the_contract_says_of_style_counts(members: Any, style: str, explode: bool) -> None:
    (found,) = fine(parameter("a", **members))
    assert (found.style, found.explode) == (style, explode)


def test_an_unknown_style_is_named_and_replaced() -> None:
    (found,), problems = read([parameter("a", "header", style="form")])
    assert found.style == "simple"
    assert [problem.rule for problem in problems] == ["style-unknown"]


def test_an_operation_overrides_parameters_of_its_path_by_name_and_place() -> None:
    shared = [parameter("a", description="shared"), parameter("X-B", "header"), parameter("c")]
    found = fine(parameter("a", description="own"), parameter("a", "cookie"), parameter("x-b", "header"), shared=shared)
    assert [(each.name, each.location, each.description) for each in found] == [
        ("a", "query", "own"),
        ("x-b", "header", None),
        ("c", "query", None),
        ("a", "cookie", None),
    ]


def test_parameters_are_found_through_references() -> None:
    (found,) = fine({"$ref": "#/components/parameters/Limit"}, parameters={"Limit": parameter("limit")})
    assert found.place.pointer == "/components/parameters/Limit"


def test_a_parameter_given_twice_counts_once() -> None:
    (found,), problems = read([parameter("a", description="first"), parameter("a", description="second")])
    assert found.description == "first"
    assert [problem.rule for problem in problems] == ["parameter-duplicate"]


@pytest.mark.parametrize("name", ["Accept", "content-type", "Authorization"])
def test_headers_that_openapi_ignores_are_left_out_and_named(name: str) -> None:
    found, problems = read([parameter(name, "header")])
    assert found == ()
    assert [problem.rule for problem in problems] == ["parameter-ignored"]


def test_a_variable_of_the_path_without_parameter_is_a_required_text() -> None:
    (found,), problems = read([], path="/things/{thing_id}")
    assert (found.name, found.location, found.required, found.style) == ("thing_id", "path", True, "simple")
    assert bare(found.shape) == string()
    assert [problem.rule for problem in problems] == ["path-parameter-missing"]


def test_a_path_parameter_without_variable_is_left_out() -> None:
    found, problems = read([parameter("id", "path", required=True)], path="/things")
    assert found == ()
    assert [problem.rule for problem in problems] == ["path-parameter-unknown"]


@pytest.mark.parametrize("place", ["body", "formData", None])
def test_a_parameter_at_no_place_is_left_out(place: Any) -> None:
    found, problems = read([parameter("a", place)])
    assert found == ()
    assert [problem.rule for problem in problems] == ["parameter-location"]


def test_a_parameter_may_have_content_instead_of_a_schema() -> None:
    (found,) = fine({"name": "filter", "in": "query", "content": {"application/json": {"schema": TEXT}}})
    assert found.media_type == "application/json"
    assert bare(found.shape) == string()


def test_a_parameter_without_schema_is_anything_and_named() -> None:
    (found,), problems = read([{"name": "a", "in": "query"}])
    assert isinstance(found.shape, Anything)
    assert [problem.rule for problem in problems] == ["parameter-schema"]


def test_examples_are_values() -> None:
    named = {"one": {"value": 1}, "two": {"$ref": "#/components/examples/Two"}}
    (found,) = fine(parameter("a", examples=named), examples={"Two": {"value": 2}})
    assert found.examples == (1, 2)
    assert fine(parameter("a", example="x"))[0].examples == ("x",)
