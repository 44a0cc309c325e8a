"""A command that may not take more CPU time or memory than it is given."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.bench.measure import Cost

_PATIENCE = 8
_POLL = 0.02
_SHOWN = 10_000


@dataclass(frozen=True)
class Ended:
    """What a command cost, how it ended (`code` is negative for a signal), and what it printed, cut in the middle."""

    cost: Cost
    code: int
    late: bool
    output: str


def limited(command: Sequence[str], seconds: int, memory: int, environment: Mapping[str, str], folder: Path) -> Ended:
    """Runs a command in `folder`; it is ended after `seconds` of CPU, or a multiple of them on the clock.

    `memory` is how many MiB of data a process of it may ask for.
    """

    def within() -> None:
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 5))
        resource.setrlimit(resource.RLIMIT_DATA, (memory << 20, memory << 20))

    with tempfile.TemporaryFile() as output:
        process = subprocess.Popen(
            command,
            env=dict(environment),
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            preexec_fn=within,
            start_new_session=True,
        )
        deadline = time.monotonic() + _PATIENCE * seconds
        late = False
        while not (done := os.wait4(process.pid, os.WNOHANG))[0]:
            if time.monotonic() > deadline and not late:
                late = True
                os.killpg(process.pid, signal.SIGKILL)
            time.sleep(_POLL)
        _, status, usage = done
        process.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        told = output.read().decode(errors="replace")
    scale = 2**20 if sys.platform == "darwin" else 2**10
    cost = Cost(usage.ru_utime + usage.ru_stime, usage.ru_maxrss / scale)
    return Ended(
        cost, process.returncode, late or process.returncode == -signal.SIGXCPU or cost.cpu >= seconds, _ends(told)
    )


def _ends(told: str) -> str:
    """The beginning and the end of a long text."""
    return told if len(told) <= 2 * _SHOWN else f"{told[:_SHOWN]}\n{told[-_SHOWN:]}"
