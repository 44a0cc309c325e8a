"""A small API as the generator writes it, and a service that answers it: what the server's tests drive."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable
from typing import Annotated, Any, Literal, Protocol
from uuid import UUID

from pydantic import ConfigDict, Field

from trivet.runtime import (
    Binary,
    Body,
    Cookie,
    Encoding,
    Header,
    Model,
    Omittable,
    Operation,
    Path,
    Query,
    Tagged,
    Upload,
)
from trivet_server import Reply, Router

# ── models ────────────────────────────────────────────────────────────────────


class Cat(Model):
    pet_type: Annotated[Literal["cat"], Field(alias="petType")]
    lives: int


class Dog(Model):
    pet_type: Annotated[Literal["dog"], Field(alias="petType")]
    name: str


class NewCustomer(Model):
    model_config = ConfigDict(extra="forbid")

    email: Annotated[str, Field(max_length=32)]
    company: str | None = None
    age: Omittable[int] = None
    score: Omittable[float] = None
    pet: Annotated[Omittable[Annotated[Cat | Dog, Tagged("petType", ("cat",), ("dog",))]], Field()] = None
    labels: Omittable[list[str]] = None
    json_: Annotated[Omittable[str], Field(alias="json")] = None
    parent: Omittable[NewCustomer] = None


class Customer(Model):
    id: UUID
    email: str
    company: str | None = None


class Range(Model):
    after: Omittable[int] = None
    before: Omittable[int] = None


class Problem(Model):
    type: str
    title: str
    status: int
    detail: Omittable[str] = None


class Photo(Model):
    caption: str
    size: Omittable[int] = None
    tags: Omittable[list[str]] = None
    range: Omittable[Range] = None
    file: Omittable[Binary] = None


class Login(Model):
    user: str
    remember: Omittable[bool] = None


# ── operations ────────────────────────────────────────────────────────────────

_PROBLEM: dict[str, Callable[[], Any]] = {"application/problem+json": lambda: Problem}

LIST: Operation[Any] = Operation(
    "GET",
    "/customers",
    id="listCustomers",
    parameters=(
        Query("limit", lambda: Annotated[int, Field(ge=1, le=100)]),
        Query("created", lambda: Range, style="deepObject"),
        Query("sort_by", lambda: list[str], wire="sortBy", explode=False),
        Header("if_match", lambda: str, wire="If-Match"),
        Cookie("session", lambda: str),
        Query("filter", lambda: Range, media_type="application/json"),
    ),
    responses={"200": {"application/json": lambda: list[Customer]}, "422": _PROBLEM},
)
CREATE: Operation[Any] = Operation(
    "POST",
    "/customers",
    id="createCustomer",
    body=Body({"application/json": lambda: NewCustomer}, required=True),
    responses={"201": {"application/json": lambda: Customer}, "409": _PROBLEM},
)
GET: Operation[Any] = Operation(
    "GET",
    "/customers/{customer_id}",
    id="getCustomer",
    parameters=(Path("customer_id", lambda: UUID),),
    responses={"200": {"application/json": lambda: Customer}, "404": _PROBLEM},
)
ME: Operation[Any] = Operation(
    "GET", "/customers/me", id="getMe", responses={"200": {"application/json": lambda: Customer}}
)
DELETE: Operation[Any] = Operation(
    "DELETE",
    "/customers/{id}",
    id="deleteCustomer",
    parameters=(Path("id_", lambda: UUID, wire="id"),),
    responses={"204": {}, "202": {"application/json": lambda: Customer}},
)
CANCEL: Operation[Any] = Operation(
    "POST",
    "/jobs/{id}:cancel",
    id="cancelJob",
    parameters=(Path("id_", lambda: str, wire="id"),),
    responses={"200": {"text/plain": lambda: str}},
)
JOB: Operation[Any] = Operation(
    "POST",
    "/jobs/{id}",
    id="startJob",
    parameters=(Path("id_", lambda: str, wire="id"),),
    responses={"200": {"text/plain": lambda: str}},
)
FILE: Operation[Any] = Operation(
    "GET",
    "/{api-version}/files/{name}.{kind}",
    id="getFile",
    parameters=(
        Path("api_version", lambda: str, wire="api-version"),
        Path("name", lambda: str),
        Path("kind", lambda: Literal["txt", "gz"]),
    ),
    responses={"200": {"application/json": lambda: dict[str, str], "text/csv": lambda: str}},
)
UPLOAD: Operation[Any] = Operation(
    "POST",
    "/photos",
    id="uploadPhoto",
    body=Body(
        {
            "multipart/form-data": lambda: Photo,
            "application/octet-stream": lambda: Binary,
            "text/plain": lambda: str,
        },
        encodings={"multipart/form-data": {"range": Encoding(content_type="application/json")}},
    ),
    responses={"200": {"application/json": lambda: Any}},
)
LOGIN: Operation[Any] = Operation(
    "POST",
    "/login",
    id="login",
    body=Body({"application/x-www-form-urlencoded": lambda: Login, "application/json": lambda: Login}, required=True),
    responses={"200": {"application/json": lambda: Login}, "400": _PROBLEM},
)
EXPORT: Operation[Any] = Operation(
    "GET",
    "/export",
    id="export",
    responses={"200": {"text/csv": lambda: str, "application/json": lambda: list[Customer]}},
)


class ShopService(Protocol):
    """What the server must be able to do."""

    async def list_customers(
        self,
        *,
        limit: int | None = None,
        created: Range | None = None,
        sort_by: list[str] | None = None,
        if_match: str | None = None,
        session: str | None = None,
        filter: Range | None = None,
    ) -> list[Customer] | Reply[list[Customer]]: ...
    async def create_customer(self, *, body: NewCustomer) -> Customer | Reply[Customer]: ...
    async def get_customer(self, *, customer_id: UUID) -> Customer: ...
    async def get_me(self) -> Customer: ...
    async def delete_customer(self, *, id_: UUID) -> Customer | None: ...
    async def cancel_job(self, *, id_: str) -> str: ...
    async def start_job(self, *, id_: str) -> str: ...
    async def get_file(self, *, api_version: str, name: str, kind: Literal["txt", "gz"]) -> Any: ...
    async def upload_photo(self, *, body: Photo | Upload | str | None = None) -> Any: ...
    async def login(self, *, body: Login) -> Login: ...
    async def export(self) -> Any: ...


def shop_router(service: Callable[..., ShopService] | Any) -> Router:
    return Router(
        service,
        {
            GET: ShopService.get_customer,
            DELETE: ShopService.delete_customer,
            LIST: ShopService.list_customers,
            CREATE: ShopService.create_customer,
            ME: ShopService.get_me,
            JOB: ShopService.start_job,
            CANCEL: ShopService.cancel_job,
            FILE: ShopService.get_file,
            UPLOAD: ShopService.upload_photo,
            LOGIN: ShopService.login,
            EXPORT: ShopService.export,
        },
    )


CUSTOMER = Customer(id=UUID(int=1), email="ada@example.com")


class Shop:
    """Answers every operation, and keeps what it was last asked."""

    def __init__(self) -> None:
        self.asked: dict[str, Any] = {}
        self.answer: Any = CUSTOMER

    async def list_customers(self, **asked: Any) -> Any:
        self.asked = asked
        return [self.answer] if isinstance(self.answer, Customer) else self.answer

    async def create_customer(self, *, body: NewCustomer) -> Any:
        self.asked = {"body": body}
        return self.answer

    async def get_customer(self, *, customer_id: UUID) -> Any:
        self.asked = {"customer_id": customer_id}
        return self.answer

    async def get_me(self) -> Any:
        self.asked = {"me": True}
        return self.answer

    async def delete_customer(self, *, id_: UUID) -> Any:
        self.asked = {"id_": id_}
        return self.answer

    async def cancel_job(self, *, id_: str) -> str:
        return f"cancelled {id_}"

    async def start_job(self, *, id_: str) -> str:
        return f"started {id_}"

    async def get_file(self, **asked: str) -> Any:
        return asked if isinstance(self.answer, Customer) else self.answer

    async def upload_photo(self, *, body: Photo | Upload | str | None = None) -> Any:
        match body:
            case Upload():
                return {"upload": body.read().decode("latin-1"), "type": body.media_type}
            case Photo():
                file = body.file.read().decode("latin-1") if body.file else None
                name = body.file.filename if body.file else None
                rest = body.model_dump(mode="json", exclude_unset=True, exclude={"file"})
                return {**rest, "file": file, "name": name}
            case _:
                return {"text": body}

    async def login(self, *, body: Login) -> Login:
        return body

    async def export(self) -> Any:
        return [self.answer] if isinstance(self.answer, Customer) else self.answer


async def lines() -> AsyncIterator[str]:
    yield "id,email\n"
    yield "1,ada@example.com\n"


CONTRACT = json.dumps(
    {
        "openapi": "3.1.1",
        "info": {"title": "Shop & <co>", "version": "3"},
        "servers": [{"url": "https://shop.example.com"}],
        "paths": {
            "/customers/{customer_id}": {
                "get": {
                    "operationId": "getCustomer",
                    "summary": "One customer.",
                    "parameters": [
                        {"name": "customer_id", "in": "path", "required": True, "schema": {"type": "string"}}
                    ],
                    "responses": {"200": {"description": "The customer."}},
                }
            }
        },
    },
    indent=1,
).encode()
