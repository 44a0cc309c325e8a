"""The demo: what it shows is true, and what fails is told."""

from __future__ import annotations

import asyncio
import io
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from hub.demo import __main__ as demo
from hub.demo.prepared import prepared
from hub.demo.serving import serving
from hub.demo.steps import Steps
from hub.demo.tour import asynchronous, synchronous


async def test_the_tour_shows_what_it_says(url: str, key: str) -> None:
    said: list[str] = []
    await asynchronous(url, key, said.append)
    text = "\n".join(said)
    for words in ("created 6 customers", "6 customers in 2 pages", "still +442079460000", "now None", "Conflict"):
        assert words in text


def test_the_tour_without_an_event_loop_goes_on_where_the_other_ended(url: str, key: str) -> None:
    said: list[str] = []
    asyncio.run(asynchronous(url, key, said.append))
    synchronous(url, key, said.append)
    text = "\n".join(said)
    for words in ("Ada Lovelace", "two parts", "NotFound", "Unauthorized"):
        assert words in text


def test_each_step_says_how_long_it_took() -> None:
    out = io.StringIO()
    steps = Steps(2, out)
    with steps.step("Boil water") as say:
        say("it bubbles")
    with pytest.raises(OSError), steps.step("Make tea"):
        raise OSError
    shown = re.sub(r"\d+\.\d+ s", "? s", out.getvalue())
    assert shown == ("[1/2] Boil water\n      it bubbles\n      done in ? s\n[2/2] Make tea\n      failed after ? s\n")


def test_a_step_that_fails_ends_the_demo(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr(demo, "ROOT", tmp_path)
    assert demo.main(["--examples", "0"]) == 1
    shown = capsys.readouterr().out
    assert "failed after" in shown
    assert "The demo failed" in shown
    assert "[2/5]" not in shown


def test_what_fuzzing_is_given_is_a_hub_that_knows_the_key() -> None:
    with prepared() as given, serving(given["app"]) as url:
        assert httpx.get(f"{url}/v1/customers", headers=given["headers"]).status_code == 200


@asynccontextmanager
async def _broken(_app: FastAPI) -> AsyncIterator[None]:
    raise OSError("no disk")
    yield


def test_an_application_that_does_not_start_is_an_error() -> None:
    app = FastAPI(lifespan=_broken)
    with pytest.raises(RuntimeError, match="did not start"), serving(app):
        pass
