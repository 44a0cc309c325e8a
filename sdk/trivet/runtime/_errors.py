"""What can go wrong with a call: one tree of exceptions, whatever the HTTP library."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar

if TYPE_CHECKING:
    from ._deviation import Deviation
    from ._transport import Headers, Request, Response


class TrivetError(Exception):
    """Any failure of a call. `request` and `response` are None where it did not come so far."""

    def __init__(
        self,
        message: str = "",
        *,
        request: Request | None = None,
        response: Response | None = None,
        retry_after: float | None = None,
    ) -> None:
        super().__init__(message)
        self.request = request
        self.response = response
        self.retry_after = retry_after
        """Seconds that the server asks to wait (RFC 9110 section 10.2.3), if it asks."""


class InvalidRequest(TrivetError, ValueError):
    """The arguments or the body cannot be sent: the contract does not allow them. Nothing was sent.

    `errors` gives (JSON pointer, reason) for each fault; the pointer begins with where it is:
    /path, /query, /header, /cookie or /body.
    """

    def __init__(self, message: str = "", *, errors: Sequence[tuple[str, str]] = ()) -> None:
        super().__init__(message)
        self.errors = tuple(errors)


class ConnectionFailed(TrivetError):
    """No answer: the connection could not be made or broke. `sent` is False if the server saw nothing."""

    def __init__(self, message: str = "", *, request: Request | None = None, sent: bool = True) -> None:
        super().__init__(message, request=request)
        self.sent = sent


class TimedOut(TrivetError):
    """No answer in time. `sent` is False if the server saw nothing."""

    def __init__(self, message: str = "", *, request: Request | None = None, sent: bool = True) -> None:
        super().__init__(message, request=request)
        self.sent = sent


class BadResponse(TrivetError):
    """The answer cannot be understood: not the declared media type, or not what it says it is."""


class DeviationError(TrivetError):
    """The answer breaks the contract and the client was told to raise then.

    `deviations` lists where; `value` is the answer as far as it could be read.
    """

    def __init__(
        self,
        message: str = "",
        *,
        deviations: Sequence[Deviation] = (),
        value: Any = None,
        request: Request | None = None,
        response: Response | None = None,
    ) -> None:
        super().__init__(message, request=request, response=response)
        self.deviations = tuple(deviations)
        self.value = value


class StatusError(TrivetError):
    """The server answered, with a status that is not a success.

    `data` is the body as the contract declares it for this status, else its JSON, text or bytes as they came.
    """

    default_status: ClassVar[int] = 0

    def __init__(
        self,
        message: str = "",
        *,
        status: int | None = None,
        data: Any = None,
        headers: Headers | None = None,
        request: Request | None = None,
        response: Response | None = None,
        retry_after: float | None = None,
    ) -> None:
        super().__init__(message, request=request, response=response, retry_after=retry_after)
        self.status = self.default_status if status is None else status
        self.data = data
        if headers is None:
            from ._transport import Headers

            headers = Headers() if response is None else response.headers
        self.headers = headers

    @staticmethod
    def of(status: int) -> type[StatusError]:
        """The class for a status: its own, ServerError for other 5xx, StatusError for the rest."""
        return _BY_STATUS.get(status) or (ServerError if status >= 500 else StatusError)


class BadRequest(StatusError):
    """400: the server cannot or will not process the request."""

    default_status = 400


class Unauthorized(StatusError):
    """401: credentials are missing or not valid."""

    default_status = 401


class PaymentRequired(StatusError):
    """402."""

    default_status = 402


class Forbidden(StatusError):
    """403: the credentials do not allow this."""

    default_status = 403


class NotFound(StatusError):
    """404."""

    default_status = 404


class MethodNotAllowed(StatusError):
    """405."""

    default_status = 405


class NotAcceptable(StatusError):
    """406: the server has no answer in the media types asked for."""

    default_status = 406


class Conflict(StatusError):
    """409: the request conflicts with the state of the resource."""

    default_status = 409


class Gone(StatusError):
    """410: no longer there, and it will not come back."""

    default_status = 410


class PreconditionFailed(StatusError):
    """412: a condition such as If-Match does not hold."""

    default_status = 412


class ContentTooLarge(StatusError):
    """413."""

    default_status = 413


class UnsupportedMediaType(StatusError):
    """415: the server does not take a body of this media type."""

    default_status = 415


class UnprocessableContent(StatusError):
    """422: well-formed, but the server cannot act on it."""

    default_status = 422


class TooManyRequests(StatusError):
    """429: too many requests; `retry_after` says how long to wait if the server told."""

    default_status = 429


class ServerError(StatusError):
    """5xx: the server failed."""

    default_status = 500


class InternalServerError(ServerError):
    """500."""

    default_status = 500


class BadGateway(ServerError):
    """502."""

    default_status = 502


class ServiceUnavailable(ServerError):
    """503: for now; `retry_after` says how long if the server told."""

    default_status = 503


class GatewayTimeout(ServerError):
    """504."""

    default_status = 504


_BY_STATUS: dict[int, type[StatusError]] = {
    kind.default_status: kind
    for kind in (
        BadRequest, Unauthorized, PaymentRequired, Forbidden, NotFound, MethodNotAllowed, NotAcceptable, Conflict,
        Gone, PreconditionFailed, ContentTooLarge, UnsupportedMediaType, UnprocessableContent, TooManyRequests,
        InternalServerError, BadGateway, ServiceUnavailable, GatewayTimeout,
    )
}  # fmt: skip
