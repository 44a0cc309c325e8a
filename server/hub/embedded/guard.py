"""The process between us and Postgres: runs it, and ends it when whoever started the guard is gone.

Started as a script by `hub.embedded.postgres`, so it imports nothing but the standard library. Its standard input is
a pipe that only the starting process holds open. However that process ends (a return, an exception, SIGTERM, SIGKILL),
the pipe closes, and the guard stops Postgres and removes what must not stay. There is one way down and no other.
"""

from __future__ import annotations

import ctypes
import json
import os
import select
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from types import FrameType
from typing import TypeAlias

_PR_SET_PDEATHSIG = 1
Ways: TypeAlias = tuple[tuple[signal.Signals, float], ...]
_PATIENCE: Ways = ((signal.SIGINT, 30.0), (signal.SIGQUIT, 5.0), (signal.SIGKILL, 5.0))
"""Postgres' fast shutdown, its immediate one, and the end; with the seconds that each is given.

Where the data is deleted anyway, there is no need to write it to disk first: the immediate one is tried at once.
"""


def main(plan: str) -> int:
    """The exit code of the first command that failed, or of the last one; `plan` is the JSON that `Postgres` writes.

    Its `commands` run one after the other; `remove` is a directory that is deleted at the end, or null.
    """
    wanted = json.loads(plan)
    ways = _PATIENCE[1:] if wanted["remove"] else _PATIENCE
    woken = _wakeups()
    code = 0
    try:
        for command in wanted["commands"]:
            code, ended = _run(command, woken, ways)
            if code or not ended:
                break
    finally:
        if wanted["remove"]:
            shutil.rmtree(wanted["remove"], ignore_errors=True)
    return code


def _run(command: list[str], woken: int, ways: Ways) -> tuple[int, bool]:
    """Exit code of the command, and whether it ended by itself."""
    child = subprocess.Popen(command, stdin=subprocess.DEVNULL, preexec_fn=_dying_with_parent())  # noqa: S603 - ours
    while child.poll() is None:
        ready, _, _ = select.select([0, woken], [], [])
        if 0 in ready or any(number != signal.SIGCHLD for number in os.read(woken, 64)):
            return _stop(child, ways), False
    return child.returncode, True


def _stop(child: subprocess.Popen[bytes], ways: Ways) -> int:
    for number, seconds in ways:
        child.send_signal(number)
        try:
            return child.wait(seconds)
        except subprocess.TimeoutExpired:
            continue
    return 1


def _wakeups() -> int:
    """A descriptor that becomes readable when a signal arrives; each byte is a signal's number."""
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    signal.set_wakeup_fd(writing, warn_on_full_buffer=False)
    for number in (signal.SIGCHLD, signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, _note)
    return reading


def _note(_number: int, _frame: FrameType | None) -> None:
    """A signal needs a handler to write to the wake-up descriptor; that is all it has to do."""


def _dying_with_parent() -> Callable[[], object] | None:
    """On Linux, what to call in the child so that it ends even if the guard itself is killed (prctl(2))."""
    if not sys.platform.startswith("linux"):
        return None
    prctl = ctypes.CDLL(None).prctl
    return lambda: prctl(_PR_SET_PDEATHSIG, signal.SIGINT)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
