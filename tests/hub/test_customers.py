"""Customers, as the generated client sees them."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from trivet.clients.hub import AsyncHub, Hub, models
from trivet.runtime import Conflict, NotFound


async def _create(hub: AsyncHub, email: str = "ada@example.com", **more: object) -> models.Customer:
    body = models.NewCustomer.model_validate({"email": email, "name": "Ada", **more})
    return await hub.customers.create(body=body)


async def test_a_customer_is_kept_as_it_was_given(hub: AsyncHub) -> None:
    made = await hub.customers.create(
        body={
            "email": "Ada@Example.com",
            "name": "Ada Ünïcode 🦆",
            "company": "Engines",
            "phone": "+442079460000",
            "language": "fr",
            "external_ids": {"stripe": "cus_1"},
        }
    )
    assert (made.email, made.name, made.company) == ("Ada@Example.com", "Ada Ünïcode 🦆", "Engines")
    assert (made.phone, made.language, made.status) == ("+442079460000", "fr", "active")
    assert made.external_ids.stripe == "cus_1"
    assert await hub.customers.get(made.id) == made


async def test_what_is_not_said_has_the_contracts_default(hub: AsyncHub) -> None:
    made = await hub.customers.create(body={"email": "ada@example.com", "name": "Ada"})
    assert (made.company, made.phone, made.language) == (None, None, "en")
    assert made.external_ids.model_dump(exclude_unset=True) == {}
    assert made.updated_at == made.created_at
    assert made.created_at.utcoffset() == timedelta(0)


async def test_an_email_address_is_taken_whatever_its_case(hub: AsyncHub) -> None:
    await _create(hub)
    with pytest.raises(Conflict) as caught:
        await _create(hub, "ADA@example.COM")
    problem = caught.value.data
    assert isinstance(problem, models.Problem)
    assert problem.errors is not None
    assert [error.pointer for error in problem.errors] == ["/email"]


async def test_another_tenant_may_have_the_same_email_address(hub: AsyncHub, others: AsyncHub) -> None:
    await _create(hub)
    assert (await _create(others)).email == "ada@example.com"


async def test_of_many_who_want_an_email_address_at_once_one_gets_it(hub: AsyncHub) -> None:
    results = await asyncio.gather(*(_create(hub) for _ in range(8)), return_exceptions=True)
    assert sum(isinstance(result, models.Customer) for result in results) == 1
    assert sum(isinstance(result, Conflict) for result in results) == 7


async def test_a_patch_tells_absent_from_null(hub: AsyncHub) -> None:
    made = await _create(hub, company="Engines", phone="+442079460000")
    changed = await hub.customers.update(made.id, body={"company": None})
    assert (changed.company, changed.phone) == (None, "+442079460000")


async def test_a_patch_merges_external_ids(hub: AsyncHub) -> None:
    made = await _create(hub, external_ids={"stripe": "1", "xero": "2"})
    changed = await hub.customers.update(made.id, body={"external_ids": {"xero": None, "slack": "3"}})
    assert changed.external_ids.model_dump(exclude_unset=True) == {"stripe": "1", "slack": "3"}
    emptied = await hub.customers.update(made.id, body={"external_ids": None})
    assert emptied.external_ids.model_dump(exclude_unset=True) == {}


async def test_patches_at_the_same_time_lose_nothing(hub: AsyncHub) -> None:
    made = await _create(hub)
    systems = ["hubspot", "mailchimp", "slack", "stripe", "xero"]
    patches = [models.CustomerPatch.model_validate({"external_ids": {system: "1"}}) for system in systems]
    await asyncio.gather(*(hub.customers.update(made.id, body=patch) for patch in patches))
    found = await hub.customers.get(made.id)
    assert found.external_ids.model_dump(exclude_unset=True) == dict.fromkeys(systems, "1")


async def test_only_a_real_change_is_an_update(hub: AsyncHub) -> None:
    made = await _create(hub, external_ids={"xero": "1"})
    for body in ({}, {"name": "Ada"}, {"external_ids": {"xero": "1", "slack": None}}):
        same = await hub.customers.update(made.id, body=models.CustomerPatch.model_validate(body))
        assert same == made
    changed = await hub.customers.update(made.id, body={"status": "archived"})
    assert changed.updated_at > made.updated_at
    assert changed.created_at == made.created_at


async def test_an_email_address_cannot_be_changed_to_a_taken_one(hub: AsyncHub) -> None:
    await _create(hub)
    grace = await _create(hub, "grace@example.com")
    with pytest.raises(Conflict):
        await hub.customers.update(grace.id, body={"email": "ada@example.com"})
    assert (await hub.customers.update(grace.id, body={"email": "GRACE@example.com"})).email == "GRACE@example.com"


async def test_a_deleted_customer_is_gone_and_its_email_address_free(hub: AsyncHub) -> None:
    made = await _create(hub)
    await hub.notes.create(made.id, body={"author": "Me", "text": "Hello"})
    await hub.customers.delete(made.id)
    with pytest.raises(NotFound):
        await hub.customers.get(made.id)
    with pytest.raises(NotFound):
        await hub.customers.delete(made.id)
    await _create(hub)


_CALLS: dict[str, Callable[[AsyncHub, UUID], Awaitable[object]]] = {
    "get": lambda hub, id: hub.customers.get(id),
    "update": lambda hub, id: hub.customers.update(id, body={"name": "Eve"}),
    "delete": lambda hub, id: hub.customers.delete(id),
    "list notes": lambda hub, id: hub.notes.list(id),
    "create note": lambda hub, id: hub.notes.create(id, body={"author": "Eve", "text": "Hi"}),
}


@pytest.mark.parametrize("name", _CALLS)
async def test_what_belongs_to_another_tenant_does_not_exist(name: str, hub: AsyncHub, others: AsyncHub) -> None:
    theirs = await _create(others)
    with pytest.raises(NotFound) as foreign:
        await _CALLS[name](hub, theirs.id)
    nobody = uuid4()
    with pytest.raises(NotFound) as unknown:
        await _CALLS[name](hub, nobody)
    assert str(foreign.value.data).replace(str(theirs.id), "?") == str(unknown.value.data).replace(str(nobody), "?")
    assert await others.customers.get(theirs.id) == theirs
    assert (await hub.customers.list()).items == []


async def test_filters_find_what_they_say(hub: AsyncHub) -> None:
    ada = await _create(hub, company="100% Engines_Ltd")
    grace = await _create(hub, "grace@example.com", company="Navy")
    await hub.customers.update(grace.id, body={"status": "archived"})
    private = await _create(hub, "mary@example.com")

    async def found(**filters: object) -> list[str]:
        page = await hub.customers.list(**filters)  # type: ignore[arg-type]
        return [customer.email for customer in page.items]

    assert await found() == [private.email, grace.email, ada.email]
    assert await found(email="GRACE@example.com") == [grace.email]
    assert await found(company="engines") == [ada.email]
    assert await found(company="0% e") == [ada.email]
    assert await found(company="_L") == [ada.email]
    assert await found(company="%") == [ada.email]
    assert await found(company="nav_") == []
    assert await found(status="archived") == [grace.email]
    assert await found(status="active", company="navy") == []
    assert await found(created={"after": ada.created_at, "before": private.created_at}) == [grace.email]
    assert await found(created=models.TimeSpan(after=grace.created_at)) == [private.email]


async def test_pages_hold_every_customer_once_newest_first(hub: AsyncHub) -> None:
    made = [await _create(hub, f"c{number}@example.com") for number in range(7)]
    seen: list[UUID] = []
    cursor: str | None = None
    for size in (3, 3, 1):
        page = await hub.customers.list(limit=3, cursor=cursor)
        assert len(page.items) == size
        seen += [customer.id for customer in page.items]
        cursor = page.next_cursor
        await _create(hub, f"late{size}{len(seen)}@example.com")
    assert cursor is None
    assert seen == [customer.id for customer in reversed(made)]


async def test_a_page_has_twenty_unless_told(hub: AsyncHub) -> None:
    await asyncio.gather(*(_create(hub, f"c{number}@example.com") for number in range(21)))
    first = await hub.customers.list()
    assert len(first.items) == 20
    assert len((await hub.customers.list(cursor=first.next_cursor)).items) == 1
    assert (await hub.customers.list(limit=21)).next_cursor is None


async def test_a_cursor_shows_nothing_of_another_tenant(hub: AsyncHub, others: AsyncHub) -> None:
    for number in range(3):
        await _create(others, f"c{number}@example.com")
    theirs = (await others.customers.list(limit=1)).next_cursor
    assert (await hub.customers.list(cursor=theirs)).items == []


def test_the_client_without_an_event_loop_does_the_same(url: str, key: str) -> None:
    with Hub(url, api_key=key) as hub:
        made = hub.customers.create(body={"email": "ada@example.com", "name": "Ada"})
        assert hub.customers.update(made.id, body={"name": "Grace"}).name == "Grace"
        assert [customer.id for customer in hub.customers.list(limit=1).items] == [made.id]
        hub.customers.delete(made.id)
        with pytest.raises(NotFound):
            hub.customers.get(made.id)
