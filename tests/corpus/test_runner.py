"""The corpus runner sees what is wrong, takes the documents that it is asked for, and goes on where it was."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tests.corpus import contract, report
from tests.corpus.bars import bars, percent
from tests.corpus.catalogue import Entry, chosen, of_different_vendors
from tests.corpus.child import MEBIBYTE, Ended, Limits, run
from tests.corpus.finished import Finished
from tests.corpus.inspection import Inspection, Pointers
from tests.corpus.trial import GENERATION, Row, outcome, tried

DOCUMENT = {
    "openapi": "3.1.0",
    "info": {"title": "Pets", "version": "1"},
    "paths": {
        "/pets/{id}": {
            "parameters": [{"in": "path", "name": "id", "required": True, "schema": {"type": "string"}}],
            "get": {
                "operationId": "getPet",
                "responses": {
                    "200": {
                        "description": "It.",
                        "content": {
                            "application/json": {
                                "schema": {"type": "object", "properties": {"name": {"type": "string"}}}
                            }
                        },
                    }
                },
            },
        }
    },
}
LIMITS = Limits(seconds=2, memory=300 * MEBIBYTE)
WHOLE = Row("directory/a.com.json", 10, 4, "complete", 1.0, 50_000_000, inspected=True, inspection=Inspection(4))


def entry(folder: Path, document: object) -> Entry:
    path = folder / "pets.json"
    path.write_text(json.dumps(document))
    return Entry("directory/pets.json", path, path.stat().st_size)


def missed(*rows: Row) -> list[str]:
    """The places at which these rows miss a bar."""
    return [one for bar in bars(rows) for one in bar.missed]


def in_child(folder: Path, work: Callable[[], int]) -> Ended:
    return run(work, LIMITS, folder / "printed", folder / "told")


def test_a_good_document_is_generated_whole(tmp_path: Path) -> None:
    row = tried(entry(tmp_path, DOCUMENT), types=False)
    assert (row.outcome, row.operations, row.inspection.generated, row.told) == ("complete", 1, 1, "")
    assert row.inspection.modules >= 10
    assert missed(row) == []


def test_a_document_that_is_no_contract_is_refused_by_a_finding(tmp_path: Path) -> None:
    row = tried(entry(tmp_path, {"openapi": "3.1.0", "paths": []}), types=False)
    assert row.outcome == "refused"
    assert row.told
    assert row.problems


def test_a_child_gives_back_its_code_and_what_it_printed(tmp_path: Path) -> None:
    def work() -> int:
        print("hello")
        return 3

    ended = in_child(tmp_path, work)
    assert (ended.code, ended.timed_out) == (3, False)
    assert (tmp_path / "printed").read_text() == "hello\n"


def test_an_exception_in_a_child_is_told(tmp_path: Path) -> None:
    def work() -> int:
        raise ValueError("no")

    assert in_child(tmp_path, work).code == 70
    assert "ValueError: no" in (tmp_path / "told").read_text()


def test_a_child_may_not_take_more_memory_than_it_is_given(tmp_path: Path) -> None:
    ended = in_child(tmp_path, lambda: len(bytearray(LIMITS.memory)))
    assert ended.code == 70
    assert "MemoryError" in (tmp_path / "told").read_text()


def test_a_child_is_stopped_when_its_time_is_over(tmp_path: Path) -> None:
    def busy() -> int:
        while True:
            pass

    def idle() -> int:
        time.sleep(60)
        return 0

    for work, patience in ((busy, 5), (idle, 1)):
        short = Limits(seconds=1, memory=LIMITS.memory, patience=patience)
        assert run(work, short, tmp_path / "printed", tmp_path / "told").timed_out


@pytest.mark.parametrize(
    ("ended", "told", "refused", "written", "expected"),
    [
        (Ended(0, 1.0, 1, False), "", False, True, "complete"),
        (Ended(1, 1.0, 1, False), "", True, False, "refused"),
        (Ended(0, 1.0, 1, False), "", False, False, "crashed"),
        (Ended(1, 1.0, 1, False), "", False, False, "crashed"),
        (Ended(70, 1.0, 1, False), "Traceback ...", False, False, "crashed"),
        (Ended(-9, 1.0, 1, True), "", False, False, "timed out"),
        (Ended(70, 1.0, 1, False), "MemoryError", False, False, "out of memory"),
        (Ended(0, 1.0, GENERATION.memory + 1, False), "", False, True, "out of memory"),
    ],
)
def test_an_end_has_a_name(ended: Ended, told: str, refused: bool, written: bool, expected: str) -> None:
    assert outcome(ended, told, refused=refused, written=written) == expected


@pytest.mark.parametrize(
    ("row", "found"),
    [
        (replace(WHOLE, outcome="crashed"), "crashed"),
        (replace(WHOLE, peak=GENERATION.memory + 1), WHOLE.document),
        (replace(WHOLE, inspection=Inspection(3)), "3 of 4"),
        (replace(WHOLE, inspection=Inspection(4, unexplained=["GET /"])), "no finding about GET /"),
        (replace(WHOLE, inspection=Inspection(4, silent=2)), "2 without one"),
        (replace(WHOLE, inspection=Inspection(4, import_failures=["x: SyntaxError"])), "x: SyntaxError"),
        (replace(WHOLE, inspection=Inspection(4, serving="ValueError")), "ValueError"),
        (replace(WHOLE, mypy=2, mypy_lines=["x.py:1: error: no"]), "x.py:1: error: no"),
        (replace(WHOLE, inspected=False, told="inspection ended"), "inspection ended"),
    ],
)
def test_a_bar_that_is_missed_says_where(row: Row, found: str) -> None:
    assert missed(WHOLE) == []
    places = missed(WHOLE, row)
    assert len(places) == 1
    assert found in places[0]


def test_a_share_is_never_rounded_up_to_all() -> None:
    assert percent(99_999_999, 100_000_000) == "99.999 %"
    assert percent(3, 3) == "100 %"


def test_operations_are_counted_from_the_document_alone() -> None:
    document = {"paths": {"/a": {"get": {}, "post": {}, "parameters": [], "x-get": {}}, "x-paths": {"get": {}}}}
    assert contract.operations(document) == [("GET", "/a"), ("POST", "/a")]


def test_a_number_is_invented_unless_the_document_has_it() -> None:
    known = contract.numbered({"sha256": {}, "paths": {"/v2/list_1": {}}, "enum": ["404", "utf-8"]})
    classes = ["Sha256", "FileSha256", "List1", "N404", "NameUtf8", "Model1", "File2", "V2"]
    assert contract.invented(classes, known) == ["Model1", "File2"]


def test_a_finding_covers_what_is_above_and_below_its_place_but_not_beside_it() -> None:
    said = Pointers(["/paths/~1a/get/parameters/1"])
    assert said.touch("/paths/~1a/get")
    assert said.touch("/paths/~1a/get/parameters/1/schema")
    assert not said.touch("/paths/~1a/get/parameters/10")
    assert not said.touch("/paths/~1a/put")


def test_the_same_seed_takes_the_same_documents(tmp_path: Path) -> None:
    entries = [Entry(f"directory/v{number}.com/{part}.json", tmp_path, number) for number in range(30) for part in "ab"]
    assert chosen(entries, sample=5, seed=2) == chosen(reversed(entries), sample=5, seed=2)
    assert chosen(entries, sample=5, seed=2) != chosen(entries, sample=5, seed=3)
    assert {one.vendor for one in chosen(entries, only="v7.com")} == {"v7.com"}
    vendors = [one.vendor for one in of_different_vendors(entries, 12, largest=4)]
    assert len(set(vendors)) == 10
    assert vendors.count("v29.com") == vendors.count("v28.com") == 2


def test_rows_of_a_run_that_was_stopped_are_kept_unless_a_source_changed(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    Finished(path, "one").add(WHOLE)
    path.write_text(path.read_text() + '{"sources": "one", "ro')
    assert Finished(path, "one").rows == {WHOLE.document: WHOLE}
    assert Finished(path, "two").rows == {}


def test_a_report_tells_everything() -> None:
    bad = replace(WHOLE, document="directory/b.com.json", inspection=Inspection(3, silent=1, invented_names=["Model1"]))
    found = bars([WHOLE, bad])
    page = report.page([WHOLE, bad], found)
    assert "2 documents with 8 operations; 7 generated (87.500 %)." in page
    assert "| directory/b.com.json | complete | 4 | 3 | yes | yes |  | 1 | 1.0 | 50 |  |" in page
    assert "directory/b.com.json: 1, such as Model1" in page
    assert len(json.loads(report.as_json([WHOLE, bad], found))["rows"]) == 2
    assert "directory/b.com.json | 4 | 3 |" in report.summary([WHOLE, bad], found, "about")
