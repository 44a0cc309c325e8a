"""Where two requests for the same call differ, each difference with its class: what kind of value, in which style."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from tests.exact.comparison import same_json
from tests.judges.requests import Declared, Given, Taken
from tests.judges.sent import Pairs, Part, Sent
from trivet.runtime import InvalidRequest


@dataclass(frozen=True)
class Difference:
    """`kind` is the class that the documentation explains, `shown` what was sent."""

    kind: str
    shown: str


def differences(taken: Taken, given: Given, ours: Sent, theirs: Sent) -> Iterator[Difference]:
    """Every difference between our request and theirs."""
    if ours.method != theirs.method:
        yield _shown("method", ours.method, theirs.method)
    yield from _path(taken, given, ours, theirs)
    yield from _pairs("query", taken, given, ours.query, theirs.query)
    yield from _pairs("cookie", taken, given, ours.cookies, theirs.cookies)
    yield from _headers(taken, given, ours.headers, theirs.headers)
    yield from _content(taken, given, ours, theirs)


def _content(taken: Taken, given: Given, ours: Sent, theirs: Sent) -> Iterator[Difference]:
    if given.content is None:
        if ours.media_type != theirs.media_type and not any(each.ignored for each in taken.parameters):
            yield _shown("media type: no body", ours.media_type, theirs.media_type)
        return
    if ours.media_type == theirs.media_type:
        found = list(_body(given, ours, theirs))
    else:
        ignored = any(each.ignored and each.wire.lower() == "content-type" for each in taken.parameters)
        kind = "header: Accept, Content-Type or Authorization" if ignored else "media type"
        found = [_shown(kind, ours.media_type, theirs.media_type)]
    if found and len(taken.contents) > 1 and not any(each.kind.startswith("json: ours") for each in found):
        found = [Difference("body: one of several", found[0].shown)]
    yield from found


def refusal(error: BaseException | None) -> Iterator[Difference]:
    """Why our client sends nothing: a class for each fault, by where it is and what is said of it."""
    assert isinstance(error, InvalidRequest), repr(error)
    assert error.errors, f"no place is told: {error}"
    for pointer, reason in error.errors:
        location = pointer.split("/")[1]
        said = f"is empty; {reason.partition('; ')[2]}" if " is empty; " in reason else reason.rpartition(": ")[2]
        yield Difference(f"ours refuses: {location}: {said}", str(error))


def _shown(kind: str, ours: object, theirs: object) -> Difference:
    return Difference(kind, f"ours {ours!r:.200}, theirs {theirs!r:.200}")


def _path(taken: Taken, given: Given, ours: Sent, theirs: Sent) -> Iterator[Difference]:
    template = taken.route[1].partition("#")[0].partition("?")[0].lstrip("/").split("/")
    parameters = [each for each in taken.parameters if each.location == "path"]
    if not len(template) == len(ours.path) == len(theirs.path):
        yield _shown("path: segments", ours.path, theirs.path)
        return
    for segment, mine, other in zip(template, ours.path, theirs.path, strict=True):
        if not same_text(mine, other):
            inside = [each for each in parameters if f"{{{each.wire}}}" in segment]
            kinds = sorted({kind_of(given.arguments[each.place], each) for each in inside})
            yield _shown(f"path: {' and '.join(kinds) or 'literal'}", mine, other)


def _pairs(location: str, taken: Taken, given: Given, ours: Pairs, theirs: Pairs) -> Iterator[Difference]:
    for name in dict.fromkeys([*ours, *theirs]):
        mine, other = ours.get(name, []), theirs.get(name, [])
        if not _same_texts(mine, other):
            yield _shown(f"{location}: {_named(location, name, taken, given)}", {name: mine}, {name: other})


def _named(location: str, name: str, taken: Taken, given: Given) -> str:
    """What a name in the query or a cookie stands for."""
    if location == "query" and f"{name}=" in taken.route[1].partition("?")[2]:
        return "written into the path"
    owner = _owner(location, name, taken, given)
    return "a name of no parameter" if owner is None else _kind(owner, given)


def _owner(location: str, name: str, taken: Taken, given: Given) -> Declared | None:
    """The parameter that a name in the query belongs to."""
    here = [each for each in taken.parameters if each.location == location]
    for each in here:
        if name == each.wire or name.startswith(f"{each.wire}["):
            return each
    for each in here:
        value = given.arguments.get(each.place)
        if isinstance(value, dict) and name.partition("[")[0] in value:
            return each
    return None


def _headers(taken: Taken, given: Given, ours: dict[str, str], theirs: dict[str, str]) -> Iterator[Difference]:
    for each in taken.parameters:
        name = each.wire.lower()
        if each.location != "header":
            continue
        mine, other = ours.get(name), theirs.get(name)
        if each.ignored:
            if each.place in given.arguments and mine != other:
                yield _shown("header: Accept, Content-Type or Authorization", mine, other)
        elif mine != other and not (mine is not None and other is not None and same_text(mine, other)):
            yield _shown(f"header: {_kind(each, given)}", mine, other)


def _kind(parameter: Declared, given: Given) -> str:
    """What a parameter's value is and in which style it is written."""
    if parameter.place not in given.arguments:
        return "default" if parameter.has_default else "not given"
    value = given.arguments[parameter.place]
    kind = kind_of(value, parameter)
    if isinstance(value, list | dict):
        return f"{kind}, {parameter.style}, explode {json.dumps(parameter.explode)}"
    return kind


