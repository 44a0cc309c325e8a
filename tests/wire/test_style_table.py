"""The examples of OpenAPI 3.1 section 4.8.12.4, and of 3.2 for `cookie`: a parameter `color` as the client sends it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.wire.conftest import Paired
from tests.wire.contracts import document, operation, parameter
from trivet.runtime import InvalidRequest

STRING: dict[str, Any] = {"type": "string"}
ARRAY: dict[str, Any] = {"type": "array", "items": STRING}
OBJECT: dict[str, Any] = {"type": "object", "properties": {"R": STRING, "G": STRING, "B": STRING}}
SCHEMAS = {"string": STRING, "array": ARRAY, "object": OBJECT}
VALUES: dict[str, Any] = {
    "string": "blue",
    "array": ["blue", "black", "brown"],
    "object": {"R": "100", "G": "200", "B": "150"},
}

PATHS = [
    ("matrix", False, ";color=blue", ";color=blue,black,brown", ";color=R,100,G,200,B,150"),
    ("matrix", True, ";color=blue", ";color=blue;color=black;color=brown", ";R=100;G=200;B=150"),
    ("label", False, ".blue", ".blue,black,brown", ".R,100,G,200,B,150"),
    ("label", True, ".blue", ".blue.black.brown", ".R=100.G=200.B=150"),
    ("simple", False, "blue", "blue,black,brown", "R,100,G,200,B,150"),
    ("simple", True, "blue", "blue,black,brown", "R=100,G=200,B=150"),
]
QUERIES = [
    ("form", False, "color=blue", "color=blue,black,brown", "color=R,100,G,200,B,150"),
    ("form", True, "color=blue", "color=blue&color=black&color=brown", "R=100&G=200&B=150"),
    ("spaceDelimited", False, None, "color=blue%20black%20brown", "color=R%20100%20G%20200%20B%20150"),
    ("pipeDelimited", False, None, "color=blue%7Cblack%7Cbrown", "color=R%7C100%7CG%7C200%7CB%7C150"),
    ("deepObject", True, None, None, "color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150"),
]
HEADERS = [
    ("simple", False, "blue", "blue,black,brown", "R,100,G,200,B,150"),
    ("simple", True, "blue", "blue,black,brown", "R=100,G=200,B=150"),
]
COOKIES = [
    ("form", False, "color=blue", "color=blue,black,brown", "color=R,100,G,200,B,150"),
    ("form", True, "color=blue", "color=blue; color=black; color=brown", "R=100; G=200; B=150"),
    ("cookie", False, "color=blue", "color=blue,black,brown", "color=R,100,G,200,B,150"),
    ("cookie", True, "color=blue", "color=blue; color=black; color=brown", "R=100; G=200; B=150"),
]
"""An exploded list or object of the style `form` is several cookies too: an ampersand would be read by nobody."""

Row = tuple[str, bool, str | None, str | None, str | None]


def rows(table: list[Any]) -> list[Any]:
    """A case for each cell that is not n/a."""
    return [
        pytest.param(style, explode, kind, text, id=f"{style}-{'exploded' if explode else 'whole'}-{kind}")
        for style, explode, *texts in table
        for kind, text in zip(SCHEMAS, texts, strict=True)
        if text is not None
    ]


def contract(location: str, style: str, explode: bool, kind: str) -> dict[str, Any]:
    about = parameter(location, SCHEMAS[kind], "color", style=style, explode=explode)
    return document({"/x/{color}" if location == "path" else "/x": {"get": operation("get", about)}})


@pytest.mark.parametrize(("style", "explode", "kind", "text"), rows(PATHS))
def test_a_path_is_as_the_table_shows(paired: Paired, style: str, explode: bool, kind: str, text: str) -> None:
    pair = paired(contract("path", style, explode, kind))
    pair.call("get", VALUES[kind])
    assert pair.path == f"/x/{text}"


@pytest.mark.parametrize(("style", "explode", "kind", "text"), rows(QUERIES))
def test_a_query_is_as_the_table_shows(paired: Paired, style: str, explode: bool, kind: str, text: str) -> None:
    pair = paired(contract("query", style, explode, kind))
    pair.call("get", color=VALUES[kind])
    assert pair.query == text


@pytest.mark.parametrize(("style", "explode", "kind", "text"), rows(HEADERS))
def test_a_header_is_as_the_table_shows(paired: Paired, style: str, explode: bool, kind: str, text: str) -> None:
    pair = paired(contract("header", style, explode, kind))
    pair.call("get", color=VALUES[kind])
    assert pair.request.headers["color"] == text


@pytest.mark.parametrize(("style", "explode", "kind", "text"), rows(COOKIES))
def test_a_cookie_is_as_the_table_shows(paired: Paired, style: str, explode: bool, kind: str, text: str) -> None:
    pair = paired(contract("cookie", style, explode, kind))
    pair.call("get", color=VALUES[kind])
    assert pair.request.headers["cookie"] == text


@pytest.mark.parametrize(
    ("location", "style", "shown"),
    [("path", "matrix", ";color"), ("query", "form", "color="), ("header", "simple", "")],
)
def test_an_empty_string_is_as_the_table_shows(paired: Paired, location: str, style: str, shown: str) -> None:
    pair = paired(contract(location, style, False, "string"))
    pair.call("get", color="")
    assert {"path": pair.path[3:], "query": pair.query, "header": pair.request.headers.get("color")}[location] == shown


@pytest.mark.parametrize("style", ["simple", "label"])
def test_an_empty_string_that_would_change_the_path_is_refused(paired: Paired, style: str) -> None:
    with pytest.raises(InvalidRequest, match="path/color: color is empty"):
        paired(contract("path", style, False, "string")).call("get", "")
