"""Bodies of one typed item after another (`itemSchema` of OpenAPI 3.2): events, JSON Lines, JSON text sequences."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

import httpx
import pytest
from hypothesis import given, strategies as st

from tests.wire.contracts import document, operation
from tests.wire.pair import BASE, Pair, generated
from tests.wire.values import TEXTS, bounded
from trivet.runtime import BadResponse, DeviationError, InvalidRequest, UnprocessableContent
from trivet.runtime._sequence import Splitter
from trivet_server import ContractBroken

STRING: dict[str, Any] = {"type": "string"}
ITEM: dict[str, Any] = {
    "type": "object",
    "required": ["id"],
    "properties": {"id": {"type": "integer"}, "text": STRING},
}
EVENT: dict[str, Any] = {
    "type": "object",
    "required": ["data"],
    "properties": {"data": STRING, "event": STRING, "id": STRING, "retry": {"type": "integer"}},
}
SEQUENCES = {"lines": "application/jsonl", "ndjson": "application/x-ndjson", "texts": "application/json-seq"}
EVENTS = "text/event-stream"
ITEMS = st.fixed_dictionaries({"id": st.integers()}, optional={"text": TEXTS})
ONE_LINE = TEXTS.filter(lambda text: text and not {"\r", "\n", "\0"} & set(text))
SENT = st.fixed_dictionaries(
    {"data": TEXTS.filter(lambda text: "\r" not in text)},
    optional={"event": ONE_LINE, "id": ONE_LINE, "retry": st.integers(0, 10**9)},
)


def contract() -> dict[str, Any]:
    def content(media_type: str, name: str) -> dict[str, Any]:
        return {media_type: {"itemSchema": {"$ref": f"#/components/schemas/{name}"}}}

    def answer(contents: dict[str, Any]) -> dict[str, Any]:
        return {"200": {"description": "x", "content": contents}}

    paths: dict[str, Any] = {"/events": {"get": operation("events", responses=answer(content(EVENTS, "Event")))}}
    for id, media_type in SEQUENCES.items():
        body = {"required": True, "content": content(media_type, "Item")}
        item = {
            "get": operation(id, responses=answer(content(media_type, "Item"))),
            "post": operation(f"{id}Sent", requestBody=body),
        }
        paths[f"/{id}"] = item
    whole = {"schema": {"type": "array", "items": {"$ref": "#/components/schemas/Item"}}}
    both = {**content("application/jsonl", "Item"), "application/json": whole}
    paths["/both"] = {"get": operation("both", responses=answer(both))}
    return document(paths, {"Item": ITEM, "Event": EVENT})


@pytest.fixture(scope="module", params=["sync", "async"])
def pair(request: pytest.FixtureRequest) -> Pair:
    return Pair(generated(contract()), request.param)


def plain(values: Any) -> Any:
    return [value.model_dump(exclude_unset=True) for value in values]


async def coming(values: list[Any]) -> AsyncIterator[Any]:
    for value in values:
        yield value


SOURCES: list[Callable[[list[Any]], Any]] = [list, iter, coming]
"""How a service may answer items: all at once, or as they come."""


def streamed(pair: Pair, id: str, handler: Any = None, use: Any = None, **settings: Any) -> list[Any]:
    """The items that `stream(...).items()` gives, over the pair's wire or from a handler."""
    call = pair.operations[id]()
    transport = None if handler is None else httpx.MockTransport(handler)
    if pair.mode == "sync":
        from tests.wire.pair import SyncWire

        made = pair.package.Wire(BASE, transport=transport or SyncWire(pair.wire), **settings)
        with made as client, client.stream(call) as answer:
            return use(answer) if use else list(answer.items())

    async def run() -> list[Any]:
        made = pair.package.AsyncWire(BASE, transport=transport or pair.wire, **settings)
        async with made as client, client.stream(call) as answer:
            return use(answer) if use else [item async for item in answer.items()]

    return asyncio.run(run())


@pytest.mark.parametrize("source", SOURCES)
@pytest.mark.parametrize("id", SEQUENCES)
@bounded
@given(values=st.lists(ITEMS, max_size=4))
def test_answered_items_come_back_as_they_were(pair: Pair, id: str, source: Any, values: list[Any]) -> None:
    pair.service.answer = lambda: source(values)
    assert plain(pair.call(id)) == plain(streamed(pair, id)) == values
    answer = pair.wire.answer
    assert answer is not None
    assert answer.headers["content-type"] == SEQUENCES[id]
    parts = answer.content.split(b"\x1e")[1:] if id == "texts" else answer.content.splitlines()
    assert [json.loads(part) for part in parts] == values


@pytest.mark.parametrize("source", SOURCES)
@bounded
@given(values=st.lists(SENT, max_size=4))
def test_answered_events_come_back_as_they_were(pair: Pair, source: Any, values: list[Any]) -> None:
    pair.service.answer = lambda: source(values)
    assert plain(pair.call("events")) == plain(streamed(pair, "events")) == values


