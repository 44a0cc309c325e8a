"""One call on its way through one client: its server, its requests, and what becomes of its answers."""

from __future__ import annotations

import re
from collections.abc import Generator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, Generic, Literal, TypeVar
from urllib.parse import urljoin, urlsplit

from ._answer import Exchange, deviation_error, expected, failure, head, status_error, success
from ._auth import Credential, Grant, granted
from ._call import Call
from ._errors import InvalidRequest
from ._operation import Security
from ._options import OnDeviation, Options
from ._retry import Clock, RetryPolicy, idempotent, retry_after
from ._style import TOKEN, field_value
from ._transport import Headers, Request, Response, Timeout

if TYPE_CHECKING:
    from ._body import Payload
    from ._deviation import Deviation

T = TypeVar("T")

REDIRECTS: Final = 5
_FOLLOWED: Final = frozenset({301, 302, 303, 307, 308})
_CARRIED: Final = frozenset({"accept", "user-agent"})
_VARIABLE: Final = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True, repr=False)
class Setup:
    """What a client was made with. `home` is the contract's own server, if the client knows it."""

    base_url: str
    home: str | None
    credentials: Mapping[str, Credential]
    security: Security
    clock: Clock
    variables: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    timeout: Timeout = field(default_factory=Timeout)
    attempts: int = 3
    on_deviation: OnDeviation | None = None
    deviations: Literal["report", "raise"] = "report"

    def __post_init__(self) -> None:
        _check_attempts(self.attempts)
        if self.deviations not in ("report", "raise"):
            raise InvalidRequest(f"deviations must be 'report' or 'raise', not {self.deviations!r}")


def _check_attempts(attempts: int) -> None:
    """Raises InvalidRequest for what is no number of attempts."""
    if not isinstance(attempts, int) or attempts < 1:
        raise InvalidRequest(f"attempts must be at least 1, not {attempts!r}")


def server_url(url: str, variables: Mapping[str, str]) -> str:
    """A server's URL with its `{variables}` filled in and no slash at the end.

    Raises InvalidRequest if it is no http URL, carries credentials, query or fragment, or lacks a variable.
    """

    def filled(match: re.Match[str]) -> str:
        if match[1] not in variables:
            raise InvalidRequest(f"{url} needs a value for {match[0]}: give variables={{'{match[1]}': ...}}")
        return variables[match[1]]

    made = _VARIABLE.sub(filled, url).rstrip("/")
    parts = urlsplit(made)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise InvalidRequest(f"{made!r} is no server: it must begin with https:// or http://")
    if "@" in parts.netloc:
        raise InvalidRequest("a server's URL cannot carry credentials: give them to the client")
    if parts.query or parts.fragment:
        raise InvalidRequest(f"{made!r} is no server: it has a query or a fragment")
    return made


@lru_cache(maxsize=256)
def origin(url: str) -> tuple[str, str, int]:
    """Scheme, host and port (RFC 6454)."""
    parts = urlsplit(url)
    return parts.scheme, (parts.hostname or "").lower(), parts.port or (443 if parts.scheme == "https" else 80)


def _is_at_home(setup: Setup) -> bool:
    """Whether the client talks to the contract's own server; one without values for its variables is nobody's."""
    if setup.home is None:
        return False
    try:
        return origin(server_url(setup.home, setup.variables)) == origin(setup.base_url)
    except InvalidRequest:
        return False


