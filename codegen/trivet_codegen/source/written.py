"""Values back to JSON text."""

from __future__ import annotations

import json

import orjson

from trivet_codegen.source.values import Json


def json_text_of(value: Json) -> str:
    """The value as indented JSON, members in their order, integers of any size."""
    try:
        return orjson.dumps(value, option=orjson.OPT_INDENT_2).decode()
    except TypeError:  # integers beyond 64 bits
        return json.dumps(value, ensure_ascii=False, indent=2)
