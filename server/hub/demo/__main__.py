"""`python -m hub.demo`: one contract becomes code, a server and clients, and all of it runs, on this machine alone."""

from __future__ import annotations

import argparse
import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path

from hub.demo.steps import Say, Steps

ROOT = Path(__file__).resolve().parents[3]


class CommandFailed(Exception):
    """A step's command ended with a code that is not 0; what it wrote is above."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit code 0 if every step went well, 1 if one failed; then the steps after it are not tried."""
    wanted = _parser().parse_args(arguments)
    steps = Steps(6 if wanted.examples else 5)
    try:
        with ExitStack() as stack:
            url, key = _started(steps, stack)
            _toured(steps, url, key)
            if wanted.examples:
                _fuzzed(steps, url, key, wanted.examples)
            steps.finish("Everything works.")
            if wanted.stay:
                _stay(steps, url, key)
    except KeyboardInterrupt:
        steps.line("Stopped.")
        return 130
    except Exception as error:  # noqa: BLE001 - the edge of the process
        steps.line(f"The demo failed: {type(error).__name__}: {error}")
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m hub.demo", description=__doc__)
    parser.add_argument("--stay", action="store_true", help="keep the hub up until Ctrl-C")
    parser.add_argument("--examples", type=int, default=10, help="requests per operation and phase; 0 for no fuzzing")
    return parser


def _started(steps: Steps, stack: ExitStack) -> tuple[str, str]:
    """URL and API key of a hub that runs until the stack is closed."""
    with steps.step("Generate models, clients and server stub from contracts/") as say:
        _trivet(["generate"], say)
    from hub.demo.prepared import TENANT, key, settled
    from hub.demo.serving import serving
    from hub.embedded import Postgres
    from hub.main import hub

    with steps.step("Start a Postgres of our own, and make the tables") as say:
        postgres = stack.enter_context(Postgres())
        say(f"it listens on a socket in {postgres.directory}, and nowhere else")
        settings = settled(postgres)
    with steps.step("Serve the hub, with an API key for a new tenant") as say:
        url = stack.enter_context(serving(hub(settings)))
        text = key(settings)
        say(f"server    {url}")
        say(f"docs      {url}/docs")
        say(f"contract  {url}/openapi.json")
        say(f"tenant    {TENANT}, whose key begins with {text[:12]}")
    return url, text


def _toured(steps: Steps, url: str, key: str) -> None:
    from hub.demo.tour import asynchronous, synchronous

    with steps.step("Call it with the asynchronous client") as say:
        asyncio.run(asynchronous(url, key, say))
    with steps.step("Call it with the synchronous client") as say:
        synchronous(url, key, say)


def _fuzzed(steps: Steps, url: str, key: str, examples: int) -> None:
    with steps.step("Fuzz it: does it do what the contract says?") as say:
        header = ["-H", "X-API-Key: ${HUB_DEMO_KEY}"]
        limits = ["--max-examples", str(examples), "--seed", "1"]
        _trivet(["fuzz", "hub", "--url", url, *header, *limits], say, {"HUB_DEMO_KEY": key})


def _trivet(arguments: Sequence[str], say: Say, environment: Mapping[str, str] | None = None) -> None:
    """Runs the `trivet` command in the project's folder. Raises CommandFailed."""
    say("$ trivet " + " ".join(f"'{word}'" if " " in word else word for word in arguments))
    with subprocess.Popen(  # noqa: S603 - our own interpreter and command
        [sys.executable, "-m", "trivet_codegen", *arguments],
        cwd=ROOT,
        env={**os.environ, "PYTHONUNBUFFERED": "1", **(environment or {})},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
    ) as running:
        try:
            for line in running.stdout or ():
                say(line.rstrip())
        except BaseException:
            running.terminate()
            raise
    if running.returncode:
        raise CommandFailed(f"'trivet {arguments[0]}' ended with {running.returncode}")


def _stay(steps: Steps, url: str, key: str) -> None:
    steps.line(f"The hub stays up until Ctrl-C; read {url}/docs, or try:")
    steps.line(f"  curl -H 'X-API-Key: {key}' {url}/v1/customers")
    while True:
        time.sleep(3600)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # what was started is cleared up, as after Ctrl-C
    sys.exit(main())
