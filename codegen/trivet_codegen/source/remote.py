"""Documents on the network, for contracts whose user allows it: fetched without credentials, within limits."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import SplitResult, urljoin, urlsplit

from trivet_codegen.problem import Place, Problem, Problems

MOST_DOCUMENTS: Final = 100
_SCHEMES: Final = ("http", "https")
_PORTS: Final = {"http": 80, "https": 443}


class Refused(Exception):
    """Says why a document is not fetched."""


def shown(reference: str) -> str:
    """A reference as it may be printed: whatever could be a secret, user and query, is left out."""
    try:
        parts = urlsplit(reference)
        host = parts.hostname or ""
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return f"{reference.partition(':')[0]}:…"
    if not parts.netloc:
        return reference
    scheme = f"{parts.scheme}:" if parts.scheme else ""
    fragment = f"#{parts.fragment}" if parts.fragment else ""
    user, query = "…@" if "@" in parts.netloc else "", "?…" if parts.query else ""
    return f"{scheme}//{user}{host}{port}{parts.path}{query}{fragment}"


@dataclass(slots=True)
class Remote:
    """What was fetched so far, and what could not be.

    A document's name is its URL without the query, in whose place a checksum stands.
    """

    urls: dict[str, str] = field(default_factory=dict)
    data: dict[str, bytes] = field(default_factory=dict)
    faults: dict[str, str] = field(default_factory=dict)

    def name_of(self, reference: str, document: str, at: Place) -> str:
        """The name of the document that a reference in `document` means, which may be a file.

        Raises Problems (`ref-remote`) for what is never fetched: other schemes, URLs with credentials, and from a
        document that came by https whatever would come without it.
        """
        base = self.urls.get(document, "")
        try:
            parts = urlsplit(urljoin(base, reference))
            check(parts, base)
        except (Refused, ValueError) as error:
            message = f"'{shown(reference)}' is not fetched: {error}"
            raise Problems(Problem(at, "ref-remote", message, "download it, and refer to the file")) from None
        name = f"{parts.scheme}://{_host(parts)}{parts.path or '/'}"
        if parts.query:
            name += f"?{hashlib.sha256(parts.query.encode(errors='replace')).hexdigest()[:8]}"
        self.urls.setdefault(name, parts._replace(fragment="").geturl())
        return name

    def read(self, name: str) -> bytes:
        """The bytes of a document with a name that `name_of` gave. Raises Problems: `ref-unfetched` or `too-large`."""
        if name not in self.data and name not in self.faults:
            self._fetch(name)
        if name in self.faults:
            raise Problems(Problem(Place(name), "ref-unfetched", self.faults[name]))
        return self.data[name]

    def _fetch(self, name: str) -> None:
        from trivet_codegen.source.fetching import fetched  # which takes a while to import

        if len(self.data) + len(self.faults) >= MOST_DOCUMENTS:
            self.faults[name] = f"the contract refers to more than {MOST_DOCUMENTS} documents on the network"
            return
        try:
            self.data[name], self.urls[name] = fetched(self.urls[name], name)
        except Refused as error:
            self.faults[name] = f"it cannot be fetched: {error}"


def _host(parts: SplitResult) -> str:
    port = parts.port
    host = parts.hostname or ""
    host = f"[{host}]" if ":" in host else host
    return host if port is None or port == _PORTS.get(parts.scheme) else f"{host}:{port}"


def check(parts: SplitResult, base: str) -> None:
    """Raises Refused unless the URL may be fetched from a document (or redirected to from a URL) at `base`."""
    if parts.scheme not in _SCHEMES:
        raise Refused(f"'{parts.scheme}:' is neither https nor http")
    if parts.username is not None or parts.password is not None:
        raise Refused("the URL holds credentials")
    if not parts.hostname or any(mark <= " " or mark == "\x7f" for mark in parts.geturl()):
        raise Refused("it is no URL")
    if parts.scheme == "http" and base.startswith("https:"):
        raise Refused("it leads from https to http")
