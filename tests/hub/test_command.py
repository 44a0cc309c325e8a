"""`python -m hub`: what it does and what it says."""

from __future__ import annotations

import asyncio

import pytest

from hub import domain
from hub.__main__ import main
from hub.database import once
from hub.settings import Settings


@pytest.fixture
def database(empty: str, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setenv("HUB_DATABASE_URL", empty)
    return Settings(database_url=empty)


def test_a_key_can_be_made_used_and_revoked(database: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["migrate"]) == 0
    assert main(["key", "Ours"]) == 0
    key = capsys.readouterr().out.strip()
    assert asyncio.run(once(database, lambda session: domain.owner(session, key))) is not None
    assert main(["revoke", key[4:12]]) == 0
    assert asyncio.run(once(database, lambda session: domain.owner(session, key))) is None


def test_revoking_what_is_not_there_says_so(database: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    main(["migrate"])
    assert main(["revoke", "00000000"]) == 1
    assert "hub_00000000_" in capsys.readouterr().err


def test_migrating_twice_is_no_error(database: Settings) -> None:
    assert (main(["migrate"]), main(["migrate"])) == (0, 0)


def test_without_settings_it_says_what_is_missing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("HUB_DATABASE_URL", raising=False)
    assert main(["migrate"]) == 2
    assert "HUB_DATABASE_URL" in capsys.readouterr().err
