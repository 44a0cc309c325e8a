"""Request bodies by media type: what is sent, how long it is, and whether it can be sent again."""

from __future__ import annotations

import os
import secrets
from collections.abc import AsyncIterable, AsyncIterator, Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ._answer import is_raw
from ._errors import InvalidRequest
from ._media import FORM, best, charset, essence, is_json, is_utf_8
from ._operation import Body, Encoding
from ._sequence import item_type, written
from ._transport import Content
from ._upload import Upload

_NO_STREAMS = (Mapping, list, tuple, set, frozenset)


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

    `content_type` chooses; else an upload's own media type, if declared; else the first content. Of a range such as
    `image/*` the media type is the upload's, or what suits the value.

    Raises InvalidRequest if the contract does not declare the media type, or a range does not tell which one it is.
    """
    given = content_type or (value.media_type if isinstance(value, Upload) else None)
    key = best(body.contents, given) if given else None
    if given and key is not None:
        return key, _concrete(key, body, value) if "*" in given else given
    if content_type is not None:
        raise _refused(f"{content_type} is not declared; declared: {', '.join(body.contents)}")
    key = next(iter(body.contents))
    return key, _concrete(key, body, value) if "*" in key else key


def _concrete(key: str, body: Body, value: Any) -> str:
    """A media type of the range `key` that suits the value."""
    if isinstance(value, Upload):
        from ._multipart import guessed

        suited = value.media_type or guessed(value.filename)
    elif isinstance(value, str) and (key.startswith("text/") or is_raw(body.contents[key]())):
        suited = "text/plain; charset=utf-8"
    else:
        suited = "application/octet-stream" if _is_raw_value(value) else "application/json"
    if best({key: key}, suited) is None:
        raise _refused(f"{key} does not say which media type it is: give content_type, or an Upload with media_type")
    return suited


def _refused(reason: str) -> InvalidRequest:
    return InvalidRequest(f"body: {reason}", errors=[("/body", reason)])


def _is_raw_value(value: Any) -> bool:
    """Whether a value is bytes, a file or a stream, and nothing that JSON could say."""
    if isinstance(value, str):
        return False
    return isinstance(value, AsyncIterable) or hasattr(value, "__next__") or _is_file(value)


def absent(body: Body, value: Any, content_type: str | None) -> bool:
    """Whether there is no body: None is none, but for a required one that may be JSON's null."""
    if value is not None:
        return False
    if not body.required:
        return True
    key, media_type = chosen(body, value, content_type)
    if not is_json(media_type):
        return True
    try:
        validated(body.contents[key](), None)
    except InvalidRequest:
        return True
    return False


def payload(body: Body, value: Any, content_type: str | None) -> Payload:
    """The body to send. Raises InvalidRequest, with a place in the body, if the contract does not take this value."""
    try:
        return _payload(body, value, content_type)
    except InvalidRequest as error:
        if error.errors:
            raise
        raise _refused(str(error).removeprefix("body: ")) from error


def _payload(body: Body, value: Any, content_type: str | None) -> Payload:
    key, media_type = chosen(body, value, content_type)
    tp = body.contents[key]()
    if is_json(media_type) and not is_raw(tp):
        from ._adapter import adapter

        try:
            content = adapter(tp).dump_json(validated(tp, value))
        except ValueError as error:  # text that is no Unicode
            raise error if isinstance(error, InvalidRequest) else invalid("/body", error) from error
        return _whole(media_type, content if is_utf_8(media_type) else _encoded(content.decode(), media_type))
    item = item_type(media_type, tp)
    if item is not None and not _is_file(value):
        return _sequence(media_type, item, value)
    kind = essence(media_type)
    if kind == FORM and not isinstance(value, bytes | str):
        from ._form import encode
        from ._kind import required

        form = encode(_dumped(tp, value)[0], body.encodings.get(key, {}), required(tp))
        return _whole(media_type, form.encode("ascii"))
    if kind.startswith("multipart/") and not isinstance(value, bytes) and not is_raw(tp):
        return _multipart(media_type, body.encodings.get(key, {}), tp, value)
    if kind.startswith("multipart/") and isinstance(value, bytes):
        from ._multipart import bounded

        media_type = bounded(media_type, value)
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


def _multipart(media_type: str, encodings: Mapping[str, Encoding], tp: Any, value: Any) -> Payload:
    from ._kind import required
    from ._multipart import body as stream, body_length, boundary, labelled, parts

    dumped, uploads = _dumped(tp, value)
    found = parts(dumped, encodings, required(tp))
    mark = boundary()
    return Payload(
        labelled(media_type, found, mark),
        _opener(uploads, lambda: stream(found, mark)),
        body_length(found, mark),
        all(_replayable(upload) for upload in uploads),
    )


def _is_file(value: Any) -> bool:
    """Whether a value is bytes, or a file of them."""
    if isinstance(value, bytes | bytearray | memoryview | str | os.PathLike | Upload):
        return True
    return callable(getattr(value, "read", None))


def _sequence(media_type: str, item: Any, value: Any) -> Payload:
    """Items one after another: those of a list are checked at once, others as they come."""
    from ._adapter import adapter

    known, write = adapter(item), written(media_type)

    def encoded(index: int, given: Any) -> bytes:
        try:
            return write(known.dump_json(known.read(given)))
        except ValueError as error:
            raise invalid(f"/body/{index}", error) from error

    async def coming() -> AsyncIterator[bytes]:
        index = 0
        async for given in value:
            yield encoded(index, given)
            index += 1

    if isinstance(value, list | tuple):
        return _whole(media_type, b"".join(encoded(index, given) for index, given in enumerate(value)))
    if isinstance(value, AsyncIterable):
        return Payload(media_type, coming, None, replayable=False)
    if isinstance(value, Iterable) and not isinstance(value, Mapping) and not hasattr(value, "model_dump"):
        given = (encoded(index, one) for index, one in enumerate(value))
        return Payload(media_type, lambda: given, None, replayable=False)
    raise InvalidRequest(
        f"body: {media_type} takes an iterable of items", errors=[("/body", "not an iterable of items")]
    )


def raw(media_type: str, value: Any) -> Payload:
    """A body that is bytes, text, a file, or an iterable of bytes. Raises InvalidRequest for anything else."""
    if isinstance(value, bytes | bytearray | memoryview):
        return _whole(media_type, bytes(value))
    if isinstance(value, str):
        return _whole(media_type, _encoded(value, media_type))
    if isinstance(value, os.PathLike) or callable(getattr(value, "read", None)):
        value = value if isinstance(value, Upload) else Upload(value)
    if isinstance(value, Upload):
        from ._multipart import chunks, length

        if isinstance(value.content, bytes):
            return _whole(media_type, value.content)
        stream = value.content
        if isinstance(stream, AsyncIterable):
            return Payload(media_type, lambda: stream, None, replayable=False)
        return Payload(media_type, _opener([value], lambda: chunks(value)), length(value), _replayable(value))
    if isinstance(value, list | tuple) and all(isinstance(piece, bytes) for piece in value):
        return Payload(media_type, lambda: value, None)
    if isinstance(value, AsyncIterable) or (isinstance(value, Iterable) and not isinstance(value, _NO_STREAMS)):
        return Payload(media_type, lambda: value, None, replayable=False)
    raise _refused(f"{media_type} takes bytes, text, a file or an iterable of bytes")


def _encoded(value: str, media_type: str) -> bytes:
    try:
        return value.encode(charset(media_type) or "utf-8")
    except (LookupError, ValueError) as error:  # UnicodeError is one
        raise _refused(str(error)) from error


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
