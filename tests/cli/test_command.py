"""What the command does to folders, and how it ends."""

from __future__ import annotations

import ctypes
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Trivet, tree

_HEAVY = {"orjson", "yaml", "jsonschema_rs", "pydantic", "schemathesis", "hypothesis", "ruff", "subprocess", "tomllib"}


def test_help_loads_nothing_heavy() -> None:
    script = (
        "import sys; from trivet_codegen.cli import main; main(['generate', '--help']);"
        "print(*(name for name in sys.modules), file=sys.stderr)"
    )
    ended = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    loaded = set(ended.stderr.split())
    assert loaded & _HEAVY == set()
    assert {name for name in loaded if name.startswith("trivet_codegen.")} == {
        "trivet_codegen.cli",
        "trivet_codegen.cli.parser",
        "trivet_codegen.cli.words",
    }


def test_generating_twice_changes_nothing(project: Path, trivet: Trivet) -> None:
    assert trivet("generate").returncode == 0
    before = tree(project)
    again = trivet("generate")
    assert (again.returncode, again.stdout) == (0, "")
    assert "(0 changed)" in again.stderr
    assert tree(project) == before


def test_what_was_generated_is_no_drift(project: Path, trivet: Trivet) -> None:
    trivet("generate")
    checked = trivet("generate", "--check")
    assert (checked.returncode, checked.stdout) == (0, "")


def test_check_writes_nothing_and_shows_the_difference(project: Path, trivet: Trivet) -> None:
    trivet("generate")
    contract = project / "contract.yaml"
    contract.write_text(contract.read_text().replace("note:", "remark:"))
    before = tree(project)
    checked = trivet("generate", "--check")
    assert checked.returncode == 1
    assert "src/acme/shop/models/order.py: drift-changed: is not what the contract gives" in checked.stdout
    assert "+    remark: str | None = None" in checked.stdout
    assert tree(project) == before


def test_a_file_that_the_contract_no_longer_gives_goes(project: Path, trivet: Trivet) -> None:
    trivet("generate")
    contract = project / "contract.yaml"
    contract.write_text(contract.read_text().replace("Order", "Purchase"))
    assert trivet("generate").returncode == 0
    models = {path.name for path in (project / "src/acme/shop/models").glob("*.py")}
    assert models == {"__init__.py", "purchase.py"}


def test_an_edited_file_is_kept_unless_forced(project: Path, trivet: Trivet) -> None:
    trivet("generate")
    edited = project / "src/acme/shop/models/order.py"
    edited.write_text("edited")
    refused = trivet("generate")
    assert (refused.returncode, "output-edited" in refused.stdout, edited.read_text()) == (2, True, "edited")
    assert trivet("generate", "--force").returncode == 0
    assert "class Order" in edited.read_text()


def test_an_error_in_the_contract_keeps_the_old_output(project: Path, trivet: Trivet) -> None:
    trivet("generate")
    contract = project / "contract.yaml"
    contract.write_text(contract.read_text().replace("schemas/Order", "schemas/Nothing"))
    before = tree(project)
    assert trivet("generate").returncode == 1
    assert tree(project) == before


def test_one_faulty_api_keeps_all_from_being_written_and_all_are_told(project: Path, trivet: Trivet) -> None:
    with (project / "pyproject.toml").open("a") as manifest:
        for name in ("first", "second"):
            (project / f"{name}.yaml").write_text("openapi: [")
            manifest.write(f'[tool.trivet.apis.{name}]\ncontract = "{name}.yaml"\npackage = "src/{name}"\n')
    ended = trivet("generate")
    assert ended.returncode == 1
    assert "first.yaml:2:1: yaml-syntax" in ended.stdout
    assert "second.yaml:2:1: yaml-syntax" in ended.stdout
    assert not (project / "src").exists()


def test_many_warnings_are_counted_by_rule(project: Path, trivet: Trivet) -> None:
    lines = "".join(f"        p{n}: {{type: string, pattern: '[{n}'}}\n" for n in range(30))
    contract = project / "contract.yaml"
    contract.write_text(contract.read_text() + lines)
    ended = trivet("generate")
    assert ended.returncode == 0
    assert "30 warnings" in ended.stdout
    assert "  30 pattern-not-enforced" in ended.stdout
    assert len(json.loads(trivet("generate", "--format", "json").stdout)) == 30


def test_the_command_works_from_a_folder_below(project: Path, trivet: Trivet) -> None:
    below = project / "src" / "deep"
    below.mkdir(parents=True)
    script = "import os, sys; os.chdir('src/deep'); from trivet_codegen.cli import main; sys.exit(main(['generate']))"
    ended = subprocess.run([sys.executable, "-c", script], cwd=project, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr
    assert (project / "src/acme/shop/__init__.py").is_file()


def _without_the_right_to_write_anywhere() -> None:
    """Takes from root what lets it write to folders that are read-only (CAP_DAC_OVERRIDE)."""
    ctypes.CDLL(None).prctl(24, 1, 0, 0, 0)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="permissions as on Linux")
def test_a_folder_that_cannot_be_written_is_told_and_left(project: Path, trivet: Trivet) -> None:
    (project / "src").mkdir(mode=0o555)
    ended = trivet("generate", preexec_fn=_without_the_right_to_write_anywhere)
    (project / "src").chmod(0o755)
    assert (ended.returncode, ended.stderr) == (2, "")
    assert "output-unwritable: cannot be written: Permission denied" in ended.stdout
    assert list((project / "src").iterdir()) == []


def test_a_reader_that_goes_away_is_no_fault(project: Path) -> None:
    script = "import sys; from trivet_codegen.cli import main; sys.exit(main(sys.argv[1:]))"
    command = [sys.executable, "-c", script, "explain"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=project) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""


_FAULTY = """
import sys
from trivet_codegen import cli, explain
explain.EXPLANATIONS = None
sys.exit(cli.main(["explain"]))
"""


@pytest.mark.parametrize("traceback", ["", "1"])
def test_a_fault_of_ours_is_one_line_and_the_traceback_is_for_who_asks(traceback: str) -> None:
    environment = {**os.environ, "TRIVET_TRACEBACK": traceback}
    ended = subprocess.run(
        [sys.executable, "-c", _FAULTY], env=environment, capture_output=True, text=True, check=False
    )
    assert (ended.returncode, ended.stdout) == (70, "")
    assert "trivet: internal error: AttributeError: " in ended.stderr
    assert "TRIVET_TRACEBACK=1" in ended.stderr
    assert ("Traceback" in ended.stderr) == bool(traceback)


_WITHOUT_YAML = """
import sys
sys.modules["yaml"] = None
from trivet_codegen.cli import main
sys.exit(main(["bundle", "contract.yaml"]))
"""


def test_a_missing_library_is_told_with_the_command_that_installs_it(project: Path) -> None:
    command = [sys.executable, "-c", _WITHOUT_YAML]
    ended = subprocess.run(command, cwd=project, capture_output=True, text=True, check=False)
    told = "trivet: needs 'yaml', which is not installed: pip install 'trivet[codegen]'\n"
    assert (ended.returncode, ended.stderr) == (2, told)
