"""When to try a call again, and how long to wait before."""

from __future__ import annotations

import random
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ._errors import ConnectionFailed, StatusError, TimedOut

if TYPE_CHECKING:
    from tenacity import AsyncRetrying, RetryCallState, Retrying

    from ._transport import Headers

CAP: Final = 30.0
_FIRST: Final = 0.5
_IDEMPOTENT: Final = frozenset({"GET", "HEAD", "OPTIONS", "TRACE", "QUERY", "PUT", "DELETE"})
_KEYS: Final = ("Idempotency-Key", "X-Idempotency-Key")
_TRANSIENT: Final = frozenset({408, 429, 500, 502, 503, 504})
_REFUSED: Final = frozenset({429, 503})


class Clock:
    """Time and chance; tests give a client another one."""

    def monotonic(self) -> float:
        """Seconds that never go back."""
        return time.monotonic()

    def now(self) -> float:
        """Seconds since 1970."""
        return time.time()

    def random(self) -> float:
        """From 0 up to, not including, 1."""
        return random.random()  # noqa: S311  jitter is no secret

    def sleep(self, seconds: float) -> None:
        time.sleep(seconds)

    async def asleep(self, seconds: float) -> None:
        from anyio import sleep

        await sleep(seconds)


def retry_after(headers: Headers, now: float) -> float | None:
    """Seconds that `Retry-After` asks to wait, in either form of RFC 9110 section 10.2.3; None if it does not."""
    value = headers.get("Retry-After", "").strip()
    if value.isascii() and value.isdigit():
        return float(value)
    if not value:
        return None
    from email.utils import parsedate_to_datetime

    try:
        return max(0.0, parsedate_to_datetime(value).timestamp() - now)
    except (ValueError, TypeError, OverflowError):
        return None


def idempotent(method: str, headers: Headers) -> bool:
    """Whether sending twice does what sending once does: RFC 9110 section 9.2.2, QUERY, or an idempotency key."""
    return method in _IDEMPOTENT or any(key in headers for key in _KEYS)


@dataclass(frozen=True, kw_only=True)
class RetryPolicy:
    """Whether and when one call is tried again.

    Idempotent requests: after lost connections, timeouts and 408, 429, 500, 502, 503, 504. Others: only if
    the server cannot have acted, that is, nothing was sent, or it refused with 429 or 503 and `Retry-After`.
    Never: a body that can be read only once, a wait beyond the call's deadline, a `Retry-After` over 30 s.
    """

    attempts: int
    idempotent: bool
    replayable: bool
    deadline: float | None
    clock: Clock

    def allows(self, error: BaseException) -> bool:
        """Whether this failure may pass if the same request is sent again."""
        if not self.replayable and not (isinstance(error, ConnectionFailed | TimedOut) and not error.sent):
            return False
        match error:
            case ConnectionFailed() | TimedOut():
                return self.idempotent or not error.sent
            case StatusError() if error.retry_after is not None and error.retry_after > CAP:
                return False
            case StatusError() if self.idempotent:
                return error.status in _TRANSIENT
            case StatusError():
                return error.status in _REFUSED and error.retry_after is not None
            case _:
                return False

    def delay(self, error: BaseException | None, attempt: int) -> float:
        """Seconds before the next attempt: `Retry-After`, else exponential from 0.5 s with full jitter, at most 30.

        `attempt` is 1 for the first retry.
        """
        if isinstance(error, StatusError) and error.retry_after is not None:
            return error.retry_after
        return self.clock.random() * min(CAP, _FIRST * 2.0 ** (attempt - 1))

    def _wait(self, state: RetryCallState) -> float:
        return self.delay(state.outcome.exception() if state.outcome else None, state.attempt_number)

    def _stop(self, state: RetryCallState) -> bool:
        if state.attempt_number >= self.attempts:
            return True
        return self.deadline is not None and self.clock.monotonic() + state.upcoming_sleep >= self.deadline

    def retrying(self) -> Retrying:
        """Calls a function until it succeeds or this policy gives up; the last failure is raised."""
        from tenacity import Retrying, retry_if_exception

        return Retrying(
            retry=retry_if_exception(self.allows),
            wait=self._wait,
            stop=self._stop,
            sleep=self.clock.sleep,
            reraise=True,
        )

    def async_retrying(self) -> AsyncRetrying:
        """The same for a coroutine function."""
        from tenacity import AsyncRetrying, retry_if_exception

        return AsyncRetrying(
            retry=retry_if_exception(self.allows),
            wait=self._wait,
            stop=self._stop,
            sleep=self.clock.asleep,
            reraise=True,
        )
