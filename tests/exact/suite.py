"""The required cases of the JSON Schema Test Suite (draft 2020-12), from the source package of `jsonschema` on PyPI."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.real.documents import ROOT, Unavailable

PACKAGE, VERSION = "jsonschema", "4.25.1"
SHA256 = "e4a9655ce0da0c0b67a085847e00a3a51449e1157f4f75e9fb5aa545e122eb85"
ARCHIVE = ROOT / ".cache" / "pypi" / f"{PACKAGE}-{VERSION}.tar.gz"
_TESTS = f"{PACKAGE}-{VERSION}/json/tests/draft2020-12/"
_REMOTES = f"{PACKAGE}-{VERSION}/json/remotes/"
SERVER = "http://localhost:1234/"
"""Where the suite has its remote documents. Here they lie beside the contract, whose `$self` says so."""


@dataclass(frozen=True)
class Group:
    """Cases of one schema: value and whether the schema accepts it."""

    keyword: str
    description: str
    schema: Any
    cases: tuple[tuple[str, Any, bool], ...]


def groups() -> Iterator[Group]:
    """Every required group. Raises what `archive` raises."""
    with tarfile.open(archive()) as packed:
        for member in sorted(packed.getmembers(), key=lambda member: member.name):
            path = member.name.removeprefix(_TESTS)
            content = packed.extractfile(member)
            if path != member.name and "/" not in path and content is not None:
                for group in json.load(content):
                    cases = tuple((case["description"], case["data"], case["valid"]) for case in group["tests"])
                    yield Group(Path(path).stem, group["description"], rooted(group["schema"]), cases)


def write_remotes(folder: Path) -> None:
    """Writes the documents of `SERVER` into a folder. Raises what `archive` raises."""
    with tarfile.open(archive()) as packed:
        for member in packed.getmembers():
            path = member.name.removeprefix(_REMOTES)
            content = packed.extractfile(member)
            if path != member.name and (path.startswith("draft2020-12/") or "/" not in path) and content is not None:
                (folder / path).parent.mkdir(parents=True, exist_ok=True)
                (folder / path).write_bytes(content.read())


def archive() -> Path:
    """The package. Raises Unavailable if it cannot be had, ValueError if it is not the pinned one."""
    if not ARCHIVE.is_file():
        ARCHIVE.parent.mkdir(parents=True, exist_ok=True)
        command = [sys.executable, "-m", "pip", "download", "--no-deps", "--no-binary", ":all:", "--quiet"]
        got = subprocess.run(
            [*command, f"{PACKAGE}=={VERSION}", "-d", str(ARCHIVE.parent)], capture_output=True, text=True
        )
        if got.returncode or not ARCHIVE.is_file():
            raise Unavailable(got.stderr.strip()[-300:])
    if hashlib.sha256(ARCHIVE.read_bytes()).hexdigest() != SHA256:
        raise ValueError(f"{ARCHIVE.name} is not the pinned one")
    return ARCHIVE


def rooted(schema: Any) -> Any:
    """The schema with references to its own root leading to `components/schemas/Root`.

    Where it names a URI for itself (`$id`), references begin there, in a contract as well.
    """
    if isinstance(schema, list):
        return [rooted(each) for each in schema]
    if not isinstance(schema, dict) or isinstance(schema.get("$id"), str):
        return schema
    made = {}
    for key, value in schema.items():
        own = key in ("$ref", "$dynamicRef") and isinstance(value, str) and (value == "#" or value.startswith("#/"))
        made[key] = f"#/components/schemas/Root{value[1:]}" if own else value if key in _DATA else rooted(value)
    return made


_DATA = {"const", "enum"}
