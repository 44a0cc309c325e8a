"""Responses out of what a service answers or refuses, as the operation declares them."""

from __future__ import annotations

import json
import os
import re
from collections.abc import AsyncIterable, AsyncIterator, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from trivet.runtime import InvalidRequest, Operation, Upload, adapter
from trivet.runtime._answer import is_raw
from trivet.runtime._fields import declared as declared_headers, text as header_text
from trivet.runtime._kind import bare, members
from trivet.runtime._operation import TypeOf
from trivet.runtime._sequence import form, item_type, written
from trivet.runtime._style import TOKEN, field_value
from trivet.runtime._upload import is_file
from trivet_server.media import PROBLEM, charset, declared_for, is_json, is_range, is_text, is_utf_8, preferred
from trivet_server.refusal import Refusal, problem
from trivet_server.reply import Reply
from trivet_server.settings import Settings
from trivet_server.violations import is_malformed, violations

_BODILESS = frozenset({204, 205, 304})
_ANY_JSON = "application/json"
_LISTED = 20
_ENDS_FIELD = re.compile(r"[\r\n\0]")


class ContractBroken(Exception):
    """A service answered what the contract does not declare. The caller gets a 500; the message says where."""


@dataclass(frozen=True, slots=True)
class _Content:
    media_type: str
    type: Any


def answer(operation: Operation[Any], result: Any, request: Request, settings: Settings) -> Response:
    """The response to a success. A Starlette response goes out as it is.

    Raises ContractBroken if the contract does not declare it.
    """
    if isinstance(result, Response):
        return result
    reply = result if isinstance(result, Reply) else Reply(result)
    status = reply.status or _success(operation, reply.value)
    contents = _declared(operation, status)
    if contents is None and _is_silent(operation):
        contents = {}
    if contents is None:
        raise ContractBroken(f"{operation.id} answered {status}, which the contract does not declare")
    try:
        response = _response(contents, status, reply.value, reply.content_type, request, verify=settings.verify)
    except ContractBroken as error:
        raise ContractBroken(f"{operation.id} answered {status}: {error}") from error.__cause__
    _extend(response, _fielded(operation, status, reply.headers))
    return response


def refused(refusal: Refusal, operation: Operation[Any] | None, request: Request) -> Response:
    """The response to a refusal: its body as the contract declares it for the status, or a problem document.

    Raises ContractBroken if the contract declares another body for the status.
    """
    status, body = refusal.status, refusal.body
    if status in _BODILESS:
        response = Response(status_code=status)
    elif body is None:
        content = problem(status, refusal.detail, refusal.errors)
        response = _sent(content, status, refusal.content_type or PROBLEM, request)
    else:
        contents = _declared(operation, status) if operation is not None else None
        if not contents:
            contents = {refusal.content_type or _ANY_JSON: lambda: type(body)}
        response = _response(contents, status, body, refusal.content_type, request, verify=True)
    _extend(response, _fielded(operation, status, refusal.headers))
    return response


def _declared(operation: Operation[Any], status: int) -> Mapping[str, TypeOf] | None:
    """The contents of a status: its own, its range's, or the default's; None if the contract has none of them.

    A contract that says nothing of answers (OpenAPI 3.1 lets it) declares all of them, without content.
    """
    if not operation.responses:
        return {}
    for key in (str(status), f"{status // 100}XX", "default"):
        if key in operation.responses:
            return operation.responses[key]
    return None


def _success(operation: Operation[Any], value: Any) -> int:
    """The status of a bare value: the lowest 2xx; for None the lowest that has no content, if there is one."""
    declared = sorted((key, contents) for key, contents in operation.responses.items() if key.startswith(("2", "3")))
    if value is None:
        declared = [entry for entry in declared if not entry[1]] or declared
    if not declared:
        return 204 if value is None and _is_silent(operation) else 200
    return int(declared[0][0].upper().replace("XX", "00"))


def _is_silent(operation: Operation[Any]) -> bool:
    """Whether the contract does not say how success is answered: then an answer without content is as good as any."""
    return not any(key == "default" or key.startswith(("2", "3")) for key in operation.responses)


