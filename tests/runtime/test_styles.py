"""Every style writes what OpenAPI's table shows, and what is written reads back as what it was."""

from __future__ import annotations

import re
import string
from typing import Any

import pytest
from hypothesis import given, strategies as st

from trivet.runtime import Cookie, Header, InvalidRequest, Path, Query, _decode, _style
from trivet.runtime._operation import Parameter

ARRAY = ["blue", "black", "brown"]
OBJECT = {"R": "100", "G": "200", "B": "150"}

PATHS = [
    ("matrix", False, "", ";color"),
    ("matrix", False, "blue", ";color=blue"),
    ("matrix", False, ARRAY, ";color=blue,black,brown"),
    ("matrix", False, OBJECT, ";color=R,100,G,200,B,150"),
    ("matrix", True, ARRAY, ";color=blue;color=black;color=brown"),
    ("matrix", True, OBJECT, ";R=100;G=200;B=150"),
    ("label", False, "blue", ".blue"),
    ("label", False, ARRAY, ".blue,black,brown"),
    ("label", False, OBJECT, ".R,100,G,200,B,150"),
    ("label", True, ARRAY, ".blue.black.brown"),
    ("label", True, OBJECT, ".R=100.G=200.B=150"),
    ("simple", False, "blue", "blue"),
    ("simple", False, ARRAY, "blue,black,brown"),
    ("simple", False, OBJECT, "R,100,G,200,B,150"),
    ("simple", True, ARRAY, "blue,black,brown"),
    ("simple", True, OBJECT, "R=100,G=200,B=150"),
]
QUERIES = [
    ("form", True, "", "color="),
    ("form", True, "blue", "color=blue"),
    ("form", False, ARRAY, "color=blue,black,brown"),
    ("form", True, ARRAY, "color=blue&color=black&color=brown"),
    ("form", False, OBJECT, "color=R,100,G,200,B,150"),
    ("form", True, OBJECT, "R=100&G=200&B=150"),
    ("spaceDelimited", False, ARRAY, "color=blue%20black%20brown"),
    ("spaceDelimited", False, OBJECT, "color=R%20100%20G%20200%20B%20150"),
    ("pipeDelimited", False, ARRAY, "color=blue%7Cblack%7Cbrown"),
    ("pipeDelimited", False, OBJECT, "color=R%7C100%7CG%7C200%7CB%7C150"),
    ("deepObject", True, OBJECT, "color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150"),
    ("deepObject", True, ["a", "b"], "color%5B%5D=a&color%5B%5D=b"),
    ("deepObject", True, [{"price": "x"}, {"price": "y"}], "color%5B0%5D%5Bprice%5D=x&color%5B1%5D%5Bprice%5D=y"),
    ("deepObject", True, {"a": {"b": {"c": "1"}}}, "color%5Ba%5D%5Bb%5D%5Bc%5D=1"),
    (
        "deepObject",
        True,
        {"a": [{"b": ["1", "2"]}]},
        "color%5Ba%5D%5B0%5D%5Bb%5D%5B%5D=1&color%5Ba%5D%5B0%5D%5Bb%5D%5B%5D=2",
    ),
    ("deepObject", True, 1712345678, "color=1712345678"),
]


def query_text(parameter: Parameter, value: Any) -> str:
    return "&".join(f"{name}={encoded}" for name, encoded in _style.query(parameter, value))


@pytest.mark.parametrize(("style", "explode", "value", "expected"), PATHS)
def test_a_path_parameter_is_written_as_the_table_of_styles_shows(
    style: Any, explode: bool, value: Any, expected: str
) -> None:
    assert _style.path(Path("color", lambda: Any, style=style, explode=explode), value) == expected


@pytest.mark.parametrize(("style", "explode", "value", "expected"), QUERIES)
def test_a_query_parameter_is_written_as_the_table_of_styles_shows(
    style: Any, explode: bool, value: Any, expected: str
) -> None:
    assert query_text(Query("color", lambda: Any, style=style, explode=explode), value) == expected


def test_defaults_are_those_of_openapi() -> None:
    described = [
        (type_("a", lambda: str).style, type_("a", lambda: str).explode) for type_ in (Path, Query, Header, Cookie)
    ]
    assert described == [("simple", False), ("form", True), ("simple", False), ("form", True)]
    assert Query("a", lambda: str, style="deepObject").explode


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (True, "true"),
        (False, "false"),
        (3, "3"),
        (0.5, "0.5"),
        (2.0, "2"),
        (-1e-7, "-1e-07"),
        ("ü €", "%C3%BC%20%E2%82%AC"),
    ],
)
def test_primitives_are_written_in_words_of_json(value: Any, expected: str) -> None:
    assert query_text(Query("a", lambda: Any), value) == f"a={expected}"


