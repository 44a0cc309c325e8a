"""Which of several operations a request means that have one method and path, and tell more behind `?` or `#`.

OpenAPI allows neither in a path, but many contracts write them: `/?Action=Delete`, `/#X-Amz-Target=Delete`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal, get_args, get_origin
from urllib.parse import parse_qsl, unquote_plus

from starlette.datastructures import Headers

from trivet.runtime import Operation
from trivet.runtime._kind import bare, kinds
from trivet.runtime._operation import Parameter
from trivet_server.media import essence, is_range
from trivet_server.paths import Scope, Template
from trivet_server.refusal import RequestRefused, Violation
from trivet_server.statuses import INVALID, status_for

_MOST_TOLD = 20
_TYPE = "Content-Type"


@dataclass(frozen=True, slots=True)
class Mark:
    """A part that a request must have, with one of these texts; None for any."""

    location: Literal["query", "header"]
    name: str
    values: frozenset[str] | None


class Sent:
    """What a request carries, as far as marks ask for it."""

    def __init__(self, scope: Scope) -> None:
        self._headers = Headers(raw=scope["headers"])
        self._query: dict[str, list[str]] = {}
        for name, value in parse_qsl(_query(scope), keep_blank_values=True):
            self._query.setdefault(name, []).append(value)

    def has(self, mark: Mark) -> bool:
        """Whether the request has the part with one of its texts."""
        if mark.location == "header":
            found = self._headers.getlist(mark.name)
            if mark.name == _TYPE:
                found = [essence(value) for value in found]
        else:
            found = self._query.get(mark.name, [])
        return bool(found) if mark.values is None else not mark.values.isdisjoint(found)


def _query(scope: Scope) -> str:
    raw: bytes = scope.get("query_string", b"")
    return raw.decode("utf-8", "replace")


class Siblings:
    """Operations of one method and path, in the contract's order."""

    def __init__(self) -> None:
        self._members: list[tuple[Operation[Any], Template]] = []

    def add(self, operation: Operation[Any], template: Template) -> None:
        """Adds the operation that the contract has next."""
        self._members.append((operation, template))

    def chosen(self, scope: Scope) -> Operation[Any] | None:
        """The operation that a request means: of those whose marks it has all, the one with most of them.

        None if it has those of no operation, where there are several. Of as many, texts count more than presence.
        """
        if len(self._members) == 1:
            return self._members[0][0]
        sent = Sent(scope)
        return next((operation for operation, own in self._by_marks if all(map(sent.has, own))), None)

    @property
    def first(self) -> Operation[Any]:
        """The one that the contract has first."""
        return self._members[0][0]

    @cached_property
    def _by_marks(self) -> list[tuple[Operation[Any], tuple[Mark, ...]]]:
        found = [(operation, tuple(marks(operation, template))) for operation, template in self._members]
        return sorted(found, key=lambda member: _looseness(member[1]))

    def refusal(self) -> RequestRefused:
        """What is said of a request that means none of them: what would tell which one is meant."""
        alike: dict[tuple[str, str], list[Mark]] = {}
        for _, own in self._by_marks:
            for mark in own:
                alike.setdefault((mark.location, mark.name), []).append(mark)
        errors = [
            Violation(_either(of_each), parameter=of_each[0].name, location=of_each[0].location)
            for of_each in alike.values()
            if len(of_each) == len(self._members)
        ]
        detail = "The path has several operations, and the request does not tell which one it means."
        return RequestRefused(status_for(self.first, *INVALID), detail, errors=errors)


def _looseness(own: tuple[Mark, ...]) -> tuple[int, int]:
    """Less for more marks, and of as many for more that must have a certain text."""
    return -len(own), sum(mark.values is None for mark in own)


def _either(alike: list[Mark]) -> str:
    """What one of these marks asks for."""
    values = sorted({text for mark in alike for text in mark.values or ()})
    if not values or any(mark.values is None for mark in alike):
        return "It is required."
    shown = ", ".join(f"'{value}'" for value in values[:_MOST_TOLD])
    return f"It must be one of {shown}{', ...' if len(values) > _MOST_TOLD else ''}."


def marks(operation: Operation[Any], template: Template) -> Iterator[Mark]:
    """What every request of an operation carries: the query in its path, required parameters, its body's type."""
    for name, segment in template.query:
        yield Mark("query", name, None if segment.names else frozenset({segment.text}))
    for parameter in operation.parameters:
        if parameter.required and (mark := _mark(parameter)) is not None:
            yield mark
    if operation.body is not None and operation.body.required:
        types = operation.body.contents
        yield Mark("header", _TYPE, None if any(map(is_range, types)) else frozenset(map(essence, types)))


def _mark(parameter: Parameter) -> Mark | None:
    if parameter.location == "header":
        return Mark("header", parameter.wire, _texts(parameter))
    if parameter.location == "query" and parameter.style != "deepObject" and _has_own_name(parameter):
        return Mark("query", parameter.wire, _texts(parameter))
    return None


def _has_own_name(parameter: Parameter) -> bool:
    """Whether the query has the parameter under its own name: members of an exploded object have theirs instead."""
    return parameter.media_type is not None or not parameter.explode or "object" not in kinds(parameter.type())


def _texts(parameter: Parameter) -> frozenset[str] | None:
    """The texts that a parameter may have, where it is one of some strings."""
    tp = bare(parameter.type())
    texts = get_args(tp) if parameter.media_type is None and get_origin(tp) is Literal else ()
    return frozenset(texts) if texts and all(isinstance(text, str) for text in texts) else None


def query_values(template: Template, scope: Scope) -> Mapping[str, str]:
    """Raw values of the parameters in a template's query, by the contract's names; what is not sent is left out."""
    if not template.query:
        return {}
    sent: dict[str, str] = {}
    for part in _query(scope).split("&"):
        name, _, value = part.partition("=")
        sent.setdefault(unquote_plus(name), value)
    found: dict[str, str] = {}
    for name, segment in template.query:
        values = segment.values(sent.get(name, ""))
        found.update(zip(segment.names, values or (), strict=False))
    return found
