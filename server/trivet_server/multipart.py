"""Bodies of `multipart/form-data` (RFC 7578) and its siblings: parts as properties, files as uploads."""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator, AsyncIterator, Mapping
from contextlib import AsyncExitStack
from typing import Any, TypeAlias, get_args

from starlette.datastructures import FormData, UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request

from trivet.runtime import Encoding, Upload, _decode
from trivet.runtime._kind import bare, coerce, kinds, members, properties, takes_files
from trivet_server.jsontext import NotJson, parsed
from trivet_server.media import charset, is_json
from trivet_server.settings import Settings

Part: TypeAlias = "str | UploadFile"

_FILES = "trivet_server.files"


class NotMultipart(ValueError):
    """The body has no parts with names, or has too many parts; the message says why."""


async def opened_files(request: Request) -> AsyncIterator[None]:
    """A FastAPI dependency: closes what `multipart` opens once the response is sent."""
    async with AsyncExitStack() as stack:
        request.scope[_FILES] = stack
        yield


async def multipart(
    encodings: Mapping[str, Encoding],
    tp: Any,
    request: Request,
    stream: AsyncGenerator[bytes, None],
    settings: Settings,
) -> dict[str, Any]:
    """The properties by wire name, ready for validation by `tp`. Files stay open until the response is sent.

    Raises NotMultipart.
    """
    parser = _Parser(
        request.headers,
        stream,
        max_files=settings.max_parts,
        max_fields=settings.max_parts,
        max_part_size=settings.max_body_size,
    )
    try:
        form = await parser.parse()
    except MultiPartException as error:
        raise NotMultipart(error.message.rstrip(".")) from error
    except (ValueError, LookupError) as error:
        raise NotMultipart("it cannot be read") from error
    files: AsyncExitStack = request.scope[_FILES]
    files.push_async_callback(form.close)
    named, other = properties(tp)
    items = [(name if name in named else unquoted(name), part) for name, part in form.multi_items()]
    found, used = _decode.styled(encodings, named, [(name, part) for name, part in items if isinstance(part, str)])
    parts: dict[str, list[Part]] = {}
    for name, part in items:
        if name not in used:
            parts.setdefault(name, []).append(part)
    rest = Any if other is None else other
    return found | {
        name: await _property(encodings.get(name), name, named.get(name, rest), given) for name, given in parts.items()
    }


class _Parser(MultiPartParser):
    """Refuses what ends before the last boundary, and reads each text in the charset of its own part."""

    _ended = False

    def on_end(self) -> None:
        self._ended = True

    async def parse(self) -> FormData:
        form = await super().parse()
        if not self._ended:
            for file in self._files_to_close_on_error:
                file.close()
            raise MultiPartException("it ends early")
        return form

    def on_part_end(self) -> None:
        super().on_part_end()
        part = self._current_part
        given = dict(part.item_headers).get(b"content-type", b"").decode("latin-1")
        if part.file is None and charset(given) is not None:
            self.items[-1] = (part.field_name, part.data.decode(charset(given) or "utf-8"))


def unquoted(name: str) -> str:
    """A part's name or a file's, as it was before a form wrote it between quotes (WHATWG HTML, section 4.10.21.8)."""
    return name.replace("%22", '"').replace("%0D", "\r").replace("%0A", "\n")


async def _property(encoding: Encoding | None, name: str, tp: Any, parts: list[Part]) -> Any:
    content_type = encoding.content_type if encoding is not None else None
    uploads = takes_files(tp)
    items = [await _item(part, content_type, uploads=uploads) for part in parts]
    single = len(items) == 1 and (kinds(tp) != {"array"} or (isinstance(items[0], list) and not _nested(tp)))
    try:
        return coerce(tp, items[0] if single else items)
    except (ValueError, RecursionError) as error:
        raise NotMultipart(f"the part {name!r} cannot be read") from error


async def _item(part: Part, content_type: str | None, *, uploads: bool) -> Any:
    if isinstance(part, UploadFile):
        if uploads:
            name = None if part.filename is None else unquoted(part.filename)
            return Upload(part.file, filename=name, media_type=part.content_type, headers=_own(part))
        content_type = part.content_type or content_type
        part = _text(await part.read())
    if uploads:
        return Upload(part.encode(), media_type=content_type)
    if is_json(content_type or ""):
        return _json(part)
    return part


def _own(part: UploadFile) -> dict[str, str]:
    """The headers of a part that are the contract's own."""
    return {name: value for name, value in part.headers.items() if not name.startswith("content-")}


def _json(text: str) -> Any:
    try:
        parsed(text.encode())
        return json.loads(text)
    except (NotJson, ValueError, RecursionError) as error:
        raise NotMultipart("a part is not JSON") from error


def _text(content: bytes) -> str:
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        raise NotMultipart("a part is not UTF-8") from error


def _nested(tp: Any) -> bool:
    """Whether the items of a list are lists: then one part that is a list is an item, and not the whole list."""
    return any("array" in kinds(argument) for member in members(tp) for argument in get_args(bare(member)))
