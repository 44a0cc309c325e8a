"""Types beyond Python's own: what they write, and files."""

from __future__ import annotations

import io
import json
from datetime import UTC, datetime, time, timedelta, timezone
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any
from uuid import UUID

import pytest
from hypothesis import given, strategies as st
from pydantic import Field, ValidationError

from trivet.runtime import (
    AwareDatetime,
    Base64Bytes,
    Binary,
    DecimalNumber,
    Duration,
    Model,
    Omittable,
    Time,
    Unique,
    Upload,
    adapter,
)


class Form(Model):
    file: Binary
    more: Omittable[list[Upload]] = None


WRITTEN: list[tuple[Any, Any, Any]] = [
    (AwareDatetime, datetime(2024, 5, 17, 9, 30, tzinfo=UTC), "2024-05-17T09:30:00Z"),
    (Time, time(9, 30, tzinfo=UTC), "09:30:00Z"),
    (Duration, timedelta(days=1, hours=12), "P1DT12H"),
    (Duration, timedelta(hours=1, seconds=30), "PT1H0M30S"),
    (UUID, UUID(int=5), "00000000-0000-0000-0000-000000000005"),
    (Decimal, Decimal("12.50"), "12.50"),
    (DecimalNumber, Decimal("12.50"), 12.5),
    (DecimalNumber, Decimal("1E+2"), 100),
    (Base64Bytes, b"\xfb\xff\xbf", "+/+/"),
    (dict[str, Base64Bytes], {"a": b"hi"}, {"a": "aGk="}),
    (Base64Bytes | None, None, None),
    (Base64Bytes | int, b"hi", "aGk="),
    (list[DecimalNumber] | str, [Decimal("0.1")], [0.1]),
]


@pytest.mark.parametrize(("tp", "value", "wire"), WRITTEN)
def test_values_are_written_in_their_wire_form_and_read_back(tp: Any, value: Any, wire: Any) -> None:
    assert adapter(tp).dump(value) == wire
    assert json.loads(adapter(tp).dump_json(value)) == wire
    assert adapter(tp).read(wire) == adapter(tp).read(value) == value


@given(st.timedeltas())
def test_every_duration_is_read_back(value: timedelta) -> None:
    assert adapter(Duration).read_json(adapter(Duration).dump_json(value)) == value


OFFSETS = st.integers(-23 * 60 - 59, 23 * 60 + 59).map(lambda minutes: timezone(timedelta(minutes=minutes)))


@given(st.datetimes(timezones=OFFSETS))
def test_every_aware_datetime_is_read_back(value: datetime) -> None:
    assert adapter(AwareDatetime).read_json(adapter(AwareDatetime).dump_json(value)) == value


@given(st.decimals(allow_nan=False, allow_infinity=False))
def test_every_decimal_is_read_back_from_its_string(value: Decimal) -> None:
    assert adapter(Decimal).read_json(adapter(Decimal).dump_json(value)) == value


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=5))
def test_decimals_of_15_digits_are_read_back_from_their_number(value: Decimal) -> None:
    assert adapter(DecimalNumber).read_json(adapter(DecimalNumber).dump_json(value)) == value


@given(st.binary())
def test_all_bytes_are_read_back(value: bytes) -> None:
    assert adapter(Base64Bytes).read_json(adapter(Base64Bytes).dump_json(value)) == value


@pytest.mark.parametrize(
    ("tp", "bad"),
    [
        (Annotated[Decimal, Field(ge=Decimal("0.5"))], "0.4"),
        (Annotated[DecimalNumber, Field(ge=Decimal("0.5"), multiple_of=0.1)], 0.55),
        (Annotated[DecimalNumber, Field(lt=1)], 1),
        (Annotated[Base64Bytes, Field(max_length=1)], "aGk="),
    ],
)
def test_bounds_hold_on_what_was_read(tp: Any, bad: Any) -> None:
    with pytest.raises(ValidationError, match=r"should"):
        adapter(tp).read(bad)


def test_unique_counts_models_by_their_json() -> None:
    reader = adapter(Annotated[list[Form | int], Unique()])
    with pytest.raises(ValidationError, match="without equal items"):
        reader.read([1, 1.0])


def test_an_upload_is_made_from_what_holds_bytes(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"hi")
    with path.open("rb") as file:
        made = adapter(list[Upload]).read([b"hi", path, file, io.BytesIO(b"hi"), Upload(b"hi", "b.txt", "text/plain")])
        assert [upload.read() for upload in made] == [b"hi"] * 5
    assert [upload.filename for upload in made] == [None, "a.txt", "a.txt", None, "b.txt"]
    with made[1].open() as opened:
        assert opened.read() == b"hi"


def test_a_property_of_type_upload_takes_bytes() -> None:
    values: dict[str, Any] = {"file": b"hi", "more": [b"a", b"b"]}
    assert Form(**values) == Form(file=Upload(b"hi"), more=[Upload(b"a"), Upload(b"b")])


@pytest.mark.parametrize("value", ["hi", 5, None, ["a"]])
def test_nothing_else_is_an_upload(value: Any) -> None:
    with pytest.raises(ValidationError, match="should be a file"):
        adapter(Upload).read(value)
