"""What a caller can set: for one call (`Options`), or for a client (`Settings`, `AsyncSettings`)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, TypedDict

from ._transport import Timeout

if TYPE_CHECKING:
    from ._answer import Exchange

OnDeviation: TypeAlias = "Callable[[Exchange[Any]], object]"


@dataclass(frozen=True)
class Options:
    """Settings of one call; what is None is as the client has it.

    `timeout`: seconds for the whole call, or a `Timeout`. `attempts`: how often to try, at least 1.
    `headers`: added to the client's own and winning over them, over parameters and over credentials.
    `base_url`: another server for this call; the client's credentials stay at home if its origin differs.
    """

    timeout: float | Timeout | None = None
    attempts: int | None = None
    headers: Mapping[str, str] | None = None
    base_url: str | None = None

    def __repr__(self) -> str:
        names = None if self.headers is None else list(self.headers)
        return f"Options(timeout={self.timeout}, attempts={self.attempts}, headers={names}, base_url={self.base_url!r})"


class _Shared(TypedDict, total=False):
    timeout: float | Timeout | None
    """Seconds for a whole call, or a `Timeout`; default: 10 s to connect, 60 s of silence."""
    attempts: int
    """How often a call is tried in all; default 3."""
    headers: Mapping[str, str]
    """Sent with every request to this client's server."""
    variables: Mapping[str, str]
    """Values of `{variables}` in the server's URL."""
    on_deviation: OnDeviation
    """Told of every answer that breaks the contract."""
    deviations: Literal["report", "raise"]
    """What to do with a successful answer that breaks the contract; default "report"."""


class Settings(_Shared, total=False):
    """Keyword arguments of every `Client`."""

    transport: Any
    """A `Transport`, or a client or transport object of httpx or of a library with httpx's names."""


class AsyncSettings(_Shared, total=False):
    """Keyword arguments of every `AsyncClient`."""

    transport: Any
    """An `AsyncTransport`, or an async client or transport object of httpx or of a library with httpx's names."""
