"""Answers by status, range and default, by media type, and with typed headers."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from tests.wire.answers import contract
from tests.wire.pair import Pair, generated
from trivet.runtime import BadRequest, NotFound, ServerError, StatusError
from trivet_server import ContractBroken, Refusal, Reply


@pytest.fixture
def pair(mode: str) -> Pair:
    return Pair(generated(contract()), mode)


def answered(pair: Pair, id: str, answer: Any) -> Any:
    pair.service.answer = answer
    return pair.exchange(id)


def plain(value: Any) -> Any:
    return value.model_dump(by_alias=True, exclude_unset=True) if hasattr(value, "model_dump") else value


@pytest.mark.parametrize(
    ("status", "value", "model", "content"),
    [
        (200, {"id": 1}, "Item", b'{"id":1}'),
        (202, "later", None, b"later"),
        (204, None, None, b""),
        (206, {"from": 1}, "Range", b'{"from":1}'),
    ],
)
def test_a_success_is_what_its_status_or_its_range_declares(
    pair: Pair, status: int, value: Any, model: str | None, content: bytes
) -> None:
    exchange = answered(pair, "byStatus", Reply(value, status=status))
    assert (exchange.status, plain(exchange.value), exchange.response.content) == (status, value, content)
    assert type(exchange.value).__name__ == (model or type(value).__name__)
    assert exchange.deviations == ()


@pytest.mark.parametrize(
    ("status", "body", "kind", "model"),
    [
        (404, {"code": "gone"}, NotFound, "Fault"),
        (400, {"title": "Bad"}, BadRequest, "Problem"),
        (418, {"title": "Tea"}, StatusError, "Problem"),
        (500, "broken", ServerError, "str"),
    ],
)
def test_a_failure_is_what_its_status_its_range_or_the_default_declares(
    pair: Pair, status: int, body: Any, kind: type[StatusError], model: str
) -> None:
    def refuse() -> None:
        raise Refusal(status, body)

    with pytest.raises(kind) as caught:
        answered(pair, "byStatus", refuse)
    assert (caught.value.status, plain(caught.value.data), type(caught.value.data).__name__) == (status, body, model)


@pytest.mark.parametrize(
    ("media_type", "value", "content"),
    [
        ("application/json", {"id": 1}, b'{"id":1}'),
        ("application/vnd.item+json", {"to": 2}, b'{"to":2}'),
        ("text/csv", "a,é", "a,é".encode()),
        ("application/xml", b"<a>\xff</a>", b"<a>\xff</a>"),
        ("image/png", b"\x89PNG", b"\x89PNG"),
    ],
)
def test_an_answer_is_read_by_its_media_type(pair: Pair, media_type: str, value: Any, content: bytes) -> None:
    exchange = answered(pair, "byType", Reply(value, content_type=media_type))
    assert exchange.headers["Content-Type"].partition(";")[0] == media_type
    assert (plain(exchange.value), exchange.response.content) == (value, content)


def test_headers_are_values_of_their_types_on_both_sides(pair: Pair) -> None:
    seen = datetime(2024, 1, 2, 3, 4, 5, tzinfo=UTC)
    given = {
        "X-Rate-Limit": 7,
        "X-Names": ["a", "b"],
        "X-Range": {"from": 1, "to": 2},
        "X-Meta": {"from": 3},
        "Last-Seen": seen,
    }
    exchange = answered(pair, "headed", Reply({"id": 1}, headers=given))
    assert {name: exchange.headers[name] for name in given} == {
        "X-Rate-Limit": "7",
        "X-Names": "a,b",
        "X-Range": "from=1,to=2",
        "X-Meta": '{"from":3}',
        "Last-Seen": "2024-01-02T03:04:05Z",
    }
    assert {name: plain(exchange.header(name.lower())) for name in given} == given
    assert type(exchange.header("X-Range")).__name__ == "Range"
    assert exchange.deviations == ()


def test_set_cookie_is_an_item_for_each_field(pair: Pair) -> None:
    cookies = ["a=1; Expires=Wed, 21 Oct 2015 07:28:00 GMT", "b=2"]
    pairs = [("X-Rate-Limit", "1"), *(("Set-Cookie", cookie) for cookie in cookies)]
    assert answered(pair, "headed", Reply({"id": 1}, headers=pairs)).header("Set-Cookie") == cookies


def test_a_header_that_did_not_come_is_none_and_a_deviation_if_it_is_required(pair: Pair) -> None:
    exchange = answered(pair, "headed", {"id": 1})
    assert (exchange.header("X-Rate-Limit"), exchange.header("X-Names")) == (None, None)
    assert [str(one) for one in exchange.deviations] == ["(document): expected a header X-Rate-Limit, got none"]


def test_a_header_of_another_type_is_its_text_and_a_deviation(pair: Pair) -> None:
    exchange = answered(pair, "headed", Reply({"id": 1}, headers={"X-Rate-Limit": "many"}))
    assert exchange.header("X-Rate-Limit") == "many"
    assert [one.got for one in exchange.deviations] == ["'many'"]


def test_headers_belong_to_a_status(pair: Pair) -> None:
    exchange = answered(pair, "headed", Reply(None, status=204, headers={"X-Other": 3}))
    assert exchange.header("X-Other") == 3
    with pytest.raises(KeyError, match="declares no header X-Rate-Limit for 204; declared: X-Other"):
        exchange.header("X-Rate-Limit")


@pytest.mark.parametrize("headers", [{"X-Rate-Limit": "many", "X-Names": ["a,b"]}, {"X-Rate-Limit": 1.5}, {"X-No": 1}])
def test_a_service_cannot_answer_a_header_that_is_not_of_its_type(pair: Pair, headers: Any) -> None:
    with pytest.raises(ContractBroken, match="header X-"):
        answered(pair, "headed", Reply({"id": 1}, headers=headers))


@pytest.mark.parametrize(
    "headers", [{"X-A": "a\r\nSet-Cookie: b=1"}, {"X-A": "a\nb"}, {"X-A\r\nX-B": "a"}, {"X A": "a"}]
)
def test_a_service_cannot_answer_a_header_that_would_be_another_one(pair: Pair, headers: dict[str, str]) -> None:
    for answer in (Reply({"id": 1}, headers=headers), Refusal(404, {"code": "x"}, headers=headers)):

        def respond(answer: Any = answer) -> Any:
            if isinstance(answer, Refusal):
                raise answer
            return answer

        with pytest.raises(ContractBroken, match="is no header field"):
            answered(pair, "byStatus", respond)


def test_an_empty_body_is_none_where_none_is_declared(pair: Pair) -> None:
    def handle(_: httpx.Request) -> httpx.Response:
        return httpx.Response(204, headers={"Content-Type": "application/json"})

    assert pair.exchange("byStatus", transport=httpx.MockTransport(handle)).value is None
