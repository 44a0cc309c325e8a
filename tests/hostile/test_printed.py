"""What the command prints is text: nothing in it is a command to a terminal or a workflow, or breaks JSON or XML."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from trivet_codegen import report
from trivet_codegen.problem import Place, Problem

CONTROLS = ["\x1b[2Jx", "\x9b31mx", "\x07", "\r", "\x7f", "\u202eevil", "\u2028", "\x00", "\udc9b", "\u200b"]
WORKFLOW = ["x\n::add-mask::y", "\r\n::stop-commands::y", "%0A::error::y", "a::b,c=d"]


def printed(words: str) -> dict[str, str]:
    """The problem with these words everywhere, in each format."""
    problem = Problem(Place(words, f"/{words}", 1, 2), "rule", words, words)
    return {make.__name__: make([problem]) for make in (report.text, report.as_json, report.github)}


@pytest.mark.parametrize("words", [*CONTROLS, *WORKFLOW])
@pytest.mark.parametrize("format", ["text", "as_json", "github"])
def test_no_words_of_a_contract_are_obeyed_by_a_terminal(words: str, format: str) -> None:
    told = printed(words)[format]
    assert all(character.isprintable() for character in told.replace("\n", ""))
    assert told.encode()


@pytest.mark.parametrize("words", [*CONTROLS, *WORKFLOW])
def test_the_json_says_the_same_words(words: str) -> None:
    (found,) = json.loads(printed(words)["as_json"])
    assert (found["message"], found["help"], found["file"]) == (words, words, words)


@pytest.mark.parametrize("words", WORKFLOW)
def test_a_problem_is_one_command_of_a_workflow(words: str) -> None:
    told = printed(words)["github"]
    assert told.count("\n") == 1
    assert told.startswith("::error file=")
    assert not any(line.startswith("::") for line in printed(words)["text"].split("\n"))


def run(folder: Path, *arguments: str | bytes) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "trivet_codegen", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, stdin=subprocess.DEVNULL)


def contract(text: str) -> dict[str, Any]:
    """A contract with these words where findings name them."""
    answer = {"description": "", "content": {"application/json": {"schema": {"$ref": f"#/components/schemas/{text}"}}}}
    operation = {"operationId": text, "tags": [text], "responses": {"200": answer}}
    paths = {f"/{text}": {"get": operation, "post": operation}}
    return {"openapi": "3.1.0", "info": {"title": text, "version": text}, "paths": paths}


@pytest.mark.parametrize("format", ["text", "json", "github"])
def test_the_command_prints_no_control_character(format: str, tmp_path: Path) -> None:
    text = "\x1b]0;pwned\x07\x9b31m\u202e\n::add-mask::x"
    (tmp_path / "openapi.json").write_text(json.dumps(contract(text)))
    done = run(tmp_path, "generate", "--from", "openapi.json", "--name", "x", "--out", ".", "--format", format)
    assert done.returncode == 1, done.stderr
    told = (done.stdout + done.stderr).decode()
    assert "ref-missing" in told
    assert all(character.isprintable() for character in told.replace("\n", ""))
    lines = [line for line in told.split("\n") if line.lstrip().startswith("::")]
    assert all(line.startswith(("::error file=", "::warning file=")) for line in lines)


@pytest.mark.parametrize("format", ["text", "json", "github"])
def test_a_file_whose_name_is_no_text_is_told(format: str, tmp_path: Path) -> None:
    name = os.fsencode(tmp_path) + b"/\xff\x1b[2J.json"
    Path(os.fsdecode(name)).write_text("{")
    done = run(tmp_path, "generate", "--from", name, "--name", "x", "--out", ".", "--format", format)
    assert done.returncode == 1, done.stderr
    assert b"\x1b" not in done.stdout + done.stderr
    assert b"Traceback" not in done.stderr


ANSWERING = """
BODY = rb'"]]> &amp;' + bytes(range(1, 32)) + b'\\xc2\\x9b31m\\xef\\xbf\\xbe"'

async def application(scope, receive, send):
    if scope["type"] == "http":
        headers = [(b"content-type", b"application/json")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": BODY})
"""


def test_a_run_against_a_server_prints_and_writes_no_control_character(tmp_path: Path) -> None:
    text = "\x1b[2J\x08\x9b31m"
    schema = {"content": {"application/json": {"schema": {"type": "integer", "description": text}}}}
    operation = {"operationId": text, "responses": {"200": {"description": text, **schema}}}
    document = {"openapi": "3.1.0", "info": {"title": text, "version": text}, "paths": {f"/{text}": {"get": operation}}}
    (tmp_path / "openapi.json").write_text(json.dumps(document))
    (tmp_path / "answering.py").write_text(ANSWERING)
    api = '[tool.trivet]\nroots = ["."]\n[tool.trivet.apis.x]\ncontract = "openapi.json"\npackage = "x"\n'
    fuzz = '[tool.trivet.apis.x.fuzz]\napp = "answering:application"\nmax-examples = 3\nphases = ["coverage"]\n'
    (tmp_path / "pyproject.toml").write_text(api + fuzz)
    done = run(tmp_path, "fuzz", "--junit", "junit.xml", "--verbose")
    assert done.returncode == 1, done.stderr
    assert b"breaks the contract" in done.stdout
    told = (done.stdout + done.stderr).decode()
    assert all(character.isprintable() for character in told.replace("\n", ""))
    assert ElementTree.parse(tmp_path / "junit.xml").findall("testsuite/testcase/failure")
