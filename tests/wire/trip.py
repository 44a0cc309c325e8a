"""One call of a vendor's operation, there and back: what arrived otherwise than it was sent or answered."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any
from urllib.parse import quote

from tests.exact.comparison import same_json
from tests.judges.differences import kind_of
from tests.judges.ours import files
from tests.judges.requests import Declared, Given, Requests, Taken
from tests.wire.ends import Ends
from tests.wire.replies import Replied
from trivet.runtime import Exchange, InvalidRequest, Operation, StatusError, Upload, adapter
from trivet.runtime._answer import declared, is_raw
from trivet.runtime._body import _dumped
from trivet.runtime._fields import declared as declared_headers
from trivet.runtime._media import is_json
from trivet_server import ContractBroken, Reply

Finding = tuple[str, str]
"""The class that the documentation explains, and what was seen."""

BODY = ("body", "")
_EXPECTED = re.compile("Input should be [^:;]*")
_QUOTED = re.compile("'.*'")
_SET_BY_HTTP = {"content-length", "host", "user-agent", "accept-encoding", "connection"}


class Trip:
    """One call; `given` are the arguments, `replied` is what the service answers."""

    def __init__(self, both: Ends, requests: Requests, taken: Taken, given: Given, replied: Replied, mode: str) -> None:
        self._both, self._requests, self._taken, self._given, self._mode = both, requests, taken, given, mode
        self._replied = replied
        self._operation: Operation[Any] = both.operation(taken.route)
        self._media_type = _concrete(given.content.media_type) if given.content is not None else ""
        self._heard: dict[tuple[str, str], Any] | None = None
        self._method = ""

    def findings(self) -> dict[str, str]:
        """What did not arrive as it was: an example by class."""
        both = self._both
        both.service.heard = self._hear
        both.service.reply = self._reply()
        try:
            exchange = both.call(self._taken.route, self._mode, self._arguments())
        except InvalidRequest as error:
            return dict(_not_sent(error))
        except StatusError as error:
            return dict(self._refused(error))
        except ContractBroken as error:
            return {f"answer not sent: {_said(str(error))}": f"{error}, for {self._answer!r:.300}"}
        except Exception as error:  # noqa: BLE001 - whatever it is, it is what the test is about
            return {f"failed: {type(error).__name__}": f"{error!r:.300}, given {self._given!r:.300}"}
        found = [*self._lost(), *self._astray(), *self._answered(exchange)]
        return {kind: f"{shown}; sent {both.wire.request}" for kind, shown in found}

    def _arguments(self) -> dict[str, Any]:
        names = {(each.location, each.wire): each.name for each in self._operation.parameters}
        found = {names[place]: value for place, value in self._given.arguments.items() if place in names}
        declared = {each.place for each in self._taken.parameters}
        undeclared = {place: name for place, name in names.items() if place[0] == "path" and place not in declared}
        found |= dict.fromkeys(undeclared.values(), "x")
        if self._given.content is not None:
            found["body"] = self._body
            contents = self._operation.body.contents if self._operation.body is not None else {}
            if len(contents) > 1 or "*" in next(iter(contents)):
                found["content_type"] = self._media_type
        return found

    @cached_property
    def _body_type(self) -> Any:
        assert self._operation.body is not None
        assert self._given.content is not None
        return self._operation.body.contents[self._given.content.media_type]()

    @property
    def _body(self) -> Any:
        """The body as the client takes it: bytes or text where the contract's schema has no say."""
        body = self._given.body
        if is_raw(self._body_type):
            return Upload(_bytes(body), media_type=self._media_type)
        return json.dumps(body) if self._body_type is str and not isinstance(body, str) else files(body)

    def _hear(self, method: str, arguments: Mapping[str, Any]) -> None:
        """Keeps what the service was called with, while its files are open."""
        self._method = method
        self._heard = {
            (parameter.location, parameter.wire): parameter.adapter.dump(arguments[parameter.name])
            for parameter in self._operation.parameters
            if parameter.name in arguments
        }
        if "body" in arguments:
            self._heard[BODY] = _told(_dumped(self._body_type, arguments["body"])[0])

    def _lost(self) -> Iterator[Finding]:
        """Arguments that the service did not hear as they were given."""
        if self._heard is None:
            yield "not heard", f"{self._both.wire.answer!r}"
            return
        if self._method != self._both.method(self._taken.route):
            yield "heard by another operation", f"{self._method}; sent {self._both.wire.request}"
            return
        known = {(each.location, each.wire): each for each in self._operation.parameters}
        for parameter in self._taken.parameters:
            place = parameter.place
            if place not in known or parameter.ignored:
                continue
            given, heard = self._given.arguments.get(place), self._heard.get(place)
            shown = f"{place} {given!r:.300} heard as {heard!r:.300}"
            assumed = place in self._heard and same_json(heard, known[place].default)
            if place not in self._given.arguments:
                if place in self._heard and not assumed:
                    yield f"heard unsent: {self._about(parameter)}", shown
            elif place not in self._heard or (given is None and assumed):
                yield f"lost: {self._about(parameter)}", shown
            elif not same_json(heard, given):
                yield f"changed: {self._about(parameter)}", shown
        yield from self._body_lost(self._heard)

    def _body_lost(self, heard: dict[tuple[str, str], Any]) -> Iterator[Finding]:
        if self._given.content is None:
            if BODY in heard:
                yield "heard unsent: body", f"{heard[BODY]!r:.300}"
        elif BODY not in heard:
            yield f"lost: body: {kind_of(self._given.body)}", f"{self._given.body!r:.300}"
        else:
            yield from self._changed(_told(self._body), heard[BODY])

    def _about(self, parameter: Declared) -> str:
        """What kind of parameter it is and what was given for it, as far as that tells why it cannot be carried."""
        location, wire = parameter.location, parameter.wire
        segments = self._taken.route[1].split("/")
        if location == "header" and wire.lower() in _SET_BY_HTTP:
            return "header: one that HTTP has itself"
        if location == "path" and any(f"{{{wire}}}" in each and each.count("{") > 1 for each in segments):
            return "path: one of several in a segment"
        if location in ("query", "cookie") and self._is_shared(parameter):
            return f"{location}: object with a name that another parameter has"
        value = self._given.arguments.get(parameter.place)
        reserved = any(each.wire == wire and each.allow_reserved for each in self._operation.parameters)
        if reserved and isinstance(value, str) and "%" in value:
            return f"{location}: % where allowReserved is"
        return f"{location}: {self._kind(value, parameter.schema, parameter)}"

    def _is_shared(self, parameter: Declared) -> bool:
        """Whether another parameter uses names that the properties of this one have."""
        own = self._names(parameter)
        others = [each for each in self._taken.parameters if each is not parameter]
        heard = (self._heard or {}).get(parameter.place)
        names = own | set(heard if isinstance(heard, dict) else ())
        return any(names & ({each.wire} | self._names(each)) for each in others)

    def _names(self, parameter: Declared) -> set[str]:
        value = self._given.arguments.get(parameter.place)
        return set(value) if isinstance(value, dict) and parameter.style == "form" and parameter.explode else set()

    def _kind(self, value: Any, schema: Any, parameter: Declared | None = None) -> str:
        """What a value is, and whether its schema lets it be of several types."""
        kind = "file" if isinstance(value, tuple) else re.sub("^string .*", "string", kind_of(value, parameter))
        if isinstance(value, list | dict) and _holds_null(value):
            return f"{kind} with null"
        return f"{kind} of several types" if value not in ([], {}, None) and self._is_loose(value, schema) else kind

    def _is_loose(self, value: Any, schema: Any) -> bool:
        """Whether the schema of a value, or of one inside of it, allows several types."""
        schema = self._requests.behind(schema)
        if not isinstance(schema, dict) or not isinstance(schema.get("type"), str):
            return True
        if isinstance(value, list):
            return any(self._is_loose(each, schema.get("items", True)) for each in value)
        if isinstance(value, dict):
            more = schema.get("additionalProperties", True)
            return any(
                self._is_loose(each, schema.get("properties", {}).get(name, more)) for name, each in value.items()
            )
        return False

    def _changed(self, given: Any, heard: Any) -> Iterator[Finding]:
        """How a body was heard: of forms each property that is not what it was."""
        kind = "form" if self._media_type.startswith("application/x-www") else self._media_type.partition("/")[0]
        if not isinstance(given, dict) or not isinstance(heard, dict) or is_json(self._media_type):
            if not _same(given, heard):
                shown = f"{given!r:.500} heard as {heard!r:.500}"
                yield f"changed: body: {self._media_type}: {kind_of(given)}", shown
            return
        assert self._given.content is not None
        for name in {**given, **heard}:
            if name in given and name in heard and _same(given[name], heard[name]):
                continue
            how = "lost" if name not in heard else "changed" if name in given else "heard unsent"
            schema = self._requests.property_schema(self._given.content.schema, name)
            about = self._kind(given.get(name), schema)
            yield f"{how}: {kind}: {about}", f"{name} {given.get(name)!r:.200} heard as {heard.get(name)!r:.200}"

    def _astray(self) -> Iterator[Finding]:
        """A path that is not the operation's own."""
        request = self._both.wire.request
        assert request is not None
        path = request.url.raw_path.decode("ascii").partition("?")[0]
        template = re.split("[?#]", self._taken.route[1])[0]
        parts = re.split(r"\{[^{}]*\}", "/" + template.lstrip("/"))
        literals = [re.escape(quote(part, safe="/:@!$&'()*+,;=%~")) for part in parts]
        wanted = r"(?:[A-Za-z0-9\-._~!$&'()*+,;=:@]|%[0-9A-F]{2})+".join(literals)
        if not re.fullmatch(wanted, path) or re.search(r"/(?:\.|%2E){1,2}(?:/|$)", path):
            yield "path", f"{path} for {self._taken.route[1]}"

    def _refused(self, error: StatusError) -> Iterator[Finding]:
        """Why the stub refused what the client sent."""
        assert error.response is not None
        content = error.response.content
        shown = f"given {self._given!r:.600}; {self._both.wire.request}: {content[:400]!r}"
        known = {(each.location, each.wire): each for each in self._taken.parameters}
        try:
            faults = json.loads(content).get("errors") or [{"in": "no place is told", "detail": str(error)}]
        except ValueError:
            faults = [{"in": "no problem document", "detail": ""}]
        for fault in faults:
            parameter = known.get((fault.get("in", ""), fault.get("parameter", "")))
            if parameter is not None:
                yield f"refused: {self._about(parameter)}", shown
            else:
                yield f"refused: {fault.get('in') or f'body: {self._media_type}'}: {fault['detail']:.80}", shown

    def _reply(self) -> Reply[Any]:
        """What the service answers: JSON values by their media types, text or bytes by others."""
        replied, value = self._replied, self._replied.value
        contents = declared(self._operation.responses, replied.status) or {}
        media_type = replied.media_type
        if media_type is not None:
            tp = contents[media_type]()
            if is_raw(tp):
                value = _bytes(value)
            elif tp is str and not isinstance(value, str):
                value = json.dumps(value)
            if "*" in media_type:
                media_type = media_type.replace("*", "vnd.trip") if is_raw(tp) else _concrete(media_type)
            elif len(contents) == 1:
                media_type = None
        self._answer = value
        return Reply(value, status=replied.status, headers=replied.headers, content_type=media_type)

    def _answered(self, exchange: Exchange[Any]) -> Iterator[Finding]:
        """What came back otherwise than the service answered it; HEAD brings no content."""
        replied, came, answer = self._replied, exchange.value, self._answer
        if exchange.status != replied.status:
            yield "answer: status", f"{exchange.status} for {replied.status}"
        for deviation in exchange.deviations:
            yield f"deviation: {deviation.expected:.60}", f"{deviation}; {answer!r:.300}"
        if exchange.call.method == "HEAD":
            answer = None
        elif replied.media_type is not None:
            tp = (declared(self._operation.responses, replied.status) or {})[replied.media_type]()
            came = came if is_raw(tp) else adapter(tp).dump(came)
        if not _same(answer, came):
            shown = f"{answer!r:.300} came as {came!r:.300}"
            yield f"answer changed: {replied.media_type}: {kind_of(answer)}", shown
        for name, value in replied.headers.items():
            header = declared_headers(self._operation, replied.status)[name.lower()]
            heard = header.adapter.dump(exchange.header(name))
            if not same_json(heard, value):
                yield f"header changed: {self._kind(value, True)}", f"{name} {value!r} came as {heard!r}"


