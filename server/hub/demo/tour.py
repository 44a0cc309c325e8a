"""A tour of the hub with its generated clients: what callers do all day, asynchronous and synchronous."""

from __future__ import annotations

import asyncio

from hub.demo.steps import Say
from trivet.clients.hub import AsyncHub, Hub, models
from trivet.runtime import Conflict, NotFound, Unauthorized

_NAMES = ("Ada Lovelace", "Grace Hopper", "Mary Jackson", "Katherine Johnson", "Dorothy Vaughan", "Annie Easley")


async def asynchronous(url: str, key: str, say: Say) -> None:
    """Creates customers at once, pages through them, changes one, and runs into typed errors."""
    async with AsyncHub(url, api_key=key) as hub:
        made = await asyncio.gather(*(_create(hub, name) for name in _NAMES))
        say(f"created {len(made)} customers at once, e.g. {made[0].name} ({made[0].id})")

        pages, cursor, seen = 0, None, list[models.Customer]()
        while pages == 0 or cursor is not None:
            page = await hub.customers.list(limit=4, cursor=cursor)
            pages, cursor = pages + 1, page.next_cursor
            seen += page.items
        say(f"listed {len(seen)} customers in {pages} pages of 4 at most")

        ada = made[0]
        kept = await hub.customers.update(ada.id, body={"company": "Analytical Engines Ltd"})
        say(f"set company and left phone out: phone is still {kept.phone}")
        cleared = await hub.customers.update(ada.id, body={"phone": None, "external_ids": {"stripe": "cus_1"}})
        say(f"set phone to null: phone is now {cleared.phone}, company is still {cleared.company}")

        try:
            await _create(hub, ada.name)
        except Conflict as error:
            say(f"created {ada.name} again: Conflict, {_detail(error.data)}")


def synchronous(url: str, key: str, say: Say) -> None:
    """Finds, notes and deletes with the client that needs no event loop, and is refused without a key."""
    with Hub(url, api_key=key) as hub:
        found = hub.customers.list(company="analytical").items
        say(f"searched for a company with 'analytical' in its name: {', '.join(one.name for one in found)}")
        ada = found[0]
        note = hub.notes.create(ada.id, body={"author": "Charles", "text": "Asked for the invoice in two parts."})
        say(f"noted of {ada.name}: {note.text}")
        hub.customers.delete(ada.id)
        try:
            hub.customers.get(ada.id)
        except NotFound as error:
            say(f"deleted {ada.name} and asked again: NotFound, {_detail(error.data)}")
    with Hub(url) as stranger:
        try:
            stranger.customers.list()
        except Unauthorized as error:
            say(f"asked without a key: Unauthorized, {_detail(error.data)}")


async def _create(hub: AsyncHub, name: str) -> models.Customer:
    first = name.partition(" ")[0].lower()
    body = models.NewCustomer(email=f"{first}@example.com", name=name, phone="+442079460000")
    return await hub.customers.create(body=body)


def _detail(data: object) -> str:
    return data.detail or data.title if isinstance(data, models.Problem) else repr(data)
