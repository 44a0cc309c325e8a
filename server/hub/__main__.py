"""`python -m hub`: migrate the database, make and revoke API keys, serve. Settings come from the environment."""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
from collections.abc import Sequence

import uvicorn
from sqlalchemy.exc import InterfaceError, OperationalError, ProgrammingError

from hub import domain, migrations
from hub.database import once
from hub.settings import Settings, SettingsInvalid
from trivet_server import Refusal


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit code: 0 done, 1 there was nothing to do it to, 2 wrong use or environment."""
    wanted = _parser().parse_args(arguments)
    try:
        settings = Settings.read(os.environ)
    except SettingsInvalid as error:
        print(f"hub: {error}", file=sys.stderr)
        return 2
    try:
        return _done(wanted, settings)
    except (Refusal, OperationalError, InterfaceError) as error:
        print(f"hub: the database cannot be reached: {_reason(error)}", file=sys.stderr)
    except ProgrammingError as error:
        print(f"hub: {_reason(error)}; did you run `python -m hub migrate`?", file=sys.stderr)
    return 2


def _done(wanted: argparse.Namespace, settings: Settings) -> int:
    match wanted.command:
        case "migrate":
            migrations.upgrade(settings.database_url)
        case "key":
            print(asyncio.run(once(settings, lambda session: domain.issue(session, wanted.tenant))).text)
        case "revoke":
            prefix = wanted.prefix.removeprefix("hub_")[:8]
            if not asyncio.run(once(settings, lambda session: domain.revoke(session, prefix))):
                print(f"hub: no key that still works begins with hub_{prefix}_", file=sys.stderr)
                return 1
        case _:
            uvicorn.run("hub.main:from_environment", factory=True, host=wanted.host, port=wanted.port)
    return 0


def _reason(error: Exception) -> str:
    """What the driver said, in one line."""
    said = error.__cause__ if isinstance(error, Refusal) and error.__cause__ is not None else error
    return str(getattr(said, "orig", None) or said).partition("\n")[0]


def _tenant(text: str) -> str:
    if not text.isprintable() or not text.strip():
        raise argparse.ArgumentTypeError("a tenant needs a name of one line")
    return text


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m hub", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("migrate", help="bring the database to the tables of this version")
    key = commands.add_parser("key", help="print a new API key; it cannot be shown again")
    key.add_argument("tenant", type=_tenant, help="name of the tenant; made if there is none")
    revoke = commands.add_parser("revoke", help="end an API key")
    revoke.add_argument("prefix", help="the eight characters after hub_, or the whole key")
    serve = commands.add_parser("serve", help="answer requests")
    serve.add_argument("--host", default="127.0.0.1")
    serve.add_argument("--port", type=int, default=8000)
    return parser


if __name__ == "__main__":
    sys.exit(main())
