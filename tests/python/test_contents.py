"""What a content becomes by its media type, and what is told where its schema is not applied."""

from __future__ import annotations

from typing import Any

import pytest

from trivet.runtime._sequence import form
from trivet_codegen.generate import generate
from trivet_codegen.openapi.media import is_sequence
from trivet_codegen.source import Documents


def rules(media_type: str, about: dict[str, Any]) -> list[str]:
    """The rules of the findings about an answer of this media type."""
    answer = {"200": {"description": "x", "content": {media_type: about}}}
    document: Any = {
        "openapi": "3.2.0",
        "info": {"title": "T", "version": "1"},
        "paths": {"/x": {"get": {"operationId": "x", "responses": answer}}},
    }
    made = generate(Documents.of({"api.json": document}), "t", emit={"models", "client"}, client_import="..")
    return [problem.rule for problem in made.problems]


@pytest.mark.parametrize(
    ("media_type", "schema", "found"),
    [
        ("text/plain", {"type": "string"}, []),
        ("text/plain", {"type": "string", "maxLength": 5}, []),
        ("text/plain", {"type": "integer"}, ["media-type-raw"]),
        ("text/csv", {"type": "array", "items": {"type": "string"}}, ["media-type-raw"]),
        ("application/xml", {"type": "object"}, ["media-type-raw"]),
        ("application/octet-stream", {"type": "string", "format": "binary"}, []),
    ],
)
def test_a_schema_that_is_not_applied_is_told(media_type: str, schema: Any, found: list[str]) -> None:
    assert rules(media_type, {"schema": schema}) == found


@pytest.mark.parametrize(
    ("media_type", "found"),
    [
        ("text/event-stream", []),
        ("Application/JSONL; charset=utf-8", []),
        ("application/json-seq", []),
        ("multipart/mixed", ["stream-untyped"]),
        ("application/cbor-seq", ["stream-untyped"]),
    ],
)
def test_items_that_are_not_told_apart_are_told(media_type: str, found: list[str]) -> None:
    assert rules(media_type, {"itemSchema": {"type": "object"}}) == found


@pytest.mark.parametrize(
    "media_type",
    [
        *("application/jsonl", "application/x-jsonl", "application/ndjson", "application/x-ndjson"),
        *("application/jsonlines", "application/json-seq", "application/geo+json-seq", "text/event-stream"),
        *("TEXT/EVENT-STREAM; charset=utf-8", "application/json", "text/plain", "application/cbor-seq", "a/json-seq"),
    ],
)
def test_the_generator_and_the_runtime_mean_the_same_by_a_sequence(media_type: str) -> None:
    assert is_sequence(media_type) == (form(media_type) is not None)