@lru_cache(maxsize=1)
def user_agent() -> str:
    """`trivet/<version>`."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return f"trivet/{version('trivet')}"
    except PackageNotFoundError:
        return "trivet"


class Job(Generic[T]):
    """One call with one client's settings and one set of options; every decision of both clients is here."""

    def __init__(self, setup: Setup, call: Call[T], options: Options | None) -> None:
        options = options or Options()
        self.call = call
        self._setup = setup
        self._extra = options.headers or {}
        self._payload: Payload | None = call.payload
        self._server, self._trusted = self._where(options.base_url)
        self._timeout = setup.timeout if options.timeout is None else Timeout.of(options.timeout)
        self.attempts = setup.attempts if options.attempts is None else options.attempts
        _check_attempts(self.attempts)
        total = self._timeout.total
        self._deadline = None if total is None else setup.clock.monotonic() + total

    def _where(self, override: str | None) -> tuple[str, bool]:
        """The server of this call, and whether it is one that the client's credentials are for.

        They are for the client's own origin, and for the servers that the contract gives an operation as long
        as the client talks to the contract's own server. A client with another base_url (a mock, a test
        system, a proxy) sends everything there. `Options.base_url` may name any server, but without them.
        """
        setup = self._setup
        own = origin(setup.base_url)
        if override is not None:
            url = server_url(override, setup.variables)
            return url, origin(url) == own
        for server in self.call.operation.servers[:1]:
            url = server_url(urljoin(setup.base_url + "/", server), setup.variables)
            if origin(url) == own or _is_at_home(setup):
                return url, True
            if setup.home is None:
                return url, False
        return setup.base_url, True

    def policy(self) -> RetryPolicy:
        """When this call is tried again."""
        headers = Headers([*self.call.headers, *self._extra.items()])
        return RetryPolicy(
            attempts=self.attempts,
            idempotent=idempotent(self.call.method, headers),
            replayable=self._payload is None or self._payload.replayable,
            deadline=self._deadline,
            clock=self._setup.clock,
        )

    def attempt(self) -> Generator[Request, Response, Exchange[T]]:
        """One attempt: yields each request, is sent its response, returns the exchange.

        Redirects are followed for GET and HEAD unless the contract declares them, at most five, never from
        https to http; another origin gets neither credentials nor cookies nor the caller's headers.

        Raises StatusError, BadResponse, DeviationError.
        """
        request = self._request()
        response = yield request
        for _ in range(REDIRECTS):
            following = self._redirect(request, response)
            if following is None:
                break
            request = following
            response = yield request
        return self._received(request, response)

    def _remaining(self) -> Timeout:
        if self._deadline is None:
            return self._timeout
        return self._timeout.within(self._deadline - self._setup.clock.monotonic())

    def _request(self) -> Request:
        call, setup, payload = self.call, self._setup, self._payload
        security = setup.security if call.operation.security is None else call.operation.security
        grant = granted(security, setup.credentials) if self._trusted else Grant()
        fields: dict[str, tuple[str, str]] = {}

        def put(name: str, value: str) -> None:
            if not TOKEN.fullmatch(name):
                raise InvalidRequest(f"{name!r} is no name of a header")
            fields[name.lower()] = (name, field_value(name, value))

        put("User-Agent", user_agent())
        put("Accept", call.accept)
        if payload is not None:
            put("Content-Type", payload.media_type)
            if payload.length is not None:
                put("Content-Length", str(payload.length))
        cookies = call.cookies + grant.cookies
        if cookies:
            put("Cookie", "; ".join(f"{name}={value}" for name, value in cookies))
        shared = setup.headers.items() if self._trusted else ()
        for name, value in (*shared, *call.headers, *grant.headers, *self._extra.items()):
            put(name, value)
        query = "&".join([part for part in (call.query,) if part] + [f"{name}={value}" for name, value in grant.query])
        return Request(
            method=call.method,
            url=self._server + call.path + ("?" + query if query else ""),
            headers=Headers(fields.values(), secret=[name for name, _ in grant.headers]),
            content=None if payload is None else payload.open(),
            timeout=self._remaining(),
            secrets=frozenset(name for name, _ in grant.query),
            trusted=self._trusted,
        )

    def _redirect(self, request: Request, response: Response) -> Request | None:
        """The request that a redirect asks for, if it is one to follow."""
        location = response.headers.get("Location")
        if response.status not in _FOLLOWED or location is None or request.method not in ("GET", "HEAD"):
            return None
        if expected(self.call, response.status):
            return None
        try:
            url = urljoin(request.url, location).partition("#")[0]
            parts, home = urlsplit(url), origin(url) == origin(request.url)
        except ValueError:  # no URL at all, or one whose port is none
            return None
        if parts.scheme not in ("http", "https") or "@" in parts.netloc or not parts.hostname:
            return None
        if parts.scheme == "http" and request.url.startswith("https:"):
            return None
        if home:
            return self._again(request, url)
        carried = [pair for pair in request.headers.pairs if pair[0].lower() in _CARRIED]
        return replace(
            request, url=url, headers=Headers(carried), content=None, timeout=self._remaining(), trusted=False
        )

    def _again(self, request: Request, url: str) -> Request | None:
        """The same request to another URL of the same origin, if its body can be sent again."""
        if request.content is None or self._payload is None:
            return replace(request, url=url, timeout=self._remaining())
        if not self._payload.replayable:
            return None
        return replace(request, url=url, content=self._payload.open(), timeout=self._remaining())

    def streamed(self, request: Request, status: int, headers: Headers) -> tuple[Deviation, ...] | None:
        """Where the head of an answer breaks the contract; None if it is no success: then `attempt` reads it all.

        Raises DeviationError.
        """
        if not expected(self.call, status):
            return None
        found = tuple(head(self.call, status, headers))
        if found:
            self.deviated(Exchange(self.call, None, status, headers, found, request, Response(status, headers, b"")))
        return found

    def _received(self, request: Request, response: Response) -> Exchange[T]:
        wait = retry_after(response.headers, self._setup.clock.now())
        succeeded = expected(self.call, response.status)
        exchange: Exchange[Any]
        exchange = (success if succeeded else failure)(self.call, request, response)
        if not succeeded:
            self._told(exchange)
            raise status_error(exchange, wait)
        self.deviated(exchange)
        return exchange

    def _told(self, exchange: Exchange[Any]) -> None:
        if exchange.deviations and self._setup.on_deviation is not None:
            self._setup.on_deviation(exchange)

    def deviated(self, exchange: Exchange[Any]) -> None:
        """Tells the caller of an answer that breaks the contract. Raises DeviationError if that is wanted."""
        self._told(exchange)
        if exchange.deviations and self._setup.deviations == "raise":
            raise deviation_error(exchange)