def test_events_are_written_as_the_standard_has_them(pair: Pair) -> None:
    """WHATWG HTML section 9.2."""
    pair.service.answer = [{"event": "add", "id": "7", "retry": 5, "data": "a\n b\n"}, {"data": ""}]
    pair.call("events")
    assert pair.wire.answer is not None
    assert pair.wire.answer.headers["content-type"] == "text/event-stream; charset=utf-8"
    assert pair.wire.answer.content == b"event: add\nid: 7\nretry: 5\ndata: a\ndata:  b\ndata: \n\ndata: \n\n"


EXAMPLES = [
    (b"data: YHOO\ndata: +2\ndata: 10\n\n", [{"data": "YHOO\n+2\n10"}]),
    (
        b": test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\n\ndata:  third event\n",
        [{"data": "first event", "id": "1"}, {"data": "second event", "id": ""}],
    ),
    (b"data\n\ndata\ndata\n\ndata:", [{"data": ""}, {"data": "\n"}]),
    (b"data:test\n\ndata: test\n\n", [{"data": "test"}, {"data": "test"}]),
    (b"\xef\xbb\xbfdata: a\r\n\r\ndata: b\r\rdata: c\n\n", [{"data": "a"}, {"data": "b"}, {"data": "c"}]),
    (b"retry: x\nid: a\0b\nnonsense: 1\nevent:\ndata: a\n\nevent: e\n\n", [{"data": "a"}]),
    (b"data: \xff\n\n", [{"data": "\ufffd"}]),
]


@pytest.mark.parametrize(("content", "events"), EXAMPLES)
@given(data=st.data())
def test_events_are_read_as_the_standard_has_them_however_they_are_cut(
    content: bytes, events: list[Any], data: st.DataObject
) -> None:
    """The examples of WHATWG HTML section 9.2.6, and its rules for ends of lines, marks and unknown fields."""
    cuts = sorted(data.draw(st.lists(st.integers(0, len(content)), max_size=6)))
    splitter = Splitter(EVENTS)
    pieces = [content[start:end] for start, end in zip([0, *cuts], [*cuts, len(content)], strict=True)]
    texts = [text for piece in pieces for text in splitter.feed(piece)] + splitter.end()
    assert [json.loads(text) for text in texts] == events


@pytest.mark.parametrize(
    ("media_type", "content"),
    [
        ("application/jsonl", b'{"id":1}\r\n\n  \n{"id":2}'),
        ("application/x-ndjson", b'\n{"id":1}\n{"id":2}\n\n'),
        ("application/json-seq", b'\x1e{"id":\n1}\n\x1e\x1e{"id":2}'),
        ("application/geo+json-seq", b'\x1e{"id":1}\x1e{"id":2}\n'),
    ],
)
@given(data=st.data())
def test_items_are_found_however_their_bytes_are_cut(media_type: str, content: bytes, data: st.DataObject) -> None:
    cuts = sorted(data.draw(st.lists(st.integers(0, len(content)), max_size=6)))
    splitter = Splitter(media_type)
    pieces = [content[start:end] for start, end in zip([0, *cuts], [*cuts, len(content)], strict=True)]
    texts = [text for piece in pieces for text in splitter.feed(piece)] + splitter.end()
    assert [json.loads(text) for text in texts] == [{"id": 1}, {"id": 2}]


def test_an_item_is_given_as_soon_as_it_has_come(pair: Pair) -> None:
    asked: list[int] = []

    class Endless(httpx.SyncByteStream, httpx.AsyncByteStream):
        def __iter__(self) -> Iterator[bytes]:
            for number in range(1_000_000):
                asked.append(number)
                yield b'{"id":%d}\n' % number

        async def __aiter__(self) -> AsyncIterator[bytes]:
            for piece in self:
                yield piece

    def first(answer: Any) -> list[Any]:
        if pair.mode == "sync":
            return [next(answer.items())]
        reading: Any = answer.items()
        try:
            reading.__anext__().send(None)
        except StopIteration as found:
            return [found.value]
        raise AssertionError("the item was waited for")

    handler = lambda _: httpx.Response(200, headers={"Content-Type": "application/jsonl"}, stream=Endless())  # noqa: E731
    assert plain(streamed(pair, "lines", handler, first)) == [{"id": 0}]
    assert len(asked) == 1


def lines(content: bytes) -> Callable[[httpx.Request], httpx.Response]:
    return lambda _: httpx.Response(200, headers={"Content-Type": "application/jsonl"}, content=content)


