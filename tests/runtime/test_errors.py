"""Errors are one tree, and survive being sent to another process."""

from __future__ import annotations

import copy
import pickle

import pytest

from trivet import runtime
from trivet.runtime import (
    ConnectionFailed,
    DeviationError,
    Headers,
    InvalidRequest,
    NotFound,
    Request,
    Response,
    ServerError,
    StatusError,
    TrivetError,
)

REQUEST = Request(
    "GET", "https://api.test/x?key=secret", Headers([("Authorization", "secret")]), secrets=frozenset({"key"})
)
RESPONSE = Response(404, Headers([("Set-Cookie", "secret"), ("X-A", "1"), ("x-a", "2")]), b"no")


@pytest.mark.parametrize(
    "error",
    [
        InvalidRequest("no", errors=[("/body", "is required")]),
        ConnectionFailed("no", request=REQUEST, sent=False),
        NotFound("no", status=404, data={"a": 1}, request=REQUEST, response=RESPONSE, retry_after=2.0),
        DeviationError("no", value=1, request=REQUEST, response=RESPONSE),
    ],
)
def test_an_error_survives_pickling_and_copying(error: TrivetError) -> None:
    for again in (pickle.loads(pickle.dumps(error)), copy.copy(error)):
        assert type(again) is type(error)
        assert str(again) == "no"
        assert repr(vars(again)) == repr(vars(error))


def test_every_exported_error_descends_from_one() -> None:
    errors = [
        value
        for name in runtime.__all__
        if isinstance(value := getattr(runtime, name), type) and issubclass(value, Exception)
    ]
    assert len(errors) == 26
    assert all(issubclass(error, TrivetError) for error in errors)


def test_the_class_of_a_status_is_its_own_or_its_family_s() -> None:
    assert [StatusError.of(status) for status in (404, 418, 507, 302)] == [
        NotFound,
        StatusError,
        ServerError,
        StatusError,
    ]


def test_a_status_error_can_be_made_by_hand_for_tests() -> None:
    error = NotFound("no such customer")
    assert (error.status, error.data, error.retry_after, len(error.headers)) == (404, None, None, 0)


def test_headers_are_found_without_regard_to_case_and_hide_secrets() -> None:
    headers = RESPONSE.headers
    assert headers["X-a"] == "1, 2"
    assert headers.all("x-A") == ["1", "2"]
    assert headers.get("missing") is None
    assert list(headers) == ["set-cookie", "x-a"]
    assert "secret" not in repr(headers) + repr(REQUEST) + repr(RESPONSE)
