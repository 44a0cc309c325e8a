"""Requests that arrive slowly hold up nobody else."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace

import httpx
import pytest

from hub import database
from hub.demo.serving import serving
from hub.main import hub
from hub.settings import Settings

_JSON = {"Content-Type": "application/json"}


async def _held_up(until: asyncio.Event) -> AsyncIterator[bytes]:
    yield b'{"email": "slow@example.com", '
    await until.wait()
    yield b'"name": "Slow"}'


async def test_a_body_that_is_on_its_way_holds_no_connection_to_the_database(settings: Settings, key: str) -> None:
    with serving(hub(replace(settings, pool_size=1))) as url:
        async with httpx.AsyncClient(base_url=url, headers={"X-API-Key": key}, timeout=20) as client:
            done = asyncio.Event()
            slow = asyncio.create_task(client.post("/v1/customers", content=_held_up(done), headers=_JSON))
            await asyncio.sleep(0.5)
            assert (await client.get("/v1/customers", timeout=3)).json()["items"] == []
            assert (await client.get("/ready", timeout=3)).status_code == 200
            done.set()
            assert (await slow).status_code == 201


async def test_a_body_that_does_not_come_is_not_waited_for(
    settings: Settings, key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "_SECONDS", 0.5)
    head = f"POST /v1/customers HTTP/1.1\r\nHost: hub\r\nX-API-Key: {key}\r\n"
    with serving(hub(settings)) as url:
        reader, writer = await asyncio.open_connection("127.0.0.1", httpx.URL(url).port)
        writer.write(f"{head}Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{{".encode())
        async with asyncio.timeout(10):
            answer = (await reader.read()).decode()
        writer.close()
    assert answer.startswith("HTTP/1.1 408 ")
    assert '"detail": "The request took too long."' in answer
