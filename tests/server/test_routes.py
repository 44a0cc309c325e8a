"""Which operation a request reaches."""

from __future__ import annotations

from uuid import UUID

import httpx
import pytest
from fastapi import Depends, FastAPI, Request
from starlette.routing import Mount

from tests.server.shop import CANCEL, CONTRACT, CREATE, DELETE, GET, LIST, ME, Shop, ShopService, shop_router
from trivet_server import Router, application, install

ID = "00000000-0000-0000-0000-000000000001"


async def test_an_encoded_slash_stays_in_its_parameter(http: httpx.AsyncClient) -> None:
    assert (await http.post("/jobs/a%2Fb%2fc")).text == "started a/b/c"
    assert (await http.post("/jobs/a/b")).status_code == 404


async def test_several_parameters_share_a_segment(http: httpx.AsyncClient) -> None:
    answer = await http.get("/v1/files/a%2Fb.tar.gz")
    assert answer.json() == {"api_version": "v1", "name": "a/b.tar", "kind": "gz"}


async def test_text_after_a_parameter_tells_operations_apart(http: httpx.AsyncClient) -> None:
    assert (await http.post("/jobs/7:cancel")).text == "cancelled 7"
    assert (await http.post("/jobs/7%3Acancel")).text == "started 7:cancel"


async def test_a_concrete_path_wins_over_a_templated_one(http: httpx.AsyncClient, shop: Shop) -> None:
    await http.get("/customers/me")
    assert shop.asked == {"me": True}


@pytest.mark.parametrize(
    ("method", "path", "allow"),
    [
        ("PUT", f"/customers/{ID}", "DELETE, GET"),
        ("HEAD", f"/customers/{ID}", "DELETE, GET"),
        ("DELETE", "/customers/me", "GET"),
        ("PATCH", "/customers", "GET, POST"),
        ("OPTIONS", "/customers", "GET, POST"),
        ("TRACE", "/jobs/7:cancel", "POST"),
    ],
)
async def test_a_method_that_the_contract_does_not_have_is_not_allowed(
    http: httpx.AsyncClient, method: str, path: str, allow: str
) -> None:
    answer = await http.request(method, path)
    assert (answer.status_code, answer.headers["allow"]) == (405, allow)
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("path", ["/", "/customers/", "/customer", f"/customers/{ID}/x", "//customers", "/customers//"])
async def test_a_path_that_the_contract_does_not_have_is_not_found(http: httpx.AsyncClient, path: str) -> None:
    answer = await http.get(path)
    assert answer.status_code == 404
    assert answer.json() == {"type": "about:blank", "title": "Not Found", "status": 404}


async def _statuses(app: FastAPI, *paths: str) -> list[int]:
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://shop.test") as client:
        return [(await client.get(path)).status_code for path in paths]


async def test_routes_work_below_the_prefix_of_an_include(shop: Shop) -> None:
    app = FastAPI()
    app.include_router(shop_router(lambda: shop), prefix="/customers")
    install(app)
    assert await _statuses(app, f"/customers/customers/{ID}", f"/customers/{ID}", "/customers/customers") == [
        200,
        404,
        200,
    ]


async def test_routes_work_below_the_prefix_of_the_router(shop: Shop) -> None:
    router = Router(lambda: shop, {GET: ShopService.get_customer}, prefix="/v1")
    app = application(CONTRACT, [router, shop_router(lambda: shop)])
    assert await _statuses(app, f"/v1/customers/{ID}", f"/customers/{ID}", f"/v2/customers/{ID}") == [200, 200, 404]


async def test_routes_work_in_a_mounted_application(app: FastAPI) -> None:
    outer = FastAPI(routes=[Mount("/in/ner", app=app)])
    assert await _statuses(outer, f"/in/ner/customers/{ID}", f"/customers/{ID}", "/in/ner/openapi.json") == [
        200,
        404,
        200,
    ]


async def test_joined_routers_share_their_paths(shop: Shop) -> None:
    templated = Router(lambda: shop, {GET: ShopService.get_customer, DELETE: ShopService.delete_customer})
    concrete = Router(lambda: shop, {ME: ShopService.get_me})
    joined = Router.join(templated, concrete)
    assert joined.operations[0] is ME
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app=application(CONTRACT, [joined])), base_url="http://shop.test"
    ) as client:
        await client.get("/customers/me")
        assert shop.asked == {"me": True}
        assert (await client.post(f"/customers/{ID}")).headers["allow"] == "DELETE, GET"


async def test_joined_routers_keep_their_dependencies_and_plain_routes(shop: Shop) -> None:
    def refuse(request: Request) -> None:
        request.state.seen = True
        from trivet_server import Refusal

        raise Refusal(401, headers={"WWW-Authenticate": "ApiKey"})

    guarded = Router(lambda: shop, {GET: ShopService.get_customer}, dependencies=[Depends(refuse)])
    plain = Router(lambda: shop, {LIST: ShopService.list_customers})

    @plain.get("/ping")
    async def ping() -> str:
        return "pong"

    app = application(CONTRACT, [guarded, plain])
    assert await _statuses(app, f"/customers/{ID}", "/customers", "/ping") == [401, 200, 200]


def test_two_routers_that_answer_the_same_request_are_refused(shop: Shop) -> None:
    with pytest.raises(ValueError, match="POST /customers"):
        Router.join(*[Router(lambda: shop, {CREATE: ShopService.create_customer}) for _ in range(2)])


def test_routes_are_named_and_sorted(shop: Shop) -> None:
    router = shop_router(lambda: shop)
    paths = [getattr(route, "path", "") for route in router.routes]
    assert paths.index("/customers/me") < paths.index("/customers/{customer_id}")
    assert router.url_path_for("cancelJob", id_="7") == "/jobs/7:cancel"
    assert CANCEL in router.operations


async def test_a_dependency_may_take_the_parameters_of_the_path(shop: Shop) -> None:
    seen: list[UUID] = []

    def service(customer_id: UUID) -> Shop:
        seen.append(customer_id)
        return shop

    app = application(CONTRACT, [Router(service, {GET: ShopService.get_customer})])
    assert await _statuses(app, f"/customers/{ID}", "/customers/x") == [200, 422]
    assert seen == [UUID(ID)]
