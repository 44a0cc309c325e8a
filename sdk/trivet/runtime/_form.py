"""Bodies of `application/x-www-form-urlencoded` (OpenAPI 3.1 sections 4.8.14.4 and 4.8.15)."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from typing import Any
from urllib.parse import quote

from ._errors import InvalidRequest
from ._media import is_json
from ._operation import Encoding
from ._style import Encoded, escape, pairs, text
from ._upload import Upload, has_files


def encode(value: Any, encodings: Mapping[str, Encoding], required: Collection[str] = ()) -> str:
    """The body's text from a JSON object.

    A property with a style is written as a query parameter would be, one whose content type is JSON as JSON. Else
    scalars are text, lists repeat the name, and objects (also those in lists) are JSON; files are their bytes in any
    case. What is null is not sent.

    Raises InvalidRequest if `value` is not an object, or nothing would be sent of a property that is `required`.
    """
    if not isinstance(value, Mapping):
        raise InvalidRequest("a form is made of names and values")
    parts: Encoded = []
    for name, item in value.items():
        own = _property(name, item, encodings.get(name)) if item is not None else []
        if not own and name in required:
            raise unsent(name)
        parts.extend(own)
    return "&".join(f"{name}={encoded}" for name, encoded in parts)


def unsent(name: str) -> InvalidRequest:
    """What is raised for a required property that is null or empty, of which a form says nothing."""
    return _refused(name, "is required, and null or an empty list or object sends nothing")


def _refused(name: str, reason: str) -> InvalidRequest:
    token = name.replace("~", "~0").replace("/", "~1")
    return InvalidRequest(f"body/{token}: {reason}", errors=[(f"/body/{token}", reason)])


def _property(name: str, value: Any, encoding: Encoding | None) -> Encoded:
    if encoding is not None and encoding.style is not None and not has_files(value):
        return pairs(
            name,
            value,
            style=encoding.style,
            explode=bool(encoding.explode),
            allow_reserved=encoding.allow_reserved,
        )
    if encoding is not None and is_json(encoding.content_type or "") and not has_files(value):
        return [(escape(name), escape(json.dumps(value, ensure_ascii=False, separators=(",", ":"))))]
    items = value if isinstance(value, list) else [value]
    return [(escape(name), _escaped(name, item)) for item in items if item is not None]


def _escaped(name: str, value: Any) -> str:
    """A value as text; a file as its bytes, percent-encoded."""
    if not isinstance(value, Upload):
        return escape(text(value))
    try:
        return quote(value.read(), safe="")
    except TypeError as error:
        raise _refused(name, str(error)) from error
