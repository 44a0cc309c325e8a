"""Media types in all their spellings: with parameters, in upper case, as ranges, of siblings of JSON and of forms."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given, strategies as st

from tests.wire import reading
from tests.wire.contracts import document, operation
from tests.wire.pair import Pair, generated
from tests.wire.values import TEXTS, bounded
from trivet.runtime import BadRequest, InvalidRequest, Options, Upload
from trivet.runtime._media import is_json
from trivet_codegen.openapi import media

ITEM: dict[str, Any] = {
    "type": "object",
    "required": ["name"],
    "properties": {"name": {"type": "string"}, "count": {"type": "integer"}},
}
JSON = [
    *("application/json", "Application/JSON", "application/json; version=2", "application/json; charset=utf-8"),
    *("text/json", "application/x-json", "application/vnd.api.json", "application/problem+json", "image/x+JSON"),
]
PARTED = ["multipart/form-data", "Multipart/Form-Data", "multipart/mixed", "multipart/related"]
FORMS = ["application/x-www-form-urlencoded", "APPLICATION/X-WWW-FORM-URLENCODED; charset=utf-8"]
TEXT = ["text/plain; charset=ISO-8859-1", 'text/plain;charset="utf-16"', "TEXT/PLAIN", "text/csv; header=present"]


def contract() -> dict[str, Any]:
    """An operation for each media type, which gives its body back."""
    item = {"schema": {"$ref": "#/components/schemas/Item"}}
    text = {"schema": {"type": "string"}}
    paths: dict[str, Any] = {}

    def post(id: str, media_type: str, given: dict[str, Any], answered: str | None = None) -> None:
        answer = {"200": {"description": "x", "content": {answered or media_type: given}}}
        body = {"required": True, "content": {media_type: given}}
        paths[f"/{id}"] = {"post": operation(id, requestBody=body, responses=answer)}

    for index, media_type in enumerate(JSON):
        post(f"json{index}", media_type, item)
    for index, media_type in enumerate([*PARTED, *FORMS]):
        post(f"parts{index}", media_type, item, "application/json")
    for index, media_type in enumerate(TEXT):
        post(f"text{index}", media_type, text)
    post("utf16", "application/json; charset=utf-16", item)
    post("anything", "*/*", item)
    post("application", "application/*", item)
    post("images", "image/*", {}, "application/json")
    post("texts", "text/*", {}, "application/json")
    post("nullable", "application/json", {"schema": {"type": ["string", "null"]}})
    return document(paths, {"Item": ITEM})


@pytest.fixture(scope="module", params=["sync", "async"])
def pair(request: pytest.FixtureRequest) -> Pair:
    made = Pair(generated(contract()), request.param)
    made.service.answer = lambda body: body
    return made


VALUES = st.fixed_dictionaries({"name": TEXTS}, optional={"count": st.integers()})


def plain(value: Any) -> Any:
    return value.model_dump(exclude_unset=True)


@pytest.mark.parametrize(("id", "media_type"), [(f"json{index}", name) for index, name in enumerate(JSON)])
@bounded
@given(value=VALUES)
def test_json_is_json_however_its_media_type_is_spelled(pair: Pair, id: str, media_type: str, value: Any) -> None:
    answer = pair.call(id, body=value)
    assert pair.request.headers["content-type"] == media_type
    assert plain(pair.given["body"]) == plain(answer) == value


@pytest.mark.parametrize(
    "media_type", [*JSON, "application/x-ndjson", "application/jsonl", "application/json-seq", "text/plain", "x/json5"]
)
def test_the_generator_and_the_runtime_mean_the_same_by_json(media_type: str) -> None:
    assert media.is_json(media_type) == is_json(media_type)


def test_json_is_in_the_charset_that_the_contract_itself_names_and_else_in_utf_8(pair: Pair) -> None:
    answer = pair.call("utf16", body={"name": "é"})
    assert pair.content.decode("utf-16") == '{"name":"é"}'
    assert pair.given["body"].name == answer.name == "é"
    assert pair.wire.answer is not None
    assert pair.wire.answer.content.decode("utf-16") == '{"name":"é"}'
    other = Options(headers={"Content-Type": "application/json; charset=utf-16"})
    with pytest.raises(BadRequest, match="JSON is UTF-8"):
        pair.exchange("json0", body={"name": "é"}, options=other)


@pytest.mark.parametrize("id", [f"parts{index}" for index, _ in enumerate([*PARTED, *FORMS])])
@bounded
@given(value=VALUES)
def test_named_parts_are_properties_in_every_multipart_and_form(pair: Pair, id: str, value: Any) -> None:
    answer = pair.call(id, body=value)
    assert plain(pair.given["body"]) == plain(answer) == value


def test_multipart_related_names_the_type_of_its_root(pair: Pair) -> None:
    """RFC 2387 section 3.1."""
    pair.call(f"parts{PARTED.index('multipart/related')}", body={"name": "x"})
    given = pair.request.headers["content-type"]
    assert re.fullmatch(r'multipart/related; type="text/plain"; boundary=\S+', given)
    (part,) = reading.multipart(given, pair.content)
    assert part.get_payload(decode=True) == b"x"


@pytest.mark.parametrize(
    ("index", "encoding", "value"),
    [(0, "latin-1", "é"), (1, "utf-16", "漢"), (2, "utf-8", "🎉"), (3, "utf-8", "é,ü"), (0, "latin-1", "")],
)
def test_text_is_in_the_charset_of_its_media_type(pair: Pair, index: int, encoding: str, value: str) -> None:
    assert pair.call(f"text{index}", body=value) == value
    assert pair.content.decode(encoding) == value
    assert pair.given == {"body": value}


def test_text_that_its_charset_cannot_say_is_refused(pair: Pair) -> None:
    with pytest.raises(InvalidRequest, match="can't encode"):
        pair.call("text0", body="漢")


@pytest.mark.parametrize("id", ["anything", "application"])
def test_a_typed_range_of_media_types_is_sent_as_json(pair: Pair, id: str) -> None:
    answer = pair.call(id, body={"name": "é"})
    assert pair.request.headers["content-type"] == "application/json"
    assert plain(pair.given["body"]) == plain(answer) == {"name": "é"}


@pytest.mark.parametrize(
    ("id", "value", "sent"),
    [
        ("images", Upload(b"x", "cat.png"), "image/png"),
        ("images", Upload(b"x", "cat.png", "image/webp"), "image/webp"),
        ("images", Upload(b"x", None, "image/gif"), "image/gif"),
        ("texts", "é", "text/plain; charset=utf-8"),
    ],
)
def test_of_a_range_the_media_type_that_suits_the_value_is_sent(pair: Pair, id: str, value: Any, sent: str) -> None:
    pair.service.answer = lambda body: None
    pair.call(id, body=value)
    pair.service.answer = lambda body: body
    assert pair.request.headers["content-type"] == sent


@pytest.mark.parametrize("value", [b"x", Upload(b"x"), Upload(b"x", "cat.txt")])
def test_a_value_that_does_not_say_which_media_type_of_a_range_it_is_is_refused(pair: Pair, value: Any) -> None:
    with pytest.raises(InvalidRequest, match=r"image/\* does not say which media type"):
        pair.operations["images"](body=value)
    assert pair.operations["images"](body=b"x", content_type="image/png").payload is not None


def test_a_required_body_that_may_be_null_is_sent_as_null(pair: Pair) -> None:
    assert pair.call("nullable", body=None) is None
    assert (pair.content, pair.given) == (b"null", {"body": None})


@pytest.mark.parametrize("value", [[{"name": "x"}], ({"a"},), 5, {"a": 1}])
def test_what_is_no_stream_of_bytes_is_refused_before_it_is_sent(pair: Pair, value: Any) -> None:
    with pytest.raises(InvalidRequest, match="takes bytes, text, a file or an iterable of bytes"):
        pair.operations["images"](body=value, content_type="image/png")
