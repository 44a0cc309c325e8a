"""URI template expansion, written from RFC 6570 section 3.2.1 and appendix A alone: what the client is judged by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple, TypeAlias
from urllib.parse import quote

Value: TypeAlias = "str | Sequence[str] | Mapping[str, str]"


class Operator(NamedTuple):
    """A row of the table in RFC 6570 appendix A."""

    first: str
    separator: str
    named: bool
    if_empty: str


OPERATORS = {
    "simple": Operator("", ",", False, ""),
    "label": Operator(".", ".", False, ""),
    "matrix": Operator(";", ";", True, ""),
    "form": Operator("", "&", True, "="),
}
"""By OpenAPI's name of the style; form without its question mark, which belongs to the whole query."""


def expand(style: str, name: str, value: Value, *, explode: bool, keep: str = "") -> str:
    """The expansion of one variable; "" if it is undefined: an empty list or map.

    `keep` are characters that the expression leaves as they are besides the unreserved ones.
    """
    operator = OPERATORS[style]

    def encoded(text: str) -> str:
        return quote(text, safe=keep)

    def named(key: str, text: str) -> str:
        return key + (operator.if_empty if not text else "=" + encoded(text))

    if not isinstance(value, str) and not value:
        return ""
    if isinstance(value, str):
        parts = [named(name, value) if operator.named else encoded(value)]
    elif explode and isinstance(value, Mapping):
        pairs = value.items()
        parts = [
            named(encoded(key), text) if operator.named else f"{encoded(key)}={encoded(text)}" for key, text in pairs
        ]
    elif explode:
        parts = [named(name, text) if operator.named else encoded(text) for text in value]
    else:
        flat = [word for pair in value.items() for word in pair] if isinstance(value, Mapping) else list(value)
        joined = ",".join(map(encoded, flat))
        parts = [name + (f"={joined}" if joined else operator.if_empty) if operator.named else joined]
    return operator.first + operator.separator.join(parts)
