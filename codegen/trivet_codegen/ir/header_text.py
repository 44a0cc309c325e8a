"""What a contract writes into the lines of HTTP messages: nothing of it may end a line and begin another."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from trivet_codegen.ir.api import Api, Content, Header, Operation, Server
from trivet_codegen.problem import Place, Problem

_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
"""RFC 9110 section 5.6.2."""

_VALUE = re.compile(r"[\t\x20-\x7e]*")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_TOKENS = "letters, digits and !#$%&'*+-.^_`|~ may stand there (RFC 9110 section 5.6.2)"


def unsafe(api: Api) -> Iterator[Problem]:
    """A problem (`header-unsafe`) for each name, method, media type, path and server that no message can hold.

    They are errors, since a message could be made into two; an empty name, which can harm nobody, is a warning.
    """
    for scheme in api.security_schemes:
        if scheme.parameter is not None and scheme.location in ("header", "cookie"):
            yield from _unless_token(scheme.parameter, scheme.location, scheme.place.child("name"))
    yield from _servers(api.servers, api.place)
    for operation in _all(api):
        yield from _operation(operation)


def _all(api: Api) -> Iterator[Operation]:
    waiting = [*api.operations, *api.webhooks]
    while waiting:
        operation = waiting.pop()
        yield operation
        waiting += [inner for group in operation.callbacks.values() for inner in group]


def _operation(operation: Operation) -> Iterator[Problem]:
    yield from _unless_token(operation.method, "method", operation.place)
    if _CONTROL.search(operation.path):
        yield _problem(operation.place, f"the path {operation.path!r:.80} holds a control character", "remove it")
    yield from _servers(operation.servers, operation.place)
    for parameter in operation.parameters:
        if parameter.location in ("header", "cookie"):
            yield from _unless_token(parameter.name, parameter.location, parameter.place.child("name"))
        yield from _unless_value(parameter.media_type, parameter.place)
    yield from _contents(operation.body.contents if operation.body else ())
    for response in operation.responses:
        yield from _contents(response.contents)
        yield from _headers(response.headers)


def _contents(contents: Iterable[Content]) -> Iterator[Problem]:
    for content in contents:
        yield from _unless_value(content.media_type, content.place)
        for name, encoding in content.encodings.items():
            at = content.place.child("encoding", name)
            yield from _unless_value(encoding.content_type, at.child("contentType"))
            yield from _headers(encoding.headers)
            if _CONTROL.search(name):
                yield _problem(at, f"{name!r:.80} cannot be the name of a part: it holds a control character", "")


def _headers(headers: Iterable[Header]) -> Iterator[Problem]:
    for header in headers:
        yield from _unless_token(header.name, "header", header.place)


def _servers(servers: Iterable[Server], place: Place) -> Iterator[Problem]:
    for index, server in enumerate(servers):
        texts = [server.url, *(text for default, allowed in server.variables.values() for text in (default, *allowed))]
        for text in texts:
            if _CONTROL.search(text):
                message = f"the server {text!r:.80} holds a control character"
                yield _problem(place.child("servers", index), message, "remove it")


def _unless_token(name: str, what: str, place: Place) -> Iterator[Problem]:
    if _TOKEN.fullmatch(name):
        return
    message = f"{name!r:.80} cannot be the name of a {what}"
    if name:
        yield _problem(place, message, _TOKENS)
    else:
        yield Problem(place, "header-unsafe", message, _TOKENS, "warning")


def _unless_value(text: str | None, place: Place) -> Iterator[Problem]:
    if text is not None and not _VALUE.fullmatch(text):
        yield _problem(place, f"{text!r:.80} is no media type", "printable ASCII characters may stand there")


def _problem(place: Place, message: str, help: str) -> Problem:
    return Problem(place, "header-unsafe", message, help)
