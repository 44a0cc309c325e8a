"""`python -m hub`: migrate the database, make and revoke API keys, serve. Settings come from the environment."""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
from collections.abc import Sequence

import uvicorn

from hub import domain, migrations
from hub.database import once
from hub.settings import Settings, SettingsInvalid


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit code: 0 done, 1 there was nothing to do it to, 2 wrong use or environment."""
    wanted = _parser().parse_args(arguments)
    try:
        settings = Settings.read(os.environ)
    except SettingsInvalid as error:
        print(f"hub: {error}", file=sys.stderr)
        return 2
    match wanted.command:
        case "migrate":
            migrations.upgrade(settings.database_url)
        case "key":
            print(asyncio.run(once(settings, lambda session: domain.issue(session, wanted.tenant))).text)
        case "revoke":
            if not asyncio.run(once(settings, lambda session: domain.revoke(session, wanted.prefix))):
                print(f"hub: no key that still works begins with hub_{wanted.prefix}_", file=sys.stderr)
                return 1
        case _:
            uvicorn.run("hub.main:from_environment", factory=True, host=wanted.host, port=wanted.port)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m hub", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("migrate", help="bring the database to the tables of this version")
    key = commands.add_parser("key", help="print a new API key; it cannot be shown again")
    key.add_argument("tenant", help="name of the tenant; made if there is none")
    revoke = commands.add_parser("revoke", help="end an API key")
    revoke.add_argument("prefix", help="the eight characters after hub_")
    serve = commands.add_parser("serve", help="answer requests")
    serve.add_argument("--host", default="127.0.0.1")
    serve.add_argument("--port", type=int, default=8000)
    return parser


if __name__ == "__main__":
    sys.exit(main())
