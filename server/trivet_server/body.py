"""The body of a request, read by its media type."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from dataclasses import replace
from enum import Enum
from typing import Any, Final

from pydantic import ValidationError
from starlette.requests import ClientDisconnect, Request

from trivet.runtime import Body, Operation, Upload, _decode, adapter
from trivet.runtime._answer import is_raw
from trivet.runtime._kind import bare, coerce, kinds, members
from trivet.runtime._media import decoded
from trivet.runtime._sequence import Splitter, item_type
from trivet_server.jsontext import NotJson, parsed
from trivet_server.media import FORM, MULTIPART, charset, declared_for, essence, is_json, is_text, is_utf_8
from trivet_server.multipart import NotMultipart, multipart
from trivet_server.refusal import RequestRefused, Violation
from trivet_server.settings import Settings
from trivet_server.statuses import MALFORMED, status_for
from trivet_server.violations import is_malformed, violations


class Nothing(Enum):
    """The type of NOTHING."""

    NOTHING = "nothing"


NOTHING: Final = Nothing.NOTHING
"""The request carries no body, and need not."""

_REQUIRED = Violation("A body is required.", pointer="")


class _Malformed(ValueError):
    """The body is not what its media type says."""


async def body_value(
    operation: Operation[Any], body: Body, request: Request, settings: Settings
) -> tuple[Any, list[Violation]]:
    """The body's value, or NOTHING, and what is wrong with it.

    Raises RequestRefused: 415 for a media type or content coding that the operation does not read, 413 for too
    large a body, 400 for one that is not what its media type says.
    """
    if _coded(request):
        raise RequestRefused(415, "Content codings are not read here.", headers={"Accept-Encoding": "identity"})
    media_type = request.headers.get("content-type", "")
    declared = declared_for(media_type, body.contents)
    try:
        if declared is not None and _has_parts(media_type, tp := body.contents[declared]()):
            stream = _limited(request, settings.max_body_size)
            return _validated(tp, await multipart(body.encodings.get(declared, {}), tp, request, stream, settings))
        content = b"".join([chunk async for chunk in _limited(request, settings.max_body_size)])
        if declared is not None and any(is_raw(member) for member in members(body.contents[declared]())):
            return Upload(content, media_type=media_type), []
        if not content and (declared is None or is_json(media_type)):
            return NOTHING, [_REQUIRED] if body.required else []
        if declared is None:
            raise _unread(body, media_type)
        if is_json(media_type) and not is_utf_8(media_type):
            content = _transcoded(content, media_type, declared)
        return _read(body, declared, media_type, content, settings)
    except (_Malformed, NotMultipart, NotJson, _decode.DecodeError, RecursionError) as error:
        what = "JSON" if is_json(media_type) else essence(media_type)
        why = "it is nested too deeply" if isinstance(error, RecursionError) else str(error)
        raise RequestRefused(status_for(operation, *MALFORMED), f"The body is not {what}: {why}.") from error


def _has_parts(media_type: str, tp: Any) -> bool:
    """Whether the parts of a body are its properties: those of a form, and of its siblings where they are typed."""
    kind = essence(media_type)
    return kind == MULTIPART or (kind.startswith("multipart/") and "object" in kinds(tp) and bare(tp) is not Any)


def _coded(request: Request) -> bool:
    codings = ",".join(request.headers.getlist("content-encoding"))
    return any(coding.strip().lower() not in ("", "identity") for coding in codings.split(","))


def _unread(body: Body, media_type: str) -> RequestRefused:
    accepted = ", ".join(body.contents)
    given = f", not {essence(media_type)}" if media_type.isascii() and media_type.isprintable() and media_type else ""
    return RequestRefused(415, f"The body must be {accepted}{given}.", headers={"Accept": accepted})


async def _limited(request: Request, limit: int) -> AsyncGenerator[bytes, None]:
    """The body's chunks. Raises RequestRefused (413) as soon as it is known to be larger than `limit` bytes."""
    refusal = RequestRefused(413, f"The body is larger than {limit} bytes.")
    announced = request.headers.get("content-length", "")
    if announced.isascii() and announced.isdigit() and (len(announced) > 18 or int(announced) > limit):
        raise refusal
    size = 0
    try:
        async for chunk in request.stream():
            size += len(chunk)
            if size > limit:
                raise refusal
            yield chunk
    except ClientDisconnect as error:
        raise RequestRefused(400, "The body ends early.") from error


def _read(
    body: Body, declared: str, media_type: str, content: bytes, settings: Settings
) -> tuple[Any, list[Violation]]:
    tp = body.contents[declared]()
    if is_json(media_type):
        return _json(tp, content)
    if essence(media_type) == FORM:
        if content.count(b"&") >= settings.max_parts:
            raise RequestRefused(413, f"The form has more than {settings.max_parts} fields.")
        return _validated(tp, _decode.form(body.encodings.get(declared, {}), tp, _decoded(content, "utf-8")))
    item = item_type(media_type, tp)
    if item is not None:
        return _items(item, media_type, content)
    if bare(tp) is Any and not is_text(media_type):
        return content, []
    return _validated(tp, coerce(tp, _decoded(content, charset(media_type) or "utf-8")))


def _items(item: Any, media_type: str, content: bytes) -> tuple[Any, list[Violation]]:
    """The items of a sequence, in a list."""
    splitter = Splitter(media_type)
    values: list[Any] = []
    wrong: list[Violation] = []
    for index, text in enumerate([*splitter.feed(content), *splitter.end()]):
        value, found = _json(item, text)
        values.append(value)
        wrong += [replace(one, pointer=f"/{index}{one.pointer}") for one in found]
    return (NOTHING, wrong) if wrong else (values, [])


def _json(tp: Any, content: bytes) -> tuple[Any, list[Violation]]:
    document = parsed(content)
    try:
        return adapter(tp).read_json(content), []
    except ValidationError as error:
        if is_malformed(error):
            raise _Malformed("a string or number cannot be read") from error
        return NOTHING, violations(error, document)


def _validated(tp: Any, document: Any) -> tuple[Any, list[Violation]]:
    try:
        return adapter(tp).read(document), []
    except ValidationError as error:
        return NOTHING, violations(error, document)


def _transcoded(content: bytes, media_type: str, declared: str) -> bytes:
    """JSON text as UTF-8, which it is (RFC 8259 section 8.1) unless the contract itself names another charset."""
    if charset(media_type) != charset(declared):
        raise _Malformed("JSON is UTF-8")
    return _decoded(content, charset(media_type) or "utf-8").encode()


def _decoded(content: bytes, encoding: str) -> str:
    try:
        return decoded(content, encoding)
    except (UnicodeError, LookupError, ValueError) as error:
        raise _Malformed("its characters cannot be decoded") from error
