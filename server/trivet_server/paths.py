"""Path templates of a contract, matched on the raw path: what is encoded in a value stays in that value."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeAlias
from urllib.parse import quote, unquote

Scope: TypeAlias = Mapping[str, Any]

_PARAMETER = re.compile(r"\{([^{}]*)\}")
_ESCAPE = re.compile(r"%[0-9a-fA-F]{2}")
_PCHAR = "!$&'()*+,;=:@"
_ASCII_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


class Segment:
    """What stands between two slashes of a template: literal text, one parameter, or several between literals."""

    __slots__ = ("literals", "names", "text")

    def __init__(self, text: str) -> None:
        parts = _PARAMETER.split(text)
        self.names: tuple[str, ...] = tuple(parts[1::2])
        self.text = unquote(parts[0])
        self.literals = tuple(quote(unquote(part), safe=_PCHAR) for part in parts[::2])

    @property
    def key(self) -> str:
        """The segment without its parameters' names; equal keys match the same paths."""
        return "{}".join(self.literals) if self.names else self.text

    @property
    def rank(self) -> tuple[int, int]:
        """Less is more specific: literal text before mixtures (more text first) before a lone parameter."""
        if not self.names:
            return 0, 0
        length = sum(map(len, self.literals))
        return (1, -length) if length else (2, len(self.names))

    def values(self, raw: str) -> tuple[str, ...] | None:
        """The parameters' values in a segment of a raw path, still percent-encoded; None if it does not match.

        As in RFC 6570 a parameter takes as much as it can, the first one first; none is empty. Linear in `raw`.
        """
        if not self.names:
            return () if unquote(raw) == self.text else None
        text = _uppercase(raw)
        if not text.startswith(self.literals[0]) or not _ends(text, self.literals[-1]):
            return None
        start, end = len(self.literals[0]), len(raw) - len(self.literals[-1])
        found: list[str] = []
        for index in range(len(self.names) - 1, 0, -1):
            literal = self.literals[index]
            at = _rfind(text, literal, start + index, end - 1)
            if at < 0:
                return None
            found.append(raw[at + len(literal) : end])
            end = at
        if end <= start:
            return None
        return (raw[start:end], *reversed(found))


class Template:
    """A path of a contract; `arguments` gives the Python name of each parameter by its name in the contract.

    Some contracts write more in their paths: `query` are names and values behind a `?`, and `behind` is all of the text
    that is no path, a fragment included.
    """

    def __init__(self, path: str, arguments: Mapping[str, str]) -> None:
        self.path = re.split("[?#]", path, maxsplit=1)[0]
        self.behind = path[len(self.path) :]
        pairs = (part.partition("=") for part in path.partition("#")[0].partition("?")[2].split("&") if part)
        self.query = tuple((unquote(name), Segment(value)) for name, _, value in pairs)
        self.segments = tuple(Segment(part) for part in self.path.split("/")[1:])
        self.key = tuple(segment.key for segment in self.segments)
        self.rank = tuple(segment.rank for segment in self.segments)
        self.arguments = _identifiers(
            [name for segment in self.segments for name in segment.names],
            arguments,
        )

    @property
    def starlette(self) -> str:
        """The same template in Starlette's syntax, where parameters must be identifiers, none of them twice."""
        decoded = "/".join(_canonical(part) for part in self.path.split("/"))
        taken = set(self.arguments.values())
        seen: set[str] = set()

        def once(found: re.Match[str]) -> str:
            name = self.arguments[found[1]]
            while name in seen or (name in taken and name != self.arguments[found[1]]):
                name += "_"
            seen.add(name)
            return "{" + name + "}"

        return _PARAMETER.sub(once, decoded)

    def stand_in(self, raw: Sequence[str]) -> str:
        """A decoded path for these raw segments that Starlette's pattern finds at once; the values in it are made up.

        That pattern tries one way after another to part a segment with several parameters: on a long one for ever.
        """
        before = (_canonical(part) for part in raw[: -len(self.segments)])
        own = (_PARAMETER.sub("0", _canonical(part)) for part in self.path.split("/")[1:])
        return "".join(f"/{part}" for part in (*before, *own))

    def values(self, raw: Sequence[str]) -> dict[str, str] | None:
        """Raw values by the contract's names, out of as many raw segments as the template has."""
        found: dict[str, str] = {}
        for segment, text in zip(self.segments, raw, strict=True):
            values = segment.values(text)
            if values is None:
                return None
            found.update(zip(segment.names, values, strict=True))
        return found


