"""Bodies are sent as the contract's media types say."""

from __future__ import annotations

import io
import json
from collections.abc import AsyncIterator, Iterator
from email import message_from_bytes
from email.message import Message
from pathlib import Path as File
from typing import Annotated, Any

import httpx
import pytest
from hypothesis import given, strategies as st
from pydantic import Field

from tests.runtime.both import Answers, Both, post
from trivet.runtime import Base64Bytes, Binary, Body, Encoding, InvalidRequest, Model, Omittable, Upload, _form as form


class Item(Model):
    price: int


class Form(Model):
    name: str
    note: str | None = None
    tags: Omittable[list[str]] = None
    item: Omittable[Item] = None
    items_: Annotated[Omittable[list[Item]], Field(alias="items")] = None
    file: Omittable[Binary] = None
    files: Omittable[list[Binary]] = None
    key: Omittable[Base64Bytes] = None


OK = httpx.Response(200, json={})


def sent(api: Both, media_type: str, value: Any, tp: Any = Form, **about: Any) -> httpx.Request:
    """The request that carries the body, as the server sees it."""
    server = Answers(OK)
    operation = post(body=Body({media_type: lambda: tp}, encodings={media_type: about.pop("encodings", {})}))
    api.send(operation(body=value, **about), server)
    return server.requests[0]


def parts(request: httpx.Request) -> list[Message]:
    head = f"Content-Type: {request.headers['content-type']}\r\n\r\n".encode()
    return message_from_bytes(head + request.content).get_payload()  # type: ignore[return-value]


def test_json_is_written_by_wire_name_without_what_was_not_set(api: Both) -> None:
    request = sent(api, "application/json", Form(name="ü", note=None, items_=[Item(price=1)]))
    assert json.loads(request.content) == {"name": "ü", "note": None, "items": [{"price": 1}]}
    assert request.headers["content-type"] == "application/json"
    assert request.headers["content-length"] == str(len(request.content))


def test_a_dict_with_wire_names_is_validated_and_sent(api: Both) -> None:
    request = sent(api, "application/merge-patch+json", {"name": "x", "items": [{"price": 1}]})
    assert json.loads(request.content) == {"name": "x", "items": [{"price": 1}]}


def test_a_form_without_encodings_repeats_lists_and_writes_objects_as_json(api: Both) -> None:
    value = {"name": "a b&c", "note": None, "tags": ["x", "y"], "item": {"price": 1}, "items": [{"price": 2}]}
    request = sent(api, "application/x-www-form-urlencoded", value)
    assert request.content.decode() == (
        "name=a%20b%26c&tags=x&tags=y&item=%7B%22price%22%3A1%7D&items=%7B%22price%22%3A2%7D"
    )
    assert request.headers["content-type"] == "application/x-www-form-urlencoded"


def test_a_form_with_deep_objects_puts_names_in_brackets(api: Both) -> None:
    deep = Encoding(style="deepObject", explode=True)
    value = Form(name="x", tags=["data.customer"], item=Item(price=1), items_=[Item(price=2), Item(price=3)])
    encodings = {"tags": deep, "item": deep, "items": deep}
    request = sent(api, "application/x-www-form-urlencoded", value, encodings=encodings)
    assert (
        request.content
        == b"name=x&tags%5B%5D=data.customer&item%5Bprice%5D=1&items%5B0%5D%5Bprice%5D=2&items%5B1%5D%5Bprice%5D=3"
    )


@pytest.mark.parametrize(
    ("encoding", "expected"),
    [
        (Encoding(explode=False), "tags=x,y"),
        (Encoding(style="pipeDelimited"), "tags=x%7Cy"),
        (Encoding(content_type="application/json"), "tags=%5B%22x%22%2C%22y%22%5D"),
    ],
)
def test_an_encoding_decides_how_a_form_s_property_is_written(encoding: Encoding, expected: str) -> None:
    assert form.encode({"tags": ["x", "y"]}, {"tags": encoding}) == expected


def test_multipart_has_a_part_for_each_scalar_item_object_and_file(api: Both, tmp_path: File) -> None:
    (tmp_path / "a.png").write_bytes(b"\x89PNG\r\n\x00")
    value = Form(
        name="ü",
        note=None,
        tags=["x", "y"],
        item=Item(price=1),
        key=b"\x00\x01",
        file=Upload(tmp_path / "a.png"),
        files=[Upload(b"one", 'we"ird\r\nname.txt'), Upload(io.BytesIO(b"two"), "b.bin", "x/y")],
    )
    request = sent(api, "multipart/form-data", value)
    got = [
        (
            part.get_param("name", header="content-disposition"),
            part.get_param("filename", header="content-disposition"),
            part.get("content-type"),
            part.get_payload(decode=True),
        )
        for part in parts(request)
    ]
    assert got == [
        ("name", None, None, "ü".encode()),
        ("tags", None, None, b"x"),
        ("tags", None, None, b"y"),
        ("item", None, "application/json", b'{"price":1}'),
        ("file", "a.png", "image/png", b"\x89PNG\r\n\x00"),
        ("files", "we%22ird%0D%0Aname.txt", "text/plain", b"one"),
        ("files", "b.bin", "x/y", b"two"),
        ("key", None, None, b"AAE="),
    ]
    assert request.headers["content-length"] == str(len(request.content))