def test_null_inside_a_list_or_object_is_left_out() -> None:
    assert query_text(Query("a", lambda: Any), ["x", None]) == "a=x"
    assert query_text(Query("a", lambda: Any, style="deepObject"), {"x": None, "y": "1"}) == "a%5By%5D=1"


def test_an_empty_list_sends_nothing() -> None:
    assert query_text(Query("a", lambda: Any), []) == ""
    assert query_text(Query("a", lambda: Any, explode=False), {}) == ""


def test_reserved_characters_stay_only_where_they_can_be_told_apart() -> None:
    reserved = Query("a", lambda: Any, allow_reserved=True)
    assert query_text(reserved, "/x:y?z@(1),;=&+#[]%%41") == "a=/x:y?z@(1),;=%26%2B%23%5B%5D%25%41"
    listed = Query("a", lambda: Any, allow_reserved=True, explode=False)
    assert query_text(listed, ["a,b", "c/d"]) == "a=a%2Cb,c/d"


def test_a_label_s_dots_inside_items_are_encoded() -> None:
    assert _style.path(Path("a", lambda: Any, style="label", explode=True), ["1.5", "2"]) == ".1%2E5.2"


@pytest.mark.parametrize("style", ["spaceDelimited", "pipeDelimited"])
def test_an_item_that_holds_the_delimiter_is_refused(style: Any) -> None:
    with pytest.raises(InvalidRequest, match="divides the items"):
        _style.query(Query("a", lambda: Any, style=style, explode=False), ["a b|c"])


def test_a_parameter_with_a_media_type_is_json_text() -> None:
    parameter = Query("filter", lambda: Any, media_type="application/json")
    assert query_text(parameter, {"a": [1, "ü"]}) == "filter=%7B%22a%22%3A%5B1%2C%22%C3%BC%22%5D%7D"
    assert _decode.query(parameter, query_text(parameter, {"a": [1, "ü"]})) == {"a": [1, "ü"]}


@pytest.mark.parametrize("value", ["a\r\nX-Evil: 1", " a", "a ", "ü", "\x00", "\x7f"])
def test_a_header_refuses_what_it_cannot_carry(value: str) -> None:
    with pytest.raises(InvalidRequest):
        _style.header(Header("h", lambda: Any), value)


@pytest.mark.parametrize("value", [["a,b"], [""], [" a"], {"a,": "b"}])
def test_a_header_s_list_refuses_items_that_would_read_back_otherwise(value: Any) -> None:
    with pytest.raises(InvalidRequest):
        _style.header(Header("h", lambda: Any), value)


def test_cookies_keep_tokens_as_they_are_and_encode_the_rest() -> None:
    assert _style.cookie(Cookie("c", lambda: Any), "aGk=/+:x") == [("c", "aGk=/+:x")]
    assert _style.cookie(Cookie("c", lambda: Any), 'a;b,"c" %') == [("c", "a%3Bb%2C%22c%22%20%25")]
    assert _style.cookie(Cookie("c", lambda: Any, explode=False), ["a", "b"]) == [("c", "a,b")]


texts = st.text(st.characters(exclude_categories=["Cs"]), min_size=1)
names = st.text(string.ascii_letters + string.digits + "_-.:~é ", min_size=1)
scalars = st.one_of(texts, st.text(string.printable))
lists = st.lists(texts, min_size=1)
objects = st.dictionaries(names, texts, min_size=1)
VALUES: dict[str, tuple[Any, st.SearchStrategy[Any]]] = {
    "primitive": (str, texts),
    "array": (list[str], lists),
    "object": (dict[str, str], objects),
}
KINDS = list(VALUES)


def drawn(data: st.DataObject, kind: str) -> tuple[Any, Any]:
    tp, strategy = VALUES[kind]
    return tp, data.draw(strategy)