def _not_sent(error: InvalidRequest) -> Iterator[Finding]:
    """Why the client sends nothing: a class for each fault, by where it is and what is said of it."""
    if not error.errors:
        yield "not sent without a place", str(error)
    for pointer, reason in error.errors:
        location = pointer.split("/")[1]
        said = f"is empty; {reason.partition('; ')[2]}" if " is empty; " in reason else _said(reason)
        yield f"not sent: {location}: {said}", f"{error}"


def _said(message: str) -> str:
    """What a message says, without places, names and values."""
    kind = _EXPECTED.search(message)
    return _QUOTED.sub("…", kind[0] if kind else message.rpartition(": ")[2])


def _concrete(media_type: str) -> str:
    """A media type of the range, if it is one."""
    kind, _, rest = media_type.partition("/")
    if kind == "*":
        return "application/json"
    if rest.startswith("*+"):
        return f"{kind}/vnd.trip{rest[1:]}"
    return media_type if not rest.startswith("*") else f"{kind}/{'json' if kind == 'application' else 'vnd.trip'}"


def _bytes(value: Any) -> bytes:
    return value if isinstance(value, bytes) else (value if isinstance(value, str) else json.dumps(value)).encode()


def _holds_null(value: Any) -> bool:
    if isinstance(value, list | dict):
        return any(map(_holds_null, value.values() if isinstance(value, dict) else value))
    return value is None


def _told(value: Any) -> Any:
    """The value, with the content, name and media type of each file."""
    match value:
        case Upload():
            return value.read(), value.filename, value.media_type
        case dict():
            return {name: _told(each) for name, each in value.items()}
        case list():
            return [_told(each) for each in value]
        case _:
            return value


def _same(one: Any, other: Any) -> bool:
    """Whether two values are the same in JSON Schema, with files in them."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(_same(one[name], other[name]) for name in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(_same, one, other))
    if isinstance(one, bytes | tuple) or isinstance(other, bytes | tuple):
        return bool(one == other)
    return same_json(one, other)
