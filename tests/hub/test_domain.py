"""The rules that hold for what the hub keeps."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from hypothesis import example, given, strategies as st

from hub.domain import NewKey, Position, merged
from hub.settings import Settings, SettingsInvalid

_MOMENTS = st.datetimes(min_value=datetime(1970, 1, 1), timezones=st.just(UTC))
_CURSOR = re.compile(r"[A-Za-z0-9_-]{32}")


@given(_MOMENTS, st.uuids())
def test_a_position_is_read_as_it_was_written(moment: datetime, id: UUID) -> None:
    assert Position.parse(str(Position(moment, id))) == Position(moment, id)


@given(_MOMENTS, st.uuids())
def test_a_position_looks_as_the_contract_says(moment: datetime, id: UUID) -> None:
    assert _CURSOR.fullmatch(str(Position(moment, id)))


@given(st.from_regex(_CURSOR, fullmatch=True))
def test_whatever_looks_like_a_position_is_one(text: str) -> None:
    assert Position.parse(text).created_at.tzinfo is UTC


@example("!" + 32 * "A")
@example(31 * "A" + "+")
@example(32 * "A" + "\n")
@given(st.text(max_size=40).filter(lambda text: not _CURSOR.fullmatch(text)))
def test_nothing_else_is_a_position(text: str) -> None:
    with pytest.raises(ValueError):
        Position.parse(text)


@pytest.mark.parametrize(
    ("old", "patch", "new"),
    [
        ({"a": "b"}, {"a": "c"}, {"a": "c"}),
        ({"a": "b"}, {"b": "c"}, {"a": "b", "b": "c"}),
        ({"a": "b"}, {"a": None}, {}),
        ({"a": "b", "b": "c"}, {"a": None}, {"b": "c"}),
        ({"a": ["b"]}, {"a": "c"}, {"a": "c"}),
        ({"a": "c"}, {"a": ["b"]}, {"a": ["b"]}),
        ({"a": {"b": "c"}}, {"a": {"b": "d", "c": None}}, {"a": {"b": "d"}}),
        ({"a": [{"b": "c"}]}, {"a": [1]}, {"a": [1]}),
        ({"e": None}, {"a": 1}, {"e": None, "a": 1}),
        ({}, {"a": {"bb": {"ccc": None}}}, {"a": {"bb": {}}}),
    ],
)
def test_a_merge_patch_does_what_rfc_7396_shows(old: dict[str, Any], patch: dict[str, Any], new: object) -> None:
    assert merged(old, patch) == new


def test_a_key_is_not_in_its_repr() -> None:
    key = NewKey.random()
    assert key.text[13:] not in repr(key)


def test_the_database_keeps_no_key_but_its_hash() -> None:
    key = NewKey.random()
    row = key.row(UUID(int=1))
    assert row.prefix == key.text[4:12]
    assert len(row.digest) == 32
    assert row.digest not in key.text.encode()


def test_settings_take_any_postgres_url() -> None:
    settings = Settings.read({"HUB_DATABASE_URL": "postgres://me:secret@db/shop?sslmode=require"})
    assert settings.database_url == "postgresql+psycopg://me:secret@db/shop?sslmode=require"


def test_settings_show_no_password() -> None:
    assert "secret" not in repr(Settings.read({"HUB_DATABASE_URL": "postgres://me:secret@db/shop"}))


@pytest.mark.parametrize(
    "url", ["", "mysql://me:secret@db/shop", "postgres://me:secret@db", "secret", "postgres://@:secret/x"]
)
def test_a_wrong_database_url_is_refused_without_being_shown(url: str) -> None:
    with pytest.raises(SettingsInvalid, match="HUB_DATABASE_URL") as caught:
        Settings.read({"HUB_DATABASE_URL": url})
    assert "secret" not in str(caught.value)


def test_everything_wrong_is_said_at_once() -> None:
    with pytest.raises(SettingsInvalid, match=r"HUB_DATABASE_URL.*HUB_POOL_SIZE"):
        Settings.read({"HUB_POOL_SIZE": "many"})
