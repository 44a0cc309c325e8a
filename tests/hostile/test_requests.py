"""What a client sends to a stub is read or refused; nothing that it can send makes the server fail or takes long."""

from __future__ import annotations

import time
from typing import Any

import httpx
import pytest

from tests.wire.contracts import document, operation, parameter
from tests.wire.pair import Pair, generated

FORM, MULTIPART = "application/x-www-form-urlencoded", "multipart/form-data"
THING = {
    "type": "object",
    "properties": {
        "count": {"type": "integer"},
        "share": {"type": "number"},
        "list": {"type": "array", "items": {"type": "integer"}},
        "deep": {"type": "object", "properties": {"count": {"type": "integer"}}, "additionalProperties": True},
        "either": {"oneOf": [{"type": "integer"}, {"type": "string", "format": "uuid"}]},
        "at": {"type": "string", "format": "date-time"},
    },
}
DEEP = {"deep": {"style": "deepObject", "explode": True}}
SECONDS = 10.0
"""Of CPU, which no document and no request may take."""


def reading(media_type: str, schema: Any, **more: Any) -> dict[str, Any]:
    return {"requestBody": {"content": {media_type: {"schema": schema, **more}}}}


def contract() -> dict[str, Any]:
    whole = {"name": "json", "in": "query", "content": {"application/json": {"schema": {}}}}
    text = {"type": "string"}
    return document(
        {
            "/form": {"post": operation("form", **reading(FORM, THING, encoding=DEEP))},
            "/parts": {"post": operation("parts", **reading(MULTIPART, THING, encoding=DEEP))},
            "/text": {"post": operation("text", **reading("text/plain", {"type": "integer"}))},
            "/json": {"post": operation("json", **reading("application/json", THING))},
            "/query": {
                "get": operation(
                    "query",
                    whole,
                    parameter("query", {"type": "integer"}, "count"),
                    parameter("query", THING["properties"]["list"], "list"),  # type: ignore[index]
                    parameter("query", THING, "deep", style="deepObject", explode=True),
                    parameter("header", {"type": "integer"}, "X-Count"),
                    parameter("cookie", {"type": "integer"}, "crumb"),
                )
            },
            "/number/{n}": {"get": operation("number", parameter("path", {"type": "number"}, "n"))},
            "/parted/{a}-{b}_{c}.{d}": {"get": operation("parted", *(parameter("path", text, n) for n in "abcd"))},
        }
    )


@pytest.fixture(scope="module")
def pair() -> Pair:
    return Pair(generated(contract()), "async")


VALUES: dict[str, str] = {
    "5,000 digits": "9" * 5_000,
    "5,000 digits behind the point": "1." + "9" * 5_000,
    "400 digits": "9" * 400,
    "lists nested 20,000 deep": "[" * 20_000 + "]" * 20_000,
    "objects nested 5,000 deep": '{"a":' * 5_000 + "1" + "}" * 5_000,
    "1e400": "1e400",
    "NaN": "NaN",
    "Infinity": "-Infinity",
    "digits of another script": "\u0661",
    "an underscore": "1_000",
    "NUL": "%00",
    "half an escape": "%",
    "no UTF-8": "%ff",
    "a surrogate": "%ED%A0%80",
}
NAMES = ("count", "share", "list", "deep", "deep[count]", "deep[0]", "either", "at", "list[0]", "other", "json")


async def statuses(pair: Pair, *requests: httpx.Request) -> set[int]:
    """The statuses of the answers, each of which came soon; an exception of the application is a 500."""
    transport = httpx.ASGITransport(app=pair.app, raise_app_exceptions=False)
    found = set()
    async with httpx.AsyncClient(transport=transport, timeout=None) as client:
        for request in requests:
            started = time.process_time()
            found.add((await client.send(request)).status_code)
            assert time.process_time() - started < SECONDS, (request.method, str(request.url)[:60])
    return found


def request(method: str, path: str, **more: Any) -> httpx.Request:
    return httpx.Request(method, f"http://wire.test{path}", **more)


