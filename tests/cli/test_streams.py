"""What the command does where its output is closed, full or cannot hold a letter, and where the system refuses."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Trivet, tree

_COMMAND = [sys.executable, "-m", "trivet_codegen"]
_FULL = Path("/dev/full")


@pytest.mark.skipif(not _FULL.exists(), reason="this system has no full device")
@pytest.mark.parametrize("arguments", [["bundle", "contract.yaml"], ["explain"], ["bundle", "nowhere.yaml"]])
def test_a_full_disk_behind_standard_output_is_told_in_one_line(arguments: list[str], project: Path) -> None:
    with _FULL.open("w") as full:
        ended = subprocess.run([*_COMMAND, *arguments], cwd=project, stdout=full, stderr=subprocess.PIPE, text=True)
    assert (ended.returncode, ended.stderr) == (2, "trivet: the system refuses: No space left on device\n")


@pytest.mark.parametrize("descriptor", [1, 2])
@pytest.mark.parametrize(("arguments", "code"), [(["bundle", "contract.yaml"], 0), (["bundle", "nowhere.yaml"], 2)])
def test_a_closed_stream_changes_nothing_but_what_is_seen(
    descriptor: int, arguments: list[str], code: int, trivet: Trivet, project: Path
) -> None:
    ended = trivet(*arguments, preexec_fn=lambda: os.close(descriptor))
    assert (ended.returncode, "Traceback" in ended.stderr) == (code, False)


def test_letters_that_the_terminal_lacks_are_escaped(trivet: Trivet, tmp_path: Path) -> None:
    named = "caf\N{LATIN SMALL LETTER E WITH ACUTE}.yaml"
    ended = trivet("generate", "--from", named, "--name", "x", "--out", "o", environment={"PYTHONIOENCODING": "ascii"})
    assert (ended.returncode, ended.stdout) == (2, "caf\\xe9.yaml: file-missing: there is no such file\n")


def test_a_name_that_no_system_takes_is_told_shortly(trivet: Trivet, project: Path) -> None:
    ended = trivet("bundle", "a" * 5000)
    assert ended.returncode == 2
    assert ended.stderr.startswith("trivet: the system refuses: File name too long: 'aaaa")
    assert len(ended.stderr) < 400


def _at_most(size: int) -> Callable[[], None]:
    def limit() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    return limit


def test_a_bundle_that_finds_no_room_leaves_the_old_one_and_nothing_else(trivet: Trivet, project: Path) -> None:
    (project / "bundle.json").write_text("old")
    before = tree(project)
    ended = trivet("bundle", "contract.yaml", "-o", "bundle.json", preexec_fn=_at_most(100))
    assert ended.returncode == 2
    assert "bundle.json: output-unwritable: cannot be written: File too large" in ended.stdout
    assert tree(project) == before


def test_a_bundle_goes_through_links_and_keeps_the_mode_of_the_file(trivet: Trivet, project: Path) -> None:
    (project / "real.json").write_text("old")
    (project / "real.json").chmod(0o640)
    (project / "link.json").symlink_to("real.json")
    assert trivet("bundle", "contract.yaml", "-o", "link.json").returncode == 0
    assert (project / "link.json").is_symlink()
    assert (project / "real.json").stat().st_mode & 0o777 == 0o640
    assert '"openapi"' in (project / "real.json").read_text()


def test_a_bundle_is_written_into_a_pipe_which_stays_one(trivet: Trivet, project: Path) -> None:
    os.mkfifo(project / "pipe")
    with subprocess.Popen(["cat", str(project / "pipe")], stdout=subprocess.PIPE, text=True) as reader:
        ended = trivet("bundle", "contract.yaml", "-o", "pipe")
        told = reader.communicate(timeout=20)[0]
    assert ended.returncode == 0
    assert '"openapi"' in told
    assert (project / "pipe").is_fifo()


_SLOW = """
import os, time
def prepared():
    open("started", "w").write(str(os.getpid()))
    time.sleep(60)
"""


def test_who_is_told_to_end_ends_as_if_interrupted(project: Path) -> None:
    (project / "src").mkdir()
    (project / "src" / "slow.py").write_text(_SLOW)
    with (project / "pyproject.toml").open("a") as manifest:
        manifest.write('[tool.trivet.apis.shop.fuzz]\nprepare = "slow:prepared"\n')
    with subprocess.Popen([*_COMMAND, "fuzz"], cwd=project, stderr=subprocess.PIPE, text=True) as running:
        deadline = time.monotonic() + 30
        while not (project / "started").exists():
            assert time.monotonic() < deadline
            time.sleep(0.05)
        running.terminate()
        told = running.communicate(timeout=20)[1]
    assert (running.returncode, "trivet: interrupted" in told) == (130, True)
