"""Transports over httpx, or any library with its names (httpx2), told apart by shape and never by class."""

from __future__ import annotations

import sys
import time
from collections.abc import AsyncIterable, AsyncIterator, Iterable, Iterator
from threading import Lock
from typing import Any, NoReturn

from ._errors import BadResponse, ConnectionFailed, InvalidRequest, TimedOut, TrivetError
from ._transport import AsyncTransport, Headers, Request, Response, Transport

_LOCATION = "trivet.location"


class HttpxTransport:
    """Sends over a pooled httpx client, made on first use unless given; closes only what it made.

    Of a given client the pool, proxies, TLS, auth and hooks are used; its own headers, cookies, timeouts and
    redirects are not.
    """

    def __init__(self, client: Any = None, *, transport: Any = None) -> None:
        self._client = client
        self._inner = transport
        self._owned = client is None
        self._lock = Lock()

    def _opened(self) -> Any:
        with self._lock:
            if self._client is None:
                library = _library(self._inner)
                hooks = {"response": [_unfollowed]}
                self._client = library.Client(transport=self._inner, follow_redirects=False, event_hooks=hooks)
            return self._client

    def send(self, request: Request) -> Response:
        answer = self.stream(request)
        try:
            return Response(answer.status, answer.headers, b"".join(answer.chunks()))
        finally:
            answer.close()

    def stream(self, request: Request) -> HttpxIncoming:
        """The answer as soon as its head has come; to be closed."""
        if isinstance(request.content, AsyncIterable):
            raise InvalidRequest("a synchronous client cannot send an asynchronous stream")
        client = self._opened()
        end = _end(request)
        try:
            response = client.send(_outgoing(client, request, request.content), **_once(request))
        except Exception as error:  # noqa: BLE001  the library's classes are known by name only
            _raise_ours(error, request)
        return HttpxIncoming(response, request, end)

    def close(self) -> None:
        if self._owned and self._client is not None:
            self._client.close()


class AsyncHttpxTransport:
    """The same for async code."""

    def __init__(self, client: Any = None, *, transport: Any = None) -> None:
        self._client = client
        self._inner = transport
        self._owned = client is None

    def _opened(self) -> Any:
        if self._client is None:
            library = _library(self._inner)
            hooks = {"response": [_async_unfollowed]}
            self._client = library.AsyncClient(transport=self._inner, follow_redirects=False, event_hooks=hooks)
        return self._client

    async def send(self, request: Request) -> Response:
        answer = await self.stream(request)
        try:
            return Response(answer.status, answer.headers, b"".join([chunk async for chunk in answer.chunks()]))
        finally:
            await answer.aclose()

    async def stream(self, request: Request) -> AsyncHttpxIncoming:
        """The answer as soon as its head has come; to be closed."""
        from anyio import fail_after

        content = request.content
        if isinstance(content, Iterable) and not isinstance(content, bytes):
            content = _asynchronous(content)
        client = self._opened()
        end = _end(request)
        try:
            with fail_after(request.timeout.total):
                response = await client.send(_outgoing(client, request, content), **_once(request))
        except Exception as error:  # noqa: BLE001  the library's classes are known by name only
            _raise_ours(error, request)
        return AsyncHttpxIncoming(response, request, end)

    async def aclose(self) -> None:
        if self._owned and self._client is not None:
            await self._client.aclose()


class HttpxIncoming:
    """An answer whose head has come, over httpx; `end` is when it must have come whole."""

    def __init__(self, response: Any, request: Request, end: float | None) -> None:
        self.status: int = response.status_code
        self.headers = _headers(response)
        self._response = response
        self._request = request
        self._end = end

    def chunks(self) -> Iterator[bytes]:
        """The body as it comes. Raises ConnectionFailed, TimedOut, BadResponse."""
        request = self._request
        try:
            for chunk in self._response.iter_bytes():
                if self._end is not None and time.monotonic() > self._end:
                    raise TimedOut(f"{request.method} {request.shown_url}: took too long", request=request)
                yield chunk
        except Exception as error:  # noqa: BLE001  the library's classes are known by name only
            _raise_ours(error, request)

    def close(self) -> None:
        self._response.close()


class AsyncHttpxIncoming:
    """The same for async code."""

    def __init__(self, response: Any, request: Request, end: float | None) -> None:
        self.status: int = response.status_code
        self.headers = _headers(response)
        self._response = response
        self._request = request
        self._end = end

    async def chunks(self) -> AsyncIterator[bytes]:
        """The body as it comes. Raises ConnectionFailed, TimedOut, BadResponse."""
        from anyio import fail_after

        pieces = self._response.aiter_bytes()
        while True:
            try:
                if self._end is None:
                    chunk = await anext(pieces, None)
                else:
                    with fail_after(max(0.0, self._end - time.monotonic())):
                        chunk = await anext(pieces, None)
            except Exception as error:  # noqa: BLE001  the library's classes are known by name only
                _raise_ours(error, self._request)
            if chunk is None:
                return
            yield chunk

    async def aclose(self) -> None:
        await self._response.aclose()


