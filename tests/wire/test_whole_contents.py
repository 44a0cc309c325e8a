"""Whole bodies and answers that are files, base64 or nothing at all."""

from __future__ import annotations

import importlib
from typing import Any

import httpx
import pytest

from tests.wire.bodies import FORM, MULTIPART
from tests.wire.contracts import document, operation
from tests.wire.pair import Pair, generated
from trivet.runtime import InvalidRequest, StatusError, Upload
from trivet_server import ContractBroken, Reply

FILE: dict[str, Any] = {"type": "string", "format": "binary"}
BASE64: dict[str, Any] = {"type": "string", "format": "byte"}
JSON = "application/json"


def _both(id: str, media_type: str, schema: dict[str, Any]) -> dict[str, Any]:
    content = {media_type: {"schema": schema}}
    answer = {"200": {"description": "x", "content": content}}
    return {"post": operation(id, requestBody={"required": True, "content": content}, responses=answer)}


def contract() -> dict[str, Any]:
    deleted = {"204": {"description": "x", "content": {JSON: {"schema": {"type": "string"}}}}}
    paths: dict[str, Any] = {
        "/base64": _both("base64", JSON, BASE64),
        "/json": _both("json", JSON, FILE),
        "/named": _both("named", JSON, {"$ref": "#/components/schemas/File"}),
        "/any": _both("any", "*/*", FILE),
        "/pdf": _both("pdf", "application/pdf", FILE),
        "/deleted": {"delete": operation("deleted", responses=deleted)},
        "/silent": {"post": operation("silent", responses={"404": {"description": "x"}})},
    }
    return document(paths, {"File": FILE})


@pytest.fixture
def pair(mode: str) -> Pair:
    return Pair(generated(contract()), mode)


def echoed(pair: Pair, id: str, **arguments: Any) -> Any:
    """The answer of a service that gives the body back."""
    pair.service.answer = lambda body: body
    return pair.exchange(id, **arguments)


def test_base64_is_bytes_on_both_sides_there_and_back(pair: Pair) -> None:
    exchange = echoed(pair, "base64", body=b"hello")
    assert (pair.content, exchange.response.content) == (b'"aGVsbG8="', b'"aGVsbG8="')
    assert (pair.given, exchange.value, exchange.deviations) == ({"body": b"hello"}, b"hello", ())


@pytest.mark.parametrize("id", ["json", "named"])
@pytest.mark.parametrize("content", [b'{"a": 1}', b"[1", b""])
def test_a_file_of_json_is_its_bytes_there_and_back(pair: Pair, id: str, content: bytes) -> None:
    exchange = echoed(pair, id, body=content)
    assert (pair.request.headers["content-type"], pair.content) == (JSON, content)
    assert (pair.given["body"].read(), exchange.value, exchange.deviations) == (content, content, ())


def test_an_upload_of_json_is_sent_where_any_file_is_taken(pair: Pair) -> None:
    exchange = echoed(pair, "any", body=Upload(b"{}", media_type=JSON))
    assert (pair.request.headers["content-type"], pair.content, exchange.value) == (JSON, b"{}", b"{}")


@pytest.mark.parametrize("id", ["pdf", "any"])
def test_an_empty_file_is_no_bytes(pair: Pair, id: str) -> None:
    exchange = echoed(pair, id, body=Upload(b"", media_type="application/pdf"))
    assert (exchange.response.content, exchange.value, exchange.deviations) == (b"", b"", ())


def test_an_empty_answer_without_a_media_type_is_no_bytes_where_bytes_are_declared(pair: Pair) -> None:
    transport = httpx.MockTransport(lambda _: httpx.Response(200))
    assert pair.exchange("pdf", body=b"x", transport=transport).value == b""


def test_a_status_without_content_has_none_whatever_the_contract_says(pair: Pair) -> None:
    assert pair.operations["deleted"].responses == {"204": {}}
    exchange = pair.exchange("deleted")
    assert (exchange.status, exchange.response.content, exchange.value) == (204, b"", None)


def test_a_success_is_no_deviation_where_the_contract_does_not_say_what_one_is(pair: Pair) -> None:
    exchange = pair.exchange("silent")
    assert (exchange.status, exchange.value, exchange.deviations) == (204, None, ())


