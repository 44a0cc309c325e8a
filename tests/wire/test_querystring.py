"""The whole query as one value (OpenAPI 3.2 section 4.12.1): as a form, as JSON, as text."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qsl, unquote

import httpx
import pytest
from hypothesis import given, strategies as st

from tests.wire.contracts import document, operation
from tests.wire.pair import BASE, Pair, SyncWire, generated
from tests.wire.values import TEXTS, bounded
from trivet.runtime import InvalidRequest

STRING: dict[str, Any] = {"type": "string"}
FILTER: dict[str, Any] = {
    "type": "object",
    "required": ["word"],
    "additionalProperties": False,
    "properties": {"word": STRING, "limit": {"type": "integer"}, "tags": {"type": "array", "items": STRING}},
}
MEDIA_TYPES = {"form": "application/x-www-form-urlencoded", "json": "application/json", "text": "text/plain"}
FILTERS = st.fixed_dictionaries(
    {"word": TEXTS}, optional={"limit": st.integers(), "tags": st.lists(TEXTS, min_size=1, max_size=3)}
)


def contract() -> dict[str, Any]:
    paths: dict[str, Any] = {}
    for id, media_type in MEDIA_TYPES.items():
        schema = STRING if id == "text" else {"$ref": "#/components/schemas/Filter"}
        about = {"name": "all", "in": "querystring", "content": {media_type: {"schema": schema}}}
        paths[f"/{id}"] = {"get": operation(id, about)}
        paths[f"/{id}/required"] = {"get": operation(f"{id}Required", {**about, "required": True})}
    return document(paths, {"Filter": FILTER})


@pytest.fixture(scope="module", params=["sync", "async"])
def pair(request: pytest.FixtureRequest) -> Pair:
    return Pair(generated(contract()), request.param)


@pytest.mark.parametrize("id", ["form", "json"])
@bounded
@given(value=FILTERS)
def test_the_whole_query_comes_back_as_it_was(pair: Pair, id: str, value: dict[str, Any]) -> None:
    pair.call(id, all=value)
    assert pair.given["all"].model_dump(exclude_unset=True) == value
    if id == "json":
        assert json.loads(unquote(pair.query)) == value
    else:
        assert dict(parse_qsl(pair.query, keep_blank_values=True, strict_parsing=True))["word"] == value["word"]


@bounded
@given(text=TEXTS.filter(bool))
def test_a_text_is_the_query_percent_encoded(pair: Pair, text: str) -> None:
    pair.call("text", all=text)
    assert (unquote(pair.query), pair.given) == (text, {"all": text})


def test_the_query_is_as_its_media_type_writes_it(pair: Pair) -> None:
    """The first example of OpenAPI 3.2 for `querystring`, and its JSON one."""
    pair.call("form", all={"word": "a b&c", "limit": 2, "tags": ["x", "y"]})
    assert pair.query == "word=a%20b%26c&limit=2&tags=x&tags=y"
    pair.call("json", all={"word": "é"})
    assert pair.query == "%7B%22word%22%3A%22%C3%A9%22%7D"


@pytest.mark.parametrize("id", MEDIA_TYPES)
def test_no_query_is_none_and_a_required_one_is_required(pair: Pair, id: str) -> None:
    pair.call(id)
    assert (pair.query, pair.given) == ("", {})
    with pytest.raises(InvalidRequest, match="querystring/all: is required"):
        pair.call(f"{id}Required", all=None)


def test_what_is_no_query_of_the_contract_is_refused_by_the_server(pair: Pair) -> None:
    for path in ("/json?%7B", "/json?nonsense", "/json?%zz", "/form?limit=1", "/json/required", "/form/required"):
        with httpx.Client(transport=SyncWire(pair.wire), base_url=BASE) as client:
            answer = client.get(path)
        assert (path, answer.status_code) == (path, 422)
        assert answer.json()["errors"][0]["in"] == "querystring"