class _Node:
    """Where templates have come to after some segments; `key` is set where one of them ends."""

    __slots__ = ("key", "literals", "others")

    def __init__(self) -> None:
        self.key: tuple[str, ...] | None = None
        self.literals: dict[str, _Node] = {}
        self.others: list[tuple[Segment, _Node]] = []

    def below(self, segment: Segment) -> _Node:
        """The node after this segment, made if there is none."""
        if not segment.names:
            return self.literals.setdefault(segment.text, _Node())
        for known, node in self.others:
            if known.key == segment.key:
                return node
        self.others.append((segment, _Node()))
        made = self.others[-1][1]
        self.others.sort(key=lambda other: other[0].rank)
        return made

    def find(self, raw: Sequence[str], decoded: Sequence[str], at: int) -> tuple[str, ...] | None:
        """The key of the most specific template that the segments from `at` on complete."""
        if at == len(raw):
            return self.key
        literal = self.literals.get(decoded[at])
        found = literal.find(raw, decoded, at + 1) if literal is not None else None
        for segment, node in () if found is not None else self.others:
            if segment.values(raw[at]) is not None and (found := node.find(raw, decoded, at + 1)) is not None:
                break
        return found


class PathTable:
    """Which template a path belongs to: the most specific one that matches, whatever its methods.

    OpenAPI 3.1 section 4.8.8: concrete paths are matched before templated ones. So a method that the concrete path
    does not have is not allowed there, even if a templated sibling has it.
    """

    def __init__(self) -> None:
        self._methods: dict[tuple[str, ...], dict[str, set[str]]] = {}
        self._root = _Node()
        self._sizes: set[int] = set()

    def add(self, template: Template, method: str) -> None:
        """Raises ValueError if the same method of an equivalent path is there already, with the same behind it."""
        known = self._methods.setdefault(template.key, {}).setdefault(method, set())
        if template.behind in known:
            raise ValueError(f"two operations answer {method} {template.path}{template.behind}")
        known.add(template.behind)
        node = self._root
        for segment in template.segments:
            node = node.below(segment)
        node.key = template.key
        self._sizes.add(len(template.segments))

    def methods(self, template: Template) -> list[str]:
        """The methods that operations of the template's path have, in alphabetical order."""
        return sorted(self._methods[template.key])

    def keys(self, raw: Sequence[str]) -> dict[int, tuple[str, ...]]:
        """By number of segments, the key of the template that matches that many segments at the end of a path.

        A prefix may stand before them: the one of an included router or the path of a mounted application.
        """
        decoded = [unquote(segment) for segment in raw]
        found: dict[int, tuple[str, ...]] = {}
        for size in self._sizes:
            if size <= len(raw) and (key := self._root.find(raw[-size:], decoded[-size:], 0)) is not None:
                found[size] = key
        return found


def raw_segments(scope: Scope) -> tuple[str, ...]:
    """The segments of a request's path, percent-encoded as they came.

    ASGI servers need not give a raw path, and a middleware may have changed the path alone: then what the decoded
    path says is encoded again.
    """
    path: str = scope["path"]
    raw: bytes | None = scope.get("raw_path")
    text = raw.partition(b"?")[0].decode("latin-1") if raw is not None else ""
    if unquote(text) != path:
        text = quote(path, safe="/" + _PCHAR)
    return tuple(text.split("/")[1:])


def _ends(text: str, literal: str) -> bool:
    """Whether a raw segment ends with the literal, and not with a part of a percent-encoded byte."""
    return text.endswith(literal) and not _is_cut(text, len(text) - len(literal))


def _rfind(text: str, literal: str, start: int, end: int) -> int:
    """Where the literal stands last in a part of a raw segment, outside of percent-encoded bytes; -1 if nowhere."""
    at = text.rfind(literal, start, end)
    while at >= 0 and _is_cut(text, at):
        at = text.rfind(literal, start, at + len(literal) - 1)
    return at


def _is_cut(text: str, at: int) -> bool:
    """Whether a percent-encoded byte stands on both sides of the place; a `%` without two digits is none."""
    start = text.rfind("%", max(at - 2, 0), at)
    return start >= 0 and _ESCAPE.match(text, start) is not None


def _canonical(raw: str) -> str:
    """A decoded segment, in which no slash is one between segments."""
    return unquote(raw).replace("/", "%2F")


def _uppercase(raw: str) -> str:
    """The same text with the digits of percent-encodings in upper case (RFC 3986 section 6.2.2.1)."""
    return _ESCAPE.sub(lambda found: found[0].upper(), raw) if "%" in raw else raw


def _identifiers(names: Iterable[str], arguments: Mapping[str, str]) -> dict[str, str]:
    """A distinct ASCII identifier for each name: its argument if that is one."""
    result: dict[str, str] = {}
    for name in names:
        wanted = arguments.get(name, name)
        if not _ASCII_NAME.fullmatch(wanted):
            wanted = "p_" + re.sub(r"[^A-Za-z0-9_]", "_", wanted)
        while wanted in result.values():
            wanted += "_"
        result[name] = wanted
    return result
