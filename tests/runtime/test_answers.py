"""An answer is read as the contract declares it; where it breaks the contract, somebody is told."""

from __future__ import annotations

import gzip
from typing import Annotated, Any

import httpx
import pytest
from pydantic import Field

from tests.runtime.both import Answers, Both, get
from trivet.runtime import (
    BadGateway,
    BadResponse,
    Conflict,
    DeviationError,
    Exchange,
    Model,
    NotFound,
    Operation,
    ServerError,
    StatusError,
    TooManyRequests,
    Upload,
)


class Thing(Model):
    id: int
    name: Annotated[str | None, Field(max_length=5)] = None


class Problem(Model):
    title: str
    detail: str | None = None


THING: dict[str, Any] = {
    "200": {"application/json": lambda: Thing},
    "4XX": {"application/problem+json": lambda: Problem},
}


def answered(api: Both, responses: Any, answer: httpx.Response, **settings: Any) -> Exchange[Any]:
    return api.exchange(get(responses=responses)(), Answers(answer), attempts=1, **settings)


def test_a_declared_answer_is_its_type(api: Both) -> None:
    exchange = answered(api, THING, httpx.Response(200, json={"id": 1}, headers={"X-A": "1"}))
    assert exchange.value == Thing(id=1)
    assert (exchange.status, exchange.headers["x-a"], exchange.deviations) == (200, "1", ())


def test_a_deviation_is_reported_and_the_answer_is_kept(api: Both) -> None:
    told: list[Exchange[Any]] = []
    exchange = answered(api, THING, httpx.Response(200, json={"id": "1", "name": "x"}), on_deviation=told.append)
    assert isinstance(exchange.value, Thing)
    assert exchange.value.model_dump(warnings=False) == {"id": "1", "name": "x"}
    assert [deviation.pointer for deviation in exchange.deviations] == ["/id"]
    assert [one.call.operation.id for one in told] == ["getThing"]


def test_a_deviation_is_raised_where_that_is_wanted(api: Both) -> None:
    with pytest.raises(DeviationError) as caught:
        answered(api, THING, httpx.Response(200, json={}), deviations="raise")
    assert [deviation.pointer for deviation in caught.value.deviations] == ["/id"]
    assert caught.value.response is not None


def test_the_exact_status_wins_over_its_range_and_the_default() -> None:
    responses = {"default": {"text/plain": lambda: str}, "2XX": {"application/json": lambda: Any}, "201": {}}
    api = Both("sync")
    created = httpx.Response(201, json=1)
    assert answered(api, responses, created).value is None
    assert answered(api, responses, httpx.Response(202, json=1)).value == 1
    with pytest.raises(NotFound) as caught:
        answered(api, responses, httpx.Response(404, text="gone"))
    assert caught.value.data == "gone"


@pytest.mark.parametrize(
    ("media_type", "expected"),
    [
        ("application/json", {"id": 1}),
        ("APPLICATION/JSON; charset=utf-8", {"id": 1}),
        ("application/vnd.api+json", b'{"id": 1}'),
        ("text/html", '{"id": 1}'),
        ("image/png", b'{"id": 1}'),
    ],
)
def test_the_media_type_is_matched_exactly_then_by_family_then_by_any(
    api: Both, media_type: str, expected: Any
) -> None:
    contents = {"application/json": lambda: Any, "text/*": lambda: str, "*/*": lambda: Upload}
    answer = httpx.Response(200, content=b'{"id": 1}', headers={"Content-Type": media_type})
    exchange = answered(api, {"200": contents}, answer)
    assert (exchange.value, exchange.deviations) == (expected, ())


def test_json_without_a_media_type_is_json(api: Both) -> None:
    exchange = answered(api, THING, httpx.Response(200, content=b'{"id": 1}'))
    assert (exchange.value, exchange.deviations) == (Thing(id=1), ())


def test_json_under_another_name_is_read_and_reported(api: Both) -> None:
    answer = httpx.Response(200, content=b' {"id": 1}', headers={"Content-Type": "text/html"})
    exchange = answered(api, THING, answer)
    assert exchange.value == Thing(id=1)
    assert [(one.expected, one.got) for one in exchange.deviations] == [("application/json", "text/html")]


