"""The exact reader accepts what JSON Schema accepts, from JSON text and from Python values alike."""

from __future__ import annotations

import json
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Annotated, Any, Literal
from uuid import UUID

import jsonschema_rs
import pytest
from hypothesis import given, strategies as st
from pydantic import Field, ValidationError

from trivet.runtime import (
    AwareDatetime,
    Base64Bytes,
    DecimalNumber,
    Duration,
    Int32,
    Int64,
    Model,
    OneOf,
    Time,
    Unique,
    adapter,
)

SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.integers(-3, 3)
    | st.sampled_from([1.0, 0.0, -0.0, 1.5, 2.0, 1e30, 2.0**31, -(2.0**31)])
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=5)
    | st.sampled_from(["1", "true", "de", "a", "", "1.0", "null"])
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["a", "b", "1"]), inner, max_size=3),
    max_leaves=6,
)

PAIRS: list[tuple[Any, dict[str, Any]]] = [
    (int, {"type": "integer"}),
    (Annotated[int, Field(ge=1, le=2)], {"type": "integer", "minimum": 1, "maximum": 2}),
    (Int32, {"type": "integer", "minimum": -(2**31), "maximum": 2**31 - 1}),
    (Int64, {"type": "integer", "minimum": -(2**63), "maximum": 2**63 - 1}),
    (Annotated[Int32, Field(gt=0)], {"type": "integer", "exclusiveMinimum": 0, "maximum": 2**31 - 1}),
    (float, {"type": "number"}),
    (Annotated[float, Field(gt=0, lt=1.5)], {"type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": 1.5}),
    (DecimalNumber, {"type": "number"}),
    (bool, {"type": "boolean"}),
    (str, {"type": "string"}),
    (Annotated[str, Field(min_length=1, max_length=2)], {"type": "string", "minLength": 1, "maxLength": 2}),
    (Annotated[str, Field(pattern=r"^\d$")], {"type": "string", "pattern": r"^\d$"}),
    (Annotated[str, Field(pattern="(?=1)")], {"type": "string", "pattern": "(?=1)"}),
    (None, {"type": "null"}),
    (int | None, {"type": ["integer", "null"]}),
    (int | str, {"type": ["integer", "string"]}),
    (bool | float, {"type": ["boolean", "number"]}),
    (Literal["de", "a"], {"enum": ["de", "a"]}),
    (Literal[1, 2], {"enum": [1, 2]}),
    (Literal[1], {"const": 1}),
    (Literal[True], {"const": True}),
    (Literal[False, 1, "a", None], {"enum": [False, 1, "a", None]}),
    (Annotated[Any, OneOf(1.5, [1], {"a": True}, None)], {"enum": [1.5, [1], {"a": True}, None]}),
    (list[int], {"type": "array", "items": {"type": "integer"}}),
    (Annotated[list[Any], Unique(), Field(max_length=2)], {"type": "array", "uniqueItems": True, "maxItems": 2}),
    (dict[str, bool], {"type": "object", "additionalProperties": {"type": "boolean"}}),
    (list[int] | dict[str, str], {"anyOf": [{"type": "array", "items": {"type": "integer"}}, {
        "type": "object", "additionalProperties": {"type": "string"}}]}),
    (Any, {}),
]  # fmt: skip


@pytest.mark.parametrize(("tp", "schema"), PAIRS, ids=[json.dumps(schema) for _, schema in PAIRS])
def test_exactly_what_json_schema_accepts_is_accepted(tp: Any, schema: dict[str, Any]) -> None:
    validator = jsonschema_rs.Draft202012Validator(schema)
    reader = adapter(tp)

    @given(VALUES)
    def check(value: Any) -> None:
        expected = validator.is_valid(value)
        assert _accepts(reader.read, value) == expected
        assert _accepts(reader.read_json, json.dumps(value).encode()) == expected

    check()


def _accepts(read: Any, value: Any) -> bool:
    try:
        read(value)
    except ValidationError:
        return False
    return True


class Everything(Model):
    at: AwareDatetime | None = None
    on: date | None = None
    clock: Time | None = None
    lasts: Duration | None = None
    key: UUID | None = None
    price: Decimal | None = None
    body: Base64Bytes | None = None


GOOD: list[tuple[Any, str, Any]] = [
    (datetime, "2024-05-17T09:30:00Z", None),
    (datetime, "2024-05-17t09:30:00.25z", None),
    (datetime, "2024-05-17T09:30:00-07:30", None),
    (date, "2024-02-29", date(2024, 2, 29)),
    (time, "09:30:00.5+02:00", None),
    (timedelta, "P1DT12H", timedelta(days=1, hours=12)),
    (timedelta, "PT1H0.5S", timedelta(hours=1, milliseconds=500)),
    (timedelta, "-PT5M", timedelta(minutes=-5)),
    (timedelta, "P2W", timedelta(weeks=2)),
    (UUID, "123E4567-e89b-12d3-a456-426614174000", UUID("123e4567-e89b-12d3-a456-426614174000")),
    (Decimal, "12.50", Decimal("12.50")),
    (Decimal, "-1E+3", Decimal(-1000)),
    (bytes, "aGk=", b"hi"),
    (bytes, "+/+/", b"\xfb\xff\xbf"),
]


