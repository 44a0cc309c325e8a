"""The database's tables, version by version; `upgrade` brings a database to the newest."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, text

_LOCK = 0x687562  # "hub": one number for all who migrate a database, so that they take turns


def upgrade(url: str, revision: str = "head") -> None:
    """Brings the database to this revision, in one transaction. Whoever else migrates it meanwhile is waited for."""
    _migrate(url, revision, down=False)


def downgrade(url: str, revision: str) -> None:
    """Takes the database back to an earlier revision, in one transaction; "base" drops every table."""
    _migrate(url, revision, down=True)


def head() -> str:
    """The revision that this version of the hub works with."""
    found = ScriptDirectory.from_config(_config()).get_current_head()
    if found is None:
        raise LookupError("there is no migration")
    return found


def _migrate(url: str, revision: str, *, down: bool) -> None:
    engine = create_engine(url)
    try:
        with engine.begin() as connection:
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
            config = _config()
            config.attributes["connection"] = connection
            (command.downgrade if down else command.upgrade)(config, revision)
    finally:
        engine.dispose()


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    return config
