"""Operations hold what the contract says of them, wherever it says it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.ir.expected import KEY, bare, built, contract, ref, string
from trivet_codegen.ir.api import Operation, Server
from trivet_codegen.problem import Problem

TEXT = {"type": "string"}
OK = {"200": {"description": "Fine."}}


def operation(id: str = "get", **members: Any) -> dict[str, Any]:
    return {"operationId": id, "responses": OK, **members}


def read(given: dict[str, Any], **members: Any) -> tuple[Operation, list[Problem]]:
    api, problems = built(contract(paths={"/": {"post": given}}, **members))
    return api.operations[0], problems


def test_operations_stand_in_document_order_with_their_words() -> None:
    words = {"summary": "S", "description": "D", "deprecated": True, "tags": ["a", "b"], "x-own": 1}
    paths = {"/b": {"post": operation("one", **words), "get": operation("two")}, "/a": {"get": {"responses": OK}}}
    api, problems = built(contract(paths=paths))
    assert problems == []
    assert [(each.method, each.path, each.id) for each in api.operations] == [
        ("POST", "/b", "one"),
        ("GET", "/b", "two"),
        ("GET", "/a", None),
    ]
    first = api.operations[0]
    assert (first.summary, first.description, first.deprecated, first.tags) == ("S", "D", True, ("a", "b"))
    assert first.extensions == {"x-own": 1}


def test_a_path_item_may_stand_elsewhere() -> None:
    paths = {"/": {"$ref": "items.yaml#/root"}}
    api, problems = built(contract(paths=paths), **{"items.yaml": {"root": {"get": operation()}}})
    assert problems == []
    assert (api.operations[0].place.document, api.operations[0].place.pointer) == ("items.yaml", "/root/get")


def test_a_body_holds_its_media_types_as_they_are_spelled() -> None:
    content = {"application/JSON; charset=utf-8": {"schema": TEXT}, "image/*": {}}
    found, problems = read(
        operation(requestBody={"$ref": "#/components/requestBodies/B"}),
        components={"requestBodies": {"B": {"required": True, "description": "What.", "content": content}}},
    )
    assert problems == []
    assert found.body is not None
    assert (found.body.required, found.body.description) == (True, "What.")
    assert [each.media_type for each in found.body.contents] == ["application/JSON; charset=utf-8", "image/*"]
    assert found.body.contents[1].shape is None


def test_encodings_say_a_style_only_where_the_contract_does() -> None:
    encoding = {
        "plain": {"contentType": "image/png", "headers": {"X-A": {"schema": TEXT}}},
        "deep": {"style": "deepObject"},
        "flat": {"explode": False},
    }
    content = {"multipart/form-data": {"schema": {"type": "object"}, "encoding": encoding}}
    found, problems = read(operation(requestBody={"content": content}))
    assert problems == []
    assert found.body is not None
    read_back = found.body.contents[0].encodings
    assert {name: (each.style, each.explode) for name, each in read_back.items()} == {
        "plain": (None, None),
        "deep": ("deepObject", True),
        "flat": ("form", False),
    }
    assert read_back["plain"].content_type == "image/png"
    assert [header.name for header in read_back["plain"].headers] == ["X-A"]


def test_responses_are_known_by_status_range_or_default() -> None:
    responses = {"200": {"description": "a"}, "4xx": {"description": "b"}, "default": {"description": "c"}, "x-own": 1}
    found, problems = read(operation(responses=responses))
    assert problems == []
    assert [(each.status, each.description) for each in found.responses] == [
        ("200", "a"),
        ("4XX", "b"),
        ("default", "c"),
    ]


@pytest.mark.parametrize("status", ["OK", "20", "600", "2X"])
def test_what_is_no_status_is_left_out(status: str) -> None:
    found, problems = read(operation(responses={status: {"description": ""}}))
    assert found.responses == ()
    assert [problem.rule for problem in problems] == ["status-unknown"]


def test_responses_have_headers_and_links() -> None:
    response = {
        "description": "",
        "headers": {"X-Total": {"$ref": "#/components/headers/Total"}, "Content-Type": {"schema": TEXT}},
        "links": {"next": {"operationId": "get"}},
    }
    components = {"headers": {"Total": {"schema": {"type": "integer"}, "required": True}}}
    found, problems = read(operation(responses={"200": response}), components=components)
    (header,) = found.responses[0].headers
    assert (header.name, header.required) == ("X-Total", True)
    assert found.responses[0].links == {"next": {"operationId": "get"}}
    assert [problem.rule for problem in problems] == ["header-ignored"]


def test_an_operation_id_twice_is_an_error_that_names_both_places() -> None:
    _, problems = built(contract(paths={"/a": {"get": operation()}, "/b": {"get": operation()}}))
    assert [(problem.rule, problem.severity) for problem in problems] == [("operation-id-duplicate", "error")]
    assert problems[0].place.pointer == "/paths/~1b/get/operationId"
    assert "/paths/~1a/get" in problems[0].message


def test_paths_that_differ_in_names_of_variables_are_named() -> None:
    item = {"get": {"responses": OK, "parameters": [{"name": "a", "in": "path", "required": True, "schema": TEXT}]}}
    other = {"get": {"responses": OK, "parameters": [{"name": "b", "in": "path", "required": True, "schema": TEXT}]}}
    _, problems = built(contract(paths={"/x/{a}": item, "/x/{b}": other}))
    assert [problem.rule for problem in problems] == ["path-duplicate"]


def test_callbacks_and_webhooks_are_operations() -> None:
    hook = {
        "post": operation("hook", requestBody={"content": {"application/json": {"schema": {"$ref": KEY + "Event"}}}})
    }
    callbacks = {"done": {"{$request.body#/url}": hook}}
    document = contract(
        paths={"/": {"post": operation("start", callbacks=callbacks)}},
        webhooks={"paid": {"post": operation("paid")}},
        components={"schemas": {"Event": TEXT}},
    )
    api, problems = built(document)
    assert problems == []
    (called,) = api.operations[0].callbacks["done"]
    assert (called.id, called.path) == ("hook", "{$request.body#/url}")
    assert called.body is not None
    assert called.body.contents[0].shape is not None
    assert bare(called.body.contents[0].shape) == ref("Event")
    assert bare(api.shapes[KEY + "Event"]) == string()
    assert [(each.id, each.path) for each in api.webhooks] == [("paid", "paid")]


def test_servers_of_an_operation_come_before_those_of_its_path() -> None:
    item = {
        "servers": [{"url": "https://path"}],
        "get": operation("own", servers=[{"url": "https://own"}]),
        "put": operation("shared"),
    }
    variables = {"region": {"default": "eu", "enum": ["eu", "us"]}}
    root = [{"url": "https://{region}", "description": "All.", "variables": variables}]
    api, problems = built(contract(paths={"/": item}, servers=root))
    assert problems == []
    assert [each.servers for each in api.operations] == [(Server(url="https://own"),), (Server(url="https://path"),)]
    expected = Server(url="https://{region}", description="All.", variables={"region": ("eu", ("eu", "us"))})
    assert api.servers == (expected,)


def test_security_has_alternatives_of_combinations() -> None:
    schemes = {
        "key": {"type": "apiKey", "name": "X-Key", "in": "header"},
        "bearer": {"type": "http", "scheme": "Bearer", "bearerFormat": "JWT"},
        "login": {"type": "oauth2", "flows": {"implicit": {"authorizationUrl": "https://x", "scopes": {}}}},
        "wrong": {"type": "basic"},
    }
    paths = {
        "/a": {"get": operation("a")},
        "/b": {"get": operation("b", security=[])},
        "/c": {"get": operation("c", security=[{"key": [], "login": ["read"]}, {}])},
        "/d": {"get": operation("d", security=[{"missing": []}, {"bearer": []}])},
    }
    api, problems = built(contract(paths=paths, security=[{"key": []}], components={"securitySchemes": schemes}))
    assert api.security == ({"key": ()},)
    assert [each.security for each in api.operations] == [
        None,
        (),
        ({"key": (), "login": ("read",)}, {}),
        ({"bearer": ()},),
    ]
    assert [(each.name, each.type, each.scheme, each.parameter, each.location) for each in api.security_schemes] == [
        ("key", "apiKey", None, "X-Key", "header"),
        ("bearer", "http", "bearer", None, None),
        ("login", "oauth2", None, None, None),
    ]
    assert sorted(problem.rule for problem in problems) == ["security-scheme", "security-unknown"]


def test_info_and_tags_are_kept() -> None:
    tags = [{"name": "a", "description": "A."}, {"name": "b", "parent": "a"}]
    api, _ = built(contract(tags=tags))
    assert (api.title, api.version) == ("Things", "1")
    assert [(tag.name, tag.description, tag.parent) for tag in api.tags] == [("a", "A.", None), ("b", None, "a")]
