"""The same over a socket, where paths arrive as they were written."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator

import pytest
import uvicorn
from fastapi import FastAPI


@pytest.fixture
async def port(app: FastAPI) -> AsyncIterator[int]:
    """The port of a server that runs the shop."""
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_level="critical", lifespan="off", http="h11"))
    task = asyncio.create_task(server.serve(sockets=[listening]))
    while not server.started:  # noqa: ASYNC110 - uvicorn has no event for it
        await asyncio.sleep(0.01)
    yield listening.getsockname()[1]
    server.should_exit = True
    await task
    listening.close()


async def _exchanged(port: int, request: bytes) -> tuple[bytes, bytes]:
    """Status line and body of the answer to these bytes."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(request)
    answer = await asyncio.wait_for(reader.read(), 20)
    writer.close()
    await writer.wait_closed()
    head, _, body = answer.partition(b"\r\n\r\n")
    return head.partition(b"\r\n")[0], body


@pytest.mark.parametrize(
    ("target", "status", "body"),
    [
        (b"/jobs/a%2Fb", b"200", b"started a/b"),
        (b"/jobs/%61", b"200", b"started a"),
        (b"/jobs/a+b%20c", b"200", b"started a+b c"),
        (b"/jobs/%C3%BC", b"200", "started ü".encode()),
        (b"/jobs/..", b"200", b"started .."),
        (b"/jobs/a%2F..%2Fb:cancel", b"200", b"cancelled a/../b"),
        (b"/jobs/%FF", b"422", None),
        (b"/jobs/%zz", b"422", None),
        (b"/jobs/%00", b"200", b"started \x00"),
        (b"/jobs/", b"404", None),
        (b"/jobs/a/", b"404", None),
        (b"/jobs/\xff", b"400", None),
    ],
)
async def test_raw_paths_reach_their_operation(port: int, target: bytes, status: bytes, body: bytes | None) -> None:
    head = b"Host: x\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
    line, answer = await _exchanged(port, b"POST " + target + b" HTTP/1.1\r\n" + head)
    assert line.split()[1] == status
    if body is not None:
        assert answer == body


async def test_too_large_a_body_is_refused_before_it_is_sent(port: int) -> None:
    head = b"Host: x\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: 1048577\r\n\r\n"
    line, _ = await _exchanged(port, b"POST /customers HTTP/1.1\r\n" + head)
    assert line.split()[1] == b"413"


async def test_head_is_answered_without_a_body(port: int) -> None:
    line, body = await _exchanged(port, b"HEAD /openapi.json HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
    assert (line.split()[1], body) == (b"200", b"")
