"""The contract of bodies: one operation for each media type, and for each way to write a property."""

from __future__ import annotations

from typing import Any

from tests.wire.contracts import document, operation

STRING: dict[str, Any] = {"type": "string"}
FILE: dict[str, Any] = {"type": "string", "format": "binary"}
STRINGS: dict[str, Any] = {"type": "array", "items": STRING}
RANGE: dict[str, Any] = {
    "type": "object",
    "properties": {"from": {"type": "integer"}, "to": {"type": "integer"}},
    "additionalProperties": False,
}
FIELDS: dict[str, Any] = {
    "type": "object",
    "required": ["name"],
    "additionalProperties": False,
    "properties": {
        "name": STRING,
        "count": {"type": "integer"},
        "share": {"type": "number"},
        "sure": {"type": "boolean"},
        "day": {"type": "string", "format": "date"},
        "tags": STRINGS,
        "range": {"$ref": "#/components/schemas/Range"},
        "ranges": {"type": "array", "items": {"$ref": "#/components/schemas/Range"}},
        'odd "n&me"': STRING,
    },
}
FORM = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data"
STYLED: dict[str, Any] = {
    "name": {"allowReserved": True},
    "tags": {"style": "pipeDelimited", "explode": False},
    "range": {"style": "deepObject"},
}
UPLOAD: dict[str, Any] = {
    "type": "object",
    "required": ["file"],
    "properties": {
        "file": FILE,
        "more": {"type": "array", "items": FILE},
        "note": STRING,
        "range": {"$ref": "#/components/schemas/Range"},
        "lines": STRING,
        "old": STRING,
    },
}
PARTS: dict[str, Any] = {
    "file": {"contentType": "image/png, image/jpeg", "headers": {"X-Alt": {"schema": STRING}}},
    "range": {"contentType": "application/vnd.range+json"},
    "lines": {"contentType": "text/csv; charset=utf-8"},
    "old": {"contentType": "text/plain; charset=iso-8859-1"},
}


def body(contents: dict[str, Any], *, required: bool = True) -> dict[str, Any]:
    return {"required": required, "content": contents}


def contract() -> dict[str, Any]:
    fields = {"schema": {"$ref": "#/components/schemas/Fields"}}
    posts: dict[str, Any] = {
        "json": body({"application/json": fields}),
        "problem": body({"application/problem+json": fields}),
        "optional": body({"application/json": fields}, required=False),
        "form": body({FORM: fields}),
        "styledForm": body({FORM: {**fields, "encoding": STYLED}}),
        "jsonForm": body({FORM: {**fields, "encoding": {"tags": {"contentType": "application/json"}}}}),
        "multipart": body({MULTIPART: fields}),
        "styledMultipart": body({MULTIPART: {**fields, "encoding": STYLED}}),
        "upload": body({MULTIPART: {"schema": {"$ref": "#/components/schemas/Photo"}, "encoding": PARTS}}),
        "binary": body({"application/octet-stream": {"schema": FILE}}),
        "text": body({"text/plain": {"schema": STRING}}),
        "xml": body({"application/xml": {"schema": STRING}}),
        "encodedTwice": body(
            {
                FORM: {**fields, "encoding": {"tags": {"style": "pipeDelimited", "explode": False}}},
                MULTIPART: {**fields, "encoding": {"tags": {"contentType": "application/json"}}},
            }
        ),
        "several": body({"application/json": fields, FORM: fields, "text/plain": {"schema": STRING}, "image/*": {}}),
    }
    ranges = {
        "any": body({"*/*": fields}),
        "anyText": body({"text/*": {"schema": STRING}}),
        "anyImage": body({"image/*": {"schema": FILE}}),
        "anyJson": body({"application/json": fields, "application/*+json": fields}),
    }
    posts |= ranges
    paths = {f"/{id}": {"post": operation(id, requestBody=given)} for id, given in posts.items()}
    paths["/none"] = {"post": operation("none")}
    return document(paths, {"Fields": FIELDS, "Range": RANGE, "Photo": UPLOAD})
