"""A process that starts Postgres, says where, and waits to be killed."""

from __future__ import annotations

import signal

from hub.embedded import Postgres

if __name__ == "__main__":
    with Postgres() as postgres:
        server = (postgres.directory / "data" / "postmaster.pid").read_text().splitlines()[0]
        print(postgres.directory, server, flush=True)
        signal.pause()
