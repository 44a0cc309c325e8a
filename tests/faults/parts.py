"""Pieces of the shop's contract that faults stand in, and edits that add something to it."""

from __future__ import annotations

VERSION = "openapi: 3.0.3"
V31 = {VERSION: "openapi: 3.1.0"}
ID = "      - {name: id, in: path, required: true, schema: {type: string}}\n"
LIMIT = "      - {name: limit, in: query, schema: {type: integer}}\n"
PARAMETERS = f"      parameters:\n{ID}{LIMIT}"
OPERATION_ID = "      operationId: putOrder\n"
REQUIRED = "      required: [id]\n"
COUNT = "        count: {type: integer}\n"
KIND = "    Kind:\n      type: string\n      enum: [new, old]\n"
SERVERS = "servers:\n- url: https://shop.example.com\n"
SERVER = "- url: https://shop.example.com"
CONTENT = """\
            application/json:
              schema: {$ref: '#/components/schemas/Order'}
"""
RESPONSES = f"""\
      responses:
        '200':
          description: The order.
          content:
{CONTENT}"""
BODY_CONTENT = """\
          application/json:
            schema: {$ref: '#/components/schemas/Order'}
"""
BODY = f"""\
      requestBody:
        required: true
        content:
{BODY_CONTENT}"""
PROPERTIES = """\
      properties:
        id: {type: string}
        count: {type: integer}
        kind: {$ref: '#/components/schemas/Kind'}
"""


def with_property(schema: str, name: str = "extra") -> dict[str, str]:
    """One more property of orders."""
    return {COUNT: f"{COUNT}        {name}: {schema}\n"}


def with_parameter(given: str) -> dict[str, str]:
    """One more parameter."""
    return {LIMIT: f"{LIMIT}      - {given}\n"}


def with_schema(schema: str, ref: str) -> dict[str, str]:
    """One more named schema, and a property that refers to it."""
    return {KIND: f"{KIND}    {schema}\n", **with_property(f"{{$ref: '{ref}'}}", "other")}


def with_scheme(scheme: str) -> dict[str, str]:
    """A security scheme `key`, which the operation requires."""
    return {
        "components:\n": f"components:\n  securitySchemes: {{key: {scheme}}}\n",
        OPERATION_ID: f"{OPERATION_ID}      security: [{{key: []}}]\n",
    }


def answered_in(media_type: str) -> dict[str, str]:
    """Another media type of the answer."""
    return {RESPONSES: RESPONSES.replace("application/json", media_type)}


def taken_in(media_type: str) -> dict[str, str]:
    """Another media type of the body."""
    return {BODY: BODY.replace("application/json", media_type)}


def taking(content: str) -> dict[str, str]:
    """Another content of the body."""
    return {BODY: BODY.replace(BODY_CONTENT, f"          {content}\n")}


def answering(members: str) -> dict[str, str]:
    """Something else in the response than its content."""
    return {RESPONSES: RESPONSES.replace(f"          content:\n{CONTENT}", f"          {members}\n")}


def of_responses(responses: str) -> dict[str, str]:
    """Other responses than there are."""
    return {RESPONSES: f"      responses: {responses}\n"}
