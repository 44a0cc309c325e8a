"""What a document is that is not OpenAPI."""

from __future__ import annotations

from collections.abc import Mapping

_BY_MEMBER = (
    ("asyncapi", "an AsyncAPI document"),
    ("arazzo", "an Arazzo document"),
    ("overlay", "an OpenAPI Overlay"),
    ("openrpc", "an OpenRPC document"),
    ("smithy", "a Smithy model"),
    ("__schema", "a GraphQL introspection result"),
    ("discoveryVersion", "a Google API discovery document"),
    ("_postman_id", "a Postman collection"),
    ("dependencies", "a package manifest"),
    ("devDependencies", "a package manifest"),
    ("scripts", "a package manifest"),
    ("compilerOptions", "a TypeScript configuration"),
    ("services", "a Compose file"),
    ("$schema", "a JSON Schema"),
    ("$defs", "a JSON Schema"),
    ("definitions", "a JSON Schema"),
    ("properties", "a JSON Schema"),
    ("paths", "an OpenAPI document without its 'openapi' version"),
    ("components", "an OpenAPI document without its 'openapi' version"),
)
_SCHEMA_OF = (("postman.com", "a Postman collection"), ("asyncapi", "an AsyncAPI document"))


def looks_like(document: object) -> str | None:
    """With its article, the kind of document that this seems to be; None if nothing gives it away."""
    if document is None:
        return "an empty document"
    if isinstance(document, list):
        return "a list"
    if isinstance(document, str):
        return "a web page" if document.lstrip()[:1] == "<" else "plain text"
    if not isinstance(document, Mapping):
        return "a single value"
    return _object_like(document)


def _object_like(document: Mapping[str, object]) -> str | None:
    for name in ("info", "data"):
        inner = document.get(name)
        if isinstance(inner, Mapping):
            if "_postman_id" in inner or "postman" in str(inner.get("schema", "")):
                return "a Postman collection"
            if "__schema" in inner:
                return "a GraphQL introspection result"
    if "apiVersion" in document and "kind" in document:
        return "a Kubernetes resource"
    if isinstance(document.get("log"), Mapping):
        return "a recording of traffic (HAR)"
    for member, what in _BY_MEMBER:
        if member in document:
            return what
    return "an empty object" if not document else None
