"""What can be asked of the customers of one tenant, and of their notes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from psycopg.errors import UniqueViolation
from sqlalchemy import Select, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from hub.domain.tables import EMAIL_TAKEN, Customer, Note


class EmailTaken(Exception):
    """Another customer of the tenant has this e-mail address."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerFilter:
    """Which customers are wanted; all that is given must hold. `created_after` and `created_before` are exclusive."""

    email: str | None = None
    company: str | None = None
    status: str | None = None
    created_after: datetime | None = None
    created_before: datetime | None = None


def customers_of(tenant: UUID, wanted: CustomerFilter) -> Select[Customer]:
    """The tenant's customers that the filter lets through, in no order."""
    query = select(Customer).where(Customer.tenant_id == tenant)
    if wanted.email is not None:
        query = query.where(func.lower(Customer.email) == wanted.email.lower())
    if wanted.company is not None:
        query = query.where(Customer.company.icontains(wanted.company, autoescape=True))
    if wanted.status is not None:
        query = query.where(Customer.status == wanted.status)
    if wanted.created_after is not None:
        query = query.where(Customer.created_at > _utc(wanted.created_after))
    if wanted.created_before is not None:
        query = query.where(Customer.created_at < _utc(wanted.created_before))
    return query


def customer_of(tenant: UUID, customer: UUID) -> Select[Customer]:
    """The tenant's customer with this id, if there is one."""
    return select(Customer).where(Customer.tenant_id == tenant, Customer.id == customer)


def notes_of(tenant: UUID, customer: UUID) -> Select[Note]:
    """The notes about a customer of the tenant, in no order."""
    return select(Note).where(Note.tenant_id == tenant, Note.customer_id == customer)


async def save(session: AsyncSession, customer: Customer) -> None:
    """Writes the customer; times and id are up to date afterwards. Raises EmailTaken; the transaction is lost then."""
    session.add(customer)
    try:
        await session.flush()
    except IntegrityError as error:
        if isinstance(error.orig, UniqueViolation) and error.orig.diag.constraint_name == EMAIL_TAKEN:
            raise EmailTaken from None
        raise


def _utc(moment: datetime) -> datetime:
    """The same moment in UTC; Postgres refuses offsets of 16 hours and more. At the ends of time, the end."""
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        return (datetime.min if moment.year == 1 else datetime.max).replace(tzinfo=UTC)
