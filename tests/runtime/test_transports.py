"""Real connections: what a server receives, what happens when it is slow or gone, and whose library it is."""

from __future__ import annotations

import asyncio
import shutil
import socket
import threading
from collections.abc import AsyncIterator, Iterator
from importlib import import_module
from pathlib import Path as File
from typing import Any

import httpx
import pytest
import uvicorn

from tests.runtime.both import Both, get, post
from trivet.runtime import (
    AsyncClient,
    Binary,
    Body,
    Client,
    ConnectionFailed,
    Headers,
    Operation,
    Options,
    Path,
    Query,
    Request,
    Response,
    TimedOut,
    Timeout,
)


async def application(scope: Any, receive: Any, send: Any) -> None:
    """Echoes; is silent at /silent, drips at /dripping, breaks off at /broken."""

    async def start(*headers: tuple[bytes, bytes]) -> None:
        fields = [(b"content-type", b"text/plain"), *headers]
        await send({"type": "http.response.start", "status": 200, "headers": fields})

    size, more = 0, True
    while more:
        message = await receive()
        size += len(message.get("body", b""))
        more = message.get("more_body", False)
    path = scope["path"]
    if path == "/silent":
        await asyncio.sleep(1)
        return
    if path == "/broken":
        await start((b"content-length", b"1000"))
        await send({"type": "http.response.body", "body": b"x"})
        return
    await start()
    if path == "/dripping":
        for _ in range(20):
            await send({"type": "http.response.body", "body": b"x" * 1000, "more_body": True})
            await asyncio.sleep(0.05)
    raw = scope["raw_path"] + b"?" + scope["query_string"] + f" {size}".encode()
    await send({"type": "http.response.body", "body": raw})


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """The address of a server that runs `application`."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()  # so that nobody who is quick is refused
        config = uvicorn.Config(application, log_level="critical", lifespan="off", timeout_graceful_shutdown=1)
        running = uvicorn.Server(config)
        thread = threading.Thread(target=running.run, args=([listener],))
        thread.start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        running.should_exit = True
        thread.join()


def text(path: str, method: str = "GET", **about: Any) -> Operation[str]:
    return Operation(method, path, id="x", responses={"200": {"text/plain": lambda: str}}, **about)


def test_path_and_query_arrive_byte_for_byte(api: Both, server: str) -> None:
    parameters = (
        Path("id", lambda: str),
        Query("q", lambda: str),
        Query("d", lambda: dict[str, str], style="deepObject"),
    )
    call = text("/a/{id}/b", parameters=parameters)(id="../ü?#%2F", q="a b+c&'|", d={"k": "[v]"})
    assert api.send(call, base_url=server) == f"{call.path}?{call.query} 0"
    assert call.path == "/a/..%2F%C3%BC%3F%23%252F/b"


def test_a_base_url_s_path_is_kept(api: Both, server: str) -> None:
    assert api.send(text("/x")(), base_url=server + "/v1/api/") == "/v1/api/x? 0"


def test_a_large_upload_is_streamed(api: Both, server: str) -> None:
    def stream() -> Iterator[bytes]:
        for _ in range(100):
            yield b"x" * 10_000

    upload = text("/up", "POST", body=Body({"application/octet-stream": lambda: Binary}))
    assert api.send(upload(body=stream()), base_url=server) == "/up? 1000000"


async def test_an_asynchronous_stream_is_uploaded(server: str) -> None:
    async def stream() -> AsyncIterator[bytes]:
        for _ in range(3):
            yield b"x" * 10

    upload = text("/up", "POST", body=Body({"application/octet-stream": lambda: Binary}))
    async with AsyncClient(server) as client:
        assert await client.send(upload(body=stream())) == "/up? 30"


def test_a_silent_server_times_out(api: Both, server: str) -> None:
    with pytest.raises(TimedOut) as caught:
        api.send(text("/silent")(), None, Options(timeout=Timeout(read=0.1), attempts=1), base_url=server)
    assert caught.value.sent
    assert caught.value.request is not None


def test_a_dripping_server_times_out_on_the_whole(api: Both, server: str) -> None:
    with pytest.raises(TimedOut):
        api.send(text("/dripping")(), None, Options(timeout=Timeout(total=0.2), attempts=1), base_url=server)


def test_a_connection_that_breaks_is_a_failed_connection(api: Both, server: str) -> None:
    with pytest.raises(ConnectionFailed) as caught:
        api.send(text("/broken")(), base_url=server)
    assert caught.value.sent
    assert len(api.clock.slept) == 2


def test_nobody_listening_is_a_failed_connection_and_is_tried_again_even_for_a_post(api: Both) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{free.getsockname()[1]}"
        with pytest.raises(ConnectionFailed) as caught:
            api.send(post()(), base_url=address)
    assert not caught.value.sent
    assert len(api.clock.slept) == 2


def test_a_client_needs_no_with_and_uses_its_connections_again(server: str) -> None:
    client = Client(server)
    assert [client.send(text("/x")()) for _ in range(3)] == ["/x? 0"] * 3
    client.close()


def test_many_threads_share_one_client(server: str) -> None:
    with Client(server) as client:
        found: list[str] = []
        threads = [threading.Thread(target=lambda: found.append(client.send(text("/x")()))) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert found == ["/x? 0"] * 8


async def test_many_tasks_share_one_client(server: str) -> None:
    async with AsyncClient(server) as client:
        assert await asyncio.gather(*(client.send(text("/x")()) for _ in range(20))) == ["/x? 0"] * 20


async def test_a_cancelled_call_is_not_tried_again(server: str) -> None:
    async with AsyncClient(server) as client:
        task = asyncio.create_task(client.send(text("/dripping")()))
        await asyncio.sleep(0.1)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task


# Whose library


class Own:
    """A transport of a caller's own."""

    def __init__(self) -> None:
        self.requests: list[Request] = []
        self.closed = False

    def send(self, request: Request) -> Response:
        self.requests.append(request)
        return Response(200, Headers([("Content-Type", "application/json")]), b"[1]")

    def close(self) -> None:
        self.closed = True


