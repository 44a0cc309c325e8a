"""Typed values, lists and objects of them, in every location and style: the same value of the same type arrives."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl, unquote

import httpx
import pytest
from hypothesis import given, settings, strategies as st

from tests.wire.contracts import STYLES, allowed, document, id_of, operation, parameter
from tests.wire.pair import BASE, Pair, SyncWire, generated
from tests.wire.test_scalars import SCHEMAS, VALUES
from tests.wire.values import unsayable
from trivet.runtime import InvalidRequest

WORDS = ["a b", "x,y", "a|b", "é", "a.b", "..", ""]
TYPES: Mapping[str, tuple[Any, st.SearchStrategy[Any]]] = {
    **{name: (SCHEMAS[name], VALUES[name]) for name in SCHEMAS},
    "word": ({"type": "string", "enum": WORDS}, st.sampled_from(WORDS)),
    "level": ({"type": "integer", "enum": [1, 2, -3]}, st.sampled_from([1, 2, -3])),
    "small": ({"type": "integer", "format": "int32"}, st.integers(-(2**31), 2**31 - 1)),
    "code": ({"type": "string", "format": "byte"}, st.binary(min_size=1, max_size=6)),
    "maybe": ({"type": ["integer", "null"]}, st.integers()),
    "either": (
        {"anyOf": [{"type": "integer"}, {"type": "boolean"}, {"type": "string", "format": "date"}]},
        st.one_of(st.integers(), st.booleans(), st.dates()),
    ),
}
KINDS = ("primitive", "array", "map")
COMBINATIONS = [
    (location, style, explode, kind)
    for location, styles in STYLES.items()
    for style in styles
    for explode in (False, True)
    for kind in KINDS
    if allowed(location, style, explode, kind)
]


def schema(kind: str, item: Any) -> Any:
    match kind:
        case "array":
            return {"type": "array", "items": item}
        case "map":
            return {"type": "object", "additionalProperties": item}
    return item


def contract(name: str) -> dict[str, Any]:
    paths: dict[str, Any] = {}
    for location, style, explode, kind in COMBINATIONS:
        id = id_of(location, style, explode, kind)
        about = parameter(location, schema(kind, TYPES[name][0]), style=style, explode=explode)
        paths[f"/{id}/{{p}}" if location == "path" else f"/{id}"] = {"get": operation(id, about)}
    return document(paths)


def given_of(kind: str, item: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    match kind:
        case "array":
            return st.lists(item, min_size=1, max_size=3)
        case "map":
            return st.dictionaries(st.sampled_from(["x", "y", "Z-1"]), item, min_size=1)
    return item


def refused(location: str, style: str, explode: bool, value: Any) -> bool:
    """Whether the texts of the value are among those that the location and style cannot say."""
    texts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else [value]
    return all(isinstance(text, str) for text in texts) and unsayable(location, style, explode, value)


@pytest.fixture(scope="module", params=[(name, mode) for name in TYPES for mode in ("sync", "async")], ids="-".join)
def typed(request: pytest.FixtureRequest) -> tuple[str, Pair]:
    name, mode = request.param
    return name, Pair(generated(contract(name)), mode)


@settings(max_examples=60)
@given(data=st.data(), combination=st.sampled_from(COMBINATIONS))
def test_a_typed_value_arrives_as_the_same_value(
    typed: tuple[str, Pair], combination: tuple[str, str, bool, str], data: st.DataObject
) -> None:
    name, pair = typed
    location, style, explode, kind = combination
    value = data.draw(given_of(kind, TYPES[name][1]))
    id = id_of(location, style, explode, kind)
    if refused(location, style, explode, value):
        with pytest.raises(InvalidRequest):
            pair.call(id, p=value)
        return
    pair.call(id, p=value)
    found = pair.given["p"]
    assert found == value
    assert [type(one) for one in flat(found)] == [type(one) for one in flat(value)]


def flat(value: Any) -> list[Any]:
    match value:
        case list():
            return [one for item in value for one in flat(item)]
        case dict():
            return [one for item in value.values() for one in flat(item)]
    return [float(value)] if isinstance(value, int | float) and type(value) is not bool else [value]


CHOICES: list[tuple[Any, Any, Any]] = [
    ({"anyOf": [{"type": "string"}, {"type": "integer"}]}, 1, "1"),
    ({"anyOf": [{"type": "integer"}, {"type": "string"}]}, "1", 1),
    ({"oneOf": [{"type": "integer"}, {"type": "array", "items": {"type": "integer"}}]}, [1], 1),
]


@pytest.mark.parametrize(("choice", "value", "found"), CHOICES)
def test_a_text_that_several_alternatives_read_is_the_first_one_s(choice: Any, value: Any, found: Any) -> None:
    """Text has no types: what tells `1` from `"1"` is the contract alone."""
    pair = Pair(generated(document({"/x": {"get": operation("x", parameter("query", choice))}})), "sync")
    pair.call("x", p=value)
    assert pair.given == {"p": found}


CONTENTS: list[tuple[str, Any, Any, str]] = [
    ("text/plain", {"type": "integer"}, 5, "5"),
    ("text/plain", {"type": "string", "format": "date-time"}, datetime(2024, 1, 1, tzinfo=UTC), "2024-01-01T00:00:00Z"),
    ("application/xml", {"type": "string"}, "<a/>", "<a/>"),
    ("application/vnd.x+json", {"type": "array", "items": {"type": "integer"}}, [1, 2], "[1,2]"),
    ("application/json", {"type": "string"}, "a b", '"a b"'),
]


@pytest.mark.parametrize(("media_type", "given", "value", "text"), CONTENTS)
@pytest.mark.parametrize("location", STYLES)
def test_a_parameter_given_by_content_is_the_text_of_its_media_type(
    mode: str, location: str, media_type: str, given: Any, value: Any, text: str
) -> None:
    about = {"name": "p", "in": location, "required": True, "content": {media_type: {"schema": given}}}
    pair = Pair(generated(document({"/x/{p}" if location == "path" else "/x": {"get": operation("x", about)}})), mode)
    pair.call("x", p=value)
    headers = pair.request.headers
    sent = {
        "path": unquote(pair.path[3:]),
        "query": dict(parse_qsl(pair.query)).get("p"),
        "header": headers.get("p"),
        "cookie": unquote(headers.get("cookie", "")[2:]),
    }
    assert (sent[location], pair.given) == (text, {"p": value})


@pytest.mark.parametrize("location", ["query", "path", "header", "cookie"])
def test_what_needs_no_encoding_may_be_allowed_reserved_characters_all_the_same(mode: str, location: str) -> None:
    about = parameter(location, {"type": "string"}, allowReserved=True)
    pair = Pair(generated(document({"/x/{p}" if location == "path" else "/x": {"get": operation("x", about)}})), mode)
    pair.call("x", p="a:b@c!$'()*")
    assert pair.given == {"p": "a:b@c!$'()*"}


NAIVE = ["2024-01-01T12:00:00", "2024-01-01", "2024-01-01 12:00:00Z", "1704110400", "2024-13-01T00:00:00Z"]


@pytest.mark.parametrize("text", NAIVE)
def test_a_date_time_without_offset_is_refused_by_the_server_with_a_problem(text: str) -> None:
    instant = {"type": "string", "format": "date-time"}
    body = {"content": {"application/json": {"schema": {"type": "object", "properties": {"at": instant}}}}}
    got = operation("x", parameter("query", instant), requestBody=body)
    pair = Pair(generated(document({"/x": {"post": got}})), "sync")
    with httpx.Client(transport=SyncWire(pair.wire), base_url=BASE) as client:
        answers = [client.post("/x", params={"p": text}), client.post("/x", json={"at": text})]
    for answer, place in zip(answers, [{"parameter": "p", "in": "query"}, {"pointer": "/at"}], strict=True):
        assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json")
        (error,) = answer.json()["errors"]
        assert error.items() >= place.items()
        assert "with an offset" in error["detail"]
