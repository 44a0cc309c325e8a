"""References that lead out of the contract's folder are refused where they stand, however they are written."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from trivet_codegen.generate import published
from trivet_codegen.ir.build import build
from trivet_codegen.problem import Problem, Problems
from trivet_codegen.source import load

SECRET = {"type": "object", "title": "SECRET"}
REFUSED = {"ref-escapes", "ref-remote", "ref-malformed", "ref-missing", "file-unreadable"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A contract's folder, beside which stands what it must not read."""
    (tmp_path / "secret.json").write_text(json.dumps(SECRET))
    inner = tmp_path / "contract"
    inner.mkdir()
    return inner


def found(folder: Path, ref: str, *, at: str = "openapi.json") -> list[Problem]:
    """What is said of a contract with this reference in its entry, or in a file that the entry refers to."""
    schema = {"$ref": ref if at == "openapi.json" else at}
    content = {"application/json": {"schema": schema}}
    operation = {"responses": {"200": {"description": "", "content": content}}}
    document = {"openapi": "3.1.0", "info": {"title": "t", "version": "1"}, "paths": {"/x": {"get": operation}}}
    (folder / "openapi.json").write_text(json.dumps(document))
    if at != "openapi.json":
        (folder / at).parent.mkdir(parents=True, exist_ok=True)
        (folder / at).write_text(json.dumps({"properties": {"a": {"$ref": ref}}}))
    documents = load(str(folder / "openapi.json"))
    api, problems = build(documents)
    assert "SECRET" not in repr(api)
    with pytest.raises(Problems) as refused:
        assert "SECRET" not in published(documents)
    problems += refused.value.found
    return [problem for problem in problems if problem.severity == "error"]


ESCAPES = [
    "../secret.json",
    "./../secret.json",
    "a/../../secret.json",
    "..//secret.json",
    "%2e%2e/secret.json",
    "%2E%2E%2Fsecret.json",
    "..%2fsecret.json",
    "%252e%252e/secret.json",
    "..\\secret.json",
    "a\\..\\..\\secret.json",
    "%2e%2e%5csecret.json",
    "/etc/passwd",
    "//etc/passwd",
    "\\\\host\\share\\secret.json",
    "C:\\secret.json",
    "C:/secret.json",
    "file:///etc/passwd",
    "file:../secret.json",
    "FILE:///etc/passwd",
    "file://localhost/etc/passwd",
    "https://example.com/secret.json",
    "http://169.254.169.254/latest/meta-data",
    "HTTP://example.com/x.json",
    "//example.com/x.json",
    "ftp://example.com/x.json",
    "data:application/json,{}",
    "gopher://example.com:70/x",
    "jar:file:///x.jar!/x",
    "http://[",
    "https://[::1",
    "/dev/zero",
    "/proc/self/environ",
    "../secret.json\0.json",
    "secret\0.json",
    "~/secret.json",
    "$HOME/secret.json",
    "..",
    ".",
    "../contract/../secret.json",
]


@pytest.mark.parametrize("ref", ESCAPES)
@pytest.mark.parametrize("at", ["openapi.json", "parts/inner.json"])
def test_what_leads_out_of_the_folder_is_refused_at_the_reference(folder: Path, ref: str, at: str) -> None:
    climbs = "../" if at != "openapi.json" and ref.startswith("..") and "secret" in ref else ""
    problems = found(folder, climbs + ref, at=at)
    assert problems
    assert {problem.rule for problem in problems} <= REFUSED
    expected = "/paths/~1x/get/responses/200/content/application~1json/schema/$ref"
    assert {(problem.place.document, problem.place.pointer) for problem in problems} == {
        ("openapi.json", expected) if at == "openapi.json" else (at, "/properties/a/$ref")
    }


@pytest.mark.parametrize("target", ["../secret.json", "/etc/passwd", "/dev/zero", "."])
def test_a_symbolic_link_out_of_the_folder_is_not_followed(folder: Path, target: str) -> None:
    (folder / "link.json").symlink_to(target)
    assert {problem.rule for problem in found(folder, "link.json")} <= {"ref-escapes", "ref-missing"}


def test_a_linked_folder_is_not_followed_out(folder: Path) -> None:
    (folder / "up").symlink_to("..")
    assert [problem.rule for problem in found(folder, "up/secret.json")] == ["ref-escapes", "ref-escapes"]


def test_a_pipe_is_not_waited_for(folder: Path) -> None:
    os.mkfifo(folder / "pipe.json")
    assert {problem.rule for problem in found(folder, "pipe.json")} == {"ref-escapes"}


def test_links_that_lead_to_each_other_end(folder: Path) -> None:
    (folder / "a.json").symlink_to("b.json")
    (folder / "b.json").symlink_to("a.json")
    assert {problem.rule for problem in found(folder, "a.json")} <= {"ref-escapes", "ref-missing"}


def test_what_is_said_of_a_url_shows_neither_user_nor_query(folder: Path) -> None:
    problems = found(folder, "https://me:hunter2@example.com/x.json?token=hunter3#/a")
    assert problems
    assert all("hunter" not in problem.message + problem.help for problem in problems)


def test_a_self_that_is_no_uri_is_no_fault_of_ours(folder: Path) -> None:
    document = {"openapi": "3.2.0", "$self": "http://[", "info": {"title": "t", "version": "1"}, "paths": {}}
    document["components"] = {"schemas": {"A": {"$id": "http://[", "properties": {"a": {"$ref": "x"}}}}}
    (folder / "openapi.json").write_text(json.dumps(document))
    with pytest.raises(Problems):
        published(load(str(folder / "openapi.json")))