def kind_of(value: Any, parameter: Declared | None = None) -> str:
    """The JSON type of a value; of lists and objects also whether they are empty or nested."""
    match value:
        case bool():
            return "boolean"
        case None:
            return "null"
        case int() | float():
            return "number"
        case "":
            return "empty string"
        case str():
            schema = parameter.schema if parameter is not None and isinstance(parameter.schema, dict) else {}
            return f"string {schema['format']}" if "format" in schema else "string"
        case bytes():
            return "file"
        case list() | dict():
            name = "array" if isinstance(value, list) else "object"
            if not value:
                return f"empty {name}"
            members = value if isinstance(value, list) else value.values()
            if any(isinstance(each, list | dict) for each in members):
                return f"nested {name}"
            if any(isinstance(each, bytes) for each in members):
                return f"{name} with files"
            return name
        case _:
            return type(value).__name__


def _body(given: Given, ours: Sent, theirs: Sent) -> Iterator[Difference]:
    media_type = ours.media_type
    if media_type.endswith(("/json", "+json")):
        for who, sent in (("ours", ours.body), ("theirs", theirs.body)):
            for change in _changes(given.body, sent):
                yield Difference(f"json: {who} {change}", f"given {given.body!r:.200}, sent {sent!r:.200}")
    elif media_type == "application/x-www-form-urlencoded":
        yield from _form(given, ours.body, theirs.body)
    elif media_type == "multipart/form-data":
        yield from _multipart(given, ours.body, theirs.body)
    elif ours.body != theirs.body:
        yield _shown("body: bytes", ours.body, theirs.body)


def _changes(given: Any, sent: Any) -> Iterator[str]:
    """How a JSON value that was sent differs from the one that was given."""
    if isinstance(given, dict) and isinstance(sent, dict):
        for name in given.keys() | sent.keys():
            if name not in sent:
                yield f"leaves out: {kind_of(given[name])}"
            elif name not in given:
                yield "adds a property"
            else:
                yield from _changes(given[name], sent[name])
    elif isinstance(given, list) and isinstance(sent, list) and len(given) == len(sent):
        for one, other in zip(given, sent, strict=True):
            yield from _changes(one, other)
    elif not same_json(given, sent):
        yield f"changes: {kind_of(given)}"


def _property(name: str, given: Given) -> str:
    """What a name in a form belongs to: the value of a property and its style."""
    assert given.content is not None
    own = name if name in given.body else name.partition("[")[0]
    if own not in given.body:
        return "a name that was not given"
    kind = kind_of(given.body[own])
    if not isinstance(given.body[own], list | dict):
        return kind
    return f"{kind}, {given.content.styles.get(own, 'no encoding')}"


def _form(given: Given, ours: Pairs, theirs: Pairs) -> Iterator[Difference]:
    for name in dict.fromkeys([*ours, *theirs]):
        mine, other = ours.get(name, []), theirs.get(name, [])
        if not _same_texts(mine, other):
            yield _shown(f"form: {_property(name, given)}", {name: mine}, {name: other})


def _multipart(given: Given, ours: dict[str, list[Part]], theirs: dict[str, list[Part]]) -> Iterator[Difference]:
    for name in dict.fromkeys([*ours, *theirs]):
        mine, other = ours.get(name, []), theirs.get(name, [])
        kind = f"multipart: {_property(name, given)}"
        if len(mine) != len(other) or not all(map(_same_content, mine, other)):
            yield _shown(kind, mine, other)
        elif [(one.media_type, one.filename) for one in mine] != [(one.media_type, one.filename) for one in other]:
            yield _shown(f"{kind}: media type or file name", mine, other)


def _same_content(mine: Part, other: Part) -> bool:
    if mine.media_type == other.media_type == "application/json":
        return same_json(json.loads(mine.content), json.loads(other.content))
    return same_text(mine.content.decode("utf-8", "surrogateescape"), other.content.decode("utf-8", "surrogateescape"))


def _same_texts(one: list[str], other: list[str]) -> bool:
    return len(one) == len(other) and all(map(same_text, one, other))


def same_text(one: str, other: str) -> bool:
    """Whether two texts say the same: equal, or two spellings of one number, instant or UUID."""
    if one == other or same_json(one, other):
        return True
    try:
        return Decimal(one) == Decimal(other)
    except InvalidOperation:
        return False
