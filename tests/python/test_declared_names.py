"""What the contract itself gives a name keeps it; names that are made of it give way."""

from __future__ import annotations

from typing import Any, cast

from trivet_codegen.ir.build import build
from trivet_codegen.ir.directions import split
from trivet_codegen.python.declared import declare
from trivet_codegen.source import Documents

PET = {"$ref": "#/components/schemas/Pet"}
NAMED = {"$ref": "#/components/schemas/PetInput"}


def contents(schema: Any, *media_types: str) -> dict[str, Any]:
    return {"content": {media_type: {"schema": schema} for media_type in media_types or ("application/json",)}}


def names(body: dict[str, Any], answer: dict[str, Any], **schemas: Any) -> list[str]:
    operation = {"operationId": "put", "requestBody": body, "responses": {"200": {"description": "", **answer}}}
    document = {
        "openapi": "3.1.0",
        "info": {"title": "Pets", "version": "1"},
        "paths": {"/": {"put": operation}},
        "components": {"schemas": schemas},
    }
    api, _ = build(Documents.of(cast(Any, {"pets.yaml": document})))
    return [declared.name for declared in declare(split(api))]


def test_a_schema_that_is_called_like_anothers_input_keeps_its_name() -> None:
    pet = {"type": "object", "properties": {"id": {"type": "string", "readOnly": True}, "made_by": NAMED}}
    found = names(contents(PET), contents(PET), Pet=pet, PetInput={"type": "object", "properties": {"a": {}}})
    assert found == ["Pet", "PetInputSchema", "PetInput"]


def test_answers_in_several_media_types_are_told_apart_by_them() -> None:
    one = contents({"type": "object", "properties": {"a": {}}})
    two = contents({"type": "object", "properties": {"b": {}}}, "multipart/form-data")
    answer = {"content": {**one["content"], **two["content"]}}
    assert names(contents(True), answer) == ["PutResponse", "PutMultipartResponse"]


def test_referenced_members_of_a_union_inside_another_thing_are_told_apart_by_their_order() -> None:
    members = [{"type": "object", "properties": {name: {}}} for name in "abc"]
    inside = "#/components/schemas/Pet/properties/home/oneOf/"
    body = contents({"oneOf": [{"$ref": f"{inside}{number}"} for number in range(3)]})
    found = names(body, contents(True), Pet={"type": "object", "properties": {"home": {"oneOf": members}}})
    assert found == ["PetHome", "PetHomeSecond", "PetHomeThird"]
