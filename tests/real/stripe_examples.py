"""Requests that Stripe's reference documentation shows, as facts: method, address, and decoded pairs."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

API = "https://api.stripe.com"
FILES = "https://files.stripe.com"


@dataclass(frozen=True)
class Example:
    """`operation` and `arguments` are what a caller says; the rest is what the documentation sends."""

    about: str
    operation: tuple[str, str]
    arguments: dict[str, Any]
    url: str
    query: tuple[tuple[str, str], ...] = ()
    form: tuple[tuple[str, str], ...] = ()
    headers: dict[str, str] = field(default_factory=dict)


EXAMPLES = (
    Example(
        "create a customer",
        ("POST", "/v1/customers"),
        {"body": {"name": "Jenny Rosen", "email": "jennyrosen@example.com"}},
        f"{API}/v1/customers",
        form=(("name", "Jenny Rosen"), ("email", "jennyrosen@example.com")),
    ),
    Example(
        "update a customer's metadata",
        ("POST", "/v1/customers/{customer}"),
        {"customer": "cus_NffrFeUfNV2Hib", "body": {"metadata": {"order_id": "6735"}}},
        f"{API}/v1/customers/cus_NffrFeUfNV2Hib",
        form=(("metadata[order_id]", "6735"),),
    ),
    Example(
        "unset a customer's metadata",
        ("POST", "/v1/customers/{customer}"),
        {"customer": "cus_NffrFeUfNV2Hib", "body": {"metadata": ""}},
        f"{API}/v1/customers/cus_NffrFeUfNV2Hib",
        form=(("metadata", ""),),
    ),
    Example(
        "retrieve a customer",
        ("GET", "/v1/customers/{customer}"),
        {"customer": "cus_NffrFeUfNV2Hib"},
        f"{API}/v1/customers/cus_NffrFeUfNV2Hib",
    ),
    Example(
        "list customers",
        ("GET", "/v1/customers"),
        {"limit": 3},
        f"{API}/v1/customers",
        query=(("limit", "3"),),
    ),
    Example(
        "delete a customer",
        ("DELETE", "/v1/customers/{customer}"),
        {"customer": "cus_NffrFeUfNV2Hib"},
        f"{API}/v1/customers/cus_NffrFeUfNV2Hib",
    ),
    Example(
        "search customers",
        ("GET", "/v1/customers/search"),
        {"query": "name:'Jane Doe' AND metadata['foo']:'bar'"},
        f"{API}/v1/customers/search",
        query=(("query", "name:'Jane Doe' AND metadata['foo']:'bar'"),),
    ),
    Example(
        "create a payment intent",
        ("POST", "/v1/payment_intents"),
        {"body": {"amount": 2000, "currency": "usd", "automatic_payment_methods": {"enabled": True}}},
        f"{API}/v1/payment_intents",
        form=(("amount", "2000"), ("currency", "usd"), ("automatic_payment_methods[enabled]", "true")),
    ),
    Example(
        "confirm a payment intent",
        ("POST", "/v1/payment_intents/{intent}/confirm"),
        {
            "intent": "pi_3MtweELkdIwHu7ix0Dt0gF2H",
            "body": {"payment_method": "pm_card_visa", "return_url": "https://www.example.com"},
        },
        f"{API}/v1/payment_intents/pi_3MtweELkdIwHu7ix0Dt0gF2H/confirm",
        form=(("payment_method", "pm_card_visa"), ("return_url", "https://www.example.com")),
    ),
    Example(
        "capture a payment intent",
        ("POST", "/v1/payment_intents/{intent}/capture"),
        {"intent": "pi_3MrPBM2eZvKYlo2C1TEMacFD"},
        f"{API}/v1/payment_intents/pi_3MrPBM2eZvKYlo2C1TEMacFD/capture",
    ),
    Example(
        "create a subscription",
        ("POST", "/v1/subscriptions"),
        {"body": {"customer": "cus_Na6dX7aXxi11N4", "items": [{"price": "price_1MowQULkdIwHu7ixraBm864M"}]}},
        f"{API}/v1/subscriptions",
        form=(("customer", "cus_Na6dX7aXxi11N4"), ("items[0][price]", "price_1MowQULkdIwHu7ixraBm864M")),
    ),
    Example(
        "create a price",
        ("POST", "/v1/prices"),
        {
            "body": {
                "currency": "usd",
                "unit_amount": 1000,
                "recurring": {"interval": "month"},
                "product_data": {"name": "Gold Plan"},
            }
        },
        f"{API}/v1/prices",
        form=(
            ("currency", "usd"),
            ("unit_amount", "1000"),
            ("recurring[interval]", "month"),
            ("product_data[name]", "Gold Plan"),
        ),
    ),
    Example(
        "create a checkout session",
        ("POST", "/v1/checkout/sessions"),
        {
            "body": {
                "success_url": "https://example.com/success",
                "line_items": [{"price": "price_1MotwRLkdIwHu7ixYcPLm5uZ", "quantity": 2}],
                "mode": "payment",
            }
        },
        f"{API}/v1/checkout/sessions",
        form=(
            ("success_url", "https://example.com/success"),
            ("line_items[0][price]", "price_1MotwRLkdIwHu7ixYcPLm5uZ"),
            ("line_items[0][quantity]", "2"),
            ("mode", "payment"),
        ),
    ),
    Example(
        "expand parts of a charge",
        ("GET", "/v1/charges/{charge}"),
        {"charge": "ch_3LmzzQ2eZvKYlo2C0XjzUzJV", "expand": ["customer", "invoice.subscription"]},
        f"{API}/v1/charges/ch_3LmzzQ2eZvKYlo2C0XjzUzJV",
        query=(("expand[]", "customer"), ("expand[]", "invoice.subscription")),
    ),
    Example(
        "expand on creation",
        ("POST", "/v1/refunds"),
        {"body": {"charge": "ch_1NirD82eZvKYlo2CIvbtLWuY", "expand": ["charge"]}},
        f"{API}/v1/refunds",
        form=(("charge", "ch_1NirD82eZvKYlo2CIvbtLWuY"), ("expand[]", "charge")),
    ),
    Example(
        "list charges of a time",
        ("GET", "/v1/charges"),
        {"created": {"gte": 1704067200, "lt": 1706745600}, "limit": 3},
        f"{API}/v1/charges",
        query=(("created[gte]", "1704067200"), ("created[lt]", "1706745600"), ("limit", "3")),
    ),
    Example(
        "list charges of a moment",
        ("GET", "/v1/charges"),
        {"created": 1704067200},
        f"{API}/v1/charges",
        query=(("created", "1704067200"),),
    ),
    Example(
        "list events of some types",
        ("GET", "/v1/events"),
        {"types": ["charge.succeeded", "charge.failed"]},
        f"{API}/v1/events",
        query=(("types[]", "charge.succeeded"), ("types[]", "charge.failed")),
    ),
    Example(
        "create a webhook endpoint",
        ("POST", "/v1/webhook_endpoints"),
        {
            "body": {
                "enabled_events": ["charge.succeeded", "charge.failed"],
                "url": "https://example.com/my/webhook/endpoint",
            }
        },
        f"{API}/v1/webhook_endpoints",
        form=(
            ("enabled_events[]", "charge.succeeded"),
            ("enabled_events[]", "charge.failed"),
            ("url", "https://example.com/my/webhook/endpoint"),
        ),
    ),
    Example(
        "create a coupon",
        ("POST", "/v1/coupons"),
        {"body": {"duration": "repeating", "duration_in_months": 3, "percent_off": 25.5}},
        f"{API}/v1/coupons",
        form=(("duration", "repeating"), ("duration_in_months", "3"), ("percent_off", "25.5")),
    ),
    Example(
        "create an account that can be paid",
        ("POST", "/v1/accounts"),
        {
            "body": {
                "type": "custom",
                "country": "US",
                "email": "jenny.rosen@example.com",
                "capabilities": {"card_payments": {"requested": True}, "transfers": {"requested": True}},
            }
        },
        f"{API}/v1/accounts",
        form=(
            ("type", "custom"),
            ("country", "US"),
            ("email", "jenny.rosen@example.com"),
            ("capabilities[card_payments][requested]", "true"),
            ("capabilities[transfers][requested]", "true"),
        ),
    ),
    Example(
        "create a transfer once",
        ("POST", "/v1/transfers"),
        {
            "body": {
                "amount": 400,
                "currency": "usd",
                "destination": "acct_1MTfjCQ9PRzxEwkZ",
                "transfer_group": "ORDER_95",
            }
        },
        f"{API}/v1/transfers",
        form=(
            ("amount", "400"),
            ("currency", "usd"),
            ("destination", "acct_1MTfjCQ9PRzxEwkZ"),
            ("transfer_group", "ORDER_95"),
        ),
        headers={"Idempotency-Key": "KG5LxwFBepaKHyUD", "Stripe-Account": "acct_1032D82eZvKYlo2C"},
    ),
    Example("retrieve the balance", ("GET", "/v1/balance"), {}, f"{API}/v1/balance"),
)
