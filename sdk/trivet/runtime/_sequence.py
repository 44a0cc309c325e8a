"""Bodies of one item after another (OpenAPI 3.2 section 4.14.3): JSON Lines, JSON text sequences, event streams.

An item is handled as its JSON text, whatever the body looks like: an event of a stream is an object of its fields.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any, Final, Literal, TypeAlias, get_args, get_origin

from ._media import essence

Form: TypeAlias = Literal["lines", "texts", "events"]

_LINES: Final = frozenset(
    {"application/jsonl", "application/x-jsonl", "application/x-ndjson", "application/ndjson", "application/jsonlines"}
)
_END_OF_LINE: Final = re.compile(rb"\r\n|\n|\r")
_FIELDS: Final = ("event", "id", "retry")


def form(media_type: str) -> Form | None:
    """How items of the media type follow one another; None if it is no sequence."""
    name = essence(media_type)
    if name in _LINES:
        return "lines"
    if name == "text/event-stream":
        return "events"
    return "texts" if name == "application/json-seq" or name.endswith("+json-seq") else None


def item_type(media_type: str, tp: Any) -> Any:
    """The type of each item of a body of this media type and type; None if it is no typed sequence."""
    from ._kind import bare

    known = bare(tp)
    if form(media_type) is None or get_origin(known) is not list:
        return None
    return get_args(known)[0]


class Splitter:
    """Cuts the bytes of a body, as they come, into the JSON texts of its items."""

    def __init__(self, media_type: str) -> None:
        self._form = form(media_type)
        self._rest = bytearray()
        self._events = _Events()

    def feed(self, chunk: bytes) -> list[bytes]:
        """The items that this chunk completes."""
        held = self._rest.endswith(b"\r")
        self._rest += chunk
        if self._form == "events":
            return self._events.items(self._lines()) if held or b"\n" in chunk or b"\r" in chunk else []
        divider = b"\n" if self._form == "lines" else b"\x1e"
        if divider not in chunk:
            return []
        *whole, rest = bytes(self._rest).split(divider)
        self._rest = bytearray(rest)
        return [text for text in map(bytes.strip, whole) if text]

    def end(self) -> list[bytes]:
        """The item that the end of the body completes; an event that no empty line has ended is none."""
        if self._form == "events":
            return []
        text = bytes(self._rest).strip()
        return [text] if text else []

    def _lines(self) -> list[bytes]:
        """The lines that are whole; a carriage return at the end may still become CR LF."""
        held = b"\r" if self._rest.endswith(b"\r") else b""
        *whole, rest = _END_OF_LINE.split(bytes(self._rest)[: len(self._rest) - len(held)])
        self._rest = bytearray(rest + held)
        return whole


class _Events:
    """The events that lines make (WHATWG HTML section 9.2.6), as JSON texts."""

    def __init__(self) -> None:
        self._first = True
        self._data: list[str] = []
        self._fields: dict[str, Any] = {}

    def items(self, lines: list[bytes]) -> list[bytes]:
        found: list[bytes] = []
        for line in lines:
            text = line.removeprefix(b"\xef\xbb\xbf" if self._first else b"").decode(errors="replace")
            self._first = False
            if text:
                self._field(*text.partition(":")[::2])
                continue
            if self._data:
                event = {**self._fields, "data": "\n".join(self._data)}
                found.append(json.dumps(event, ensure_ascii=False).encode())
            self._data, self._fields = [], {}
        return found

    def _field(self, name: str, value: str) -> None:
        value = value.removeprefix(" ")
        match name:
            case "data":
                self._data.append(value)
            case "event" if value:
                self._fields["event"] = value
            case "id" if "\0" not in value:
                self._fields["id"] = value
            case "retry" if value.isascii() and value.isdigit() and len(value) < 16:
                self._fields["retry"] = int(value)


def written(media_type: str) -> Callable[[bytes], bytes]:
    """What makes an item's bytes in the body out of its JSON text. It raises ValueError for what is no event."""
    match form(media_type):
        case "events":
            return _event
        case "texts":
            return lambda text: b"\x1e" + text + b"\n"
        case _:
            return lambda text: text + b"\n"


def _event(text: bytes) -> bytes:
    event = json.loads(text)
    if not isinstance(event, dict) or event.keys() - {"data", *_FIELDS}:
        raise ValueError("an event is an object of data, event, id and retry")
    data = event.get("data")
    if not isinstance(data, str) or "\r" in data:
        raise ValueError("an event has data, which is text without carriage returns")
    lines = []
    for name in _FIELDS:
        if event.get(name) is not None:
            value = str(event[name])
            if {"\r", "\n", "\0"} & set(value):
                raise ValueError(f"the {name} of an event is one line of text")
            lines.append(f"{name}: {value}")
    lines += [f"data: {line}" for line in data.split("\n")]
    return ("\n".join(lines) + "\n\n").encode()
