"""What a service answers goes out as the operation declares it, or not at all."""

from __future__ import annotations

import io
from typing import Any
from uuid import UUID

import httpx
import pytest
from starlette.responses import PlainTextResponse

from tests.server.shop import CONTRACT, CUSTOMER, GET, Customer, Problem, Shop, ShopService, lines, shop_router
from trivet.runtime import Operation, Upload
from trivet_server import ContractBroken, Refusal, Reply, Router, Settings, application

ID = "00000000-0000-0000-0000-000000000001"
WIRE = {"id": ID, "email": "ada@example.com"}


async def test_an_answer_has_the_declared_status_and_only_what_was_set(http: httpx.AsyncClient) -> None:
    answer = await http.post("/customers", json={"email": "a"})
    assert (answer.status_code, answer.json()) == (201, WIRE)
    assert answer.headers["content-type"] == "application/json"


@pytest.mark.parametrize("value", [WIRE, Reply(WIRE), b'{"id":"%b","email":"ada@example.com"}' % ID.encode()])
async def test_wire_values_and_bytes_are_answers_too(http: httpx.AsyncClient, shop: Shop, value: Any) -> None:
    shop.answer = value
    assert (await http.get(f"/customers/{ID}")).json() == WIRE


async def test_nothing_answers_the_status_without_content(http: httpx.AsyncClient, shop: Shop) -> None:
    shop.answer = None
    answer = await http.delete(f"/customers/{ID}")
    assert (answer.status_code, answer.content) == (204, b"")
    assert "content-type" not in answer.headers
    shop.answer = CUSTOMER
    assert (await http.delete(f"/customers/{ID}")).status_code == 202


async def test_a_reply_has_status_and_headers(http: httpx.AsyncClient, shop: Shop) -> None:
    shop.answer = Reply(CUSTOMER, status=202, headers=[("Set-Cookie", "a=1"), ("Set-Cookie", "b=2"), ("X-A", "1")])
    answer = await http.delete(f"/customers/{ID}")
    assert (answer.status_code, answer.headers.get_list("set-cookie"), answer.headers["x-a"]) == (
        202,
        ["a=1", "b=2"],
        "1",
    )


@pytest.mark.parametrize(
    ("value", "accept", "expected"),
    [
        ("a,b\n", "application/json", "text/csv; charset=utf-8"),
        ([CUSTOMER], "text/csv", "application/json"),
        ([CUSTOMER], "image/png", "application/json"),
        (Reply([], content_type="application/json"), "text/csv", "application/json"),
        (b"a,b\n", "*/*", "text/csv; charset=utf-8"),
        (Upload(io.BytesIO(b"a,b\n")), "*/*", "text/csv; charset=utf-8"),
        (iter(["a,", "b\n"]), "*/*", "text/csv; charset=utf-8"),
    ],
    ids=range(7),
)
async def test_the_media_type_suits_the_value_first_and_accept_second(
    http: httpx.AsyncClient, shop: Shop, value: Any, accept: str, expected: str
) -> None:
    shop.answer = value
    answer = await http.get("/export", headers={"Accept": accept})
    assert (answer.status_code, answer.headers["content-type"]) == (200, expected)


async def test_accept_chooses_where_the_value_suits_several(shop: Shop) -> None:
    operation: Operation[Any] = Operation(
        "GET",
        "/x",
        id="x",
        responses={"200": {"application/json": lambda: Customer, "application/hal+json": lambda: Customer}},
    )
    router = Router(lambda: shop, {operation: ShopService.get_me})
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app=application(CONTRACT, [router])), base_url="http://shop.test"
    ) as client:
        for accept in ("application/hal+json", "application/json"):
            assert (await client.get("/x", headers={"Accept": accept})).headers["content-type"] == accept


async def test_iterators_are_streamed(http: httpx.AsyncClient, shop: Shop) -> None:
    shop.answer = lines()
    answer = await http.get("/export")
    assert answer.text == "id,email\n1,ada@example.com\n"
    assert "content-length" not in answer.headers


