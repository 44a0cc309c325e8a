"""Bodies of `multipart/form-data` (RFC 7578; file names as the WHATWG's forms write them) and its siblings."""

from __future__ import annotations

import json
import os
import re
import secrets
from collections.abc import AsyncIterable, AsyncIterator, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from ._errors import InvalidRequest
from ._form import unsent
from ._media import charset, essence, is_json
from ._operation import Encoding
from ._style import TOKEN, deep, field_value, text
from ._upload import Upload, has_files, is_file

_CHUNK: Final = 64 * 1024
_DELIMITER: Final = re.compile(rb"(?:\A|\r\n)--([\w'()+,./:=?-]{1,70})[ \t]*\r\n", re.ASCII)
"""The first line between parts (RFC 2046 section 5.1.1)."""


@dataclass(frozen=True)
class Part:
    """One part: its header lines, its bytes or file, and its media type (None: plain text)."""

    head: bytes
    content: bytes | Upload
    media_type: str | None


def parts(value: Any, encodings: Mapping[str, Encoding], required: Collection[str] = ()) -> list[Part]:
    """The parts of a JSON object whose files are `Upload`s, in order; what is null is not sent.

    Lists are one part for each item, objects are JSON, all else is text, unless an encoding says otherwise.

    Raises InvalidRequest if `value` is not an object, or nothing would be sent of a property that is `required`.
    """
    if not isinstance(value, Mapping):
        raise InvalidRequest("a multipart body is made of names and values")
    found: list[Part] = []
    for name, item in value.items():
        own = list(_property(name, item, encodings.get(name)))
        if not own and name in required:
            raise unsent(name)
        found.extend(own)
    return found


def _property(name: str, value: Any, encoding: Encoding | None) -> Iterator[Part]:
    if encoding is not None and encoding.style is not None and not has_files(value):
        yield from _styled(name, value, encoding)
        return
    for one in value if isinstance(value, list) else [value]:
        if one is not None:
            yield _part(name, one, encoding.content_type if encoding is not None else None)


def _styled(name: str, value: Any, encoding: Encoding) -> Iterator[Part]:
    """A property with a style: names and texts as in a query, but not percent-encoded."""
    if value is None:
        return
    if encoding.style == "deepObject":
        texts = list(deep(name, value))
    elif isinstance(value, list | dict):
        texts = _listed(name, value, encoding)
    else:
        texts = [(name, text(value))]
    for key, one in texts:
        yield _part(key, one, None)


def _listed(name: str, value: Any, encoding: Encoding) -> list[tuple[str, str]]:
    if isinstance(value, list):
        entries = [(name, text(item)) for item in value if item is not None]
        flat = [one for _, one in entries]
    else:
        entries = [(key, text(item)) for key, item in value.items() if item is not None]
        flat = [one for entry in entries for one in entry]
    if encoding.explode or not entries:
        return entries
    delimiter = {"spaceDelimited": " ", "pipeDelimited": "|"}.get(encoding.style or "form", ",")
    if any(delimiter in one for one in flat):
        raise InvalidRequest(f"{name}: {delimiter!r} divides the items and cannot stand in one")
    return [(name, delimiter.join(flat))]


def _part(name: str, value: Any, content_type: str | None) -> Part:
    declared = _first(content_type)
    if isinstance(value, Upload):
        media_type = value.media_type or declared or guessed(value.filename)
        return Part(_head(name, media_type, value.filename or "upload", value.headers), value, media_type)
    if isinstance(value, list | dict) or (declared is not None and is_json(declared)):
        encoded = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        media_type = declared or "application/json"
        return Part(_head(name, media_type, None), _bytes(name, encoded), media_type)
    return Part(_head(name, declared, None), _bytes(name, text(value), declared or ""), declared)


def _bytes(name: str, value: str, media_type: str = "") -> bytes:
    """The text in the charset of its media type, else in UTF-8. Raises InvalidRequest."""
    try:
        return value.encode(charset(media_type) or "utf-8")
    except UnicodeEncodeError as error:
        known = error.encoding.upper()
        raise InvalidRequest(f"{name}: {value[error.start : error.end]!r} cannot be said in {known}") from error
    except LookupError as error:
        raise InvalidRequest(f"{name}: {error}") from error


def _first(content_type: str | None) -> str | None:
    """The media type that an encoding names, if it is one and no wildcard or choice of several."""
    if content_type is None or "*" in content_type or "," in content_type:
        return None
    return content_type


def guessed(filename: str | None) -> str:
    """The media type that a file's name suggests."""
    from mimetypes import guess_type

    return (guess_type(filename)[0] if filename else None) or "application/octet-stream"


