"""Values that share one query or one form: an object without a name of its own takes what is nobody else's."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl

import pytest
from hypothesis import given, strategies as st

from tests.wire import reading
from tests.wire.contracts import document, operation, parameter
from tests.wire.pair import Pair, generated
from tests.wire.values import TEXTS, bounded
from trivet.runtime import InvalidRequest, Upload

STRING: dict[str, Any] = {"type": "string"}
STRINGS: dict[str, Any] = {"type": "array", "items": STRING}
COLOUR: dict[str, Any] = {"type": "object", "properties": {"R": STRING, "G": STRING}, "additionalProperties": False}
NESTED: dict[str, Any] = {**COLOUR, "properties": {"R": STRING, "G": STRING, "in": COLOUR}}
REST: dict[str, Any] = {"type": "object", "additionalProperties": STRING}
FORM = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data"
ENCODING: dict[str, Any] = {
    "colour": {"style": "form", "explode": True},
    "filter": {"style": "deepObject"},
    "rest": {"style": "form", "explode": True},
    "comma": {"style": "form", "explode": False},
    "pair": {"style": "form", "explode": False},
    "space": {"style": "spaceDelimited", "explode": False},
}


def contract() -> dict[str, Any]:
    schemas = {
        "colour": COLOUR,
        "filter": NESTED,
        "q": STRING,
    }
    sent = {
        "type": "object",
        "additionalProperties": False,
        "properties": {**schemas, "rest": REST, "comma": STRINGS, "pair": COLOUR, "space": STRINGS},
    }
    query = [
        parameter("query", schemas["colour"], "colour"),
        parameter("query", schemas["filter"], "filter", style="deepObject"),
        parameter("query", STRING, "q"),
        parameter("query", REST, "rest"),
        parameter("cookie", COLOUR, "theme"),
        parameter("cookie", REST, "others"),
    ]
    lists = {"rows": {"type": "array", "items": STRINGS}}
    rows = {
        "schema": {"type": "object", "properties": {**lists, "file": {**STRING, "format": "binary"}}},
        "encoding": {"rows": {"contentType": "application/json"}},
    }
    deep = parameter("query", {"type": "object", "properties": lists}, "deep", style="deepObject")

    def body(media_type: str, about: dict[str, Any]) -> dict[str, Any]:
        return {"required": True, "content": {media_type: about}}

    encoded = {"schema": sent, "encoding": ENCODING}
    return document(
        {
            "/query": {"get": operation("query", *query)},
            "/deep": {"get": operation("deep", deep)},
            "/form": {"post": operation("form", requestBody=body(FORM, encoded))},
            "/parts": {"post": operation("parts", requestBody=body(MULTIPART, encoded))},
            "/rows": {"post": operation("rows", requestBody=body(MULTIPART, rows))},
        }
    )


@pytest.fixture(scope="module", params=["sync", "async"])
def pair(request: pytest.FixtureRequest) -> Pair:
    return Pair(generated(contract()), request.param)


def plain(value: Any) -> Any:
    return value.model_dump(by_alias=True, exclude_unset=True) if hasattr(value, "model_dump") else value


COLOURS = st.dictionaries(st.sampled_from(["R", "G"]), TEXTS, min_size=1)
OTHERS = st.dictionaries(st.sampled_from(["x", "y z", "ü", "&", "a[b]", "R[x]", "filters", "0"]), TEXTS, min_size=1)
FILTERS = st.one_of(COLOURS, st.fixed_dictionaries({"in": COLOURS}))
WORDS = st.lists(TEXTS.filter(lambda text: "," not in text and " " not in text), min_size=2, max_size=3)


@bounded
@given(
    values=st.fixed_dictionaries(
        {},
        optional={"colour": COLOURS, "filter": FILTERS, "q": TEXTS, "rest": OTHERS, "theme": COLOURS, "others": OTHERS},
    )
)
def test_each_parameter_gets_back_its_own(pair: Pair, values: dict[str, Any]) -> None:
    pair.call("query", **values)
    assert {name: plain(value) for name, value in pair.given.items()} == values


@pytest.mark.parametrize("id", ["form", "parts"])
@bounded
@given(
    value=st.fixed_dictionaries(
        {},
        optional={
            "colour": COLOURS,
            "filter": FILTERS,
            "q": TEXTS,
            "rest": OTHERS,
            "comma": WORDS,
            "pair": st.dictionaries(st.sampled_from(["R", "G"]), WORDS.map(lambda words: words[0]), min_size=1),
            "space": WORDS,
        },
    )
)
def test_each_property_of_a_form_gets_back_its_own(pair: Pair, id: str, value: dict[str, Any]) -> None:
    pair.call(id, body=value)
    assert plain(pair.given["body"]) == value


def test_a_styled_form_is_what_others_read_it_as(pair: Pair) -> None:
    value = {
        "colour": {"R": "1"},
        "filter": {"in": {"G": "é"}},
        "rest": {"x": "&"},
        "comma": ["a", "b"],
        "pair": {"R": "2"},
    }
    expected = [("colour", None), ("filter[in][G]", "é"), ("x", "&"), ("comma", "a,b"), ("pair", "R,2")]
    pair.call("form", body=value)
    found = parse_qsl(pair.content.decode("ascii"), strict_parsing=True)
    assert found == [("R", "1"), *expected[1:]]
    pair.call("parts", body=value)
    parts = reading.multipart(pair.request.headers["content-type"], pair.content)
    read = [(part.get_param("name", header="content-disposition"), part.get_payload(decode=True)) for part in parts]
    assert read == [(name, text.encode()) for name, text in found]


@pytest.mark.parametrize(("name", "divider"), [("comma", ","), ("space", " ")])
def test_an_item_that_holds_its_divider_is_refused_in_a_multipart_body_which_encodes_nothing(
    pair: Pair, name: str, divider: str
) -> None:
    with pytest.raises(InvalidRequest, match=f"'{divider}' divides the items"):
        pair.operations["parts"](body={name: ["a", f"b{divider}c"]})
    assert pair.operations["form"](body={"comma": ["a", "b,c"]}).payload is not None


@pytest.mark.parametrize("rows", [[["a"]], [["a", "b"], []], [[]], [["[1]"], ["x"]]])
def test_lists_of_lists_are_a_part_for_each_inner_one(pair: Pair, rows: list[list[str]]) -> None:
    pair.call("rows", body={"rows": rows})
    assert pair.given["body"].rows == rows


@pytest.mark.parametrize("rows", [[[]], [["a"], []], [[], ["b"]]])
def test_an_empty_item_that_a_deep_object_would_lose_is_refused(pair: Pair, rows: list[list[str]]) -> None:
    with pytest.raises(InvalidRequest, match="an empty list or object sends nothing"):
        pair.call("deep", deep={"rows": rows})
    pair.call("deep", deep={"rows": [["a"], ["b", "c"]]})
    assert pair.given["deep"].rows == [["a"], ["b", "c"]]


def test_text_that_is_no_unicode_is_refused_and_a_file_s_name_is_not(pair: Pair) -> None:
    for id in ("form", "parts"):
        with pytest.raises(InvalidRequest, match=r"lone surrogate|cannot be said in UTF-8"):
            pair.operations[id](body={"q": "\ud800"})
    pair.call("rows", body={"file": Upload(b"x", "caf\udce9.txt")})
    assert b'filename="caf?.txt"' in pair.content
