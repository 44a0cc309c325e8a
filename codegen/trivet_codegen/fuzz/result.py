"""What a run found, read from its JUnit report, and such reports put together."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from trivet_codegen.problem import Place, Problem

_TITLE = re.compile(r"^- ST\d+ (.+)$", re.MULTILINE)
_TIP = re.compile(r"^\s*Tip: (.+)$", re.MULTILINE)
_CASE = re.compile(r"^(\d+\.) Test Case ID: \w+$", re.MULTILINE)  # another one in every run
_OPERATION = re.compile(r"([A-Z]+) (/.*)")


@dataclass(frozen=True, slots=True)
class Failure:
    """One operation (or the stateful phase) that failed; `report` shows each failure with a curl command."""

    label: str
    checks: str
    report: str
    is_error: bool

    @property
    def advice(self) -> str:
        """What the run advises where an operation could not be tried."""
        found = _TIP.search(self.report)
        return found[1] if found else ""

    def problem(self, document: str) -> Problem:
        """The finding, at the operation in the contract."""
        operation = _OPERATION.fullmatch(self.label)
        place = Place(document)
        if operation is not None:
            place = place.child("paths", operation[2], operation[1].lower())
        what = f"could not be tried: {self.checks}" if self.is_error else f"breaks the contract: {self.checks}"
        return Problem(place, "fuzz-failure", f"{self.label} {what}")


@dataclass(frozen=True, slots=True)
class Result:
    """`junit` is the report as it came, without secrets."""

    operations: int
    failures: tuple[Failure, ...]
    junit: str


def result(junit: str) -> Result:
    """What a JUnit report says."""
    cases = list(ElementTree.fromstring(junit).iter("testcase"))  # noqa: S314  written by our own child process
    failures = tuple(failure for case in cases if (failure := _failure(case)) is not None)
    operations = sum(1 for case in cases if _OPERATION.fullmatch(case.get("name", "")))
    return Result(operations, failures, junit)


def _failure(case: ElementTree.Element) -> Failure | None:
    """All that failed of one operation, over all phases."""
    found = [*case.findall("failure"), *case.findall("error")]
    if not found:
        return None
    texts = [_CASE.sub(r"\1", one.text or one.get("message") or "").strip() for one in found]
    titles = dict.fromkeys(title for text in texts for title in _TITLE.findall(text))
    is_error = not case.findall("failure")
    checks = ", ".join(titles) or texts[0].partition("\n")[0]
    return Failure(case.get("name", ""), checks, "\n\n".join(dict.fromkeys(texts)), is_error)


def write_junit(file: Path, results: Mapping[str, Result]) -> None:
    """One JUnit file with a suite for each API."""
    whole = ElementTree.Element("testsuites")
    totals: dict[str, float] = dict.fromkeys(("tests", "failures", "errors", "skipped", "time"), 0)
    for api, one in results.items():
        for suite in ElementTree.fromstring(one.junit).iter("testsuite"):  # noqa: S314
            suite.set("name", api)
            suite.attrib.pop("hostname", None)
            for key in totals:
                totals[key] += float(suite.get(key, "0"))
            whole.append(suite)
    for key, value in totals.items():
        whole.set(key, f"{value:.6f}" if key == "time" else str(int(value)))
    ElementTree.indent(whole)
    file.parent.mkdir(parents=True, exist_ok=True)
    text = ElementTree.tostring(whole, encoding="unicode")
    file.write_text(f'<?xml version="1.0" encoding="utf-8"?>\n{text}\n', encoding="utf-8")
