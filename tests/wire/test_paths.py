"""A path argument stays inside of its segment, whatever stands between client and service."""

from __future__ import annotations

import asyncio
import re
import socket
import threading
from collections.abc import Iterator
from importlib.util import find_spec
from typing import Any
from urllib.parse import unquote

import httpx
import pytest
import uvicorn
from hypothesis import assume, given, strategies as st

from tests.wire.contracts import KINDS, document, id_of, operation, parameter
from tests.wire.pair import Pair, Wire, generated
from tests.wire.values import AWKWARD, OF_KIND, TEXTS, bounded, unsayable
from trivet.runtime import InvalidRequest


def contract() -> dict[str, Any]:
    """Operations that a path argument must not turn into one another."""
    text = parameter("path", KINDS["primitive"])
    return document(
        {
            "/": {"get": operation("root")},
            "/items": {"get": operation("listItems"), "delete": operation("deleteItems")},
            "/items/{p}": {"get": operation("getItem", text), "delete": operation("deleteItem", text)},
            "/items/{p}/parts": {"get": operation("getParts", text)},
            "/items/{p}/parts/{q}": {"get": operation("getPart", text, parameter("path", KINDS["primitive"], "q"))},
            "/items/{p}.json": {"get": operation("getDocument", text)},
            "/items/me": {"get": operation("getMe")},
        }
    )


@pytest.fixture(params=["sync", "async"])
def pair(request: pytest.FixtureRequest) -> Pair:
    return Pair(generated(contract()), request.param)


PARSERS = [parser for parser in ("h11", "httptools") if find_spec(parser)]


@pytest.fixture(params=PARSERS)
def url(request: pytest.FixtureRequest, pair: Pair) -> Iterator[str]:
    """Where uvicorn serves the pair's application, by either of its parsers."""
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    config = uvicorn.Config(pair.app, log_level="critical", lifespan="off", http=request.param)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=lambda: asyncio.run(server.serve(sockets=[listening])), daemon=True)
    thread.start()
    listening.listen()
    yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    server.should_exit = True
    thread.join()
    listening.close()


def test_every_awkward_argument_arrives_over_a_socket(pair: Pair, url: str) -> None:
    for text in AWKWARD:
        if text in ("", ".", ".."):
            with pytest.raises(InvalidRequest):
                pair.call("getPart", text, "x", base_url=url)
        else:
            pair.call("getPart", text, text, base_url=url)
            assert (pair.service.method, pair.given) == ("get_part", {"p": text, "q": text})


@pytest.mark.parametrize("text", ["", ".", ".."])
@pytest.mark.parametrize("id", ["getItem", "deleteItem", "getParts"])
def test_an_empty_or_dot_segment_is_refused_before_anything_is_sent(pair: Pair, id: str, text: str) -> None:
    with pytest.raises(InvalidRequest, match="path/p: "):
        pair.call(id, text)
    assert pair.wire.request is None


def test_an_argument_that_spells_another_path_is_no_other_path(pair: Pair) -> None:
    for text, id in [("me/..", "getItem"), ("x/parts", "getItem"), ("../..", "getParts"), ("x?y=1#z", "getParts")]:
        pair.call(id, text)
        assert pair.given == {"p": text}
    pair.call("getDocument", "a.json")
    assert (pair.service.method, pair.given, pair.path) == ("get_document", {"p": "a.json"}, "/items/a.json.json")


class Normalizing(Wire):
    """What RFC 3986 section 6.2.2 lets anybody on the way do: unreserved characters decoded, dot segments removed."""

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        path, mark, query = request.url.raw_path.decode().partition("?")
        path = re.sub("%[0-9A-Fa-f]{2}", lambda found: self._decoded(found[0]), path)
        kept: list[str] = []
        *folders, last = path.split("/")[1:]
        for segment in folders:
            if segment == "..":
                kept = kept[:-1]
            elif segment != ".":
                kept.append(segment)
        raw = "/" + "/".join([*kept, "" if last in (".", "..") else last]) + mark + query
        url = request.url.copy_with(raw_path=raw.encode())
        return await super().handle_async_request(
            httpx.Request(request.method, url, headers=request.headers, content=await request.aread())
        )

    @staticmethod
    def _decoded(triple: str) -> str:
        character = unquote(triple, encoding="latin-1")
        return character if re.fullmatch("[A-Za-z0-9._~-]", character) else triple.upper()


@bounded
@given(TEXTS)
def test_a_proxy_that_normalizes_changes_nothing(text: str) -> None:
    assume(text not in ("", ".", ".."))
    pair = Pair(generated(contract()), "sync")
    pair.wire = Normalizing(pair.app)
    pair.call("getParts", text)
    assert (pair.service.method, pair.given) == ("get_parts", {"p": text})


@pytest.mark.parametrize("kind", ["primitive", "array", "object"])
@pytest.mark.parametrize("style", ["simple", "label", "matrix"])
@bounded
@given(data=st.data())
def test_nor_does_it_for_any_style(parametric: Pair, style: str, kind: str, data: st.DataObject) -> None:
    value = data.draw(OF_KIND[kind])
    assume(not unsayable("path", style, False, value))
    wire, parametric.wire = parametric.wire, Normalizing(parametric.app)
    parametric.call(id_of("path", style, False, kind), value)
    parametric.wire = wire
    found = parametric.given["p"]
    assert (found.model_dump(by_alias=True, exclude_unset=True) if kind == "object" else found) == value
