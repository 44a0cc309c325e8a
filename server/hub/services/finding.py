"""What callers name by id or cursor, found for them or refused."""

from __future__ import annotations

from typing import Literal
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from hub.domain import Customer, Position, customer_of
from trivet_server import Refusal


async def existing(
    session: AsyncSession, tenant: UUID, customer: UUID, *, lock: Literal["update", "presence"] | None = None
) -> Customer:
    """The tenant's customer with this id.

    With a lock, until the transaction ends nobody else changes the row (`update`), or nobody deletes it (`presence`).
    Raises Refusal (404) if the tenant has no such customer.
    """
    query = customer_of(tenant, customer)
    if lock is not None:
        query = query.with_for_update(read=lock == "presence", key_share=lock == "presence")
    found = (await session.scalars(query)).one_or_none()
    if found is None:
        raise Refusal(404, detail=f"There is no customer {customer}.")
    return found


def position(cursor: str | None) -> Position | None:
    """The place that a cursor names; the contract's pattern lets only real ones through."""
    return None if cursor is None else Position.parse(cursor)
