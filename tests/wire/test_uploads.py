"""Files: in multipart bodies and alone, from memory, paths, open files and streams."""

from __future__ import annotations

import io
import tempfile
from collections.abc import AsyncIterator, Iterator
from email.message import Message
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import given, strategies as st

from tests.wire import reading
from tests.wire.bodies import contract
from tests.wire.pair import BASE, Pair, SyncWire, generated
from tests.wire.values import TEXTS, bounded
from trivet.runtime import InvalidRequest, Upload

CONTENT = b"\x89PNG\r\n--trivet\r\n\x00\xff"


@pytest.fixture(scope="module", params=["sync", "async"])
def pair(request: pytest.FixtureRequest) -> Pair:
    made = Pair(generated(contract()), request.param)
    made.service.answer = read
    return made


RECEIVED: list[tuple[bytes, str | None, str | None, dict[str, str]]] = []


def read(**given: Any) -> None:
    """What the service does with a file: it is open only until the answer is sent."""
    body = given["body"]
    uploads = [body] if isinstance(body, Upload) else [body.file, *(body.more or [])]
    RECEIVED[:] = [(one.read(), one.filename, one.media_type, dict(one.headers)) for one in uploads]


def parts(pair: Pair) -> list[Message]:
    return reading.multipart(pair.request.headers["content-type"], pair.content)


def test_a_file_is_a_part_with_its_name_and_type(pair: Pair) -> None:
    pair.call("upload", body={"file": Upload(CONTENT, "é.png", "image/png"), "note": "hé"})
    file, note = parts(pair)
    assert file.get_content_disposition() == note.get_content_disposition() == "form-data"
    assert (file.get_content_type(), file.get_payload(decode=True)) == ("image/png", CONTENT)
    assert 'name="file"; filename="é.png"'.encode() in pair.content
    assert note.get_param("name", header="content-disposition") == "note"
    assert note.get_filename() is None
    assert "Content-Type" not in note
    assert note.get_payload(decode=True) == "hé".encode()
    assert RECEIVED == [(CONTENT, "é.png", "image/png", {})]
    assert pair.given["body"].note == "hé"


def test_parts_have_the_types_that_their_encodings_say(pair: Pair) -> None:
    pair.call("upload", body={"file": b"x", "range": {"from": 1}, "lines": "a,b"})
    types = {part.get_param("name", header="content-disposition"): part.get_content_type() for part in parts(pair)}
    assert types == {
        "file": "application/octet-stream",
        "range": "application/vnd.range+json",
        "lines": "text/csv",
    }
    assert b"\r\nContent-Type: text/csv; charset=utf-8\r\n\r\na,b\r\n" in pair.content
    assert (pair.given["body"].range.from_, pair.given["body"].lines) == (1, "a,b")


def test_an_object_without_an_encoding_is_json_and_a_list_is_a_part_for_each_item(pair: Pair) -> None:
    pair.service.answer = None
    pair.call("multipart", body={"name": "x", "tags": ["a", "b,c"], "ranges": [{"from": 1}, {"to": 2}]})
    pair.service.answer = read
    found = [(part.get_param("name", header="content-disposition"), part["Content-Type"]) for part in parts(pair)]
    assert found == [("name", None), ("tags", None), ("tags", None), *[("ranges", "application/json")] * 2]


def test_a_part_carries_headers_of_its_own(pair: Pair) -> None:
    pair.call("upload", body={"file": Upload(CONTENT, media_type="image/png", headers={"X-Alt": "a cat"})})
    assert parts(pair)[0]["X-Alt"] == "a cat"
    assert RECEIVED[0][3] == {"x-alt": "a cat"}


@pytest.mark.parametrize(
    "headers", [{"X-Alt": "a\r\nX-Evil: 1"}, {"X Alt": "a"}, {"X\r\n": "a"}, {"Content-Type": "a/b"}]
)
def test_a_part_s_header_cannot_become_another_one(pair: Pair, headers: dict[str, str]) -> None:
    with pytest.raises(InvalidRequest):
        pair.call("upload", body={"file": Upload(CONTENT, headers=headers)})


@bounded
@given(TEXTS.filter(lambda name: name and "\\" not in name and "%" not in name), st.binary(max_size=50))
def test_any_file_name_and_content_arrive_as_they_were(pair: Pair, name: str, content: bytes) -> None:
    pair.call("upload", body={"file": Upload(content, name), "more": [content, Upload(content, name)]})
    assert [found[:2] for found in RECEIVED] == [(content, name), (content, "upload"), (content, name)]
    assert [part.get_payload(decode=True) for part in parts(pair)] == [content] * 3


def test_the_boundary_is_new_each_time(pair: Pair) -> None:
    types = set()
    for _ in range(3):
        pair.call("upload", body={"file": b""})
        types.add(pair.request.headers["content-type"])
    assert len(types) == 3


