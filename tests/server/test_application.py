"""What an application publishes, and how it answers what its routes do not."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import pytest
from fastapi import FastAPI, HTTPException

from tests.server.shop import CONTRACT, Shop, shop_router
from trivet_server import Refusal, application, install


async def test_the_contract_is_published_byte_for_byte(http: httpx.AsyncClient) -> None:
    answer = await http.get("/openapi.json")
    assert answer.content == CONTRACT
    assert answer.headers["content-type"] == "application/json"
    assert re.fullmatch(r'"[0-9a-f]{32}"', answer.headers["etag"])


async def test_the_contract_is_not_sent_again_to_who_has_it(http: httpx.AsyncClient) -> None:
    etag = (await http.get("/openapi.json")).headers["etag"]
    for condition in (etag, f"W/{etag}", f'"x", {etag}', "*"):
        answer = await http.get("/openapi.json", headers={"If-None-Match": condition})
        assert (answer.status_code, answer.content, answer.headers["etag"]) == (304, b"", etag)
    assert (await http.get("/openapi.json", headers={"If-None-Match": '"x"'})).status_code == 200


async def test_head_tells_about_the_contract(http: httpx.AsyncClient) -> None:
    answer = await http.head("/openapi.json")
    assert (answer.status_code, answer.content, answer.headers["content-length"]) == (200, b"", str(len(CONTRACT)))
    assert (await http.post("/openapi.json")).status_code == 405


def test_the_contract_is_what_the_application_says_of_itself(app: FastAPI) -> None:
    assert app.openapi()["info"]["title"] == app.title == "Shop & <co>"
    assert app.version == "3"


@pytest.mark.parametrize("contract", [b"", b"[]", b"openapi: 3.1.0"])
def test_a_contract_must_be_a_json_object(contract: bytes) -> None:
    with pytest.raises(ValueError, match="the contract is not"):
        application(contract, [])


async def test_docs_load_everything_from_this_host(http: httpx.AsyncClient) -> None:
    page = await http.get("/docs")
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert "<title>Shop &amp; &lt;co&gt;</title>" in page.text
    loaded = re.findall(r'(?:src|href)="([^"]*)"', page.text)
    assert len(loaded) == 4
    for reference in loaded:
        assert "//" not in reference
        asset = await http.get(f"/{reference}")
        assert asset.status_code == 200
        kind = {"js": "text/javascript; charset=utf-8", "css": "text/css; charset=utf-8", "png": "image/png"}
        assert asset.headers["content-type"] == kind[reference.rpartition(".")[2]]
        assert asset.headers["x-content-type-options"] == "nosniff"
        again = await http.get(f"/{reference}", headers={"If-None-Match": asset.headers["etag"]})
        assert again.status_code == 304


async def test_the_docs_policy_allows_no_inline_script_and_no_other_host(http: httpx.AsyncClient) -> None:
    page = await http.get("/docs")
    policy = page.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "://" not in policy
    assert not re.search(r"<script(?![^>]*\bsrc=)", page.text)
    assert "style=" not in page.text


async def test_styles_of_the_docs_name_no_other_host(http: httpx.AsyncClient) -> None:
    styles = (await http.get("/docs/swagger-ui.css")).text
    assert re.findall(r"url\((?![\"']?data:)[^)]*\)|@import", styles) == []


async def test_docs_can_be_left_out(shop: Shop) -> None:
    app = application(CONTRACT, [shop_router(lambda: shop)], docs=False)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://shop.test") as client:
        assert (await client.get("/docs")).status_code == 404


async def test_failures_tell_nothing_to_the_caller(shop: Shop) -> None:
    app = application(CONTRACT, [shop_router(lambda: shop)])

    @app.get("/fails")
    async def fails() -> None:
        raise RuntimeError("secret")

    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://shop.test") as client:
        answer = await client.get("/fails")
    assert (answer.status_code, answer.headers["content-type"]) == (500, "application/problem+json")
    assert answer.json() == {"type": "about:blank", "title": "Internal Server Error", "status": 500}


@pytest.mark.parametrize(
    ("error", "status", "detail"),
    [
        (HTTPException(403, "Not yours."), 403, "Not yours."),
        (HTTPException(403), 403, None),
        (HTTPException(418, {"why": "tea"}), 418, '{"why": "tea"}'),
        (Refusal(409, detail="Twice."), 409, "Twice."),
    ],
)
async def test_any_fastapi_application_can_answer_with_problem_documents(
    error: Exception, status: int, detail: str | None
) -> None:
    app = FastAPI()
    install(app)

    @app.get("/fails")
    async def fails() -> None:
        raise error

    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://shop.test") as client:
        answer = await client.get("/fails")
    assert answer.headers["content-type"] == "application/problem+json"
    assert (answer.status_code, answer.json().get("detail")) == (status, detail)


async def test_a_lifespan_surrounds_the_application() -> None:
    events: list[str] = []

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        events.append("start")
        yield
        events.append("stop")

    app = application(CONTRACT, [], lifespan=lifespan)
    async with app.router.lifespan_context(app):
        assert events == ["start"]
    assert events == ["start", "stop"]


async def test_the_docs_try_this_host_whatever_hosts_the_contract_names(http: httpx.AsyncClient) -> None:
    script = (await http.get("/docs/start.js")).text
    assert 'spec.servers = [{ url: here, description: "This server" }, ...(spec.servers || [])];' in script
    assert "if (spec.swagger) {\n    Object.assign(spec, { host: location.host, basePath: here," in script
