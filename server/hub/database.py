"""The way to the database: one engine for the process, one session and transaction for each request."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import TypeVar

from sqlalchemy.exc import InterfaceError, OperationalError, TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine

from hub.settings import Settings
from trivet_server import Refusal

T = TypeVar("T")

_log = logging.getLogger("hub")
_CONNECT_SECONDS = 5
_TRANSACTION_SECONDS = 10


class Database:
    """Connects only when a session first asks something, so making one costs and needs nothing."""

    def __init__(self, settings: Settings) -> None:
        self.engine: AsyncEngine = create_async_engine(
            settings.database_url,
            pool_size=settings.pool_size,
            max_overflow=0,
            pool_timeout=_CONNECT_SECONDS,
            pool_pre_ping=True,
            connect_args={"connect_timeout": _CONNECT_SECONDS},
        )
        self._sessions = async_sessionmaker(self.engine, expire_on_commit=False)

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncSession]:
        """A session in a transaction, which is committed if all went well, and rolled back if not.

        Raises Refusal (503) if the database does not answer or gives up, also while the session is used, or if all
        is not done in ten seconds: a database that hangs would otherwise hold every request, and all connections.
        """
        try:
            async with asyncio.timeout(_TRANSACTION_SECONDS), self._sessions.begin() as session:
                yield session
        except TimeoutError as error:
            _log.warning("a transaction was not done in %s seconds", _TRANSACTION_SECONDS)
            raise Refusal(503, headers={"Retry-After": "1"}, detail="The database took too long.") from error
        except (OperationalError, InterfaceError, PoolTimeout) as error:
            _log.warning("the database does not answer: %s", getattr(error, "orig", None) or error)
            raise Refusal(503, headers={"Retry-After": "1"}, detail="The database cannot be reached.") from error

    async def close(self) -> None:
        """Closes all connections."""
        await self.engine.dispose()


async def once(settings: Settings, work: Callable[[AsyncSession], Awaitable[T]]) -> T:
    """What the work gives, done in a transaction and on a connection of its own; for the command line."""
    database = Database(settings)
    try:
        async with database.transaction() as session:
            return await work(session)
    finally:
        await database.close()
