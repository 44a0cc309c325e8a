"""No request, however broken, is answered by a 500 or without a status."""

from __future__ import annotations

import asyncio
import json
from typing import Any
from urllib.parse import unquote

from hypothesis import given, settings, strategies as st

from tests.server.shop import CONTRACT, Shop, shop_router
from trivet_server import application

APP = application(CONTRACT, [shop_router(Shop)])
_TYPES = [
    "application/json",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=b",
    "text/plain",
    "a/b",
]
_PATHS = [b"/customers", b"/customers/", b"/jobs/", b"/photos", b"/login", b"/v1/files/", b"/export", b"/"]
_FRAGMENTS = [
    b"%00",
    b"%FF",
    b"%2F",
    b"%",
    b";",
    b":cancel",
    b".txt",
    b"[",
    b"]",
    b"=",
    b"&",
    b"limit",
    b"created",
    b"filter",
    b"{",
    b'"',
]


def _mixed(fragments: list[bytes]) -> st.SearchStrategy[bytes]:
    return st.lists(st.binary(max_size=4) | st.sampled_from(fragments), max_size=8).map(b"".join)


_JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(["email", "pet", "parent", "a", "petType"]), inner),
    max_leaves=12,
)
_BODIES = (
    st.binary()
    | _JSON.map(lambda value: json.dumps(value).encode())
    | _mixed(
        [
            b"--b",
            b"\r\n",
            b'Content-Disposition: form-data; name="caption"',
            b'; filename="x"',
            b"--",
            b"user=",
            b"&",
            b"%",
            b"=",
        ]
    )
)


async def _status(method: str, raw_path: bytes, query: bytes, headers: list[tuple[bytes, bytes]], body: bytes) -> int:
    sent: list[Any] = []
    messages = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive() -> Any:
        return messages.pop() if messages else {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        sent.append(message)

    path = unquote(raw_path.decode("latin-1"))
    await APP(
        {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": method,
            "scheme": "http",
            "path": path,
            "raw_path": raw_path,
            "query_string": query,
            "root_path": "",
            "headers": headers,
            "server": ("shop.test", 80),
        },
        receive,
        send,
    )
    status: int = sent[0]["status"]
    if status >= 400:
        document = json.loads(sent[1]["body"])
        assert document["status"] == status
    return status


@settings(max_examples=400)
@given(
    method=st.sampled_from(["GET", "POST", "DELETE"]),
    start=st.sampled_from(_PATHS),
    rest=_mixed(_FRAGMENTS),
    query=_mixed(_FRAGMENTS),
    content_type=st.sampled_from(_TYPES).map(str.encode) | st.binary(max_size=20),
    header=st.binary(max_size=20),
    body=_BODIES,
)
def test_no_bytes_make_the_server_fail(
    method: str, start: bytes, rest: bytes, query: bytes, content_type: bytes, header: bytes, body: bytes
) -> None:
    headers = [(b"content-type", content_type), (b"cookie", header), (b"if-match", header), (b"accept", header)]
    assert asyncio.run(_status(method, start + rest, query, headers, body)) < 500


@settings(max_examples=300)
@given(path=st.sampled_from([b"/customers", b"/photos", b"/login"]), type=st.sampled_from(_TYPES), body=_BODIES)
def test_no_body_makes_the_server_fail(path: bytes, type: str, body: bytes) -> None:
    assert asyncio.run(_status("POST", path, b"", [(b"content-type", type.encode())], body)) < 500


@settings(max_examples=200)
@given(_mixed(_FRAGMENTS))
def test_no_query_makes_the_server_fail(query: bytes) -> None:
    assert asyncio.run(_status("GET", b"/customers", query, [], b"")) < 500
