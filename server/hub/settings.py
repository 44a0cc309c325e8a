"""What the hub is told by its environment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

_DRIVER = "postgresql+psycopg"
_PLAIN = {"postgres", "postgresql", _DRIVER}


class SettingsInvalid(Exception):
    """The environment is not what the hub needs; the message names every variable that is wrong, and no value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """`database_url` holds a password, so it is not in the repr. `pool_size`: connections that one process may open."""

    database_url: str = field(repr=False)
    pool_size: int = 10

    @classmethod
    def read(cls, environment: Mapping[str, str]) -> Settings:
        """HUB_DATABASE_URL (`postgresql://user:password@host/database`) and HUB_POOL_SIZE (1 to 1000, default 10).

        Raises SettingsInvalid.
        """
        wrong: list[str] = []
        url = _database_url(environment.get("HUB_DATABASE_URL", ""))
        if url is None:
            wrong.append("HUB_DATABASE_URL must be a URL such as postgresql://user:password@host/database")
        size = environment.get("HUB_POOL_SIZE", "10")
        if not (size.isascii() and size.isdigit() and 1 <= int(size) <= 1000):
            wrong.append("HUB_POOL_SIZE must be a whole number from 1 to 1000")
        if url is None or wrong:
            raise SettingsInvalid("; ".join(wrong))
        return cls(database_url=url.render_as_string(hide_password=False), pool_size=int(size))


def _database_url(text: str) -> URL | None:
    """The URL with the hub's own driver; None if it is not one of Postgres."""
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):
        return None
    return url.set(drivername=_DRIVER) if url.drivername in _PLAIN and url.database else None
