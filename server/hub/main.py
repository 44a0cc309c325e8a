"""The hub's application: the contract's routes, wired to the services and the database."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import Depends, FastAPI, Request
from fastapi.security import APIKeyHeader
from sqlalchemy.ext.asyncio import AsyncSession

from hub import migrations
from hub.api import api_router, contract
from hub.database import Database
from hub.services import Customers, Health, Notes, tenant_of
from hub.settings import Settings
from trivet_server import application


@dataclass(frozen=True, slots=True)
class State:
    """What one application has and its requests share."""

    database: Database
    revision: str


def hub(settings: Settings) -> FastAPI:
    """The whole application. It connects to the database only when a request needs it."""
    routes = api_router(customers=customers, notes=notes, health=health)
    app = application(contract(), [routes], title="Hub", lifespan=_lifespan)
    app.state.hub = State(Database(settings), migrations.head())
    return app


def from_environment() -> FastAPI:
    """The application for `uvicorn --factory hub.main:from_environment`. Raises SettingsInvalid."""
    return hub(Settings.read(os.environ))


def state(request: Request) -> State:
    found: State = request.app.state.hub
    return found


StateNow = Annotated[State, Depends(state)]


async def session(state: StateNow) -> AsyncIterator[AsyncSession]:
    """The request's own session."""
    async with state.database.transaction() as session:
        yield session


# The scope makes the last commit come before the answer is sent: who is told that it is done can rely on it.
SessionNow = Annotated[AsyncSession, Depends(session, scope="function")]
KeyNow = Annotated[str | None, Depends(APIKeyHeader(name="X-API-Key", auto_error=False))]


async def tenant(session: SessionNow, key: KeyNow) -> UUID:
    """Whose customers the request is about."""
    found = await tenant_of(session, key)
    await session.commit()  # the connection is free while the body of the request is on its way
    return found


TenantNow = Annotated[UUID, Depends(tenant)]


def customers(session: SessionNow, tenant: TenantNow) -> Customers:
    return Customers(session, tenant)


def notes(session: SessionNow, tenant: TenantNow) -> Notes:
    return Notes(session, tenant)


def health(session: SessionNow, state: StateNow) -> Health:
    return Health(session, state.revision)


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    yield
    found: State = app.state.hub
    await found.database.close()
