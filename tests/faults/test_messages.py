"""Faults of bodies, responses, servers and security: each is told, and the operation works."""

from __future__ import annotations

import pytest

from tests.faults.parts import (
    BODY,
    OPERATION_ID,
    RESPONSES,
    answered_in,
    answering,
    of_responses,
    taken_in,
    taking,
    with_scheme,
)
from tests.faults.shop import PUT, Fault, hold

FAULTS = {
    "any media type in an answer": Fault(answered_in("'*/*'")),
    "an answer of media type json": Fault(
        answered_in("json"),
        (f"media-type at {PUT}/responses/200/content/json", f"media-type-raw at {PUT}/responses/200/content/json"),
        answer=b"{}",
    ),
    "a body of media type json": Fault(
        taken_in("json"),
        (f"media-type at {PUT}/requestBody/content/json", f"media-type-raw at {PUT}/requestBody/content/json"),
        arguments={"id": "x", "body": b"{}"},
        served=False,
    ),
    "an empty media type": Fault(answered_in("''"), (f"media-type at {PUT}/responses/200/content/",)),
    "a media type with spaces": Fault(
        answered_in("'application / json ; charset'"),
        (
            f"media-type at {PUT}/responses/200/content/application ~1 json ; charset",
            f"media-type-raw at {PUT}/responses/200/content/application ~1 json ; charset",
        ),
        answer=b"{}",
    ),
    "two media types in one for a body": Fault(
        taken_in("'application/json, application/xml'"),
        (
            f"media-type at {PUT}/requestBody/content/application~1json, application~1xml",
            f"media-type-raw at {PUT}/requestBody/content/application~1json, application~1xml",
        ),
        arguments={"id": "x", "body": b"{}"},
        served=False,
    ),
    "two media types in one for an answer": Fault(
        answered_in("'application/json, application/xml'"),
        (
            f"media-type at {PUT}/responses/200/content/application~1json, application~1xml",
            f"media-type-raw at {PUT}/responses/200/content/application~1json, application~1xml",
        ),
        answer=b"{}",
    ),
    "media types in capitals": Fault({**answered_in("Application/JSON"), **taken_in("APPLICATION/JSON")}),
    "media types with a charset": Fault(
        {**answered_in("application/json;charset=UTF-8"), **taken_in("application/json; charset=utf-8")}
    ),
    "multipart that is a file": Fault(
        taking("multipart/form-data:\n            schema: {type: string, format: binary}"),
        (f"form-not-object at {PUT}/requestBody/content/multipart~1form-data/schema",),
        arguments={"id": "x", "body": {"file": "abc"}},
    ),
    "multipart that is a list": Fault(
        taking("multipart/form-data:\n            schema: {type: array, items: {type: string}}"),
        (f"form-not-object at {PUT}/requestBody/content/multipart~1form-data/schema",),
        arguments={"id": "x", "body": {"file": "abc"}},
    ),
    "multipart of another kind that is a list": Fault(
        taking("multipart/mixed:\n            schema: {type: array, items: {type: string}}"),
        (f"form-not-object at {PUT}/requestBody/content/multipart~1mixed/schema",),
        arguments={"id": "x", "body": b"--a\r\n\r\n1\r\n--a--\r\n"},
    ),
    "multipart without a schema": Fault(
        taking("multipart/form-data: {}"), arguments={"id": "x", "body": {"file": "abc"}}
    ),
    "a form that is a text": Fault(
        taking("application/x-www-form-urlencoded:\n            schema: {type: string}"),
        (f"form-not-object at {PUT}/requestBody/content/application~1x-www-form-urlencoded/schema",),
        arguments={"id": "x", "body": {"a": "b"}},
    ),
    "an encoding that is null": Fault(
        {BODY: BODY.replace("application/json:", "multipart/form-data:\n            encoding:")},
        (f"structure at {PUT}/requestBody/content/multipart~1form-data/encoding",),
        arguments={"id": "x", "body": {"id": "x"}},
    ),
    "responses that are empty": Fault(of_responses("{}"), (f"structure at {PUT}/responses",), answer=None),
    "no responses": Fault({RESPONSES: ""}, (f"structure at {PUT}",), answer=None),
    "responses that are null": Fault(of_responses(""), (f"structure at {PUT}/responses",), answer=None),
    "responses that are a list": Fault(of_responses("[]"), (f"structure at {PUT}/responses",), answer=None),
    "a response that is null": Fault(
        {RESPONSES: RESPONSES + "        '404':\n"}, (f"structure at {PUT}/responses/404",)
    ),
    "a default response only": Fault(
        {"'200':\n          description: The order.": "default:\n          description: The order."}
    ),
    "a response by the name of its status": Fault(
        {RESPONSES: RESPONSES + "        OK: {description: x}\n"}, (f"status-unknown at {PUT}/responses/OK",)
    ),
    "a range in small letters": Fault(
        {"'200':\n          description: The order.": "2xx:\n          description: The order."},
        (f"structure at {PUT}/responses/2xx",),
    ),
    "a response called success only": Fault(
        {"'200':\n          description: The order.": "success:\n          description: The order."},
        (f"status-unknown at {PUT}/responses/success",),
        answer=None,
    ),
    "a status without quotes": Fault(
        {"'200':\n          description: The order.": "200:\n          description: The order."}
    ),
    "statuses that do not exist": Fault(
        {
            RESPONSES: RESPONSES
            + "        '0': {description: x}\n        600: {description: y}\n        99: {description: z}\n"
        },
        (
            f"status-unknown at {PUT}/responses/0",
            f"status-unknown at {PUT}/responses/600",
            f"status-unknown at {PUT}/responses/99",
        ),
    ),
    "content without a schema": Fault(
        {
            RESPONSES: RESPONSES.replace(
                "            application/json:\n              schema: {$ref: '#/components/schemas/Order'}\n",
                "            application/json: {}\n",
            )
        }
    ),
    "a media type that is null": Fault(
        {
            RESPONSES: RESPONSES.replace(
                "            application/json:\n              schema: {$ref: '#/components/schemas/Order'}\n",
                "            application/json:\n",
            )
        },
        (f"structure at {PUT}/responses/200/content/application~1json",),
    ),
    "content that is null": Fault(answering("content:"), (f"structure at {PUT}/responses/200/content",), answer=None),
    "content that is empty": Fault(answering("content: {}"), answer=None),
    "a schema beside the description, as in Swagger 2.0": Fault(
        answering("schema: {$ref: '#/components/schemas/Order'}"),
        (f"structure at {PUT}/responses/200/schema",),
        answer=None,
    ),
    "a schema that is null": Fault(
        {RESPONSES: RESPONSES.replace("schema: {$ref: '#/components/schemas/Order'}", "schema:")},
        (f"structure at {PUT}/responses/200/content/application~1json/schema",),
    ),
    "a schema that is a text": Fault(
        {RESPONSES: RESPONSES.replace("schema: {$ref: '#/components/schemas/Order'}", "schema: Order")},
        (f"structure at {PUT}/responses/200/content/application~1json/schema",),
    ),
    "a body without content": Fault(
        {BODY: "      requestBody: {required: true}\n"}, (f"structure at {PUT}/requestBody",), arguments={"id": "x"}
    ),
    "a body that is null": Fault(
        {BODY: "      requestBody:\n"}, (f"structure at {PUT}/requestBody",), arguments={"id": "x"}
    ),
    "a body with empty content": Fault(
        {BODY: "      requestBody: {content: {}}\n"}, (f"structure at {PUT}/requestBody",), arguments={"id": "x"}
    ),
    "a body without a schema": Fault({BODY: "      requestBody: {content: {application/json: {}}}\n"}),
    "a body for GET": Fault({"    put:": "    get:"}, operation="GET /orders/{id}", sent="GET /orders/x"),
    "a body required in quotes": Fault(
        {"        required: true\n": "        required: 'true'\n"}, (f"structure at {PUT}/requestBody/required",)
    ),
    "links that are null": Fault(
        {RESPONSES: RESPONSES + "          links:\n"}, (f"structure at {PUT}/responses/200/links",)
    ),
    "headers that are a list": Fault(
        {RESPONSES: RESPONSES + "          headers: []\n"}, (f"structure at {PUT}/responses/200/headers",)
    ),
    "headers that are none": Fault(
        {
            RESPONSES: RESPONSES
            + "          headers: {X-A: , X-B: {type: string}, Content-Type: {schema: {type: string}}}\n"
        },
        (
            f"header-ignored at {PUT}/responses/200/headers/Content-Type",
            f"structure at {PUT}/responses/200/headers/X-A",
            f"parameter-schema at {PUT}/responses/200/headers/X-B",
            f"structure at {PUT}/responses/200/headers/X-B/type",
        ),
    ),
    "a relative server": Fault({"- url: https://shop.example.com": "- url: /v1"}),
    "servers that are empty": Fault({"servers:\n- url: https://shop.example.com\n": "servers: []\n"}),
    "no servers": Fault({"servers:\n- url: https://shop.example.com\n": ""}),
    "a server that is a text": Fault(
        {"servers:\n- url: https://shop.example.com\n": "servers: ['https://x.example.com']\n"},
        ("structure at /servers/0",),
    ),
    "servers that are null": Fault(
        {"servers:\n- url: https://shop.example.com\n": "servers:\n"}, ("structure at /servers",)
    ),
    "a server without a url": Fault(
        {"- url: https://shop.example.com": "- description: x"}, ("structure at /servers/0",)
    ),
    "variables of a server that are not declared": Fault(
        {"- url: https://shop.example.com": "- url: https://{region}.example.com/{version}"},
        ("server-variable at /servers/0/url", "server-variable at /servers/0/url"),
    ),
    "a variable of a server without a default": Fault(
        {"- url: https://shop.example.com": "- url: https://{region}.example.com\n  variables: {region: {enum: [eu]}}"},
        ("structure at /servers/0/variables/region",),
    ),
    "a server without a scheme": Fault({"- url: https://shop.example.com": "- url: shop.example.com/v1"}),
    "a server that ends in a slash": Fault({"- url: https://shop.example.com": "- url: https://shop.example.com/"}),
    "a server with a query": Fault(
        {"- url: https://shop.example.com": "- url: https://shop.example.com/?a=b"}, ("server-query at /servers/0/url",)
    ),
    "a server with an empty url": Fault({"- url: https://shop.example.com": "- url: ''"}),
    "a security scheme that is not defined": Fault(
        {OPERATION_ID: OPERATION_ID + "      security: [{nope: []}]\n"}, (f"security-unknown at {PUT}/security/0",)
    ),
    "a security scheme that is not defined, for all": Fault(
        {"tags:\n": "security: [{nope: []}]\ntags:\n"}, ("security-unknown at /security/0",)
    ),
    "security that lists names": Fault(
        {OPERATION_ID: OPERATION_ID + "      security: [nope]\n"}, (f"structure at {PUT}/security/0",)
    ),
    "security that is an object": Fault(
        {OPERATION_ID: OPERATION_ID + "      security: {nope: []}\n"}, (f"structure at {PUT}/security",)
    ),
    "security that is null": Fault(
        {OPERATION_ID: OPERATION_ID + "      security:\n"}, (f"structure at {PUT}/security",)
    ),
    "a security scheme without a type": Fault(
        with_scheme("{name: x}"),
        ("security-scheme at /components/securitySchemes/key", f"security-unknown at {PUT}/security/0"),
    ),
    "a security scheme of Swagger 2.0": Fault(
        with_scheme("{type: basic}"),
        (
            "security-scheme at /components/securitySchemes/key",
            "structure at /components/securitySchemes/key/type",
            f"security-unknown at {PUT}/security/0",
        ),
    ),
    "OAuth without flows": Fault(with_scheme("{type: oauth2}"), ("structure at /components/securitySchemes/key",)),
}


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_a_fault_of_messages_is_told_and_all_else_works(fault: Fault) -> None:
    hold(fault)
