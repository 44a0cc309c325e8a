"""The way to the database: one engine for the process, one session for each request."""

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
_SECONDS = 10


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
        """A session whose work is committed if all went well, and rolled back if not.

        It takes a connection for its first question and gives it back with each commit. Raises Refusal (503) if the
        database does not answer or gives up, also while the session is used, or if all is not done in ten seconds: a
        database that hangs would otherwise hold every request, and all connections. If by then nothing was under way
        in the database, it is the request that did not arrive (408).
        """
        idle = False
        try:
            async with asyncio.timeout(_SECONDS), self._sessions() as session:
                try:
                    yield session
                    await session.commit()
                except asyncio.CancelledError:
                    idle = not session.in_transaction()
                    raise
        except TimeoutError as error:
            if idle:
                raise Refusal(408, headers={"Connection": "close"}, detail="The request took too long.") from error
            _log.warning("a transaction was not done in %s seconds", _SECONDS)
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
