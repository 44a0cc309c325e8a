"""`trivet bundle`: a contract as one document."""

from __future__ import annotations

import os
import sys
import tempfile
from argparse import Namespace
from pathlib import Path

from trivet_codegen.cli.findings import located
from trivet_codegen.cli.words import CLEAN
from trivet_codegen.generate import published
from trivet_codegen.manifest import manifest, manifest_file
from trivet_codegen.misuse import wrong_use
from trivet_codegen.problem import Problems
from trivet_codegen.source import load


def run(arguments: Namespace) -> int:
    """Prints or writes the bundle. Raises Problems if the contract cannot be read."""
    documents = load(str(_contract(arguments.contract)))
    try:
        text = published(documents)
    except Problems as problems:
        raise Problems(*located(problems.found, documents)) from None
    if arguments.output is None:
        sys.stdout.buffer.write(text.encode())
    else:
        _write(arguments.output, text)
    return CLEAN


def _contract(named: str) -> Path:
    """The document of that path, or the contract of the API of that name."""
    if Path(named).exists() or "/" in named or "." in named or manifest_file(Path.cwd()) is None:
        return Path(named)
    return Path(os.path.relpath(manifest(Path.cwd()).chosen([named])[0].contract))


def _write(file: Path, text: str) -> None:
    """Replaces the file in one step."""
    try:
        with tempfile.NamedTemporaryFile(dir=file.parent, prefix=f".{file.name}.", delete=False) as prepared:
            prepared.write(text.encode())
        Path(prepared.name).chmod(0o644)
        Path(prepared.name).replace(file)
    except OSError as error:
        told = f"cannot be written: {error.strerror or error}"
        raise wrong_use("output-unwritable", told, document=str(file)) from error
