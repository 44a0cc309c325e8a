"""Bodies by media type: the bytes that go out, and what the service makes of them."""

from __future__ import annotations

import io
import json
from datetime import date
from typing import Any
from urllib.parse import parse_qsl

import pytest
from hypothesis import given, strategies as st
from werkzeug.formparser import FormDataParser
from werkzeug.http import parse_options_header

from tests.wire import reading
from tests.wire.bodies import FORM, MULTIPART, contract
from tests.wire.pair import Pair, generated
from tests.wire.values import TEXTS, bounded
from trivet.runtime import InvalidRequest, Options, UnsupportedMediaType, Upload, adapter

RANGES = st.fixed_dictionaries({}, optional={"from": st.integers(), "to": st.integers()})
FIELDS: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {"name": TEXTS},
    optional={
        "count": st.integers(),
        "share": st.floats(allow_nan=False, allow_infinity=False).filter(lambda number: str(number) != "-0.0"),
        "sure": st.booleans(),
        "day": st.dates(),
        "tags": st.lists(TEXTS, min_size=1, max_size=3),
        "range": RANGES.filter(bool),
        "ranges": st.lists(RANGES, min_size=1, max_size=2),
        'odd "n&me"': TEXTS,
    },
)


def divided(value: dict[str, Any]) -> bool:
    """Whether the styles of the contract can say this value."""
    return not any("|" in tag for tag in value.get("tags", ())) and "%" not in value["name"]


STYLED = FIELDS.filter(divided)


@pytest.fixture(scope="module", params=["sync", "async"])
def pair(request: pytest.FixtureRequest) -> Pair:
    return Pair(generated(contract()), request.param)


def model(pair: Pair, value: Any) -> Any:
    """The value as the service should get it."""
    return adapter(pair.models.Fields).read({**value, **({"day": value["day"].isoformat()} if "day" in value else {})})


@pytest.mark.parametrize(
    ("id", "media_type"),
    [("json", "application/json"), ("problem", "application/problem+json"), ("optional", "application/json")],
)
@bounded
@given(value=FIELDS)
def test_json_goes_out_as_utf_8_and_comes_back_as_it_was(pair: Pair, id: str, media_type: str, value: Any) -> None:
    pair.call(id, body=value)
    assert pair.request.headers["content-type"] == media_type
    assert json.loads(pair.content.decode()) == {**value, **({"day": str(value["day"])} if "day" in value else {})}
    assert pair.given == {"body": model(pair, value)}


@pytest.mark.parametrize("id", ["form", "jsonForm"])
@bounded
@given(value=FIELDS)
def test_a_form_comes_back_as_it_was(pair: Pair, id: str, value: Any) -> None:
    pair.call(id, body=value)
    assert pair.request.headers["content-type"] == FORM
    assert (
        dict(parse_qsl(pair.content.decode("ascii"), keep_blank_values=True, strict_parsing=True))["name"]
        == value["name"]
    )
    assert pair.given == {"body": model(pair, value)}


def pairs(value: dict[str, Any]) -> list[tuple[str, Any]]:
    """Names and values as a form has them: an item of a list at a time, what is no text as the JSON that it is."""
    found = [(name, item) for name, given in value.items() for item in (given if isinstance(given, list) else [given])]
    return [(name, str(item) if isinstance(item, date) else item) for name, item in found]


def same(found: list[tuple[str, str]], expected: list[tuple[str, Any]]) -> bool:
    """Whether texts that others have read say these values, those of one name in this order."""
    by_name = sorted(found, key=lambda pair: pair[0])
    wanted = sorted(expected, key=lambda pair: pair[0])
    if [name for name, _ in by_name] != [name for name, _ in wanted]:
        return False
    read = zip((text for _, text in by_name), (value for _, value in wanted), strict=True)
    return all((text if isinstance(value, str) else json.loads(text)) == value for text, value in read)


@bounded
@given(value=FIELDS)
def test_a_form_is_what_the_standard_library_reads(pair: Pair, value: Any) -> None:
    pair.call("form", body=value)
    sent = pair.content.decode("ascii")
    found = parse_qsl(sent, keep_blank_values=True, strict_parsing=True, errors="strict")
    assert same(found, pairs(value))
    assert "+" not in sent


