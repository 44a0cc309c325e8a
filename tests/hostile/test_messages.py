"""No text of a contract, and no argument, ends a line of an HTTP message; no secret stands where it can be read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.hostile import rich, texts
from tests.hostile.made import generated
from trivet.runtime import (
    ApiKey,
    BasicAuth,
    BearerToken,
    Client,
    Cookie,
    Header,
    InvalidRequest,
    Operation,
    Path as PathParameter,
    Query,
    Request,
    Response,
)
from trivet.runtime._transport import Headers
from trivet_codegen.problem import Problem

CONTRACT = rich.contract()
PLACES: dict[str, rich.Path] = {
    "header parameter": ("paths", "/animals/{animal_id}", "parameters", 1, "name"),
    "cookie parameter": ("paths", "/animals/{animal_id}", "get", "parameters", 1, "name"),
    "response header": ("paths", "/animals/{animal_id}", "get", "responses", "200", "headers", "X-Rate", rich.KEY),
    "media type of an answer": (
        "paths", "/animals/{animal_id}", "get", "responses", "200", "content", "application/json", rich.KEY,
    ),
    "media type of a body": (
        "paths", "/animals/{animal_id}", "put", "requestBody", "content", "application/json", rich.KEY,
    ),
    "media type of a parameter": (
        "paths", "/animals/{animal_id}", "get", "parameters", 2, "content", "application/json", rich.KEY,
    ),
    "content type of a part": (
        "paths", "/animals/{animal_id}", "put", "requestBody", "content", "multipart/form-data", "encoding", "photo",
        "contentType",
    ),
    "header of a part": (
        "paths", "/animals/{animal_id}", "put", "requestBody", "content", "multipart/form-data", "encoding", "photo",
        "headers", "X-Part", rich.KEY,
    ),
    "name of a key": ("components", "securitySchemes", "key", "name"),
    "server": ("servers", 0, "url"),
    "variable of a server": ("servers", 0, "variables", "host", "default"),
    "server of an operation": ("paths", "/animals/{animal_id}", "get", "servers", 0, "url"),
}  # fmt: skip


def errors(document: Any) -> list[Problem]:
    files, problems = generated(document)
    found = [problem for problem in problems if problem.severity == "error"]
    assert bool(files) != bool(found)
    return found


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize(
    "text", ["x\r\nX-Evil: pwned", "x\nX-Evil: pwned", "x\r\n\r\nGET / HTTP/1.1", "x\0y", "x\x7fy"]
)
def test_a_contract_cannot_end_a_line_by_its(place: str, text: str) -> None:
    found = errors(rich.replaced(CONTRACT, PLACES[place], text))
    assert [problem.rule for problem in found] == ["header-unsafe"] * len(found)
    assert found
    assert all("\r" not in problem.message and "\n" not in problem.message for problem in found)


@pytest.mark.parametrize("text", ["GET / HTTP/1.1\r\nX", "GET /", "GÉT", "A:B"])
def test_a_contract_cannot_end_a_line_by_a_method(text: str) -> None:
    document = {**CONTRACT, "openapi": "3.2.0"}
    document["paths"] = {"/x": {"additionalOperations": {text: {"responses": {"200": {"description": ""}}}}}}
    assert {problem.rule for problem in errors(document)} == {"header-unsafe"}


@pytest.mark.parametrize("path", ["/x\r\nX-Evil: y", "/x?a=b\r\nX-Evil: y", "/x#\n", "/\0"])
def test_a_contract_cannot_end_a_line_by_a_path(path: str) -> None:
    document = {**CONTRACT, "paths": {path: {"get": {"responses": {"200": {"description": ""}}}}}}
    assert {problem.rule for problem in errors(document)} == {"header-unsafe"}


class Wire:
    """A transport of the caller's own, which checks nothing."""

    def __init__(self) -> None:
        self.sent: list[Request] = []

    def send(self, request: Request) -> Response:
        self.sent.append(request)
        return Response(200, Headers([("Content-Type", "application/json")]), b"1")

    def close(self) -> None:
        pass


OPERATION: Operation[int] = Operation(
    "GET",
    "/x/{p}",
    id="x",
    parameters=(
        PathParameter("p", lambda: str),
        Header("h", lambda: str, wire="X-H"),
        Cookie("c", lambda: str),
        Query("q", lambda: str),
    ),
    responses={"200": {"application/json": lambda: int}},
)


def sent(credential: Any = None, **arguments: str) -> str | None:
    """All lines of the request's head that a client sends, or None if it refuses."""

    class Api(Client):
        _security = (("key",),)

    wire = Wire()
    refusal = ""
    client = Api("https://e.example", {"key": credential} if credential else {}, transport=wire)
    try:
        client.send(OPERATION(**{"p": "a", **arguments}))
    except InvalidRequest as error:
        refusal = str(error)
    if not wire.sent:
        assert "hunter2" not in refusal
        return None
    (request,) = wire.sent
    return "\n".join([request.method, request.url, *(f"{name}: {request.headers[name]}" for name in request.headers)])


@pytest.mark.parametrize("text", [*texts.LINES, *texts.CODE, "../x", "..", "a/b", "a?b#c"])
@pytest.mark.parametrize("argument", ["p", "h", "c", "q"])
def test_no_argument_ends_a_line_or_leaves_its_place(argument: str, text: str) -> None:
    head, plain = sent(**{argument: text}), sent(**{argument: "a"})
    assert plain is not None
    if head is not None:
        assert head.count("\n") == plain.count("\n")
        assert "\r" not in head
        assert head.count("/") <= plain.count("/") + (text.count("/") if argument in "hc" else 0)


@pytest.mark.parametrize("text", ["hunter2\r\nX-Evil: y", "hunter2\nx", "hunter2\0"])
@pytest.mark.parametrize("kind", ["header", "query", "cookie", "bearer", "basic"])
def test_no_credential_ends_a_line_or_is_shown(kind: str, text: str) -> None:
    head = sent(
        {
            "header": ApiKey.header("X-Key", text),
            "query": ApiKey.query("k", text),
            "cookie": ApiKey.cookie("k", text),
            "bearer": BearerToken(text),
            "basic": BasicAuth(("somebody", text)),
        }[kind]
    )
    assert head is None or ("\r" not in head and "X-Evil: y\n" not in head and "\0" not in head)


@pytest.mark.parametrize(
    "credential", [ApiKey.header("X-Key", "hunter2"), ApiKey.query("k", "hunter2"), BearerToken("hunter2")]
)
def test_a_request_that_is_printed_shows_no_credential(credential: Any) -> None:
    class Api(Client):
        _security = (("key",),)

    wire = Wire()
    Api("https://e.example", {"key": credential}, transport=wire).send(OPERATION(p="a"))
    (request,) = wire.sent
    assert "hunter2" not in repr(request) + repr(request.headers) + repr(credential) + request.shown_url


def test_no_environment_stands_in_what_is_generated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_OF_MINE", "hunter2")
    document = rich.replaced(CONTRACT, ("info", "title"), "${SECRET_OF_MINE} $SECRET_OF_MINE %SECRET_OF_MINE%")
    assert "hunter2" not in json.dumps(generated(document)[0])
