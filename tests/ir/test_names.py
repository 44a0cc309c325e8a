"""Named shapes have canonical keys, the author's names, and the documents' order."""

from __future__ import annotations

from typing import Any

import pytest

from tests.ir.expected import KEY, NOWHERE, answering, bare as bare_of, built, contract, prop, record, rules, string
from trivet_codegen.ir.keys import author_name
from trivet_codegen.ir.shapes import Reference


@pytest.mark.parametrize(
    ("key", "name"),
    [
        ("#/components/schemas/Invoice", "Invoice"),
        ("#/components/schemas/Invoice/properties/lines", "Invoice lines"),
        ("#/components/schemas/Invoice/properties/lines/items", "Invoice lines item"),
        ("#/components/schemas/Invoice/properties/lines/items/properties/tax", "Invoice lines item tax"),
        ("#/components/schemas/Invoice/allOf/1/properties/a", "Invoice a"),
        ("#/components/schemas/Invoice/$defs/Tax", "Tax"),
        ("#/components/schemas/a~1b", "a/b"),
        ("common.yaml#/Address", "Address"),
        ("common.yaml#/definitions/Address", "Address"),
        ("schemas/Address.yaml", "Address"),
        (
            "#/paths/~1invoices~1{id}/get/responses/200/content/application~1json/schema",
            "invoices id get 200 application json",
        ),
        ("#/components/parameters/Limit/schema", "Limit"),
        ("#/components/schemas/Table/properties/items/properties/schemas/properties/y", "Table items schemas y"),
        ("#/components/schemas/Table/additionalProperties", "Table value"),
    ],
)
def test_a_key_has_the_name_that_its_author_chose(key: str, name: str) -> None:
    assert author_name(key) == name


def test_a_reference_into_a_schema_makes_a_named_shape() -> None:
    invoice = {"properties": {"number": {"type": "string"}}}
    api, problems = built(answering({"$ref": KEY + "Invoice/properties/number"}, Invoice=invoice))
    key = KEY + "Invoice/properties/number"
    assert problems == []
    assert {each: bare_of(shape) for each, shape in api.shapes.items()} == {key: string()}
    assert api.names == {key: "Invoice number"}


def test_keys_are_canonical_however_the_reference_is_written() -> None:
    schema = {
        "properties": {"a": {"$ref": "#/components/schemas/A%20B"}, "b": {"$ref": "api.yaml#/components/schemas/A B"}}
    }
    api, problems = built(answering(schema, **{"A B": {"type": "string"}}))
    assert problems == []
    assert list(api.shapes) == [KEY + "A B"]


def test_shapes_of_other_documents_come_after_those_of_the_root_in_the_order_of_names() -> None:
    schema = {
        "properties": {
            "z": {"$ref": "z.yaml"},
            "a": {"$ref": "folder/a.yaml#/Thing"},
            "second": {"$ref": KEY + "Second"},
            "first": {"$ref": KEY + "First"},
        }
    }
    others: dict[str, Any] = {"z.yaml": {"type": "string"}, "folder/a.yaml": {"Thing": {"$ref": "../z.yaml"}}}
    text = {"type": "string"}
    api, problems = built(answering(schema, First=text, Unused=text, Second=text), **others)
    assert problems == []
    assert list(api.shapes) == [KEY + "First", KEY + "Second", "folder/a.yaml#/Thing", "z.yaml"]
    assert list(api.names.values()) == ["First", "Second", "Thing", "z"]
    assert bare_of(api.shapes["folder/a.yaml#/Thing"]) == Reference(about=NOWHERE, target="z.yaml")


def test_only_what_an_operation_reaches_is_there() -> None:
    api, _ = built(contract(components={"schemas": {"Unused": {"type": "string"}}}))
    assert dict(api.shapes) == {}


def test_a_reference_to_a_reference_is_one() -> None:
    api, _ = built(answering({"$ref": KEY + "A"}, A={"$ref": KEY + "B"}, B={"properties": {"x": {"type": "string"}}}))
    assert {key: bare_of(shape) for key, shape in api.shapes.items()} == {
        KEY + "A": Reference(about=NOWHERE, target=KEY + "B"),
        KEY + "B": record(prop("x", string())),
    }


def test_references_that_go_round_are_an_error() -> None:
    assert "ref-circular" in rules({"$ref": KEY + "A"}, A={"$ref": KEY + "B"}, B={"$ref": KEY + "A"})


def test_a_reference_to_nothing_is_an_error_at_its_place() -> None:
    _, problems = built(answering({"properties": {"a": {"$ref": KEY + "Invoce"}}}, Invoice={"type": "string"}))
    assert [(problem.rule, problem.severity) for problem in problems] == [("ref-missing", "error")]
    assert problems[0].place.pointer.endswith("/schema/properties/a/$ref")
