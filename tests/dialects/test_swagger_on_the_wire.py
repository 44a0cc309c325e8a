"""What Swagger 2.0 says travels as it says: a generated client calls the generated stub of the same document."""

from __future__ import annotations

from typing import Any

import pytest

from tests.wire.pair import Pair, generated
from trivet.runtime import Upload
from trivet_server import Reply

FORM, MULTIPART = "application/x-www-form-urlencoded", "multipart/form-data"
INTEGERS = {"type": "array", "items": {"type": "integer"}}


def operation(id: str, *parameters: Any, **more: Any) -> dict[str, Any]:
    responses = {"204": {"description": "Done."}}
    return {"operationId": id, "tags": ["pets"], "parameters": list(parameters), "responses": responses, **more}


def listed(format: str, location: str = "query", **more: Any) -> dict[str, Any]:
    return {"name": "ids", "in": location, **INTEGERS, "collectionFormat": format, **more}


def field(name: str, **about: Any) -> dict[str, Any]:
    return {"name": name, "in": "formData", **about}


def answering(schema: Any, **more: Any) -> dict[str, Any]:
    return {"responses": {"200": {"description": "It.", "schema": schema, **more}}}


PET = {"$ref": "#/definitions/Pet"}
CONTRACT: dict[str, Any] = {
    "swagger": "2.0",
    "info": {"title": "Pets", "version": "1"},
    "host": "wire.test",
    "schemes": ["http"],
    "consumes": ["application/json"],
    "produces": ["application/json"],
    "parameters": {"Limit": {"name": "limit", "in": "query", "type": "integer", "default": 10, "maximum": 100}},
    "responses": {"Pet": {"description": "A pet.", "schema": PET, "headers": {"X-Left": {"type": "integer"}}}},
    "securityDefinitions": {
        "login": {"type": "basic"},
        "inHeader": {"type": "apiKey", "in": "header", "name": "X-Key"},
        "inQuery": {"type": "apiKey", "in": "query", "name": "key"},
        "account": {
            "type": "oauth2",
            "flow": "implicit",
            "authorizationUrl": "https://a.test",
            "scopes": {"r": "Read."},
        },
    },
    "definitions": {
        "Pet": {
            "type": "object",
            "discriminator": "kind",
            "required": ["kind"],
            "properties": {
                "kind": {"type": "string"},
                "owner": {"type": "string", "x-nullable": True},
                "name": {"type": "string"},
            },
        },
        "Cat": {"allOf": [PET, {"type": "object", "properties": {"lives": {"type": "integer", "format": "int32"}}}]},
    },
    "paths": {
        **{
            f"/{format}": {"get": operation(format, listed(format))}
            for format in ("csv", "ssv", "tsv", "pipes", "multi")
        },
        "/header": {"get": operation("header", listed("csv", "header", name="X-Ids"))},
        "/path/{ids}": {"get": operation("path", listed("csv", "path", required=True))},
        "/shared": {"get": operation("shared", {"$ref": "#/parameters/Limit"})},
        "/form": {
            "post": operation(
                "form",
                field("name", type="string", required=True),
                field("one", collectionFormat="csv", **INTEGERS),
                field("many", collectionFormat="multi", **INTEGERS),
                consumes=[FORM],
            )
        },
        "/files": {
            "post": operation(
                "files", field("photo", type="file", required=True), field("title", type="string"), consumes=[MULTIPART]
            )
        },
        "/photo": {"get": operation("photo", produces=["image/png"], **answering({"type": "file"}))},
        "/body": {"post": operation("body", {"name": "pet", "in": "body", "schema": PET, "required": True})},
        "/pet": {"get": operation("pet", responses={"200": {"$ref": "#/responses/Pet"}})},
        "/cat": {"get": operation("cat", **answering({"$ref": "#/definitions/Cat"}))},
        "/xml": {"get": operation("xml", produces=["text/xml"], **answering({"type": "string"}))},
        **{
            f"/as/{scheme}": {"get": operation(f"as_{scheme}", security=[{scheme: scopes}])}
            for scheme, scopes in {"login": [], "inHeader": [], "inQuery": [], "account": ["r"]}.items()
        },
    },
}


@pytest.fixture(params=["sync", "async"])
def pair(request: pytest.FixtureRequest) -> Pair:
    return Pair(generated(CONTRACT), request.param)


