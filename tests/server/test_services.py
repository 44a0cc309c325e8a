"""The service comes out of FastAPI's dependency injection, with all that can do."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Annotated, Any
from uuid import UUID

import httpx
import pytest
from fastapi import BackgroundTasks, Depends, FastAPI, Header, Response

from tests.server.shop import CONTRACT, CREATE, GET, Shop, ShopService
from trivet_server import Refusal, Router, application, install

ID = "00000000-0000-0000-0000-000000000001"


class Session:
    """A unit of work that tells what became of it."""

    def __init__(self) -> None:
        self.events: list[str] = []


async def _get(app: FastAPI, **options: Any) -> httpx.Response:
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://shop.test") as client:
        return await client.get(f"/customers/{ID}", **options)


def _application(provider: Any) -> FastAPI:
    return application(
        CONTRACT, [Router(provider, {GET: ShopService.get_customer, CREATE: ShopService.create_customer})]
    )


def _with_session(record: Session, service: Shop, scope: Any) -> Any:
    async def session() -> AsyncIterator[Session]:
        record.events.append("begin")
        try:
            yield record
        except Exception as error:
            record.events.append(f"rollback {type(error).__name__}")
            raise
        else:
            record.events.append("commit")

    def provide(session: Session = Depends(session, scope=scope)) -> Shop:  # noqa: B008
        session.events.append("provide")
        return service

    return provide


@pytest.mark.parametrize("scope", ["function", "request"])
async def test_a_yield_dependency_surrounds_the_call(scope: str) -> None:
    record = Session()
    assert (await _get(_application(_with_session(record, Shop(), scope)))).status_code == 200
    assert record.events == ["begin", "provide", "commit"]


class Refusing(Shop):
    async def get_customer(self, *, customer_id: UUID) -> Any:
        raise Refusal(404)


class Failing(Shop):
    async def get_customer(self, *, customer_id: UUID) -> Any:
        raise RuntimeError("secret")


class Breaking(Shop):
    async def get_customer(self, *, customer_id: UUID) -> Any:
        return {"nonsense": True}


@pytest.mark.parametrize(
    ("service", "status", "event"),
    [
        (Refusing(), 404, "rollback Refusal"),
        (Failing(), 500, "rollback RuntimeError"),
        (Breaking(), 500, "rollback ContractBroken"),
    ],
)
async def test_a_yield_dependency_sees_what_goes_wrong(service: Shop, status: int, event: str) -> None:
    record = Session()
    answer = await _get(_application(_with_session(record, service, "function")))
    assert (answer.status_code, record.events[-1]) == (status, event)
    assert "secret" not in answer.text


async def test_a_refused_request_is_rolled_back_too() -> None:
    record = Session()
    app = _application(_with_session(record, Shop(), "function"))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://shop.test") as client:
        assert (await client.get("/customers/x")).status_code == 422
    assert record.events[-1] == "rollback RequestRefused"


async def test_overrides_replace_the_service_and_what_it_depends_on() -> None:
    def tenant() -> str:
        return "real"

    def provide(tenant: str = Depends(tenant)) -> Shop:
        shop = Shop()
        shop.answer = {"id": ID, "email": tenant}
        return shop

    app = _application(provide)
    assert (await _get(app)).json()["email"] == "real"
    app.dependency_overrides[tenant] = lambda: "overridden"
    assert (await _get(app)).json()["email"] == "overridden"
    replaced = Shop()
    replaced.answer = {"id": ID, "email": "replaced"}
    app.dependency_overrides[provide] = lambda: replaced
    assert (await _get(app)).json()["email"] == "replaced"


async def test_dependencies_of_the_application_hold_for_every_operation() -> None:
    def refuse() -> None:
        raise Refusal(429)

    routers = [Router(Shop, {GET: ShopService.get_customer})]
    assert (await _get(application(CONTRACT, routers, dependencies=[Depends(refuse)]))).status_code == 429
    app = FastAPI(dependencies=[Depends(refuse)])
    app.include_router(Router.join(*routers))
    assert (await _get(app)).status_code == 429


async def test_a_dependency_refuses_before_the_request_is_read() -> None:
    def provide(x_api_key: Annotated[str | None, Header()] = None) -> Shop:
        if x_api_key is None:
            raise Refusal(401, headers={"WWW-Authenticate": "ApiKey"}, detail="The header X-API-Key is missing.")
        return Shop()

    app = _application(provide)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://shop.test") as client:
        answer = await client.post("/customers", content=b"nonsense")
    assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "ApiKey")
    assert (await _get(app, headers={"X-API-Key": "k"})).status_code == 200


async def test_a_dependency_with_wrong_input_is_a_problem_document() -> None:
    def provide(page: int, x_tenant: Annotated[int, Header()]) -> Shop:
        return Shop()

    answer = await _get(_application(provide), params={"page": "x"})
    assert answer.status_code == 422
    found = [(item["in"], item["parameter"]) for item in answer.json()["errors"]]
    assert found == [("query", "page"), ("header", "x-tenant")]


async def test_dependencies_may_set_headers_and_work_afterwards() -> None:
    done: list[str] = []

    def provide(response: Response, tasks: BackgroundTasks) -> Shop:
        response.headers["X-Request-ID"] = "7"
        tasks.add_task(done.append, "after")
        return Shop()

    answer = await _get(_application(provide))
    assert answer.headers["x-request-id"] == "7"
    assert done == ["after"]


async def test_the_service_may_be_given_as_depends() -> None:
    assert (await _get(_application(Depends(Shop, scope="function")))).status_code == 200


async def test_a_method_need_not_be_async() -> None:
    class Plain(Shop):
        def get_customer(self, *, customer_id: UUID) -> Any:
            return self.answer

    assert (await _get(_application(Plain))).status_code == 200


async def test_refusals_work_without_any_handler() -> None:
    app = FastAPI()
    app.include_router(Router(Refusing, {GET: ShopService.get_customer}))
    answer = await _get(app)
    assert (answer.status_code, answer.json()["title"]) == (404, "Not Found")


async def test_an_application_may_answer_refusals_its_own_way() -> None:
    app = FastAPI()
    app.include_router(Router(Refusing, {GET: ShopService.get_customer}))
    install(app)

    @app.exception_handler(Refusal)
    async def own(_: Any, refusal: Refusal) -> Response:
        return Response("own", refusal.status)

    assert (await _get(app)).text == "own"