def test_a_multipart_encoding_gives_the_part_its_content_type(api: Both) -> None:
    encodings = {
        "name": Encoding(content_type="application/json"),
        "file": Encoding(content_type="image/*"),
        "item": Encoding(style="deepObject"),
    }
    value = {"name": "x", "item": {"price": 1}, "file": b"raw"}
    request = sent(api, "multipart/form-data", value, encodings=encodings)
    got = [
        (part.get_param("name", header="content-disposition"), part.get("content-type"), part.get_payload())
        for part in parts(request)
    ]
    assert got == [
        ("name", "application/json", '"x"'),
        ("item[price]", None, "1"),
        ("file", "application/octet-stream", "raw"),
    ]


@given(st.lists(st.binary(max_size=50), max_size=4), st.text(st.characters(exclude_categories=["Cs"])))
def test_a_multipart_body_is_as_long_as_it_says(contents: list[bytes], name: str) -> None:
    operation = post(body=Body({"multipart/form-data": lambda: Form}))
    call = operation(body=Form(name=name, files=[Upload(content, name) for content in contents]))
    assert call.payload is not None
    content: Any = call.payload.open()
    assert call.payload.length == len(b"".join(content))


def generated() -> Iterator[bytes]:
    yield b"a" * 10
    yield b"b"


@pytest.mark.parametrize(
    ("value", "media_type", "expected"),
    [
        (b"\x00raw", "application/octet-stream", b"\x00raw"),
        ("täxt", "text/plain", "täxt".encode()),
        ("täxt", "text/plain; charset=latin-1", "täxt".encode("latin-1")),
        ("<a/>", "application/xml", b"<a/>"),
        (io.BytesIO(b"file"), "application/octet-stream", b"file"),
        (Upload(b"up", "x.gz", "application/gzip"), "*/*", b"up"),
        ([b"a", b"b"], "application/octet-stream", b"ab"),
    ],
)
def test_raw_bodies_are_sent_as_they_are(api: Both, value: Any, media_type: str, expected: bytes) -> None:
    if isinstance(value, io.BytesIO):
        value.seek(0)
    request = sent(api, media_type, value, Binary)
    assert request.content == expected
    assert request.headers["content-type"] == ("application/gzip" if media_type == "*/*" else media_type)


def test_a_stream_is_sent_in_chunks_of_unknown_length(api: Both) -> None:
    request = sent(api, "application/octet-stream", generated(), Binary)
    assert request.content == b"a" * 10 + b"b"
    assert request.headers["transfer-encoding"] == "chunked"
    assert "content-length" not in request.headers


def test_a_file_is_sent_with_its_length_from_where_it_stands(api: Both, tmp_path: File) -> None:
    path = tmp_path / "f"
    path.write_bytes(b"0123456789")
    with path.open("rb") as file:
        file.seek(4)
        request = sent(api, "application/octet-stream", file, Binary)
    assert request.content == b"456789"
    assert request.headers["content-length"] == "6"


async def test_an_asynchronous_stream_needs_the_asynchronous_client() -> None:
    async def stream() -> AsyncIterator[bytes]:
        yield b"x"

    operation = post(body=Body({"application/octet-stream": lambda: Binary}))
    with pytest.raises(InvalidRequest, match="asynchronous"):
        Both("sync").send(operation(body=stream()), Answers(OK))


def test_content_type_chooses_and_the_first_is_the_default(api: Both) -> None:
    contents: dict[str, Any] = {"application/json": lambda: Form, "text/*": lambda: str}
    operation = post(body=Body(contents))
    server = Answers(OK)
    api.send(operation(body={"name": "x"}), server)
    api.send(operation(body="x", content_type="text/markdown; charset=utf-8"), server)
    assert [request.headers["content-type"] for request in server.requests] == [
        "application/json",
        "text/markdown; charset=utf-8",
    ]
    with pytest.raises(InvalidRequest, match="image/png is not declared"):
        operation(body=b"x", content_type="image/png")


@pytest.mark.parametrize(
    ("media_type", "value"),
    [
        ("multipart/form-data", "x"),
        ("application/x-www-form-urlencoded", ["x"]),
        ("application/octet-stream", {"a": 1}),
        ("application/octet-stream", 5),
        ("application/octet-stream", [b"x", {"a": 1}]),
        ("application/octet-stream", ["x"]),
    ],
)
def test_a_value_that_the_media_type_cannot_carry_is_refused(media_type: str, value: Any) -> None:
    with pytest.raises(InvalidRequest) as refused:
        post(body=Body({media_type: lambda: Any}))(body=value)
    assert [pointer for pointer, _ in refused.value.errors] == ["/body"]


def test_a_multipart_body_that_has_no_properties_is_sent_as_it_is(api: Both) -> None:
    content = b"--cut\r\n\r\none\r\n--cut--\r\n"
    body = Upload(content, media_type="multipart/mixed; boundary=cut")
    request = sent(api, "multipart/mixed", body, Upload)
    assert request.content == content
    assert request.headers["Content-Type"] == "multipart/mixed; boundary=cut"


@pytest.mark.parametrize(
    ("media_type", "content", "expected"),
    [
        ("multipart/mixed", b"--a b--\r\n", "multipart/mixed"),
        ("multipart/mixed", b"--x-1\r\n\r\n1\r\n--x-1--\r\n", 'multipart/mixed; boundary="x-1"'),
        ("multipart/mixed", b"To whom it concerns\r\n--x \r\n\r\n1\r\n--x--\r\n", 'multipart/mixed; boundary="x"'),
        ("multipart/mixed; Boundary=y", b"--x\r\n\r\n1\r\n--x--\r\n", "multipart/mixed; Boundary=y"),
    ],
)
def test_parts_that_the_caller_put_together_keep_their_boundary(
    media_type: str, content: bytes, expected: str, api: Both
) -> None:
    request = sent(api, media_type, content, Any)
    assert (request.content, request.headers["content-type"]) == (content, expected)
