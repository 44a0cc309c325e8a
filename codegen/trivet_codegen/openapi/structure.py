"""Whether a document is an OpenAPI document that something can be generated from."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from typing import Any, Protocol

from trivet_codegen.openapi.kind import looks_like
from trivet_codegen.openapi.meta import breaches
from trivet_codegen.openapi.version import Dialect, dialect
from trivet_codegen.problem import Place, Problem

_MOST = 50
_OBJECTS = ("info", "paths", "webhooks", "components")
_OBJECTS_OF_SWAGGER = ("info", "paths", "definitions", "parameters", "responses", "securityDefinitions")
_SECTIONS = (
    "schemas", "responses", "parameters", "examples", "requestBodies", "headers", "securitySchemes", "links",
    "callbacks", "pathItems", "mediaTypes",
)  # fmt: skip


class Readable(Protocol):
    """What the check needs of `source.Documents`."""

    @property
    def entry(self) -> str: ...

    def value(self, place: Place) -> Any: ...


def check(documents: Readable) -> list[Problem]:
    """What is wrong with the entry document's structure, in document order of paths and components.

    Errors (`not-openapi`, `dialect-unsupported`, `structure`) are what nothing sensible can be generated from.
    What only breaks the meta-schema is a warning (`structure`): vendors' documents often do.
    """
    place = Place(documents.entry)
    document = documents.value(place)
    if not isinstance(document, dict) or not ("openapi" in document or "swagger" in document):
        return [_not_openapi(document, place)]
    spoken = _dialect(document, place)
    if isinstance(spoken, Problem):
        return [spoken]
    unusable = list(_unusable(document, place, _OBJECTS_OF_SWAGGER if spoken == "2.0" else _OBJECTS))
    known = {problem.place for problem in unusable}
    found = [
        Problem(place.child(*breach.path), "structure", breach.message, breach.help, "warning")
        for breach in breaches(document, spoken)
        if not _is_whole_section(breach.path, document)
    ]
    return unusable + [problem for problem in found if problem.place not in known]


def _is_whole_section(path: tuple[str, ...], document: Any) -> bool:
    """Whether a breach is about the `$ref` of a section that stands in another file: it is read all the same."""
    *around, last = path if path[-1:] == ("$ref",) else (*path, "$ref")
    if around[:1] == ["components"] and len(around) == 2 and around[1] in _SECTIONS:
        value = document["components"].get(around[1])
    elif len(around) == 1 and around[0] in (*_OBJECTS, *_OBJECTS_OF_SWAGGER):
        value = document.get(around[0])
    else:
        return False
    return isinstance(value, dict) and isinstance(value.get(last), str)


def shortened(structure: list[Problem], told: Container[Place] = ()) -> list[Problem]:
    """What `check` found but for places of which others have told already: of warnings that they are read otherwise.

    The first fifty, then the next one with how many more there are.
    """
    found = [problem for problem in structure if problem.place not in told]
    if len(found) <= _MOST:
        return found
    next_, left = found[_MOST], len(found) - _MOST
    message = f"{next_.message}, and {left - 1} more" if left > 1 else next_.message
    return [*found[:_MOST], Problem(next_.place, "structure", message, next_.help, "warning")]


def _not_openapi(document: object, place: Place) -> Problem:
    what = looks_like(document)
    message = f"this looks like {what}, not like OpenAPI" if what else "this is not an OpenAPI document"
    return Problem(place, "not-openapi", message, "an OpenAPI document begins with its version, as in 'openapi: 3.1.0'")


def _dialect(document: Mapping[str, Any], place: Place) -> Dialect | Problem:
    if "openapi" not in document:
        return _swagger(document, place.child("swagger"))
    version = document["openapi"]
    there = place.child("openapi")
    if not isinstance(version, str):
        help = f"write it in full and in quotes: openapi: '{version}.0'" if isinstance(version, float) else _IN_FULL
        return Problem(there, "dialect-unsupported", f"the version must be a string, not {version!r}", help)
    known = dialect(document)
    if known is None:
        message = f"OpenAPI {version!r} is not supported: Swagger 2.0 and OpenAPI 3.0, 3.1 and 3.2 are"
        return Problem(there, "dialect-unsupported", message, _IN_FULL)
    return known


def _swagger(document: Mapping[str, Any], there: Place) -> Dialect | Problem:
    known = dialect(document)
    if known is not None:
        return known
    message = f"Swagger {document['swagger']} is not supported: Swagger 2.0 and OpenAPI 3.0, 3.1 and 3.2 are"
    return Problem(there, "dialect-unsupported", message, "write swagger: '2.0', or convert the document")


_IN_FULL = "write it in full, as in openapi: '3.1.0'"


def _unusable(document: Mapping[str, Any], place: Place, objects: tuple[str, ...]) -> Iterator[Problem]:
    """Where an object must be for anything below to be read, and none is."""
    for name in objects:
        value = document.get(name)
        if value is None:
            continue
        yield from _unless_object(value, place.child(name))
    components = document.get("components")
    if isinstance(components, dict):
        for section in _SECTIONS:
            values = components.get(section)
            if values is not None:
                yield from _unless_object(values, place.child("components", section))


def _unless_object(value: object, place: Place) -> Iterator[Problem]:
    if not isinstance(value, dict):
        kind = {list: "a list", str: "a string", bool: "a boolean", type(None): "empty"}.get(type(value), "a number")
        yield Problem(place, "structure", f"an object must be here, but it is {kind}")
