"""readOnly and writeOnly of a property, wherever its schema says so."""

from __future__ import annotations

from typing import Any

from trivet_codegen.ir.depth import DEEPEST_GLANCE
from trivet_codegen.ir.reading import Reading
from trivet_codegen.openapi.schema import references
from trivet_codegen.problem import Place

_INHERITING = ("$ref", "$dynamicRef", "allOf")


class Access:
    """Answers, remembered per named schema."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._known: dict[str, tuple[bool, bool]] = {}

    def of(self, schema: Any, place: Place, depth: int = 0) -> tuple[bool, bool]:
        """(readOnly, writeOnly) as said by the schema, by what its `$ref` names, or by a member of its allOf."""
        if not isinstance(schema, dict) or depth > DEEPEST_GLANCE:
            return False, False
        read_only, write_only = schema.get("readOnly") is True, schema.get("writeOnly") is True
        if not schema.keys().isdisjoint(_INHERITING):
            for member_read_only, member_write_only in self._inherited(schema, place, depth + 1):
                read_only, write_only = read_only or member_read_only, write_only or member_write_only
        if read_only and write_only:
            self._reading.warn(
                place,
                "read-write-only",
                "readOnly and writeOnly at once: the property could never be sent; taken to be neither",
            )
            return False, False
        return read_only, write_only

    def _inherited(self, schema: dict[str, Any], place: Place, depth: int) -> list[tuple[bool, bool]]:
        found = []
        for keyword in references(schema, self._reading.dialect(place.document)):
            target = self._reading.target(schema[keyword], place, keyword)
            if target is not None:
                if target.key not in self._known:
                    self._known[target.key] = (False, False)
                    self._known[target.key] = self.of(target.value, target.place, depth)
                found.append(self._known[target.key])
        members = schema.get("allOf")
        if isinstance(members, list):
            found += [self.of(member, place, depth) for member in members]
        return found
