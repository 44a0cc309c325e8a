"""A call is tried again only where that is safe, and the waits are those that the server asks for."""

from __future__ import annotations

import io
from collections.abc import Iterator
from email.utils import formatdate
from typing import Any

import httpx
import pytest
from hypothesis import given, strategies as st

from tests.runtime.both import Answers, Both, StillClock, get, post
from trivet.runtime import (
    Binary,
    Body,
    ConnectionFailed,
    Header,
    Headers as Fields,
    NotFound,
    Operation,
    Options,
    ServiceUnavailable,
    StatusError,
    TimedOut,
    Timeout,
    TooManyRequests,
    TrivetError,
    Upload,
)
from trivet.runtime._retry import RetryPolicy, retry_after

OK = httpx.Response(200, json="done")
BUSY = httpx.Response(503)


@pytest.mark.parametrize("status", [408, 429, 500, 502, 503, 504])
def test_a_transient_status_is_tried_again(api: Both, status: int) -> None:
    server = Answers(httpx.Response(status), httpx.Response(status), OK)
    assert api.send(get()(), server) == "done"
    assert api.clock.slept == [0.5, 1.0]


@pytest.mark.parametrize("status", [400, 401, 404, 409, 422, 501])
def test_a_lasting_status_is_not(api: Both, status: int) -> None:
    server = Answers(httpx.Response(status))
    with pytest.raises(StatusError):
        api.send(get()(), server)
    assert len(server.requests) == 1


def test_after_the_last_attempt_the_last_failure_is_raised(api: Both) -> None:
    server = Answers(httpx.Response(500), httpx.Response(502), BUSY)
    with pytest.raises(ServiceUnavailable):
        api.send(get()(), server)
    assert len(server.requests) == 3


@pytest.mark.parametrize(("setting", "option", "attempts"), [(1, None, 1), (5, None, 5), (5, 2, 2)])
def test_the_number_of_attempts_can_be_set(api: Both, setting: int, option: int | None, attempts: int) -> None:
    server = Answers(BUSY)
    with pytest.raises(ServiceUnavailable):
        api.send(get()(), server, Options(attempts=option), attempts=setting)
    assert len(server.requests) == attempts


@pytest.mark.parametrize("failure", [httpx.ReadError("x"), httpx.ReadTimeout("x"), httpx.RemoteProtocolError("x")])
def test_a_post_that_the_server_may_have_seen_is_not_sent_twice(api: Both, failure: Exception) -> None:
    server = Answers(failure, OK)
    with pytest.raises((ConnectionFailed, TimedOut)) as caught:
        api.send(post()(), server)
    assert len(server.requests) == 1
    assert caught.value.__cause__ is failure


@pytest.mark.parametrize("failure", [httpx.ConnectError("x"), httpx.ConnectTimeout("x"), httpx.PoolTimeout("x")])
def test_a_post_that_the_server_cannot_have_seen_is_sent_again(api: Both, failure: Exception) -> None:
    assert api.send(post()(), Answers(failure, OK)) == "done"


@pytest.mark.parametrize("failure", [httpx.ReadError("x"), httpx.ReadTimeout("x"), BUSY, httpx.Response(500)])
def test_a_post_with_an_idempotency_key_is_sent_again(api: Both, failure: Any) -> None:
    keyed = post(parameters=(Header("key", lambda: str, wire="Idempotency-Key"),))
    server = Answers(failure, OK)
    assert api.send(keyed(key="k1"), server) == "done"
    assert [request.headers["idempotency-key"] for request in server.requests] == ["k1", "k1"]
    assert api.send(post()(), Answers(failure, OK), Options(headers={"Idempotency-Key": "k2"})) == "done"


@pytest.mark.parametrize("status", [429, 503])
def test_a_refused_post_is_sent_again_only_if_the_server_says_when(api: Both, status: int) -> None:
    with pytest.raises(StatusError):
        api.send(post()(), Answers(httpx.Response(status), OK))
    assert api.send(post()(), Answers(httpx.Response(status, headers={"Retry-After": "2"}), OK)) == "done"
    with pytest.raises(StatusError):
        api.send(post()(), Answers(httpx.Response(500, headers={"Retry-After": "2"}), OK))


