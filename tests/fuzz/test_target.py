"""A server is found at a URL, or an application is served here; its faults are told as the user's own."""

from __future__ import annotations

import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from trivet_codegen.fuzz.target import target
from trivet_codegen.misuse import WrongUse

MODULE = """
from contextlib import contextmanager

async def application(scope, receive, send):
    if scope["type"] == "http":
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"2")]})
        await send({"type": "http.response.body", "body": b"ok"})

def made(name="x"):
    return application

steps = []

@contextmanager
def prepared():
    steps.append("before")
    yield {"headers": {"X-Tenant": "one"}, "app": application}
    steps.append("after")

def failing():
    raise RuntimeError("no database")

number = 1
"""


@pytest.fixture
def root(tmp_path: Path) -> Iterator[Path]:
    (tmp_path / "tried_application.py").write_text(MODULE)
    yield tmp_path
    sys.modules.pop("tried_application", None)


@pytest.mark.parametrize("name", ["application", "made"])
def test_an_application_or_what_makes_it_is_served(root: Path, name: str) -> None:
    with (
        target(url=None, app=f"tried_application:{name}", prepare=None, roots=(root,)) as server,
        urllib.request.urlopen(server.url) as response,
    ):
        assert response.read() == b"ok"


def test_what_prepares_the_run_gives_headers_and_application_and_is_ended(root: Path) -> None:
    with target(url=None, app=None, prepare="tried_application:prepared", roots=(root,)) as server:
        assert dict(server.headers) == {"X-Tenant": "one"}
        assert server.url.startswith("http://127.0.0.1:")
    assert sys.modules["tried_application"].steps == ["before", "after"]


def test_a_url_is_taken_as_it_is() -> None:
    with target(url="http://example.com/v1", app=None, prepare=None, roots=()) as server:
        assert server.url == "http://example.com/v1"


def test_the_import_path_is_as_before_afterwards(root: Path) -> None:
    before = list(sys.path)
    with target(url="http://example.com", app=None, prepare=None, roots=(root,)):
        assert sys.path[0] == str(root)
    assert sys.path == before


@pytest.mark.parametrize(
    ("app", "told"),
    [
        ("tried_nowhere:x", "'tried_nowhere:x' failed: ModuleNotFoundError: No module named 'tried_nowhere'"),
        ("tried_application:failing", "'tried_application:failing' failed: RuntimeError: no database"),
        ("tried_application:number", "'tried_application:number' is neither an application nor a function"),
    ],
)
def test_an_application_that_cannot_be_had_is_told(root: Path, app: str, told: str) -> None:
    with pytest.raises(WrongUse) as error, target(url=None, app=app, prepare=None, roots=(root,)):
        pass
    assert (error.value.found[0].rule, error.value.found[0].message) == ("fuzz-app", told)
