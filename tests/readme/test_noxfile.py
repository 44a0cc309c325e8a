"""What `python3 noxfile.py SESSION` does with `.venv`, and when somebody ends it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import venv
from pathlib import Path

import pytest

import noxfile

ROOT = Path(__file__).resolve().parents[2]

_CHILD = """
import pathlib, signal, time
signal.signal(signal.SIGTERM, signal.default_int_handler)
try:
    pathlib.Path("started").touch()
    time.sleep(60)
except KeyboardInterrupt:
    time.sleep(1)
    pathlib.Path("cleared").touch()
"""
_PARENT = """
import os, sys
import noxfile
try:
    noxfile.ended([sys.executable, os.environ["CHILD"]], os.environ)
except KeyboardInterrupt:
    sys.exit(130)
"""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_step_that_is_ended_has_the_time_to_clear_up(number: signal.Signals, tmp_path: Path) -> None:
    (tmp_path / "child.py").write_text(_CHILD)
    script = _PARENT.replace("noxfile.ended", f"noxfile.ROOT = {str(tmp_path)!r}\n    noxfile.ended")
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "CHILD": str(tmp_path / "child.py")}
    with subprocess.Popen([sys.executable, "-c", script], env=environment, start_new_session=True) as running:
        deadline = time.monotonic() + 20
        while not (tmp_path / "started").exists():
            assert time.monotonic() < deadline
            time.sleep(0.05)
        if number == signal.SIGINT:  # a terminal sends it to all, whoever else does to the first alone
            os.killpg(running.pid, number)
        else:
            running.send_signal(number)
        assert running.wait(20) == 130
    assert (tmp_path / "cleared").exists()


def test_a_folder_that_another_python_filled_for_us_is_made_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / ".venv"
    monkeypatch.setattr(noxfile, "VENV", folder)
    monkeypatch.setattr(noxfile, "PROGRAMS", folder / noxfile.PROGRAMS.name)
    assert noxfile.stale()
    venv.create(folder, with_pip=False)
    (folder / "holds-demo.txt").touch()
    assert not noxfile.stale()
    settings = folder / "pyvenv.cfg"
    settings.write_text(settings.read_text().replace("version = 3.", "version = 2."))
    assert noxfile.stale()
    (folder / "holds-demo.txt").unlink()  # somebody's own is not ours to clear
    assert not noxfile.stale()