@pytest.mark.parametrize("name", VALUES)
async def test_a_value_is_read_or_refused_wherever_it_stands(name: str, pair: Pair) -> None:
    value = VALUES[name]
    form = {"Content-Type": FORM}
    requests = [request("POST", "/form", content=f"{field}={value}".encode(), headers=form) for field in NAMES]
    requests += [request("POST", "/parts", files={field: (None, value)}) for field in NAMES]
    requests += [request("POST", "/parts", files={field: ("a", value, "application/json")}) for field in NAMES]
    requests += [request("POST", "/text", content=value.encode(), headers={"Content-Type": "text/plain"})]
    json = f'{{"count":{value},"deep":{{"x":{value}}}}}'.encode()
    requests += [request("POST", "/json", content=json, headers={"Content-Type": "application/json"})]
    assert await statuses(pair, *requests) <= {204, 400, 422}
    if len(value) < 10_000:
        located = [request("GET", f"/query?{field}={value}") for field in NAMES] + [request("GET", f"/number/{value}")]
        if value.isascii():
            located += [request("GET", "/query", headers={"X-Count": value, "Cookie": f"crumb={value}"})]
        assert await statuses(pair, *located) <= {204, 400, 422}


@pytest.mark.parametrize("field", ["count", "list", "deep[count]", "either"])
async def test_a_number_that_cannot_be_read_is_not_valid_where_it_stands(field: str, pair: Pair) -> None:
    content = f"{field}={'9' * 5_000}".encode()
    found = await statuses(pair, request("POST", "/form", content=content, headers={"Content-Type": FORM}))
    assert found == {422}


@pytest.mark.parametrize("times", [200, 20_000, 300_000])
async def test_a_name_of_many_steps_is_refused_soon(times: int, pair: Pair) -> None:
    name = "deep" + "[a]" * times
    form = request("POST", "/form", content=f"{name}=1".encode(), headers={"Content-Type": FORM})
    assert await statuses(pair, form) == {400}
    if times < 20_000:
        assert await statuses(pair, request("GET", f"/query?{name}=1")) == {422}


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("a-b_" + "-" * 60_000 + ".d", 204),
        ("a-b_" + "-" * 60_000, 404),
        ("-_." * 20_000, 204),
        ("a-" * 30_000 + "_c.d", 204),
        ("-" * 60_000, 404),
    ],
)
async def test_a_segment_with_several_parameters_is_parted_soon(path: str, status: int, pair: Pair) -> None:
    assert await statuses(pair, request("GET", f"/parted/{path}")) == {status}


CODECS = ["rot13", "hex", "idna", "punycode", "undefined", "zlib", "bz2", "unicode_escape", "Punycode", "x" * 5_000]


@pytest.mark.parametrize("codec", CODECS)
async def test_an_encoding_of_pythons_own_is_no_charset(codec: str, pair: Pair) -> None:
    headers = {"Content-Type": f"text/plain; charset={codec}"}
    content = b"a-" + b"a" * 1_000_000
    assert await statuses(pair, request("POST", "/text", content=content, headers=headers)) == {400}


async def test_faults_without_number_are_told_soon(pair: Pair) -> None:
    content = b'{"list":[' + b'"x",' * 200_000 + b"1]}"
    headers = {"Content-Type": "application/json"}
    assert await statuses(pair, request("POST", "/json", content=content, headers=headers)) == {422}


PARTS = {"Content-Type": f"{MULTIPART}; boundary=b"}


@pytest.mark.parametrize(
    "content",
    [
        b"--b\r\n" + b"x" * 500_000,
        b"--b\r\n" + b"x: y\r\n" * 100_000,
        b"--b\r\nContent-Disposition: form-data; name=" + b'"' * 500_000,
        b"--b\r\nContent-Disposition: form-data; " + b"a=b; " * 100_000,
        b"--b\r\n\r\n" * 100_000,
        b"\r\n--b" * 200_000,
        b"--b\r\nContent-Disposition: form-data; name=\"count\"; filename*=UTF-8''%ff\r\n\r\n1\r\n--b--",
    ],
)
async def test_parts_that_are_none_end_soon(content: bytes, pair: Pair) -> None:
    assert await statuses(pair, request("POST", "/parts", content=content, headers=PARTS)) <= {204, 400, 413, 422}
