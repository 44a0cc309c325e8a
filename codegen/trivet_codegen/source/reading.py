"""A document's bytes to its value, in whatever form it is written."""

from __future__ import annotations

import gc

from trivet_codegen.problem import Problem, Problems
from trivet_codegen.source import json_text, yaml_text
from trivet_codegen.source.limits import check_size
from trivet_codegen.source.text import decoded, without_mark
from trivet_codegen.source.values import Json


def value_of(data: bytes, document: str) -> tuple[Json, list[Problem]]:
    """The value of JSON or YAML text, with warnings. What it holds decides; the name only where both fail.

    Raises Problems: `too-large`; see also `json_text.load` and `yaml_text.load`.
    """
    check_size(len(data), document)
    data = without_mark(data)
    collects = gc.isenabled()
    gc.disable()  # nothing of a document is garbage; looking for it would double the time
    try:
        return _value(data, document)
    finally:
        if collects:
            gc.enable()


def _value(data: bytes, document: str) -> tuple[Json, list[Problem]]:
    if b"\0" in data[:4]:
        decoded(data, document)
    if data.lstrip()[:1] not in (b"{", b"["):
        is_json = document.lower().endswith(".json")
        return json_text.load(data, document) if is_json else yaml_text.load(data, document)
    try:
        return json_text.load(data, document)
    except Problems as as_json:
        if document.lower().endswith(".json") or as_json.found[0].rule != "json-syntax":
            raise
        try:
            return yaml_text.load(data, document)
        except Problems as as_yaml:
            if document.lower().endswith((".yaml", ".yml")) or as_yaml.found[0].rule != "yaml-syntax":
                raise
            raise as_json from None
