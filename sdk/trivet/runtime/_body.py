"""Request bodies by media type: what is sent, how long it is, and whether it can be sent again."""

from __future__ import annotations

import os
import secrets
from collections.abc import AsyncIterable, Callable, Iterable
from dataclasses import dataclass
from typing import Any

from ._answer import best, essence, is_json, is_raw
from ._errors import InvalidRequest
from ._operation import Body
from ._transport import Content
from ._upload import Upload


@dataclass(frozen=True)
class Payload:
    """A body ready to send. `open` gives its content anew for each attempt, if it is `replayable`.

    `length` is None where only sending tells.
    """

    media_type: str
    open: Callable[[], Content]
    length: int | None
    replayable: bool = True


def chosen(body: Body, value: Any, content_type: str | None) -> tuple[str, str]:
    """Which declared content a body is (its key), and the media type to send.

    `content_type` chooses; else an upload's own media type, if declared; else the first content.

    Raises InvalidRequest if the contract does not declare the media type, or only a range of them is known.
    """
    given = content_type or (value.media_type if isinstance(value, Upload) else None)
    key = best(body.contents, given) if given else None
    if key is None and content_type is not None:
        known = ", ".join(body.contents)
        raise InvalidRequest(f"body: {content_type} is not declared; declared: {known}", errors=[("/body", known)])
    if key is None:
        key, given = next(iter(body.contents)), None
    if given and "*" not in given:
        return key, given
    return key, _one_of(key, body, value) if "*" in key or "/" not in key else key


def _one_of(key: str, body: Body, value: Any) -> str:
    """The media type of a range that a value is sent as if nobody says. Raises InvalidRequest if callers must say."""
    kind = essence(key)
    if kind == "text/*":
        return "text/plain"
    if kind in ("*/*", "application/*", "*", ""):
        is_file = isinstance(value, bytes | Upload) or is_raw(body.contents[key]())
        return "application/octet-stream" if is_file else "application/json"
    message = f"{key} is a range of media types: say which with content_type, or with Upload(..., media_type=...)"
    raise InvalidRequest(f"body: {message}", errors=[("/body", message)])


def payload(body: Body, value: Any, content_type: str | None) -> Payload:
    """The body to send. Raises InvalidRequest if the contract does not take this value."""
    key, media_type = chosen(body, value, content_type)
    tp = body.contents[key]()
    if is_json(media_type):
        from ._adapter import adapter

        return _whole(media_type, adapter(tp).dump_json(validated(tp, value)))
    kind = essence(media_type)
    if kind == "application/x-www-form-urlencoded" and not isinstance(value, bytes | str):
        from ._form import encode

        return _whole(media_type, encode(_dumped(tp, value)[0], body.encodings).encode("ascii"))
    if kind.startswith("multipart/") and not isinstance(value, bytes) and not is_raw(tp):
        return _multipart(media_type, body, tp, value)
    return raw(media_type, value)


def _whole(media_type: str, content: bytes) -> Payload:
    return Payload(media_type, lambda: content, len(content))


def validated(tp: Any, value: Any) -> Any:
    """The value as its type reads it. Raises InvalidRequest, with a pointer for each fault."""
    from ._adapter import adapter

    try:
        return adapter(tp).read(value)
    except ValueError as error:
        raise invalid("/body", error) from error


def invalid(place: str, error: ValueError) -> InvalidRequest:
    """pydantic's ValidationError (or any ValueError) as InvalidRequest; `place` begins each pointer."""
    from pydantic_core import ValidationError

    if not isinstance(error, ValidationError):
        return InvalidRequest(f"{place[1:]}: {error}", errors=[(place, str(error))])
    lines = error.errors(include_url=False)
    found = [(place + "".join(f"/{token(step)}" for step in line["loc"]), line["msg"]) for line in lines]
    return InvalidRequest("; ".join(f"{pointer[1:]}: {reason}" for pointer, reason in found[:5]), errors=found)


def token(step: Any) -> str:
    """A step of a JSON pointer (RFC 6901)."""
    return str(step).replace("~", "~0").replace("/", "~1")


def _dumped(tp: Any, value: Any) -> tuple[Any, list[Upload]]:
    """The JSON value, uploads left in place; and the uploads."""
    from ._adapter import adapter

    mark = secrets.token_hex(8)
    uploads: list[Upload] = []

    def kept(thing: Any) -> str:
        if not isinstance(thing, Upload):
            raise InvalidRequest(f"body: a value of type {type(thing).__name__} cannot be sent")
        uploads.append(thing)
        return f"{mark}{len(uploads) - 1}"

    def restored(item: Any) -> Any:
        match item:
            case str() if item.startswith(mark):
                return uploads[int(item[len(mark) :])]
            case list():
                return [restored(one) for one in item]
            case dict():
                return {key: restored(one) for key, one in item.items()}
            case _:
                return item

    read = validated(tp, value)
    dumped = adapter(tp).serializer.to_python(
        read, mode="json", by_alias=True, exclude_unset=True, warnings=False, fallback=kept
    )
    return (restored(dumped) if uploads else dumped), uploads


def _multipart(media_type: str, body: Body, tp: Any, value: Any) -> Payload:
    from ._multipart import body as stream, body_length, boundary, parts

    dumped, uploads = _dumped(tp, value)
    found = parts(dumped, body.encodings)
    mark = boundary()
    return Payload(
        f"{essence(media_type)}; boundary={mark}",
        _opener(uploads, lambda: stream(found, mark)),
        body_length(found, mark),
        all(_replayable(upload) for upload in uploads),
    )


def raw(media_type: str, value: Any) -> Payload:
    """A body that is bytes, text, a file, or an iterable of bytes. Raises InvalidRequest for anything else."""
    if isinstance(value, bytes | bytearray | memoryview):
        return _whole(media_type, bytes(value))
    if isinstance(value, str):
        charset = "utf-8"
        if "charset=" in media_type.lower():
            charset = media_type.lower().partition("charset=")[2].partition(";")[0].strip(' "')
        try:
            return _whole(media_type, value.encode(charset))
        except (LookupError, UnicodeEncodeError) as error:
            raise InvalidRequest(f"body: {error}") from error
    if isinstance(value, os.PathLike) or callable(getattr(value, "read", None)):
        value = value if isinstance(value, Upload) else Upload(value)
    if isinstance(value, Upload):
        from ._multipart import chunks, length

        if isinstance(value.content, bytes):
            return _whole(media_type, value.content)
        return Payload(media_type, _opener([value], lambda: chunks(value)), length(value), _replayable(value))
    if isinstance(value, AsyncIterable) or (isinstance(value, Iterable) and not isinstance(value, dict)):
        return Payload(media_type, lambda: value, None, isinstance(value, list | tuple))
    raise InvalidRequest(f"body: {media_type} takes bytes, text, a file or an iterable of bytes")


def _seekable(upload: Upload) -> bool:
    seekable = getattr(upload.content, "seekable", None)
    return callable(seekable) and bool(seekable())


def _replayable(upload: Upload) -> bool:
    return isinstance(upload.content, bytes | os.PathLike) or _seekable(upload)


def _opener(uploads: list[Upload], make: Callable[[], Content]) -> Callable[[], Content]:
    """`make`, with open files put back to where they stood when the body was described."""
    starts = [(upload.content, upload.content.tell()) for upload in uploads if _seekable(upload)]  # type: ignore[union-attr]

    def opened() -> Content:
        for file, at in starts:
            file.seek(at)  # type: ignore[union-attr]
        return make()

    return opened
