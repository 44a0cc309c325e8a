"""A hub that is ready to be called, with everything it needs; gone without a trace afterwards."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TypedDict

from fastapi import FastAPI

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


class Prepared(TypedDict):
    """What `trivet fuzz` needs to try the hub: the application, and headers with a key."""

    app: FastAPI
    headers: dict[str, str]


@contextmanager
def prepared() -> Iterator[Prepared]:
    """A hub with a database of its own, and a key for it, while the block runs."""
    with Postgres() as postgres:
        settings = settled(postgres)
        yield Prepared(app=hub(settings), headers={"X-API-Key": key(settings)})
