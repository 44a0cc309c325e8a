"""Modules and functions are short enough to read, and a package says what it offers."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from importlib import import_module

import pytest

from tests.architecture.source_tree import ROOT, Module, modules

HAND_WRITTEN = [module for module in modules() if module.written_by_hand]
PACKAGES = [module for module in HAND_WRITTEN if module.is_package and module.name != "hub.migrations"]
_NAMELESS = {"utils", "util", "helpers", "helper", "base", "common", "manager", "managers", "misc"}


def _length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of a function, its docstring and decorators left out."""
    lines = (function.end_lineno or function.lineno) - function.lineno + 1
    if ast.get_docstring(function) is None:
        return lines
    docstring = function.body[0]
    return lines - ((docstring.end_lineno or docstring.lineno) - docstring.lineno + 1)


def _defined(module: Module) -> Iterator[str]:
    """Public names that a package's `__init__` defines itself."""
    for node in module.tree.body:
        match node:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                yield name
            case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
                yield name
            case _:
                continue


def _taken(package: Module) -> Iterator[str]:
    """Names that it imports from its own modules."""
    for node in package.tree.body:
        if isinstance(node, ast.ImportFrom) and (node.level or (node.module or "").startswith(package.name + ".")):
            yield from (alias.asname or alias.name for alias in node.names)


def test_no_module_is_longer_than_400_lines() -> None:
    assert [f"{module.path}: {module.lines}" for module in HAND_WRITTEN if module.lines > 400] == []


def test_no_function_is_longer_than_40_lines() -> None:
    assert [
        f"{module.path}:{node.lineno}: {node.name} has {_length(node)} lines"
        for module in HAND_WRITTEN
        for node in ast.walk(module.tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and _length(node) > 40
    ] == []


def test_no_module_has_a_name_that_says_nothing() -> None:
    assert [module.path for module in HAND_WRITTEN if module.name.split(".")[-1].lstrip("_") in _NAMELESS] == []


def test_every_module_says_in_a_docstring_what_it_is() -> None:
    assert [m.path for m in HAND_WRITTEN if m.tree.body and ast.get_docstring(m.tree) is None] == []


def test_modules_of_the_sdk_are_private_but_for_packages() -> None:
    public = [m for m in HAND_WRITTEN if m.name.startswith("trivet.") and not m.is_package]
    assert [m.path for m in public if not m.name.split(".")[-1].startswith("_")] == []


@pytest.mark.parametrize("package", [pytest.param(package, id=package.name) for package in PACKAGES])
def test_a_package_lists_what_it_offers(package: Module) -> None:
    defined = {name for name in _defined(package) if not name.startswith("_")}
    loaded = import_module(package.name)
    offered = getattr(loaded, "__all__", None)
    assert offered is not None or not {*defined, *_taken(package)}, "has public names but no __all__"
    assert [name for name in offered or () if not hasattr(loaded, name)] == []
    assert defined - set(offered or ()) == set()


def test_what_the_generator_and_the_runtime_both_judge_by_is_the_same_to_the_letter() -> None:
    """Neither may import the other."""
    twins = ("codegen/trivet_codegen/python/backtracking.py", "sdk/trivet/runtime/_backtracking.py")
    first, second = ((ROOT / path).read_text() for path in twins)
    assert first == second
