"""A request and a response as Trivet sees them, and what carries one to the other."""

from __future__ import annotations

from collections.abc import AsyncIterable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from math import inf
from typing import Protocol, TypeAlias, runtime_checkable

from ._errors import InvalidRequest

Pairs: TypeAlias = tuple[tuple[str, str], ...]
Content: TypeAlias = "bytes | Iterable[bytes] | AsyncIterable[bytes] | None"

_SECRET_HEADERS = frozenset({"authorization", "proxy-authorization", "cookie", "set-cookie"})


@dataclass(frozen=True)
class Timeout:
    """Limits in seconds; None means none.

    `connect` and `read` hold for each attempt (`read` is the longest silence of the server, and of a
    stalled upload), `total` for the whole call with its retries, redirects and waits.
    A synchronous call looks at `total` between two reads, and may overrun it by one of them.
    """

    connect: float | None = 10.0
    read: float | None = 60.0
    total: float | None = None

    def __post_init__(self) -> None:
        """Raises InvalidRequest for what is no number of seconds above 0."""
        for name, value in (("connect", self.connect), ("read", self.read), ("total", self.total)):
            if value is not None and not (isinstance(value, int | float) and 0 < value < inf):
                raise InvalidRequest(f"the timeout '{name}' must be seconds above 0, or None, not {value!r}")

    @classmethod
    def of(cls, value: float | Timeout | None) -> Timeout:
        """What a number means: a limit of the whole call. None means the defaults."""
        if value is None:
            return cls()
        return value if isinstance(value, Timeout) else cls(connect=value, read=value, total=value)

    def within(self, remaining: float | None) -> Timeout:
        """These limits, none of them longer than `remaining`, which becomes `total`."""
        if remaining is None:
            return self
        remaining = max(remaining, 0.001)
        return Timeout(
            connect=remaining if self.connect is None else min(self.connect, remaining),
            read=remaining if self.read is None else min(self.read, remaining),
            total=remaining,
        )


class Headers(Mapping[str, str]):
    """Header fields, found without regard to case; `repr` hides credentials and cookies.

    `headers["x"]` gives repeated fields joined by ", " (RFC 9110 section 5.3), `all("x")` each of them.
    """

    __slots__ = ("_secret", "pairs")

    def __init__(self, pairs: Iterable[tuple[str, str]] = (), *, secret: Iterable[str] = ()) -> None:
        self.pairs: Pairs = tuple(pairs)
        self._secret = _SECRET_HEADERS.union(name.lower() for name in secret)

    def all(self, name: str) -> list[str]:
        """Every value of the field in the order received."""
        name = name.lower()
        return [value for key, value in self.pairs if key.lower() == name]

    def __getitem__(self, name: str) -> str:
        values = self.all(name)
        if not values:
            raise KeyError(name)
        return ", ".join(values)

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and any(key.lower() == name.lower() for key, _ in self.pairs)

    def __iter__(self) -> Iterator[str]:
        return iter(dict.fromkeys(key.lower() for key, _ in self.pairs))

    def __len__(self) -> int:
        return len({key.lower() for key, _ in self.pairs})

    def __repr__(self) -> str:
        shown = [(key, "***" if key.lower() in self._secret else value) for key, value in self.pairs]
        return f"Headers({shown!r})"


@dataclass(frozen=True, repr=False)
class Request:
    """What goes out. `url` and `headers` are exact; `repr` and `shown_url` hide what is secret.

    `secrets` names the query parameters that carry credentials. `trusted` is False where the request goes to another
    origin than the client's credentials are for: a transport must not add any of its own.
    """

    method: str
    url: str
    headers: Headers = field(default_factory=Headers)
    content: Content = None
    timeout: Timeout = field(default_factory=Timeout)
    secrets: frozenset[str] = frozenset()
    trusted: bool = True

    @property
    def shown_url(self) -> str:
        """The URL with `***` for each secret, fit for messages and logs."""
        head, mark, query = self.url.partition("?")
        if not self.secrets or not mark:
            return self.url
        parts = (part.partition("=") for part in query.split("&"))
        return (
            head
            + "?"
            + "&".join(f"{name}=***" if name in self.secrets else name + eq + value for name, eq, value in parts)
        )

    def __repr__(self) -> str:
        return f"<Request {self.method} {self.shown_url}>"


@dataclass(frozen=True, repr=False)
class Response:
    """What came back, read to its end. `content` is decoded (Content-Encoding) but not otherwise touched."""

    status: int
    headers: Headers
    content: bytes

    def __repr__(self) -> str:
        return f"<Response {self.status}, {len(self.content)} bytes>"


@runtime_checkable
class Transport(Protocol):
    """Sends one request once: no retries, no redirects, no cookies of its own.

    Raises ConnectionFailed (with `sent` False if the server cannot have seen the request) or TimedOut.
    """

    def send(self, request: Request) -> Response: ...

    def close(self) -> None: ...


@runtime_checkable
class AsyncTransport(Protocol):
    """The same for async code."""

    async def send(self, request: Request) -> Response: ...

    async def aclose(self) -> None: ...
