"""Generation from documents in memory, and what there is to hold against its result."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any

from tests.hostile.allowed import faults
from trivet_codegen.ir.build import build
from trivet_codegen.ir.directions import split
from trivet_codegen.openapi.structure import check
from trivet_codegen.output import Output
from trivet_codegen.problem import Problem, Problems
from trivet_codegen.python.package import package
from trivet_codegen.source import Documents

EVERYTHING = ("models", "client", "server")


def generated(document: Any, name: str = "zoo") -> tuple[dict[str, str], list[Problem]]:
    """Unformatted files by path, and problems; no files after an error."""
    documents = Documents.of({"openapi.json": document})
    problems = check(documents)
    if any(problem.severity == "error" for problem in problems):
        return {}, problems
    try:
        api, found = build(documents)
    except Problems as raised:
        return {}, [*problems, *raised.found]
    problems += found
    if any(problem.severity == "error" for problem in problems):
        return {}, problems
    made = package(split(api), name, emit=EVERYTHING, client_import="..")
    return {**made.client, **{f"server/{path}": text for path, text in made.server.items()}}, [
        *problems,
        *made.problems,
    ]


def objections(files: dict[str, str]) -> list[str]:
    """What in the files no generated file may hold, and paths that leave the folder or cannot be anywhere."""
    found = [f"{path}: {fault}" for path, text in files.items() if path.endswith(".py") for fault in faults(text)]
    try:
        Output.of(Path("zoo"), files)
    except ValueError as error:
        found.append(str(error))
    return found + [f"{path}: cannot be a file everywhere" for path in files if not _portable(path)]


def _portable(path: str) -> bool:
    devices = {"con", "prn", "aux", "nul", *(f"{name}{number}" for name in ("com", "lpt") for number in range(10))}
    parts = path.split("/")
    return all(
        part.partition(".")[0].lower() not in devices and part == part.strip(". ") and len(part.encode()) <= 240
        for part in parts
    )


def skeleton(text: str) -> list[str]:
    """The kinds of nodes of a module, in order, without the texts of its docstrings and constants."""
    kinds = []
    for node in ast.walk(ast.parse(text)):
        match node:
            case ast.Expr(value=ast.Constant(value=str())):
                kinds.append("docstring")
            case ast.Constant():
                kinds.append("constant")
            case ast.Name(id=name) | ast.arg(arg=name) | ast.alias(name=name):
                kinds.append(f"{type(node).__name__} {name}")
            case _:
                kinds.append(type(node).__name__)
    return kinds
