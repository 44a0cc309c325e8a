"""Requests as a server sees them, whatever client sent them: decoded, and without what means nothing."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from email import message_from_bytes, policy
from typing import Any
from urllib.parse import parse_qsl, unquote

import httpx

BASE_URL = "https://judge.example/base"
Pairs = dict[str, list[str]]


@dataclass(frozen=True)
class Part:
    """One part of a multipart body; without a media type of its own it is text (RFC 7578 section 4.4)."""

    content: bytes
    media_type: str
    filename: str | None


@dataclass(frozen=True)
class Sent:
    """A request, decoded: the path's segments, values by name of query and cookies, the body as its media type has it.

    `body` is a JSON value, `Pairs` of a form, lists of `Part` by name, or bytes; None if there is none.
    """

    method: str
    path: list[str]
    query: Pairs
    headers: dict[str, str]
    cookies: Pairs
    media_type: str
    body: Any


class Recorded(Exception):
    """Raised by the transport instead of an answer, once it has the request."""


class Refused(Exception):
    """A client raised before it sent anything; `__cause__` is what it raised."""


def recorded(call: Callable[[httpx.MockTransport], object]) -> Sent:
    """The first request that a call sends over the transport that it is handed. Raises Refused if there is none."""
    requests: list[httpx.Request] = []

    def handler(request: httpx.Request) -> httpx.Response:
        requests.append(request)
        raise Recorded

    try:
        call(httpx.MockTransport(handler))
    except Recorded:
        return read(requests[0])
    except Exception as error:
        raise Refused(f"{type(error).__name__}: {error}") from error
    raise AssertionError("a call came to its end without a request")


def read(request: httpx.Request) -> Sent:
    """The request's parts."""
    path, _, query = request.url.raw_path.decode("ascii").partition("?")
    base = httpx.URL(BASE_URL).path
    assert path.startswith(base + "/"), path
    whole = request.headers.get("Content-Type", "")
    media_type = essence(whole)
    return Sent(
        request.method,
        [unquote(segment) for segment in path.removeprefix(base + "/").split("/")],
        grouped(parse_qsl(query, keep_blank_values=True)),
        {name.lower(): value for name, value in request.headers.items()},
        _cookies(request.headers.get("Cookie", "")),
        media_type,
        _body(request.read(), whole, media_type),
    )


def essence(media_type: str) -> str:
    """The media type without its parameters, in lower case."""
    return media_type.partition(";")[0].strip().lower()


def grouped(pairs: list[tuple[str, str]]) -> Pairs:
    """Values by name, those of one name in their order."""
    found: Pairs = {}
    for name, value in pairs:
        found.setdefault(name, []).append(value)
    return found


def _cookies(text: str) -> Pairs:
    pairs = [one.strip().partition("=") for one in text.split(";") if one.strip()]
    return grouped([(name, unquote(value)) for name, _, value in pairs])


def _body(content: bytes, whole: str, media_type: str) -> Any:
    if not media_type and not content:
        return None
    if media_type.endswith(("/json", "+json")) and content:
        return json.loads(content)
    if media_type == "application/x-www-form-urlencoded":
        return grouped(parse_qsl(content.decode("ascii"), keep_blank_values=True))
    if media_type == "multipart/form-data":
        return _parts(content, whole)
    return content


def _parts(content: bytes, whole: str) -> dict[str, list[Part]]:
    message = message_from_bytes(f"Content-Type: {whole}\r\n\r\n".encode() + content, policy=policy.HTTP)
    found: dict[str, list[Part]] = {}
    for part in message.iter_parts() if message.is_multipart() else ():
        name = str(part.get_param("name", header="content-disposition"))
        payload = part.get_payload(decode=True)
        assert isinstance(payload, bytes)
        found.setdefault(name, []).append(Part(payload, part.get_content_type(), part.get_filename()))
    return found
