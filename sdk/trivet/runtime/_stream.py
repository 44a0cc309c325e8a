"""Answers whose bytes are read as they come: to iterate over, or to save."""

from __future__ import annotations

import os
import secrets
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeAlias, TypeVar, overload, runtime_checkable

from . import _fields
from ._sequence import Splitter, item_type
from ._transport import AsyncTransport, Headers, Request, Response, Transport

if TYPE_CHECKING:
    from ._call import Call
    from ._deviation import Deviation
    from ._job import Job

T_co = TypeVar("T_co", covariant=True)
E = TypeVar("E")

Target: TypeAlias = "str | os.PathLike[str]"


@runtime_checkable
class Incoming(Protocol):
    """An answer of which the head has come: `chunks` reads on, with Content-Encoding undone."""

    @property
    def status(self) -> int: ...

    @property
    def headers(self) -> Headers: ...

    def chunks(self) -> Iterator[bytes]: ...

    def close(self) -> None: ...


@runtime_checkable
class AsyncIncoming(Protocol):
    """The same for async code."""

    @property
    def status(self) -> int: ...

    @property
    def headers(self) -> Headers: ...

    def chunks(self) -> AsyncIterator[bytes]: ...

    async def aclose(self) -> None: ...


@dataclass(frozen=True)
class _Whole:
    """The answer of a transport that only knows whole ones."""

    status: int
    headers: Headers
    content: bytes

    def chunks(self) -> Iterator[bytes]:
        yield self.content

    def close(self) -> None:
        """Nothing is open."""


@dataclass(frozen=True)
class _AsyncWhole:
    status: int
    headers: Headers
    content: bytes

    async def chunks(self) -> AsyncIterator[bytes]:
        yield self.content

    async def aclose(self) -> None:
        """Nothing is open."""


def incoming(transport: Transport, request: Request) -> Incoming:
    """The head of the answer: by the transport's `stream`, if it has one, else by reading it to its end."""
    stream = getattr(transport, "stream", None)
    if stream is None:
        whole = transport.send(request)
        return _Whole(whole.status, whole.headers, whole.content)
    found: Incoming = stream(request)
    return found


async def async_incoming(transport: AsyncTransport, request: Request) -> AsyncIncoming:
    """The same for async code."""
    stream = getattr(transport, "stream", None)
    if stream is None:
        whole = await transport.send(request)
        return _AsyncWhole(whole.status, whole.headers, whole.content)
    found: AsyncIncoming = await stream(request)
    return found


def read_on(answer: Incoming) -> Response:
    """The answer read to its end, and closed."""
    try:
        return Response(answer.status, answer.headers, b"".join(answer.chunks()))
    finally:
        answer.close()


async def async_read_on(answer: AsyncIncoming) -> Response:
    """The same for async code."""
    try:
        return Response(answer.status, answer.headers, b"".join([chunk async for chunk in answer.chunks()]))
    finally:
        await answer.aclose()


class _Head(Generic[T_co]):
    """What both kinds of stream say."""

    def __init__(self, job: Job[T_co], request: Request, head: Any, deviations: tuple[Deviation, ...]) -> None:
        self.call: Call[T_co] = job.call
        self.request = request
        self._job = job
        self.status: int = head.status
        self.headers: Headers = head.headers
        self.deviations = deviations
        self._incoming = head

    def header(self, name: str) -> Any:
        """The value of a header that the contract declares for this status, as `Exchange.header` gives it."""
        return _fields.value(self.call.operation, self.status, self.headers, name)

    def _reader(self) -> _Reader:
        """What reads the items. Raises TypeError if the contract does not say what they are."""
        from ._answer import declared
        from ._media import best

        contents = declared(self.call.operation.responses, self.status) or {}
        given = self.headers.get("Content-Type", "")
        key = best(contents, given) if given else next(iter(contents), None)
        item = item_type(key, contents[key]()) if key is not None else None
        if key is None or item is None:
            raise TypeError(f"{self.call.operation.id} declares no items for {self.status} {given}: iterate over bytes")
        return _Reader(self, key, item)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.status} of {self.call.operation.id}>"


class _Reader:
    """Reads the items of a stream as its bytes come, and tells where they break the contract."""

    def __init__(self, stream: _Head[Any], media_type: str, item: Any) -> None:
        self._stream = stream
        self._item = item
        self._splitter = Splitter(media_type)

    def feed(self, chunk: bytes) -> Iterator[Any]:
        return map(self._value, self._splitter.feed(chunk))

    def end(self) -> Iterator[Any]:
        return map(self._value, self._splitter.end())

    def _value(self, text: bytes) -> Any:
        from ._answer import Exchange, read_item

        stream = self._stream
        value, found = read_item(self._item, text)
        if found:
            response = Response(stream.status, stream.headers, text)
            told = (stream.status, stream.headers, tuple(found), stream.request, response)
            stream._job.deviated(Exchange(stream.call, value, *told))
        return value


class Stream(_Head[T_co]):
    """A successful answer whose body is still to be read; iterating gives its bytes, once.

    A body that breaks off raises ConnectionFailed or TimedOut, and is not asked for again.
    """

    _incoming: Incoming

    def __iter__(self) -> Iterator[bytes]:
        return (chunk for chunk in self._incoming.chunks() if chunk)

    def read(self) -> bytes:
        """All bytes that are left."""
        return b"".join(self)

    @overload
    def items(self: Stream[list[E]]) -> Iterator[E]: ...
    @overload
    def items(self) -> Iterator[Any]: ...
    def items(self) -> Iterator[Any]:
        """The items of JSON Lines, a JSON text sequence or an event stream, each as soon as it has come.

        An item that breaks the contract is read as far as it goes and told like a whole answer, as an exchange of its
        own. Raises BadResponse for one that is not JSON, TypeError if the contract does not say what the items are.
        """
        reader = self._reader()
        for chunk in self:
            yield from reader.feed(chunk)
        yield from reader.end()

    def save(self, target: Target) -> int:
        """Writes the body to a file and returns its size; the file is there once it is whole, and never in part."""
        part = _part(target)
        size = 0
        try:
            with open(part, "xb") as file:
                for chunk in self:
                    size += file.write(chunk)
            os.replace(part, target)
        except BaseException:
            _removed(part)
            raise
        return size


class AsyncStream(_Head[T_co]):
    """The same for async code; files are written by a thread."""

    _incoming: AsyncIncoming

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for chunk in self._incoming.chunks():
            if chunk:
                yield chunk

    async def read(self) -> bytes:
        """All bytes that are left."""
        return b"".join([chunk async for chunk in self])

    @overload
    def items(self: AsyncStream[list[E]]) -> AsyncIterator[E]: ...
    @overload
    def items(self) -> AsyncIterator[Any]: ...
    async def items(self) -> AsyncIterator[Any]:
        """The items of JSON Lines, a JSON text sequence or an event stream, as `Stream.items` gives them."""
        reader = self._reader()
        async for chunk in self:
            for value in reader.feed(chunk):
                yield value
        for value in reader.end():
            yield value

    async def save(self, target: Target) -> int:
        """Writes the body to a file and returns its size; the file is there once it is whole, and never in part."""
        from anyio import open_file

        part = _part(target)
        size = 0
        try:
            async with await open_file(part, "xb") as file:
                async for chunk in self:
                    size += await file.write(chunk)
            os.replace(part, target)
        except BaseException:
            _removed(part)
            raise
        return size


def _part(target: Target) -> str:
    return f"{os.fspath(target)}.{secrets.token_hex(4)}.part"


def _removed(part: str) -> None:
    if os.path.exists(part):
        os.unlink(part)
