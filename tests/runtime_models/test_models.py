"""A model is a JSON object of a contract: absent and null differ, wire names rule, nothing is lost."""

from __future__ import annotations

import copy
import pickle
from typing import Annotated, Any, Literal

import pytest
from pydantic import ConfigDict, Field, ValidationError

from trivet.runtime import Model, Omittable, adapter


class Customer(Model):
    id: str
    company: str | None
    phone: str | None = None
    language: Omittable[Literal["de", "en"]] = None
    json_: Annotated[Omittable[str], Field(alias="json")] = None
    limit: int = 10


class Closed(Model):
    model_config = ConfigDict(extra="forbid")
    id: str


class Counts(Model):
    __pydantic_extra__: dict[str, int] = Field(init=False)
    total: int


class Parent(Model):
    child: Customer
    parent: Parent | None = None


def test_absent_and_null_are_told_apart() -> None:
    absent = Customer(id="a", company=None)
    null = Customer(id="a", company=None, phone=None)
    assert absent.phone is None
    assert null.phone is None
    assert adapter(Customer).dump(absent) == {"id": "a", "company": None}
    assert adapter(Customer).dump(null) == {"id": "a", "company": None, "phone": None}


def test_required_and_nullable_must_be_there() -> None:
    with pytest.raises(ValidationError, match="Field required"):
        adapter(Customer).read({"id": "a"})


def test_omittable_refuses_null() -> None:
    for name, value in {"language": None, "json": None}.items():
        with pytest.raises(ValidationError):
            adapter(Customer).read({"id": "a", "company": None, name: value})


def test_a_contract_default_is_seen_but_not_sent() -> None:
    customer = Customer(id="a", company=None)
    assert customer.limit == 10
    assert "limit" not in adapter(Customer).dump(customer)


def test_models_are_made_by_python_name_or_wire_name() -> None:
    by_wire: dict[str, Any] = {"json": "x"}
    assert Customer(id="a", company=None, json_="x") == Customer(id="a", company=None, **by_wire)
    assert Customer(id="a", company=None, json_="x").model_dump(exclude_unset=True)["json"] == "x"


def test_the_wire_knows_wire_names_only() -> None:
    read = adapter(Customer).read_json(b'{"id": "a", "company": null, "json_": "x"}')
    assert read.json_ is None
    assert read.model_extra == {"json_": "x"}


def test_unknown_properties_are_kept() -> None:
    read = adapter(Customer).read({"id": "a", "company": None, "new": {"deep": [None]}})
    assert read.model_extra == {"new": {"deep": [None]}}
    assert adapter(Customer).dump(read)["new"] == {"deep": [None]}


def test_a_closed_object_refuses_unknown_properties() -> None:
    with pytest.raises(ValidationError, match="Extra inputs are not permitted"):
        adapter(Closed).read({"id": "a", "new": 1})


def test_typed_additional_properties_are_exact() -> None:
    assert adapter(Counts).read({"total": 1, "de": 1.0}).model_extra == {"de": 1}
    with pytest.raises(ValidationError):
        adapter(Counts).read({"total": 1, "de": "1"})


def test_a_model_can_hold_itself() -> None:
    value = {"child": {"id": "a", "company": None}, "parent": {"child": {"id": "b", "company": "c"}}}
    assert adapter(Parent).dump(adapter(Parent).read(value)) == value
    with pytest.raises(ValidationError) as error:
        adapter(Parent).read({**value, "parent": {"child": {"id": 5, "company": None}}})
    assert error.value.errors()[0]["loc"] == ("parent", "child", "id")


def test_instances_pass_as_they_are() -> None:
    child = Customer(id="a", company=None)
    assert Parent(child=child).child is child


def test_subclasses_are_exact_too() -> None:
    class Special(Customer):
        rank: int

    with pytest.raises(ValidationError):
        Special(id="a", company=None, rank=True)
    assert Special(id="a", company=None, rank=1).rank == 1


def test_repr_shows_what_was_set() -> None:
    customer = adapter(Customer).read({"id": "a", "company": None, "new": 1})
    assert repr(customer) == "Customer(id='a', company=None, new=1)"


def test_copies_and_pickles_are_equal_and_keep_what_was_set() -> None:
    customer = adapter(Customer).read({"id": "a", "company": None, "new": 1})
    for other in (pickle.loads(pickle.dumps(customer)), copy.deepcopy(customer), customer.model_copy()):
        assert other == customer
        assert other.model_fields_set == {"id", "company", "new"}


def test_changing_a_property_sets_it() -> None:
    customer = Customer(id="a", company=None)
    customer.phone = "1"
    assert adapter(Customer).dump(customer)["phone"] == "1"
