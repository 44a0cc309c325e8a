"""The words of problems: each folder of `cases` is a contract, and `problems.txt` what is said about it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from trivet_codegen import report
from trivet_codegen.openapi.structure import check, shortened
from trivet_codegen.problem import Place, Problem, Problems
from trivet_codegen.source import Documents, Json, load

_CASES = Path(__file__).with_name("cases")


def _refs(value: Json, place: Place) -> Iterator[tuple[str, Place]]:
    if isinstance(value, dict):
        if isinstance(value.get("$ref"), str):
            yield str(value["$ref"]), place
        for name, member in value.items():
            yield from _refs(member, place.child(name))
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from _refs(item, place.child(number))


def _found(path: str) -> tuple[list[Problem], Documents | None]:
    """What is wrong with a contract: its text, its structure and every reference in its entry."""
    try:
        documents = load(path)
    except Problems as problems:
        return list(problems.found), None
    found = [*documents.warnings, *shortened(check(documents))]
    entry = Place(documents.entry)
    for ref, at in _refs(documents.value(entry), entry):
        try:
            documents.follow(ref, at)
        except Problems as problems:
            found += problems.found
    return found, documents


@pytest.mark.parametrize("case", sorted(path.name for path in _CASES.iterdir()))
def test_problems_are_told_in_these_words(
    case: str, update: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(_CASES / case, tmp_path / "shop")
    monkeypatch.chdir(tmp_path)
    (entry,) = Path("shop").glob("openapi.*")
    told = report.text(*_found(str(entry)))
    expected = _CASES / case / "problems.txt"
    if update:
        expected.write_text(told)
    assert told == expected.read_text()


_DOCUMENTS = Documents.of({"a.yaml": {}})
_PROBLEMS = [
    Problem(Place("b.yaml", "/x", 2, 1), "later", "b", severity="warning"),
    Problem(Place("a.yaml", "/y~1z", 10, 3), "ref-missing", "50% of a,\nb", "say: c"),
    Problem(Place("a.yaml", "", 9, 3), "first", "a"),
    Problem(Place("a.yaml", "", 9, 3), "first", "a"),
]


def test_problems_are_sorted_and_each_is_told_once() -> None:
    told = report.text(_PROBLEMS).splitlines()
    assert [line.split(": ")[0] for line in told if line[0] != " "] == ["a.yaml:9:3", "a.yaml:10:3", "b.yaml:2:1"]


def test_a_warning_says_that_it_is_one() -> None:
    assert report.text(_PROBLEMS[:1]) == "b.yaml:2:1: later: warning: b\n  at /x\n"


def test_a_place_without_line_is_told_by_its_document() -> None:
    assert report.text([Problem(Place("a.yaml", "/x"), "rule", "no")], _DOCUMENTS) == "a.yaml: rule: no\n  at /x\n"


def test_characters_that_a_terminal_obeys_are_written_out() -> None:
    assert report.text([Problem(Place("a"), "rule", "\x1b[2J\nx é")]) == "a: rule: \\x1b[2J\\nx é\n"


def test_nothing_wrong_is_nothing_to_say() -> None:
    assert (report.text([]), report.github([]), json.loads(report.as_json([]))) == ("", "", [])


def test_json_holds_every_fact_of_a_problem() -> None:
    assert json.loads(report.as_json([*_PROBLEMS[:2], Problem(Place("c"), "rule", "no")])) == [
        {"file": "a.yaml", "line": 10, "column": 3, "pointer": "/y~1z", "rule": "ref-missing", "severity": "error",
         "message": "50% of a,\nb", "help": "say: c"},
        {"file": "b.yaml", "line": 2, "column": 1, "pointer": "/x", "rule": "later", "severity": "warning",
         "message": "b", "help": ""},
        {"file": "c", "line": None, "column": None, "pointer": "", "rule": "rule", "severity": "error",
         "message": "no", "help": ""},
    ]  # fmt: skip


def test_annotations_escape_what_workflow_commands_reserve() -> None:
    problem = Problem(Place("a,b:c.yaml", "/x", 4, 2), "rule", "50%\nof it", "say")
    assert report.github([problem]) == (
        "::error file=a%2Cb%3Ac.yaml,line=4,col=2,title=rule::50%25%0Aof it%0Aat /x%0Ahelp: say\n"
    )