def _quoted(value: str) -> str:
    """A name inside quotes, in UTF-8 (WHATWG HTML, multipart/form-data encoding algorithm)."""
    return value.replace("\r", "%0D").replace("\n", "%0A").replace('"', "%22")


def _head(name: str, media_type: str | None, filename: str | None, headers: Mapping[str, str] | None = None) -> bytes:
    line = f'Content-Disposition: form-data; name="{_quoted(name)}"'
    if filename is not None:
        # A file system may hold names that are no text: what of them is none is a question mark.
        line += f'; filename="{_quoted(filename.encode(errors="replace").decode())}"'
    if media_type is not None:
        if not media_type.isprintable():
            raise InvalidRequest(f"{name}: {media_type!r} is no media type")
        line += f"\r\nContent-Type: {media_type}"
    for field, value in (headers or {}).items():
        if not TOKEN.fullmatch(field) or field.lower() in ("content-disposition", "content-type"):
            raise InvalidRequest(f"{name}: a part cannot have a header {field!r} of its own")
        line += f"\r\n{field}: {field_value(field, value)}"
    return _bytes(name, line + "\r\n\r\n")


def boundary() -> str:
    """A new random boundary: no content can hold it by chance or by design."""
    return "trivet-" + secrets.token_hex(16)


def labelled(media_type: str, found: list[Part], mark: str) -> str:
    """The media type with its boundary; of `multipart/related` also with the type of its root (RFC 2387 section 3)."""
    name, *parameters = [piece.strip() for piece in media_type.split(";")]
    parameters = [given for given in parameters if given and not given.lower().startswith("boundary=")]
    root = (found[0].media_type if found else None) or "text/plain"
    if name.lower() == "multipart/related" and not any(given.lower().startswith("type=") for given in parameters):
        parameters.append(f'type="{essence(root)}"')
    return "; ".join([name, *parameters, f"boundary={mark}"])


def bounded(media_type: str, content: bytes) -> str:
    """The media type with the boundary that parts put together by the caller begin with, unless it names one."""
    found = _DELIMITER.search(content)
    if found is None or any(given.strip().lower().startswith("boundary=") for given in media_type.split(";")):
        return media_type
    return f'{media_type}; boundary="{found[1].decode()}"'


def length(upload: Upload) -> int | None:
    """How many bytes an upload has from where it stands; None if only reading tells."""
    match upload.content:
        case bytes():
            return len(upload.content)
        case os.PathLike():
            return os.stat(upload.content).st_size
    if not is_file(upload.content):
        return None
    file = upload.open()
    try:
        at = file.tell()
        end = file.seek(0, os.SEEK_END)
        file.seek(at)
    except (OSError, AttributeError, ValueError):
        return None
    return end - at


def chunks(upload: Upload) -> Iterator[bytes]:
    """The bytes of an upload, piece by piece."""
    if isinstance(upload.content, bytes):
        yield upload.content
        return
    if isinstance(upload.content, Iterable) and not is_file(upload.content):
        yield from upload.content
        return
    file = upload.open()
    try:
        while piece := file.read(_CHUNK):
            yield piece
    finally:
        if isinstance(upload.content, os.PathLike):
            file.close()


def body(found: list[Part], mark: str) -> Iterator[bytes] | AsyncIterator[bytes]:
    """The bytes of a whole multipart body; asynchronous if one of its files is."""
    if any(_stream(part) is not None for part in found):
        return _async_body(found, mark)
    return _body(found, mark)


def _body(found: list[Part], mark: str) -> Iterator[bytes]:
    for part in found:
        yield f"--{mark}\r\n".encode() + part.head
        yield from _content(part)
        yield b"\r\n"
    yield f"--{mark}--\r\n".encode()


async def _async_body(found: list[Part], mark: str) -> AsyncIterator[bytes]:
    for part in found:
        yield f"--{mark}\r\n".encode() + part.head
        stream = _stream(part)
        if stream is None:
            for piece in _content(part):
                yield piece
        else:
            async for piece in stream:
                yield piece
        yield b"\r\n"
    yield f"--{mark}--\r\n".encode()


def _content(part: Part) -> Iterator[bytes]:
    return iter((part.content,)) if isinstance(part.content, bytes) else chunks(part.content)


def _stream(part: Part) -> AsyncIterable[bytes] | None:
    content = part.content.content if isinstance(part.content, Upload) else None
    return content if isinstance(content, AsyncIterable) else None


def body_length(found: list[Part], mark: str) -> int | None:
    """How many bytes `body` yields; None if a file does not tell its size."""
    total = len(mark) + 6
    for part in found:
        inner = len(part.content) if isinstance(part.content, bytes) else length(part.content)
        if inner is None:
            return None
        total += len(mark) + 4 + len(part.head) + inner + 2
    return total
