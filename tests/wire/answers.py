"""The contract of answers: by status, range and default, by media type, with headers."""

from __future__ import annotations

from typing import Any

from tests.wire.contracts import document, operation

STRING: dict[str, Any] = {"type": "string"}
INTEGER: dict[str, Any] = {"type": "integer"}
HEADERS: dict[str, Any] = {
    "X-Rate-Limit": {"required": True, "schema": INTEGER},
    "X-Names": {"schema": {"type": "array", "items": STRING}},
    "X-Range": {"explode": True, "schema": {"$ref": "#/components/schemas/Range"}},
    "X-Meta": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Range"}}}},
    "Last-Seen": {"schema": {"type": "string", "format": "date-time"}},
    "Set-Cookie": {"schema": {"type": "array", "items": STRING}},
}
SCHEMAS: dict[str, Any] = {
    "Range": {"type": "object", "properties": {"from": INTEGER, "to": INTEGER}},
    "Item": {"type": "object", "required": ["id"], "properties": {"id": INTEGER}},
    "Fault": {"type": "object", "required": ["code"], "properties": {"code": STRING}},
    "Problem": {"type": "object", "required": ["title"], "properties": {"title": STRING}},
}


def ref(name: str) -> dict[str, Any]:
    return {"schema": {"$ref": f"#/components/schemas/{name}"}}


def answer(contents: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    given = {"description": "x", **more}
    return {**given, "content": contents} if contents else given


def contract() -> dict[str, Any]:
    json = {"application/json": ref("Item")}
    problem = {"application/problem+json": ref("Problem")}
    gets: dict[str, Any] = {
        "byStatus": {
            "200": answer(json),
            "202": answer({"text/plain": {"schema": STRING}}),
            "204": answer(),
            "2XX": answer({"application/json": ref("Range")}),
            "404": answer({"application/json": ref("Fault")}),
            "4XX": answer(problem),
            "default": answer({"text/plain": {"schema": STRING}}),
        },
        "byType": {
            "200": answer(
                {
                    "application/json": ref("Item"),
                    "application/vnd.item+json": ref("Range"),
                    "text/csv": {"schema": STRING},
                    "application/xml": {"schema": STRING},
                    "image/*": {},
                }
            )
        },
        "headed": {"200": answer(json, headers=HEADERS), "204": answer(headers={"X-Other": {"schema": INTEGER}})},
        "file": {"200": answer({"application/octet-stream": {}}), "404": answer(problem)},
    }
    paths = {f"/{id}": {"get": operation(id, responses=given)} for id, given in gets.items()}
    return document(paths, SCHEMAS)
