"""Liveness asks nothing of the database; readiness asks whether it has the right tables."""

from __future__ import annotations

from pathlib import Path

import httpx

from hub import migrations
from hub.demo.serving import serving
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
