"""A generated folder is written whole or not at all, and never over what somebody wrote by hand."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from trivet_codegen.drift import drift
from trivet_codegen.misuse import WrongUse
from trivet_codegen.output import RECORD, Output, contents, write

FIRST = {"__init__.py": "one\n", "models/customer.py": "two\n", "contract.json": "{}\n"}
SECOND = {"__init__.py": "changed\n", "models/invoice.py": "three\n", "contract.json": "{}\n"}


def texts(folder: Path) -> dict[str, str]:
    return {path: (data or b"").decode() for path, data in contents(folder).items() if path != RECORD}


def rules(error: pytest.ExceptionInfo[WrongUse]) -> list[str]:
    return [problem.rule for problem in error.value.found]


def message(error: pytest.ExceptionInfo[WrongUse]) -> str:
    return error.value.found[0].message


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "clients" / "hub"


def test_a_new_folder_holds_exactly_the_files_and_their_record(folder: Path) -> None:
    write([Output.of(folder, FIRST)])
    assert texts(folder) == FIRST
    assert (folder / RECORD).is_file()


def test_a_second_run_removes_what_is_no_longer_given(folder: Path) -> None:
    write([Output.of(folder, FIRST)])
    write([Output.of(folder, SECOND)])
    assert texts(folder) == SECOND


def test_nothing_is_left_beside_the_folder(folder: Path) -> None:
    write([Output.of(folder, FIRST)])
    write([Output.of(folder, SECOND)])
    assert [path.name for path in folder.parent.iterdir()] == ["hub"]


def test_an_unchanged_file_keeps_its_time(folder: Path) -> None:
    write([Output.of(folder, FIRST)])
    os.utime(folder / "contract.json", (1, 1))
    write([Output.of(folder, SECOND)])
    assert (folder / "contract.json").stat().st_mtime == 1


def test_the_same_output_again_touches_nothing(folder: Path) -> None:
    write([Output.of(folder, FIRST)])
    before = folder.stat().st_ino
    write([Output.of(folder, FIRST)])
    assert folder.stat().st_ino == before


def test_the_record_is_the_same_in_every_order(folder: Path) -> None:
    turned = dict(reversed(FIRST.items()))
    assert Output.of(folder, FIRST).files == Output.of(folder, turned).files


def test_an_empty_folder_may_be_used(folder: Path) -> None:
    folder.mkdir(parents=True)
    write([Output.of(folder, FIRST)])
    assert texts(folder) == FIRST


def test_a_folder_with_a_file_of_somebody_is_refused(folder: Path) -> None:
    folder.mkdir(parents=True)
    (folder / "notes.txt").write_text("mine")
    with pytest.raises(WrongUse) as error:
        write([Output.of(folder, FIRST)])
    assert (rules(error), message(error)) == (["output-foreign"], "holds notes.txt that trivet did not write")
    assert texts(folder) == {"notes.txt": "mine"}


def test_a_file_put_beside_generated_ones_is_refused_even_with_force(folder: Path) -> None:
    write([Output.of(folder, FIRST)])
    (folder / "models" / "mine.py").write_text("mine")
    with pytest.raises(WrongUse) as error:
        write([Output.of(folder, SECOND)], force=True)
    assert rules(error) == ["output-foreign"]
    assert texts(folder) == {**FIRST, "models/mine.py": "mine"}


def test_only_the_first_foreign_files_are_named(folder: Path) -> None:
    folder.mkdir(parents=True)
    for number in range(9):
        (folder / f"{number}.py").touch()
    with pytest.raises(WrongUse) as error:
        write([Output.of(folder, FIRST)])
    assert message(error) == "holds 0.py, 1.py, 2.py, 3.py, 4.py and 4 more that trivet did not write"


def test_an_edited_file_is_refused_and_force_overwrites_it(folder: Path) -> None:
    write([Output.of(folder, FIRST)])
    (folder / "__init__.py").write_text("edited")
    with pytest.raises(WrongUse) as error:
        write([Output.of(folder, SECOND)])
    assert rules(error) == ["output-edited"]
    write([Output.of(folder, SECOND)], force=True)
    assert texts(folder) == SECOND


def test_an_edit_that_is_what_the_contract_gives_is_no_obstacle(folder: Path) -> None:
    write([Output.of(folder, FIRST)])
    (folder / "__init__.py").write_text(SECOND["__init__.py"])
    write([Output.of(folder, SECOND)])
    assert texts(folder) == SECOND


def test_a_deleted_file_comes_back(folder: Path) -> None:
    write([Output.of(folder, FIRST)])
    (folder / "__init__.py").unlink()
    write([Output.of(folder, FIRST)])
    assert texts(folder) == FIRST


def test_line_ends_of_a_windows_checkout_are_no_edit(folder: Path) -> None:
    write([Output.of(folder, FIRST)])
    for path in FIRST:
        (folder / path).write_bytes(FIRST[path].replace("\n", "\r\n").encode())
    assert Output.of(folder, FIRST).up_to_date()
    write([Output.of(folder, SECOND)])
    assert texts(folder) == SECOND


def test_a_record_with_merge_conflicts_needs_force(folder: Path) -> None:
    write([Output.of(folder, FIRST)])
    record = folder / RECORD
    record.write_text("<<<<<<< ours\n" + record.read_text())
    with pytest.raises(WrongUse) as error:
        write([Output.of(folder, SECOND)])
    assert rules(error) == ["output-record"]
    write([Output.of(folder, SECOND)], force=True)
    assert texts(folder) == SECOND


def test_what_tools_leave_behind_is_no_obstacle(folder: Path) -> None:
    write([Output.of(folder, FIRST)])
    (folder / "__pycache__").mkdir()
    (folder / "__pycache__" / "x.cpython-311.pyc").touch()
    write([Output.of(folder, SECOND)])
    assert texts(folder) == SECOND


@pytest.mark.parametrize("into", ["folder", "file"])
def test_a_symbolic_link_inside_is_never_followed(folder: Path, tmp_path: Path, into: str) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "kept.py").write_text("kept")
    write([Output.of(folder, FIRST)])
    if into == "folder":
        (folder / "models" / "customer.py").unlink()
        (folder / "models").rmdir()
        (folder / "models").symlink_to(outside)
    else:
        (folder / "__init__.py").unlink()
        (folder / "__init__.py").symlink_to(outside / "kept.py")
    with pytest.raises(WrongUse) as error:
        write([Output.of(folder, SECOND)], force=True)
    assert rules(error) == ["output-foreign"]
    assert (outside / "kept.py").read_text() == "kept"


@pytest.mark.parametrize("make", [lambda path: path.write_text("x"), lambda path: path.symlink_to(path.parent)])
def test_a_file_or_link_where_the_folder_should_be_is_refused(folder: Path, make: object) -> None:
    folder.parent.mkdir()
    make(folder)  # type: ignore[operator]
    with pytest.raises(WrongUse) as error:
        write([Output.of(folder, FIRST)])
    assert rules(error) == ["output-not-folder"]


def test_a_parent_that_is_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(WrongUse) as error:
        write([Output.of(tmp_path / "file" / "hub", FIRST)])
    assert rules(error) == ["output-unwritable"]


@pytest.mark.parametrize(
    "path", ["../x.py", "/x.py", "a/../../x.py", "", ".", "a//b.py", "a\\b.py", "C:x.py", "./x.py", "x\0.py", RECORD]
)
def test_a_path_that_is_not_plainly_inside_is_a_fault_of_the_generator(folder: Path, path: str) -> None:
    with pytest.raises(ValueError, match="generated path"):
        Output.of(folder, {path: ""})


@pytest.mark.parametrize("paths", [("a.py", "A.py"), ("a", "a/b.py"), ("A", "a/b.py")])
def test_paths_that_some_file_system_confuses_are_a_fault_of_the_generator(
    folder: Path, paths: tuple[str, str]
) -> None:
    with pytest.raises(ValueError, match="generated path"):
        Output.of(folder, dict.fromkeys(paths, ""))


def test_if_one_folder_is_refused_none_is_written(folder: Path, tmp_path: Path) -> None:
    write([Output.of(folder, FIRST)])
    other = tmp_path / "server"
    other.mkdir()
    (other / "main.py").touch()
    with pytest.raises(WrongUse):
        write([Output.of(folder, SECOND), Output.of(other, FIRST)])
    assert texts(folder) == FIRST


# What is done to the process while it writes: at the n-th call of one of these, it is killed or fails.
_BREAK = """
import os, shutil, signal, sys
from pathlib import Path
from trivet_codegen import output, swap

