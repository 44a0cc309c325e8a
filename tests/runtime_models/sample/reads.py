"""How generated models read for type checkers; checked by both, never imported."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any, Literal, assert_type

from pydantic import Field

from trivet.runtime import (
    AwareDatetime,
    DecimalNumber,
    Deviation,
    Int32,
    Model,
    Omittable,
    OneOf,
    Tagged,
    Unique,
    adapter,
)


class Cat(Model):
    kind: str


class Dog(Model):
    kind: str


Pet = Annotated[Cat | Dog, Tagged("kind", ("cat",), ("dog",))]


class Customer(Model):
    id: str
    company: str | None
    language: Omittable[Literal["de", "en"]] = None
    json_: Annotated[Omittable[str], Field(alias="json")] = None
    pet: Omittable[Pet] = None
    size: Annotated[Omittable[Int32], Field(ge=1)] = None
    price: Omittable[DecimalNumber] = None
    tags: Annotated[Omittable[list[str]], Unique()] = None
    odd: Annotated[Any, OneOf(1.5, None)] = None
    at: AwareDatetime | None = None
    limit: int = 10


class Counts(Model):
    __pydantic_extra__: dict[str, int] = Field(init=False)
    total: int


customer = Customer(id="a", company=None, json_="x", language="de", size=5)
counts = Counts(total=1)
assert_type(counts.__pydantic_extra__, dict[str, int])
assert_type(customer.language, Literal["de", "en"] | None)
assert_type(customer.json_, str | None)
assert_type(customer.pet, Cat | Dog | None)
assert_type(customer.size, int | None)
assert_type(customer.price, Decimal | None)
assert_type(customer.tags, list[str] | None)
assert_type(adapter(Customer).read_json(b""), Customer)
assert_type(adapter(list[Customer]).read_json(b""), list[Customer])
read: tuple[Customer, list[Deviation]] = adapter(Customer).read_tolerant(b"")
anything: Any = adapter(Cat | Dog).read(None)
