"""Successful answers of vendors' operations, by chance, that jsonschema-rs finds valid."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.exact.values import Values
from tests.judges.slices import Route

_BODILESS = (204, 205)


@dataclass(frozen=True)
class Replied:
    """An answer: the media type as the contract spells it, and a JSON value; `headers` are JSON values, too."""

    status: int
    media_type: str | None = None
    value: Any = None
    headers: Mapping[str, Any] = field(default_factory=dict)


class Replies:
    """The answers that a document declares; texts in headers are made of `in_headers`."""

    def __init__(self, document: dict[str, Any], letters: str, in_headers: str) -> None:
        self._document = document
        self._values = Values(document, letters)
        self._in_headers = in_headers

    def reply(self, route: Route, rng: random.Random) -> Replied | None:
        """A success of the operation, with its headers; None if no value is found valid."""
        method, path = route
        responses = self._document["paths"][path][method.lower()].get("responses") or {}
        good = [status for status in responses if status.startswith("2")]
        good = good or [status for status in responses if status == "default"]
        if not good:
            return None if any(status.startswith("3") for status in responses) else Replied(204)
        status = rng.choice(good)
        response = self._values.followed(responses[status])
        code = 200 if status == "default" else int(status.upper().replace("XX", "00"))
        headers = self._headers(response, rng)
        contents = response.get("content") or {}
        if headers is None or (contents and not any("/" in media_type for media_type in contents)):
            return None
        if not contents or code in _BODILESS:
            return Replied(code, headers=headers)
        media_type = rng.choice([media_type for media_type in contents if "/" in media_type])
        schema = self._values.schema((contents[media_type] or {}).get("schema", True))
        for value in self._values.valid(schema, rng):
            return Replied(code, media_type, value, headers)
        return None

    def _headers(self, response: dict[str, Any], rng: random.Random) -> dict[str, Any] | None:
        """Values of the declared headers; None if a required one has none that is found valid."""
        found: dict[str, Any] = {}
        for name, given in (response.get("headers") or {}).items():
            header = self._values.followed(given)
            if name.lower() == "content-type":
                continue
            schema = self._values.schema(header.get("schema", {"type": "string"}))
            for value in self._values.valid(schema, rng, self._in_headers):
                if value is not None and (header.get("required") or rng.random() < 0.8):
                    found[name] = value
            if header.get("required") and name not in found:
                return None
        return found