def _response(
    contents: Mapping[str, TypeOf],
    status: int,
    value: Any,
    content_type: str | None,
    request: Request,
    *,
    verify: bool,
) -> Response:
    if not contents:
        if value is not None:
            raise ContractBroken("the contract declares no content for this status")
        return Response(status_code=status)
    chosen = _chosen(contents, value, content_type, request.headers.get("accept"))
    if isinstance(value, Upload):
        value = _chunks(value) if isinstance(value.content, os.PathLike) or is_file(value.content) else value.content
    item = item_type(chosen.media_type, chosen.type)
    if item is not None and (_streams(value) or isinstance(value, list | tuple)):
        return _sequence(chosen.media_type, item, value, status, request, verify=verify)
    if is_json(chosen.media_type) and not _streams(value) and (_is_text(chosen.type) or not _is_bytes(value)):
        written = _json(chosen.type, value, verify=verify)
        if not is_utf_8(chosen.media_type):
            written = written.decode().encode(charset(chosen.media_type) or "utf-8")
        return _sent(written, status, chosen.media_type, request)
    if isinstance(value, bytes | bytearray | memoryview):
        body = bytes(value)
        if verify and is_json(chosen.media_type) and not is_raw(chosen.type):
            _verify(chosen.type, body)
        return _sent(body, status, chosen.media_type, request)
    if _streams(value):
        pieces = () if request.method == "HEAD" else value
        return StreamingResponse(pieces, status, headers={"Content-Type": _with_charset(chosen.media_type)})
    return _sent(_text(chosen, value), status, chosen.media_type, request)


def _chosen(contents: Mapping[str, TypeOf], value: Any, content_type: str | None, accept: str | None) -> _Content:
    """The media type of the answer: the one asked for, else what `accept` likes best of those that suit the value.

    Where the client accepts none of them it gets the first: the work is done by now (RFC 9110 section 12.4.1).
    """
    if content_type is not None:
        known = declared_for(content_type, contents)
        if known is None:
            raise ContractBroken(f"the contract declares no {content_type} for this status")
        return _Content(content_type, contents[known]())
    suited = {_concrete(known, value): known for known, tp in contents.items() if _suits(known, tp, value)}
    suited = suited or {_concrete(known, value): known for known in contents}
    media_type = preferred(accept, suited) or next(iter(suited))
    return _Content(media_type, contents[suited[media_type]]())


def _suits(media_type: str, tp: TypeOf, value: Any) -> bool:
    if form(media_type) is not None and item_type(media_type, tp()) is not None:
        return _streams(value) or isinstance(value, list | tuple | bytes)
    if value is None or is_range(media_type):
        return True
    if isinstance(value, str):
        return is_text(media_type)
    raw = _is_bytes(value) or isinstance(value, Upload) or _streams(value)
    return raw is not is_json(media_type)


def _concrete(media_type: str, value: Any) -> str:
    """A media type that can be sent, where the contract declares a range."""
    if not is_range(media_type):
        return media_type
    if isinstance(value, str):
        return "text/plain"
    raw = _is_bytes(value) or isinstance(value, Upload) or _streams(value)
    return "application/octet-stream" if raw else _ANY_JSON


def _streams(value: Any) -> bool:
    """Whether a value comes in pieces: an iterator, and no container that is JSON."""
    if isinstance(value, AsyncIterable):
        return True
    return hasattr(value, "__next__") and isinstance(value, Iterable)


def _sequence(media_type: str, item: Any, items: Any, status: int, request: Request, *, verify: bool) -> Response:
    """Items one after another: those of a list are checked before anything is sent, others as they come."""
    write = written(media_type)

    def encoded(given: Any) -> bytes:
        try:
            return given if isinstance(given, bytes) else write(_json(item, given, verify=verify))
        except ValueError as error:
            raise ContractBroken(f"an item of {media_type}: {error}") from error

    async def coming() -> AsyncIterator[bytes]:
        async for given in items:
            yield encoded(given)

    if isinstance(items, list | tuple):
        return _sent(b"".join(map(encoded, items)), status, media_type, request)
    pieces: Any = coming() if isinstance(items, AsyncIterable) else map(encoded, items)
    headers = {"Content-Type": _with_charset(media_type)}
    return StreamingResponse(() if request.method == "HEAD" else pieces, status, headers=headers)


