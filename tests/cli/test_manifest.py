"""The manifest says where everything is; what it says wrongly is told all at once, with the place."""

from __future__ import annotations

from pathlib import Path

import pytest

from trivet_codegen.manifest import MAX_EXAMPLES, PHASES, SEED, manifest
from trivet_codegen.misuse import WrongUse
from trivet_codegen.toml_lines import line_of

HUB = """
[tool.trivet]
roots = ["sdk", "server"]

[tool.trivet.apis.hub]
contract = "openapi.yaml"
package = "sdk/acme/hub"
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "openapi.yaml").touch()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(project: Path, text: str) -> None:
    (project / "pyproject.toml").write_text(text)


def faults(project: Path, text: str) -> list[tuple[str, str, str]]:
    write(project, text)
    with pytest.raises(WrongUse) as error:
        manifest(project)
    return [
        (problem.place.pointer.removeprefix("/tool/trivet"), problem.rule, problem.message)
        for problem in error.value.found
    ]


def test_the_import_name_starts_below_the_root_that_holds_the_package(project: Path) -> None:
    write(project, HUB)
    assert manifest(project).apis["hub"].import_name == "acme.hub"


def test_an_import_name_can_be_given(project: Path) -> None:
    write(project, HUB + 'import = "other.name"')
    assert manifest(project).apis["hub"].import_name == "other.name"


def test_what_has_a_place_is_emitted(project: Path) -> None:
    write(project, HUB)
    assert manifest(project).apis["hub"].emit == ("models", "client")
    write(project, HUB + 'server = "server/acme/api"')
    assert manifest(project).apis["hub"].emit == ("models", "client", "server")


def test_the_manifest_is_found_from_a_folder_below(project: Path) -> None:
    write(project, HUB)
    below = project / "sdk" / "acme"
    below.mkdir(parents=True)
    assert manifest(below).root == project


def test_a_pyproject_without_our_table_is_passed_on_the_way_up(project: Path) -> None:
    write(project, HUB)
    below = project / "part"
    below.mkdir()
    write(below, "[project]\nname = 'part'\n")
    assert manifest(below).root == project


def test_what_fuzzing_does_not_say_has_defaults(project: Path) -> None:
    write(project, HUB + '[tool.trivet.apis.hub.fuzz]\nurl = "http://127.0.0.1:8000"\n')
    fuzz = manifest(project).apis["hub"].fuzz
    assert fuzz is not None
    assert (fuzz.seed, fuzz.max_examples, fuzz.phases, fuzz.headers) == (SEED, MAX_EXAMPLES, PHASES, {})


def test_an_api_may_only_be_tried(project: Path) -> None:
    write(project, '[tool.trivet.apis.hub]\ncontract = "openapi.yaml"\nfuzz = {url = "http://127.0.0.1:1"}\n')
    assert manifest(project).apis["hub"].emit == ()


def test_apis_are_chosen_in_the_order_of_the_manifest(project: Path) -> None:
    write(project, HUB + '[tool.trivet.apis.two]\ncontract = "openapi.yaml"\npackage = "sdk/two"\n')
    assert [entry.name for entry in manifest(project).chosen(["two", "hub"])] == ["hub", "two"]


@pytest.mark.parametrize("path", ["../out", "/out", "sdk/../../out", "link/out"])
def test_a_folder_outside_the_project_is_refused(project: Path, path: str) -> None:
    (project / "link").symlink_to(project.parent)
    found = faults(project, HUB.replace("sdk/acme/hub", path))
    assert found == [("/apis/hub/package", "manifest-path", f"'{path}' leads out of the project")]


def test_the_project_itself_is_no_folder_for_generated_code(project: Path) -> None:
    (fault,) = faults(project, HUB.replace("sdk/acme/hub", "."))
    assert fault[1] == "manifest-path"


@pytest.mark.parametrize(("package", "server"), [("a", "a"), ("a", "a/b"), ("a/b", "a"), ("a/b", "a/../a/b/c")])
def test_folders_that_lie_in_one_another_are_refused(project: Path, package: str, server: str) -> None:
    text = HUB.replace("sdk/acme/hub", package) + f'server = "{server}"'
    assert [rule for _, rule, _ in faults(project, text)] == ["manifest-overlap"]


def test_folders_that_only_begin_alike_do_not_overlap(project: Path) -> None:
    write(project, HUB + 'server = "sdk/acme/hub_server"')
    assert manifest(project).apis["hub"].server == project / "sdk/acme/hub_server"


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("package = 1", "'package' must be a text, not a number"),
        ("package = ''", "'package' must be a text, not an empty one"),
        ("emit = 'models'", "'emit' must be a list of texts, not a text"),
        ("emit = []", "'emit' must be a list of texts, not an empty one"),
        ("fuzz = 1979-05-27", "must be a table, not a date or time"),
        ("fuzz = {seed = true}", "'seed' must be a whole number from 0, not true or false"),
        ("fuzz = {seed = -1}", "'seed' must be a whole number from 0, not -1"),
        ("fuzz = {headers = {X-Key = 1}}", "'X-Key' must be a text, not a number"),
    ],
)
def test_a_value_of_the_wrong_type_is_told(project: Path, line: str, message: str) -> None:
    base = '[tool.trivet.apis.hub]\ncontract = "openapi.yaml"\n'
    text = base + line if line.startswith("package") else f"{base}package = 'hub'\n{line}"
    assert ("manifest-type", message) in [fault[1:] for fault in faults(project, text)]


def test_every_fault_is_told_at_once(project: Path) -> None:
    text = "[tool.trivet]\nrots = []\n[tool.trivet.apis.a]\ncontract = 'x.yaml'\npackage = 1\n"
    assert [rule for _, rule, _ in faults(project, text)] == ["manifest-path", "manifest-type", "manifest-unknown-key"]


@pytest.mark.parametrize(
    "text", ["tool = 1", "tool.trivet = 1", "[tool.trivet]\napis = 1", "[tool.trivet.apis]\nx = 1"]
)
def test_what_is_no_table_is_told(project: Path, text: str) -> None:
    assert faults(project, text)


def test_a_manifest_that_is_no_text_is_told(project: Path) -> None:
    (project / "pyproject.toml").write_bytes(b"[tool.trivet]\n\xff")
    with pytest.raises(WrongUse) as error:
        manifest(project)
    assert error.value.found[0].rule == "manifest-syntax"


TOML = """\
[project]
name = "x"  # [tool.trivet.apis.hub]

