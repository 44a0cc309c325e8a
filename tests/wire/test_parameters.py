"""Every location, style, explode, kind and allowReserved: what is sent is what the service gets, or is refused."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import assume, given, strategies as st

from tests.wire import expansion, reading
from tests.wire.contracts import combinations, id_of
from tests.wire.pair import Pair
from tests.wire.values import NAMES, OF_KIND, TEXTS, bounded, empty, unsayable
from trivet.runtime import InvalidRequest

COMBINATIONS = [pytest.param(*combination, id=id_of(*combination)) for combination in combinations()]
TRIPLE = re.compile("%[0-9A-Fa-f]{2}")


def plain(value: Any) -> Any:
    """A value without its model."""
    return value.model_dump(by_alias=True, exclude_unset=True) if hasattr(value, "model_dump") else value


def read(pair: Pair, location: str, style: str, explode: bool, kind: str) -> Any:
    """What travelled, by the independent reader."""
    kind = "object" if kind == "map" else kind
    match location:
        case "path":
            _, _, raw, end = pair.path.split("/")
            assert end == "end"
            return reading.segment(style, explode, kind, raw)
        case "query":
            return reading.query(style, explode, kind, pair.query)
        case "header":
            return reading.field(explode, kind, pair.request.headers["p"])
        case _:
            return reading.cookie(style, explode, kind, pair.request.headers["cookie"])


@pytest.mark.parametrize(("location", "style", "explode", "kind", "reserved"), COMBINATIONS)
@bounded
@given(data=st.data())
def test_a_value_arrives_as_it_was_or_is_refused(
    parametric: Pair, location: str, style: str, explode: bool, kind: str, reserved: bool, data: st.DataObject
) -> None:
    value = data.draw(OF_KIND[kind])
    assume(not (reserved and TRIPLE.search(str(value))))
    id = id_of(location, style, explode, kind, reserved)
    if unsayable(location, style, explode, value):
        with pytest.raises(InvalidRequest):
            parametric.call(id, p=value)
        return
    parametric.call(id, p=value)
    if empty(value):
        assert parametric.given == {}
        assert parametric.query == ""
        assert not {"p", "cookie"} & set(parametric.request.headers)
        return
    assert plain(parametric.given["p"]) == value
    assert read(parametric, location, style, explode, kind) == value


@pytest.mark.parametrize("kind", OF_KIND)
@pytest.mark.parametrize("explode", [False, True])
@pytest.mark.parametrize("style", ["simple", "label", "matrix", "form"])
@bounded
@given(data=st.data())
def test_paths_and_queries_are_expanded_as_uri_templates_are(
    parametric: Pair, style: str, explode: bool, kind: str, data: st.DataObject
) -> None:
    """RFC 6570 with U = unreserved. Where it leaves dots in an exploded label, they are encoded: they divide."""
    names = NAMES.filter(lambda name: name != "p" and name == quote(name, safe="").replace("%20", " "))
    value = data.draw(st.dictionaries(names, TEXTS, max_size=3) if kind == "map" else OF_KIND[kind])
    location = "query" if style == "form" else "path"
    assume(not unsayable(location, style, explode, value))
    expected = expansion.expand(style, "p", value, explode=explode)
    if style == "label" and explode and kind != "primitive":
        assume("." not in str(value))
    parametric.call(id_of(location, style, explode, kind), p=value)
    assert (parametric.query if style == "form" else parametric.path.split("/")[2]) == expected


@pytest.mark.parametrize("explode", [False, True])
def test_reserved_characters_stay_where_the_contract_allows_them(parametric: Pair, explode: bool) -> None:
    """But for those that would end the value or the query: OpenAPI (3.1 section 4.8.12.2) has these encoded."""
    parametric.call(id_of("query", "form", explode, "primitive", True), p=":/?@!$'()*,;=")
    assert parametric.query == "p=:/?@!$'()*,;="
    parametric.call(id_of("query", "form", explode, "primitive", True), p='&#[]+ é"')
    assert parametric.query == "p=%26%23%5B%5D%2B%20%C3%A9%22"


def test_reserved_expansion_lets_percent_encoded_triples_through(parametric: Pair) -> None:
    """RFC 6570 section 3.2.3; any other percent sign is encoded."""
    parametric.call(id_of("query", "form", True, "primitive", True), p="a%2Fb %2f 50% %zz")
    assert parametric.query == "p=a%2Fb%20%2f%2050%25%20%25zz"
    assert parametric.given == {"p": "a/b / 50% %zz"}


@pytest.mark.parametrize("style", ["spaceDelimited", "pipeDelimited"])
def test_a_triple_that_means_the_delimiter_is_refused_where_it_would_pass(parametric: Pair, style: str) -> None:
    with pytest.raises(InvalidRequest, match="divides the items"):
        parametric.call(id_of("query", style, False, "array", True), p=["a%20b", "c%7Cd"])


@pytest.mark.parametrize("location", ["query", "header", "cookie"])
def test_a_parameter_that_is_none_is_not_sent(parametric: Pair, location: str) -> None:
    style = {"query": "form", "header": "simple", "cookie": "form"}[location]
    parametric.call(id_of(location, style, False, "array"), p=None)
    assert parametric.given == {}
    assert (parametric.query, parametric.request.headers.get("p"), parametric.request.headers.get("cookie")) == (
        "",
        None,
        None,
    )


@pytest.mark.parametrize("value", ["a%20b", "%", "100%25", "!#$&'()*+-./:<=>?@[]^_`{|}~"])
def test_a_cookie_of_the_style_cookie_travels_as_it_is(parametric: Pair, value: str) -> None:
    """OpenAPI 3.2 section 4.12.2.2: nothing is encoded, nothing decoded."""
    parametric.call(id_of("cookie", "cookie", True, "primitive"), p=value)
    assert (parametric.request.headers["cookie"], parametric.given) == (f"p={value}", {"p": value})


@pytest.mark.parametrize("text", ["a\r\nX-Evil: 1", "a\nb", "a\rb", "\x00", "\x7f", "é", " a", "a\t"])
def test_a_header_refuses_what_would_be_another_header_or_another_text(parametric: Pair, text: str) -> None:
    with pytest.raises(InvalidRequest, match="header/p: "):
        parametric.call(id_of("header", "simple", False, "primitive"), p=text)
