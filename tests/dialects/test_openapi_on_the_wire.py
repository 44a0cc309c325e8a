"""What OpenAPI 3.1 and 3.2 brought travels as they say: a generated client calls the stub of the same document."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx
import pytest

from tests.wire.pair import BASE, Pair, generated
from trivet.runtime import Upload, adapter

FORM = "application/x-www-form-urlencoded"
KEY = "#/components/schemas/"


def operation(id: str, *parameters: Any, **more: Any) -> dict[str, Any]:
    told = {"operationId": id, "tags": ["notes"], "responses": {"204": {"description": "Done."}}, **more}
    return {"parameters": list(parameters), **told} if parameters else told


def content(schema: Any, media_type: str = "application/json", **more: Any) -> dict[str, Any]:
    return {"content": {media_type: {"schema": schema, **more}}}


def answering(schema: Any, media_type: str = "application/json") -> dict[str, Any]:
    return {"200": {"description": "It.", **content(schema, media_type)}}


def whole_query(schema: Any, media_type: str) -> dict[str, Any]:
    return {"name": "filter", "in": "querystring", **content(schema, media_type)}


FILTER = {
    "type": "object",
    "properties": {"a": {"type": "integer"}, "b": {"type": "array", "items": {"type": "string"}}},
}
LATEST: dict[str, Any] = {
    "openapi": "3.2.0",
    "$self": "https://a.example/api/openapi.json",
    "info": {"title": "Notes", "version": "1", "summary": "Short ones."},
    "servers": [{"url": "http://wire.test", "name": "production"}],
    "tags": [{"name": "notes", "summary": "Short texts", "parent": "all", "kind": "nav"}, {"name": "all"}],
    "paths": {
        "/found": {"query": operation("found", requestBody=content(FILTER))},
        "/copied": {"additionalOperations": {"COPY": operation("copied", requestBody=content({"type": "string"}))}},
        "/form": {"get": operation("form", whole_query(FILTER, FORM))},
        "/json": {"get": operation("json", whole_query(FILTER, "application/json"))},
        "/text": {"get": operation("text", whole_query({"type": "string"}, "text/plain"))},
        "/silent": {"get": {"operationId": "silent", "tags": ["notes"]}},
        "/summed": {
            "get": {**operation("summed"), "responses": {"200": {"summary": "It.", **content({"type": "integer"})}}}
        },
        "/shared": {
            "post": operation(
                "shared", requestBody={"content": {"application/json": {"$ref": "#/components/mediaTypes/N"}}}
            )
        },
        "/pet": {"get": operation("pet", responses=answering({"$ref": KEY + "Pet"}))},
        "/own": {"get": operation("own", responses=answering({"$ref": "openapi.json#/components/schemas/Cat"}))},
        "/device": {"get": operation("device", security=[{"#/components/securitySchemes/account": ["read"]}])},
    },
    "components": {
        "mediaTypes": {"N": {"schema": {"type": "integer", "minimum": 1}}},
        "schemas": {
            "Pet": {
                "anyOf": [{"$ref": KEY + "Cat"}, {"$ref": KEY + "Other"}],
                "discriminator": {"propertyName": "kind", "defaultMapping": "Other"},
            },
            "Cat": {"type": "object", "required": ["kind"], "properties": {"kind": {"const": "Cat"}}},
            "Other": {"type": "object", "properties": {"kind": {"type": "string"}, "name": {"type": "string"}}},
        },
        "securitySchemes": {
            "account": {
                "type": "oauth2",
                "flows": {
                    "deviceAuthorization": {
                        "deviceAuthorizationUrl": "https://a.example/device",
                        "tokenUrl": "https://a.example/token",
                        "scopes": {"read": "Read."},
                    }
                },
            }
        },
    },
}


@pytest.fixture(params=["sync", "async"])
def latest(request: pytest.FixtureRequest) -> Pair:
    return Pair(generated(LATEST), request.param)


def test_a_query_has_a_body(latest: Pair) -> None:
    latest.call("found", body={"a": 1})
    assert (latest.request.method, latest.content) == ("QUERY", b'{"a":1}')
    assert latest.given["body"].a == 1


def test_any_method_reaches_its_operation(latest: Pair) -> None:
    latest.call("copied", body="x")
    assert (latest.request.method, latest.given) == ("COPY", {"body": "x"})


@pytest.mark.parametrize(
    ("id", "value", "query"),
    [
        ("form", {"a": 1, "b": ["x", "y&z"]}, "a=1&b=x&b=y%26z"),
        ("json", {"a": 1, "b": ["%"]}, "%7B%22a%22%3A1%2C%22b%22%3A%5B%22%25%22%5D%7D"),
    ],
)
def test_the_whole_query_is_one_value(id: str, value: Any, query: str, latest: Pair) -> None:
    latest.call(id, filter=value)
    assert latest.query == query
    given = latest.given["filter"]
    assert (given.a, given.b) == (value["a"], value["b"])
    latest.call(id)
    assert (latest.query, latest.given) == ("", {})


def test_a_whole_query_may_be_text(latest: Pair) -> None:
    latest.call("text", filter="a+b %&=c")
    assert latest.given == {"filter": "a+b %&=c"}


def test_an_operation_need_not_say_what_it_answers(latest: Pair) -> None:
    assert latest.call("silent") is None
    assert latest.wire.answer is not None
    assert latest.wire.answer.status_code == 204


def test_an_answer_needs_no_description(latest: Pair) -> None:
    latest.service.answer = 3
    assert latest.call("summed") == 3


def test_a_shared_media_type_is_read_where_it_is_referred_to(latest: Pair) -> None:
    latest.call("shared", body=2)
    assert latest.given == {"body": 2}


@pytest.mark.parametrize(
    ("value", "model"), [({"kind": "Cat"}, "Cat"), ({"kind": "dog", "name": "Rex"}, "Other"), ({}, "Other")]
)
def test_what_no_mapping_names_is_of_the_default(value: Any, model: str, latest: Pair) -> None:
    latest.service.answer = value
    exchange = latest.exchange("pet")
    assert (type(exchange.value).__name__, exchange.deviations) == (model, ())


def test_a_document_may_refer_to_itself_by_its_own_uri(latest: Pair) -> None:
    latest.service.answer = {"kind": "Cat"}
    assert type(latest.call("own")) is latest.models.Cat


def test_a_scheme_is_required_by_its_uri(latest: Pair) -> None:
    latest.credentials = {"account": "secret"}
    latest.call("device")
    assert latest.request.headers["Authorization"] == "Bearer secret"


NODE = {
    "type": "object",
    "required": ["id"],
    "properties": {
        "id": {"type": ["string", "integer"]},
        "kind": {"const": 7},
        "pair": {"type": "array", "prefixItems": [{"type": "string"}, {"type": "integer"}], "items": False},
        "next": {"$ref": KEY + "Name", "maxLength": 3, "description": "Short."},
        "leaf": {"$ref": "#/components/schemas/Node/$defs/Leaf"},
        "none": {"type": "null"},
        "code": {"type": "string", "contentEncoding": "base64"},
        "json": {"type": "string", "contentMediaType": "application/json", "contentSchema": {"type": "integer"}},
        "open": True,
    },
    "$defs": {"Leaf": {"type": "object", "properties": {"size": {"type": ["number", "null"], "exclusiveMinimum": 0}}}},
    "dependentRequired": {"kind": ["pair"]},
}
SCHEMAS_31: dict[str, Any] = {
    "openapi": "3.1.1",
    "jsonSchemaDialect": "https://spec.openapis.org/oas/3.1/dialect/base",
    "info": {"title": "Nodes", "version": "1", "license": {"name": "MIT", "identifier": "MIT"}},
    "servers": [{"url": "http://wire.test"}],
    "paths": {
        "/node": {"$ref": "#/components/pathItems/Node"},
        "/file": {"post": operation("file", requestBody={"content": {"image/png": {}}})},
        "/parts": {
            "post": operation(
                "parts",
                requestBody=content(
                    {
                        "type": "object",
                        "properties": {
                            "image": {"contentMediaType": "image/png"},
                            "any": {},
                            "name": {"type": "string"},
                        },
                    },
                    "multipart/form-data",
                ),
            )
        },
        "/image": {"get": operation("image", responses={"200": {"description": "It.", "content": {"image/png": {}}}})},
    },
    "webhooks": {"made": {"post": {"operationId": "made", "requestBody": content({"$ref": KEY + "Made"})}}},
    "components": {
        "schemas": {
            "Node": {"$schema": "https://json-schema.org/draft/2020-12/schema", **NODE},
            "Name": {"type": "string", "minLength": 1},
            "Made": {
                "type": "object",
                "required": ["at"],
                "properties": {"at": {"type": "string", "format": "date-time"}},
            },
        },
        "pathItems": {
            "Node": {
                "put": operation(
                    "node", requestBody=content({"$ref": KEY + "Node"}), responses=answering({"$ref": KEY + "Node"})
                )
            }
        },
    },
}


@pytest.fixture(params=["sync", "async"])
def nodes(request: pytest.FixtureRequest) -> Pair:
    return Pair(generated(SCHEMAS_31), request.param)


def status(pair: Pair, body: Any) -> int:
    """What the stub answers a body that no client of ours would send."""

    async def asked() -> int:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app=pair.app), base_url=BASE) as client:
            return (await client.put("/node", json=body)).status_code

    return asyncio.run(asked())


GOOD = {
    "id": 3,
    "kind": 7,
    "pair": ["a", 1],
    "next": "abc",
    "leaf": {"size": None},
    "none": None,
    "code": "aGk=",
    "json": "3",
    "open": [1, {"a": None}],
}


def test_a_value_of_every_keyword_goes_there_and_back(nodes: Pair) -> None:
    nodes.service.answer = lambda body: body
    exchange = nodes.exchange("node", body=GOOD)
    assert exchange.deviations == ()
    assert adapter(nodes.models.Node).dump(exchange.value) == GOOD


@pytest.mark.parametrize(
    "wrong",
    [
        {"id": None}, {"id": 1.5}, {"kind": 8, "pair": []}, {"kind": 7}, {"pair": ["a", 1, 2]}, {"pair": [1]},
        {"next": "abcd"}, {"next": ""}, {"leaf": {"size": 0}}, {"none": 1},
    ],
)  # fmt: skip
def test_the_stub_refuses_what_a_keyword_does_not_allow(wrong: dict[str, Any], nodes: Pair) -> None:
    assert status(nodes, {"id": "a", **wrong}) == 422


def test_a_media_type_without_schema_is_bytes(nodes: Pair) -> None:
    nodes.call("file", body=Upload(b"\x89PNG"))
    assert (nodes.request.headers["Content-Type"], nodes.content) == ("image/png", b"\x89PNG")
    nodes.service.answer = b"\x89PNG"
    assert nodes.call("image") == b"\x89PNG"


def test_a_part_with_a_media_type_of_its_own_is_sent_as_that(nodes: Pair) -> None:
    nodes.call("parts", body={"image": Upload(b"\x89PNG", filename="a.png"), "name": "A"})
    assert b"Content-Type: image/png" in nodes.content
    assert nodes.given["body"].name == "A"


def test_what_a_webhook_sends_is_a_model(nodes: Pair) -> None:
    made = adapter(nodes.models.Made).read_json(b'{"at":"2026-01-02T03:04:05Z"}')
    assert made.at.year == 2026
