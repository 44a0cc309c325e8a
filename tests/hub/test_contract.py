"""What the server enforces is what it publishes."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import quote
from uuid import uuid4

import httpx
import pytest
import yaml

_CONTRACT = Path(__file__).parents[2] / "contracts" / "hub" / "openapi.yaml"


def _ada() -> dict[str, Any]:
    """Somebody whom no other test has created."""
    return {"email": f"{uuid4()}@example.com", "name": "Ada"}


def test_the_published_contract_is_the_one_in_contracts(shared: httpx.Client) -> None:
    published = shared.get("/openapi.json")
    written = yaml.safe_load(_CONTRACT.read_text(encoding="utf-8"))
    assert published.headers["ETag"]
    assert published.json()["paths"].keys() == written["paths"].keys()
    assert published.json()["info"] == written["info"]


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"email": "ada"}, "/email"),
        ({"email": "ada@example.com\n"}, "/email"),
        ({"email": "a" * 250 + "@b.de"}, "/email"),
        ({"email": None}, "/email"),
        ({"name": ""}, "/name"),
        ({"name": " Ada"}, "/name"),
        ({"name": "A\u0000da"}, "/name"),
        ({"name": "A\nda"}, "/name"),
        ({"name": "x" * 201}, "/name"),
        ({"name": 7}, "/name"),
        ({"language": "es"}, "/language"),
        ({"language": None}, "/language"),
        ({"phone": "0123"}, "/phone"),
        ({"status": "active"}, "/status"),
        ({"external_ids": {"stripe": None}}, "/external_ids/stripe"),
        ({"external_ids": {"stripe": "two words"}}, "/external_ids/stripe"),
        ({"external_ids": {"acme": "1"}}, "/external_ids/acme"),
    ],
)
def test_a_body_that_breaks_the_contract_is_refused_where_it_does(
    shared: httpx.Client, change: dict[str, Any], pointer: str
) -> None:
    response = shared.post("/v1/customers", json={**_ada(), **change})
    assert response.status_code == 422
    assert [error["pointer"] for error in response.json()["errors"]] == [pointer]


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("limit=0", "limit"),
        ("limit=101", "limit"),
        ("limit=1.5", "limit"),
        ("limit=", "limit"),
        ("limit=1&limit=2", "limit"),
        ("cursor=short", "cursor"),
        ("cursor=" + 32 * "%2B", "cursor"),
        ("email=x", "email"),
        ("company=", "company"),
        ("company=%00", "company"),
        ("status=gone", "status"),
        ("created[after]=yesterday", "created"),
        ("created[after]=2026-01-01T00:00:00", "created"),
        ("created[since]=2026-01-01T00:00:00Z", "created"),
    ],
)
def test_a_parameter_that_breaks_the_contract_is_refused_by_name(
    shared: httpx.Client, query: str, parameter: str
) -> None:
    response = shared.get(f"/v1/customers?{query}")
    assert response.status_code == 422
    assert {error["parameter"].partition("[")[0] for error in response.json()["errors"]} == {parameter}


@pytest.mark.parametrize(
    "moment", ["0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59.999999-23:59", "2026-01-01T00:00:00.123456789+16:00"]
)
def test_the_ends_of_time_can_be_asked_for(shared: httpx.Client, moment: str) -> None:
    response = shared.get(f"/v1/customers?created[after]={quote(moment)}&created[before]={quote(moment)}")
    assert (response.status_code, response.json()) == (200, {"items": [], "next_cursor": None})


@pytest.mark.parametrize("cursor", [32 * "_", 32 * "A", 32 * "-"])
def test_every_cursor_of_the_right_form_is_a_place_in_the_list(shared: httpx.Client, cursor: str) -> None:
    assert shared.get(f"/v1/customers?cursor={cursor}").status_code == 200


@pytest.mark.parametrize("content", [b"{", b'{"a": NaN}', b'"\xff"', b"{} {}"])
def test_a_body_that_is_not_json_is_malformed(shared: httpx.Client, content: bytes) -> None:
    response = shared.post("/v1/customers", content=content, headers={"Content-Type": "application/json"})
    assert (response.status_code, response.json()["status"]) == (400, 400)


def test_a_body_that_is_missing_is_refused(shared: httpx.Client) -> None:
    assert shared.post("/v1/customers", headers={"Content-Type": "application/json"}).status_code == 422


@pytest.mark.parametrize(
    ("method", "media_type"),
    [("POST", "text/plain"), ("POST", "application/merge-patch+json"), ("PATCH", "application/json")],
)
def test_a_body_of_another_media_type_is_refused(shared: httpx.Client, method: str, media_type: str) -> None:
    made = shared.post("/v1/customers", json=_ada()).headers["Location"]
    path = made if method == "PATCH" else "/v1/customers"
    assert shared.request(method, path, content=b"{}", headers={"Content-Type": media_type}).status_code == 415


def test_a_body_over_the_limit_is_refused(shared: httpx.Client) -> None:
    body = b'{"name": "' + 1_048_576 * b"x" + b'"}'
    response = shared.post("/v1/customers", content=body, headers={"Content-Type": "application/json"})
    assert response.status_code == 413


def test_a_new_customer_is_where_the_location_says(shared: httpx.Client) -> None:
    response = shared.post("/v1/customers", json=_ada())
    assert response.status_code == 201
    assert shared.get(response.headers["Location"]).json() == response.json()


def test_a_new_note_is_where_the_location_says(shared: httpx.Client) -> None:
    customer = shared.post("/v1/customers", json=_ada()).headers["Location"]
    response = shared.post(f"{customer}/notes", json={"author": "C", "text": "x"})
    assert response.status_code == 201
    assert shared.get(response.headers["Location"]).json() == response.json()


def test_an_unknown_method_is_told_which_are_known(shared: httpx.Client) -> None:
    response = shared.put("/v1/customers")
    assert (response.status_code, response.headers["Allow"]) == (405, "GET, POST")


def test_responses_hold_every_property_that_the_contract_requires(shared: httpx.Client) -> None:
    made = shared.post("/v1/customers", json=_ada()).json()
    assert made.keys() == {
        *("id", "email", "name", "company", "phone", "language", "status"),
        *("external_ids", "created_at", "updated_at"),
    }
    assert made["external_ids"] == {}
