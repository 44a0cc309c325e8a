"""Every way in which two requests can differ is found, and told apart."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import httpx
import pytest

from tests.judges.differences import differences
from tests.judges.requests import Content, Given, Requests, Taken
from tests.judges.sent import BASE_URL, Sent, read

CONTRACT: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "Shop", "version": "1"},
    "components": {"schemas": {}},
    "paths": {
        "/shops/{shop}": {
            "post": {
                "operationId": "change",
                "parameters": [
                    {"name": "shop", "in": "path", "required": True, "schema": {"type": "boolean"}},
                    {"name": "tags", "in": "query", "explode": False, "schema": {"type": "array"}},
                    {"name": "size", "in": "query", "schema": {"type": "integer", "default": 5}},
                    {"name": "made", "in": "query", "style": "deepObject", "schema": {"type": "object"}},
                    {"name": "X-Sure", "in": "header", "schema": {"type": "boolean"}},
                    {"name": "who", "in": "cookie", "schema": {"type": "string"}},
                ],
                "responses": {"200": {"description": "It is done."}},
            }
        }
    },
}
ARGUMENTS: dict[tuple[str, str], Any] = {
    ("path", "shop"): True,
    ("query", "tags"): ["a", "b"],
    ("query", "made"): {"by": "x"},
    ("header", "X-Sure"): True,
    ("cookie", "who"): "me",
}
FORM = "application/x-www-form-urlencoded"
ASKED = f"{BASE_URL}/shops/true?tags=a%2Cb&made%5Bby%5D=x"
HEADERS = {"X-Sure": "true", "Cookie": "who=me"}


def taken() -> Taken:
    return Requests(CONTRACT).taken(("POST", "/shops/{shop}"))


def request(url: str = ASKED, method: str = "POST", headers: dict[str, str] | None = None, **body: Any) -> Sent:
    return read(httpx.Request(method, url, headers={**HEADERS, **(headers or {})}, **body))


def found(theirs: Sent, content: Content | None = None, body: Any = None, ours: Sent | None = None) -> list[str]:
    """The classes of difference between our request and this one."""
    contents = () if content is None else (content,)
    given = Given(ARGUMENTS, content, body)
    return [each.kind for each in differences(replace(taken(), contents=contents), given, ours or request(), theirs)]


def test_a_request_does_not_differ_from_itself() -> None:
    assert found(request()) == []


@pytest.mark.parametrize(
    ("url", "kinds"),
    [
        (ASKED.replace("/true", "/True"), ["path: boolean"]),
        (ASKED.replace("/true", "/true/more"), ["path: segments"]),
        (ASKED.replace("tags=a%2Cb", "tags=a&tags=b"), ["query: array, form, explode false"]),
        (ASKED.replace("made%5Bby%5D", "by"), ["query: object, deepObject, explode true"] * 2),
        (ASKED + "&size=5", ["query: default"]),
        (ASKED + "&other=1", ["query: a name of no parameter"]),
    ],
)
def test_a_difference_in_the_url_is_told_by_parameter_and_style(url: str, kinds: list[str]) -> None:
    assert found(request(url)) == kinds


def test_methods_headers_and_cookies_are_compared() -> None:
    assert found(request(method="PUT")) == ["method"]
    assert found(request(headers={"X-Sure": "True"})) == ["header: boolean"]
    assert found(request(headers={"Cookie": "who=you"})) == ["cookie: string"]


@pytest.mark.parametrize(
    ("sent", "kinds"),
    [
        ({"a": 1.0, "at": "2024-05-17T11:30:00+02:00"}, []),
        ({"a": 2, "at": "2024-05-17T09:30:00Z"}, ["json: theirs changes: number"]),
        ({"at": "2024-05-17T09:30:00Z"}, ["json: theirs leaves out: number"]),
        ({"a": 1, "at": "2024-05-17T09:30:00Z", "b": None}, ["json: theirs adds a property"]),
    ],
)
def test_json_is_held_to_the_value_that_was_given(sent: Any, kinds: list[str]) -> None:
    given = {"a": 1, "at": "2024-05-17T09:30:00Z"}
    content = Content("application/json", True, {})
    assert found(request(json=sent), content, given, ours=request(json=given)) == kinds
    mirrored = [kind.replace("theirs", "ours") for kind in kinds]
    assert found(request(json=given), content, given, ours=request(json=sent)) == mirrored


def test_forms_and_parts_are_compared_by_property() -> None:
    form = Content(FORM, True, {"a": "deepObject, explode true"})
    ours, theirs = request(data={"a[b]": "1", "c": "x"}), request(data={"a": "{'b': 1}", "c": "x"})
    assert found(theirs, form, {"a": {"b": 1}, "c": "x"}, ours) == ["form: object, deepObject, explode true"] * 2
    parts = Content("multipart/form-data", True, {})
    ours, theirs = (request(files={"sure": (None, text)}) for text in (b"true", b"True"))
    assert found(theirs, parts, {"sure": True}, ours) == ["multipart: boolean"]
    unnamed = request(files={"file": (None, b"x", "application/octet-stream")})
    named = request(files={"file": ("file.bin", b"x", "application/octet-stream")})
    assert found(unnamed, parts, {"file": b"x"}, named) == ["multipart: file: media type or file name"]


def test_a_media_type_that_only_one_names_is_a_difference() -> None:
    assert found(request(headers={"Content-Type": "application/json"})) == ["media type: no body"]
    content = Content("application/json", True, {})
    other = request(data={"a": "1"})
    assert found(other, content, {"a": 1}, ours=request(json={"a": 1})) == ["media type"]
