"""Keywords kept whole for the validators: references written out, in the words of JSON Schema 2020-12."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from trivet_codegen.ir.dynamic import REFERENCES
from trivet_codegen.ir.reading import Reading
from trivet_codegen.openapi.keywords import (
    APPLICATORS_OF_LISTS,
    APPLICATORS_OF_MAPS,
    APPLICATORS_OF_ONE,
    UNEXPRESSED,
    is_annotation,
)
from trivet_codegen.openapi.schema import bounds, implied_type, is_nullable, references
from trivet_codegen.openapi.version import before_json_schema
from trivet_codegen.problem import Place

LARGEST = 2000
"""How many schemas a keyword may hold once its references are written out."""

_UNEVALUATED = frozenset({"unevaluatedProperties", "unevaluatedItems"})
_LOOKING = frozenset({"properties", "patternProperties", "additionalProperties", "items", "prefixItems"})
"""Keywords of which `unevaluated...` asks only what they looked at."""
_LITERAL = APPLICATORS_OF_ONE - {"items", "additionalItems", "additionalProperties"}
"""Keywords of which the schema is taken to the letter."""
_TYPED = frozenset({"type", "const", "enum"})
_IN_PLACE = frozenset({"allOf", *REFERENCES})


class _TooMuch(Exception):
    """Raised where a schema leads back to itself, or grows too large."""


def closed(reading: Reading, schema: Mapping[str, Any], place: Place) -> dict[str, Any]:
    """The keywords of the schema that no shape expresses, each understood without its document.

    `unevaluated...` depends on what other keywords look at, so that with it these are there too. What leads back to
    itself cannot be written out: it is left out, with a problem.
    """
    wanted = UNEXPRESSED & schema.keys()
    found: dict[str, Any] = {}
    for keyword in [key for key in schema if key in wanted - _UNEVALUATED]:
        _add(found, keyword, {keyword: schema[keyword]}, reading, place)
    for keyword in sorted(wanted & _UNEVALUATED):
        if schema[keyword] is not True and schema[keyword] != {}:
            asked = {key: schema[key] for key in schema if key in _LOOKING | _IN_PLACE}
            rest = {key: schema[key] for key in ("oneOf", "anyOf", "dependentSchemas") if key in schema}
            _add(found, keyword, {**asked, **rest, **_kept(schema), keyword: schema[keyword]}, reading, place)
    return found


def written(reading: Reading, keywords: Mapping[str, Any], place: Place, *, as_meant: bool = False) -> dict[str, Any]:
    """The keywords with their references written out; {}, with a problem, where that cannot be.

    With `as_meant`, schemas in them have the types that they imply.
    """
    found: dict[str, Any] = {}
    if keywords:
        _add(found, list(keywords)[-1], keywords, reading, place, as_meant=as_meant)
    return {keyword: found[keyword] for keyword in found if keyword in keywords}


def _kept(schema: Mapping[str, Any]) -> dict[str, Any]:
    return {key: schema[key] for key in ("if", "then", "else", "contains", "minContains") if key in schema}


def _add(
    found: dict[str, Any],
    keyword: str,
    part: Mapping[str, Any],
    reading: Reading,
    place: Place,
    *,
    as_meant: bool = False,
) -> None:
    implies = as_meant and "types" not in reading.to_the_letter
    try:
        found.update(_Writer(reading, glance=keyword in _UNEVALUATED, implies=implies).schema(part, place))
    except _TooMuch:
        reading.warn(
            place.child(keyword),
            "keyword-not-enforced",
            f"'{keyword}' is not checked by the models: what it refers to leads back to itself, or is too large",
        )


class _Writer:
    """Writes schemas out; with `glance`, of what only names members no more than the names.

    With `implies`, schemas have the types that they imply, but for what is always taken to the letter.
    """

    def __init__(self, reading: Reading, *, glance: bool, implies: bool) -> None:
        self._reading = reading
        self._glance = glance
        self._implies = implies
        self._open: set[str] = set()
        self._count = 0

    def schema(self, schema: Any, place: Place, *, deep: bool = False) -> Any:
        """The schema written out; `deep` where a value must fit it, whatever it looks at."""
        self._count += 1
        if self._count > LARGEST:
            raise _TooMuch
        if not isinstance(schema, Mapping):
            return schema
        dialect = self._reading.dialect(place.document)
        if isinstance(schema.get("$ref"), str) and before_json_schema(dialect):
            schema = {key: schema[key] for key in ("$ref", "nullable") if key in schema}
        limits = bounds(schema)
        found: dict[str, Any] = {}
        for keyword, value in schema.items():
            if keyword in REFERENCES or keyword == "nullable" or is_annotation(keyword):
                continue
            if keyword == "format" and "formats" in self._reading.to_the_letter:
                continue
            if keyword not in ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"):
                found[keyword] = self._member(keyword, value, place.child(keyword), deep)
        found.update(limits)
        implied = implied_type(schema) if self._implies and found.keys().isdisjoint(_TYPED) else None
        if implied is not None and "$ref" not in schema:
            found["type"] = implied
        for keyword in references(schema, dialect):
            named = self._named(schema[keyword], place, keyword, deep)
            found = {"allOf": [named, *found.pop("allOf", [])], **found} if found else named
        return {"anyOf": [{"type": "null"}, found]} if is_nullable(schema, dialect) else found

    def _member(self, keyword: str, value: Any, place: Place, deep: bool) -> Any:
        shallow = self._glance and not deep
        if shallow and keyword in _LOOKING:
            return _names_only(keyword, value)
        deep = deep or keyword != "allOf"
        if keyword in _LITERAL:
            implies, self._implies = self._implies, False
            try:
                return self.schema(value, place, deep=deep)
            finally:
                self._implies = implies
        if keyword in APPLICATORS_OF_ONE:
            return self.schema(value, place, deep=deep)
        if keyword in APPLICATORS_OF_LISTS and isinstance(value, list):
            return [self.schema(each, place.child(index), deep=deep) for index, each in enumerate(value)]
        if keyword in APPLICATORS_OF_MAPS and isinstance(value, Mapping):
            return {name: self.schema(each, place.child(name), deep=deep) for name, each in value.items()}
        return value

    def _named(self, ref: str, place: Place, keyword: str, deep: bool) -> Any:
        target = self._reading.target(ref, place, keyword)
        if target is None:
            return True
        if target.key in self._open:
            raise _TooMuch
        self._open.add(target.key)
        try:
            return self.schema(target.value, target.place, deep=deep)
        finally:
            self._open.discard(target.key)


def _names_only(keyword: str, value: Any) -> Any:
    if keyword in APPLICATORS_OF_MAPS and isinstance(value, Mapping):
        return dict.fromkeys(value, True)
    return [True] * len(value) if isinstance(value, list) else True
