"""Content types and Accept."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from trivet_server.media import charset, declared_for, is_json, preferred


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        (None, "text/csv"),
        ("", "text/csv"),
        ("*/*", "text/csv"),
        ("application/json", "application/json"),
        ("application/*", "application/json"),
        ("text/csv;q=0.5, application/json", "application/json"),
        ("text/*;q=0.9, text/csv;q=0.1, */*;q=0.5", "application/json"),
        ("text/csv;q=0, */*", "application/json"),
        ("image/png", None),
        ("application/json;q=nonsense", "text/csv"),
        (",,;", "text/csv"),
    ],
)
def test_accept_chooses_among_what_is_declared(accept: str | None, expected: str | None) -> None:
    assert preferred(accept, ["text/csv", "application/json"]) == expected


@pytest.mark.parametrize(
    ("given", "declared", "expected"),
    [
        ("Application/JSON; charset=utf-8", ["application/json"], "application/json"),
        ("application/vnd.a+json", ["*/*", "application/*", "application/*+json"], "application/*+json"),
        ("text/plain", ["application/json", "text/*"], "text/*"),
        ("text/plain", ["application/json"], None),
        ("", ["*/*"], None),
        ("nonsense", ["*/*"], None),
    ],
)
def test_a_body_is_read_as_the_closest_declared_type(given: str, declared: list[str], expected: str | None) -> None:
    assert declared_for(given, declared) == expected


def test_json_and_charsets_are_recognised() -> None:
    assert is_json("application/problem+json; charset=utf-8")
    assert not is_json("application/jsonx")
    assert charset('text/plain; Charset="UTF-8"') == "utf-8"
    assert charset("text/plain") is None


@given(st.text())
def test_any_header_is_understood_somehow(text: str) -> None:
    preferred(text, ["a/b"])
    declared_for(text, ["a/b", "*/*"])
    charset(text)
