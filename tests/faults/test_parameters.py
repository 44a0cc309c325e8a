"""Faults of parameters: each is told, and the operation works."""

from __future__ import annotations

import pytest

from tests.faults.parts import ID, LIMIT, with_parameter
from tests.faults.shop import GIVEN, PUT, Fault, hold

FAULTS = {
    "a union": Fault(
        with_parameter(
            "{name: u, in: query, schema: {oneOf: [{type: integer}, {type: array, items: {type: string}}]}}"
        ),
        arguments={"id": "x", "body": GIVEN, "u": ["a", "b"]},
        sent="PUT /orders/x?u=a&u=b",
    ),
    "a union with an object": Fault(
        with_parameter(
            "{name: u, in: query, schema: {oneOf: [{type: string}, {type: object, properties: {a: {type: string}}}]}}"
        ),
        arguments={"id": "x", "body": GIVEN, "u": {"a": "b"}},
        sent="PUT /orders/x?a=b",
    ),
    "a union in the path": Fault(
        {ID: ID.replace("type: string", "oneOf: [{type: integer},{type: string}]")},
        arguments={"id": "a/b", "body": GIVEN},
        sent="PUT /orders/a%2Fb",
    ),
    "no type": Fault(
        with_parameter("{name: u, in: query, schema: {}}"),
        arguments={"id": "x", "body": GIVEN, "u": "q"},
        sent="PUT /orders/x?u=q",
    ),
    "no type, given a list": Fault(
        with_parameter("{name: u, in: query, schema: {}}"),
        arguments={"id": "x", "body": GIVEN, "u": ["q", "r"]},
        sent="PUT /orders/x?u=q&u=r",
    ),
    "a file": Fault(
        with_parameter("{name: u, in: query, schema: {type: string, format: binary}}"),
        (f"binary-in-parameter at {PUT}/parameters/2/schema",),
        arguments={"id": "x", "body": GIVEN, "u": "a b"},
        sent="PUT /orders/x?u=a%20b",
    ),
    "a list of files": Fault(
        with_parameter("{name: u, in: query, schema: {type: array, items: {type: string, format: binary}}}"),
        (f"binary-in-parameter at {PUT}/parameters/2/schema/items",),
        arguments={"id": "x", "body": GIVEN, "u": ["q", "r"]},
        sent="PUT /orders/x?u=q&u=r",
    ),
    "no schema": Fault(
        with_parameter("{name: u, in: query}"),
        (f"parameter-schema at {PUT}/parameters/2",),
        arguments={"id": "x", "body": GIVEN, "u": "q"},
        sent="PUT /orders/x?u=q",
    ),
    "a header without a type": Fault(
        with_parameter("{name: X-U, in: header, schema: {}}"), arguments={"id": "x", "body": GIVEN, "x_u": "q"}
    ),
    "a type beside the name, as in Swagger 2.0": Fault(
        with_parameter("{name: u, in: query, type: integer}"),
        (f"parameter-schema at {PUT}/parameters/2", f"structure at {PUT}/parameters/2/type"),
        arguments={"id": "x", "body": GIVEN, "u": 7},
        sent="PUT /orders/x?u=7",
    ),
    "deepObject for a list": Fault(
        with_parameter("{name: u, in: query, style: deepObject, schema: {type: array, items: {type: string}}}"),
        (f"style-not-object at {PUT}/parameters/2/style",),
        arguments={"id": "x", "body": GIVEN, "u": ["a", "b"]},
        sent="PUT /orders/x?u%5B%5D=a&u%5B%5D=b",
    ),
    "deepObject for a text": Fault(
        with_parameter("{name: u, in: query, style: deepObject, schema: {type: string}}"),
        (f"style-not-object at {PUT}/parameters/2/style",),
        arguments={"id": "x", "body": GIVEN, "u": "a"},
        sent="PUT /orders/x?u=a",
    ),
    "deepObject for an object with a list": Fault(
        with_parameter(
            "{name: u, in: query, style: deepObject, schema: {properties: {a: {type: array, items: {type: string}}}}}"
        ),
        (f"type-implied at {PUT}/parameters/2/schema",),
        arguments={"id": "x", "body": GIVEN, "u": {"a": ["p", "q"]}},
        sent="PUT /orders/x?u%5Ba%5D%5B%5D=p&u%5Ba%5D%5B%5D=q",
    ),
    "deepObject in the path": Fault(
        {ID: ID.replace("in: path", "in: path, style: deepObject")}, (f"style-unknown at {PUT}/parameters/0/style",)
    ),
    "a header Accept": Fault(
        with_parameter("{name: Accept, in: header, schema: {type: string}}"),
        (f"parameter-ignored at {PUT}/parameters/2",),
    ),
    "a header content-type": Fault(
        with_parameter("{name: content-type, in: header, required: true, schema: {type: string}}"),
        (f"parameter-ignored at {PUT}/parameters/2",),
    ),
    "a header Authorization": Fault(
        with_parameter("{name: Authorization, in: header, required: true, schema: {type: string}}"),
        (f"parameter-ignored at {PUT}/parameters/2",),
    ),
    "the same parameter in the path item": Fault(
        {
            "  /orders/{id}:\n": "  /orders/{id}:\n    parameters:\n"
            + ID.replace("      -", "    -").replace("string", "integer")
        }
    ),
    "the same parameter twice": Fault(
        {LIMIT: LIMIT + LIMIT}, (f"structure at {PUT}/parameters", f"parameter-duplicate at {PUT}/parameters/2")
    ),
    "the same name in another place": Fault(
        with_parameter("{name: limit, in: header, schema: {type: string}}"),
        arguments={"id": "x", "body": GIVEN, "limit": 1, "limit_header": "q"},
        sent="PUT /orders/x?limit=1",
    ),
    "names that differ in case only": Fault(
        with_parameter("{name: Limit, in: query, schema: {type: string}}"),
        arguments={"id": "x", "body": GIVEN, "limit": 1, "limit_query": "q"},
        sent="PUT /orders/x?limit=1&Limit=q",
    ),
    "names that differ in brackets only": Fault(
        with_parameter("{name: 'limit[]', in: query, schema: {type: array, items: {type: string}}}"),
        arguments={"id": "x", "body": GIVEN, "limit": 1, "limit_query": ["q"]},
        sent="PUT /orders/x?limit=1&limit%5B%5D=q",
    ),
    "in: body": Fault(
        with_parameter("{name: b, in: body, schema: {type: string}}"),
        (f"parameter-location at {PUT}/parameters/2", f"structure at {PUT}/parameters/2/in"),
    ),
    "in: formData": Fault(
        with_parameter("{name: b, in: formData, type: string}"),
        (
            f"parameter-location at {PUT}/parameters/2",
            f"structure at {PUT}/parameters/2/in",
            f"structure at {PUT}/parameters/2/type",
        ),
    ),
    "in: Query": Fault(
        with_parameter("{name: b, in: Query, schema: {type: string}}"),
        (f"parameter-location at {PUT}/parameters/2/in",),
    ),
    "no place": Fault(
        with_parameter("{name: b, schema: {type: string}}"), (f"parameter-location at {PUT}/parameters/2",)
    ),
    "no name": Fault(
        with_parameter("{in: query, schema: {type: string}}"), (f"parameter-location at {PUT}/parameters/2",)
    ),
    "an empty name": Fault(with_parameter("{name: '', in: query, schema: {type: string}}")),
    "a name that is a number": Fault(
        with_parameter("{name: 5, in: query, schema: {type: string}}"),
        (f"parameter-location at {PUT}/parameters/2", f"structure at {PUT}/parameters/2/name"),
    ),
    "a name with spaces around it": Fault(
        with_parameter("{name: ' u ', in: query, schema: {type: string}}"),
        arguments={"id": "x", "body": GIVEN, "u": "q"},
        sent="PUT /orders/x?%20u%20=q",
    ),
    "a path parameter that is not declared": Fault({ID: ""}, (f"path-parameter-missing at {PUT}",)),
    "a path parameter that is not required": Fault(
        {ID: ID.replace("required: true, ", "")}, (f"structure at {PUT}/parameters/0",)
    ),
    "a path parameter that is optional": Fault(
        {ID: ID.replace("required: true", "required: false")}, (f"structure at {PUT}/parameters/0/required",)
    ),
    "a path parameter that is not in the path": Fault(
        with_parameter("{name: extra, in: path, required: true, schema: {type: string}}"),
        (f"path-parameter-unknown at {PUT}/parameters/2",),
    ),
    "a path parameter in another case": Fault(
        {ID: ID.replace("name: id", "name: ID")}, (f"path-parameter-unknown at {PUT}/parameters/0",)
    ),
    "required in quotes": Fault(
        with_parameter("{name: u, in: query, required: 'true', schema: {type: string}}"),
        (f"structure at {PUT}/parameters/2/required",),
    ),
    "explode in quotes": Fault(
        with_parameter("{name: u, in: query, explode: 'false', schema: {type: array, items: {type: string}}}"),
        (f"structure at {PUT}/parameters/2/explode",),
        arguments={"id": "x", "body": GIVEN, "u": ["a", "b"]},
        sent="PUT /orders/x?u=a&u=b",
    ),
    "a default of the wrong type": Fault(
        with_parameter("{name: u, in: query, schema: {type: integer, default: abc}}"),
        (f"default-not-typed at {PUT}/parameters/2/schema",),
    ),
    "examples that are a list": Fault(
        with_parameter("{name: u, in: query, examples: [a], schema: {type: string}}"),
        (f"structure at {PUT}/parameters/2/examples",),
    ),
    "parameters that are an object": Fault(
        {
            "      parameters:\n"
            + ID
            + LIMIT: "      parameters: {id: {in: path, required: true, schema: {type: string}}}\n"
        },
        (f"path-parameter-missing at {PUT}", f"structure at {PUT}/parameters"),
    ),
    "parameters that are null": Fault(
        {"      parameters:\n" + ID + LIMIT: "      parameters:\n"},
        (f"path-parameter-missing at {PUT}", f"structure at {PUT}/parameters"),
    ),
    "a parameter that is null": Fault(with_parameter(""), (f"structure at {PUT}/parameters/2",)),
    "a parameter that is a text": Fault(with_parameter("limit"), (f"structure at {PUT}/parameters/2",)),
}


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_a_fault_of_parameters_is_told_and_all_else_works(fault: Fault) -> None:
    hold(fault)