def test_an_item_that_breaks_the_contract_is_read_as_far_as_it_goes_and_told(pair: Pair) -> None:
    told: list[Any] = []
    handler = lines(b'{"id":1}\n{"id":"2"}\n')
    items = streamed(pair, "lines", handler, on_deviation=told.append)
    assert [item.id for item in items] == [1, "2"]
    assert [(one.pointer, exchange.value.id) for exchange in told for one in exchange.deviations] == [("/id", "2")]
    exchange = pair.exchange("lines", transport=httpx.MockTransport(handler))
    assert [one.pointer for one in exchange.deviations] == ["/1/id"]
    with pytest.raises(DeviationError):
        streamed(pair, "lines", handler, deviations="raise")


@pytest.mark.parametrize("content", [b'{"id":1}\n{"id":\n', b'{"id":1},{"id":2}\n', b"nonsense"])
def test_an_item_that_is_not_json_is_a_bad_response(pair: Pair, content: bytes) -> None:
    with pytest.raises(BadResponse, match="an item is not JSON"):
        streamed(pair, "lines", lines(content))
    with pytest.raises(BadResponse, match="an item is not JSON"):
        pair.exchange("lines", transport=httpx.MockTransport(lines(content)))


def test_an_answer_without_items_is_an_empty_list(pair: Pair) -> None:
    assert pair.exchange("lines", transport=httpx.MockTransport(lines(b""))).value == []


def test_a_client_that_asks_for_json_gets_an_array_and_for_lines_lines(pair: Pair) -> None:
    from trivet.runtime import Options

    pair.service.answer = [{"id": 1}]
    for accept, content in [("application/json", b'[{"id":1}]'), ("application/jsonl", b'{"id":1}\n')]:
        exchange = pair.exchange("both", options=Options(headers={"Accept": accept}))
        assert (exchange.response.content, plain(exchange.value)) == (content, [{"id": 1}])


@pytest.mark.parametrize(
    ("id", "value"),
    [
        ("lines", [{"id": 1}, {"id": "2"}]),
        ("events", [{"data": "a\rb"}]),
        ("events", [{"data": "a", "event": "b\nc"}]),
        ("events", [{"data": "a", "other": 1}]),
    ],
)
def test_a_service_cannot_answer_items_that_break_the_contract(pair: Pair, id: str, value: Any) -> None:
    pair.service.answer = value
    with pytest.raises(ContractBroken):
        pair.call(id)


@pytest.mark.parametrize("source", SOURCES)
@pytest.mark.parametrize("id", SEQUENCES)
@bounded
@given(values=st.lists(ITEMS, max_size=4))
def test_sent_items_come_back_as_they_were(pair: Pair, id: str, source: Any, values: list[Any]) -> None:
    pair.service.answer = None
    if source is coming and pair.mode == "sync":
        with pytest.raises(InvalidRequest, match="asynchronous stream"):
            pair.call(f"{id}Sent", body=source(values))
        return
    pair.call(f"{id}Sent", body=source(values))
    assert pair.request.headers["content-type"] == SEQUENCES[id]
    assert ("content-length" in pair.request.headers) == (source is list)
    assert plain(pair.given["body"]) == values


def test_sent_items_may_be_bytes_that_are_items_already(pair: Pair) -> None:
    pair.service.answer = None
    pair.call("linesSent", body=b'{"id":1}\n{"id":2}')
    assert plain(pair.given["body"]) == [{"id": 1}, {"id": 2}]


def test_a_wrong_item_is_refused_with_its_place_on_both_sides(pair: Pair) -> None:
    for values in ([{"id": 1}, {"id": "2"}], iter([{"id": 1}, {"id": "2"}])):
        with pytest.raises(InvalidRequest) as caught:
            pair.call("linesSent", body=values)
        assert [pointer for pointer, _ in caught.value.errors] == ["/body/1/id"]
    with pytest.raises(UnprocessableContent) as refused:
        pair.call("linesSent", body=b'{"id":1}\n{"id":"2"}\n')
    assert refused.value.response is not None
    assert json.loads(refused.value.response.content)["errors"][0]["pointer"] == "/1/id"


@pytest.mark.parametrize("value", [5, {"id": 1}])
def test_what_is_no_iterable_of_items_is_refused(pair: Pair, value: Any) -> None:
    with pytest.raises(InvalidRequest, match="takes an iterable of items"):
        pair.operations["linesSent"](body=value)


def test_a_line_that_comes_in_many_pieces_is_whole() -> None:
    splitter = Splitter(EVENTS)
    splitter.feed(b"data: ")
    for _ in range(20_000):
        assert splitter.feed(b"x" * 100) == []
    assert len(splitter.feed(b"\n\n")[0]) > 2_000_000


def test_a_retry_of_more_digits_than_python_reads_is_passed_over() -> None:
    texts = Splitter(EVENTS).feed(b"retry: " + b"9" * 5_000 + b"\ndata: a\n\n")
    assert [json.loads(text) for text in texts] == [{"data": "a"}]