@bounded
@given(value=FIELDS)
def test_a_multipart_body_is_what_the_standard_library_and_werkzeug_read(pair: Pair, value: Any) -> None:
    """But for quotes in names, which the WHATWG has browsers write as %22, and these two pass on so."""
    pair.call("multipart", body=value)
    content_type, expected = pair.request.headers["content-type"], pairs(value)
    parts = reading.multipart(content_type, pair.content)
    names = [str(part.get_param("name", header="content-disposition")).replace("%22", '"') for part in parts]
    texts = [bytes(part.get_payload(decode=True)).decode() for part in parts]
    assert same(list(zip(names, texts, strict=True)), expected)
    _, form, files = FormDataParser().parse(io.BytesIO(pair.content), *_kind(content_type, len(pair.content)))
    read = [(name.replace("%22", '"'), text) for name, text in form.items(multi=True)]
    assert sorted(read) == sorted(zip(names, texts, strict=True))
    assert not files


def _kind(content_type: str, length: int) -> tuple[str, int, dict[str, str]]:
    name, options = parse_options_header(content_type)
    return name, length, options


@bounded
@given(value=STYLED)
def test_a_form_with_styles_comes_back_as_it_was(pair: Pair, value: Any) -> None:
    pair.call("styledForm", body=value)
    assert pair.given == {"body": model(pair, value)}


@bounded
@given(value=FIELDS)
def test_a_multipart_body_comes_back_as_it_was(pair: Pair, value: Any) -> None:
    pair.call("multipart", body=value)
    assert pair.given == {"body": model(pair, value)}


@bounded
@given(value=STYLED)
def test_a_multipart_body_with_styles_comes_back_as_it_was(pair: Pair, value: Any) -> None:
    pair.call("styledMultipart", body=value)
    assert pair.given == {"body": model(pair, value)}


def test_a_form_writes_each_property_as_its_encoding_says(pair: Pair) -> None:
    value = {"name": "a/b?", "tags": ["x", "y z"], "range": {"from": 1, "to": 2}, "ranges": [{"from": 1}]}
    pair.call("form", body=value)
    assert pair.content == (
        b"name=a%2Fb%3F&tags=x&tags=y%20z&range=%7B%22from%22%3A1%2C%22to%22%3A2%7D&ranges=%7B%22from%22%3A1%7D"
    )
    pair.call("styledForm", body=value)
    assert pair.content == (b"name=a/b?&tags=x%7Cy%20z&range%5Bfrom%5D=1&range%5Bto%5D=2&ranges=%7B%22from%22%3A1%7D")
    pair.call("jsonForm", body=value)
    assert b"&tags=%5B%22x%22%2C%22y%20z%22%5D&" in pair.content


def test_each_media_type_of_one_operation_has_encodings_of_its_own(pair: Pair) -> None:
    for media_type, sent in [(FORM, b"tags=x%7Cy"), (MULTIPART, b'json\r\n\r\n"x"\r\n')]:
        pair.call("encodedTwice", body={"name": "n", "tags": ["x", "y"]}, content_type=media_type)
        assert sent in pair.content
        assert pair.given["body"].tags == ["x", "y"]


@pytest.mark.parametrize("id", ["json", "form", "multipart", "text"])
def test_text_that_is_no_unicode_is_refused(pair: Pair, id: str) -> None:
    with pytest.raises(InvalidRequest, match=r"surrogate|cannot be said"):
        pair.operations[id](body="\ud800" if id == "text" else {"name": "\ud800"})


def test_no_body_sends_neither_content_nor_its_type(pair: Pair) -> None:
    for id in ("none", "optional"):
        pair.call(id)
        assert (pair.content, pair.given, pair.request.headers.get("content-type")) == (b"", {}, None)


def test_a_required_body_is_required_by_the_client(pair: Pair) -> None:
    with pytest.raises(InvalidRequest, match="body: is required"):
        pair.call("json", body=None)


