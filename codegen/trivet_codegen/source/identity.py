"""Absolute URIs that documents and schemas give themselves: `$self` (OpenAPI 3.2 section 4.1.2.2) and `$id`."""

from __future__ import annotations

import posixpath
import re
from typing import Protocol
from urllib.parse import urljoin, urlsplit

from trivet_codegen.problem import Place
from trivet_codegen.source.values import Json

SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:")


class Readable(Protocol):
    """What finding identities needs of the documents."""

    @property
    def names(self) -> list[str]: ...
    def document(self, name: str) -> Json: ...
    def anchors(self, name: str) -> dict[str, str]: ...


class Identities:
    """The identities of the documents that were read so far. Nothing is fetched by them."""

    def __init__(self, documents: Readable) -> None:
        self._documents = documents

    def place(self, reference: str, at: Place) -> Place | None:
        """What calls itself by this reference (without fragment), seen from `at`; None if nothing does."""
        if SCHEME.match(reference):
            return self._known(reference)
        around = self.schema_around(at)
        if around is None or not reference:
            return None
        try:
            return self._known(urljoin(around[0], reference))
        except ValueError:  # the `$id` is no URI
            return None

    def schema_around(self, at: Place) -> tuple[str, Place] | None:
        """The nearest schema around a place that has an absolute `$id`: that and its place."""
        found: tuple[str, Place] | None = None
        for name, pointer in self._documents.anchors(at.document).items():
            inside = bool(pointer) and at.pointer.startswith(f"{pointer}/")
            if inside and SCHEME.match(name) and (found is None or len(pointer) > len(found[1].pointer)):
                found = name, Place(at.document, pointer)
        return found

    def file(self, reference: str, at: Place) -> str:
        """The file that an absolute URI means if the documents lie as their `$self` says; else the reference itself."""
        try:
            return self._beside(reference, at) if SCHEME.match(reference) else reference
        except ValueError:  # it, or a `$self`, is no URI
            return reference

    def _beside(self, reference: str, at: Place) -> str:
        wanted = urlsplit(reference)
        for name in dict.fromkeys((at.document, *self._documents.names)):
            own = urlsplit(self._self(name) or "")
            if own.scheme and (own.scheme, own.netloc) == (wanted.scheme, wanted.netloc):
                beside = posixpath.relpath(wanted.path, posixpath.dirname(own.path))
                target = posixpath.join(posixpath.dirname(name), beside)
                return posixpath.relpath(target, posixpath.dirname(at.document) or ".")
        return reference

    def _known(self, uri: str) -> Place | None:
        for name in self._documents.names:
            if self._self(name) == uri:
                return Place(name)
            pointer = self._documents.anchors(name).get(uri)
            if pointer is not None:
                return Place(name, pointer)
        return None

    def _self(self, name: str) -> str | None:
        document = self._documents.document(name)
        own = document.get("$self") if isinstance(document, dict) else None
        return own.partition("#")[0] if isinstance(own, str) and SCHEME.match(own) else None
