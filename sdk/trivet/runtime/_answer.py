"""What an answer means: which declared content it is, its value, and where it breaks the contract."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from . import _fields
from ._errors import BadResponse, DeviationError, StatusError
from ._media import best, essence, is_json, is_utf_8, text
from ._operation import TypeOf
from ._sequence import Splitter, item_type
from ._transport import Headers, Request, Response

if TYPE_CHECKING:
    from ._call import Call
    from ._deviation import Deviation

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)

_EMPTY = frozenset({204, 205, 304})


@dataclass(frozen=True)
class Exchange(Generic[T_co]):
    """A call with its answer. `deviations` says where the answer breaks the contract."""

    call: Call[T_co]
    value: T_co
    status: int
    headers: Headers
    deviations: tuple[Deviation, ...]
    request: Request
    response: Response

    def header(self, name: str) -> Any:
        """The value of a header that the contract declares for this status, read by its type; None if none came.

        The text as it came, if it is no value of the type (`deviations` tells). Raises KeyError for a header
        that is not declared: `headers` has them all, as text.
        """
        return _fields.value(self.call.operation, self.status, self.headers, name)


def declared(responses: Mapping[str, Mapping[str, TypeOf]], status: int) -> Mapping[str, TypeOf] | None:
    """The contents declared for a status: its own, its range's (2XX), the default's; None if there are none."""
    for key in (str(status), f"{status // 100}XX", f"{status // 100}xx", "default"):
        if key in responses:
            return responses[key]
    return None


def expected(call: Call[Any], status: int) -> bool:
    """Whether a status is a success: 2xx, or 3xx that the contract itself names."""
    responses = call.operation.responses
    return 200 <= status < 300 or (300 <= status < 400 and (str(status) in responses or "3XX" in responses))


def _deviation(expected: str, got: Any) -> Deviation:
    from ._deviation import Deviation

    return Deviation("", expected, str(got))


def read(call: Call[Any], response: Response) -> tuple[Any, list[Deviation]]:
    """The value of an answer, and where it breaks the contract.

    None where no content is declared or none can be (HEAD, 204, 304). An undeclared success is read as the
    declared one, if its media type fits, and as it came where none is declared. Text is str, other media types are
    bytes.

    Raises BadResponse if a declared body is empty or is not of a media type that can be read as declared.
    """
    status, responses = response.status, call.operation.responses
    contents, found = declared(responses, status), []
    if contents is None and not _is_silent(responses, status):
        found.append(_deviation("status " + " or ".join(responses), status))
        contents = _alike(responses, status)
    if call.operation.headers:
        found += _fields.deviations(call.operation, status, response.headers)
    if call.method == "HEAD" or status in _EMPTY:
        return None, found
    if contents is None:
        return as_it_came(response), found
    if not contents:
        return None, found
    if not response.content:
        if (empty := _empty(contents, response.headers.get("Content-Type", ""))) is not None:
            return empty, found
        raise BadResponse(f"the body is empty, {' or '.join(contents)} is declared")
    media_type, deviation = _media_type(contents, response)
    if deviation is not None:
        found.append(deviation)
    value, more = _decoded(contents[media_type](), media_type, response)
    return value, found + more


def _empty(contents: Mapping[str, TypeOf], given: str) -> Any:
    """The value of an empty body of this media type: no items, no text or no bytes; None if it can be nothing."""
    if any(item_type(key, tp()) is not None for key, tp in contents.items()):
        return []
    key = best(contents, given) if given else None
    meant = [key] if key is not None else list(contents)
    if all(is_raw(contents[key]()) for key in meant):
        return b""
    return "" if all(essence(key).startswith("text/") for key in meant) else None


def head(call: Call[Any], status: int, headers: Headers) -> list[Deviation]:
    """Where the head of a successful answer breaks the contract: status, media type, headers."""
    contents = declared(call.operation.responses, status)
    if contents is None and _is_silent(call.operation.responses, status):
        return []
    if contents is None:
        return [_deviation("status " + " or ".join(call.operation.responses), status)]
    given = headers.get("Content-Type", "")
    found = _fields.deviations(call.operation, status, headers)
    if given and contents and best(contents, given) is None:
        found.append(_deviation(" or ".join(contents), given))
    return found


def _is_silent(responses: Mapping[str, Mapping[str, TypeOf]], status: int) -> bool:
    """Whether the contract does not say how success is answered, and this is one: any is as good as another."""
    return 200 <= status < 300 and not any(key == "default" or key.startswith(("2", "3")) for key in responses)


def _alike(responses: Mapping[str, Mapping[str, TypeOf]], status: int) -> Mapping[str, TypeOf] | None:
    if not 200 <= status < 300:
        return None
    return next((contents for key, contents in responses.items() if key.startswith("2") and contents), None)


def _media_type(contents: Mapping[str, TypeOf], response: Response) -> tuple[str, Deviation | None]:
    """The declared media type that an answer is read as. JSON under another name is still read, and reported."""
    given = response.headers.get("Content-Type", "")
    json_type = next((key for key in contents if is_json(key)), None)
    if not given:
        return json_type or next(iter(contents)), None
    key = best(contents, given)
    if key is not None:
        return key, None
    if json_type is not None and (is_json(given) or response.content.lstrip()[:1] in (b"{", b"[")):
        return json_type, _deviation(" or ".join(contents), given)
    raise BadResponse(f"the body is {essence(given)}, {' or '.join(contents)} is declared")


def _decoded(tp: Any, media_type: str, response: Response) -> tuple[Any, list[Deviation]]:
    given = response.headers.get("Content-Type", media_type)
    if is_raw(tp):
        return response.content, []
    item = item_type(media_type, tp)
    if item is not None:
        return _items(item, Splitter(media_type), response.content)
    if is_json(media_type) or is_json(given):
        from ._adapter import adapter

        try:
            return adapter(tp).read_tolerant(_utf8(response))
        except ValueError as error:
            raise BadResponse(f"the body is not JSON: {error}") from error
    if essence(given).startswith("text/") or (tp is str and not given):
        from ._kind import coerce

        return coerce(tp, text(response.content, given)), []
    return response.content, []


def _items(item: Any, splitter: Splitter, content: bytes) -> tuple[list[Any], list[Deviation]]:
    values: list[Any] = []
    found: list[Deviation] = []
    for index, part in enumerate([*splitter.feed(content), *splitter.end()]):
        value, deviations = read_item(item, part)
        values.append(value)
        found += [replace(one, pointer=f"/{index}{one.pointer}") for one in deviations]
    return values, found


def read_item(item: Any, part: bytes) -> tuple[Any, list[Deviation]]:
    """The value of an item's JSON text, and where it breaks the contract. Raises BadResponse."""
    from ._adapter import adapter

    try:
        return adapter(item).read_tolerant(part)
    except ValueError as error:
        raise BadResponse(f"an item is not JSON: {error}") from error


