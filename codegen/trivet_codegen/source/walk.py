"""Values found by their pointer, and what is there instead when it is wrong."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from urllib.parse import unquote

from trivet_codegen.source.pointer import escaped, index, pointer, unescaped
from trivet_codegen.source.values import Json

_LISTED = 5


@dataclass(frozen=True, slots=True)
class Found:
    value: Json
    pointer: str


@dataclass(frozen=True, slots=True)
class Missing:
    """Where the way ended: at `pointer` stands `value`, which has no member `token`; `left` tokens come after it."""

    value: Json
    pointer: str
    token: str
    left: tuple[str, ...]


def find(document: Json, wanted: str) -> Found | Missing:
    """The value that a pointer names, with its canonical pointer.

    Each token is taken unescaped first (RFC 6901 section 4), then percent-decoded, then as it is written:
    real documents forget either.
    """
    value, path = document, ""
    written = wanted.split("/")[1:]
    for position, token in enumerate(written):
        member = _member(value, token)
        if member is None:
            return Missing(value, path, unescaped(token), tuple(written[position + 1 :]))
        value, key = member
        path += "/" + escaped(key)
    return Found(value, path)


def _member(value: Json, token: str) -> tuple[Json, str] | None:
    for key in dict.fromkeys((unescaped(token), unescaped(unquote(token)), token)):
        if isinstance(value, dict):
            if key in value:
                return value[key], key
        elif isinstance(value, list):
            at = index(key)
            if at is not None and at < len(value):
                return value[at], key
    return None


def find_unescaped(document: Json, wanted: str) -> Found | None:
    """The value that a pointer names if the slashes in names were not escaped; the first way that leads to one."""
    written = wanted.split("/")[1:]
    waiting: list[tuple[Json, int, str]] = [(document, 0, "")]
    seen: set[tuple[int, int]] = set()
    while waiting:
        value, position, path = waiting.pop()
        if position == len(written):
            return Found(value, path)
        if (id(value), position) in seen:
            continue
        seen.add((id(value), position))
        slashes = max((name.count("/") for name in value), default=0) if isinstance(value, dict) else 0
        for end in range(min(position + 1 + slashes, len(written)), position, -1):
            member = _member(value, "/".join(written[position:end]))
            if member is not None:
                waiting.append((member[0], end, f"{path}/{escaped(member[1])}"))
    return None


def meant(missing: Missing) -> str | None:
    """The pointer that was probably meant: a member with a similar name, under which the rest exists too."""
    if not isinstance(missing.value, dict):
        return None
    names = get_close_matches(missing.token, missing.value, 3, 0.6)
    folded = [name for name in missing.value if name.lower() == missing.token.lower()]
    for name in [*folded, *names]:
        rest = find(missing.value[name], pointer(missing.left)) if missing.left else None
        if not isinstance(rest, Missing):
            return f"{missing.pointer}/{escaped(name)}" + (rest.pointer if rest else "")
    return None


def exists_there(missing: Missing) -> str:
    """In words, what the last value on the way holds."""
    where = f"'{missing.pointer}'" if missing.pointer else "the document"
    if isinstance(missing.value, list):
        return f"{where} is a list of {len(missing.value)}"
    if not isinstance(missing.value, dict):
        return f"{where} is not an object"
    if not missing.value:
        return f"{where} is empty"
    names = [f"'{name}'" for name in missing.value]
    more = f" and {len(names) - _LISTED} more" if len(names) > _LISTED else ""
    return f"{where} has {', '.join(names[:_LISTED])}{more}"
