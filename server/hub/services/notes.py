"""Notes about the customers of one tenant."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from hub import domain
from hub.services.finding import existing, position
from trivet.clients.hub import models
from trivet_server import Refusal, Reply


class Notes:
    """Implements `NotesService` in the session's transaction, for this tenant."""

    def __init__(self, session: AsyncSession, tenant: UUID) -> None:
        self._session = session
        self._tenant = tenant

    async def list_notes(self, *, customer_id: UUID, limit: int, cursor: str | None = None) -> models.NotePage:
        await existing(self._session, self._tenant, customer_id)
        query = domain.notes_of(self._tenant, customer_id)
        page = await domain.page(self._session, query, domain.Note, after=position(cursor), limit=limit)
        return models.NotePage(
            items=[_told(row) for row in page.rows], next_cursor=str(page.next) if page.next else None
        )

    async def create_note(self, *, customer_id: UUID, body: models.NewNote) -> Reply[models.Note]:
        await existing(self._session, self._tenant, customer_id, lock="presence")
        note = domain.Note(tenant_id=self._tenant, customer_id=customer_id, author=body.author, text=body.text)
        self._session.add(note)
        await self._session.flush()
        return Reply(_told(note), headers={"Location": f"/v1/customers/{customer_id}/notes/{note.id}"})

    async def get_note(self, *, customer_id: UUID, note_id: UUID) -> models.Note:
        return _told(await self._existing(customer_id, note_id))

    async def delete_note(self, *, customer_id: UUID, note_id: UUID) -> None:
        await self._session.delete(await self._existing(customer_id, note_id, lock=True))

    async def _existing(self, customer: UUID, note: UUID, *, lock: bool = False) -> domain.Note:
        query = domain.notes_of(self._tenant, customer).where(domain.Note.id == note)
        found = (await self._session.scalars(query.with_for_update() if lock else query)).one_or_none()
        if found is None:
            raise Refusal(404, detail=f"There is no note {note} about customer {customer}.")
        return found


def _told(row: domain.Note) -> models.Note:
    return models.Note.model_validate(row, from_attributes=True)
