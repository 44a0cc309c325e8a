"""Calling an operation describes one request exactly, and refuses what the contract does not take."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Annotated, Any, Literal
from uuid import UUID

import pytest
from hypothesis import given, strategies as st
from pydantic import Field

from tests.runtime.both import get, post
from trivet.runtime import (
    AwareDatetime,
    Body,
    Call,
    Cookie,
    Header,
    InvalidRequest,
    Model,
    Omittable,
    Operation,
    Path,
    Query,
    QueryString,
)


class Range(Model):
    gte: Omittable[int] = None
    lt_: Annotated[Omittable[int], Field(alias="lt")] = None


ID = UUID("00000000-0000-4000-8000-000000000001")


def query_of(tp: Any, value: Any, **about: Any) -> str:
    return get(parameters=(Query("q", lambda: tp, **about),))(q=value).query


@pytest.mark.parametrize(
    ("tp", "value", "expected"),
    [
        (AwareDatetime, datetime(2024, 1, 2, 3, 4, 5, tzinfo=UTC), "2024-01-02T03%3A04%3A05Z"),
        (
            AwareDatetime,
            datetime(2024, 1, 2, 3, tzinfo=timezone(timedelta(hours=2))),
            "2024-01-02T03%3A00%3A00%2B02%3A00",
        ),
        (Any, datetime(2024, 1, 2, tzinfo=UTC), "2024-01-02T00%3A00%3A00Z"),
        (date, date(2024, 1, 2), "2024-01-02"),
        (UUID, ID, str(ID)),
        (Decimal, Decimal("1.10"), "1.10"),
        (Literal["a b"], "a b", "a%20b"),
        (bool, True, "true"),
        (float, 1, "1"),
    ],
)
def test_values_are_written_in_their_rfc_s_form(tp: Any, value: Any, expected: str) -> None:
    assert query_of(tp, value) == f"q={expected}"


@pytest.mark.parametrize("tp", [AwareDatetime, Any])
def test_a_time_without_offset_is_refused(tp: Any) -> None:
    with pytest.raises(InvalidRequest, match=r"(?i)time ?zone|offset"):
        query_of(tp, datetime(2024, 1, 2))


def test_models_and_dicts_are_written_by_wire_name_without_what_was_not_set() -> None:
    assert query_of(Range, Range(lt_=3), style="deepObject") == "q%5Blt%5D=3"
    assert query_of(Range, {"gte": 1, "lt": 3}, style="deepObject") == "q%5Bgte%5D=1&q%5Blt%5D=3"


@pytest.mark.parametrize(
    ("value", "path"),
    [
        ("a/b", "/things/a%2Fb/parts"),
        ("...", "/things/.../parts"),
        ("../x", "/things/..%2Fx/parts"),
        ("a.b", "/things/a.b/parts"),
        ("?#;%", "/things/%3F%23%3B%25/parts"),
        ("é 漢", "/things/%C3%A9%20%E6%BC%A2/parts"),
        ("\r\n", "/things/%0D%0A/parts"),
    ],
)
def test_a_path_parameter_never_leaves_its_segment(value: str, path: str) -> None:
    operation = Operation[Any]("GET", "/things/{id}/parts", id="x", parameters=(Path("id", lambda: str),), responses={})
    assert operation(id=value).path == path


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_no_value_changes_the_number_of_segments(value: str) -> None:
    operation = Operation[Any]("GET", "/a/{id}/b", id="x", parameters=(Path("id", lambda: str),), responses={})
    if value in (".", ".."):
        return
    segments = operation(id=value).path.split("/")
    assert len(segments) == 4
    assert segments[2] not in ("", ".", "..")


@pytest.mark.parametrize("reserved", [False, True])
@pytest.mark.parametrize(("a", "b"), [(".", "."), ("..", None), (".", None), ("%2E", "."), ("%2e%2E", None)])
def test_a_dot_segment_is_refused_since_encoded_dots_are_dots(a: str, b: str | None, reserved: bool) -> None:
    parameters = tuple(Path(name, lambda: str, allow_reserved=reserved) for name in ("a", "b")[: 2 if b else 1])
    template = "/x/{a}{b}/y" if b else "/x/{a}/y"
    operation = Operation[Any]("GET", template, id="x", parameters=parameters, responses={})
    arguments = {"a": a, "b": b} if b else {"a": a}
    if "%" in a and not reserved:
        assert operation(**arguments).path.startswith("/x/%252")
        return
    with pytest.raises(InvalidRequest, match="would mean another path") as caught:
        operation(**arguments)
    assert [pointer for pointer, _ in caught.value.errors] == [f"/path/{name}" for name in arguments]


@pytest.mark.parametrize(("tp", "value"), [(str, ""), (list[str], []), (str, None)])
def test_an_empty_path_parameter_is_refused(tp: Any, value: Any) -> None:
    operation = Operation[Any]("GET", "/x/{a}", id="x", parameters=(Path("a", lambda: tp),), responses={})
    with pytest.raises(InvalidRequest, match="path/a"):
        operation(a=value)


def test_all_faults_are_told_at_once_with_pointers() -> None:
    operation = post(
        parameters=(Query("limit", lambda: Annotated[int, Field(ge=1)]), Header("etag", lambda: str, required=True)),
        body=Body({"application/json": lambda: Range}, required=True),
    )
    with pytest.raises(InvalidRequest) as caught:
        operation(limit=0)
    assert [pointer for pointer, _ in caught.value.errors] == ["/query/limit", "/header/etag", "/body"]
    assert "query/limit" in str(caught.value)


def test_a_body_s_faults_are_told_with_pointers_when_the_call_is_made() -> None:
    operation = post(body=Body({"application/json": lambda: Range}))
    with pytest.raises(InvalidRequest) as caught:
        operation(body={"gte": "1", "lt": "x"})
    assert [pointer for pointer, _ in caught.value.errors] == ["/body/gte", "/body/lt"]


def test_a_body_where_none_is_declared_is_refused() -> None:
    with pytest.raises(InvalidRequest, match="takes no body"):
        get()(body={})


def test_an_unknown_argument_is_refused_with_a_suggestion() -> None:
    with pytest.raises(TypeError, match="did you mean 'limit'"):
        get(parameters=(Query("limit", lambda: int),))(limits=1)


def test_a_required_list_that_is_empty_is_refused() -> None:
    with pytest.raises(InvalidRequest, match="query/q"):
        query_of(list[str], [], required=True)
    assert query_of(list[str], []) == ""


def test_none_is_not_sent() -> None:
    parameters = (Query("q", lambda: str), Header("h", lambda: str), Cookie("c", lambda: str))
    call = get(parameters=parameters)(q=None, h=None, c=None)
    assert (call.query, call.headers, call.cookies) == ("", (), ())


def test_every_location_has_its_place() -> None:
    parameters = (
        Query("sort_by", lambda: list[str], wire="sortBy", explode=False),
        Header("if_match", lambda: str, wire="If-Match"),
        Cookie("session", lambda: str),
    )
    call = get(parameters=parameters)(sort_by=["a", "b"], if_match='"x"', session="s")
    assert call.query == "sortBy=a,b"
    assert call.headers == (("If-Match", '"x"'),)
    assert call.cookies == (("session", "s"),)


def test_a_whole_query_can_be_one_parameter() -> None:
    form = get(parameters=(QueryString("q", lambda: dict[str, str]),))
    assert form(q={"a": "1 2", "b": "ü"}).query == "a=1%202&b=%C3%BC"
    whole = get(parameters=(QueryString("q", lambda: Any, media_type="application/json"),))
    assert whole(q=[1]).query == "%5B1%5D"


def test_a_query_that_the_contract_writes_into_the_path_is_kept() -> None:
    operation = Operation[Any]("POST", "/x?action=go#y", id="x", parameters=(Query("q", lambda: str),), responses={})
    call = operation(q="1")
    assert (call.path, call.query) == ("/x", "action=go&q=1")


def test_json_is_asked_for_where_a_success_can_be_json() -> None:
    operation = get(
        responses={
            "200": {"text/csv": lambda: str, "application/json": lambda: Any},
            "404": {"application/problem+json": lambda: Any, "text/html": lambda: str},
        }
    )
    assert operation().accept == "application/json, application/problem+json"
    assert get(responses={"200": {"text/csv": lambda: str}})().accept == "text/csv"
    assert get(responses={"204": {}})().accept == "*/*"


def test_describing_loads_no_type_and_an_operation_is_itself_alone() -> None:
    def fails() -> Any:
        raise AssertionError("loaded")

    one, other = (get(parameters=(Query("q", fails),), responses={"200": {"application/json": fails}}) for _ in "ab")
    assert isinstance(one(), Call)
    assert len({one, other, one}) == 2
