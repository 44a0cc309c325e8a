"""Contracts that grow in one dimension: how each is built for a size, and the size to begin with."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from tests.hostile.documents import RECORD, answering, members, operations, ref, schema, schemas

Build = Callable[[int], "str | dict[str, str]"]
"""A document, or the documents of a folder by name."""


def content(given: Any) -> dict[str, Any]:
    return {"200": {"description": "", "content": {"application/json": {"schema": given}}}}


def paths(of: Callable[[int], Mapping[str, Any]]) -> Build:
    """As many paths as the size, each with the operation that `of` gives."""
    return lambda n: operations({f"/p{i}": {"get": of(i)} for i in range(n)})


def named(of: Callable[[int, int], Any], **first: Callable[[int], Any]) -> Build:
    """As many schemas as the size, from `of(index, size)`, after those of `first`."""
    return lambda n: schemas({name: make(n) for name, make in first.items()} | {f"S{i}": of(i, n) for i in range(n)})


def properties(of: Callable[[int], Any]) -> Build:
    return lambda n: members({f"p{i}": of(i) for i in range(n)})


def document(**more: Any) -> str:
    return json.dumps({"openapi": "3.2.0", "info": {"title": "t", "version": "1"}, "paths": {}, **more})


def keyed(n: int) -> dict[str, Any]:
    return {f"k{i}": {"type": "apiKey", "in": "header", "name": f"X-{i}"} for i in range(n)}


def apart(i: int) -> dict[str, Any]:
    return {"type": "object", "required": [f"p{i}"], "properties": {f"p{i}": {"type": "string"}}}


def tagged(i: int) -> dict[str, Any]:
    return {"type": "object", "required": ["k"], "properties": {"k": {"const": f"S{i}"}}}


def all_of(key: str) -> Callable[[int], dict[str, Any]]:
    return lambda n: {key: [ref(f"S{i}") for i in range(n)]}


def one_operation(**more: Any) -> str:
    return operations({"/x": {"post": answering(**more)}})


def form(n: int) -> dict[str, Any]:
    parts = {f"p{i}": {"type": "string", "format": "binary"} for i in range(n)}
    encoding = {name: {"contentType": "image/png"} for name in parts}
    return {"multipart/form-data": {"schema": {"type": "object", "properties": parts}, "encoding": encoding}}


def files(n: int) -> dict[str, str]:
    items = {f"/p{i}": {"$ref": f"p/{i}.json"} for i in range(n)}
    made: dict[str, Any] = {"openapi.json": json.loads(operations(items))}
    made |= {f"p/{i}.json": {"get": {"responses": content({"$ref": f"../s/{i}.json"})}} for i in range(n)}
    kept = {f"p{j}": {"$ref": f"{j}.json"} for j in range(5)}
    made |= {f"s/{i}.json": {"type": "object", "properties": {"a": {"nullable": True}, **kept}} for i in range(n)}
    return {name: json.dumps(value) for name, value in made.items()}


def yaml_faults(n: int) -> str:
    each = "  /p{}:\n    get: {{responses: {{'200': {{description: '', $ref: '#/none{}'}}}}}}\n"
    head = "openapi: 3.1.0\ninfo: {title: t, version: '1'}\npaths:\n"
    return head + "".join(each.format(i, i) for i in range(n))


def twice(n: int) -> str:
    pairs = ",".join(f'"a{i}":1,"a{i}":2' for i in range(n))
    return document().replace('"paths": {}', f'"paths": {{}}, "x-a": {{{pairs}}}')


def swagger(n: int) -> str:
    field = {"name": "q", "in": "query", "type": "array", "items": {"type": "string"}}
    body = {"name": "b", "in": "body", "schema": {"$ref": "#/definitions/S"}}
    answer = {"200": {"description": "", "schema": {"$ref": "#/definitions/S"}}}
    made = {f"/p{i}": {"post": {"parameters": [body, field], "responses": answer}} for i in range(n)}
    info = {"title": "t", "version": "1"}
    return json.dumps({"swagger": "2.0", "info": info, "paths": made, "definitions": {"S": RECORD}})


STRING = {"type": "string"}
DIMENSIONS: dict[str, tuple[int, Build]] = {
    "schemas": (300, paths(lambda i: {"responses": content({**RECORD, "title": f"T{i}"})})),
    "schemas that refer to each other": (
        200,
        named(lambda i, n: {"properties": {f"p{j}": ref(f"S{(i * 2 + j) % n}") for j in range(9)}}),
    ),
    "properties": (1_000, properties(lambda i: {**STRING, "description": "Some words."})),
    "properties with an object each": (500, properties(lambda i: apart(i))),
    "properties of two directions": (500, properties(lambda i: {**STRING, "readOnly": i % 2 == 0})),
    "properties of nearly one name": (400, lambda n: members({"a" + "-" * i: STRING for i in range(n)})),
    "references to one schema": (1_000, named(lambda i, n: ref("T"), T=lambda n: RECORD)),
    "operations": (250, paths(lambda i: answering(operationId=f"list{i}", tags=["a"]))),
    "operations of nearly one name": (250, paths(lambda i: answering(operationId="o" + "_" * i))),
    "tags": (250, paths(lambda i: answering(tags=[f"t{i}"]))),
    "tags of one operation": (2_000, lambda n: one_operation(tags=[f"t{i}" for i in range(n)])),
    "tags under each other": (
        500,
        lambda n: document(tags=[{"name": f"t{i}", "parent": f"t{i + 1}"} for i in range(n)] + [{"name": f"t{n}"}]),
    ),
    "values of an enum": (10_000, lambda n: schema({"enum": [f"v{i}" for i in range(n)]})),
    "values of an enum of all kinds": (2_000, lambda n: schema({"enum": [i if i % 2 else {"a": i} for i in range(n)]})),
    "members of oneOf": (200, named(lambda i, n: apart(i), A=all_of("oneOf"))),
    "members of anyOf": (200, named(lambda i, n: apart(i), A=all_of("anyOf"))),
    "members of a tagged oneOf": (
        200,
        named(lambda i, n: tagged(i), A=lambda n: {**all_of("oneOf")(n), "discriminator": {"propertyName": "k"}}),
    ),
    "members of allOf": (200, named(lambda i, n: apart(i), A=all_of("allOf"))),
    "a chain of oneOf": (
        12,
        named(lambda i, n: {"oneOf": [ref(f"S{min(i + 1, n - 1)}"), apart(i)]} if i < n - 1 else RECORD),
    ),
    "conditions": (60, lambda n: schema({"allOf": [{"if": apart(i), "then": {"required": ["x"]}} for i in range(n)]})),
    "schemas that are not one large schema": (
        60,
        named(lambda i, n: {"not": ref("T")}, T=lambda n: {"properties": {f"q{j}": STRING for j in range(200)}}),
    ),
    "a circle of schemas": (
        250,
        named(lambda i, n: {"properties": {"id": {**STRING, "readOnly": True}, "a": ref(f"S{(i + 1) % n}")}}),
    ),
    "anchors": (250, named(lambda i, n: {"$anchor": f"a{i}", "properties": {"a": {"$ref": f"#a{(i + 1) % n}"}}})),
    "identifiers": (
        250,
        named(lambda i, n: {"$id": f"https://e.example/{i}", "properties": {"a": {"$ref": f"{(i + 1) % n}"}}}),
    ),
    "parameters": (
        250,
        lambda n: one_operation(parameters=[{"name": f"q{i}", "in": "query", "schema": STRING} for i in range(n)]),
    ),
    "variables of a path": (
        100,
        lambda n: operations(
            {
                "/" + "/".join(f"{{v{i}}}" for i in range(n)): {
                    "get": answering(
                        parameters=[
                            {"name": f"v{i}", "in": "path", "required": True, "schema": STRING} for i in range(n)
                        ]
                    )
                }
            }
        ),
    ),
    "responses": (
        120,
        lambda n: operations(
            {"/x": {"get": {"responses": {str(100 + i): content(apart(i))["200"] for i in range(n)}}}}
        ),
    ),
    "shared responses": (
        60,
        lambda n: operations(
            {
                f"/p{i}": {
                    "get": {
                        "responses": {**content(STRING), **{str(400 + j): content(RECORD)["200"] for j in range(30)}}
                    }
                }
                for i in range(n)
            }
        ),
    ),
    "media types": (
        250,
        lambda n: one_operation(
            requestBody={"content": {f"application/v{i}+json": {"schema": apart(i)} for i in range(n)}}
        ),
    ),
    "headers": (
        500,
        lambda n: operations(
            {
                "/x": {
                    "get": {
                        "responses": {
                            "200": {"description": "", "headers": {f"X-{i}": {"schema": STRING} for i in range(n)}}
                        }
                    }
                }
            }
        ),
    ),
    "parts": (400, lambda n: one_operation(requestBody={"content": form(n)})),
    "callbacks": (
        150,
        lambda n: one_operation(callbacks={f"c{i}": {"{$url}": {"post": answering()}} for i in range(n)}),
    ),
    "security schemes": (
        1_000,
        lambda n: document(components={"securitySchemes": keyed(n)}, security=[{f"k{i}": []} for i in range(n)]),
    ),
    "security schemes that are not there": (
        500,
        lambda n: document(components={"securitySchemes": keyed(n)}, security=[{f"x{i}": []} for i in range(n)]),
    ),
    "servers": (2_000, lambda n: document(servers=[{"url": f"https://a{i}.example"} for i in range(n)])),
    "patterns": (200, properties(lambda i: {**STRING, "pattern": f"^a{i}+[b-z]*$"})),
    "words of a description": (50_000, lambda n: schema({**RECORD, "description": "word " * n})),
    "lines of a description": (20_000, lambda n: schema({**RECORD, "description": "line one\n" * n})),
    "brackets of a description": (40_000, lambda n: schema({**RECORD, "description": "[<" * n})),
    "warnings": (300, paths(lambda i: {"responses": content({**STRING, "nullable": True})})),
    "references to nothing": (500, paths(lambda i: {"responses": content(ref(f"none{i}"))})),
    "references to nearly what is there": (
        100,
        lambda n: schemas({f"Invoice{i}": {"properties": {"a": ref(f"Invoce{i}")}} for i in range(n)}),
    ),
    "faults of a YAML document": (1_000, yaml_faults),
    "names given twice": (10_000, twice),
    "operations of Swagger 2.0": (200, swagger),
    "files": (100, files),
}