def test_a_part_s_text_is_in_the_charset_of_its_encoding(pair: Pair) -> None:
    pair.call("upload", body={"file": b"x", "old": "é"})
    part = parts(pair)[1]
    assert (part.get_content_charset(), part.get_payload(decode=True)) == ("iso-8859-1", b"\xe9")
    assert pair.given["body"].old == "é"
    with pytest.raises(InvalidRequest, match="cannot be said in LATIN-1"):
        pair.operations["upload"](body={"file": b"x", "old": "漢"})


@bounded
@given(data=st.data())
def test_a_multipart_body_that_ends_early_is_refused_wherever_it_ends(pair: Pair, data: st.DataObject) -> None:
    """What is cut off may be optional: the service must not be called with the rest."""
    pair.call("upload", body={"file": Upload(CONTENT, "a.png"), "note": "hello"})
    whole, content_type = pair.content, pair.request.headers["content-type"]
    end = data.draw(st.integers(0, len(whole) - len("--\r\n") - 1))
    RECEIVED.clear()
    with httpx.Client(transport=SyncWire(pair.wire), base_url=BASE) as client:
        answer = client.post("/upload", content=whole[:end], headers={"Content-Type": content_type})
    assert (answer.status_code, RECEIVED) == (400, [])


@pytest.mark.parametrize("source", ["bytes", "path", "file", "upload of a path"])
@pytest.mark.parametrize("id", ["upload", "binary"])
def test_a_file_comes_from_memory_from_a_path_or_open(pair: Pair, id: str, source: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "cat.png"
        path.write_bytes(CONTENT)
        with path.open("rb") as file:
            given = {"bytes": CONTENT, "path": path, "file": file, "upload of a path": Upload(path)}[source]
            pair.call(id, body={"file": given} if id == "upload" else given)
    assert RECEIVED[0][0] == CONTENT
    assert pair.request.headers["content-length"] == str(len(pair.content))
    if id == "upload":
        assert RECEIVED[0][1:3] == (
            ("upload", "application/octet-stream") if source == "bytes" else ("cat.png", "image/png")
        )


class Unseekable(io.RawIOBase):
    """A file whose size nobody knows: a pipe."""

    def __init__(self) -> None:
        self._inner = io.BytesIO(CONTENT)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        return self._inner.readinto(buffer)


@pytest.mark.parametrize("id", ["upload", "binary"])
def test_a_file_of_unknown_size_is_sent_in_chunks(pair: Pair, id: str) -> None:
    given: Any = io.BufferedReader(Unseekable())
    pair.call(id, body={"file": given} if id == "upload" else given)
    assert RECEIVED[0][0] == CONTENT
    assert "content-length" not in pair.request.headers
    assert pair.request.headers["transfer-encoding"] == "chunked"


@pytest.mark.parametrize("named", [False, True])
def test_a_part_may_be_a_stream(pair: Pair, named: bool) -> None:
    def pieces() -> Iterator[bytes]:
        yield CONTENT
        yield CONTENT

    pair.call("upload", body={"file": Upload(pieces(), "cat.png") if named else pieces(), "note": "x"})
    assert RECEIVED[0][:2] == (CONTENT * 2, "cat.png" if named else "upload")
    assert parts(pair)[0].get_payload(decode=True) == CONTENT * 2
    assert "content-length" not in pair.request.headers
    payload = pair.operations["upload"](body={"file": pieces()}).payload
    assert payload is not None
    assert not payload.replayable


def test_a_part_may_be_an_async_stream_of_an_async_client(pair: Pair) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        yield CONTENT
        yield CONTENT

    body = {"file": Upload(pieces(), "cat.png"), "more": [b"a", io.BytesIO(b"b")], "note": "x"}
    if pair.mode == "sync":
        with pytest.raises(InvalidRequest, match="asynchronous stream"):
            pair.call("upload", body=body)
        return
    pair.call("upload", body=body)
    assert [received[0] for received in RECEIVED] == [CONTENT * 2, b"a", b"b"]
    pair.call("binary", body=Upload(pieces(), media_type="application/octet-stream"))
    assert RECEIVED[0][0] == CONTENT * 2


def test_a_stream_is_sent_as_it_comes(pair: Pair) -> None:
    def pieces() -> Iterator[bytes]:
        yield CONTENT
        yield b""
        yield CONTENT

    pair.call("binary", body=pieces())
    assert RECEIVED[0][0] == pair.content == CONTENT * 2


def test_an_async_stream_is_sent_by_the_async_client_and_refused_by_the_other(pair: Pair) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        yield CONTENT
        yield CONTENT

    if pair.mode == "sync":
        with pytest.raises(InvalidRequest, match="asynchronous stream"):
            pair.call("binary", body=pieces())
        return
    pair.call("binary", body=pieces())
    assert RECEIVED[0][0] == CONTENT * 2
