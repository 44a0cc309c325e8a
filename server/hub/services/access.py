"""Who is calling."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from hub.domain import owner
from trivet_server import Refusal

_CHALLENGE = {"WWW-Authenticate": 'ApiKey realm="hub"'}


async def tenant_of(session: AsyncSession, key: str | None) -> UUID:
    """The tenant that the API key belongs to.

    Raises Refusal (401) if there is no key, or if it is unknown or revoked; which of these is not told.
    """
    if key is None:
        raise Refusal(401, headers=_CHALLENGE, detail="The header X-API-Key is missing.")
    tenant = await owner(session, key)
    if tenant is None:
        raise Refusal(401, headers=_CHALLENGE, detail="The API key is unknown or revoked.")
    return tenant
