"""What a run found, read from its JUnit report, and such reports put together."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from trivet_codegen.problem import Place, Problem, plain

_TITLE = re.compile(r"^- ST\d+ (.+)$", re.MULTILINE)
_SHALLOW = {
    "missing_auth": "refused nearly every request for want of credentials",
    "missing_test_data": "answered 404 to nearly every request: no data was there to work on",
    "low_valid_rate": "refused nearly every request as invalid",
    "validation_mismatch": "refused nearly every request that the contract allows",
    "method_not_allowed": "answered 405 to nearly every request",
    "rate_limited": "answered 429 to nearly every request",
    "missing_deserializer": "sends a media type that was not compared with its schema",
    "unsupported_regex": "has a pattern that was not tried",
}
"""What each kind of warning of Schemathesis that concerns an operation says of it."""

_TIP = re.compile(r"^\s*Tip: (.+)$", re.MULTILINE)
_CASE = re.compile(r"^\d+\. Test Case ID: \w+$\n*", re.MULTILINE)  # another one in every run
_OPERATION = re.compile(r"([A-Z]+) (/.*)")
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What a contract or an answer may hold, but no XML document (XML 1.0 section 2.2)."""


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
        breaks = "breaks" if _OPERATION.fullmatch(self.label) else "found what breaks"
        what = "could not be tried" if self.is_error else f"{breaks} the contract"
        return Problem(_place(document, self.label), "fuzz-failure", f"{self.label} {what}: {self.checks}")


@dataclass(frozen=True, slots=True)
class Shallow:
    """An operation that the run hardly got into, and why: nothing that it did not find is proven of it."""

    label: str
    why: str

    def problem(self, document: str) -> Problem:
        """The warning, at the operation in the contract."""
        return Problem(_place(document, self.label), "fuzz-shallow", f"{self.label} {self.why}", severity="warning")


@dataclass(frozen=True, slots=True)
class Result:
    """`requests` is how many were tried; `junit` is the report as it came, without secrets."""

    operations: int
    requests: int
    failures: tuple[Failure, ...]
    shallow: tuple[Shallow, ...]
    junit: str

    def problems(self, document: str) -> list[Problem]:
        """All findings, with the contract's entry document as the place."""
        failures = [one.problem(document) for one in self.failures]
        return failures + [one.problem(document) for one in self.shallow]


def result(junit: str, summary: str) -> Result:
    """What the JUnit report and the JSON summary of a run say."""
    junit = _NOT_XML.sub(lambda found: plain(found[0]), junit)
    told = json.loads(summary)
    shallow = [Shallow(label, why) for kind, why in _SHALLOW.items() for label in told["warnings"].get(kind, ())]
    cases = list(ElementTree.fromstring(junit).iter("testcase"))  # noqa: S314  written by our own child process
    failures = tuple(failure for case in cases if (failure := _failure(case)) is not None)
    operations = sum(1 for case in cases if _OPERATION.fullmatch(case.get("name", "")))
    return Result(operations, told["test_cases"]["generated"], failures, tuple(shallow), junit)


def _place(document: str, label: str) -> Place:
    operation = _OPERATION.fullmatch(label)
    place = Place(document)
    return place if operation is None else place.child("paths", operation[2], operation[1].lower())


def _failure(case: ElementTree.Element) -> Failure | None:
    """All that failed of one operation, over all phases."""
    found = [*case.findall("failure"), *case.findall("error")]
    if not found:
        return None
    texts = [_CASE.sub("", one.text or one.get("message") or "").strip() for one in found]
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
