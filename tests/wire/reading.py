"""Reads what travelled by the rules of others: RFC 6570, RFC 6265, OpenAPI's table of styles, RFC 7578."""

from __future__ import annotations

from collections.abc import Sequence
from email.message import Message
from email.parser import BytesParser
from email.policy import HTTP
from typing import TypeAlias
from urllib.parse import parse_qsl, unquote

Value: TypeAlias = "str | list[str] | dict[str, str]"


def _whole(kind: str, words: Sequence[str]) -> Value:
    """Words that are a list, or names and values in turn."""
    if kind == "array":
        return list(words)
    return dict(zip(words[::2], words[1::2], strict=True))


def _pairs(parts: Sequence[str]) -> dict[str, str]:
    found = (part.partition("=") for part in parts)
    return {unquote(name, errors="strict"): unquote(value, errors="strict") for name, _, value in found}


def segment(style: str, explode: bool, kind: str, raw: str) -> Value:
    """A path parameter out of its segment; `kind` is primitive, array or object."""
    first, divider = {"simple": ("", ","), "label": (".", "."), "matrix": (";", ";")}[style]
    assert raw.startswith(first)
    raw = raw.removeprefix(first)
    if style == "matrix" and not (explode and kind == "object"):
        given = [value for name, _, value in (part.partition("=") for part in raw.split(";"))]
        if explode and kind == "array":
            return [unquote(value) for value in given]
        (raw,) = given
    if kind == "primitive":
        return unquote(raw, errors="strict")
    parts = raw.split(divider if explode else ",")
    if explode and kind == "object":
        return _pairs(parts)
    return _whole(kind, [unquote(part, errors="strict") for part in parts])


def query(style: str, explode: bool, kind: str, raw: str, name: str = "p") -> Value:
    """A query parameter out of the whole query."""
    if style == "deepObject":
        pairs = parse_qsl(raw, keep_blank_values=True, strict_parsing=True, errors="strict")
        return {key[len(name) + 1 : -1]: value for key, value in pairs}
    if explode or kind == "primitive":
        pairs = parse_qsl(raw, keep_blank_values=True, strict_parsing=True, errors="strict")
        if kind == "object":
            return dict(pairs)
        values = [value for _, value in pairs]
        return values if kind == "array" else values[0]
    key, _, value = raw.partition("=")
    assert key == name
    divider = {"form": ",", "spaceDelimited": "%20", "pipeDelimited": "%7C"}[style]
    return _whole(kind, [unquote(part, errors="strict") for part in value.split(divider)])


def field(explode: bool, kind: str, raw: str) -> Value:
    """A header: the simple style without percent-encoding, since header fields have none."""
    if kind == "primitive":
        return raw
    parts = raw.split(",")
    if explode and kind == "object":
        return {name: value for name, _, value in (part.partition("=") for part in parts)}
    return _whole(kind, parts)


def cookies(raw: str) -> list[tuple[str, str]]:
    """The pairs of a Cookie header as a server reads them (RFC 6265 section 4.2)."""
    found = (pair.partition("=") for pair in raw.split("; "))
    return [(unquote(name), value) for name, _, value in found]


def cookie(style: str, explode: bool, kind: str, raw: str) -> Value:
    """A cookie parameter out of the Cookie header; the style `cookie` has no percent-encoding."""

    def decoded(text: str) -> str:
        return text if style == "cookie" else unquote(text, errors="strict")

    found = [pair.partition("=")[::2] for pair in raw.split("; ")]
    if explode and kind == "object":
        return {decoded(name): decoded(value) for name, value in found}
    values = [value for _, value in found]
    if explode and kind == "array":
        return [decoded(value) for value in values]
    if kind == "primitive":
        return decoded(values[0])
    return _whole(kind, [decoded(part) for part in values[0].split(",")])


def multipart(content_type: str, content: bytes) -> list[Message]:
    """The parts of a multipart body, as the standard library's e-mail parser reads them."""
    head = f"Content-Type: {content_type}\r\nMIME-Version: 1.0\r\n\r\n".encode()
    whole = BytesParser(policy=HTTP).parsebytes(head + content)
    assert whole.is_multipart()
    assert not whole.defects
    return list(whole.iter_parts())
