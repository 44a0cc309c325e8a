"""Answers that are read as they come: to iterate over, or to save; tried again only until their head has come."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.wire.answers import contract
from tests.wire.pair import BASE, Pair, generated
from trivet.runtime import ConnectionFailed, DeviationError, NotFound, Options, TimedOut

PIECES = [b"a" * 1000, b"b" * 1000, b"", b"c"]


class Body(httpx.SyncByteStream, httpx.AsyncByteStream):
    """Pieces of a body, which may break off; tells how many were asked for, and whether it was closed."""

    def __init__(self, *pieces: bytes | Exception) -> None:
        self._pieces = pieces
        self.read = 0
        self.closed = False

    def __iter__(self) -> Iterator[bytes]:
        for piece in self._pieces:
            self.read += 1
            if isinstance(piece, Exception):
                raise piece
            yield piece

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for piece in self:
            yield piece

    def close(self) -> None:
        self.closed = True

    async def aclose(self) -> None:
        self.closed = True


@pytest.fixture
def pair(mode: str) -> Pair:
    return Pair(generated(contract()), mode)


def streamed(
    pair: Pair,
    handler: Callable[[httpx.Request], httpx.Response],
    use: Callable[[Any], Any],
    *,
    options: Options | None = None,
    **settings: Any,
) -> Any:
    """What `use` makes of the open answer; whatever of it is a coroutine is awaited."""
    call, transport = pair.operations["file"](), httpx.MockTransport(handler)
    if pair.mode == "sync":
        with pair.package.Wire(BASE, transport=transport, **settings) as client, client.stream(call, options) as answer:
            return use(answer)

    async def run() -> Any:
        made = pair.package.AsyncWire(BASE, transport=transport, **settings)
        async with made as client, client.stream(call, options) as answer:
            found = use(answer)
            return await found if hasattr(found, "__await__") else found

    return asyncio.run(run())


def good(body: Body, **headers: str) -> Callable[[httpx.Request], httpx.Response]:
    fields = {"Content-Type": "application/octet-stream", **headers}
    return lambda _: httpx.Response(200, headers=fields, stream=body)


def pieces(answer: Any) -> Any:
    """All pieces of the open answer."""
    if hasattr(answer, "__iter__"):
        return list(answer)

    async def gathered() -> list[bytes]:
        return [piece async for piece in answer]

    return gathered()


def test_the_pieces_are_those_that_come(pair: Pair) -> None:
    body = Body(*PIECES)
    assert streamed(pair, good(body), pieces) == [piece for piece in PIECES if piece]
    assert body.closed


def test_nothing_is_read_before_it_is_asked_for_and_what_is_left_is_closed(pair: Pair) -> None:
    body = Body(*PIECES)
    assert streamed(pair, good(body), lambda answer: (answer.status, body.read)) == (200, 0)
    assert body.closed


def test_a_file_is_there_once_it_is_whole(pair: Pair, tmp_path: Path) -> None:
    target = tmp_path / "a.bin"
    assert streamed(pair, good(Body(*PIECES)), lambda answer: answer.save(target)) == 2001
    assert target.read_bytes() == b"".join(PIECES)
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.parametrize("error", [httpx.ReadError("gone"), httpx.RemoteProtocolError("incomplete")])
def test_a_body_that_breaks_off_leaves_no_file_and_is_not_asked_for_again(
    pair: Pair, tmp_path: Path, error: Exception
) -> None:
    asked = []

    def handle(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return good(Body(b"half", error))(request)

    (tmp_path / "a.bin").write_bytes(b"before")
    with pytest.raises(ConnectionFailed):
        streamed(pair, handle, lambda answer: answer.save(tmp_path / "a.bin"))
    assert len(asked) == 1
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("a.bin", b"before")]


def test_a_call_is_tried_again_until_a_head_has_come(pair: Pair) -> None:
    bodies = [Body(b"busy"), Body(b"file")]
    answers = [
        httpx.Response(503, headers={"Retry-After": "0"}, stream=bodies[0]),
        good(bodies[1])(httpx.Request("GET", BASE)),
    ]
    assert streamed(pair, lambda _: answers.pop(0), lambda answer: answer.read()) == b"file"
    assert all(body.closed for body in bodies)


def test_a_failure_is_read_and_raised(pair: Pair) -> None:
    problem = httpx.Response(404, headers={"Content-Type": "application/problem+json"}, content=b'{"title":"No"}')
    with pytest.raises(NotFound) as caught:
        streamed(pair, lambda _: problem, pieces)
    assert caught.value.data.title == "No"


def test_a_redirect_is_followed(pair: Pair) -> None:
    def handle(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/file":
            return httpx.Response(302, headers={"Location": "/there"})
        return good(Body(b"here"))(request)

    assert streamed(pair, handle, lambda answer: answer.read()) == b"here"


def test_a_head_that_breaks_the_contract_is_told(pair: Pair) -> None:
    told: list[Any] = []
    wrong = {"Content-Type": "text/html"}
    found = streamed(pair, good(Body(b""), **wrong), lambda answer: answer.deviations, on_deviation=told.append)
    assert [str(one) for one in found] == ["(document): expected application/octet-stream, got text/html"]
    assert told[0].deviations == found
    body = Body(b"")
    with pytest.raises(DeviationError):
        streamed(pair, good(body, **wrong), pieces, deviations="raise")
    assert body.closed


def test_the_whole_call_s_time_limit_holds_for_the_body(pair: Pair) -> None:
    class Slow(Body):
        def __iter__(self) -> Iterator[bytes]:
            import time

            for _ in range(50):
                time.sleep(0.02)
                yield b"x"

        async def __aiter__(self) -> AsyncIterator[bytes]:
            for _ in range(50):
                await asyncio.sleep(0.02)
                yield b"x"

    with pytest.raises(TimedOut):
        streamed(pair, good(Slow()), pieces, options=Options(timeout=0.1, attempts=1))


def test_a_transport_that_only_knows_whole_answers_will_do(pair: Pair, tmp_path: Path) -> None:
    from trivet.runtime import Headers, Response

    whole = Response(200, Headers([("Content-Type", "application/octet-stream")]), b"whole")

    class Own:
        def send(self, request: Any) -> Any:
            return whole

        def close(self) -> None: ...

    class AsyncOwn:
        async def send(self, request: Any) -> Any:
            return whole

        async def aclose(self) -> None: ...

    call = pair.operations["file"]()
    if pair.mode == "sync":
        with pair.package.Wire(BASE, transport=Own()).stream(call) as answer:
            assert answer.read() == b"whole"
        return

    async def run() -> bytes:
        async with pair.package.AsyncWire(BASE, transport=AsyncOwn()).stream(call) as answer:
            found: bytes = await answer.read()
            return found

    assert asyncio.run(run()) == b"whole"
