"""What has not changed is not made again, and nothing that has changed passes for it."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Trivet, tree
from trivet_codegen.output import RECORD

SHOP = Path("src/acme/shop")
MODEL = SHOP / "models" / "order.py"

_BUILDS = """
import sys
from trivet_codegen.cli import main
code = main(sys.argv[1:])
print("built" if "trivet_codegen.ir.build" in sys.modules else "compared")
sys.exit(code)
"""


def edited(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


@pytest.fixture
def outcome(project: Path, trivet: Trivet) -> Callable[..., tuple[int, str]]:
    """Exit code of a command, and whether it built anything; all is generated before."""
    assert trivet("generate").returncode == 0

    def run(*arguments: str) -> tuple[int, str]:
        command = [sys.executable, "-c", _BUILDS, *arguments]
        ended = subprocess.run(command, cwd=project, capture_output=True, text=True, check=False)
        return ended.returncode, ended.stdout.splitlines()[-1]

    return run


Outcome = Callable[..., tuple[int, str]]


@pytest.mark.parametrize("arguments", [["generate"], ["generate", "--check"], ["generate", "shop"]])
def test_nothing_is_built_when_nothing_changed(outcome: Outcome, arguments: list[str]) -> None:
    assert outcome(*arguments) == (0, "compared")


def test_force_builds_always(outcome: Outcome) -> None:
    assert outcome("generate", "--force") == (0, "built")


def test_a_document_that_changed_is_read_again(project: Path, outcome: Outcome) -> None:
    edited(project / "contract.yaml", "note:", "remark:")
    assert outcome("generate", "--check") == (1, "built")
    assert outcome("generate") == (0, "built")
    assert outcome("generate") == (0, "compared")


def test_a_comment_in_the_contract_is_no_drift(project: Path, outcome: Outcome) -> None:
    with (project / "contract.yaml").open("a") as contract:
        contract.write("# nothing that code could say\n")
    assert outcome("generate", "--check") == (0, "built")
    before = tree(project)
    assert outcome("generate") == (0, "built")
    after = tree(project)
    assert {path for path in after if after[path] != before[path]} == {f"{SHOP}/{RECORD}", f"{SHOP}_api/{RECORD}"}


def test_a_file_that_a_document_refers_to_counts(project: Path, trivet: Trivet, outcome: Outcome) -> None:
    contract = project / "contract.yaml"
    edited(contract, "    Order:\n", "    Size: {$ref: 'sizes.yaml#/Size'}\n    Order:\n")
    (project / "sizes.yaml").write_text("Size: {type: string, enum: [small, large]}\n")
    assert trivet("generate").returncode == 0
    assert outcome("generate") == (0, "compared")
    edited(project / "sizes.yaml", "large", "huge")
    assert outcome("generate", "--check") == (1, "built")


def test_a_hand_edited_file_is_drift(project: Path, outcome: Outcome) -> None:
    edited(project / MODEL, "class Order", "class Orders")
    assert outcome("generate", "--check") == (1, "built")


def test_a_hand_edited_file_is_drift_although_the_record_was_made_to_fit(project: Path, outcome: Outcome) -> None:
    from trivet_codegen.output import digest

    record = project / SHOP / RECORD
    before = digest((project / MODEL).read_bytes())
    edited(project / MODEL, "class Order", "class Orders")
    edited(record, before, digest((project / MODEL).read_bytes()))
    assert outcome("generate", "--check") == (1, "built")


@pytest.mark.parametrize(
    "change",
    [
        lambda folder: (folder / "models" / "order.py").unlink(),
        lambda folder: (folder / "models" / "mine.py").touch(),
        lambda folder: (folder / "models" / "empty.py").symlink_to(folder / "models" / "order.py"),
        lambda folder: (folder / RECORD).unlink(),
        lambda folder: (folder / RECORD).write_text("<<<<<<< ours"),
        lambda folder: (folder / RECORD).write_text('{"files": []}'),
    ],
    ids=["missing", "foreign", "link", "no record", "conflict", "no stamp"],
)
def test_a_folder_that_is_not_as_it_was_made_is_told(
    project: Path, outcome: Outcome, change: Callable[[Path], None]
) -> None:
    change(project / SHOP)
    assert outcome("generate", "--check") == (1, "built")


def test_a_changed_setting_counts(project: Path, outcome: Outcome) -> None:
    edited(project / "pyproject.toml", 'server = "src', 'import = "acme.shop"\nserver = "src')
    assert outcome("generate") == (0, "compared")
    edited(project / "pyproject.toml", '"acme.shop"', '"other.shop"')
    assert outcome("generate", "--check") == (1, "built")


def test_a_stamp_of_another_generator_is_not_trusted(project: Path, outcome: Outcome) -> None:
    record = project / SHOP / RECORD
    seal = json.loads(record.read_bytes())["made"]["seal"]
    edited(record, seal, "0" * 64)
    assert outcome("generate", "--check") == (0, "built")


def test_a_generator_that_makes_the_same_changes_no_file_and_makes_it_once(project: Path, outcome: Outcome) -> None:
    for record in (project / SHOP / RECORD, project / f"{SHOP}_api" / RECORD):
        edited(record, json.loads(record.read_bytes())["made"]["seal"], "0" * 64)
    before = tree(project)
    assert outcome("generate") == (0, "built")
    after = tree(project)
    assert {path: after[path] for path in before} == before
    assert {Path(path).parent.name for path in after.keys() - before.keys()} == {"__pycache__"}
    assert outcome("generate") == (0, "compared")
    edited(project / "contract.yaml", "note:", "remark:")
    assert outcome("generate", "--check") == (1, "built")


def test_a_seal_is_not_put_aside_through_a_link(
    project: Path, outcome: Outcome, tmp_path_factory: pytest.TempPathFactory
) -> None:
    record = project / SHOP / RECORD
    edited(record, json.loads(record.read_bytes())["made"]["seal"], "0" * 64)
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (project / SHOP / "__pycache__").symlink_to(elsewhere)
    assert outcome("generate") == (0, "built")
    assert list(elsewhere.iterdir()) == []


def test_a_record_without_a_stamp_is_no_drift(project: Path, outcome: Outcome) -> None:
    record = project / SHOP / RECORD
    record.write_text(json.dumps({"files": json.loads(record.read_bytes())["files"]}, indent=2) + "\n")
    assert outcome("generate", "--check") == (0, "built")


def test_warnings_are_told_again_word_for_word(project: Path, trivet: Trivet) -> None:
    twice = "".join(
        f"  /things/{{{name}}}:\n    {method}:\n"
        f"      parameters: [{{in: path, name: {name}, required: true, schema: {{}}}}]\n"
        "      responses: {'204': {description: Done}}\n"
        for name, method in (("one", "get"), ("other", "put"))
    )
    edited(project / "contract.yaml", "paths:\n", f"paths:\n{twice}")
    first, again = trivet("generate"), trivet("generate")
    assert "contract.yaml:" in first.stdout
    assert (again.stdout, again.returncode) == (first.stdout, 0)
    assert trivet("generate", "--check", "--format", "json").stdout == trivet("generate", "--format", "json").stdout


def test_without_a_manifest_nothing_is_built_twice_either(project: Path, trivet: Trivet, outcome: Outcome) -> None:
    one = ["generate", "--from", "contract.yaml", "--name", "shop", "--out", "elsewhere"]
    assert outcome(*one) == (0, "built")
    assert outcome(*one) == (0, "compared")
    assert outcome(*one, "--emit", "models") == (0, "built")
