"""Dates, times, durations, decimals and big integers go out and come back unchanged, wherever they travel."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from hypothesis import assume, given, strategies as st

from tests.wire.contracts import document, operation, parameter
from tests.wire.pair import Pair, generated
from tests.wire.values import bounded
from trivet.runtime import InvalidRequest

LOCATIONS = ("path", "query", "header", "cookie")
SCHEMAS: Mapping[str, Any] = {
    "instant": {"type": "string", "format": "date-time"},
    "day": {"type": "string", "format": "date"},
    "clock": {"type": "string", "format": "time"},
    "span": {"type": "string", "format": "duration"},
    "price": {"type": "string", "format": "decimal"},
    "id": {"type": "string", "format": "uuid"},
    "big": {"type": "integer"},
    "share": {"type": "number"},
    "sure": {"type": "boolean"},
}
OFFSETS = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
VALUES: Mapping[str, st.SearchStrategy[Any]] = {
    "instant": st.datetimes(min_value=datetime(2, 1, 1), max_value=datetime(9998, 1, 1), timezones=OFFSETS),
    "day": st.dates(),
    "clock": st.times(timezones=OFFSETS),
    "span": st.timedeltas(timedelta(0), timedelta(days=3000)),
    "price": st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**20), max_value=10**20),
    "id": st.uuids(),
    "big": st.integers(-(10**40), 10**40),
    "share": st.floats(allow_nan=False, allow_infinity=False),
    "sure": st.booleans(),
}


def contract() -> dict[str, Any]:
    paths: dict[str, Any] = {}
    for location in LOCATIONS:
        for name, schema in SCHEMAS.items():
            id = f"{location}{name.capitalize()}"
            path = f"/{id}/{{p}}" if location == "path" else f"/{id}"
            paths[path] = {"get": operation(id, parameter(location, schema))}
    everything = {"schema": {"$ref": "#/components/schemas/Everything"}}
    contents = {"application/json": everything, "application/x-www-form-urlencoded": everything}
    for id, media_type in [("json", "application/json"), ("form", "application/x-www-form-urlencoded")]:
        answer = {"200": {"description": "x", "content": {"application/json": everything}}}
        body = {"required": True, "content": {media_type: contents[media_type]}}
        paths[f"/{id}"] = {"post": operation(id, requestBody=body, responses=answer)}
    return document(paths, {"Everything": {"type": "object", "properties": dict(SCHEMAS)}})


@pytest.fixture(scope="module", params=["sync", "async"])
def pair(request: pytest.FixtureRequest) -> Pair:
    return Pair(generated(contract()), request.param)


def same(one: Any, other: Any) -> bool:
    """Equality that tells 1.10 from 1.1, offsets apart, and 0.0 from -0.0 not."""
    if isinstance(one, Decimal):
        return bool(one == other) and type(other) is Decimal and str(one) == str(other)
    return (
        bool(one == other)
        and type(one) is type(other)
        and getattr(one, "utcoffset", Decimal)() == getattr(other, "utcoffset", Decimal)()
    )


@pytest.mark.parametrize("location", LOCATIONS)
@pytest.mark.parametrize("name", SCHEMAS)
@bounded
@given(data=st.data())
def test_a_parameter_comes_back_unchanged(pair: Pair, name: str, location: str, data: st.DataObject) -> None:
    value = data.draw(VALUES[name])
    pair.call(f"{location}{name.capitalize()}", p=value)
    assert same(value, pair.given["p"])


@pytest.mark.parametrize("id", ["json", "form"])
@bounded
@given(value=st.fixed_dictionaries({}, optional=dict(VALUES)))
def test_a_body_comes_back_unchanged(pair: Pair, id: str, value: dict[str, Any]) -> None:
    assume(value)
    pair.service.answer = lambda body: body
    answer = pair.call(id, body=value)
    pair.service.answer = None
    for name, one in value.items():
        assert same(one, getattr(pair.given["body"], name)), name
        assert same(one, getattr(answer, name)), name


@pytest.mark.parametrize(
    ("name", "value", "text"),
    [
        ("instant", datetime(2024, 2, 29, 12, 30, tzinfo=UTC), "2024-02-29T12%3A30%3A00Z"),
        (
            "instant",
            datetime(2024, 1, 1, 0, 0, 0, 1, timezone(timedelta(hours=-3.5))),
            "2024-01-01T00%3A00%3A00.000001-03%3A30",
        ),
        ("day", date(1, 1, 1), "0001-01-01"),
        ("clock", time(12, 30, tzinfo=UTC), "12%3A30%3A00Z"),
        ("span", timedelta(days=1, hours=2, seconds=0.5), "P1DT2H0M0.5S"),
        ("price", Decimal("10.00"), "10.00"),
        ("id", UUID(int=1), "00000000-0000-0000-0000-000000000001"),
        ("big", 2**70, "1180591620717411303424"),
        ("sure", True, "true"),
    ],
)
def test_values_are_written_as_their_rfcs_have_them(pair: Pair, name: str, value: Any, text: str) -> None:
    """RFC 3339 for dates, times and durations (its appendix A), RFC 9562 for UUIDs, JSON for the rest."""
    pair.call(f"query{name.capitalize()}", p=value)
    assert pair.query == f"p={text}"


@pytest.mark.parametrize(("name", "value"), [("instant", datetime(2024, 1, 1)), ("clock", time(12))])
@pytest.mark.parametrize("location", LOCATIONS)
def test_a_time_without_offset_is_refused_and_the_message_says_why(
    pair: Pair, location: str, name: str, value: Any
) -> None:
    with pytest.raises(InvalidRequest, match=f"{location}/p: .*(timezone|offset)"):
        pair.call(f"{location}{name.capitalize()}", p=value)
    with pytest.raises(InvalidRequest, match=f"body/{name}: .*(timezone|offset)"):
        pair.call("json", body={name: value})


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_what_is_no_number_is_refused(pair: Pair, value: float) -> None:
    with pytest.raises(InvalidRequest):
        pair.call("queryShare", p=value)
    with pytest.raises(InvalidRequest):
        pair.call("json", body={"share": value})
