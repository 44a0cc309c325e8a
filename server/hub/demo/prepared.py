"""A hub that is ready to be called, with everything it needs; gone without a trace afterwards."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from hub import domain, migrations
from hub.database import once
from hub.embedded import Postgres
from hub.main import hub
from hub.settings import Settings

TENANT = "Demonstrators"


def settled(postgres: Postgres) -> Settings:
    """The settings of a hub whose database is there, with all tables."""
    postgres.create_database("hub")
    settings = Settings(database_url=postgres.url("hub"))
    migrations.upgrade(settings.database_url)
    return settings


def key(settings: Settings) -> str:
    """A new API key of the demo's tenant."""
    return asyncio.run(once(settings, lambda session: domain.issue(session, TENANT))).text


@contextmanager
def prepared() -> Iterator[Mapping[str, object]]:
    """What `trivet fuzz` needs to try the hub: the application, and headers with a key."""
    with Postgres() as postgres:
        settings = settled(postgres)
        yield {"app": hub(settings), "headers": {"X-API-Key": key(settings)}}