class AsyncOwn(Own):
    async def send(self, request: Request) -> Response:  # type: ignore[override]
        return super().send(request)

    async def aclose(self) -> None:
        self.closed = True


def test_a_transport_of_one_s_own_is_used_and_closed(api: Both) -> None:
    own = Own() if api.mode == "sync" else AsyncOwn()
    settings: dict[str, Any] = {"transport": own}
    if api.mode == "sync":
        with Client("https://api.test", **settings) as client:
            assert client.send(get()()) == [1]
    else:

        async def run() -> None:
            async with AsyncClient("https://api.test", **settings) as client:
                assert await client.send(get()()) == [1]

        asyncio.run(run())
    assert own.closed
    assert own.requests[0].url == "https://api.test/thing"


def test_a_given_http_client_is_used_and_left_open() -> None:
    given = httpx.Client(transport=httpx.MockTransport(lambda _: httpx.Response(200, json=1)), headers={"X-No": "1"})
    with Client("https://api.test", transport=given) as client:
        exchange = client.exchange(get()())
    assert exchange.value == 1
    assert "x-no" not in exchange.request.headers
    assert not given.is_closed
    given.close()


def test_a_library_with_httpx_s_names_is_as_good(api: Both, tmp_path: File, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(File(httpx.__file__).parent, tmp_path / "twin")
    names = tmp_path / "twin" / "__init__.py"
    names.write_text(names.read_text().replace('"httpx"', '"twin"'))  # where its classes say that they are from
    monkeypatch.syspath_prepend(tmp_path)
    twin = import_module("twin")
    seen: list[Any] = []

    def handler(request: Any) -> Any:
        seen.append(request)
        if len(seen) == 1:
            raise twin.ConnectError("no")
        return twin.Response(200, json=1)

    assert api.send(post()(), twin.MockTransport(handler)) == 1
    assert {type(request).__module__.partition(".")[0] for request in seen} == {"twin"}


def test_what_is_no_transport_is_refused(api: Both) -> None:
    with pytest.raises(TypeError, match="no transport"):
        api.send(get()(), object())