@pytest.mark.parametrize("method", ["PUT", "DELETE", "HEAD", "OPTIONS"])
def test_idempotent_methods_are_sent_again(api: Both, method: str) -> None:
    operation = Operation[Any](method, "/x", id="x", responses={"200": {}})
    server = Answers(httpx.ReadError("x"), OK)
    api.send(operation(), server)
    assert len(server.requests) == 2


def test_retry_after_wins_in_both_its_forms(api: Both) -> None:
    date = formatdate(api.clock.now() + 12, usegmt=True)
    asked = [httpx.Response(429, headers={"Retry-After": value}) for value in ("7", date)]
    assert api.send(get()(), Answers(*asked, OK)) == "done"
    assert api.clock.slept == [7.0, 5.0]


def test_a_server_that_asks_for_more_than_half_a_minute_is_not_awaited(api: Both) -> None:
    server = Answers(httpx.Response(429, headers={"Retry-After": "31"}), OK)
    with pytest.raises(TooManyRequests) as caught:
        api.send(get()(), server)
    assert (len(server.requests), caught.value.retry_after) == (1, 31.0)


def test_a_wait_beyond_the_call_s_time_is_not_begun(api: Both) -> None:
    server = Answers(httpx.Response(429, headers={"Retry-After": "7"}), OK)
    with pytest.raises(TooManyRequests):
        api.send(get()(), server, Options(timeout=5))
    assert api.clock.slept == []


def test_each_attempt_has_only_the_time_that_is_left(api: Both) -> None:
    server = Answers(httpx.Response(429, headers={"Retry-After": "7"}), OK)
    api.send(get()(), server, Options(timeout=Timeout(connect=2, read=9, total=10)))
    limits = [request.extensions["timeout"] for request in server.requests]
    assert [(limit["connect"], limit["read"]) for limit in limits] == [(2, 9), (2, 3)]


def test_a_body_is_sent_whole_at_each_attempt(api: Both) -> None:
    file = io.BytesIO(b"skip-content")
    file.seek(5)
    operation = Operation[Any](
        "PUT", "/x", id="x", body=Body({"application/octet-stream": lambda: Binary}), responses={"200": {}}
    )
    server = Answers(BUSY, BUSY, OK)
    api.send(operation(body=Upload(file)), server)
    assert [request.content for request in server.requests] == [b"content"] * 3


def test_a_stream_that_can_be_read_once_is_sent_once(api: Both) -> None:
    def stream() -> Iterator[bytes]:
        yield b"x"

    operation = Operation[Any](
        "PUT", "/x", id="x", body=Body({"application/octet-stream": lambda: Binary}), responses={"200": {}}
    )
    server = Answers(BUSY, OK)
    with pytest.raises(ServiceUnavailable):
        api.send(operation(body=stream()), server)
    assert len(server.requests) == 1


def test_a_failure_that_is_not_of_the_network_passes_as_it_is(api: Both) -> None:
    server = Answers(KeyError("bug"))
    with pytest.raises(KeyError):
        api.send(get()(), server)
    assert len(server.requests) == 1


def policy() -> RetryPolicy:
    return RetryPolicy(attempts=9, idempotent=True, replayable=True, deadline=None, clock=StillClock())


@given(st.integers(1, 200))
def test_waits_grow_twofold_up_to_half_a_minute(attempt: int) -> None:
    assert policy().delay(TrivetError(), attempt) == min(30.0, 0.5 * 2.0 ** (attempt - 1))


def test_waits_are_spread_down_to_nothing() -> None:
    class Lucky(StillClock):
        def random(self) -> float:
            return 0.0

    lucky = RetryPolicy(attempts=9, idempotent=True, replayable=True, deadline=None, clock=Lucky())
    assert lucky.delay(TrivetError(), 5) == 0.0


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_retry_after_is_a_wait_or_none(value: str) -> None:
    seconds = retry_after(Fields([("Retry-After", value)]), now=0.0)
    assert seconds is None or seconds >= 0


def test_not_found_is_not_tried_again_even_with_retry_after(api: Both) -> None:
    with pytest.raises(NotFound):
        api.send(get()(), Answers(httpx.Response(404, headers={"Retry-After": "1"}), OK))
    assert api.clock.slept == []
