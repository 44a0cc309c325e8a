"""A request described but not sent: what an operation becomes when it is called."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar
from urllib.parse import unquote

from . import _style
from ._errors import InvalidRequest
from ._media import FORM, essence
from ._operation import Body, Operation, Parameter
from ._transport import Pairs

if TYPE_CHECKING:
    from ._body import Payload

T_co = TypeVar("T_co", covariant=True)

_TEMPLATE: Final = re.compile(r"\{([^{}]*)\}")
_PATH_SAFE: Final = "/:@!$&'()*+,;=%~"


@dataclass(frozen=True, eq=False)
class Call(Generic[T_co]):
    """What one request to an operation is, apart from server and credentials; sending it twice is two requests.

    `path` and `query` are encoded; `query` has no question mark. `headers` are those that parameters make.
    """

    operation: Operation[T_co]
    path: str
    query: str = ""
    headers: Pairs = ()
    cookies: Pairs = ()
    body: Any = None
    content_type: str | None = None

    @property
    def method(self) -> str:
        return self.operation.method

    @cached_property
    def payload(self) -> Payload | None:
        """The body encoded; None if there is none. Raises InvalidRequest."""
        described = self.operation.body
        if described is None:
            return None
        from ._body import absent, payload

        if absent(described, self.body, self.content_type):
            return None
        return payload(described, self.body, self.content_type)

    @cached_property
    def accept(self) -> str:
        """The media types to ask for: JSON if a success can be JSON, else all of them; then those of errors."""
        from ._media import is_json

        found: dict[str, bool] = {}
        for status, contents in self.operation.responses.items():
            for media_type in contents:
                found.setdefault(media_type, False)
                found[media_type] |= status.startswith(("2", "default"))
        wanted = [media_type for media_type, success in found.items() if success]
        wanted = [media_type for media_type in wanted if is_json(media_type)] or wanted
        errors = [media_type for media_type, success in found.items() if not success and is_json(media_type)]
        return ", ".join(wanted + errors) if wanted else ", ".join([*errors, "*/*"])

    def __repr__(self) -> str:
        return f"<Call {self.operation.id}: {self.method} {self.path}>"


def build(operation: Operation[Any], arguments: Mapping[str, Any], *, body: Any, content_type: str | None) -> Call[Any]:
    """The call that these arguments make.

    Raises InvalidRequest with all faults of the arguments or of the body, TypeError for an unknown name.
    """
    known = {parameter.name: parameter for parameter in operation.parameters}
    for name in arguments:
        if name not in known:
            raise TypeError(_unknown(operation, name, known))
    faults: list[tuple[str, str]] = []
    made = _Made()
    for parameter in operation.parameters:
        try:
            made.add(parameter, arguments.get(parameter.name))
        except InvalidRequest as error:
            faults.extend(error.errors or [(_place(parameter), str(error))])
    if operation.body is None and body is not None:
        faults.append(("/body", "this operation takes no body"))
    if body is None and operation.body is not None and operation.body.required and _lacks(operation.body, content_type):
        faults.append(("/body", "is required"))
    if faults:
        message = "; ".join(f"{pointer[1:]}: {reason}" for pointer, reason in faults)
        raise InvalidRequest(f"{operation.id}: {message}", errors=faults)
    path, query = _path(operation, made.path)
    call: Call[Any] = Call(
        operation,
        path,
        "&".join(query + made.query),
        tuple(made.headers),
        tuple(made.cookies),
        body,
        content_type,
    )
    _ = call.payload  # faults of the body belong to the caller's line, not to the sending
    return call


def _lacks(body: Body, content_type: str | None) -> bool:
    from ._body import absent

    return absent(body, None, content_type)


def _unknown(operation: Operation[Any], name: str, known: Mapping[str, Parameter]) -> str:
    from difflib import get_close_matches

    close = get_close_matches(name, known, n=1)
    return f"{operation.id} has no parameter {name!r}" + (f"; did you mean {close[0]!r}?" if close else "")


class _Made:
    """The parts of a request that parameters make."""

    def __init__(self) -> None:
        self.path: dict[str, str] = {}
        self.query: list[str] = []
        self.headers: list[tuple[str, str]] = []
        self.cookies: list[tuple[str, str]] = []

    def add(self, parameter: Parameter, value: Any) -> None:
        """Encodes one argument. Raises InvalidRequest."""
        if value is None:
            if parameter.required:
                raise InvalidRequest("is required")
            return
        dumped = _dumped(parameter, value)
        before = len(self.query) + len(self.cookies) + len(self.headers)
        match parameter.location:
            case "path":
                self.path[parameter.wire] = _style.path(parameter, dumped)
                return
            case "header" if parameter.media_type is not None or dumped not in ([], {}):
                self.headers.append((parameter.wire, _style.header(parameter, dumped)))
            case "query":
                self.query += [f"{name}={encoded}" for name, encoded in _style.query(parameter, dumped)]
            case "querystring":
                self.query.append(_querystring(parameter, dumped))
            case "cookie":
                self.cookies += _style.cookie(parameter, dumped)
        if parameter.required and len(self.query) + len(self.cookies) + len(self.headers) == before:
            raise InvalidRequest("is required, and an empty list or object sends nothing")


def _querystring(parameter: Parameter, value: Any) -> str:
    encoded = _style.content(parameter, value)
    return encoded if essence(parameter.media_type or "") == FORM else _style.escape(encoded)


def _dumped(parameter: Parameter, value: Any) -> Any:
    """The argument's JSON value, validated. Raises InvalidRequest."""
    from ._body import invalid

    adapter = parameter.adapter
    if adapter.type is Any:
        return _style.plain(value)
    try:
        return adapter.dump(adapter.read(value))
    except ValueError as error:
        raise invalid(_place(parameter), error) from error


def _place(parameter: Parameter) -> str:
    from ._body import token

    return f"/{parameter.location}/{token(parameter.wire)}"


def _path(operation: Operation[Any], values: Mapping[str, str]) -> tuple[str, list[str]]:
    """The path with its parameters in, and the query that some contracts write into their paths.

    Raises InvalidRequest for a segment that would be "." or "..". Encoding its dots would not help: %2E is the
    same as a dot to whatever normalizes a path on its way (RFC 3986 sections 5.2.4 and 6.2.2), so that another
    operation would be called.
    """
    template, _, query = operation.path.partition("#")[0].partition("?")
    segments = [_segment(operation, segment, values) for segment in template.split("/")]
    path = "/".join(segments)
    filled = _TEMPLATE.sub(lambda variable: _value(operation, variable[1], values), query)
    return path if path.startswith("/") else "/" + path, [filled] if filled else []


def _value(operation: Operation[Any], name: str, values: Mapping[str, str]) -> str:
    if name not in values:
        raise InvalidRequest(f"{operation.id}: the contract does not declare the path's {{{name}}}")
    return values[name]


def _segment(operation: Operation[Any], template: str, values: Mapping[str, str]) -> str:
    literals, names = _TEMPLATE.split(template)[::2], _TEMPLATE.findall(template)
    made = _style.escape(literals[0], _PATH_SAFE)
    for name, literal in zip(names, literals[1:], strict=True):
        made += _value(operation, name, values) + _style.escape(literal, _PATH_SAFE)
    if names and unquote(made) in (".", ".."):
        from ._body import token

        reason = f"{unquote(made)!r} alone between slashes would mean another path"
        errors = [(f"/path/{token(name)}", reason) for name in names]
        raise InvalidRequest(f"{operation.id}: {errors[0][0][1:]}: {reason}", errors=errors)
    return made
