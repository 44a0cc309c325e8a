"""Whether a schema accepts values of one type only, as far as a glance tells."""

from __future__ import annotations

from typing import Any

from trivet_codegen.ir.reading import Reading
from trivet_codegen.openapi.schema import declared_types, implied_type, is_nullable
from trivet_codegen.openapi.version import before_json_schema
from trivet_codegen.problem import Place

_MOST_GLANCES = 200
"""At how many schemas is looked for one answer; what is not told by then counts as unsure."""


class Sure:
    """Tells of schemas whether `type` is the only one that they let in."""

    def __init__(self, reading: Reading, type: str) -> None:
        self._reading = reading
        self._type = type
        self._left = _MOST_GLANCES

    def of(self, schema: Any, place: Place) -> bool:
        """Whether no value of another type fits the schema, null included."""
        self._left -= 1
        if self._left < 0 or not isinstance(schema, dict):
            return False
        dialect = self._reading.dialect(place.document)
        if is_nullable(schema, dialect):
            return False
        if isinstance(schema.get("$ref"), str):
            target = self._reading.glance(schema["$ref"], place)
            if target is not None and self.of(target.value, target.place):
                return True
            if before_json_schema(dialect):
                return False
        return self._here(schema, place)

    def _here(self, schema: dict[str, Any], place: Place) -> bool:
        if "type" in schema:
            return declared_types(schema) == [self._type]
        if any(self.of(each, place) for each in _listed(schema, "allOf")):
            return True
        for keyword in ("oneOf", "anyOf"):
            members = _listed(schema, keyword)
            if members and all(self.of(each, place) for each in members):
                return True
        meant = "types" not in self._reading.to_the_letter and "enum" not in schema and "const" not in schema
        return meant and implied_type(schema) == self._type


def _listed(schema: dict[str, Any], keyword: str) -> list[Any]:
    members = schema.get(keyword)
    return members if isinstance(members, list) else []
