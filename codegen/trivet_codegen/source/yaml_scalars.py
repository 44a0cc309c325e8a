"""Plain scalars by the core schema of YAML 1.2 (section 10.3.2)."""

from __future__ import annotations

import re

_INTEGER = re.compile(r"[-+]?[0-9]+")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_NOT_FINITE = re.compile(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)")
_WORDS: dict[str, bool | None] = {
    **dict.fromkeys(("null", "Null", "NULL", "~", ""), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_FIRST = frozenset("0123456789+-.")
_STANDARD = "tag:yaml.org,2002:"
_AS_TEXT = {"!", f"{_STANDARD}str", f"{_STANDARD}timestamp", f"{_STANDARD}binary"}
_TYPES: dict[str, tuple[type, ...]] = {
    f"{_STANDARD}int": (int,),
    f"{_STANDARD}float": (int, float),
    f"{_STANDARD}bool": (bool,),
    f"{_STANDARD}null": (type(None),),
}
_LONGEST_INTEGER = 1_000


class NotJson(ValueError):
    """The scalar means something that JSON cannot say."""

    def __init__(self, message: str, help: str) -> None:
        super().__init__(message)
        self.help = help


class NotFinite(NotJson):
    """The scalar is infinity or no number at all; its text can stand for it."""


def scalar(text: str, tag: str | None, plain: bool) -> None | bool | int | float | str:
    """The JSON value of a scalar; `plain` is true where it has neither quotes nor tag.

    Raises NotJson, or NotFinite where its text can be gone on with.
    """
    if tag is None:
        return _plain(text) if plain else text
    if tag in _AS_TEXT:
        return text
    types = _TYPES.get(tag)
    if types is None:
        short = tag.replace(_STANDARD, "!!")
        raise NotJson(f"the tag '{short}' has no meaning in JSON", "write it without a tag, or use $ref")
    value = _plain(text)
    if type(value) not in types:
        raise NotJson(f"'{text}' is not of the type that its tag '{tag.replace(_STANDARD, '!!')}' names", "")
    return float(value) if tag.endswith("float") and isinstance(value, int) else value


def _plain(text: str) -> None | bool | int | float | str:
    if text[:1] not in _FIRST:
        return _WORDS.get(text, text)
    if _INTEGER.fullmatch(text):
        return _integer(text, 10)
    if text.startswith("0x") and re.fullmatch(r"0x[0-9a-fA-F]+", text):
        return _integer(text, 16)
    if text.startswith("0o") and re.fullmatch(r"0o[0-7]+", text):
        return _integer(text, 8)
    if _NOT_FINITE.fullmatch(text):
        raise NotFinite(f"'{text}' has no form in JSON; it is taken as text", "leave out a limit that is none")
    if not _FLOAT.fullmatch(text):
        return text
    value = float(text)
    if value in (float("inf"), float("-inf")):
        raise NotJson(f"the number {text} is too large", "put it in quotes if it is text")
    return value


def _integer(text: str, base: int) -> int:
    if len(text) > _LONGEST_INTEGER:
        raise NotJson(f"a number of {len(text)} digits is too large", "put it in quotes if it is text")
    return int(text, base)
