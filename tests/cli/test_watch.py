"""`trivet generate --watch`: saved changes become code, faults are told, and Ctrl-C ends it."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from queue import Empty, Queue

import pytest

from tests.cli.conftest import Trivet, tree
from tests.cli.test_unchanged import MODEL, SHOP, edited

_PATIENCE = 120
_WITHOUT_WATCHFILES = """
import sys
sys.modules["watchfiles"] = None
from trivet_codegen.cli import main
sys.exit(main(sys.argv[1:]))
"""


class Watching:
    """A running command; what it prints is read line by line."""

    def __init__(self, command: list[str], folder: Path) -> None:
        self.process = subprocess.Popen(
            command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, bufsize=1
        )
        self._lines: Queue[str] = Queue()
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def until(self, wanted: str) -> str:
        """What it prints up to the next line with `wanted`, and that line."""
        told = ""
        deadline = time.monotonic() + _PATIENCE
        while wanted not in told:
            try:
                told += self._lines.get(timeout=max(0, deadline - time.monotonic()))
            except Empty:
                raise AssertionError(f"{wanted!r} did not come after:\n{told}") from None
        return told

    def end(self) -> None:
        """Ends it, whatever it does."""
        self.process.kill()
        self.process.wait()
        self._reader.join()

    def _read(self) -> None:
        assert self.process.stdout is not None
        with self.process.stdout as lines:
            for line in lines:
                self._lines.put(line)


@pytest.fixture(params=["as the system tells", "by looking"])
def watching(request: pytest.FixtureRequest, project: Path) -> Iterator[Watching]:
    """The command on the project of the manifest, which it has generated once."""
    way = ["-m", "trivet_codegen"] if request.param == "as the system tells" else ["-c", _WITHOUT_WATCHFILES]
    running = Watching([sys.executable, *way, "generate", "--watch"], project)
    try:
        running.until("watching 2 files")
        yield running
    finally:
        running.end()


def test_a_saved_contract_becomes_code_at_once(project: Path, watching: Watching) -> None:
    edited(project / "contract.yaml", "note:", "remark:")
    told = watching.until("watching")
    assert "contract.yaml changed" in told
    assert "remark" in (project / MODEL).read_text()


def test_a_fault_is_told_and_the_old_code_stays_until_it_is_put_right(project: Path, watching: Watching) -> None:
    before = tree(project / SHOP)
    edited(project / "contract.yaml", "schemas/Order", "schemas/Nothing")
    assert "ref-missing" in watching.until("watching")
    (project / "contract.yaml").write_text("openapi: [")
    assert "yaml-syntax" in watching.until("watching")
    (project / "contract.yaml").unlink()
    assert "file-missing" in watching.until("watching") or "manifest-path" in watching.until("watching")
    assert tree(project / SHOP) == before


def test_a_changed_manifest_counts_and_so_does_what_it_adds(project: Path, watching: Watching) -> None:
    (project / "second.yaml").write_bytes((project / "contract.yaml").read_bytes())
    with (project / "pyproject.toml").open("a") as manifest:
        manifest.write('[tool.trivet.apis.second]\ncontract = "second.yaml"\npackage = "src/second"\n')
    told = watching.until("watching 3 files")
    assert "second: " in told
    assert "shop: " not in told
    edited(project / "pyproject.toml", "package = ", "pakage = ")
    assert "manifest-unknown-key" in watching.until("watching")
    edited(project / "second.yaml", "note:", "remark:")
    watching.until("watching")


def test_a_file_edited_by_hand_stands_in_the_way_and_the_watch_goes_on(project: Path, watching: Watching) -> None:
    (project / MODEL).write_text("edited")
    edited(project / "contract.yaml", "note:", "remark:")
    assert "output-edited" in watching.until("watching")
    assert (project / MODEL).read_text() == "edited"


def test_interrupting_it_ends_it_cleanly(project: Path, watching: Watching) -> None:
    watching.process.send_signal(signal.SIGINT)
    told = watching.until("interrupted")
    assert watching.process.wait(_PATIENCE) == 130
    assert "Traceback" not in told


def test_a_document_without_a_manifest_is_watched_with_the_files_that_it_refers_to(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "size.json").write_text('{"type": "string", "enum": ["small"]}')
    (tmp_path / "api.yaml").write_text(
        "openapi: 3.1.0\ninfo: {title: Sizes, version: '1'}\npaths:\n  /size:\n    get:\n      responses:\n"
        "        '200':\n          description: One\n          content:\n            application/json:\n"
        "              schema: {type: object, properties: {size: {$ref: 'deep/size.json'}}}\n"
    )
    options = ["--from", "api.yaml", "--name", "sizes", "--out", "out", "--watch"]
    running = Watching([sys.executable, "-m", "trivet_codegen", "generate", *options], tmp_path)
    try:
        running.until("watching 2 files")
        (tmp_path / "deep" / "size.json").write_text('{"type": "string", "enum": ["small", "vast"]}')
        running.until("watching 2 files")
        assert any(b"vast" in text for text in tree(tmp_path / "out").values())
    finally:
        running.end()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--watch"], "manifest-missing"),
        (["--watch", "--check"], "--check writes nothing"),
        (["--watch", "--from", "x.yaml", "--name", "in", "--out", "."], "name-invalid"),
    ],
)
def test_what_no_saved_file_can_put_right_ends_it_at_once(trivet: Trivet, arguments: list[str], said: str) -> None:
    ended = trivet("generate", *arguments)
    assert ended.returncode == 2
    assert said in ended.stdout + ended.stderr