def test_what_comes_is_the_value_where_the_contract_does_not_say_how_success_is_answered(pair: Pair) -> None:
    transport = httpx.MockTransport(lambda _: httpx.Response(201, json={"id": 1}))
    exchange = pair.exchange("silent", transport=transport)
    assert (exchange.value, exchange.deviations) == ({"id": 1}, ())


def test_an_undeclared_failure_stays_a_deviation_of_such_a_contract(pair: Pair) -> None:
    transport = httpx.MockTransport(lambda _: httpx.Response(409, json={}))
    with pytest.raises(StatusError) as caught:
        pair.exchange("silent", transport=transport)
    assert caught.value.status == 409


def test_a_service_that_answers_bytes_which_are_no_json_breaks_the_contract(pair: Pair) -> None:
    answer = {"200": {"description": "x", "content": {JSON: {"schema": {"type": "object"}}}}}
    other = Pair(generated(document({"/item": {"get": operation("item", responses=answer)}})), pair.mode)
    other.service.answer = Reply(b"no json")
    with pytest.raises(ContractBroken, match="item answered 200: it is no JSON"):
        other.call("item")


def test_a_call_of_head_returns_nothing_and_its_type_says_so(pair: Pair) -> None:
    answer = {"200": {"description": "x", "content": {JSON: {"schema": {"type": "string"}}}}}
    other = Pair(generated(document({"/x": {"head": operation("look", responses=answer)}})), pair.mode)
    other.service.answer = "as GET would have it"
    assert other.call("look") is None
    resources = importlib.import_module(f"{other.package.__name__}.resources.parcels")
    assert resources.Parcels.look.__annotations__["return"] == "None"


FILES: dict[str, Any] = {
    "type": "object",
    "properties": {"file": FILE, "more": {"type": "array", "items": FILE}, "note": {"type": "string"}},
}


@pytest.mark.parametrize("kind", [FORM, MULTIPART])
@pytest.mark.parametrize(
    "encoding",
    [{}, {"more": {"style": "form", "explode": False}, "file": {"style": "form"}}, {"file": {"contentType": JSON}}],
)
def test_files_in_forms_are_their_bytes_in_whatever_style(pair: Pair, kind: str, encoding: dict[str, Any]) -> None:
    body = {"content": {kind: {"schema": {"$ref": "#/components/schemas/Files"}, "encoding": encoding}}}
    other = Pair(generated(document({"/x": {"post": operation("x", requestBody=body)}}, {"Files": FILES})), pair.mode)
    heard: dict[str, Any] = {}

    def answer(body: Any) -> None:
        heard.update(file=body.file.read(), more=[each.read() for each in body.more], note=body.note)

    other.service.answer = answer
    other.call("x", body={"file": b"\x00\xff +%", "more": [b"a,b", b""], "note": "é"})
    assert heard == {"file": b"\x00\xff +%", "more": [b"a,b", b""], "note": "é"}


def test_one_file_of_a_list_stays_a_list_in_a_form(pair: Pair) -> None:
    body = {"content": {FORM: {"schema": {"$ref": "#/components/schemas/Files"}}}}
    other = Pair(generated(document({"/x": {"post": operation("x", requestBody=body)}}, {"Files": FILES})), pair.mode)
    other.call("x", body={"more": [b"a"]})
    assert [each.read() for each in other.given["body"].more] == [b"a"]


def test_a_stream_has_no_place_in_a_form(pair: Pair) -> None:
    body = {"content": {FORM: {"schema": {"$ref": "#/components/schemas/Files"}}}}
    other = Pair(generated(document({"/x": {"post": operation("x", requestBody=body)}}, {"Files": FILES})), pair.mode)
    with pytest.raises(InvalidRequest, match="body/file: a stream is sent as it comes"):
        other.call("x", body={"file": iter([b"a"])})


@pytest.mark.parametrize(
    ("value", "reason"),
    [("漢", "visible ASCII"), ("é", "visible ASCII"), (" a", "begin or end"), ("a\x7f", "visible ASCII")],
)
def test_a_service_cannot_answer_a_header_that_would_not_arrive(pair: Pair, value: str, reason: str) -> None:
    pair.service.answer = Reply(None, status=204, headers={"X-Name": value})
    with pytest.raises(ContractBroken, match=f"the header X-Name of 204: a header .*{reason}"):
        pair.call("silent")
