"""A contract that uses every kind of text that OpenAPI has, and ways to put other texts in their places."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any, TypeAlias

Path: TypeAlias = tuple[str | int, ...]
KEY = "\0key"
"""The last step of a path that means a member's name and not its value."""


def ref(name: str, section: str = "schemas") -> dict[str, str]:
    return {"$ref": f"#/components/{section}/{name}"}


def content(schema: Any, media_type: str = "application/json", **more: Any) -> dict[str, Any]:
    return {media_type: {"schema": schema, **more}}


def contract() -> dict[str, Any]:
    """The contract; each call gives another copy."""
    return copy.deepcopy(
        {
            "openapi": "3.1.0",
            "info": {
                "title": "Zoo",
                "version": "1.0",
                "summary": "Animals.",
                "description": "All <b>animals</b>. See <a href='https://example.com'>there</a>.",
                "termsOfService": "https://example.com/terms",
                "contact": {"name": "Zoo", "url": "https://example.com", "email": "a@example.com"},
                "license": {"name": "MIT", "identifier": "MIT"},
                "x-logo": {"url": "https://example.com/logo.png"},
            },
            "servers": [
                {
                    "url": "https://{host}.example.com/v1",
                    "description": "Production",
                    "variables": {"host": {"default": "api", "enum": ["api", "test"], "description": "Where."}},
                }
            ],
            "tags": [{"name": "animals", "description": "Beasts.", "externalDocs": {"url": "https://example.com/t"}}],
            "security": [{"key": []}, {"login": ["read"]}],
            "externalDocs": {"url": "https://example.com/docs", "description": "More."},
            "paths": {
                "/animals/{animal_id}": {
                    "summary": "One animal",
                    "parameters": [
                        {"name": "animal_id", "in": "path", "required": True, "schema": {"type": "string"}},
                        {"name": "X-Trace", "in": "header", "schema": {"type": "string"}, "description": "For logs."},
                    ],
                    "get": {
                        "operationId": "getAnimal",
                        "tags": ["animals"],
                        "summary": "Get an animal",
                        "description": "The animal with this id.",
                        "externalDocs": {"url": "https://example.com/get"},
                        "parameters": [
                            {
                                "name": "fields",
                                "in": "query",
                                "description": "What is wanted.",
                                "style": "form",
                                "schema": {"type": "array", "items": {"enum": ["name", "age"]}},
                                "examples": {"one": {"summary": "One", "value": ["name"]}},
                            },
                            {"name": "session", "in": "cookie", "schema": {"type": "string", "default": "none"}},
                            {"name": "filter", "in": "query", "content": content(ref("Filter"))},
                        ],
                        "responses": {
                            "200": {
                                "description": "The animal",
                                "headers": {"X-Rate": {"description": "Left.", "schema": {"type": "integer"}}},
                                "content": content(ref("Animal"), examples={"cat": {"value": {"kind": "cat"}}}),
                                "links": {
                                    "keeper": {"operationId": "getAnimal", "parameters": {"id": "$response.body#/id"}}
                                },
                            },
                            "404": {"description": "No such animal.", "content": content(ref("Fault"))},
                            "default": {
                                "description": "Any fault.",
                                "content": content({"type": "string"}, "text/plain"),
                            },
                        },
                        "security": [{"key": []}],
                        "servers": [{"url": "https://animals.example.com"}],
                        "x-internal": "yes",
                    },
                    "put": {
                        "operationId": "animals/replace",
                        "requestBody": {
                            "description": "What it is.",
                            "required": True,
                            "content": {
                                **content(ref("Animal")),
                                **content(
                                    {
                                        "type": "object",
                                        "properties": {
                                            "photo": {"type": "string", "format": "binary"},
                                            "meta": {"type": "object", "properties": {"a": {"type": "string"}}},
                                        },
                                    },
                                    "multipart/form-data",
                                    encoding={
                                        "photo": {
                                            "contentType": "image/png",
                                            "headers": {"X-Part": {"schema": {"type": "string"}}},
                                        }
                                    },
                                ),
                            },
                        },
                        "responses": {"204": {"description": "Done."}},
                        "callbacks": {
                            "fed": {
                                "{$request.body#/url}": {
                                    "post": {
                                        "operationId": "onFed",
                                        "requestBody": {"content": content(ref("Filter"))},
                                        "responses": {"200": {"description": "Heard."}},
                                    }
                                }
                            }
                        },
                    },
                    "delete": {"summary": "Let it go", "responses": {"200": ref("Gone", "responses")}},
                }
            },
            "webhooks": {
                "born": {
                    "post": {
                        "operationId": "onBorn",
                        "requestBody": ref("Birth", "requestBodies"),
                        "responses": {"2XX": {"description": "Heard."}},
                    }
                }
            },
            "components": {
                "schemas": {
                    "Animal": {
                        "title": "Any animal",
                        "description": "A beast.",
                        "oneOf": [ref("Cat"), ref("Dog")],
                        "discriminator": {
                            "propertyName": "kind",
                            "mapping": {"cat": "#/components/schemas/Cat", "dog": "Dog"},
                        },
                    },
                    "Cat": {
                        "type": "object",
                        "title": "Cat",
                        "required": ["kind", "wild"],
                        "properties": {
                            "kind": {"const": "cat"},
                            "id": {"type": "string", "format": "uuid", "readOnly": True},
                            "name": {"type": "string", "pattern": "^[A-Z]", "examples": ["Tom"], "default": "Tom"},
                            "home": {
                                "type": "object",
                                "description": "Where it lives.",
                                "properties": {"street": {"type": ["string", "null"], "$comment": "No number."}},
                            },
                            "fur": {"type": "string", "enum": ["short", "long"], "deprecated": True},
                            "born": {"type": "string", "format": "date-time"},
                        },
                        "additionalProperties": {"type": "string"},
                        "x-order": ["kind"],
                    },
                    "Dog": {
                        "allOf": [
                            ref("Named"),
                            {"type": "object", "properties": {"kind": {"const": "dog"}}, "required": ["kind"]},
                        ],
                        "not": {"required": ["wings"], "properties": {"wings": {"const": "two"}}},
                    },
                    "Named": {"type": "object", "properties": {"name": {"type": "string"}, "friend": ref("Animal")}},
                    "Filter": {
                        "type": "object",
                        "patternProperties": {"^x-": {"type": "string"}},
                        "propertyNames": {"pattern": "^[a-z-]+$"},
                        "dependentRequired": {"from": ["to"]},
                        "properties": {"from": {"type": "string"}, "to": {"anyOf": [{"type": "string"}, ref("Cat")]}},
                        "if": {"properties": {"from": {"const": "x"}}},
                        "then": {"required": ["to"]},
                    },
                    "Fault": {
                        "type": "object",
                        "properties": {
                            "data": {"type": "string", "contentEncoding": "base64", "contentMediaType": "image/png"},
                            "pair": {"type": "array", "prefixItems": [{"type": "string"}, {"enum": ["a", 1, None]}]},
                            "const": {"const": {"a": ["b"]}},
                        },
                    },
                },
                "responses": {
                    "Gone": {
                        "description": "It is gone.",
                        "content": content(ref("Fault"), "application/problem+json"),
                    }
                },
                "requestBodies": {"Birth": {"content": content(ref("Cat"))}},
                "securitySchemes": {
                    "key": {"type": "apiKey", "in": "header", "name": "X-Key", "description": "Ask for one."},
                    "login": {
                        "type": "oauth2",
                        "flows": {
                            "clientCredentials": {
                                "tokenUrl": "https://example.com/token",
                                "scopes": {"read": "See animals."},
                            }
                        },
                    },
                    "basic": {"type": "http", "scheme": "basic"},
                    "bearer": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"},
                    "open": {"type": "openIdConnect", "openIdConnectUrl": "https://example.com/.well-known"},
                },
            },
        }
    )  # fmt: skip


def positions(value: Any, path: Path = ()) -> Iterator[Path]:
    """Every text of a document: values, and names of members."""
    if isinstance(value, str):
        yield path
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from positions(item, (*path, index))
    elif isinstance(value, dict):
        for name, member in value.items():
            yield (*path, name, KEY)
            yield from positions(member, (*path, name))


def replaced(document: Any, path: Path, text: str) -> Any:
    """The document with a text in that place; the order of members stays."""
    step, rest = path[0], path[1:]
    if isinstance(document, list):
        index = int(step)
        new = replaced(document[index], rest, text) if rest else text
        return [*document[:index], new, *document[index + 1 :]]
    if rest == (KEY,):
        return {text if name == step else name: member for name, member in document.items()}
    return {
        name: (replaced(member, rest, text) if rest else text) if name == step else member
        for name, member in document.items()
    }
