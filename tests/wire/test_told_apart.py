"""Operations of one path that differ behind a `?` or `#` only: each call reaches its own one in the stub."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx
import pytest

from tests.wire.conftest import Paired
from tests.wire.contracts import document
from tests.wire.pair import BASE, Pair
from trivet_codegen.generate import generate
from trivet_codegen.source import Documents


def operation(id: str, *parameters: dict[str, Any], body: str = "") -> dict[str, Any]:
    found: dict[str, Any] = {"operationId": id, "tags": ["t"], "responses": {"204": {"description": ""}}}
    if parameters:
        found["parameters"] = list(parameters)
    if body:
        schema = {"type": "object"} if body == "application/json" else {}
        found["requestBody"] = {"required": True, "content": {body: {"schema": schema}}}
    return found


def given(location: str, name: str, *values: str, required: bool = True) -> dict[str, Any]:
    schema = {"type": "string", "enum": list(values)} if values else {"type": "string"}
    return {"in": location, "name": name, "required": required, "schema": schema}


BUCKET, KEY = given("path", "Bucket"), given("path", "Key")
STORE = document(
    {
        "/#X-Amz-Target=Store.Get": {"post": operation("targetGet", given("header", "X-Amz-Target", "Store.Get"))},
        "/#X-Amz-Target=Store.Put": {"post": operation("targetPut", given("header", "X-Amz-Target", "Store.Put"))},
        "/#Action=List": {
            "get": operation("actionList", given("query", "Action", "List"), given("query", "Name", required=False))
        },
        "/#Action=Stop": {"get": operation("actionStop", given("query", "Action", "Stop"))},
        "/{Bucket}/{Key}": {"put": operation("put", BUCKET, KEY)},
        "/{Bucket}/{Key}#uploadId": {"put": operation("putPart", BUCKET, KEY, given("query", "uploadId"))},
        "/{Bucket}/{Key}#source": {"put": operation("putCopy", BUCKET, KEY, given("header", "X-Copy-Source"))},
        "/jobs": {"get": operation("jobs")},
        "/jobs?op=list&all": {"get": operation("jobsList")},
        "/jobs?op=stop": {"get": operation("jobsStop")},
        "/search?q={q}": {"get": operation("search", given("path", "q"))},
        "/search?q={q}&page={page}": {"get": operation("searchPage", given("path", "q"), given("path", "page"))},
        "/analyze": {"post": operation("analyze", body="application/json")},
        "/analyze#stream": {"post": operation("analyzeStream", body="application/octet-stream")},
    }
)
FILE = {"bucket": "b", "key": "k/1"}


@pytest.mark.parametrize(
    ("id", "method", "arguments"),
    [
        ("targetGet", "target_get", {"x_amz_target": "Store.Get"}),
        ("targetPut", "target_put", {"x_amz_target": "Store.Put"}),
        ("actionList", "action_list", {"action": "List", "name": "Stop"}),
        ("actionStop", "action_stop", {"action": "Stop"}),
        ("put", "put", FILE),
        ("putPart", "put_part", {**FILE, "upload_id": ""}),
        ("putCopy", "put_copy", {**FILE, "x_copy_source": "a/b"}),
        ("jobs", "jobs", {}),
        ("jobsList", "jobs_list", {}),
        ("jobsStop", "jobs_stop", {}),
        ("search", "search", {"q": "a&page=1 + é"}),
        ("searchPage", "search_page", {"q": "a=b", "page": "%2F"}),
        ("analyze", "analyze", {"body": {"a": 1}}),
        ("analyzeStream", "analyze_stream", {"body": b"{}"}),
    ],
)
def test_a_call_reaches_its_own_operation(id: str, method: str, arguments: dict[str, Any], paired: Paired) -> None:
    pair = paired(STORE)
    pair.call(id, **arguments)
    assert pair.service.method == method
    shown = {name: value if name == "body" else str(value) for name, value in pair.given.items()}
    assert shown.keys() == arguments.keys()
    assert all(shown[name] == arguments[name] for name in arguments if name != "body")


def asked(pair: Pair, method: str, path: str, **headers: str) -> httpx.Response:
    async def ask() -> httpx.Response:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app=pair.app), base_url=BASE) as client:
            return await client.request(method, path, headers=headers)

    return asyncio.run(ask())


@pytest.mark.parametrize("headers", [{}, {"X-Amz-Target": "Store.Drop"}])
def test_a_request_that_means_none_of_them_is_told_what_would(headers: dict[str, str], paired: Paired) -> None:
    answer = asked(paired(STORE), "POST", "/", **headers)
    assert answer.status_code == 422
    assert answer.json()["errors"] == [
        {"detail": "It must be one of 'Store.Get', 'Store.Put'.", "parameter": "X-Amz-Target", "in": "header"}
    ]


@pytest.mark.parametrize(("method", "path", "allow"), [("DELETE", "/", "GET, POST"), ("POST", "/jobs?op=stop", "GET")])
def test_another_method_is_not_allowed(method: str, path: str, allow: str, paired: Paired) -> None:
    answer = asked(paired(STORE), method, path)
    assert (answer.status_code, answer.headers["allow"]) == (405, allow)


@pytest.mark.parametrize("query", ["Action=%", "Action=%FF%00", "%zz", "&&=&=&Action", "Action=Stop" + "&a=1" * 2000])
def test_a_query_that_is_none_is_refused(query: str, paired: Paired) -> None:
    assert asked(paired(STORE), "GET", f"/?{query}").status_code in (400, 414, 422)


def test_a_parameter_in_the_query_of_a_path_is_required(paired: Paired) -> None:
    answer = asked(
        paired(document({"/search?q={q}": {"get": operation("search", given("path", "q"))}})), "GET", "/search"
    )
    assert answer.status_code == 422
    assert answer.json()["errors"] == [{"detail": "It is required.", "parameter": "q", "in": "path"}]


def test_of_operations_that_nothing_tells_apart_the_stub_has_the_first() -> None:
    same = {
        "/files/{Key}": {"put": operation("update", KEY)},
        "/files/{Key}#share": {"put": operation("share", KEY)},
        "/files/{Key}#move": {"put": operation("move", KEY, given("query", "to"))},
    }
    contract = Documents.of({"api.json": document(same)})
    found = generate(contract, "files", emit={"models", "client", "server"}, client_import="..")
    constants = ("UPDATE", "SHARE", "MOVE")
    assert [f"operations.{name}:" in found.server["t.py"] for name in constants] == [True, False, True]
    assert all(f"{name}:" in found.client["operations/t.py"] for name in constants)
    message = (
        "nothing tells requests of PUT /files/{Key}#share from those of /files/{Key}, which the server stub has alone"
    )
    assert message in [problem.message for problem in found.problems if problem.rule == "path-query"]
