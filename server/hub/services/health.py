"""Whether the hub is alive and ready."""

from __future__ import annotations

from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError
from sqlalchemy.ext.asyncio import AsyncSession

from trivet.clients.hub import models
from trivet_server import Refusal


class Health:
    """Implements `HealthService`; `revision` is the one of the tables that this version of the hub works with."""

    def __init__(self, session: AsyncSession, revision: str) -> None:
        self._session = session
        self._revision = revision

    async def get_health(self) -> models.Health:
        return models.Health(status="alive")

    async def get_readiness(self) -> models.Readiness:
        try:
            found = await self._session.scalar(text("SELECT version_num FROM alembic_version"))
        except ProgrammingError:
            found = None
        if found != self._revision:
            detail = f"The tables are at revision {found or 'none'}, not {self._revision}: run `python -m hub migrate`."
            raise Refusal(503, headers={"Retry-After": "10"}, detail=detail)
        return models.Readiness(status="ready")
