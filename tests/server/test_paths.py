"""Templates of a contract and the raw paths that they match."""

from __future__ import annotations

import re
from urllib.parse import quote, unquote

import pytest
from hypothesis import given, strategies as st

from trivet_server.paths import PathTable, Template, raw_segments


def template(path: str) -> Template:
    return Template(path, {})


def values(path: str, raw: str) -> dict[str, str] | None:
    return template(path).values(raw.split("/")[1:])


@given(st.text(min_size=1).filter(lambda text: text.isprintable()))
def test_any_encoded_value_comes_back(value: str) -> None:
    found = values("/a/{x}", "/a/" + quote(value, safe=""))
    assert found is not None
    assert unquote(found["x"]) == value


@given(st.text(st.characters(codec="ascii", exclude_characters="/"), min_size=1), st.integers(1, 9))
def test_values_are_kept_as_they_were_encoded(value: str, number: int) -> None:
    raw = quote(value, safe="")
    assert values("/{n}/x/{v}", f"/{number}/x/{raw}") == {"n": str(number), "v": raw}


@pytest.mark.parametrize(
    ("path", "raw", "expected"),
    [
        ("/f/{a}.{b}", "/f/x.tar.gz", {"a": "x.tar", "b": "gz"}),
        ("/f/{a}.{b}", "/f/x.", None),
        ("/f/{a}.{b}", "/f/.x", None),
        ("/f/{a}.{b}", "/f/.", None),
        ("/f/{a}{b}", "/f/xyz", {"a": "xy", "b": "z"}),
        ("/f/{a}-{b}-{c}", "/f/1-2-3-4", {"a": "1-2", "b": "3", "c": "4"}),
        ("/jobs/{id}:cancel", "/jobs/7:cancel", {"id": "7"}),
        ("/jobs/{id}:cancel", "/jobs/7%3Acancel", None),
        ("/jobs/{id}:cancel", "/jobs/:cancel", None),
        ("/Users({id})", "/Users(7)", {"id": "7"}),
        ("/a b/{x}", "/a%20b/1", {"x": "1"}),
        ("/ü{x}", "/%c3%bc1", {"x": "1"}),
        ("/{api-version}/x", "/v1/x", {"api-version": "v1"}),
        ("/{day}F{start}T{end}", "/%7fF%7FT%4F", {"day": "%7f", "start": "%7F", "end": "%4F"}),
        ("/{a}F", "/1%7F", None),
        ("/{a}{b}", "/x%41", {"a": "x", "b": "%41"}),
        ("/{a}", "/%", {"a": "%"}),
        ("/{a}4{b}", "/%4%41", {"a": "%", "b": "%41"}),
        ("/", "/", {}),
        ("/a/", "/a/", {}),
    ],
)
def test_a_segment_holds_text_and_parameters(path: str, raw: str, expected: dict[str, str] | None) -> None:
    assert values(path, raw) == expected


def test_a_long_segment_that_matches_nothing_costs_little() -> None:
    assert values("/{a}.{b}.{c}.{d}:x", "/" + "." * 200_000) is None


def test_names_that_are_no_identifiers_get_distinct_ones() -> None:
    known = template("/{api-version}/{api_version}/{1}/{p_1}/{ü}")
    assert len(set(known.arguments.values())) == 5
    assert all(name.isidentifier() and name.isascii() for name in known.arguments.values())


def test_the_most_specific_template_wins_whatever_the_order() -> None:
    paths = ["/{a}/{b}", "/{a}/x", "/c/{b}", "/c/x", "/c/{b}.json", "/c/{b}.min.json"]
    for order in (paths, paths[::-1]):
        table = PathTable()
        for path in order:
            table.add(template(path), "GET")
        for raw, expected in [
            ("/c/x", "/c/x"),
            ("/c/y", "/c/{b}"),
            ("/c/y.json", "/c/{b}.json"),
            ("/c/y.min.json", "/c/{b}.min.json"),
            ("/d/x", "/{a}/x"),
            ("/d/y", "/{a}/{b}"),
        ]:
            assert table.keys(raw.split("/")[1:])[2] == template(expected).key


def test_two_operations_on_equivalent_paths_are_refused() -> None:
    table = PathTable()
    table.add(template("/a/{x}"), "GET")
    table.add(template("/a/{y}"), "POST")
    with pytest.raises(ValueError, match=re.escape("GET /a/{z}")):
        table.add(template("/a/{z}"), "GET")
    assert table.methods(template("/a/{q}")) == ["GET", "POST"]


@pytest.mark.parametrize(
    ("scope", "expected"),
    [
        ({"path": "/a/b/c", "raw_path": b"/a%2Fb/c"}, ("a%2Fb", "c")),
        ({"path": "/a b", "raw_path": b"/a%20b?q=1"}, ("a%20b",)),
        ({"path": "/a b"}, ("a%20b",)),
        ({"path": "/a b", "raw_path": None}, ("a%20b",)),
        ({"path": "/rewritten", "raw_path": b"/prefix/rewritten"}, ("rewritten",)),
    ],
)
def test_the_raw_path_is_used_where_it_says_what_the_path_says(scope: dict[str, object], expected: object) -> None:
    assert raw_segments(scope) == expected


def test_a_variable_that_stands_twice_is_two_parameters_for_starlette() -> None:
    assert template("/a/{x}/b/{x}/{x_}").starlette == "/a/{x_}/b/{x___}/{x__}"
    assert values("/a/{x}/b/{x}", "/a/1/b/1") == {"x": "1"}


def test_starlette_is_given_a_path_that_it_finds_at_once() -> None:
    assert template("/a b/{x}-{y}_{z}").stand_in(["v%2F1", "a%20b", "1-2_3"]) == "/v%2F1/a b/0-0_0"
