"""Names that Python or files cannot have, and references to them: each is told, and the operation works."""

from __future__ import annotations

import pytest

from tests.faults.parts import COUNT, ID, KIND, OPERATION_ID, RESPONSES, with_property, with_schema
from tests.faults.shop import ORDER, Fault, hold

FAULTS = {
    "a schema name that is no identifier": Fault(
        with_schema("'a b/c~d{e}': {type: string}", "#/components/schemas/a b~1c~0d{e}")
    ),
    "schema names that differ in case only": Fault(
        {
            KIND: KIND + "    KIND: {type: integer}\n    kind: {type: object, properties: {a: {type: string}}}\n",
            COUNT: COUNT
            + "        other: {$ref: '#/components/schemas/KIND'}\n"
            + "        third: {$ref: '#/components/schemas/kind'}\n",
        }
    ),
    "an empty schema name": Fault(with_schema("'': {type: string}", "#/components/schemas/")),
    "a schema name that ends in a space": Fault(with_schema("'Kind ': {type: integer}", "#/components/schemas/Kind ")),
    "a schema name of 320 characters": Fault(
        {
            KIND: KIND + f"    {'Long' * 80}: {{type: object, properties: {{a: {{type: string}}}}}}\n",
            COUNT: COUNT + f"        other: {{$ref: '#/components/schemas/{'Long' * 80}'}}\n",
        }
    ),
    "a property of 400 characters": Fault(
        with_property("{type: string}") | {"        kind:": f"        {'p' * 400}: {{type: string}}\n        kind:"}
    ),
    "a property that ends in a space": Fault(
        with_property("{type: string}") | {"        kind:": "        'count ': {type: string}\n        kind:"}
    ),
    "properties that differ in case only": Fault(
        with_property("{type: string}")
        | {
            "        kind:": "".join(f"        {name}: {{type: string}}\n" for name in ("Count", "COUNT", "_count"))
            + "        kind:"
        }
    ),
    "properties that are words of Python and of models": Fault(
        {
            "        kind:": "".join(f"        {name}: {{}}\n" for name in ("class", "model_dump", "self", "''"))
            + "        kind:"
        }
    ),
    "names in other scripts": Fault(
        with_schema(
            "Größe: {type: object, properties: {größe: {type: string}, 名前: {type: string}}}",
            "#/components/schemas/Größe",
        )
    ),
    "enumerated values that differ in case and spaces only": Fault(
        {"[new, old]": "[new, New, NEW, ' new', 'new ', new_]"}
    ),
    "enumerated values of symbols and other types": Fault(
        {"[new, old]": "[new, '', '+1', '-1', '<', '>=', 1, true, null, 1.5]"},
        ("enum-null at /components/schemas/Kind/enum", "enum-type at /components/schemas/Kind/enum"),
    ),
    "a tag that is what its modules import": Fault({"tags: [orders]": "tags: [models]"}),
    "a tag that is a type": Fault(
        {"tags: [orders]": "tags: [date]", "{type: integer}}\n": "{type: string, format: date}}\n"}
    ),
    "a tag that every module of Python has": Fault({"tags: [orders]": "tags: [annotations]"}),
    "a reference into paths": Fault(
        with_property("{$ref: '#/paths/~1notes/get/responses/200/content/application~1json/schema'}")
    ),
    "a reference to a response in paths": Fault(
        {
            RESPONSES: "      responses: {'200': {$ref: '#/paths/~1orders~1{id}/get/responses/200'}}\n    get:\n"
            + OPERATION_ID.replace("put", "get")
            + ID.join(["      parameters:\n", ""])
            + RESPONSES
        }
    ),
    "a reference with a space": Fault(with_schema("Kind of x: {type: integer}", "#/components/schemas/Kind of x")),
    "a reference with braces": Fault(with_schema("'Kind{x}': {type: integer}", "#/components/schemas/Kind{x}")),
    "a reference with a slash in a name": Fault(
        with_schema("Kind/x: {type: integer}", "#/components/schemas/Kind/x"),
        (f"ref-unescaped at {ORDER}/properties/other/$ref",),
    ),
    "a reference with slashes of a path": Fault(
        with_property("{$ref: '#/paths//notes/get/responses/200/content/application/json/schema'}"),
        (f"ref-unescaped at {ORDER}/properties/extra/$ref",),
    ),
    "a reference in percent-encoding": Fault(
        with_schema("'Kind<x>': {type: integer}", "#/components/schemas/Kind%3Cx%3E")
    ),
    "a reference with a percent sign": Fault(with_schema("'100%': {type: integer}", "#/components/schemas/100%")),
    "a reference that is a number": Fault(with_property("{$ref: 5}"), (f"structure at {ORDER}/properties/extra/$ref",)),
    "keywords beside a reference": Fault(
        with_property("{$ref: '#/components/schemas/Kind', description: Hi, nullable: true, maxLength: 1}"),
        (f"nullable-untyped at {ORDER}/properties/extra/nullable",),
    ),
    "a reference to definitions of Swagger 2.0": Fault(
        {
            "components:\n": "definitions:\n  Old: {type: string}\ncomponents:\n",
            COUNT: COUNT + "        other: {$ref: '#/definitions/Old'}\n",
        },
        ("structure at /definitions",),
    ),
}


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_a_fault_of_names_is_told_and_all_else_works(fault: Fault) -> None:
    hold(fault)
