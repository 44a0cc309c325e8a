"""CPU seconds and peak memory of whole processes, medians of several runs."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Cost:
    """CPU seconds (user and system, children included) and peak resident memory in MiB."""

    cpu: float
    memory: float

    @classmethod
    def median(cls, costs: Sequence[Cost]) -> Cost:
        """The median of each figure by itself."""
        return cls(statistics.median(c.cpu for c in costs), statistics.median(c.memory for c in costs))

    def __str__(self) -> str:
        return f"{self.cpu:8.2f} s CPU {self.memory:8.0f} MiB"


def cost(command: Sequence[str], environment: Mapping[str, str] | None = None) -> Cost:
    """What one run of the command costs.

    The kernel counts children that a process waited for (formatters) in its CPU time; peak memory is that of the
    largest process. Raises RuntimeError with the end of the output if the command fails.
    """
    with tempfile.TemporaryFile() as output:
        process = subprocess.Popen(command, env=environment, stdin=subprocess.DEVNULL, stdout=output, stderr=output)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            output.seek(0)
            raise RuntimeError(f"{command[0]} ended with {process.returncode}: {output.read()[-2000:].decode()}")
    scale = 2**20 if sys.platform == "darwin" else 2**10
    return Cost(usage.ru_utime + usage.ru_stime, usage.ru_maxrss / scale)