@pytest.mark.parametrize(
    ("id", "query"), [("csv", "ids=1,2"), ("ssv", "ids=1%202"), ("pipes", "ids=1%7C2"), ("multi", "ids=1&ids=2")]
)
def test_a_list_in_the_query_is_parted_as_its_format_says(id: str, query: str, pair: Pair) -> None:
    pair.call(id, ids=[1, 2])
    assert pair.query == query
    assert pair.given == {"ids": [1, 2]}


def test_tabs_between_items_are_the_callers_own(pair: Pair) -> None:
    pair.call("tsv", ids="1\t2")
    assert pair.query == "ids=1%092"
    assert pair.given == {"ids": "1\t2"}


def test_a_list_in_a_header_or_path_has_commas(pair: Pair) -> None:
    pair.call("header", x_ids=[1, 2])
    assert pair.request.headers["X-Ids"] == "1,2"
    assert pair.given == {"x_ids": [1, 2]}
    pair.call("path", [1, 2])
    assert pair.path == "/path/1,2"
    assert pair.given == {"ids": [1, 2]}


def test_a_default_is_what_the_server_takes(pair: Pair) -> None:
    pair.call("shared")
    assert (pair.query, pair.given) == ("", {"limit": 10})


def test_fields_of_a_form_are_its_body(pair: Pair) -> None:
    pair.call("form", body={"name": "a b", "one": [1, 2], "many": [3, 4]})
    assert pair.request.headers["Content-Type"] == FORM
    assert pair.content == b"name=a%20b&one=1,2&many=3&many=4"
    body = pair.given["body"]
    assert (body.name, body.one, body.many) == ("a b", [1, 2], [3, 4])


def test_a_file_is_a_part(pair: Pair) -> None:
    pair.call("files", body={"photo": Upload(b"\x89PNG", filename="a.png"), "title": "A"})
    assert pair.request.headers["Content-Type"].startswith(f"{MULTIPART}; boundary=")
    body = pair.given["body"]
    assert (body.photo.filename, body.title) == ("a.png", "A")


def test_a_file_is_answered_as_its_bytes(pair: Pair) -> None:
    pair.service.answer = b"\x89PNG"
    assert pair.call("photo") == b"\x89PNG"
    assert pair.request.headers["Accept"] == "image/png"
    assert pair.wire.answer is not None
    assert pair.wire.answer.headers["Content-Type"] == "image/png"


def test_a_body_is_json_with_null_where_that_is_let_in(pair: Pair) -> None:
    pair.call("body", body={"kind": "Cat", "owner": None, "lives": 9})
    assert pair.request.headers["Content-Type"] == "application/json"
    assert pair.content == b'{"kind":"Cat","owner":null,"lives":9}'
    assert pair.given["body"].owner is None


def test_an_answer_has_the_headers_of_the_contract(pair: Pair) -> None:
    pair.service.answer = Reply({"kind": "Pet"}, headers={"X-Left": 3})
    exchange = pair.exchange("pet")
    assert (exchange.value.kind, exchange.header("X-Left")) == ("Pet", 3)
    assert exchange.deviations == ()


def test_a_subtype_has_what_its_base_has(pair: Pair) -> None:
    pair.service.answer = {"kind": "Cat", "name": "Tom", "lives": 9}
    cat = pair.call("cat")
    assert type(cat).__name__ == "Cat"
    assert (cat.kind, cat.name, cat.lives) == ("Cat", "Tom", 9)


def test_an_operation_produces_its_own_media_types_instead(pair: Pair) -> None:
    pair.service.answer = "<a/>"
    assert pair.call("xml") == "<a/>"
    assert pair.request.headers["Accept"] == "text/xml"


@pytest.mark.parametrize(
    ("id", "credentials", "header", "query"),
    [
        ("as_login", {"login": ("ada", "secret")}, ("Authorization", "Basic YWRhOnNlY3JldA=="), ""),
        ("as_inHeader", {"in_header": "secret"}, ("X-Key", "secret"), ""),
        ("as_inQuery", {"in_query": "secret"}, ("X-Key", None), "key=secret"),
        ("as_account", {"account": "secret"}, ("Authorization", "Bearer secret"), ""),
    ],
)
def test_a_security_definition_is_what_a_client_sends(
    id: str, credentials: dict[str, Any], header: tuple[str, str | None], query: str, pair: Pair
) -> None:
    pair.credentials = credentials
    pair.call(id)
    assert (pair.request.headers.get(header[0]), pair.query) == (header[1], query)
