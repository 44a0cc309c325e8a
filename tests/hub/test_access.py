"""Who may call, and that keys stay secret."""

from __future__ import annotations

import asyncio
import logging

import httpx
import pytest

from hub import domain
from hub.database import once
from hub.settings import Settings

_CALLS = [
    ("GET", "/v1/customers"),
    ("POST", "/v1/customers"),
    ("GET", "/v1/customers/7f1ad1a5-0d3f-4d8c-9c55-3f9d0c2b1e10"),
    ("PATCH", "/v1/customers/not-an-id"),
    ("DELETE", "/v1/customers/7f1ad1a5-0d3f-4d8c-9c55-3f9d0c2b1e10"),
    ("GET", "/v1/customers/7f1ad1a5-0d3f-4d8c-9c55-3f9d0c2b1e10/notes?limit=wrong"),
]


def _refused(response: httpx.Response) -> bool:
    assert response.headers["Content-Type"] == "application/problem+json"
    assert response.headers["WWW-Authenticate"] == 'ApiKey realm="hub"'
    return response.status_code == 401 and response.json()["status"] == 401


@pytest.mark.parametrize(("method", "path"), _CALLS)
def test_without_a_key_nothing_else_is_looked_at(shared: httpx.Client, method: str, path: str) -> None:
    assert _refused(httpx.request(method, shared.base_url.join(path), content=b"{ not json"))


@pytest.mark.parametrize("wrong", ["", "x", "hub_", "hub_00000000_" + 43 * "A", "é", "' OR 1=1 --", 9000 * "k"])
def test_a_wrong_key_is_refused(shared: httpx.Client, wrong: str) -> None:
    assert _refused(httpx.get(shared.base_url.join("/v1/customers"), headers={b"X-API-Key": wrong.encode()}))


def test_a_key_with_one_wrong_character_is_refused(url: str, key: str) -> None:
    wrong = key[:-1] + ("A" if key[-1] != "A" else "B")
    assert _refused(httpx.get(f"{url}/v1/customers", headers={"X-API-Key": wrong}))


def test_a_revoked_key_is_refused_at_once(url: str, settings: Settings, key: str) -> None:
    headers = {"X-API-Key": key}
    assert httpx.get(f"{url}/v1/customers", headers=headers).status_code == 200
    assert asyncio.run(once(settings, lambda session: domain.revoke(session, key[4:12])))
    assert _refused(httpx.get(f"{url}/v1/customers", headers=headers))
    assert not asyncio.run(once(settings, lambda session: domain.revoke(session, key[4:12])))


def test_a_tenant_may_have_several_keys(url: str, settings: Settings, key: str) -> None:
    second = asyncio.run(once(settings, lambda session: domain.issue(session, "Ours"))).text
    made = httpx.post(
        f"{url}/v1/customers", headers={"X-API-Key": key}, json={"email": "ada@example.com", "name": "Ada"}
    )
    assert httpx.get(url + made.headers["Location"], headers={"X-API-Key": second}).json() == made.json()


def test_no_key_and_no_body_is_logged(url: str, key: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, "hub")
    caplog.set_level(logging.DEBUG, "sqlalchemy.engine")
    httpx.get(f"{url}/v1/customers", headers={"X-API-Key": key})
    assert key not in caplog.text
