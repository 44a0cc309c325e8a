"""Bodies of `application/x-www-form-urlencoded` (OpenAPI 3.1 sections 4.8.14.4 and 4.8.15)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from ._errors import InvalidRequest
from ._media import is_json
from ._operation import Encoding
from ._style import Encoded, escape, pairs, text


def encode(value: Any, encodings: Mapping[str, Encoding]) -> str:
    """The body's text from a JSON object.

    A property with a style is written as a query parameter would be, one whose content type is JSON as JSON. Else
    scalars are text, lists repeat the name, and objects (also those in lists) are JSON. What is null is not sent.

    Raises InvalidRequest if `value` is not an object.
    """
    if not isinstance(value, Mapping):
        raise InvalidRequest("a form is made of names and values")
    parts: Encoded = []
    for name, item in value.items():
        if item is not None:
            parts.extend(_property(name, item, encodings.get(name)))
    return "&".join(f"{name}={encoded}" for name, encoded in parts)


def _property(name: str, value: Any, encoding: Encoding | None) -> Encoded:
    if encoding is not None and encoding.style is not None:
        return pairs(
            name,
            value,
            style=encoding.style,
            explode=bool(encoding.explode),
            allow_reserved=encoding.allow_reserved,
        )
    if encoding is not None and is_json(encoding.content_type or ""):
        return [(escape(name), escape(json.dumps(value, ensure_ascii=False, separators=(",", ":"))))]
    items = value if isinstance(value, list) else [value]
    return [(escape(name), escape(text(item))) for item in items if item is not None]
