"""Faults of paths and operations: each is told, and the operation works."""

from __future__ import annotations

import pytest

from tests.faults.parts import ID, OPERATION_ID
from tests.faults.shop import GIVEN, ORDER, PUT, Fault, hold

FAULTS = {
    "no operationId": Fault({OPERATION_ID: ""}),
    "an operationId that is no identifier": Fault({"putOrder": "'put order!{x}'"}),
    "an operationId that is a word of Python": Fault({"putOrder": "class"}),
    "an operationId of symbols": Fault({"putOrder": "'***'"}),
    "an empty operationId": Fault({"putOrder": "''"}),
    "an operationId that is a number": Fault({"putOrder": "5"}, (f"structure at {PUT}/operationId",)),
    "operationIds that differ in case only": Fault(
        {"operationId: listNotes": "operationId: PUTORDER", "tags: [notes]": "tags: [orders]"}
    ),
    "an operationId of 500 characters": Fault({"putOrder": "put" + "Order" * 100}),
    "a tag of 500 characters": Fault({"tags: [orders]": f"tags: [{'orders ' * 80}]"}),
    "a method in capitals": Fault({"    put:": "    PUT:"}, ("method-case at /paths/~1orders~1{id}/PUT",)),
    "paths that differ in the names of variables only": Fault(
        {"  /notes:": "  /orders/{name}:\n    get: {tags: [orders], responses: {'204': {description: ''}}}\n  /notes:"},
        ("path-duplicate at /paths/~1orders~1{name}", "path-parameter-missing at /paths/~1orders~1{name}/get"),
    ),
    "a path without a slash": Fault({"  /orders/{id}:": "  orders/{id}:"}, ("path-slash at /paths/orders~1{id}",)),
    "a path with a query": Fault(
        {"  /orders/{id}:": "  /orders/{id}?full=1:"},
        ("path-query at /paths/~1orders~1{id}?full=1",),
        operation="PUT /orders/{id}?full=1",
        sent="PUT /orders/x?full=1",
    ),
    "a path with variables in its query": Fault(
        {"  /orders/{id}:": "  /orders/{id}?full={full}:"},
        (
            "path-query at /paths/~1orders~1{id}?full={full}",
            "path-parameter-missing at /paths/~1orders~1{id}?full={full}/put",
        ),
        operation="PUT /orders/{id}?full={full}",
        arguments={"id": "x", "full": "1", "body": GIVEN},
        sent="PUT /orders/x?full=1",
    ),
    "a query parameter that stands in the path": Fault(
        {"  /orders/{id}:": "  /orders/{id}?limit={limit}:"},
        (
            "path-query at /paths/~1orders~1{id}?limit={limit}",
            "path-query at /paths/~1orders~1{id}?limit={limit}/put/parameters/1",
        ),
        operation="PUT /orders/{id}?limit={limit}",
        arguments={"id": "x", "limit": 1, "body": GIVEN},
        sent="PUT /orders/x?limit=1",
    ),
    "a path with a fragment": Fault(
        {"  /orders/{id}:": "  /orders/{id}#full:"},
        ("path-query at /paths/~1orders~1{id}#full",),
        operation="PUT /orders/{id}#full",
    ),
    "a path that ends in a slash": Fault(
        {"  /orders/{id}:": "  /orders/{id}/:"}, operation="PUT /orders/{id}/", sent="PUT /orders/x/"
    ),
    "a path that begins with two slashes": Fault(
        {"  /orders/{id}:": "  //orders/{id}:"}, operation="PUT //orders/{id}", sent="PUT //orders/x"
    ),
    "a path with a space": Fault(
        {"  /orders/{id}:": "  /or ders/{id}:"}, operation="PUT /or ders/{id}", sent="PUT /or%20ders/x"
    ),
    "a path that ends in a space": Fault(
        {"  /orders/{id}:": "  '/orders/{id} ':"}, operation="PUT /orders/{id} ", sent="PUT /orders/x%20"
    ),
    "a path with a brace that is left open": Fault(
        {"  /orders/{id}:": "  '/orders/{id':"},
        ("path-parameter-unknown at /paths/~1orders~1{id/put/parameters/0",),
        operation="PUT /orders/{id",
        arguments={"body": GIVEN},
        sent="PUT /orders/%7Bid",
    ),
    "a path with a variable of another style": Fault(
        {"  /orders/{id}:": "  '/orders/:id':"},
        ("path-parameter-unknown at /paths/~1orders~1:id/put/parameters/0",),
        operation="PUT /orders/:id",
        arguments={"body": GIVEN},
        sent="PUT /orders/:id",
    ),
    "a path with a variable twice": Fault(
        {"  /orders/{id}:": "  '/orders/{id}/{id}':"}, operation="PUT /orders/{id}/{id}", sent="PUT /orders/x/x"
    ),
    "a variable with a star": Fault(
        {"  /orders/{id}:": "  '/orders/{id*}':", ID: ID.replace("name: id", "name: 'id*'")},
        operation="PUT /orders/{id*}",
    ),
    "a variable with a plus": Fault(
        {"  /orders/{id}:": "  '/orders/{+id}':"},
        (
            "path-parameter-missing at /paths/~1orders~1{+id}/put",
            "path-parameter-unknown at /paths/~1orders~1{+id}/put/parameters/0",
        ),
        operation="PUT /orders/{+id}",
    ),
    "an empty path": Fault(
        {"  /orders/{id}:": "  '':"},
        ("path-slash at /paths/", "path-parameter-unknown at /paths//put/parameters/0"),
        operation="PUT /",
        arguments={"body": GIVEN},
        sent="PUT /",
    ),
    "a path item that is null": Fault({"  /notes:": "  /gone:\n  /notes:"}, ("structure at /paths/~1gone",)),
    "a path item that is a number": Fault({"  /notes:": "  /gone: 5\n  /notes:"}, ("structure at /paths/~1gone",)),
    "an operation that is null": Fault(
        {"  /notes:": "  /gone:\n    get:\n  /notes:"}, ("structure at /paths/~1gone/get",)
    ),
    "a description that is null": Fault(
        {"description: The order.": "description:"}, (f"structure at {PUT}/responses/200/description",)
    ),
    "descriptions that are null everywhere": Fault(
        {
            "title: Shop": "title: Shop\n  description:",
            "operationId: putOrder": "operationId: putOrder\n      summary:\n      description: ~",
            "- name: orders": "- name: orders\n  description:",
            "    Order:\n": "    Order:\n      description:\n      title:\n",
        },
        (
            f"structure at {ORDER}/description",
            f"structure at {ORDER}/title",
            "structure at /info/description",
            f"structure at {PUT}/description",
            f"structure at {PUT}/summary",
            "structure at /tags/0/description",
        ),
    ),
    "a description that is a number": Fault(
        {"description: The order.": "description: 5"}, (f"structure at {PUT}/responses/200/description",)
    ),
    "a response without a description": Fault(
        {"          description: The order.\n": ""}, (f"structure at {PUT}/responses/200",)
    ),
    "a summary that is a list": Fault(
        {OPERATION_ID: OPERATION_ID + "      summary: [a]\n      description: {a: b}\n"},
        (f"structure at {PUT}/description", f"structure at {PUT}/summary"),
    ),
    "a tag that is not declared": Fault({"tags:\n- name: orders\n": ""}),
    "tags that are a text": Fault({"tags: [orders]": "tags: orders"}, (f"structure at {PUT}/tags",)),
    "tags that are no texts": Fault(
        {"tags: [orders]": "tags: [5, true, null]"},
        (f"structure at {PUT}/tags/0", f"structure at {PUT}/tags/1", f"structure at {PUT}/tags/2"),
    ),
    "an empty tag": Fault({"tags: [orders]": "tags: ['']"}),
    "tags that are null": Fault({"tags: [orders]": "tags:"}, (f"structure at {PUT}/tags",)),
    "declared tags that are texts": Fault(
        {"tags:\n- name: orders\n": "tags: [orders, 5]\n"}, ("structure at /tags/0", "structure at /tags/1")
    ),
    "a tag declared twice": Fault({"- name: orders\n": "- name: orders\n- name: orders\n  description: again\n"}),
    "a tag without a name": Fault(
        {"- name: orders\n": "- name: orders\n- description: again\n"}, ("structure at /tags/1",)
    ),
    "tags that differ in case only": Fault({"tags: [notes]": "tags: [Orders]"}),
    "a boolean in quotes": Fault(
        {OPERATION_ID: OPERATION_ID + "      deprecated: 'true'\n"}, (f"structure at {PUT}/deprecated",)
    ),
    "callbacks that are null": Fault(
        {OPERATION_ID: OPERATION_ID + "      callbacks:\n"}, (f"structure at {PUT}/callbacks",)
    ),
    "consumes of Swagger 2.0": Fault(
        {OPERATION_ID: OPERATION_ID + "      consumes: [application/json]\n"}, (f"structure at {PUT}/consumes",)
    ),
}


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_a_fault_of_paths_and_operations_is_told_and_all_else_works(fault: Fault) -> None:
    hold(fault)
