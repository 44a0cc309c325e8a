"""Words of a wire name, and the Python spellings made of them."""

from __future__ import annotations

import keyword
import re
import unicodedata
from functools import lru_cache
from hashlib import sha256

_SYMBOLS = {
    "+": "plus",
    "-": "minus",
    "@": "at",
    "#": "hash",
    "%": "percent",
    "&": "and",
    "*": "star",
    "<": "less",
    ">": "greater",
    "=": "equal",
    "!": "not",
    "?": "question",
    "~": "tilde",
    "^": "caret",
    "$": "dollar",
    ".": "dot",
    "/": "slash",
    ":": "colon",
    "_": "underscore",
}
_PARTS = re.compile(
    r"[A-Z]{2,}s(?![a-z])[0-9]*"  # IDs
    r"|[A-Z]+(?=[A-Z][a-z])"  # HTTP of HTTPError
    r"|[A-Z]?[a-z]+[0-9]*|[A-Z]+[0-9]*"  # Error, error, ERROR, sha256
    r"|[0-9]+[a-z]*"  # 404, 2fa
    r"|[^\W\d_A-Za-z\u115f\u1160]+"  # other scripts, without letters that nobody can see
)
_SIGNED = re.compile(r"^[+-](?=[0-9])")
_LONGEST = 96
_MOST_BYTES = 200
"""Of a name, which may become that of a file."""

_LONGEST_READ = 1_000
"""Of a longer name the first so many characters count, and a checksum of it all."""

_NO_PLURALS = ("ss", "us", "is", "ops", "aws", "sms", "dns", "https")
_IRREGULAR = {
    "people": "person",
    "persons": "person",
    "children": "child",
    "men": "man",
    "indices": "index",
    "matrices": "matrix",
    "criteria": "criterion",
    "addresses": "address",
    "statuses": "status",
    "taxes": "tax",
    "caches": "cache",
    "aliases": "alias",
    "buses": "bus",
    "processes": "process",
    "classes": "class",
    "businesses": "business",
    "licenses": "license",
    "databases": "database",
    "releases": "release",
    "cases": "case",
    "purchases": "purchase",
    "responses": "response",
    "courses": "course",
    "movies": "movie",
    "cookies": "cookie",
    "series": "series",
    "species": "species",
    "news": "news",
    "analyses": "analysis",
}


_ORDINALS = (
    *("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"),
    *("eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth"),
    *("sixteenth", "seventeenth", "eighteenth", "nineteenth"),
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")


@lru_cache(maxsize=65536)
def words(text: str) -> tuple[str, ...]:
    """The words of a name, case kept: `HTTPError-code_2` gives HTTP, Error, code, 2; symbols alone are spelled out."""
    if len(text) > _LONGEST_READ:
        text = f"{text[:_LONGEST_READ]} {sha256(text.encode(errors='replace')).hexdigest()[:8]}"
    sign = _SIGNED.match(text)
    prefix = (_SYMBOLS[sign.group()],) if sign else ()
    found = tuple(_PARTS.findall(unicodedata.normalize("NFKC", text)))
    if found:
        return prefix + found
    return tuple(_SYMBOLS.get(mark, f"u{ord(mark):x}") for mark in text) or ("empty",)


@lru_cache(maxsize=65536)
def snake(text: str) -> str:
    """`customer_id` for customerId, customer-id, CustomerID; always an identifier, never a keyword."""
    return identifier("_".join(word.lower() for word in words(text)))


@lru_cache(maxsize=65536)
def pascal(*texts: str) -> str:
    """`CustomerAddress` for customer_address; acronyms keep their capitals."""
    joined = "".join(word[0].upper() + word[1:] for text in texts for word in words(text))
    return identifier(joined, digit_prefix="N")


def constant(text: str) -> str:
    """`GET_CUSTOMER` for getCustomer."""
    return upper(snake(text))


def upper(name: str) -> str:
    """A snake-case name as that of a constant; in the form in which Python compares names (PEP 3131)."""
    return unicodedata.normalize("NFKC", name.rstrip("_").upper())


def identifier(name: str, *, digit_prefix: str = "n_") -> str:
    """The name as a Python identifier: no leading digit or underscore, no keyword, of bounded length.

    It is in the form in which Python compares names (PEP 3131).
    """
    name = unicodedata.normalize("NFKC", name).strip("_") or "empty"
    if not (name[0].isalpha() and name.isidentifier()):
        name = digit_prefix + "".join(mark for mark in name if ("a" + mark).isidentifier())
    if len(name) > _LONGEST or len(name.encode()) > _MOST_BYTES:
        name = _shortened(name)
    return name + "_" if keyword.iskeyword(name) else name


def _shortened(name: str) -> str:
    """The first and last words of a long name with a checksum between, so that different names stay different."""
    digest = sha256(name.encode()).hexdigest()[:6]
    if not name.isascii():
        return f"{name[:24]}x{digest}{name[-12:]}"
    head, tail = name[: _LONGEST - 40], name[-28:]
    if "_" in name:
        first, last = head.rpartition("_")[0] or head, tail.partition("_")[2] or tail
        return f"{first.rstrip('_')}_x{digest}_{last.lstrip('_')}"
    first = re.sub(r"[A-Z][a-z0-9]*$", "", head) or head
    last = re.sub(r"^[^A-Z]+", "", tail) or tail
    return f"{first}X{digest}{last}"


def singular(word: str) -> str:
    """The singular of an English noun, the word itself where it is none or no rule fits; case kept."""
    lower = word.lower()
    if lower in _IRREGULAR:
        found = _IRREGULAR[lower]
        return found[0].upper() + found[1:] if word[0].isupper() else found
    if len(lower) < 3 or not lower.endswith("s") or lower.endswith(_NO_PLURALS):
        return word
    if lower.endswith("ies") and len(lower) > 4:
        return word[:-3] + "y"
    if lower.endswith(("sses", "shes", "ches", "xes", "zzes")):
        return word[:-2]
    return word[:-1]


def ordinal(index: int) -> str:
    """The word for a place in a row: `first` for 0, `twenty_first` for 20; from the hundredth on it holds a number."""
    if index >= 99:
        return f"number_{index + 1}"
    tens, ones = divmod(index + 1, 10)
    if tens < 2:
        return _ORDINALS[index]
    return f"{_TENS[tens - 2]}_{_ORDINALS[ones - 1]}" if ones else f"{_TENS[tens - 2].removesuffix('y')}ieth"


def is_plural(word: str) -> bool:
    """Whether the word reads as a plural."""
    return singular(word) != word or word.lower() in {"series", "news", "people", "children", "data", "media"}


def singular_last(text: str) -> str:
    """The name with its last word in the singular: `line_items` gives `line_item`."""
    found = list(words(text))
    found[-1] = singular(found[-1])
    return "_".join(found)
