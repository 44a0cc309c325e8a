"""What a JUnit report of a run says becomes findings at the operations of the contract."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

from trivet_codegen.fuzz.result import result, write_junit

JUNIT = """<?xml version="1.0" encoding="utf-8"?>
<testsuites tests="3" failures="1" errors="0" skipped="0" time="1.5">
  <testsuite name="schemathesis" hostname="machine" tests="3" failures="1" errors="0" skipped="0" time="1.5">
    <testcase name="GET /orders/{order_id}" time="1">
      <failure type="failure" message="ST103">1. Test Case ID: aB3

- ST103 Undocumented status code

    Received: 422</failure>
      <failure type="failure" message="ST101">1. Test Case ID: xYz

- ST101 Server error</failure>
    </testcase>
    <testcase name="GET /health" time="0.5" />
    <testcase name="Stateful tests" time="0"><error type="error" message="lost">lost</error></testcase>
  </testsuite>
</testsuites>"""


SUMMARY = """{"test_cases": {"generated": 12}, "warnings": {
    "missing_test_data": ["GET /orders/{order_id}"], "missing_auth": [], "timeout_units": ["something else"]}}"""


def test_all_failures_of_an_operation_are_one_finding_at_its_place() -> None:
    problem = result(JUNIT, SUMMARY).failures[0].problem("contract.yaml")
    assert problem.place.pointer == "/paths/~1orders~1{order_id}/get"
    assert problem.message == "GET /orders/{order_id} breaks the contract: Undocumented status code, Server error"


def test_what_is_no_operation_is_about_the_whole_contract() -> None:
    problem = result(JUNIT, SUMMARY).failures[1].problem("contract.yaml")
    assert (problem.place.pointer, problem.message) == ("", "Stateful tests could not be tried: lost")


def test_an_operation_that_was_not_got_into_is_a_warning() -> None:
    (shallow,) = result(JUNIT, SUMMARY).shallow
    problem = shallow.problem("contract.yaml")
    assert (problem.severity, problem.place.pointer) == ("warning", "/paths/~1orders~1{order_id}/get")
    assert problem.message.startswith("GET /orders/{order_id} answered 404")


def test_only_operations_are_counted() -> None:
    assert result(JUNIT, SUMMARY).operations == 2


def test_ids_that_differ_from_run_to_run_are_left_out_with_their_numbers() -> None:
    told = "- ST103 Undocumented status code\n\n    Received: 422\n\n- ST101 Server error"
    assert result(JUNIT, SUMMARY).failures[0].report == told


def test_what_only_a_sequence_of_calls_shows_is_told_as_that() -> None:
    stateful = (
        JUNIT.replace("<error", "<failure").replace("</error>", "</failure>").replace(">lost<", ">- ST301 Stale<")
    )
    problem = result(stateful, SUMMARY).failures[1].problem("contract.yaml")
    assert problem.message == "Stateful tests found what breaks the contract: Stale"


def test_reports_of_several_apis_are_one_file(tmp_path: Path) -> None:
    file = tmp_path / "reports" / "fuzz.xml"
    write_junit(file, {"shop": result(JUNIT, SUMMARY), "hub": result(JUNIT, SUMMARY)})
    root = ElementTree.parse(file).getroot()
    assert [suite.get("name") for suite in root] == ["shop", "hub"]
    assert (root.get("tests"), root.get("failures"), root.get("time")) == ("6", "2", "3.000000")
    assert "machine" not in file.read_text()
