"""Liveness asks nothing of the database; readiness asks whether it has the right tables."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx
import pytest
from sqlalchemy import create_engine, text

from hub import database, migrations
from hub.demo.serving import serving
from hub.embedded import Postgres
from hub.main import hub
from hub.settings import Settings
from trivet.clients.hub import AsyncHub

_NOWHERE = Settings(database_url="postgresql+psycopg://nobody@/none?host=%2Fnowhere")


async def test_a_hub_that_works_is_alive_and_ready(url: str) -> None:
    async with AsyncHub(url) as client:
        assert (await client.health.get()).status == "alive"
        assert (await client.health.get_readiness()).status == "ready"


def test_without_a_database_it_is_alive_but_not_ready() -> None:
    with serving(hub(_NOWHERE)) as url:
        assert httpx.get(f"{url}/health").json() == {"status": "alive"}
        response = httpx.get(f"{url}/ready")
    assert (response.status_code, response.headers["Retry-After"]) == (503, "1")
    assert response.headers["Content-Type"] == "application/problem+json"
    assert response.json()["detail"] == "The database cannot be reached."


def test_without_a_database_every_call_is_answered_by_503() -> None:
    with serving(hub(_NOWHERE)) as url:
        response = httpx.get(f"{url}/v1/customers", headers={"X-API-Key": "hub_00000000_" + 43 * "A"})
    assert (response.status_code, response.headers["Retry-After"]) == (503, "1")


@contextmanager
def _halted(postgres: Postgres) -> Iterator[None]:
    """No process of the server does anything while the block runs, but its sockets stay."""
    processes = [int((postgres.directory / "data" / "postmaster.pid").read_text().split("\n", 1)[0])]
    engine = create_engine(postgres.url())
    with engine.begin() as connection:
        processes += connection.scalars(text("SELECT pid FROM pg_stat_activity")).all()
    engine.dispose()
    try:
        for process in processes:
            with suppress(ProcessLookupError):  # our own connection's has ended
                os.kill(process, signal.SIGSTOP)
        yield
    finally:
        for process in processes:
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGCONT)


def test_a_database_that_hangs_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "_SECONDS", 0.5)
    with Postgres() as postgres:
        migrations.upgrade(postgres.url())
        with serving(hub(Settings(database_url=postgres.url()))) as url:
            assert httpx.get(f"{url}/ready").status_code == 200
            with _halted(postgres):
                response = httpx.get(f"{url}/ready", timeout=20)
            assert (response.status_code, response.headers["Retry-After"]) == (503, "1")
            assert response.json()["detail"] == "The database took too long."
            assert httpx.get(f"{url}/ready").status_code == 200


def test_it_is_ready_once_the_tables_are_there(empty: str) -> None:
    with serving(hub(Settings(database_url=empty))) as url:
        before = httpx.get(f"{url}/ready")
        migrations.upgrade(empty)
        after = httpx.get(f"{url}/ready")
    assert (before.status_code, after.status_code) == (503, 200)
    assert "python -m hub migrate" in before.json()["detail"]


def test_the_page_of_the_docs_is_served(url: str) -> None:
    assert httpx.get(f"{url}/docs").headers["Content-Type"].startswith("text/html")


def test_migrations_travel_with_the_code() -> None:
    assert Path(migrations.__file__).with_name("env.py").exists()
