"""Answers over a socket: broken off, mislabelled, compressed, preceded by others; and which calls are made again."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator, Sequence
from typing import Any

import httpx
import pytest

from tests.wire.contracts import document, operation
from tests.wire.pair import Pair, generated
from tests.wire.scripted import RESET, Scripted, answer, chunked
from trivet.runtime import BadResponse, ConnectionFailed, Options, ServerError, StatusError, TrivetError

ITEM: dict[str, Any] = {"type": "object", "required": ["id"], "properties": {"id": {"type": "integer"}}}
JSON = b"Content-Type: application/json"
BODY = b'{"id":1}'
GOOD = answer(BODY, JSON)
HALF = [RESET, answer(BODY, JSON, length=20), chunked(BODY, JSON), b"HTTP/1.1 200 OK\r\nContent-Le", b""]
"""What breaks off: before its head, in its head, in its body."""
REPEATED = ["get", "put", "delete", "head", "options", "query"]
ONCE = ["post", "patch"]


def contract() -> dict[str, Any]:
    responses: dict[str, Any] = {
        "200": {"description": "x", "content": {"application/json": {"schema": ITEM}}},
        "202": {"description": "x", "content": {"text/plain": {"schema": {"type": "string"}}}},
        "default": {"description": "x", "content": {"application/json": {"schema": ITEM}}},
    }
    bytes_: dict[str, Any] = {"content": {"application/octet-stream": {}}}
    item = {method: operation(method, responses=responses) for method in [*REPEATED, *ONCE]}
    for method in ("put", "post"):
        item[method]["requestBody"] = bytes_
    found = {"302": {"description": "elsewhere"}, "200": {"description": "x"}}
    made = document({"/item": item, "/found": {"get": operation("found", responses=found)}})
    return {**made, "openapi": "3.2.0"}


@pytest.fixture
def pair(mode: str) -> Pair:
    return Pair(generated(contract()), mode)


def asked(pair: Pair, id: str, answers: Sequence[bytes], *, attempts: int = 1, **more: Any) -> tuple[Any, list[bytes]]:
    """What the call comes to, an exception included, and the requests that it made."""
    about = {"options": Options(attempts=attempts, timeout=10), **more}
    with Scripted(answers) as server:
        call = {"base_url": server.url, **about, "transport": more.get("transport")}
        try:
            return exchange(pair, id, **call), server.requests
        except TrivetError as error:
            return error, server.requests


def exchange(pair: Pair, id: str, *, base_url: str, transport: Any, options: Options, **arguments: Any) -> Any:
    import asyncio

    call = pair.operations[id](**arguments)
    if pair.mode == "sync":
        with pair.package.Wire(base_url, transport=transport) as client:
            return client.exchange(call, options)

    async def run() -> Any:
        async with pair.package.AsyncWire(base_url, transport=transport) as client:
            return await client.exchange(call, options)

    return asyncio.run(run())


@pytest.mark.parametrize("broken", HALF)
def test_an_answer_that_breaks_off_is_never_taken_for_a_whole_one(pair: Pair, broken: bytes) -> None:
    error, requests = asked(pair, "get", [broken])
    assert isinstance(error, ConnectionFailed)
    assert (error.sent, len(requests)) == (True, 1)


@pytest.mark.parametrize("id", REPEATED)
@pytest.mark.parametrize("broken", HALF[:2])
def test_an_idempotent_call_is_made_again_after_a_broken_answer(pair: Pair, id: str, broken: bytes) -> None:
    found, requests = asked(pair, id, [broken, GOOD], attempts=3)
    if id != "head" or broken == RESET:
        assert len(requests) == 2
        assert requests[0] == requests[1]
    assert found.status == 200


@pytest.mark.parametrize("id", ONCE)
@pytest.mark.parametrize(
    "failed",
    [*HALF, *(answer(b"", status=status) for status in (b"500 X", b"502 X", b"503 X", b"504 X", b"408 X", b"429 X"))],
)
def test_a_call_that_is_not_idempotent_is_made_once_whatever_goes_wrong(pair: Pair, id: str, failed: bytes) -> None:
    error, requests = asked(pair, id, [failed, GOOD], attempts=3)
    assert isinstance(error, ConnectionFailed | StatusError)
    assert len(requests) == 1


def test_a_stream_that_cannot_be_sent_again_is_sent_once(pair: Pair) -> None:
    def pieces() -> Iterator[bytes]:
        yield b"once"

    error, requests = asked(pair, "put", [RESET, GOOD], attempts=3, body=pieces())
    assert isinstance(error, ConnectionFailed)
    assert [request.partition(b"\r\n\r\n")[2] for request in requests] == [b"4\r\nonce\r\n0\r\n\r\n"]


def test_a_body_that_can_be_sent_again_is_sent_whole_again(pair: Pair) -> None:
    _, requests = asked(pair, "put", [RESET, GOOD], attempts=3, body=b"twice")
    assert [request.partition(b"\r\n\r\n")[2] for request in requests] == [b"twice", b"twice"]


def test_what_comes_beyond_the_told_length_is_no_part_of_the_answer(pair: Pair) -> None:
    found, _ = asked(pair, "get", [answer(BODY + b"HTTP/1.1 200 OK", JSON, length=len(BODY))])
    assert found.response.content == BODY


@pytest.mark.parametrize("head", [b"HTTP/1.1 100 Continue\r\n\r\n", b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n"])
def test_informational_answers_are_passed_over(pair: Pair, head: bytes) -> None:
    found, requests = asked(pair, "get", [head + GOOD])
    assert (found.value.id, len(requests)) == (1, 1)


def test_a_switch_of_protocols_that_nobody_asked_for_is_a_failed_connection(pair: Pair) -> None:
    error, _ = asked(pair, "get", [b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n"])
    assert isinstance(error, ConnectionFailed)


@pytest.mark.parametrize(
    ("coding", "content"),
    [
        (b"gzip", gzip.compress(BODY)),
        (b"GZIP", gzip.compress(BODY)),
        (b"deflate", zlib.compress(BODY)),
        (b"identity", BODY),
        (b"deflate, gzip", gzip.compress(zlib.compress(BODY))),
    ],
    ids=["gzip", "in capitals", "deflate", "none", "two"],
)
def test_content_codings_are_undone(pair: Pair, coding: bytes, content: bytes) -> None:
    found, requests = asked(pair, "get", [answer(content, JSON, b"Content-Encoding: " + coding)])
    assert (found.value.id, found.deviations) == (1, ())
    assert b"gzip" in requests[0].lower().partition(b"accept-encoding:")[2].partition(b"\r\n")[0]


def test_what_is_not_in_its_content_coding_is_a_bad_response(pair: Pair) -> None:
    error, requests = asked(pair, "get", [answer(BODY, JSON, b"Content-Encoding: gzip"), GOOD], attempts=3)
    assert isinstance(error, BadResponse)
    assert len(requests) == 1


@pytest.mark.parametrize("charset", ["bogus", "undefined", "idna", "zip", "base64", "unicode_escape", "rot13", ""])
def test_a_charset_that_is_none_does_not_hide_the_text(pair: Pair, charset: str) -> None:
    fields = f"Content-Type: text/plain; charset={charset}".encode()
    found, _ = asked(pair, "get", [answer(b"abc", fields, status=b"202 Accepted")])
    assert found.value == "abc"


def test_typed_errors_carry_their_decoded_bodies(pair: Pair) -> None:
    error, _ = asked(pair, "get", [answer(gzip.compress(BODY), JSON, b"Content-Encoding: gzip", status=b"500 No")])
    assert isinstance(error, ServerError)
    assert (type(error.data).__name__, error.data.id) == ("GetDefaultResponse", 1)


LOCATIONS = [
    *("http://[::1", "http://h:99999/", "http://h:x/", "https:///x", "javascript:alert(1)", "app:back?x=1"),
    *("http://user:secret@h.test/", "ftp://h.test/x", "//user@h.test/", "mailto:a@h.test"),
]


@pytest.mark.parametrize("location", LOCATIONS)
def test_a_location_that_cannot_be_followed_is_an_answer_with_its_status(pair: Pair, location: str) -> None:
    redirect = answer(b"", b"Location: " + location.encode(), status=b"302 Found")
    error, requests = asked(pair, "get", [redirect, GOOD], attempts=3)
    assert isinstance(error, StatusError)
    assert (error.status, error.headers["Location"], len(requests)) == (302, location, 1)


@pytest.mark.parametrize("location", [*LOCATIONS, "/there", "https://h.test/"])
def test_a_declared_redirect_is_the_answer_wherever_it_leads(pair: Pair, location: str) -> None:
    found, requests = asked(pair, "found", [answer(b"", b"Location: " + location.encode(), status=b"302 Found")])
    assert (found.status, found.headers["Location"], found.deviations, len(requests)) == (302, location, (), 1)


@pytest.mark.parametrize("location", ["/there?a=%2F#x", "", "?a=1", "#x", "/é x"])
def test_a_relative_location_is_followed(pair: Pair, location: str) -> None:
    redirect = answer(b"", b"Location: " + location.encode(), status=b"307 Temporary Redirect")
    found, requests = asked(pair, "get", [redirect, GOOD])
    assert (found.value.id, len(requests)) == (1, 2)


def test_a_given_client_s_own_credentials_stay_at_home_too(pair: Pair) -> None:
    """A client of httpx may bring `auth`: it is for the server that the client was made for."""
    kind = httpx.Client if pair.mode == "sync" else httpx.AsyncClient
    with Scripted([GOOD]) as other:
        redirect = answer(b"", b"Location: " + other.url.encode() + b"/x", status=b"302 Found")
        found, requests = asked(pair, "get", [redirect], transport=kind(auth=("user", "secret")))
        assert found.value.id == 1
        assert b"authorization: basic" in requests[0].lower()
        assert b"authorization" not in other.requests[0].lower()
