"""The only ways that text of a contract gets into generated code: literals, docstrings and comments."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

_WIDTH = 100
_TAG = re.compile(r"<(/?)(p|br|code|strong|b|em|i|ul|ol|li|a|span|div|h[1-6])(\s[^<>]*)?/?>", re.IGNORECASE)
_LINK = re.compile(r"<a\s([^<>]*)>([^<]*(?:<(?!/?a[\s>])[^<]*)*)</a>", re.IGNORECASE)
_HREF = re.compile(r"""\bhref=["']([^"'<>]*)["']""", re.IGNORECASE)
_CONTROL = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)
_LISTED = re.compile(r"^\s*([-*+>|#]|\d+[.)])\s?|^ {4,}|^\s*```")


def literal(value: object) -> str:
    """Python source that evaluates to this JSON value; strings are always quoted, and plain ASCII where unsure."""
    match value:
        case str():
            return _quoted(value)
        case list():
            return "[" + ", ".join(literal(item) for item in value) + "]"
        case tuple():
            inner = ", ".join(literal(item) for item in value)
            return f"({inner},)" if len(value) == 1 else f"({inner})"
        case dict():
            return "{" + ", ".join(f"{literal(key)}: {literal(item)}" for key, item in value.items()) + "}"
        case float() if value != value or value in (float("inf"), float("-inf")):
            return f'float("{value}")'
        case None | bool() | int() | float():
            return repr(value)
    raise TypeError(f"no literal for {type(value).__name__}")


def _quoted(text: str) -> str:
    source = ascii(text) if _CONTROL.search(text) else repr(text)
    if source[0] == "'" and '"' not in source:
        inner = source[1:-1].replace("\\'", "'")
        return f'"{inner}"'
    return source


def prose(text: str) -> str:
    """A description as plain text: the simple HTML that vendors use becomes Markdown, control characters go."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "<" in text:
        text = _LINK.sub(_link, text)
        text = _TAG.sub(_markdown, text)
    return _CONTROL.sub("", text).strip()


def _link(tag: re.Match[str]) -> str:
    target = _HREF.search(tag[1])
    return f"[{tag[2]}]({target[1]})" if target and target[1] else tag[2]


def _markdown(tag: re.Match[str]) -> str:
    name, closing = tag[2].lower(), bool(tag[1])
    if name == "code":
        return "`"
    if name == "li":
        return "" if closing else "\n- "
    if name in {"p", "ul", "ol", "div"} or name[0] == "h":
        return "\n\n" if closing or name in {"ul", "ol"} else ""
    return "\n" if name == "br" else ""


def wrapped(text: str, *, indent: int = 0) -> list[str]:
    """The lines of a prose text, paragraphs filled; lists, tables, headings and code keep their lines."""
    return list(_wrapped(text, indent))


@lru_cache(maxsize=8192)
def _wrapped(text: str, indent: int) -> tuple[str, ...]:
    """Contracts repeat themselves: the same sentence stands at hundreds of properties."""
    width = max(_WIDTH - indent, 40)
    lines: list[str] = []
    code = False
    for line in prose(text).split("\n"):
        code ^= line.lstrip().startswith("```")
        if code or len(line) <= width or (_LISTED.match(line) and "|" in line):
            lines.append(line.rstrip())
        else:
            hang = " " * (len(line) - len(line.lstrip())) + ("  " if _LISTED.match(line) else "")
            first = hang.removesuffix("  ") if _LISTED.match(line) else hang
            lines += _filled(line.split(), width, first, hang)
    return tuple(_without_double_blanks(lines))


def _filled(words: list[str], width: int, first: str, later: str) -> Iterator[str]:
    """Lines of as many words as fit; a word longer than a line has one of its own."""
    line = ""
    indent = first
    for word in words:
        if line and len(indent) + len(line) + 1 + len(word) > width:
            yield indent + line
            line, indent = word, later
        else:
            line = f"{line} {word}" if line else word
    if line:
        yield indent + line


def _without_double_blanks(lines: list[str]) -> list[str]:
    kept: list[str] = []
    for line in lines:
        if line or (kept and kept[-1]):
            kept.append(line)
    while kept and not kept[-1]:
        kept.pop()
    return kept


_TRIPLE = re.compile(r'"{3,}')
_TRIPLE_OR_LAST = re.compile(r'"{3,}|"+$')
"""Quotes that would end a docstring of one line: three in a row, or the last ones."""


_OBEYED = re.compile(r"^(\s*)(?:(>>>)|#(?=\s*(?:mypy|flake8)\s*[:=]|\s*///))")
"""What tools take for more than text, wherever it begins a line: doctest's prompt, settings of mypy and of flake8 and
the script metadata of PEP 723, which they look for without reading Python."""


def docstring(lines: Sequence[str]) -> list[str]:
    """The lines of a docstring token that holds these lines; nothing in them can end it early or is obeyed."""
    ending = _TRIPLE if len(lines) > 1 else _TRIPLE_OR_LAST
    body = [_docstring_line(line, ending) for line in lines]
    if not body:
        return []
    if len(body) == 1:
        return [f'"""{body[0]}"""']
    return [f'"""{body[0]}', *body[1:], '"""']


def _docstring_line(line: str, ending: re.Pattern[str]) -> str:
    source = line.replace("\\", "\\\\")
    if '"' in source:
        source = ending.sub(lambda found: found[0].replace('"', '\\"'), source)
    if ">>>" not in source and "#" not in source:
        return source
    return _OBEYED.sub(lambda found: found[1] + (r"\\>>>" if found[2] else r"\x23"), source)


def summary(text: str | None) -> str:
    """The first sentence of a description, on one line."""
    if not text:
        return ""
    first = prose(text).split("\n\n")[0].replace("\n", " ").strip()
    found = re.match(r"(.{10,}?[.!?])(\s|$)", first)
    return found[1] if found else first
