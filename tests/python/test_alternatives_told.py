"""Where a oneOf comes out wider than its letter, that is told."""

from __future__ import annotations

from typing import Any

from tests.ir.expected import KEY, answering, built
from trivet_codegen.ir.directions import split
from trivet_codegen.python.package import package


def told(schema: Any, **schemas: Any) -> list[tuple[str, str]]:
    api, problems = built(answering(schema, "3.1.0", **schemas))
    assert problems == []
    found = package(split(api), "shop", emit={"models", "client"}).problems
    return [(own.rule, own.place.pointer.rpartition("/")[2]) for own in found]


def pet(kind: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "required": ["kind"], "properties": {"kind": kind}}


def test_alternatives_that_differ_in_a_format_that_is_not_checked_are_told() -> None:
    formats: list[Any] = [{"type": "string", "format": "hostname"}, {"type": "string", "format": "ipv4"}]
    assert told({"oneOf": formats}) == [("oneof-duplicate", "oneOf")]
    assert told({"anyOf": formats}) == []
    assert told({"oneOf": [formats[0], {"type": "string", "format": "uuid"}]}) == []


def test_a_discriminator_that_decides_between_overlapping_schemas_is_told() -> None:
    mapping = {"cat": KEY + "Cat", "dog": KEY + "Dog"}
    either = {
        "oneOf": [{"$ref": KEY + "Cat"}, {"$ref": KEY + "Dog"}],
        "discriminator": {"propertyName": "kind", "mapping": mapping},
    }
    text = {"type": "string"}
    assert told(either, Cat=pet(text), Dog=pet(text)) == [("discriminator-decides", "discriminator")]
    assert told(either, Cat=pet({"const": "cat"}), Dog=pet({"const": "dog"})) == []
