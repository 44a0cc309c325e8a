"""A piece of work in a process of its own, which may not take more time or memory than it is given."""

from __future__ import annotations

import os
import resource
import signal
import sys
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

MEBIBYTE = 1 << 20
_POLL = 0.01


@dataclass(frozen=True, slots=True)
class Limits:
    """CPU seconds of each process, and bytes of memory that it may ask for.

    On the clock it may take `patience` times as long, since a busy machine may let it wait.
    """

    seconds: int
    memory: int
    patience: int = 5


@dataclass(frozen=True, slots=True)
class Ended:
    """How a child came to its end: `code` is its exit code, or minus the signal that killed it.

    `seconds` of CPU and `peak` bytes of memory include what the child has started itself.
    """

    code: int
    seconds: float
    peak: int
    timed_out: bool


def run(work: Callable[[], int], limits: Limits, printed: Path, told: Path) -> Ended:
    """Runs `work` in a fork of this process; what it prints goes to `printed`, its standard error to `told`.

    `work` returns the exit code; 70 and a traceback stand for an exception.
    """
    pid = os.fork()
    if pid == 0:
        _inside(work, limits, printed, told)
    deadline = time.monotonic() + limits.patience * limits.seconds
    late = False
    while True:
        ended, status, usage = os.wait4(pid, os.WNOHANG)
        if ended:
            break
        if time.monotonic() > deadline:
            late = True
            os.killpg(pid, signal.SIGKILL)
            _, status, usage = os.wait4(pid, 0)
            break
        time.sleep(_POLL)
    code = os.waitstatus_to_exitcode(status)
    unit = 1 if sys.platform == "darwin" else 1024
    return Ended(code, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * unit, late or code == -signal.SIGXCPU)


def _inside(work: Callable[[], int], limits: Limits, printed: Path, told: Path) -> None:
    """The child's whole life."""
    code = 70
    try:
        os.setsid()
        for path, descriptor in ((printed, 1), (told, 2)):
            os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), descriptor)
        sys.stdout = os.fdopen(1, "w", encoding="utf-8", closefd=False)
        sys.stderr = os.fdopen(2, "w", encoding="utf-8", closefd=False)
        resource.setrlimit(resource.RLIMIT_CPU, (limits.seconds, limits.seconds + 5))
        resource.setrlimit(resource.RLIMIT_DATA, (limits.memory, limits.memory))
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        code = work()
    except BaseException:  # noqa: BLE001 (the edge of a process)
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
