"""A contract in, formatted files out: nothing is read but the contract, and nothing is written."""

from __future__ import annotations

import gc
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from trivet_codegen.ir.api import Api
from trivet_codegen.ir.build import build
from trivet_codegen.ir.directions import split
from trivet_codegen.ir.letter import Letter
from trivet_codegen.openapi.structure import check, shortened
from trivet_codegen.problem import Place, Problem, Problems
from trivet_codegen.python.package import package
from trivet_codegen.source import Documents
from trivet_codegen.source.bundle import bundle
from trivet_codegen.source.written import json_text_of

CONTRACT = "contract.json"
"""The file beside the server stub that holds the contract."""

_RUFF = ("--isolated", "--no-cache", "--quiet", "--line-length", "120", "--target-version", "py311")


@dataclass(frozen=True, slots=True)
class Generation:
    """Formatted text by path, relative to the client's and to the server's folder; empty after an error.

    `operations` and `models` are how many the contract has.
    """

    client: dict[str, str]
    server: dict[str, str]
    problems: tuple[Problem, ...]
    operations: int = 0
    models: int = 0


def generate(
    documents: Documents,
    name: str,
    *,
    emit: Collection[str],
    client_import: str,
    to_the_letter: Collection[Letter] = (),
) -> Generation:
    """The code of one API called `name`, and everything that is to be said about its contract.

    `emit` holds any of models, client and server; `client_import` is where the server stub finds the rest. Of what
    `to_the_letter` names nothing more is taken to be meant than is written.

    Raises Problems if the contract cannot be read as one.
    """
    with _uncollected():
        structure = check(documents)
        if any(problem.severity == "error" for problem in structure):
            return Generation({}, {}, tuple(shortened(structure)))
        api, problems = build(documents, to_the_letter=to_the_letter)
        problems += [*shortened(structure, {problem.place for problem in problems}), *documents.warnings]
        if any(problem.severity == "error" for problem in problems):
            return Generation({}, {}, tuple(sorted(problems)))
        return _emitted(documents, api, problems, name, emit=emit, client_import=client_import)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without the search for cyclic garbage: there is next to none, and looking through millions of objects costs."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _emitted(
    documents: Documents, api: Api, problems: list[Problem], name: str, *, emit: Collection[str], client_import: str
) -> Generation:
    made = package(split(api), name, emit=emit, client_import=client_import)
    server = {**made.server, CONTRACT: published(documents)} if "server" in emit else {}
    both = formatted(
        {f"{side}/{path}": text for side, files in (("c", made.client), ("s", server)) for path, text in files.items()}
    )
    return Generation(
        {path[2:]: text for path, text in both.items() if path.startswith("c/")},
        {path[2:]: text for path, text in both.items() if path.startswith("s/")},
        tuple(sorted({*problems, *made.problems})),
        made.operations,
        made.models,
    )


def published(documents: Documents) -> str:
    """The contract as one JSON document, in the contract's own order: what a server serves.

    Raises Problems if it is no contract, or a reference cannot be followed.
    """
    errors = [problem for problem in check(documents) if problem.severity == "error"]
    if errors:
        raise Problems(*errors)
    whole = documents.value(Place(documents.entry)) if _is_whole(documents) else bundle(documents)
    return json_text_of(whole) + "\n"


_SPELLED = re.compile(rb"\\u00(?:2[34]|[4-7])")
"""Letters, `$` and `#` as escapes: they make a reference that a plain search does not see."""


def _is_whole(documents: Documents) -> bool:
    """Whether the entry is JSON without a reference to another document, so that it is its own bundle."""
    text = documents.text(documents.entry)
    if text is None or text.lstrip()[:1] != b"{" or _SPELLED.search(text):
        return False
    return all(
        text.count(keyword + b':"#') + text.count(keyword + b': "#') == text.count(keyword)
        for keyword in (b'"$ref"', b'"$dynamicRef"')
    )


def formatted(files: Mapping[str, str]) -> dict[str, str]:
    """The files, with every Python file formatted by one run of ruff; others stay as they are.

    Raises RuntimeError if one is not valid Python: a fault of the generator.
    """
    python = {path: text.encode() for path, text in files.items() if path.endswith(".py")}
    with tempfile.TemporaryDirectory(prefix="trivet-format-", dir=_scratch(sum(map(len, python.values())))) as name:
        root = Path(name)
        for folder in {Path(path).parent for path in python}:
            (root / folder).mkdir(parents=True, exist_ok=True)
        for path, text in python.items():
            (root / path).write_bytes(text)
        if python:
            _ruff("format", *_RUFF, str(root))
        return {path: (root / path).read_bytes().decode() if path in python else text for path, text in files.items()}


_MEMORY = Path("/dev/shm")  # noqa: S108 - TemporaryDirectory makes a private folder there


def _scratch(size: int) -> Path | None:
    """A folder in memory with room for thousands of short-lived files, where the system has one."""
    try:
        roomy = os.access(_MEMORY, os.W_OK) and shutil.disk_usage(_MEMORY).free > 4 * size + 2**24
    except OSError:
        return None
    return _MEMORY if roomy else None


def _ruff(*arguments: str) -> None:
    from ruff import find_ruff_bin  # type: ignore[import-untyped,unused-ignore]

    command = [find_ruff_bin(), *arguments]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    if ended.returncode:
        raise RuntimeError(f"ruff format failed: {ended.stderr.strip()}")
