"""`Client` and `AsyncClient`: what sends calls. All they decide is decided in `_job`; here they only wait."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from types import TracebackType
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar, Unpack

from ._job import Job, Setup, server_url
from ._retry import Clock
from ._transport import Timeout

if TYPE_CHECKING:
    from typing import Self

    from ._answer import Exchange
    from ._auth import Credential
    from ._call import Call
    from ._operation import Security
    from ._options import AsyncSettings, Options, Settings
    from ._stream import AsyncStream, Stream

T = TypeVar("T")


SETTINGS = frozenset(
    {"timeout", "attempts", "headers", "variables", "on_deviation", "deviations", "transport"},
)
"""The keywords of `Settings`, which is only for type checkers."""


def _setup(client: _Described, base_url: str, credentials: Mapping[str, Credential], settings: Any) -> Setup:
    """What a client was made with. Raises TypeError for keywords that there are not, InvalidRequest for values."""
    for name in settings:
        if name not in SETTINGS:
            known = ", ".join(sorted(SETTINGS))
            raise TypeError(f"{type(client).__name__} has no setting '{name}'; there are {known}")
    variables = settings.get("variables") or {}
    return Setup(
        base_url=server_url(base_url, variables),
        home=client._server,
        credentials=credentials,
        security=client._security,
        clock=client._clock,
        variables=variables,
        headers=settings.get("headers") or {},
        timeout=Timeout.of(settings.get("timeout")),
        attempts=settings.get("attempts", 3),
        on_deviation=settings.get("on_deviation"),
        deviations=settings.get("deviations", "report"),
    )


class _Described:
    """What a generated client says about its API."""

    _security: ClassVar[Security] = ()
    _server: ClassVar[str | None] = None
    """The contract's first server; None: not known."""
    _clock: ClassVar[Clock] = Clock()

    _setup: Setup

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self._setup.base_url!r})"


class AsyncClient(_Described):
    """Sends calls to one server, from async code.

    Usable at once and from many tasks of one event loop; connections are made on first use and pooled. Close
    it with `aclose` or `async with`.
    """

    def __init__(
        self, base_url: str, credentials: Mapping[str, Credential] | None = None, **settings: Unpack[AsyncSettings]
    ) -> None:
        from ._httpx import async_transport

        self._setup = _setup(self, base_url, credentials or {}, settings)
        self._transport = async_transport(settings.get("transport"))

    async def send(self, call: Call[T], options: Options | None = None) -> T:
        """The value of the call's answer. Raises TrivetError, most often StatusError."""
        return (await self.exchange(call, options)).value

    async def exchange(self, call: Call[T], options: Options | None = None) -> Exchange[T]:
        """The call's answer with status, headers and deviations. Raises TrivetError."""
        job = Job(self._setup, call, options)

        async def once() -> Exchange[T]:
            return await self._attempt(job)

        return await job.policy().async_retrying()(once)

    async def _attempt(self, job: Job[T]) -> Exchange[T]:
        steps = job.attempt()
        request = next(steps)
        while True:
            response = await self._transport.send(request)
            try:
                request = steps.send(response)
            except StopIteration as done:
                exchange: Exchange[T] = done.value
                return exchange

    @asynccontextmanager
    async def stream(self, call: Call[T], options: Options | None = None) -> AsyncIterator[AsyncStream[T]]:
        """The call's answer with its body still to be read: `async with client.stream(call) as answer`.

        Tried again as any call until the head of a successful answer has come; what breaks off later is not.
        Raises TrivetError, also while the body is read.
        """
        job = Job(self._setup, call, options)

        async def once() -> AsyncStream[T]:
            return await self._open(job)

        answer: AsyncStream[T] = await job.policy().async_retrying()(once)
        try:
            yield answer
        finally:
            await answer._incoming.aclose()

    async def _open(self, job: Job[T]) -> AsyncStream[T]:
        from ._stream import AsyncStream, async_incoming, async_read_on

        steps = job.attempt()
        request = next(steps)
        while True:
            head = await async_incoming(self._transport, request)
            try:
                deviations = job.streamed(request, head.status, head.headers)
            except BaseException:
                await head.aclose()
                raise
            if deviations is not None:
                return AsyncStream(job, request, head, deviations)
            request = steps.send(await async_read_on(head))

    async def aclose(self) -> None:
        """Closes the connections that this client made."""
        await self._transport.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()


class Client(_Described):
    """Sends calls to one server, from synchronous code.

    Usable at once and from many threads; connections are made on first use and pooled. Close it with `close`
    or `with`.
    """

    def __init__(
        self, base_url: str, credentials: Mapping[str, Credential] | None = None, **settings: Unpack[Settings]
    ) -> None:
        from ._httpx import transport

        self._setup = _setup(self, base_url, credentials or {}, settings)
        self._transport = transport(settings.get("transport"))

    def send(self, call: Call[T], options: Options | None = None) -> T:
        """The value of the call's answer. Raises TrivetError, most often StatusError."""
        return self.exchange(call, options).value

    def exchange(self, call: Call[T], options: Options | None = None) -> Exchange[T]:
        """The call's answer with status, headers and deviations. Raises TrivetError."""
        job = Job(self._setup, call, options)

        def once() -> Exchange[T]:
            return self._attempt(job)

        return job.policy().retrying()(once)

    def _attempt(self, job: Job[T]) -> Exchange[T]:
        steps = job.attempt()
        request = next(steps)
        while True:
            response = self._transport.send(request)
            try:
                request = steps.send(response)
            except StopIteration as done:
                exchange: Exchange[T] = done.value
                return exchange

    @contextmanager
    def stream(self, call: Call[T], options: Options | None = None) -> Iterator[Stream[T]]:
        """The call's answer with its body still to be read: `with client.stream(call) as answer`.

        Tried again as any call until the head of a successful answer has come; what breaks off later is not.
        Raises TrivetError, also while the body is read.
        """
        job = Job(self._setup, call, options)

        def once() -> Stream[T]:
            return self._open(job)

        answer = job.policy().retrying()(once)
        try:
            yield answer
        finally:
            answer._incoming.close()

    def _open(self, job: Job[T]) -> Stream[T]:
        from ._stream import Stream, incoming, read_on

        steps = job.attempt()
        request = next(steps)
        while True:
            head = incoming(self._transport, request)
            try:
                deviations = job.streamed(request, head.status, head.headers)
            except BaseException:
                head.close()
                raise
            if deviations is not None:
                return Stream(job, request, head, deviations)
            request = steps.send(read_on(head))

    def close(self) -> None:
        """Closes the connections that this client made."""
        self._transport.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
