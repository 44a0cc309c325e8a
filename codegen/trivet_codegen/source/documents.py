"""The documents of one contract: read when they are first asked for, with every reference followed inside of them."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping

from trivet_codegen.problem import Place, Problem, Problems
from trivet_codegen.source import files
from trivet_codegen.source.anchors import has_names
from trivet_codegen.source.identity import Identities
from trivet_codegen.source.meta_schemas import is_meta_schema, meta_schema
from trivet_codegen.source.position import positions
from trivet_codegen.source.reading import value_of
from trivet_codegen.source.refs import Refs
from trivet_codegen.source.remote import Remote
from trivet_codegen.source.values import Json
from trivet_codegen.source.walk import Found, Missing, exists_there, find


def load(path: str, *, root: str | None = None, remote: bool = False) -> Documents:
    """The contract whose entry document stands at `path`; documents that it refers to are read when they are needed.

    References may not lead out of `root`, which is the entry's folder unless it is given; with `remote`, they may name
    documents on the network.

    Raises Problems if the entry cannot be read; its place names the file as `path` does.
    """
    shown = path.replace(os.sep, "/")
    folder = root if root is not None else os.path.dirname(path) or "."
    name = os.path.relpath(os.path.abspath(path), os.path.abspath(folder)).replace(os.sep, "/")
    if name.startswith("../"):
        problem = Problem(Place(shown), "ref-escapes", "the entry document stands outside of the contract's root")
        raise Problems(problem)
    data = files.read(path, shown)
    value, warnings = value_of(data, shown)
    documents = Documents(name, {name: value}, folder, Remote() if remote else None)
    documents._note(name, data)
    for it in warnings:
        place = Place(name, it.place.pointer, it.place.line, it.place.column)
        documents.warn(Problem(place, it.rule, it.message, it.help, it.severity))
    return documents


class Documents:
    """Values of documents by name; a name is the path inside of the contract's folder, with forward slashes.

    `entry` is the name of the document that everything begins with, `folder` the contract's folder ("" for documents
    made in memory). `digests` has the SHA-256 of what was read so far, by name, and
    None for what was looked for and could not be read. `remote` fetches documents, where that is allowed; their names
    are URLs.
    """

    def __init__(self, entry: str, values: Mapping[str, Json], folder: str = "", remote: Remote | None = None) -> None:
        self.entry = entry
        self.folder = folder
        self.remote = remote
        self._warnings: dict[Problem, None] = {}
        self.digests: dict[str, str | None] = {}
        self._values = dict(values)
        self._nameless: set[str] = set()
        self._identities = Identities(self)
        self._refs = Refs(self)

    @classmethod
    def of(cls, values: Mapping[str, Json], entry: str | None = None) -> Documents:
        """Documents from memory; the first one is the entry unless another is named."""
        return cls(next(iter(values)) if entry is None else entry, values)

    @property
    def warnings(self) -> list[Problem]:
        """What reading has found so far, each once."""
        return list(self._warnings)

    def warn(self, *problems: Problem) -> None:
        """Notes what does not keep a document from being read."""
        self._warnings.update(dict.fromkeys(problems))

    @property
    def names(self) -> list[str]:
        """The documents that were read so far, sorted."""
        return sorted(self._values)

    def value(self, place: Place) -> Json:
        """What stands at a place.

        Raises Problems if the document cannot be read, or `ref-missing` if it has no such value.
        """
        found = find(self.document(place.document), place.pointer)
        if isinstance(found, Found):
            return found.value
        message = f"'#{place.pointer}' does not exist"
        raise Problems(Problem(place, "ref-missing", message, exists_there(found)))

    def resolve(self, ref: str, at: Place) -> tuple[Json, Place]:
        """What one `$ref` value points at, with its canonical place; the document it is in is read if need be.

        `at` is the place of the `$ref`, or of the object that holds it; what is wrong is reported there.

        Raises Problems: `ref-missing`, `ref-escapes`, `ref-remote`, `ref-malformed`, or what is wrong with the file.
        """
        return self._refs.resolve(ref, at)

    def follow(self, ref: str, at: Place) -> tuple[Json, Place]:
        """The first value at the end of a chain of `$ref`s that is no object with `$ref` itself, and its place.

        Raises Problems like `resolve`, and `ref-circular` if the chain comes back to itself.
        """
        return self._refs.follow(ref, at)

    def document(self, name: str) -> Json:
        """The whole value of a document, which is read if it was not yet.

        Raises Problems if it cannot be read.
        """
        if name not in self._values and is_meta_schema(name):
            self._values[name] = meta_schema(name)
        if name not in self._values:
            if not self.folder and not self._is_remote(name):
                known = ", ".join(f"'{other}'" for other in self.names)
                raise Problems(Problem(Place(name), "file-missing", "there is no such document", f"there is {known}"))
            self.digests[name] = None
            data = self._read(name)
            self._values[name], warnings = value_of(data, name)
            self.warn(*warnings)
            self._note(name, data)
        return self._values[name]

    def _note(self, name: str, data: bytes) -> None:
        self.digests[name] = _digest(data)
        if not has_names(data):
            self._nameless.add(name)

    def is_nameless(self, name: str) -> bool:
        """Whether the text of a document shows that no schema in it has a name of its own."""
        return name in self._nameless

    def text(self, name: str) -> bytes | None:
        """The bytes of a document as they are on disk now; None if it is not a file that can be read."""
        if not self.folder and not self._is_remote(name):
            return None
        try:
            return self._read(name)
        except Problems:
            return None

    def shown(self, name: str) -> str:
        """A document's path as the user would write it."""
        if not self.folder or self.folder == "." or Place(name).is_remote:
            return name
        return os.path.join(self.folder, name).replace(os.sep, "/")

    def lines(self, places: list[Place]) -> dict[Place, tuple[int, int]]:
        """Line and column of each place that has one: one pass over each document."""
        found = {place: (place.line, place.column) for place in places if place.line}
        wanted: dict[str, list[Place]] = {}
        for place in places:
            if place not in found:
                wanted.setdefault(place.document, []).append(place)
        for name, asked in sorted(wanted.items()):
            text = self.text(name)
            if text is not None:
                at = positions(text, [place.pointer for place in asked])
                found.update({place: at[place.pointer] for place in asked})
        return found

    @property
    def identities(self) -> Identities:
        """What the documents, and the schemas in them, call themselves."""
        return self._identities

    def find(self, name: str, pointer: str) -> Found | Missing:
        return find(self.document(name), pointer)

    def _read(self, name: str) -> bytes:
        if self.remote is not None and self._is_remote(name):
            return self.remote.read(name)
        return files.read(self._path(name), name)

    def _is_remote(self, name: str) -> bool:
        return self.remote is not None and Place(name).is_remote

    def _path(self, name: str) -> str:
        return os.path.join(self.folder, name)


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