def test_what_the_contract_does_not_take_is_refused_before_it_is_sent(pair: Pair) -> None:
    with pytest.raises(InvalidRequest) as caught:
        pair.call("json", body={"name": 1, "range": {"from": "1"}, "nonsense": True})
    assert {pointer for pointer, _ in caught.value.errors} == {"/body/name", "/body/range/from", "/body/nonsense"}


@pytest.mark.parametrize("id", ["binary", "xml"])
@bounded
@given(content=st.binary())
def test_bytes_pass_through(pair: Pair, id: str, content: bytes) -> None:
    pair.call(id, body=content)
    assert pair.content == content
    assert pair.given["body"].read() == content
    assert pair.request.headers["content-length"] == str(len(content))


@bounded
@given(text=TEXTS)
def test_text_passes_through_as_utf_8(pair: Pair, text: str) -> None:
    pair.call("text", body=text)
    assert pair.content == text.encode()
    assert pair.given == {"body": text}


@pytest.mark.parametrize(
    ("content_type", "value", "content"),
    [
        ("application/json", {"name": "é"}, '{"name":"é"}'.encode()),
        (FORM, {"name": "é"}, b"name=%C3%A9"),
        ("text/plain", "é", "é".encode()),
    ],
)
def test_one_operation_takes_several_media_types(pair: Pair, content_type: str, value: Any, content: bytes) -> None:
    pair.call("several", body=value, content_type=content_type)
    assert (pair.request.headers["content-type"], pair.content) == (content_type, content)
    assert pair.given["body"] == (value if isinstance(value, str) else model(pair, value))


def test_the_first_media_type_is_the_default_and_an_upload_names_its_own(pair: Pair) -> None:
    pair.call("several", body={"name": "x"})
    assert pair.request.headers["content-type"] == "application/json"
    call = pair.operations["several"](body=Upload(b"\x89PNG", media_type="image/png"))
    assert call.payload is not None
    assert call.payload.media_type == "image/png"


@pytest.mark.parametrize(
    ("id", "value", "content_type", "sent"),
    [
        ("any", {"name": "x"}, None, "application/json"),
        ("any", {"name": "x"}, "application/vnd.shop+json", "application/vnd.shop+json"),
        ("anyText", "x", None, "text/plain; charset=utf-8"),
        ("anyText", "x", "text/csv", "text/csv"),
        ("anyImage", b"\x89PNG", "image/png", "image/png"),
        ("anyJson", {"name": "x"}, "application/json", "application/json"),
        ("anyJson", {"name": "x"}, "application/vnd.shop+json", "application/vnd.shop+json"),
    ],
)
def test_a_range_of_media_types_is_sent_as_one_of_them_and_read_by_its_schema(
    pair: Pair, id: str, value: Any, content_type: str | None, sent: str
) -> None:
    pair.call(id, body=value, content_type=content_type)
    assert pair.request.headers["content-type"] == sent
    found = pair.given["body"]
    wanted = model(pair, value) if isinstance(value, dict) else value
    assert (found.read() if isinstance(found, Upload) else found) == wanted


def test_a_range_that_suggests_no_media_type_is_not_sent_without_one(pair: Pair) -> None:
    with pytest.raises(InvalidRequest, match=r"image/\* does not say which media type it is: give content_type"):
        pair.call("anyImage", body=b"\x89PNG")
    pair.call("anyImage", body=Upload(b"\x89PNG", media_type="image/png"))
    assert pair.request.headers["content-type"] == "image/png"


def test_a_media_type_that_is_not_declared_is_refused_on_both_sides(pair: Pair) -> None:
    with pytest.raises(InvalidRequest, match="text/csv is not declared"):
        pair.operations["text"](body="x", content_type="text/csv")
    with pytest.raises(UnsupportedMediaType):
        pair.exchange("text", body="x", options=Options(headers={"Content-Type": "text/csv"}))


def test_dates_are_dates_in_every_form(pair: Pair) -> None:
    for id in ("json", "form", "multipart"):
        pair.call(id, body={"name": "x", "day": date(2024, 2, 29)})
        assert b"2024-02-29" in pair.content
        assert pair.given["body"].day == date(2024, 2, 29)
