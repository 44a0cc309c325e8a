"""The project's own modules, read as syntax trees: what each one imports, and where."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_TREES = ("sdk", "codegen", "server")
_GENERATED = ("sdk/trivet/clients/", "server/hub/api/")
_MIGRATIONS = "server/hub/migrations/versions/"


@dataclass(frozen=True)
class Module:
    """One Python file; `name` is what `import` calls it, `path` is relative to the repository."""

    name: str
    path: str
    tree: ast.Module
    lines: int

    @property
    def written_by_hand(self) -> bool:
        return not self.path.startswith((*_GENERATED, _MIGRATIONS))

    @property
    def is_package(self) -> bool:
        return self.path.endswith("/__init__.py")


@cache
def modules() -> tuple[Module, ...]:
    """Every module of the sdk, the generator and the servers, by path."""
    return tuple(_module(path, top) for top in _TREES for path in sorted((ROOT / top).rglob("*.py")))


def _module(path: Path, top: str) -> Module:
    text = path.read_text(encoding="utf-8")
    parts = path.relative_to(ROOT / top).with_suffix("").parts
    name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
    return Module(name, path.relative_to(ROOT).as_posix(), ast.parse(text, str(path)), text.count("\n"))


def imports(module: Module) -> Iterator[tuple[str, int]]:
    """Each module that this one imports anywhere in it (for type checking too), with the line."""
    known = {other.name for other in modules()}
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            source = _absolute(module, node)
            for alias in node.names:
                whole = f"{source}.{alias.name}"
                yield whole if whole in known else source, node.lineno


def _absolute(module: Module, node: ast.ImportFrom) -> str:
    if not node.level:
        return node.module or ""
    package = module.name.split(".") if module.is_package else module.name.split(".")[:-1]
    kept = package[: len(package) - node.level + 1]
    return ".".join([*kept, *([node.module] if node.module else [])])
