"""A real Postgres for the run, a fresh database for each test, and the hub served on the loopback."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from itertools import count
from typing import TYPE_CHECKING

import httpx
import pytest

from hub import domain, migrations
from hub.database import once
from hub.embedded import Postgres
from hub.settings import Settings

if TYPE_CHECKING:
    from trivet.clients.hub import AsyncHub

_numbers = count(1)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    with Postgres() as running:
        running.create_database("migrated")
        migrations.upgrade(running.url("migrated"))
        yield running


@pytest.fixture
def empty(postgres: Postgres) -> Iterator[str]:
    """The URL of a database without tables."""
    name = f"empty_{next(_numbers)}"
    postgres.create_database(name)
    yield postgres.url(name)
    postgres.drop_database(name)


@contextmanager
def _migrated(postgres: Postgres) -> Iterator[Settings]:
    name = f"test_{next(_numbers)}"
    postgres.create_database(name, template="migrated")
    yield Settings(database_url=postgres.url(name))
    postgres.drop_database(name)


@pytest.fixture
def settings(postgres: Postgres) -> Iterator[Settings]:
    """Settings for a database of the test's own, with all tables and nothing in them."""
    with _migrated(postgres) as settings:
        yield settings


def issued(settings: Settings, tenant: str) -> str:
    """A new API key of the tenant."""
    return asyncio.run(once(settings, lambda session: domain.issue(session, tenant))).text


@pytest.fixture
def key(settings: Settings) -> str:
    return issued(settings, "Ours")


@pytest.fixture
def url(settings: Settings) -> Iterator[str]:
    """Where the hub is served."""
    from hub.demo.serving import serving
    from hub.main import hub

    with serving(hub(settings)) as where:
        yield where


@pytest.fixture(scope="session")
def shared(postgres: Postgres) -> Iterator[httpx.Client]:
    """Calls a hub that tests share: for what is refused, or found again by the id that it was given."""
    from hub.demo.serving import serving
    from hub.main import hub

    with (
        _migrated(postgres) as settings,
        serving(hub(settings)) as where,
        httpx.Client(base_url=where, headers={"X-API-Key": issued(settings, "Sharing")}) as client,
    ):
        yield client


@pytest.fixture
async def hub(url: str, key: str) -> AsyncIterator[AsyncHub]:
    """A client of the tenant `Ours`."""
    from trivet.clients.hub import AsyncHub

    async with AsyncHub(url, api_key=key) as client:
        yield client


@pytest.fixture
async def others(url: str, settings: Settings) -> AsyncIterator[AsyncHub]:
    """A client of another tenant."""
    from trivet.clients.hub import AsyncHub

    async with AsyncHub(url, api_key=await asyncio.to_thread(issued, settings, "Others")) as client:
        yield client
