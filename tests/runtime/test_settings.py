"""What a client is made with: a slip is told when it is made, not when something goes wrong."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from trivet.runtime import AsyncClient, AsyncSettings, Client, InvalidRequest, Options, Settings, Timeout
from trivet.runtime._client import SETTINGS

Kind = type[Client] | type[AsyncClient]
kinds = pytest.mark.parametrize("kind", [Client, AsyncClient])


@kinds
def test_a_setting_that_there_is_not_is_refused_with_those_that_there_are(kind: Kind) -> None:
    wrong: dict[str, Any] = {"tmeout": 1}
    with pytest.raises(TypeError, match=f"{kind.__name__} has no setting 'tmeout'; there are attempts, .*timeout"):
        kind("https://api.test", **wrong)


def test_the_settings_known_are_those_that_type_checkers_know() -> None:
    assert frozenset(Settings.__optional_keys__) == frozenset(AsyncSettings.__optional_keys__) == SETTINGS


@kinds
@pytest.mark.parametrize("seconds", [0, -1, float("inf"), float("nan"), "1", [1]])
def test_a_timeout_is_seconds_above_nought(kind: Kind, seconds: Any) -> None:
    with pytest.raises(InvalidRequest, match="must be seconds above 0, or None, not"):
        kind("https://api.test", timeout=seconds)
    with pytest.raises(InvalidRequest, match="the timeout 'read' must be seconds"):
        Timeout(read=seconds)


@kinds
@pytest.mark.parametrize("attempts", [0, -1, 1.5, "3", None])
def test_attempts_are_a_whole_number_from_one(kind: Kind, attempts: Any) -> None:
    with pytest.raises(InvalidRequest, match="attempts must be at least 1, not"):
        kind("https://api.test", attempts=attempts)


@kinds
def test_what_to_do_with_deviations_is_one_of_two_words(kind: Kind) -> None:
    wrong: dict[str, Any] = {"deviations": "rase"}
    with pytest.raises(InvalidRequest, match="deviations must be 'report' or 'raise', not 'rase'"):
        kind("https://api.test", **wrong)


def test_a_client_for_the_other_kind_of_code_is_no_transport() -> None:
    with pytest.raises(TypeError, match="AsyncClient is no transport for synchronous code"):
        Client("https://api.test", transport=httpx.AsyncClient())
    with httpx.Client() as given, pytest.raises(TypeError, match="Client is no transport for asynchronous code"):
        AsyncClient("https://api.test", transport=given)


def test_options_are_held_to_the_same() -> None:
    with pytest.raises(InvalidRequest, match="timeout 'connect' must be seconds above 0"):
        Options(timeout=Timeout.of(-1))
