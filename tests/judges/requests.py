"""What an operation takes, read from the document, and values for it by chance that jsonschema-rs finds valid."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tests.exact.oracle import resolved
from tests.exact.values import LETTERS, TRIES, Values
from tests.judges.slices import Route

IGNORED = {"accept": "application/json", "content-type": "application/json", "authorization": "Basic Og=="}
"""Header parameters that mean nothing (OpenAPI 3.1 section 4.8.12), with what is said for them where it must be."""
_STYLES = {"path": "simple", "query": "form", "header": "simple", "cookie": "form"}


@dataclass(frozen=True)
class Declared:
    """A parameter; its schema is in JSON Schema 2020-12, and its style has the defaults of its location filled in."""

    location: str
    wire: str
    schema: Any
    style: str
    explode: bool
    required: bool
    content: bool
    has_default: bool

    @property
    def place(self) -> tuple[str, str]:
        return self.location, self.wire

    @property
    def ignored(self) -> bool:
        """Whether OpenAPI says that the definition shall be ignored."""
        return self.location == "header" and self.wire.lower() in IGNORED


@dataclass(frozen=True)
class Content:
    """One kind of body: its schema, and the styles that `encoding` gives to properties."""

    media_type: str
    schema: Any
    styles: Mapping[str, str]


@dataclass(frozen=True)
class Taken:
    """What one operation takes."""

    route: Route
    parameters: tuple[Declared, ...]
    contents: tuple[Content, ...]
    body_required: bool


@dataclass(frozen=True)
class Given:
    """Arguments of one call: values by location and wire name, and a body with its media type."""

    arguments: Mapping[tuple[str, str], Any]
    content: Content | None = None
    body: Any = None


class Requests:
    """The operations of a document, as those who send requests see it."""

    def __init__(self, document: dict[str, Any], letters: str = LETTERS, in_headers: str | None = None) -> None:
        self._root = _seen_by_senders(document)
        self._values = Values(self._root, letters)
        self._in_headers = in_headers

    def taken(self, route: Route) -> Taken:
        """What the operation takes."""
        method, path = route
        item = self._root["paths"][path]
        operation = item[method.lower()]
        declared: dict[tuple[str, str], Declared] = {}
        for each in [*item.get("parameters", ()), *operation.get("parameters", ())]:
            parameter = self._parameter(_written_in(self._values.followed(each), path))
            declared[parameter.location, parameter.wire] = parameter
        body = self._values.followed(operation.get("requestBody") or {})
        contents = tuple(self._content(name, value) for name, value in (body.get("content") or {}).items())
        return Taken(route, tuple(declared.values()), contents, bool(body.get("required")))

    def _parameter(self, given: dict[str, Any]) -> Declared:
        location = given["in"]
        style = given.get("style", _STYLES[location])
        explode = given.get("explode", style in ("form", "deepObject"))
        described = next(iter(given.get("content", {}).values()), given)
        return Declared(
            location,
            given["name"],
            self._values.schema(described.get("schema", True)),
            style,
            explode,
            bool(given.get("required")),
            content="schema" not in given,
            has_default=self._has_default(given.get("schema")),
        )

    def _has_default(self, schema: Any) -> bool:
        schema = self._values.followed(schema)
        return "default" in schema or any(map(self._has_default, schema.get("allOf", ())))

    def _content(self, media_type: str, given: dict[str, Any]) -> Content:
        styles = {
            name: f"{encoding.get('style', 'form')}, explode {encoding.get('explode', 'default')}"
            if encoding.keys() & {"style", "explode", "allowReserved"}
            else f"content type {encoding.get('contentType', 'default')}"
            for name, encoding in (given.get("encoding") or {}).items()
        }
        return Content(media_type, self._values.schema(given.get("schema", True)), styles)

    def property_schema(self, schema: Any, name: str) -> Any:
        """The schema of a property of an object, as far as references and `allOf` lead to it; True for none."""
        schema = resolved(schema["$ref"], self._values.root) if "$ref" in schema else schema
        if not isinstance(schema, dict):
            return True
        if name in schema.get("properties", {}):
            return self.behind(schema["properties"][name])
        inner = (self.property_schema(each, name) for each in schema.get("allOf", ()) if isinstance(each, dict))
        return next((each for each in inner if each is not True), True)

    def behind(self, schema: Any) -> Any:
        """The schema that a reference leads to."""
        while isinstance(schema, dict) and "$ref" in schema:
            schema = resolved(schema["$ref"], self._values.root)
        return schema

    def given(self, taken: Taken, count: int, *, seed: str) -> Iterator[Given]:
        """At most `count` calls with valid values, all that is required in each; none if no value is found valid."""
        rng = random.Random(seed)
        for _ in range(count):
            often = rng.choice((0.0, 0.5, 1.0))
            arguments = {
                parameter.place: value
                for parameter in taken.parameters
                if parameter.required or (rng.random() < often and not parameter.ignored)
                for value in self._argument(parameter, rng)
            }
            content, body = None, None
            if taken.contents and (taken.body_required or rng.random() < 0.7):
                chosen = rng.choice(taken.contents)
                for value in self._values.valid(chosen.schema, rng):
                    content, body = chosen, self._with_files(chosen, value)
            complete = all(each.place in arguments for each in taken.parameters if each.required)
            if complete and (content is not None or not taken.body_required):
                yield Given(arguments, content, body)

    def _argument(self, parameter: Declared, rng: random.Random) -> list[Any]:
        """A value of the parameter; of the path most often one that is not empty."""
        if parameter.ignored:
            return [IGNORED[parameter.wire.lower()]]
        letters = self._in_headers if parameter.location == "header" else None
        found = self._values.valid(parameter.schema, rng, letters)
        for _ in range(TRIES):
            if parameter.location != "path" or found != [""] or rng.random() < 0.1:
                break
            found = self._values.valid(parameter.schema, rng, letters)
        return found

    def _with_files(self, content: Content, value: Any) -> Any:
        """The body with bytes for strings of `format: binary`, where it is not JSON."""
        if content.media_type.partition(";")[0].strip().lower().endswith(("/json", "+json")):
            return value
        return self._files(content.schema, value)

    def _files(self, schema: Any, value: Any) -> Any:
        if not isinstance(schema, dict):
            return value
        if isinstance(schema.get("$ref"), str):
            return self._files(resolved(schema["$ref"], self._values.root), value)
        if isinstance(value, str) and schema.get("x-format") == "binary":
            return value.encode("ascii", "replace")
        if isinstance(value, list):
            return [self._files(schema.get("items"), each) for each in value]
        if isinstance(value, dict):
            properties = schema.get("properties") or {}
            value = {name: self._files(properties.get(name), each) for name, each in value.items()}
        for member in schema.get("allOf", ()):
            value = self._files(member, value)
        return value


def _seen_by_senders(value: Any) -> Any:
    """The document with readOnly and writeOnly in each other's place: the oracle speaks of answers."""
    if isinstance(value, list):
        return [_seen_by_senders(each) for each in value]
    if not isinstance(value, dict):
        return value
    swapped = {"readOnly": "writeOnly", "writeOnly": "readOnly"}
    return {
        swapped.get(name, name) if isinstance(each, bool) else name: _seen_by_senders(each)
        for name, each in value.items()
    }


def _written_in(parameter: dict[str, Any], path: str) -> dict[str, Any]:
    """A query parameter as the path's, where the path has a query with its variable."""
    query = path.partition("#")[0].partition("?")[2]
    if parameter["in"] != "query" or f"{{{parameter['name']}}}" not in query:
        return parameter
    return {**parameter, "in": "path", "style": "simple", "explode": False, "required": True}
