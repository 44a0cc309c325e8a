"""The hub's application: the contract's routes, wired to the services and the database."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated
from uuid import UUID

from fastapi import Depends, FastAPI
from fastapi.security import APIKeyHeader
from sqlalchemy.ext.asyncio import AsyncSession

from hub import migrations
from hub.api import api_router, contract
from hub.database import Database
from hub.services import Customers, Health, Notes, tenant_of
from hub.settings import Settings
from trivet_server import application

_api_key = APIKeyHeader(name="X-API-Key", auto_error=False)


def hub(settings: Settings) -> FastAPI:
    """The whole application. It connects to the database only when a request needs it."""
    database = Database(settings)
    revision = migrations.head()

    SessionNow = Annotated[AsyncSession, Depends(database.session, scope="function")]

    async def tenant(session: SessionNow, key: Annotated[str | None, Depends(_api_key)]) -> UUID:
        return await tenant_of(session, key)

    TenantNow = Annotated[UUID, Depends(tenant)]

    def customers(session: SessionNow, tenant: TenantNow) -> Customers:
        return Customers(session, tenant)

    def notes(session: SessionNow, tenant: TenantNow) -> Notes:
        return Notes(session, tenant)

    def health(session: SessionNow) -> Health:
        return Health(session, revision)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        yield
        await database.close()

    routes = api_router(customers=customers, notes=notes, health=health)
    return application(contract(), [routes], title="Hub", lifespan=lifespan)


def from_environment() -> FastAPI:
    """The application for `uvicorn --factory hub.main:from_environment`. Raises SettingsInvalid."""
    return hub(Settings.read(os.environ))
