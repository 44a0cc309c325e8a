"""Customers of one tenant."""

from __future__ import annotations

from typing import Literal
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from hub import domain
from hub.services.finding import existing, position
from trivet.clients.hub import models
from trivet_server import Reply, RequestRefused, Violation


class Customers:
    """Implements `CustomersService` in the session's transaction, for this tenant."""

    def __init__(self, session: AsyncSession, tenant: UUID) -> None:
        self._session = session
        self._tenant = tenant

    async def list_customers(
        self,
        *,
        limit: int,
        cursor: str | None = None,
        email: str | None = None,
        company: str | None = None,
        status: Literal["active", "archived"] | None = None,
        created: models.TimeSpan | None = None,
    ) -> models.CustomerPage:
        wanted = domain.CustomerFilter(
            email=email,
            company=company,
            status=status,
            created_after=created.after if created else None,
            created_before=created.before if created else None,
        )
        query = domain.customers_of(self._tenant, wanted)
        page = await domain.page(self._session, query, domain.Customer, after=position(cursor), limit=limit)
        return models.CustomerPage(
            items=[_told(row) for row in page.rows], next_cursor=str(page.next) if page.next else None
        )

    async def create_customer(self, *, body: models.NewCustomer) -> Reply[models.Customer]:
        customer = domain.Customer(
            tenant_id=self._tenant,
            email=body.email,
            name=body.name,
            company=body.company,
            phone=body.phone,
            language=body.language,
            external_ids=body.external_ids.model_dump(exclude_unset=True) if body.external_ids else {},
        )
        await self._save(customer)
        return Reply(_told(customer), headers={"Location": f"/v1/customers/{customer.id}"})

    async def get_customer(self, *, customer_id: UUID) -> models.Customer:
        return _told(await existing(self._session, self._tenant, customer_id))

    async def update_customer(self, *, customer_id: UUID, body: models.CustomerPatch) -> models.Customer:
        customer = await existing(self._session, self._tenant, customer_id, lock="update")
        changes = body.model_dump(exclude_unset=True)
        if "external_ids" in changes:
            patch = {"external_ids": changes.pop("external_ids")}
            customer.external_ids = domain.merged({"external_ids": customer.external_ids}, patch).get(
                "external_ids", {}
            )
        for name, value in changes.items():
            setattr(customer, name, value)
        await self._save(customer)
        return _told(customer)

    async def delete_customer(self, *, customer_id: UUID) -> None:
        customer = await existing(self._session, self._tenant, customer_id, lock="update")
        await self._session.execute(delete(domain.Customer).where(domain.Customer.id == customer.id))

    async def _save(self, customer: domain.Customer) -> None:
        try:
            await domain.save(self._session, customer)
        except domain.EmailTaken:
            taken = "Another customer has this e-mail address."
            raise RequestRefused(409, taken, errors=[Violation(taken, pointer="/email")]) from None


def _told(row: domain.Customer) -> models.Customer:
    return models.Customer.model_validate(row, from_attributes=True)
