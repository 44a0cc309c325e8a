"""A Postgres of one's own: it answers while the block runs, and nothing of it stays however the block ends."""

from __future__ import annotations

import os
import shutil
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from hub.embedded import Postgres, PostgresFailed

_STARTER = Path(__file__).with_name("starter.py")
_PATIENCE = 20.0


def _started() -> subprocess.Popen[str]:
    return subprocess.Popen([sys.executable, str(_STARTER)], stdout=subprocess.PIPE, text=True)


def _said(starter: subprocess.Popen[str]) -> tuple[Path, int]:
    assert starter.stdout is not None
    directory, server = starter.stdout.readline().split()
    return Path(directory), int(server)


def _alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def _until(done: Callable[[], bool]) -> None:
    deadline = time.monotonic() + _PATIENCE
    while not done():
        assert time.monotonic() < deadline, "still there"
        time.sleep(0.02)


@pytest.fixture(scope="module")
def postgres() -> Iterator[Postgres]:
    with Postgres() as running:
        yield running


def _asked(postgres: Postgres, question: str, database: str = "postgres") -> object:
    engine = create_engine(postgres.url(database))
    try:
        with engine.begin() as connection:
            return connection.scalar(text(question))
    finally:
        engine.dispose()


def test_it_answers(postgres: Postgres) -> None:
    assert str(_asked(postgres, "SHOW server_version")).startswith("18.")


def test_it_keeps_text_in_utf8(postgres: Postgres) -> None:
    assert _asked(postgres, "SELECT lower('ÄÖ') || length('🦆')") == "äö1"


def test_a_database_copies_its_template(postgres: Postgres) -> None:
    postgres.create_database("original")
    engine = create_engine(postgres.url("original"))
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE t AS SELECT 7 AS x"))
    engine.dispose()
    postgres.create_database("copy", template="original")
    postgres.drop_database("original")
    assert _asked(postgres, "SELECT x FROM t", "copy") == 7


def test_only_its_owner_may_look_into_its_directory(postgres: Postgres) -> None:
    assert stat.S_IMODE(postgres.directory.stat().st_mode) == 0o700
    assert postgres.directory.stat().st_uid == os.geteuid()


def test_it_listens_on_no_port(postgres: Postgres) -> None:
    assert _asked(postgres, "SHOW listen_addresses") == ""


def test_nothing_stays_after_the_block() -> None:
    with Postgres() as postgres:
        directory = postgres.directory
    assert not directory.exists()


def test_data_in_a_directory_of_the_callers_stays(tmp_path: Path) -> None:
    place = tmp_path / "kept"
    with Postgres(place, durable=True) as postgres:
        _asked(postgres, "SELECT 1")
        postgres.create_database("mine")
    with Postgres(place) as postgres:
        assert _asked(postgres, "SELECT 1", "mine") == 1


def test_two_servers_cannot_share_a_directory(tmp_path: Path) -> None:
    with Postgres(tmp_path), pytest.raises(PostgresFailed, match=r"already in use|already exists"):
        Postgres(tmp_path).start()


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGKILL])
def test_it_ends_with_the_process_that_started_it(ending: signal.Signals) -> None:
    with _started() as starter:
        directory, server = _said(starter)
        starter.send_signal(ending)
        starter.wait()
        _until(lambda: not _alive(server) and not directory.exists())


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="prctl is Linux's")
def test_it_ends_with_its_guard() -> None:
    with _started() as starter:
        directory, server = _said(starter)
        guard = int(Path("/proc", str(server), "stat").read_text().rpartition(")")[2].split()[1])
        os.kill(guard, signal.SIGKILL)
        _until(lambda: not _alive(server))
        starter.kill()
    shutil.rmtree(directory)


def test_a_directory_of_another_version_is_refused_with_the_servers_words(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir(mode=0o700)
    (tmp_path / "data" / "PG_VERSION").write_text("9\n")
    with pytest.raises(PostgresFailed, match=r"(?s)did not start.*postgres"):
        Postgres(tmp_path).start()


def test_a_directory_too_long_for_a_socket_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PostgresFailed, match="shorter"):
        Postgres(tmp_path / ("d" * 100)).start()


def test_a_server_that_was_not_started_has_no_url() -> None:
    with pytest.raises(PostgresFailed, match="not started"):
        Postgres().url()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root needs a user namespace")
def test_where_namespaces_are_forbidden_root_is_told_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    unshare = tmp_path / "unshare"
    unshare.write_text("#!/bin/sh\necho 'unshare failed: Operation not permitted' >&2; exit 1\n")
    unshare.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    with pytest.raises(PostgresFailed, match=r"(?s)normal user.*HUB_DATABASE_URL.*Operation not permitted"):
        Postgres().start()


def test_where_it_cannot_run_it_says_where_it_can(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "geteuid")
    with pytest.raises(PostgresFailed, match="Linux and macOS only; on Windows use WSL"):
        Postgres().start()
