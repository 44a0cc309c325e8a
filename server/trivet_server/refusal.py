"""Answers that are not a success: problem documents (RFC 9457) and a contract's own error bodies."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Literal, TypeAlias

from trivet_server.reply import HeaderFields, fields

Location: TypeAlias = Literal["path", "query", "querystring", "header", "cookie"]

# RFC 9110 renamed these after Python 3.11 had named them.
_TITLES = {413: "Content Too Large", 414: "URI Too Long", 416: "Range Not Satisfiable", 422: "Unprocessable Content"}


@dataclass(frozen=True, slots=True)
class Violation:
    """One part of a request that breaks the contract: a parameter, or a place in the body (RFC 6901 pointer).

    `detail` says what is expected and never what came: requests carry secrets.
    """

    detail: str
    pointer: str | None = None
    parameter: str | None = None
    location: Location | None = None

    def document(self) -> dict[str, str]:
        """As it stands in the `errors` of a problem document."""
        items = {"detail": self.detail, "pointer": self.pointer, "parameter": self.parameter, "in": self.location}
        return {name: value for name, value in items.items() if value is not None}


class Refusal(Exception):
    """Raised by a service or a dependency: the answer has this status.

    `body` is what the contract declares for the status (a model, as the operation's module names it). Without a body
    the answer is a problem document with the status, its title and `detail`.
    """

    def __init__(
        self,
        status: int,
        body: Any = None,
        *,
        headers: HeaderFields | None = None,
        content_type: str | None = None,
        detail: str | None = None,
    ) -> None:
        super().__init__(f"{status} {title(status)}" + (f": {detail}" if detail else ""))
        self.status = status
        self.body = body
        self.headers = fields(headers)
        self.content_type = content_type
        self.detail = detail
        self.errors: tuple[Violation, ...] = ()


class RequestRefused(Refusal):
    """The request cannot be served as the contract says: `errors` tells which parts are wrong."""

    def __init__(
        self,
        status: int,
        detail: str,
        *,
        errors: Iterable[Violation] = (),
        headers: HeaderFields | None = None,
    ) -> None:
        super().__init__(status, headers=headers, detail=detail)
        self.errors = tuple(errors)


def title(status: int) -> str:
    """The name of a status code in RFC 9110."""
    if status in _TITLES:
        return _TITLES[status]
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Error" if status >= 400 else "Answer"


def problem(status: int, detail: str | None = None, errors: Iterable[Violation] = ()) -> bytes:
    """A problem document (RFC 9457) about nothing more than its status."""
    document: dict[str, Any] = {"type": "about:blank", "title": title(status), "status": status}
    if detail:
        document["detail"] = detail
    if listed := [violation.document() for violation in errors]:
        document["errors"] = listed
    return json.dumps(document, ensure_ascii=False).encode("utf-8", "replace")
