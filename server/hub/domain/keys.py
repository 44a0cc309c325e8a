"""API keys: how they look, how they are kept, and whom they belong to.

A key is `hub_`, eight characters by which its row is found, `_`, and a secret of 256 bits. Only the SHA-256 of the
whole is kept: the secret is random, so there is nothing for a slow password hash to protect. Digests are compared in
constant time; how long a lookup by the public eight characters takes tells nothing worth knowing.
"""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass, field
from hashlib import sha256
from hmac import compare_digest
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from hub.domain.tables import ApiKey, Tenant

_KEY = re.compile(r"hub_([0-9a-f]{8})_[A-Za-z0-9_-]{43}", re.ASCII)


@dataclass(frozen=True, slots=True)
class NewKey:
    """A key that was just made. `text` is to be shown once and never kept; it is not in the repr."""

    text: str = field(repr=False)

    @classmethod
    def random(cls) -> NewKey:
        return cls(f"hub_{secrets.token_hex(4)}_{secrets.token_urlsafe(32)}")

    def row(self, tenant_id: UUID) -> ApiKey:
        """What the database keeps of the key."""
        return ApiKey(tenant_id=tenant_id, prefix=self.text[4:12], digest=_digest(self.text))


async def issue(session: AsyncSession, tenant: str) -> NewKey:
    """A new key for the tenant of this name, which is made if there is none."""
    await session.execute(insert(Tenant).values(name=tenant).on_conflict_do_nothing(index_elements=[Tenant.name]))
    key = NewKey.random()
    session.add(key.row((await session.scalars(select(Tenant.id).where(Tenant.name == tenant))).one()))
    await session.flush()
    return key


async def revoke(session: AsyncSession, prefix: str) -> bool:
    """Ends the key with these eight characters after `hub_`; false if there is none that still works."""
    query = update(ApiKey).where(ApiKey.prefix == prefix, ApiKey.revoked_at.is_(None)).values(revoked_at=func.now())
    return (await session.scalars(query.returning(ApiKey.id))).one_or_none() is not None


async def owner(session: AsyncSession, key: str) -> UUID | None:
    """The tenant whose key this is; None if nobody's, revoked, or not a key at all."""
    parts = _KEY.fullmatch(key)
    if parts is None:
        return None
    query = select(ApiKey.tenant_id, ApiKey.digest).where(ApiKey.prefix == parts[1], ApiKey.revoked_at.is_(None))
    found = (await session.execute(query)).one_or_none()
    return found.tenant_id if found is not None and compare_digest(found.digest, _digest(key)) else None


def _digest(key: str) -> bytes:
    return sha256(key.encode()).digest()
