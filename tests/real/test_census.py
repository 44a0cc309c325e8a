"""The census sees what a generated package leaves out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.real.census import Census
from tests.real.emitted import Emitted
from tests.real.facts import Facts

DOCUMENT = {
    "paths": {
        "/pets/{id}": {
            "parameters": [{"in": "path", "name": "id", "schema": {"type": "string"}}],
            "get": {
                "responses": {
                    "200": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Pet"}}}}
                }
            },
        }
    },
    "components": {
        "schemas": {
            "Pet": {
                "properties": {
                    "petName": {"type": "string"},
                    "owner": {"allOf": [{"properties": {"city": {"type": "string"}}}]},
                    "toys": {"type": "array", "items": {"$ref": "#/components/schemas/toy"}},
                    "tags": {"additionalProperties": {"type": "integer"}},
                    "note": {},
                }
            },
            "toy": {"anyOf": [{"type": "string"}, {"properties": {"squeaks": {"type": "boolean"}}}]},
        }
    },
}

OPERATIONS = """
GET_PET: Operation[models.Pet] = Operation(
    "GET", "/pets/{id}", id="getPet",
    parameters=(Path("pet_id", lambda: str, wire="id"),),
    responses={"200": {"application/json": lambda: models.Pet}},
)
"""

MODELS = """
class Pet(Model):
    pet_name: Annotated[Omittable[str], Field(alias="petName")] = None
    owner: Omittable[PetOwner] = None
    toys: Omittable[list[Toy]] = None
    tags: Omittable[dict[str, int]] = None
    note: Omittable[Any] = None

class PetOwner(Model):
    city: Omittable[str] = None

class ToyObject(Model):
    squeaks: Omittable[bool] = None

Toy = str | ToyObject
"""


def lost(folder: Path, change: tuple[str, str]) -> list[str]:
    """What the census finds after `change` was made to a package that is complete."""
    (folder / "openapi.json").write_text(json.dumps(DOCUMENT))
    for part, text in (("operations", OPERATIONS), ("models", MODELS)):
        (folder / part).mkdir()
        assert change[0] in OPERATIONS + MODELS
        (folder / part / "pets.py").write_text(text.replace(*change))
    return [f"{one.pointer}: {one.what}" for one in Census(Facts(folder / "openapi.json"), Emitted(folder)).lost()]


def test_a_complete_package_has_lost_nothing(tmp_path: Path) -> None:
    assert lost(tmp_path, ("Pet", "Pet")) == []


@pytest.mark.parametrize(
    ("change", "found"),
    [
        (('"GET"', '"PUT"'), "/paths/~1pets~1{id}/get: no operation"),
        (('Path("pet_id"', 'Query("pet_id"'), "/paths/~1pets~1{id}/parameters/0: no path parameter id"),
        (("lambda: str", "lambda: Any"), "/paths/~1pets~1{id}/parameters/0/schema: Any"),
        (('"200"', '"201"'), "/paths/~1pets~1{id}/get/responses/200: no response 200"),
        (
            ("application/json", "text/plain"),
            "/paths/~1pets~1{id}/get/responses/200/content/application~1json: no response 200 application/json",
        ),
        (('alias="petName"', 'alias="name"'), "/components/schemas/Pet/properties/petName: no property"),
        (("[str], Field", "[Any], Field"), "/components/schemas/Pet/properties/petName: Any"),
        (("city", "town"), "/components/schemas/Pet/properties/owner/properties/city: no property"),
        (("list[Toy]", "list[Any]"), "/components/schemas/Pet/properties/toys/items: Any"),
        (("dict[str, int]", "dict[str, Any]"), "/components/schemas/Pet/properties/tags/additionalProperties: Any"),
        (("squeaks", "barks"), "/components/schemas/toy/properties/squeaks: no property"),
        (("Toy = str | ToyObject", ""), "/components/schemas/toy: no model"),
    ],
)
def test_what_is_missing_is_found(tmp_path: Path, change: tuple[str, str], found: str) -> None:
    assert found in lost(tmp_path, change)