def is_raw(tp: Any) -> bool:
    """Whether a type stands for the bytes themselves; `Base64Bytes` stands for a text."""
    from ._kind import bare
    from ._upload import Upload

    return tp is bytes or bare(tp) is Upload


def _utf8(response: Response) -> bytes:
    """JSON text as RFC 8259 wants it: UTF-8 without a byte order mark."""
    given = response.headers.get("Content-Type", "")
    if is_utf_8(given):
        return response.content.removeprefix(b"\xef\xbb\xbf")
    return text(response.content, given).encode()


def as_it_came(response: Response) -> Any:
    """The body without a contract: JSON, else text, else bytes; None if it is empty."""
    given = response.headers.get("Content-Type", "")
    if not response.content:
        return None
    if is_json(given) or not given:
        import json

        try:
            return json.loads(_utf8(response))
        except (ValueError, RecursionError):
            pass
    if is_json(given) or essence(given).startswith("text/"):
        return text(response.content, given)
    return response.content


def failure(call: Call[Any], request: Request, response: Response) -> Exchange[Any]:
    """The answer of a call that failed; its value is the declared body, or what came, if that is not it."""
    try:
        value, found = read(call, response)
    except BadResponse as error:
        value, found = as_it_came(response), [_deviation("a body as declared", str(error))]
    return Exchange(call, value, response.status, response.headers, tuple(found), request, response)


def status_error(exchange: Exchange[Any], retry_after: float | None) -> StatusError:
    """The exception for an answer that is no success."""
    status, request = exchange.status, exchange.request
    try:
        phrase = f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        phrase = str(status)
    detail = _detail(as_it_came(exchange.response))
    return StatusError.of(status)(
        f"{phrase}: {request.method} {request.shown_url}" + (f": {detail}" if detail else ""),
        status=status,
        data=exchange.value,
        headers=exchange.headers,
        request=request,
        response=exchange.response,
        retry_after=retry_after,
    )


def _detail(body: Any) -> str:
    """The sentence in which a server says what is wrong (RFC 9457, and what others do)."""
    if isinstance(body, dict):
        for key in ("detail", "message", "error_description", "title", "error"):
            if found := _detail(body.get(key)):
                return found
    return body[:300] if isinstance(body, str) and "<" not in body[:1] else ""


def success(call: Call[T], request: Request, response: Response) -> Exchange[T]:
    """The answer of a call that succeeded. Raises BadResponse."""
    try:
        value, found = read(call, response)
    except BadResponse as error:
        message = f"{request.method} {request.shown_url}: {error}"
        raise BadResponse(message, request=request, response=response) from error.__cause__
    return Exchange(call, value, response.status, response.headers, tuple(found), request, response)


def deviation_error(exchange: Exchange[Any]) -> DeviationError:
    """The exception for an answer that breaks the contract."""
    first = exchange.deviations[0]
    count = len(exchange.deviations)
    return DeviationError(
        f"{exchange.request.method} {exchange.request.shown_url}: {count} deviation{'s' * (count > 1)}, first {first}",
        deviations=exchange.deviations,
        value=exchange.value,
        request=exchange.request,
        response=exchange.response,
    )