[tool.trivet]
roots = ["a"]
apis.other = {contract = "c", fuzz = {seed = 1}}

[tool.trivet.apis."hub"]
contract = "c"
fuzz.seed = 1
"""


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("tool.trivet.roots", 5),
        ("tool.trivet.apis.hub", 8),
        ("tool.trivet.apis.hub.contract", 9),
        ("tool.trivet.apis.hub.fuzz.seed", 10),
        ("tool.trivet.apis.hub.missing", 8),
        ("tool.trivet.apis.other.fuzz.seed", 6),
        ("tool.trivet", 4),
        ("nowhere", 1),
    ],
)
def test_the_line_of_a_key_or_of_what_holds_it_is_found(path: str, line: int) -> None:
    assert line_of(TOML, tuple(path.split("."))) == line


def test_what_is_read_to_the_letter_is_chosen(project: Path) -> None:
    write(project, HUB + 'to-the-letter = ["formats", "types"]')
    assert manifest(project).apis["hub"].to_the_letter == ("formats", "types")


def test_only_what_can_be_read_to_the_letter_is_chosen(project: Path) -> None:
    message = "'type' is nothing that 'to-the-letter' may hold"
    assert faults(project, HUB + 'to-the-letter = ["type"]') == [("/apis/hub/to-the-letter", "manifest-value", message)]


def test_an_engine_reads_contracts_in_its_own_way(project: Path) -> None:
    message = "'to-the-letter' does not go with 'engine', which writes a package"
    text = HUB + 'engine = "openapi-python-client"\nto-the-letter = ["types"]'
    assert faults(project, text) == [("/apis/hub/to-the-letter", "manifest-value", message)]
