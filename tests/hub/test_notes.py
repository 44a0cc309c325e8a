"""Notes, as the generated client sees them."""

from __future__ import annotations

import asyncio

import pytest

from trivet.clients.hub import AsyncHub, models
from trivet.runtime import NotFound


@pytest.fixture
async def ada(hub: AsyncHub) -> models.Customer:
    return await hub.customers.create(body={"email": "ada@example.com", "name": "Ada"})


async def test_a_note_is_kept_as_it_was_given(hub: AsyncHub, ada: models.Customer) -> None:
    text = "Two lines,\r\nand a tab\t🦆"
    note = await hub.notes.create(ada.id, body={"author": "Charles", "text": text})
    assert (note.customer_id, note.author, note.text) == (ada.id, "Charles", text)
    assert await hub.notes.get(ada.id, note.id) == note


async def test_notes_come_newest_first_in_pages(hub: AsyncHub, ada: models.Customer) -> None:
    made = [await hub.notes.create(ada.id, body={"author": "C", "text": str(number)}) for number in range(3)]
    first = await hub.notes.list(ada.id, limit=2)
    rest = await hub.notes.list(ada.id, limit=2, cursor=first.next_cursor)
    assert first.items + rest.items == made[::-1]
    assert rest.next_cursor is None


async def test_a_note_belongs_to_its_customer_alone(hub: AsyncHub, ada: models.Customer) -> None:
    grace = await hub.customers.create(body={"email": "grace@example.com", "name": "Grace"})
    note = await hub.notes.create(ada.id, body={"author": "C", "text": "x"})
    for call in (hub.notes.get, hub.notes.delete):
        with pytest.raises(NotFound):
            await call(grace.id, note.id)
    assert (await hub.notes.list(grace.id)).items == []


async def test_another_tenant_cannot_reach_a_note(hub: AsyncHub, others: AsyncHub, ada: models.Customer) -> None:
    note = await hub.notes.create(ada.id, body={"author": "C", "text": "x"})
    for call in (others.notes.get, others.notes.delete):
        with pytest.raises(NotFound):
            await call(ada.id, note.id)
    assert await hub.notes.get(ada.id, note.id) == note


async def test_a_deleted_note_is_gone(hub: AsyncHub, ada: models.Customer) -> None:
    note = await hub.notes.create(ada.id, body={"author": "C", "text": "x"})
    await hub.notes.delete(ada.id, note.id)
    for call in (hub.notes.get, hub.notes.delete):
        with pytest.raises(NotFound):
            await call(ada.id, note.id)


async def test_a_note_leaves_its_customer_unchanged(hub: AsyncHub, ada: models.Customer) -> None:
    await hub.notes.create(ada.id, body={"author": "C", "text": "x"})
    assert await hub.customers.get(ada.id) == ada


async def test_notes_on_a_customer_that_is_being_deleted_are_kept_or_refused(
    hub: AsyncHub, ada: models.Customer
) -> None:
    notes = [hub.notes.create(ada.id, body={"author": "C", "text": str(number)}) for number in range(6)]
    results = await asyncio.gather(*notes, hub.customers.delete(ada.id), return_exceptions=True)
    assert all(isinstance(result, models.Note | NotFound | None) for result in results)
