"""URIs that documents and schemas give themselves: `$self` (OpenAPI 3.2 section 4.1.2.2) and `$id`."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from typing import Protocol
from urllib.parse import urlsplit

from trivet_codegen.problem import Place
from trivet_codegen.source.anchors import Names, joined, names
from trivet_codegen.source.values import Json

SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:")


class Readable(Protocol):
    """What finding identities needs of the documents."""

    entry: str

    @property
    def names(self) -> list[str]: ...
    def document(self, name: str) -> Json: ...
    def is_nameless(self, name: str) -> bool: ...


class Identities:
    """The identities of the documents that were read so far. Nothing is fetched by them."""

    def __init__(self, documents: Readable) -> None:
        self._documents = documents
        self._names: dict[str, Names] = {}

    def names(self, document: str) -> Names:
        """What a document and the schemas in it call themselves."""
        if document not in self._names:
            value, nameless = self._documents.document(document), self._documents.is_nameless(document)
            self._names[document] = names(value, self._base(document), nameless=nameless)
        return self._names[document]

    def place(self, reference: str, at: Place) -> Place | None:
        """What calls itself by this reference (without fragment), seen from `at`; None if nothing does."""
        known = self._known(self.uri_of(reference, at))
        return self._known(reference) if known is None and SCHEME.match(reference) else known

    def resource(self, at: Place) -> Place:
        """What a reference of a fragment alone is about: the nearest schema around with an `$id`, or the document."""
        own = self.names(at.document)
        return Place(at.document, own.around(at.pointer) if own.is_scoped else "")

    def uri(self, resource: Place) -> str:
        """The URI of a document, or of a schema with an `$id`."""
        return self.names(resource.document).bases[resource.pointer]

    def other_resource(self, at: Place) -> Place:
        """The other thing that authors mean by that: the document where a schema with an `$id` is around."""
        own = self.names(at.document)
        return Place(at.document, "" if own.is_scoped else own.around(at.pointer))

    def files(self, reference: str, at: Place) -> list[str]:
        """The files, relative to `at`, that a reference means if documents lie as their URIs say."""
        uri = self.uri_of(reference, at)
        try:
            return list(dict.fromkeys(self._beside(uri, at))) if SCHEME.match(uri) and not at.is_remote else []
        except ValueError:  # it, or a `$self`, is no URI
            return []

    def uri_of(self, reference: str, at: Place) -> str:
        """The URI that a reference (without fragment) means, seen from `at`."""
        return joined(self.uri(self.resource(at)), reference)

    def _beside(self, uri: str, at: Place) -> Iterator[str]:
        wanted = urlsplit(uri)
        for name in dict.fromkeys((at.document, *self._documents.names)):
            if Place(name).is_remote:
                continue
            for said in (self._self(name), self.names(name).bases[""]):
                own = urlsplit(said or "")
                if own.scheme and (own.scheme, own.netloc) == (wanted.scheme, wanted.netloc):
                    beside = posixpath.relpath(wanted.path or "/", posixpath.dirname(own.path) or "/")
                    target = posixpath.join(posixpath.dirname(name), beside)
                    yield posixpath.relpath(target, posixpath.dirname(at.document) or ".")

    def _known(self, uri: str) -> Place | None:
        for name in self._documents.names:
            if self._self(name) == uri:
                return Place(name)
            pointer = self.names(name).uris.get(uri)
            if pointer is not None:
                return Place(name, pointer)
        return None

    def _base(self, document: str) -> str:
        """The URI of a document: what it says, or where it lies seen from an entry that says its own."""
        own = self._self(document)
        if own or Place(document).is_remote:
            return own or document
        entry = self._documents.entry
        start = self._self(entry) if document != entry else None
        return joined(start, posixpath.relpath(document, posixpath.dirname(entry) or ".")) if start else document

    def _self(self, name: str) -> str | None:
        document = self._documents.document(name)
        own = document.get("$self") if isinstance(document, dict) else None
        return own.partition("#")[0] if isinstance(own, str) and SCHEME.match(own) else None