def reserved(data: st.DataObject, value: Any) -> bool:
    """Whether to allow reserved characters: percent-encoded triples pass then, and read back decoded."""
    return "%" not in str(value) and data.draw(st.booleans())


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("explode", [False, True])
@pytest.mark.parametrize("style", ["simple", "label", "matrix"])
@given(st.data())
def test_a_path_parameter_reads_back_as_what_it_was(style: Any, explode: bool, kind: str, data: st.DataObject) -> None:
    tp, value = drawn(data, kind)
    parameter = Path("p", lambda: tp, style=style, explode=explode, allow_reserved=reserved(data, value))
    encoded = _style.path(parameter, value)
    assert re.fullmatch(r"(?:[A-Za-z0-9._~:@!$&'()*+,;=-]|%[0-9A-F]{2})+", encoded)
    assert _decode.path(parameter, encoded) == value


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("explode", [False, True])
@given(st.data())
def test_a_form_parameter_reads_back_as_what_it_was(explode: bool, kind: str, data: st.DataObject) -> None:
    tp, value = drawn(data, kind)
    parameter = Query("p", lambda: tp, explode=explode, allow_reserved=reserved(data, value))
    encoded = query_text(parameter, value)
    assert re.fullmatch(r"(?:[A-Za-z0-9._~:/?@!$&'()*,;=\[\]-]|%[0-9A-F]{2})+", encoded)
    assert _decode.query(parameter, encoded) == value


@pytest.mark.parametrize("kind", ["array", "object"])
@pytest.mark.parametrize(("style", "delimiter"), [("spaceDelimited", " "), ("pipeDelimited", "|")])
@given(st.data())
def test_a_delimited_parameter_reads_back_as_what_it_was(
    style: Any, delimiter: str, kind: str, data: st.DataObject
) -> None:
    tp, value = drawn(data, kind)
    parameter = Query("p", lambda: tp, style=style, explode=False)
    try:
        encoded = query_text(parameter, value)
    except InvalidRequest:
        assert delimiter in "".join(value) + "".join(value.values() if isinstance(value, dict) else [])
    else:
        assert _decode.query(parameter, encoded) == value


nested = st.recursive(texts, lambda inner: st.dictionaries(names, inner, min_size=1, max_size=3), max_leaves=6).filter(
    lambda value: isinstance(value, dict)
)


@given(nested)
def test_a_deep_object_reads_back_as_what_it_was(value: Any) -> None:
    parameter = Query("p", lambda: dict[str, Any], style="deepObject")
    assert _decode.query(parameter, query_text(parameter, value)) == value


@given(st.lists(st.fixed_dictionaries({"price": texts, "tags": st.lists(texts, min_size=1)}), min_size=1, max_size=12))
def test_a_deep_list_of_objects_reads_back_as_what_it_was(value: Any) -> None:
    parameter = Query("p", lambda: list[dict[str, str | list[str]]], style="deepObject")
    encoded = query_text(parameter, value)
    assert _decode.query(parameter, encoded) == value
    assert _decode.query(parameter, encoded.replace("%5B", "[").replace("%5D", "]")) == value


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("explode", [False, True])
@given(st.data())
def test_a_header_reads_back_as_what_it_was_or_is_refused(explode: bool, kind: str, data: st.DataObject) -> None:
    tp, value = drawn(data, kind)
    parameter = Header("p", lambda: tp, explode=explode)
    try:
        encoded = _style.header(parameter, value)
    except InvalidRequest:
        return
    assert _decode.header(parameter, [encoded]) == value


@pytest.mark.parametrize("kind", ["primitive", "array"])
@pytest.mark.parametrize("explode", [False, True])
@given(st.data())
def test_a_cookie_reads_back_as_what_it_was(explode: bool, kind: str, data: st.DataObject) -> None:
    tp, value = drawn(data, kind)
    parameter = Cookie("p", lambda: tp, explode=explode)
    encoded = "; ".join(f"{name}={text}" for name, text in _style.cookie(parameter, value))
    assert _decode.cookie(parameter, "other=1; " + encoded) == value


@pytest.mark.parametrize("raw", ["%", "%zz", "%ff", "a%C3"])
def test_malformed_percent_encoding_is_refused(raw: str) -> None:
    with pytest.raises(_decode.DecodeError):
        _decode.path(Path("p", lambda: str), raw)


def test_a_parameter_that_is_not_there_is_absent() -> None:
    assert _decode.query(Query("p", lambda: list[str]), "q=1") is _decode.ABSENT
    assert _decode.query(Query("p", lambda: dict[str, str], style="deepObject"), "q=1") is _decode.ABSENT
    assert _decode.header(Header("p", lambda: str), []) is _decode.ABSENT
    assert _decode.cookie(Cookie("p", lambda: str), "q=1") is _decode.ABSENT
