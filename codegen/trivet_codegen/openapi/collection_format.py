"""How Swagger 2.0 writes lists (`collectionFormat`, Swagger 2.0, Parameter Object), by OpenAPI 3's styles."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

DEFAULT_FORMAT: Final = "csv"

FORMATS: Final = frozenset({"csv", "ssv", "tsv", "pipes", "multi"})

_OF_PAIRS: Final[Mapping[str, tuple[str, bool]]] = {
    "csv": ("form", False),
    "ssv": ("spaceDelimited", False),
    "pipes": ("pipeDelimited", False),
    "multi": ("form", True),
}
_OF_VALUES: Final[Mapping[str, tuple[str, bool]]] = {"csv": ("simple", False)}

STYLES: Final[Mapping[str, Mapping[str, tuple[str, bool]]]] = {
    "query": _OF_PAIRS,
    "formData": _OF_PAIRS,
    "path": _OF_VALUES,
    "header": _OF_VALUES,
}
"""Style and explode by location and format; a format that is missing here has no style."""

DELIMITERS: Final[Mapping[str, str]] = {"csv": "commas", "ssv": "spaces", "tsv": "tabs", "pipes": "'|'"}
"""What stands between the items, in words."""
