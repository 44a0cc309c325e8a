"""A contract four times as large takes about four times as long: no dimension makes work grow by its square."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.hostile import limited
from tests.hostile.dimensions import DIMENSIONS
from tests.hostile.test_exhaustion import Ending, held

SQUARE = 9
"""Four times the size takes 4 times as long where work grows with it, 16 times where it grows with its square."""

FLOOR = 0.15
"""Seconds that say nothing: what every run needs is more than that and varies."""


def write(folder: Path, size: int, name: str) -> None:
    made = DIMENSIONS[name][1](size)
    if isinstance(made, str):
        (folder / f"{size:09}.{'json' if made[0] == '{' else 'yaml'}").write_text(made)
        return
    for path, text in made.items():
        place = folder / f"{size:09}" / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text)


@pytest.mark.hostile
@pytest.mark.parametrize("name", DIMENSIONS)
def test_time_grows_no_faster_than(name: str, tmp_path: Path) -> None:
    size, _ = DIMENSIONS[name]
    for each in (1, size, 4 * size):
        write(tmp_path, each, name)
    command = [sys.executable, str(Path(limited.__file__)), str(tmp_path)]
    ended = subprocess.run(command, capture_output=True, text=True)
    assert ended.returncode == 0, ended.stderr[-2000:]
    endings = [Ending(*json.loads(line)[1:]) for line in ended.stdout.splitlines()]
    for ending in endings:
        held(ending)
    nothing, once, four_times = (ending.seconds for ending in endings)
    assert four_times - nothing < SQUARE * max(once - nothing, FLOOR)
