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


@pytest.mark.parametrize("command", [["migrate"], ["key", "Ours"], ["revoke", "00000000"]])
def test_without_a_database_it_says_so_in_one_line(
    command: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("HUB_DATABASE_URL", "postgresql://u:secret@/none?host=%2Fnowhere")
    assert main(command) == 2
    told = capsys.readouterr().err.splitlines()[-1]
    assert told.startswith("hub: the database cannot be reached: connection")
    assert "secret" not in told


@pytest.mark.usefixtures("database")
def test_without_tables_it_says_how_to_make_them(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["key", "Ours"]) == 2
    assert "python -m hub migrate" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["", " ", "two\nlines"])
def test_a_tenant_has_a_name_of_one_line(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["key", name])
    assert ended.value.code == 2
    assert "a tenant needs a name" in capsys.readouterr().err


def test_a_key_can_be_revoked_by_the_whole_of_it(database: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    main(["migrate"])
    main(["key", "Ours"])
    key = capsys.readouterr().out.strip()
    assert main(["revoke", key]) == 0
    assert asyncio.run(once(database, lambda session: domain.owner(session, key))) is None
