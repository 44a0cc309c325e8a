"""Values of Swagger 2.0 that are described without a schema object: parameters, items and headers."""

from __future__ import annotations

from typing import Any, NamedTuple, cast

from trivet_codegen.ir.api import Style
from trivet_codegen.ir.reading import Reading
from trivet_codegen.ir.schemas import Schemas
from trivet_codegen.ir.shapes import Shape
from trivet_codegen.openapi.collection_format import DEFAULT_FORMAT, DELIMITERS, FORMATS, STYLES
from trivet_codegen.problem import Place

_FILE = {"type": "string", "format": "binary"}
_OF_SCHEMAS = frozenset(
    {
        "type",
        "format",
        "items",
        "default",
        "maximum",
        "exclusiveMaximum",
        "minimum",
        "exclusiveMinimum",
        "maxLength",
        "minLength",
        "pattern",
        "maxItems",
        "minItems",
        "uniqueItems",
        "enum",
        "multipleOf",
    }
)
"""The members of a parameter, items or header object that mean what they mean in a schema."""


class Value(NamedTuple):
    """A value with the way in which it is written; `is_file` where it is one, or a list of them."""

    shape: Shape
    style: Style
    explode: bool
    is_list: bool
    is_file: bool


class Values:
    """Reads values by the rules of the place where they are written."""

    def __init__(self, reading: Reading, schemas: Schemas) -> None:
        self._reading = reading
        self._schemas = schemas

    def of(self, given: dict[str, Any], place: Place, location: str, description: str | None = None) -> Value:
        """The value of a parameter (`location` is its `in`) or of a header, which says nothing of its own name.

        `description` becomes the shape's own.
        """
        schema = {key: value for key, value in given.items() if key in _OF_SCHEMAS or key.startswith("x-")}
        if description is not None:
            schema["description"] = description
        is_list = schema.get("type") == "array"
        style, explode = STYLES[location].get("multi", STYLES[location][DEFAULT_FORMAT])
        if is_list:
            written = self._format(given, place, location)
            if written is None:
                schema, is_list = self._as_text(schema), False
            else:
                style, explode = written
                schema["items"] = self._items(schema.get("items", True), place.child("items"))
        is_file = _is_file(schema) or (is_list and _is_file(given.get("items")))
        return Value(self._shape(schema, given, place), cast(Style, style), explode, is_list, is_file)

    def _shape(self, schema: dict[str, Any], given: dict[str, Any], place: Place) -> Shape:
        if "type" in schema:
            return self._schemas.shape({**schema, **_FILE} if _is_file(schema) else schema, place)
        if "schema" in given:
            message = "a 'schema' describes bodies only; it is taken for the type of this value"
            self._reading.warn(place.child("schema"), "parameter-schema", message, "write its type here instead")
            return self._schemas.shape(given["schema"], place.child("schema"))
        self._reading.warn(place, "parameter-schema", "there is no type; any value is allowed")
        return self._schemas.shape(schema, place)

    def _format(self, given: dict[str, Any], place: Place, location: str) -> tuple[str, bool] | None:
        """Style and explode of a list; None, with a problem, where no style writes it."""
        said = given.get("collectionFormat", DEFAULT_FORMAT)
        at = place.child("collectionFormat")
        styles = STYLES[location]
        if not isinstance(said, str) or said not in FORMATS or (said == "multi" and said not in styles):
            message = f"collectionFormat {said!r} does not exist for {location} values; taken as {DEFAULT_FORMAT}"
            fitting = sorted(FORMATS if "multi" in styles else FORMATS - {"multi"})
            self._reading.warn(at, "collection-format", message, f"one of {', '.join(fitting)}")
            said = DEFAULT_FORMAT
        if said not in styles:
            message = f"no style of OpenAPI 3 writes lists in {location} values with {DELIMITERS[said]} between items"
            help = f"give the items as one text, with {DELIMITERS[said]} between them"
            self._reading.warn(at, "collection-format", f"{message}; taken to be a text", help)
            return None
        return styles[said]

    def _items(self, items: Any, place: Place) -> Any:
        """The schema of a list's items; lists inside of lists are texts."""
        if not isinstance(items, dict):
            return items
        if items.get("type") == "array":
            between = DELIMITERS.get(str(items.get("collectionFormat", DEFAULT_FORMAT)), "a delimiter")
            message = "no style of OpenAPI 3 writes lists inside of lists; taken to be texts"
            self._reading.warn(place, "collection-format", message, f"give each as one text, with {between} between")
            return self._as_text(items)
        return {**items, **_FILE} if _is_file(items) else items

    def _as_text(self, schema: dict[str, Any]) -> dict[str, Any]:
        return {key: value for key, value in schema.items() if key in ("description", "x-nullable")} | {
            "type": "string"
        }


def _is_file(given: Any) -> bool:
    return isinstance(given, dict) and given.get("type") == "file"