def _end(request: Request) -> float | None:
    total = request.timeout.total
    return None if total is None else time.monotonic() + total


def transport(given: Any) -> Transport:
    """The transport that a caller's object is or can be wrapped in; None gives the default.

    Raises TypeError if it has neither our `send` nor the shape of an httpx client or transport.
    """
    if given is None or (hasattr(given, "build_request") and hasattr(given, "close")):
        return HttpxTransport(given)
    if hasattr(given, "handle_request"):
        return HttpxTransport(transport=given)
    if isinstance(given, Transport):
        return given
    raise _no_transport(given, "synchronous", "send and close")


def async_transport(given: Any) -> AsyncTransport:
    """The same for async code."""
    if given is None or (hasattr(given, "build_request") and hasattr(given, "aclose")):
        return AsyncHttpxTransport(given)
    if hasattr(given, "handle_async_request"):
        return AsyncHttpxTransport(transport=given)
    if isinstance(given, AsyncTransport):
        return given
    raise _no_transport(given, "asynchronous", "send and aclose")


def _no_transport(given: Any, kind: str, ours: str) -> TypeError:
    name = type(given).__name__
    return TypeError(f"{name} is no transport for {kind} code: it has neither {ours} nor httpx's methods for that")


def _library(thing: Any) -> Any:
    """The module whose classes an object belongs with; httpx unless it comes from one like it."""
    for owner in type(thing).__mro__:
        module = sys.modules.get(owner.__module__.partition(".")[0])
        if hasattr(module, "AsyncClient") and hasattr(module, "Request"):
            return module
    import httpx

    return httpx


async def _asynchronous(content: Iterable[bytes]) -> AsyncIterator[bytes]:
    for chunk in content:
        yield chunk


def _outgoing(client: Any, request: Request, content: Any) -> Any:
    library = _library(client)
    pairs = list(request.headers.pairs)
    accepted = client.headers.get("Accept-Encoding")
    if accepted and "Accept-Encoding" not in request.headers:
        pairs.append(("Accept-Encoding", accepted))
    limits = request.timeout
    times = {"connect": limits.connect, "read": limits.read, "write": limits.read, "pool": limits.connect}
    outgoing = library.Request(
        request.method, request.url, headers=pairs, content=content, extensions={"timeout": times}
    )
    if request.secrets:
        outgoing.url = _discreet(outgoing.url, request.shown_url)
    return outgoing


def _once(request: Request) -> dict[str, Any]:
    """How a client is to send: as it is told, and without credentials of its own to whom they are not for."""
    how: dict[str, Any] = {"stream": True, "follow_redirects": False}
    return how if request.trusted else {**how, "auth": None}


def _unfollowed(response: Any) -> None:
    """Puts Location out of the library's sight, which reads it even where it does not follow, and fails if it cannot.

    Whether a redirect is followed is decided elsewhere, and one that the contract declares may name anything.
    """
    location = response.headers.get("Location")
    if location is not None:
        response.extensions[_LOCATION] = location
        del response.headers["Location"]


async def _async_unfollowed(response: Any) -> None:
    _unfollowed(response)


def _headers(response: Any) -> Headers:
    pairs = response.headers.multi_items()
    location = response.extensions.get(_LOCATION)
    return Headers(pairs if location is None else [*pairs, ("location", location)])


def _discreet(url: Any, shown: str) -> Any:
    """The same URL, whose text is what may be shown: the library writes it into its log."""

    def text(_: Any) -> str:
        return shown

    return type("URL", (type(url),), {"__str__": text, "__repr__": text})(url)


def _raise_ours(error: Exception, request: Request) -> NoReturn:
    """Raises the error of ours that one of the library's means, by the names of its classes; others as they are."""
    if isinstance(error, TrivetError):
        raise error
    names = {kind.__name__ for kind in type(error).__mro__}
    what = f"{request.method} {request.shown_url}"
    reason = str(error) or type(error).__name__
    if names & {"ConnectTimeout", "PoolTimeout"}:
        raise TimedOut(f"{what}: no connection in time", request=request, sent=False) from error
    if names & {"TimeoutException"} or type(error) is TimeoutError:
        raise TimedOut(f"{what}: no answer in time", request=request) from error
    if names & {"ConnectError", "ProxyError"}:
        raise ConnectionFailed(f"{what}: {reason}", request=request, sent=False) from error
    if "DecodingError" in names:
        raise BadResponse(f"{what}: {reason}", request=request) from error
    if names & {"InvalidURL", "UnsupportedProtocol", "UnicodeError"}:
        raise InvalidRequest(f"{what}: {reason}") from error
    if names & {"TransportError", "RequestError", "StreamError"}:
        raise ConnectionFailed(f"{what}: {reason}", request=request) from error
    raise error