@pytest.mark.parametrize(("tp", "text", "value"), GOOD)
def test_the_rfc_form_is_read_from_json_and_from_python(tp: Any, text: str, value: Any) -> None:
    from_json = adapter(tp).read_json(json.dumps(text).encode())
    assert type(from_json) is tp
    assert from_json == adapter(tp).read(text) == adapter(tp).read(from_json)
    assert value is None or from_json == value


BAD: list[tuple[Any, Any]] = [
    *((datetime, text) for text in ("2024-05-17T09:30:00", "2024-05-17", "2024-05-17 09:30:00Z", "2024-05-17T09:30Z")),
    *((datetime, text) for text in ("1715938200", 1715938200, 1.5, "2024-05-17T09:30:00+0200", "2024-13-01T00:00:00Z")),
    *((date, text) for text in ("2024-5-17", "2024-05-17T00:00:00Z", "2023-02-29", 19860, "20240517", "1715938200")),
    *((time, text) for text in ("09:30:00", "09:30Z", "9:30:00Z", 34200, "24:00:00Z")),
    *((timedelta, text) for text in ("P1Y", "P1M", "P", "PT", "P1DT", "1 day", "01:00:00", 60, "PT1.5H", "P1W2D")),
    *((UUID, text) for text in ("123e4567e89b12d3a456426614174000", "{123e4567-e89b-12d3-a456-426614174000}", 5, "x")),
    *((Decimal, text) for text in (1, 1.5, "NaN", "Infinity", "", " 1", "1_000", "0x1", "1.", ".5")),
    *((bytes, text) for text in ("aGk", "a-_=", "é", " aGk=", 5, [104])),
]  # fmt: skip


@pytest.mark.parametrize(("tp", "value"), BAD)
def test_any_other_form_is_refused_from_json_and_from_python(tp: Any, value: Any) -> None:
    assert not _accepts(adapter(tp).read, value)
    assert not _accepts(adapter(tp).read_json, json.dumps(value).encode())


@pytest.mark.parametrize(("tp", "value"), [(datetime, datetime(2024, 5, 17)), (time, time(9, 30))])
def test_naive_instances_are_refused_with_the_form_that_is_wanted(tp: Any, value: Any) -> None:
    with pytest.raises(ValidationError, match="with an offset, such as"):
        adapter(tp).read(value)


def test_a_datetime_is_no_date() -> None:
    assert not _accepts(adapter(date).read, datetime(2024, 5, 17))


@pytest.mark.parametrize("value", [(1,), {1}, frozenset([1]), "1", b"1", iter([1]), range(1), {1: 1}.keys()])
def test_only_a_list_is_an_array(value: Any) -> None:
    assert not _accepts(adapter(list[int]).read, value)


def test_integers_beyond_64_bits_survive() -> None:
    text = b"123456789012345678901234567890"
    assert adapter(int).read_json(text) == int(text)
    assert adapter(Any).dump_json(adapter(Any).read_json(text)) == text
    assert adapter(int).read_json(b"1e30") == 10**30


@pytest.mark.parametrize("text", [b"NaN", b"[1, Infinity]", b'{"a": -Infinity}'])
def test_not_a_number_is_no_json(text: bytes) -> None:
    with pytest.raises(ValidationError, match="is not JSON"):
        adapter(Any).read_json(text)


def test_infinity_in_a_string_is_json() -> None:
    assert adapter(str).read_json(b'"NaN and Infinity"') == "NaN and Infinity"


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_python_floats_that_json_cannot_say_are_refused(value: float) -> None:
    assert not _accepts(adapter(float).read, value)
    assert not _accepts(adapter(DecimalNumber).read, Decimal(value))


def test_a_message_of_a_bound_names_the_bound() -> None:
    with pytest.raises(ValidationError, match="less than or equal to 2147483647"):
        adapter(Int32).read(2**31)


@pytest.mark.parametrize(
    ("pattern", "good", "bad"),
    [
        (r"^\w+\/\d$", "a/1", "é/1"),
        (r"^(?!no)", "yes", "no"),
        (r"^(a)\1$", "aa", "ab"),
        (r"^[^]$", "\n", "ab"),
        (r"^a$", "a", "a\n"),
        (r"^(?!x)a$", "a", "a\n"),
        (r"^[\d&&[x]+$", "1&[x", "y"),
        (r"(?<year>\d{4})", "2024", "x"),
    ],
)
def test_patterns_mean_what_they_mean_in_ecmascript(pattern: str, good: str, bad: str) -> None:
    reader = adapter(Annotated[str, Field(pattern=pattern)])
    assert _accepts(reader.read, good)
    assert not _accepts(reader.read, bad)


def test_a_pattern_that_no_engine_reads_does_not_break_the_model() -> None:
    assert adapter(Annotated[str, Field(pattern=r"\k<y>")]).read("x") == "x"