def test_an_undeclared_success_is_read_as_the_declared_one_and_reported(api: Both) -> None:
    exchange = answered(api, THING, httpx.Response(201, json={"id": 1}))
    assert exchange.value == Thing(id=1)
    assert [(one.expected, one.got) for one in exchange.deviations] == [("status 200 or 4XX", "201")]


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (b"<html>", "text/html"),
        (b"{", "application/json"),
        (b"", "application/json"),
        (b'{"id": NaN}', "application/json"),
    ],
)
def test_what_cannot_be_read_as_declared_is_a_bad_response(api: Both, content: bytes, media_type: str) -> None:
    with pytest.raises(BadResponse) as caught:
        answered(api, THING, httpx.Response(200, content=content, headers={"Content-Type": media_type}))
    assert caught.value.response is not None
    assert "GET https://api.test/v1/thing" in str(caught.value)


@pytest.mark.parametrize("status", [204, 205])
def test_an_answer_without_content_is_none(api: Both, status: int) -> None:
    assert answered(api, {str(status): {}}, httpx.Response(status)).value is None
    assert answered(api, {"200": {}}, httpx.Response(200, text="ignored")).value is None


def test_head_has_headers_only(api: Both) -> None:
    operation = Operation[Any]("HEAD", "/thing", id="x", responses=THING)
    assert api.exchange(operation(), Answers(httpx.Response(200, headers={"ETag": "1"}))).value is None


def test_text_is_decoded_by_its_charset_and_other_types_are_bytes(api: Both) -> None:
    latin = httpx.Response(200, content="ü".encode("latin-1"), headers={"Content-Type": "text/plain; charset=latin-1"})
    assert answered(api, {"200": {"text/plain": lambda: str}}, latin).value == "ü"
    png = httpx.Response(200, content=b"\x89", headers={"Content-Type": "image/png"})
    assert answered(api, {"200": {"image/*": lambda: Upload}}, png).value == b"\x89"
    marked = httpx.Response(200, content=b'\xef\xbb\xbf{"id":1}', headers={"Content-Type": "application/json"})
    assert answered(api, THING, marked).value == Thing(id=1)


@pytest.mark.parametrize(
    ("status", "kind"),
    [(404, NotFound), (409, Conflict), (429, TooManyRequests), (502, BadGateway), (599, ServerError)],
)
def test_a_failure_has_its_status_s_class_and_the_declared_data(
    api: Both, status: int, kind: type[StatusError]
) -> None:
    answer = httpx.Response(status, json={"title": "no", "detail": "not this"}, headers={"Retry-After": "7"})
    with pytest.raises(kind) as caught:
        answered(api, {**THING, "5XX": THING["4XX"]}, answer)
    error = caught.value
    assert (error.status, error.data, error.retry_after) == (status, Problem(title="no", detail="not this"), 7.0)
    assert type(error) is kind
    assert error.request is not None
    assert error.response is not None
    assert error.headers["content-type"] == "application/json"
    assert "GET https://api.test/v1/thing: not this" in str(error)


def test_a_failure_of_an_odd_status_is_a_status_error(api: Both) -> None:
    with pytest.raises(StatusError) as caught:
        answered(api, {}, httpx.Response(418, text="teapot"))
    assert (type(caught.value), caught.value.data) == (StatusError, "teapot")


@pytest.mark.parametrize(
    ("answer", "data"),
    [
        (httpx.Response(404, text="<html>"), "<html>"),
        (httpx.Response(404, json={"message": "x"}), {"message": "x"}),
        (httpx.Response(404, content=b"\x00", headers={"Content-Type": "image/png"}), b"\x00"),
        (httpx.Response(404), None),
    ],
)
def test_a_failure_that_is_not_as_declared_carries_what_came(api: Both, answer: httpx.Response, data: Any) -> None:
    responses = {"200": {}, "404": {"application/xml": lambda: str}}
    with pytest.raises(NotFound) as caught:
        answered(api, responses, answer)
    assert caught.value.data == data


def test_a_failure_s_deviations_are_told_and_never_hide_the_failure(api: Both) -> None:
    told: list[Exchange[Any]] = []
    answer = httpx.Response(404, json={"detail": 1}, headers={"Content-Type": "application/problem+json"})
    with pytest.raises(NotFound) as caught:
        answered(api, THING, answer, on_deviation=told.append, deviations="raise")
    assert isinstance(caught.value.data, Problem)
    assert [one.pointer for one in told[0].deviations] == ["/title", "/detail"]


def test_a_body_is_decompressed(api: Both) -> None:
    def zipped(_: httpx.Request) -> httpx.Response:
        headers = {"Content-Encoding": "gzip", "Content-Type": "application/json"}
        return httpx.Response(200, content=gzip.compress(b'{"id":1}'), headers=headers)

    assert api.send(get(responses=THING)(), zipped) == Thing(id=1)
