"""One body for two clients: sends a call with `Client` or with `AsyncClient`, over whatever transport."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from typing import Any, TypeVar, cast

import httpx

from trivet.runtime import AsyncClient, Call, Client, Exchange, Operation, Options
from trivet.runtime._retry import Clock

T = TypeVar("T")

Handler = Callable[[httpx.Request], httpx.Response]


class StillClock(Clock):
    """A clock that moves only when somebody sleeps; `slept` tells how long each time. Jitter is the most it can be."""

    def __init__(self) -> None:
        self.slept: list[float] = []
        self.time = 1_000_000.0

    def monotonic(self) -> float:
        return self.time

    def now(self) -> float:
        return self.time

    def random(self) -> float:
        return 1.0

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.time += seconds

    async def asleep(self, seconds: float) -> None:
        self.sleep(seconds)


class Both:
    """What the fixture `api` gives: the same methods, synchronous or asynchronous inside."""

    def __init__(self, mode: str) -> None:
        self.mode = mode
        self.clock = StillClock()

    def exchange(
        self,
        call: Call[T],
        transport: Any = None,
        options: Options | None = None,
        *,
        base_url: str = "https://api.test/v1",
        credentials: Mapping[str, Any] | None = None,
        security: tuple[tuple[str, ...], ...] = (),
        server: str | None = None,
        clock: Clock | None = None,
        **settings: Any,
    ) -> Exchange[T]:
        """The exchange of one call by a client made for it."""
        if callable(transport):
            transport = httpx.MockTransport(cast("Handler", transport))
        about = {"_security": security, "_server": server, "_clock": clock or self.clock}
        if self.mode == "sync":
            with type("Api", (Client,), about)(base_url, credentials, transport=transport, **settings) as client:
                return client.exchange(call, options)  # type: ignore[no-any-return]

        async def run() -> Exchange[T]:
            made: Any = type("AsyncApi", (AsyncClient,), about)
            async with made(base_url, credentials, transport=transport, **settings) as client:
                exchange: Exchange[T] = await client.exchange(call, options)
                return exchange

        return asyncio.run(run())

    def send(self, call: Call[T], transport: Any = None, options: Options | None = None, **settings: Any) -> T:
        """The value of one call."""
        return self.exchange(call, transport, options, **settings).value


class Answers:
    """A server that gives these answers in turn, the last one for ever, and keeps the requests."""

    def __init__(self, *answers: httpx.Response | Exception) -> None:
        self._answers = list(answers)
        self.requests: list[httpx.Request] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        answer = self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]
        if isinstance(answer, Exception):
            raise answer
        return httpx.Response(answer.status_code, headers=answer.headers, content=answer.content)


def get(**more: Any) -> Operation[Any]:
    """An operation that reads something: GET /thing, JSON of any kind."""
    about: dict[str, Any] = {"id": "getThing", "responses": {"200": {"application/json": lambda: Any}}}
    return Operation("GET", "/thing", **{**about, **more})


def post(**more: Any) -> Operation[Any]:
    """The same by POST."""
    about: dict[str, Any] = {"id": "postThing", "responses": {"200": {"application/json": lambda: Any}}}
    return Operation("POST", "/thing", **{**about, **more})
