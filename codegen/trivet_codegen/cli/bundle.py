"""`trivet bundle`: a contract as one document."""

from __future__ import annotations

import os
import shutil
import sys
from argparse import Namespace
from pathlib import Path

from trivet_codegen import report
from trivet_codegen.cli.findings import located
from trivet_codegen.cli.words import CLEAN
from trivet_codegen.generate import published
from trivet_codegen.manifest import manifest, manifest_file
from trivet_codegen.misuse import wrong_use
from trivet_codegen.problem import Problems
from trivet_codegen.source import load


def run(arguments: Namespace) -> int:
    """Prints or writes the bundle, and warnings beside it. Raises Problems if the contract cannot be read."""
    contract, remote = _contract(arguments.contract)
    documents = load(str(contract), remote=remote or arguments.allow_remote_refs)
    try:
        text = published(documents)
    except Problems as problems:
        raise Problems(*located(problems.found, documents)) from None
    sys.stderr.write(report.text(documents.warnings, documents))
    if arguments.output is None:
        sys.stdout.buffer.write(text.encode())
    else:
        _write(arguments.output, text)
    return CLEAN


def _contract(named: str) -> tuple[Path, bool]:
    """The document of that path, or the contract of the API of that name; whether its manifest lets it be fetched."""
    if Path(named).exists() or "/" in named or "." in named or manifest_file(Path.cwd()) is None:
        return Path(named), False
    entry = manifest(Path.cwd()).chosen([named])[0]
    return Path(os.path.relpath(entry.contract)), entry.allow_remote


def _write(file: Path, text: str) -> None:
    """Writes the file, in one step where there is a plain file or none; what is a device or a pipe stays one."""
    try:
        if file.exists() and not file.is_file():
            file.write_bytes(text.encode())
        else:
            _replace(file.resolve(), text)
    except OSError as error:
        told = f"cannot be written: {error.strerror or error}"
        raise wrong_use("output-unwritable", told, document=str(file)) from error


def _replace(file: Path, text: str) -> None:
    """Puts a file in the place of this one, which keeps its mode; nothing of the new one stays if that fails."""
    prepared = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        prepared.write_bytes(text.encode())
        if file.exists():
            shutil.copymode(file, prepared)
        prepared.replace(file)
    except BaseException:
        prepared.unlink(missing_ok=True)
        raise