async def test_a_response_of_starlette_goes_out_as_it_is(http: httpx.AsyncClient, shop: Shop) -> None:
    shop.answer = PlainTextResponse("as is", 418)
    answer = await http.get(f"/customers/{ID}")
    assert (answer.status_code, answer.text) == (418, "as is")


# ── answers that break the contract ───────────────────────────────────────────


def _renamed() -> Customer:
    changed = CUSTOMER.model_copy()
    changed.email = 7  # type: ignore[assignment]
    return changed


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (None, "getCustomer answered 200: the whole answer"),
        ({"id": ID}, "getCustomer answered 200: /email: Field required"),
        (_renamed(), "getCustomer answered 200: /email: "),
        (Customer.model_construct(id=UUID(ID)), "getCustomer answered 200: /email: Field required"),
        (b"{}", "getCustomer answered 200: /id: Field required"),
        (Reply(CUSTOMER, status=299), "getCustomer answered 299, which the contract does not declare"),
        (Reply(CUSTOMER, content_type="text/html"), "getCustomer answered 200: the contract declares no text/html"),
    ],
    ids=range(7),
)
async def test_an_answer_that_breaks_the_contract_is_a_500_and_says_where(
    app: Any, shop: Shop, value: Any, message: str
) -> None:
    shop.answer = value
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://shop.test") as client:
        with pytest.raises(ContractBroken) as raised:
            await client.get(f"/customers/{ID}")
    assert str(raised.value).startswith(message)
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://shop.test") as client:
        answer = await client.get(f"/customers/{ID}")
    assert answer.json() == {"type": "about:blank", "title": "Internal Server Error", "status": 500}


async def test_verification_can_be_left_out(shop: Shop) -> None:
    shop.answer = _renamed()
    app = application(CONTRACT, [shop_router(lambda: shop)], settings=Settings(verify=False))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://shop.test") as client:
        assert (await client.get(f"/customers/{ID}")).json()["email"] == 7


async def test_content_where_none_is_declared_breaks_the_contract(app: Any, shop: Shop) -> None:
    shop.answer = Reply(CUSTOMER, status=204)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://shop.test") as client:
        with pytest.raises(ContractBroken, match="deleteCustomer answered 204: the contract declares no content"):
            await client.delete(f"/customers/{ID}")


# ── refusals ──────────────────────────────────────────────────────────────────


class Refusing(Shop):
    def __init__(self, refusal: Refusal) -> None:
        super().__init__()
        self.refusal = refusal

    async def get_customer(self, *, customer_id: UUID) -> Any:
        raise self.refusal


async def _refused(refusal: Refusal, method: str = "GET") -> httpx.Response:
    router = Router(lambda: Refusing(refusal), {GET: ShopService.get_customer})
    transport = httpx.ASGITransport(app=application(CONTRACT, [router]))
    async with httpx.AsyncClient(transport=transport, base_url="http://shop.test") as client:
        return await client.request(method, f"/customers/{ID}")


async def test_a_refusal_without_body_is_a_problem_document() -> None:
    answer = await _refused(Refusal(404, detail="There is no such customer.", headers={"X-A": "1"}))
    assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")
    assert answer.headers["x-a"] == "1"
    assert answer.json() == {
        "type": "about:blank",
        "title": "Not Found",
        "status": 404,
        "detail": "There is no such customer.",
    }


async def test_a_refusal_has_the_body_that_the_contract_declares() -> None:
    body = Problem(type="https://shop.example.com/gone", title="Gone", status=404)
    answer = await _refused(Refusal(404, body))
    assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")
    assert answer.json() == {"type": "https://shop.example.com/gone", "title": "Gone", "status": 404}


async def test_a_refusal_may_have_a_status_that_the_contract_does_not_declare() -> None:
    answer = await _refused(
        Refusal(451, Problem(type="a", title="b", status=451), content_type="application/problem+json")
    )
    assert (answer.status_code, answer.headers["content-type"]) == (451, "application/problem+json")
    assert (await _refused(Refusal(304))).content == b""


async def test_a_refusal_with_another_body_than_declared_breaks_the_contract() -> None:
    with pytest.raises(ContractBroken, match="/title"):
        await _refused(Refusal(404, {"type": "a", "status": 404}))