def _chunks(upload: Upload) -> Iterator[bytes]:
    with upload.open() as file:
        while chunk := file.read(65_536):
            yield chunk


def _json(tp: Any, value: Any, *, verify: bool) -> bytes:
    known = adapter(tp)
    try:
        body: bytes = known.dump_json(known.read(value))
    except ValidationError as error:
        raise ContractBroken(_places(error, value)) from error
    if verify:
        _verify(tp, body)
    return body


def _verify(tp: Any, body: bytes) -> None:
    try:
        adapter(tp).read_json(body)
    except ValidationError as error:
        if is_malformed(error):
            raise ContractBroken("it is no JSON") from error
        raise ContractBroken(_places(error, json.loads(body))) from error


def _is_bytes(value: Any) -> bool:
    return isinstance(value, bytes | bytearray | memoryview)


def _is_text(tp: Any) -> bool:
    """Whether bytes of this type are a text of JSON (`Base64Bytes`)."""
    return all(bare(member) is bytes and not is_raw(member) for member in members(tp))


def _places(error: ValidationError, document: Any) -> str:
    found = violations(error, document)
    return "; ".join(f"{fault.pointer or 'the whole answer'}: {fault.detail}" for fault in found[:_LISTED])


def _text(content: _Content, value: Any) -> bytes:
    """Text of a value that is not JSON: strings as they are, other scalars as JSON spells them."""
    known = adapter(content.type)
    try:
        plain = known.dump(known.read(value))
    except ValidationError as error:
        raise ContractBroken(_places(error, value)) from error
    if isinstance(plain, dict | list):
        raise ContractBroken(f"a {type(value).__name__} has no form in {content.media_type}: answer bytes or str")
    text = plain if isinstance(plain, str) else json.dumps(plain)
    return text.encode(charset(content.media_type) or "utf-8")


def _sent(body: bytes, status: int, media_type: str, request: Request) -> Response:
    headers = {"Content-Type": _with_charset(media_type), "Content-Length": str(len(body))}
    return Response(b"" if request.method == "HEAD" else body, status, headers=headers)


def _with_charset(media_type: str) -> str:
    return f"{media_type}; charset=utf-8" if is_text(media_type) and charset(media_type) is None else media_type


def _fielded(
    operation: Operation[Any] | None, status: int, headers: Iterable[tuple[str, Any]]
) -> Iterator[tuple[str, str]]:
    """Header fields as text: what is not text yet by the type that the contract gives to the header.

    Raises ContractBroken if it is not of that type, the contract does not declare the header, or no header holds it.
    """
    known = declared_headers(operation, status) if operation is not None else {}
    for name, value in headers:
        if isinstance(value, str):
            if not TOKEN.fullmatch(name) or _ENDS_FIELD.search(value):
                raise ContractBroken(f"{name!r}: {value[:24]!r} is no header field: it would be another one")
            try:
                yield name, field_value(f"the header {name} of {status}", value)
            except InvalidRequest as error:
                raise ContractBroken(str(error)) from error
            continue
        header = known.get(name.lower())
        if header is None:
            raise ContractBroken(f"the contract declares no header {name} for {status}: give it as str")
        try:
            yield name, header_text(header, value)
        except ValueError as error:
            raise ContractBroken(f"the header {name} of {status}: {error}") from error


def _extend(response: Response, headers: Iterable[tuple[str, str]]) -> None:
    """Add header fields; one that may stand once replaces what is there."""
    for name, value in headers:
        if name.lower() in ("content-type", "content-length"):
            response.headers[name] = value
        else:
            response.headers.append(name, value)
