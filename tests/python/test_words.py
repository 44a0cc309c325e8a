"""Python names are made of the words of wire names, the same way every time."""

from __future__ import annotations

import keyword

import pytest
from hypothesis import given, strategies as st

from trivet_codegen.python.words import constant, is_plural, ordinal, pascal, singular, snake


@pytest.mark.parametrize(
    ("wire", "expected"),
    [
        ("customerId", "customer_id"),
        ("CustomerID", "customer_id"),
        ("HTTPError", "http_error"),
        ("X-Request-Id", "x_request_id"),
        ("sha256", "sha256"),
        ("address_1", "address_1"),
        ("+1", "plus_1"),
        ("-1", "minus_1"),
        ("@type", "type"),
        ("class", "class_"),
        ("2fa_enabled", "n_2fa_enabled"),
        ("GetCustomersCustomer", "get_customers_customer"),
        ("IDs", "ids"),
        ("", "empty"),
        ("$", "dollar"),
    ],
)
def test_snake_case_of_a_wire_name(wire: str, expected: str) -> None:
    assert snake(wire) == expected


@pytest.mark.parametrize(
    ("wire", "expected"),
    [
        ("account_link", "AccountLink"),
        ("HTTPError", "HTTPError"),
        ("nullable-simple-user", "NullableSimpleUser"),
        ("404", "N404"),
    ],
)
def test_pascal_case_of_a_schema_name(wire: str, expected: str) -> None:
    assert pascal(wire) == expected


def test_constants_are_upper_case() -> None:
    assert constant("getCustomer") == "GET_CUSTOMER"


def test_a_long_name_keeps_its_first_and_last_words_whole() -> None:
    long = " ".join(["customer", *["address"] * 20, "postal", "code"])
    assert pascal(long) == "Customer" + "Address" * 6 + "X3c6fdaAddressAddressPostalCode"
    assert snake(long) == "customer" + "_address" * 5 + "_x03f2c1_address_address_postal_code"


@given(st.text(max_size=300))
def test_every_text_gives_an_identifier_of_bounded_length(text: str) -> None:
    for name in (snake(text), pascal(text)):
        assert name.isidentifier()
        assert not keyword.iskeyword(name)
        assert not name.startswith("_")
        assert len(name) <= 100


@pytest.mark.parametrize(
    ("plural", "one"),
    [
        ("lines", "line"),
        ("addresses", "address"),
        ("policies", "policy"),
        ("boxes", "box"),
        ("caches", "cache"),
        ("status", "status"),
        ("People", "Person"),
    ],
)
def test_singular_of_nouns(plural: str, one: str) -> None:
    assert singular(plural) == one


def test_a_word_that_is_no_plural_is_told() -> None:
    assert is_plural("invoices")
    assert not is_plural("address")


@pytest.mark.parametrize(
    ("index", "word"),
    [(0, "first"), (10, "eleventh"), (18, "nineteenth"), (19, "twentieth"), (20, "twenty_first"), (98, "ninety_ninth")],
)
def test_places_in_a_row_have_words(index: int, word: str) -> None:
    assert ordinal(index) == word


def test_no_two_places_in_a_row_have_the_same_word() -> None:
    assert len({ordinal(index) for index in range(300)}) == 300
