"""A run finds what a server does against its contract, the same thing every time, and tells no secret."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from trivet_codegen.fuzz import Limits, Result, headers_of, target, tried
from trivet_codegen.misuse import WrongUse

CONTRACT: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "Shop", "version": "1"},
    "paths": {
        "/number": {
            "get": {
                "operationId": "getNumber",
                "parameters": [{"name": "size", "in": "query", "schema": {"type": "integer", "minimum": 1}}],
                "responses": {
                    "200": {"description": "One.", "content": {"application/json": {"schema": {"type": "integer"}}}},
                    "400": {"description": "Not so."},
                    "405": {"description": "Not here."},
                },
            }
        }
    },
}

MODULE = """
import json
from urllib.parse import parse_qs

async def application(scope, receive, send):
    if scope["type"] != "http":
        return
    headers = [(b"content-type", b"application/json"), (b"allow", b"GET")]
    status, value = 200, {good}
    sizes = parse_qs(scope["query_string"].decode(), keep_blank_values=True).get("size", ["1"])
    if scope["method"] != "GET":
        status, value = 405, 0
    elif not all(size.lstrip("-").isascii() and size.isdecimal() and int(size) > 0 for size in sizes):
        status, value = 400, 0
    body = b"" if status != 200 else json.dumps(value).encode()
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
"""

SECRET = "never-to-be-printed"


def run(folder: Path, module: str, printed: list[str] | None = None) -> Result:
    limits = Limits(seed=7, max_examples=10, phases=("examples", "coverage", "fuzzing", "stateful"))
    lines = [] if printed is None else printed
    with target(url=None, app=f"{module}:application", prepare=None, roots=(folder,)) as server:
        headers = headers_of({"X-Key": "${TRIVET_TEST_KEY}"}, [], {})
        return tried(json.dumps(CONTRACT).encode(), server.url, headers, limits, lines.append)


@pytest.fixture(autouse=True)
def key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRIVET_TEST_KEY", SECRET)


@pytest.fixture
def good(tmp_path: Path) -> Path:
    (tmp_path / "shop_that_keeps_its_word.py").write_text(MODULE.replace("{good}", "1"))
    return tmp_path


@pytest.fixture
def bad(tmp_path: Path) -> Path:
    (tmp_path / "shop_that_breaks_its_word.py").write_text(MODULE.replace("{good}", "'one'"))
    return tmp_path


def test_a_server_that_keeps_its_contract_has_no_failures(good: Path) -> None:
    found = run(good, "shop_that_keeps_its_word")
    assert (found.operations, found.failures) == (1, ())


def test_a_broken_response_is_found_and_can_be_shown_again_without_telling_a_secret(bad: Path) -> None:
    printed: list[str] = []
    (failure,) = run(bad, "shop_that_breaks_its_word", printed).failures
    assert (failure.label, failure.checks) == ("GET /number", "Response violates schema")
    assert 'curl -X GET -H "X-Key: ${TRIVET_TEST_KEY}"' in failure.report
    assert SECRET not in failure.report + "".join(printed)


def test_the_same_seed_finds_the_same(bad: Path) -> None:
    reports = [run(bad, "shop_that_breaks_its_word").failures[0].report for _ in range(2)]
    assert len({re.sub(r"127.0.0.1:\d+", "", report) for report in reports}) == 1


def test_a_server_that_does_not_answer_is_told() -> None:
    limits = Limits(seed=7, max_examples=1, phases=("examples",))
    with pytest.raises(WrongUse) as error:
        tried(json.dumps(CONTRACT).encode(), "http://127.0.0.1:9", [], limits, lambda _: None)
    assert error.value.found[0].rule == "fuzz-failed"


BODY: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "Shop", "version": "1"},
    "paths": {
        "/notes": {
            "post": {
                "requestBody": {
                    "required": True,
                    "content": {
                        "application/json": {
                            "schema": {
                                "type": "object",
                                "required": ["author", "keyword"],
                                "properties": {"author": {"const": "Charles"}, "keyword": {"const": "analytical"}},
                            }
                        }
                    },
                },
                "responses": {"201": {"description": "Noted."}},
            }
        }
    },
}


def test_a_request_is_shown_so_that_it_can_be_repeated(good: Path) -> None:
    limits = Limits(seed=7, max_examples=1, phases=("fuzzing",))
    with target(url=None, app="shop_that_keeps_its_word:application", prepare=None, roots=(good,)) as server:
        headers = headers_of({"X-Key": "${TRIVET_TEST_KEY}"}, [], {})
        found = tried(json.dumps(BODY).encode(), server.url, headers, limits, lambda _: None)
    (failure,) = found.failures
    assert '"author": "Charles"' in failure.report
    assert '"keyword": "analytical"' in failure.report
    assert '-H "X-Key: ${TRIVET_TEST_KEY}"' in failure.report
    assert SECRET not in failure.report
