"""The meta-schemas of JSON Schema, which contracts may refer to: a package carries them, and nothing is fetched."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final, cast

from trivet_codegen.source.values import Json

_KNOWN: Final = ("https://json-schema.org/draft/2020-12/", *(f"http://json-schema.org/draft-0{n}/" for n in (4, 6, 7)))
"""2019-09 is not among them: its `$recursiveRef` is not followed."""


def is_meta_schema(uri: str) -> bool:
    """Whether there is a meta-schema, or a vocabulary, with this URI."""
    return uri.startswith(_KNOWN) and uri in _registry()


def meta_schema(uri: str) -> Json:
    """The meta-schema, or vocabulary, with this URI. Raises KeyError if there is none."""
    return cast("Json", json.loads(json.dumps(_registry()[uri].contents)))


def _registry() -> Mapping[str, Any]:
    from jsonschema_specifications import REGISTRY  # type: ignore[import-untyped,unused-ignore]  # 0.1 s

    return cast("Mapping[str, Any]", REGISTRY)
