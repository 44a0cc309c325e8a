"""Imports packages where nothing may be written, started, connected to or compiled but what importing takes.

Run as a program: `python sandbox.py FOLDER HARMLESS PACKAGE...`. It prints what was tried that an import does not
take; the first package is imported beforehand, unwatched, so that all that packages share is loaded.
"""

from __future__ import annotations

import ast
import importlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
FORBIDDEN = (
    "socket.", "subprocess.", "os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.fork", "os.startfile",
    "os.remove", "os.rename", "os.mkdir", "os.rmdir", "os.link", "os.symlink", "os.chmod", "os.chown", "os.truncate",
    "os.putenv", "os.unsetenv", "os.kill", "shutil.", "ctypes.", "pty.", "webbrowser.", "urllib.", "http.",
    "ftplib.", "smtplib.", "tempfile.", "code.__new__", "builtins.breakpoint", "mmap.", "fcntl.", "sys.addaudithook",
)  # fmt: skip
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
EXPRESSIONS = (
    ast.Expression, ast.Name, ast.Load, ast.Constant, ast.Attribute, ast.Subscript, ast.Tuple, ast.List, ast.Dict,
    ast.BinOp, ast.BitOr, ast.Call, ast.keyword, ast.UnaryOp, ast.USub,
)  # fmt: skip


class Watch:
    """What happens while it is on, as far as an import has no need of it."""

    def __init__(self, folder: str) -> None:
        self.on = False
        self.seen: list[str] = []
        self._folder = folder

    def __call__(self, event: str, arguments: tuple[Any, ...]) -> None:
        if not self.on:
            return
        self.on = False
        try:
            if not self._allowed(event, arguments):
                self.seen.append(f"{event} {str(arguments)[:200]}")
                raise PermissionError(event)
        finally:
            self.on = True

    def _allowed(self, event: str, arguments: tuple[Any, ...]) -> bool:
        if event == "open":
            _, mode, flags = (*arguments, None, 0)[:3]
            return not (isinstance(mode, str) and set(mode) & set("wax+")) and not (flags or 0) & WRITING
        if event == "compile":
            source, name = arguments[:2]
            return not self._is_ours(name) or source is None or str(name) != "<string>" or _is_type(source)
        return not event.startswith(FORBIDDEN)

    def _is_ours(self, name: Any) -> bool:
        return str(name).startswith(self._folder) or str(name) == "<string>"


def _is_type(source: Any) -> bool:
    """Whether a text that `typing` evaluates is made of names and calls of names only."""
    if isinstance(source, ast.AST):
        tree: ast.AST = source
    else:
        text = source.decode() if isinstance(source, bytes) else str(source)
        try:
            tree = ast.parse(text, mode="eval")
        except SyntaxError:
            return False
    names = (node.id for node in ast.walk(tree) if isinstance(node, ast.Name))
    return all(isinstance(node, EXPRESSIONS) for node in ast.walk(tree)) and not any(
        name.startswith("__") or name in ("eval", "exec", "open", "compile", "getattr") for name in names
    )


def modules(folder: Path, package: str) -> Iterator[str]:
    """The dotted names of all modules of a package."""
    for path in sorted((folder / package).rglob("*.py")):
        parts = path.relative_to(folder).with_suffix("").parts
        yield ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def use(folder: Path, package: str) -> None:
    """Imports every module and builds every type; a type that cannot be built is no concern here."""
    from trivet.runtime import adapter

    for name in modules(folder, package):
        module = importlib.import_module(name)
        for attribute in dir(module):
            if not attribute.startswith("_"):
                getattr(module, attribute)
    for kind in types_of(package):
        adapter(kind)


def types_of(package: str) -> Iterator[Any]:
    """Every model and alias of a package."""
    models = importlib.import_module(f"{package}.models")
    for name in dir(models):
        found = getattr(models, name)
        if (
            name[0].isalpha()
            and not isinstance(found, bool | ModuleType)
            and name not in ("lazy_exports", "annotations")
        ):
            yield found


def main() -> None:
    folder, packages = Path(sys.argv[1]), sys.argv[2:]
    sys.dont_write_bytecode = True
    sys.path[:0] = [str(folder), *(str(ROOT / name) for name in ("sdk", "codegen", "server"))]
    use(folder, packages[0])  # what is loaded late is loaded now
    watch = Watch(str(folder))
    sys.addaudithook(watch)
    for package in packages[1:]:
        watch.on = True
        try:
            use(folder, package)
        except Exception as error:  # noqa: BLE001
            watch.seen.append(f"{package}: {type(error).__name__}: {str(error)[:300]}")
        watch.on = False
    print("\n".join(watch.seen))


if __name__ == "__main__":
    main()