how, step, exchange = sys.argv[3], int(sys.argv[4]), sys.argv[5] == "exchange"
calls = 0

def breaking(function):
    def called(*arguments, **named):
        global calls
        calls += 1
        if calls == step:
            if how == "kill":
                os.kill(os.getpid(), signal.SIGKILL)
            raise OSError(28, "No space left on device")
        return function(*arguments, **named)
    return called

Path.write_bytes = breaking(Path.write_bytes)
Path.mkdir = breaking(Path.mkdir)
Path.rename = breaking(Path.rename)
shutil.copy2 = breaking(shutil.copy2)
if how == "kill":  # its errors are ignored: nothing depends on cleaning up
    shutil.rmtree = breaking(shutil.rmtree)
swap._exchanged = breaking(swap._exchanged if exchange else lambda one, other: False)
folders = [Path(sys.argv[1]), Path(sys.argv[2])]
output.write([output.Output.of(folder, {files}) for folder in folders])
print("calls", calls)
"""


def _broken_write(folders: list[Path], how: str, step: int, exchange: str) -> subprocess.CompletedProcess[str]:
    script = textwrap.dedent(_BREAK).replace("{files}", repr(SECOND))
    arguments = [*map(str, folders), how, str(step), exchange]
    codegen = Path(sys.modules["trivet_codegen"].__path__[0]).parent
    environment = {**os.environ, "PYTHONPATH": str(codegen)}
    command = [sys.executable, "-c", script, *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.skipif(os.name == "nt", reason="kills by signal")
@pytest.mark.parametrize("exchange", ["exchange", "two renames"])
@pytest.mark.parametrize("how", ["kill", "fail"])
def test_a_broken_write_leaves_each_folder_whole(tmp_path: Path, how: str, exchange: str) -> None:
    for step in range(1, 40):
        folders = [tmp_path / str(step) / name for name in ("package", "server")]
        write([Output.of(folder, FIRST) for folder in folders])
        ended = _broken_write(folders, how, step, exchange)
        if "calls" in ended.stdout:
            break
        assert ended.returncode == (-signal.SIGKILL if how == "kill" else 1), ended.stderr
        found = [texts(folder) for folder in folders if folder.exists()]
        if how == "fail":
            assert found == [FIRST, FIRST], step
        # A kill between two renames leaves the old one put aside; the next run brings it back before anything else.
        assert all(one in (FIRST, SECOND) for one in found), step
        assert exchange == "two renames" or len(found) == 2, step
        write([Output.of(folder, SECOND) for folder in folders])
        assert [texts(folder) for folder in folders] == [SECOND, SECOND]
        assert sorted(path.name for path in folders[0].parent.iterdir()) == ["package", "server"]
    else:
        pytest.fail("the write never came to its end")
    assert step > 5


def test_drift_tells_missing_changed_and_stale_files(folder: Path) -> None:
    write([Output.of(folder, FIRST)])
    found = {one.path: one.kind for one in drift(Output.of(folder, SECOND))}
    assert found == {"__init__.py": "changed", "models/customer.py": "stale", "models/invoice.py": "missing"}


def test_there_is_no_drift_after_writing(folder: Path) -> None:
    write([Output.of(folder, FIRST)])
    assert drift(Output.of(folder, FIRST)) == []


def test_a_missing_record_alone_is_drift(folder: Path) -> None:
    write([Output.of(folder, FIRST)])
    (folder / RECORD).unlink()
    assert [(one.path, one.kind) for one in drift(Output.of(folder, FIRST))] == [(RECORD, "missing")]


def test_a_long_diff_is_cut(folder: Path) -> None:
    write([Output.of(folder, {"a.py": "".join(f"{n}\n" for n in range(100))})])
    (one,) = drift(Output.of(folder, {"a.py": ""}))
    assert len(one.diff(at_most=10)) == 11
    assert one.diff(at_most=10)[-1] == "... 93 more lines"


@given(st.dictionaries(st.from_regex(r"[a-z]{1,3}(/[a-z]{1,3}){0,2}\.py", fullmatch=True), st.text("ab\n"), max_size=5))
def test_what_was_written_is_what_is_there(tmp_path_factory: pytest.TempPathFactory, files: dict[str, str]) -> None:
    folder = tmp_path_factory.mktemp("law") / "out"
    output = Output.of(folder, files)
    write([output])
    assert contents(folder) == output.files
    assert output.changed() == []
