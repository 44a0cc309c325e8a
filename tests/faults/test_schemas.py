"""Faults of schemas: each is told, and the operation works."""

from __future__ import annotations

import pytest

from tests.faults.parts import (
    COUNT,
    KIND,
    PROPERTIES,
    REQUIRED,
    RESPONSES,
    VERSION,
    with_parameter,
    with_property,
    with_schema,
)
from tests.faults.shop import ORDER, PUT, Fault, hold


def alternatives(discriminator: str, *required: str) -> str:
    """A union of two objects, each with one property."""
    members = [
        f"{name}: {{type: object, required: [{own}], properties: {{{own}: {{type: string}}}}}}"
        for name, own in zip("AB", required, strict=True)
    ]
    refs = ", ".join(f"{{$ref: '#/components/schemas/{name}'}}" for name in "AB")
    return "\n    ".join([f"Pet: {{oneOf: [{refs}], {discriminator}}}", *members])


FAULTS = {
    "type sting": Fault(with_property("{type: sting}"), (f"type-unknown at {ORDER}/properties/extra/type",)),
    "type int": Fault(with_property("{type: int}"), (f"type-unknown at {ORDER}/properties/extra/type",)),
    "type Object": Fault(with_property("{type: Object}"), (f"type-unknown at {ORDER}/properties/extra/type",)),
    "type String": Fault(with_property("{type: String}"), (f"type-unknown at {ORDER}/properties/extra/type",)),
    "type number 5": Fault(with_property("{type: 5}"), (f"type-unknown at {ORDER}/properties/extra/type",)),
    "type null yaml": Fault(with_property("{type: null}"), (f"structure at {ORDER}/properties/extra/type",)),
    "type file": Fault(with_property("{type: file}"), (f"type-unknown at {ORDER}/properties/extra/type",)),
    "type any": Fault(with_property("{type: any}"), (f"type-unknown at {ORDER}/properties/extra/type",)),
    "type date": Fault(with_property("{type: date}"), (f"type-unknown at {ORDER}/properties/extra/type",)),
    "type null": Fault(with_property("{type: 'null'}"), (f"structure at {ORDER}/properties/extra/type",)),
    "type undefined": Fault(with_property("{type: undefined}"), (f"type-unknown at {ORDER}/properties/extra/type",)),
    "type money": Fault(with_property("{type: Kind}"), (f"type-unknown at {ORDER}/properties/extra/type",)),
    "type list in 3.0": Fault(with_property("{type: [string]}"), (f"structure at {ORDER}/properties/extra/type",)),
    "type list null in 3.0": Fault(
        with_property("{type: [string, 'null']}"), (f"structure at {ORDER}/properties/extra/type",)
    ),
    "required no property": Fault(
        {REQUIRED: "      required: [id, missing]\n"},
        (f"required-unknown at {ORDER}",),
        arguments={"id": "x", "body": {"id": "x", "missing": 1}},
        answer={"id": "x", "missing": 1},
    ),
    "required true on property": Fault(
        with_property("{type: string, required: true}"), (f"structure at {ORDER}/properties/extra/required",)
    ),
    "required yes string": Fault(
        with_property("{type: string, required: 'true'}"), (f"structure at {ORDER}/properties/extra/required",)
    ),
    "required false on schema": Fault({REQUIRED: "      required: false\n"}, (f"structure at {ORDER}/required",)),
    "required string": Fault({REQUIRED: "      required: id\n"}, (f"structure at {ORDER}/required",)),
    "required empty": Fault({REQUIRED: "      required: []\n"}, (f"structure at {ORDER}/required",)),
    "required twice": Fault({REQUIRED: "      required: [id, id]\n"}, (f"structure at {ORDER}/required",)),
    "required null": Fault({REQUIRED: "      required:\n"}, (f"structure at {ORDER}/required",)),
    "items missing": Fault(with_property("{type: array}")),
    "items null": Fault(with_property("{type: array, items: }"), (f"structure at {ORDER}/properties/extra/items",)),
    "items list 3.0": Fault(
        with_property("{type: array, items: [{type: string}]}"), (f"structure at {ORDER}/properties/extra/items",)
    ),
    "enum null not nullable": Fault(
        {"[new, old]": "[new, old, null]"}, ("enum-null at /components/schemas/Kind/enum",)
    ),
    "enum null string": Fault({"[new, old]": "[new, old, 'null']"}),
    "enum yaml bools": Fault({"[new, old]": "[new, yes, on]"}),
    "enum empty": Fault({"[new, old]": "[]"}, ("enum-type at /components/schemas/Kind/enum",)),
    "enum scalar": Fault({"[new, old]": "new"}, ("enum-type at /components/schemas/Kind/enum",)),
    "enum object": Fault({"[new, old]": "{a: new, b: old}"}, ("enum-type at /components/schemas/Kind/enum",)),
    "enum duplicates": Fault({"[new, old]": "[new, old, new]"}, ("enum-duplicate at /components/schemas/Kind/enum",)),
    "enum ints of string": Fault(
        {"[new, old]": "[1, 2]"},
        ("enum-type at /components/schemas/Kind/enum",),
        arguments={"id": "x", "body": {"id": "x", "kind": 1}},
        answer={"id": "x", "kind": 1},
    ),
    "default wrong type": Fault(
        with_property("{type: integer, default: abc}"), (f"default-not-typed at {ORDER}/properties/extra",)
    ),
    "default string int": Fault(
        with_property("{type: integer, default: '5'}"), (f"default-not-typed at {ORDER}/properties/extra",)
    ),
    "default string bool": Fault(
        with_property("{type: boolean, default: 'true'}"), (f"default-not-typed at {ORDER}/properties/extra",)
    ),
    "default not in enum": Fault(
        {"[new, old]": "[new, old]\n      default: neww"}, ("default-not-typed at /components/schemas/Kind",)
    ),
    "default null": Fault(
        with_property("{type: integer, default: null}"), (f"default-not-typed at {ORDER}/properties/extra",)
    ),
    "default of array": Fault(
        with_property("{type: array, items: {type: string}, default: ''}"),
        (f"default-not-typed at {ORDER}/properties/extra",),
    ),
    "default above max": Fault(with_property("{type: integer, maximum: 3, default: 5}")),
    "default required property": Fault(
        {"id: {type: string}\n        count": "id: {type: string, default: 5}\n        count"},
        (f"default-not-typed at {ORDER}/properties/id",),
    ),
    "inf default": Fault(
        with_property("{type: number, default: .inf}"),
        (f"default-not-typed at {ORDER}/properties/extra", f"not-json at {ORDER}/properties/extra/default"),
    ),
    "nan default": Fault(
        with_property("{type: number, default: .nan}"),
        (f"default-not-typed at {ORDER}/properties/extra", f"not-json at {ORDER}/properties/extra/default"),
    ),
    "Infinity string": Fault(
        with_property("{type: number, default: Infinity}"), (f"default-not-typed at {ORDER}/properties/extra",)
    ),
    "inf min": Fault(
        with_property("{type: number, minimum: -.inf, maximum: .inf}"),
        (
            f"constraint-type at {ORDER}/properties/extra/maximum",
            f"not-json at {ORDER}/properties/extra/maximum",
            f"constraint-type at {ORDER}/properties/extra/minimum",
            f"not-json at {ORDER}/properties/extra/minimum",
        ),
    ),
    "inf enum": Fault(
        with_property("{type: number, enum: [.inf, 1]}"),
        (f"enum-type at {ORDER}/properties/extra/enum", f"not-json at {ORDER}/properties/extra/enum/0"),
    ),
    "inf example": Fault(
        with_property("{type: number, example: .inf}"),
        (f"example-not-typed at {ORDER}/properties/extra", f"not-json at {ORDER}/properties/extra/example"),
    ),
    "inf param default": Fault(
        with_parameter("{name: u, in: query, schema: {type: number, default: .inf}}"),
        (f"default-not-typed at {PUT}/parameters/2/schema", f"not-json at {PUT}/parameters/2/schema/default"),
    ),
    "example odds": Fault(
        with_property("{type: integer, example: nope}"), (f"example-not-typed at {ORDER}/properties/extra",)
    ),
    "example on object": Fault({REQUIRED: REQUIRED + "      example: 5\n"}, (f"example-not-typed at {ORDER}",)),
    "discriminator alone": Fault(
        with_schema(
            "Pet: {type: object, discriminator: {propertyName: kind}, properties: {kind: {type: string}}}",
            "#/components/schemas/Pet",
        )
    ),
    "discriminator string": Fault(
        with_schema(
            "Pet: {type: object, discriminator: kind, properties: {kind: {type: string}}}", "#/components/schemas/Pet"
        ),
        ("structure at /components/schemas/Pet/discriminator",),
    ),
    "discriminator no property": Fault(
        with_schema(
            alternatives("discriminator: {propertyName: kind}", "a", "b"),
            "#/components/schemas/Pet",
        ),
        ("discriminator-property at /components/schemas/Pet/discriminator",),
    ),
    "discriminator no name": Fault(
        with_schema(
            alternatives("discriminator: {}", "a", "b"),
            "#/components/schemas/Pet",
        ),
        ("discriminator at /components/schemas/Pet/discriminator",),
    ),
    "discriminator mapping wrong": Fault(
        with_schema(
            alternatives(
                "discriminator: {propertyName: kind, mapping: {a: A, b: '#/components/schemas/C'}}", "kind", "kind"
            ),
            "#/components/schemas/Pet",
        ),
        (
            "discriminator-decides at /components/schemas/Pet/discriminator",
            "discriminator-mapping at /components/schemas/Pet/discriminator/mapping/b",
        ),
    ),
    "format int32 on string": Fault(with_property("{type: string, format: int32}")),
    "format on object": Fault(with_property("{type: object, format: date}")),
    "format number": Fault(
        with_property("{type: string, format: 5}"), (f"structure at {ORDER}/properties/extra/format",)
    ),
    "format date-time on integer": Fault(with_property("{type: integer, format: date-time}")),
    "format unknown": Fault(with_property("{type: string, format: hex}")),
    "x- everywhere": Fault(
        {
            "title: Shop": "title: Shop\n  x-a: 1",
            "- name: orders": "- name: orders\n  x-a: 1",
            RESPONSES: RESPONSES + "        x-a: 1\n",
            "    Order:\n": "    Order:\n      x-a: 1\n",
            COUNT: COUNT + "        x-b: {type: string}\n",
            "components:\n": "x-top: [1]\ncomponents:\n  x-c: {a: 1}\n",
        }
    ),
    "minItems negative": Fault(
        with_property("{type: array, items: {type: string}, minItems: -1}"),
        (f"constraint-type at {ORDER}/properties/extra/minItems",),
    ),
    "maxLength string": Fault(
        with_property("{type: string, maxLength: '5'}"), (f"constraint-type at {ORDER}/properties/extra/maxLength",)
    ),
    "maxLength float": Fault(
        with_property("{type: string, maxLength: 5.0}"), (f"structure at {ORDER}/properties/extra/maxLength",)
    ),
    "maxLength null": Fault(
        with_property("{type: string, maxLength: null}"), (f"structure at {ORDER}/properties/extra/maxLength",)
    ),
    "min above max": Fault(with_property("{type: integer, minimum: 5, maximum: 3}")),
    "pattern slash": Fault(
        {"id: {type: string}\n        count": "id: {type: string, pattern: '/^x$/i'}\n        count"},
        (f"pattern-slashes at {ORDER}/properties/id/pattern",),
    ),
    "pattern invalid": Fault(
        with_property("{type: string, pattern: '(['}"), (f"pattern-not-enforced at {ORDER}/properties/extra/pattern",)
    ),
    "pattern posix": Fault(with_property("{type: string, pattern: '[[:alpha:]]+'}")),
    "pattern pcre": Fault(with_property("{type: string, pattern: '(?i)^a\\z'}")),
    "pattern number": Fault(
        with_property("{type: string, pattern: 5}"), (f"constraint-type at {ORDER}/properties/extra/pattern",)
    ),
    "pattern on integer": Fault(with_property("{type: integer, pattern: '^a$'}")),
    "allOf one": Fault(with_property("{allOf: [{$ref: '#/components/schemas/Kind'}]}")),
    "allOf one desc": Fault(
        with_property("{description: x, nullable: true, allOf: [{$ref: '#/components/schemas/Kind'}]}"),
        (f"nullable-untyped at {ORDER}/properties/extra/nullable",),
    ),
    "allOf empty": Fault(with_property("{allOf: []}"), (f"structure at {ORDER}/properties/extra/allOf",)),
    "allOf object": Fault(
        with_property("{allOf: {$ref: '#/components/schemas/Kind'}}"), (f"structure at {ORDER}/properties/extra/allOf",)
    ),
    "oneOf one": Fault(with_property("{oneOf: [{$ref: '#/components/schemas/Kind'}]}")),
    "oneOf empty": Fault(with_property("{oneOf: []}"), (f"structure at {ORDER}/properties/extra/oneOf",)),
    "oneOf same twice": Fault(
        with_property("{oneOf: [{type: string}, {type: string}]}"),
        (f"oneof-duplicate at {ORDER}/properties/extra/oneOf/1",),
    ),
    "anyOf null member": Fault(
        with_property("{anyOf: [{type: string}, null]}"), (f"structure at {ORDER}/properties/extra/anyOf/1",)
    ),
    'additionalProperties "false"': Fault(
        {REQUIRED: REQUIRED + "      additionalProperties: 'false'\n"}, (f"structure at {ORDER}/additionalProperties",)
    ),
    "additionalProperties null": Fault(
        {REQUIRED: REQUIRED + "      additionalProperties:\n"}, (f"structure at {ORDER}/additionalProperties",)
    ),
    "additionalProperties number": Fault(
        {REQUIRED: REQUIRED + "      additionalProperties: 5\n"}, (f"structure at {ORDER}/additionalProperties",)
    ),
    'nullable "true"': Fault(
        with_property("{type: string, nullable: 'true'}"), (f"structure at {ORDER}/properties/extra/nullable",)
    ),
    'readOnly "true"': Fault(
        with_property("{type: string, readOnly: 'true'}"), (f"structure at {ORDER}/properties/extra/readOnly",)
    ),
    "nullable no type": Fault(with_property("{nullable: true}")),
    "nullable ref": Fault(
        with_property("{nullable: true, $ref: '#/components/schemas/Kind'}"),
        (f"nullable-untyped at {ORDER}/properties/extra/nullable",),
    ),
    "nullable in 3.1": Fault(
        {VERSION: "openapi: 3.1.0"} | with_property("{type: string, nullable: true}"),
        (f"nullable-ignored at {ORDER}/properties/extra/nullable",),
    ),
    "readOnly required": Fault(
        {"id: {type: string}\n        count": "id: {type: string, readOnly: true}\n        count"},
        arguments={"id": "x", "body": {"count": 3}},
    ),
    "readOnly writeOnly": Fault(
        with_property("{type: string, readOnly: true, writeOnly: true}"),
        (f"read-write-only at {ORDER}/properties/extra",),
    ),
    "exclusiveMinimum true 3.1": Fault(
        {VERSION: "openapi: 3.1.0"} | with_property("{type: integer, minimum: 0, exclusiveMinimum: true}"),
        (f"structure at {ORDER}/properties/extra/exclusiveMinimum",),
    ),
    "exclusiveMinimum number 3.0": Fault(
        with_property("{type: integer, exclusiveMinimum: 0}"),
        (f"structure at {ORDER}/properties/extra/exclusiveMinimum",),
    ),
    "exclusiveMinimum alone 3.0": Fault(with_property("{type: integer, exclusiveMinimum: true}")),
    "minimum string": Fault(
        with_property("{type: integer, minimum: '0'}"), (f"constraint-type at {ORDER}/properties/extra/minimum",)
    ),
    "multipleOf 0": Fault(
        with_property("{type: integer, multipleOf: 0}"), (f"constraint-type at {ORDER}/properties/extra/multipleOf",)
    ),
    "property null": Fault(with_property(""), (f"structure at {ORDER}/properties/extra",)),
    "property string": Fault(with_property("string"), (f"structure at {ORDER}/properties/extra",)),
    "property list": Fault(with_property("[]"), (f"structure at {ORDER}/properties/extra",)),
    "properties list": Fault(
        {PROPERTIES: "      properties: [id, count]\n"},
        (f"structure at {ORDER}/properties",),
    ),
    "properties null": Fault(
        {PROPERTIES: "      properties:\n"},
        (f"structure at {ORDER}/properties",),
    ),
    "schema null comp": Fault(
        with_schema("Empty:", "#/components/schemas/Empty"), ("structure at /components/schemas/Empty",)
    ),
    "schema string comp": Fault(
        with_schema("Empty: object", "#/components/schemas/Empty"), ("structure at /components/schemas/Empty",)
    ),
    "schema 3.0 with const": Fault(with_property("{const: a}"), (f"structure at {ORDER}/properties/extra/const",)),
    "components null": Fault(
        {
            "components:\n": "x-components:\n",
            "schema: {$ref: '#/components/schemas/Order'}\n      responses": "schema: {type: object}\n      responses",
            "  schema: {$ref: '#/components/schemas/Order'}\n  /notes": "  schema: {type: object}\n  /notes",
            "tags:\n- name": "components:\ntags:\n- name",
        },
        ("structure at /components",),
    ),
    "info missing": Fault({"info:\n  title: Shop\n  version: '1'\n": ""}, ("structure at ",)),
    "info version number": Fault({"version: '1'": "version: 1.0"}, ("structure at /info/version",)),
    "title null": Fault({"title: Shop": "title:"}, ("structure at /info/title",)),
    "contact string": Fault({"title: Shop": "title: Shop\n  contact: me"}, ("structure at /info/contact",)),
    "definitions kept": Fault({"components:\n": "definitions: {}\ncomponents:\n"}, ("structure at /definitions",)),
    "merge keys": Fault(
        {
            "    Order:\n": "    Order: &o\n",
            KIND: KIND + "    Copy:\n      <<: *o\n",
            COUNT: COUNT + "        other: {$ref: '#/components/schemas/Copy'}\n",
        }
    ),
    "byte order mark": Fault({VERSION: "\ufeff" + VERSION}),
    "crlf": Fault({"info:\n": "info:\r\n"}),
}


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_a_fault_of_schemas_is_told_and_all_else_works(fault: Fault) -> None:
    hold(fault)
