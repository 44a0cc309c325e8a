"""Values that a schema accepts, and the same values with one thing put wrong."""

from __future__ import annotations

import copy
import random
from collections.abc import Callable, Iterator
from typing import Any

from tests.exact import borders
from tests.exact.oracle import resolved
from tests.exact.texts import matching

_TYPES = ("object", "array", "string", "integer", "number", "boolean")
_FORMATS = {
    "date-time": ("2024-05-17T09:30:00Z", "2024-05-17T09:30:00.25+02:00", "1999-12-31t23:59:59z"),
    "date": ("2024-02-29", "1970-01-01"),
    "time": ("09:30:00Z", "23:59:59.5-08:00"),
    "duration": ("P1D", "PT5M", "P3W", "P1DT12H30M5S"),
    "uuid": ("123e4567-e89b-12d3-a456-426614174000", "F81D4FAE-7DEC-11D0-A765-00A0C91E6BF6"),
    "byte": ("", "aGVsbG8=", "AAEC"),
    "decimal": ("12.50", "-3"),
}
_ODD: tuple[Any, ...] = (
    None, True, False, 0, 1, -1, 1.0, 2.5, -7, 2**31, 2**53 + 1, -(2**63) - 1, 10**30, 1e20, "", "a", "1", "true",
    "null", "é" * 3, "x" * 300, "2024-05-17", "2024-05-17T09:30:00", "2024-13-45T00:00:00Z", [], [None], [1, 1], {},
    {"surprise": 1},
)  # fmt: skip


class Sampler:
    """Samples of schemas in `root`, in JSON Schema 2020-12; the same seed gives the same samples.

    Strings that are bound by nothing else are made of `letters`.
    """

    def __init__(self, root: Any, seed: int, *, letters: str = "abcXYZ019 -é") -> None:
        self._root = root
        self._random = random.Random(seed)
        self._letters = letters
        self._at_borders = 0.0
        """How often a value inside another is one at a border."""

    def samples(self, schema: Any, count: int) -> Iterator[Any]:
        """Values near the border of what the schema accepts.

        Of every four one is meant to be valid, one has values at borders, and two have one or two things put wrong.
        """
        for number in range(count):
            self._at_borders = self._random.choice((0.1, 0.3)) if number % 4 == 2 else 0.0
            value = self.valid(schema)
            if number % 4 in (1, 3):
                for _ in range(self._random.choice((1, 1, 2))):
                    value = self._mutated(value)
            yield value

    def valid(self, schema: Any, depth: int = 0) -> Any:
        """A value that the schema accepts, where simple means find one."""
        if not isinstance(schema, dict):
            return self._random.choice((1, "a", None, {"a": 1}))
        if "$ref" in schema:
            return self.valid(resolved(schema["$ref"], self._root), depth + 1)
        if "const" in schema:
            return copy.deepcopy(schema["const"])
        if isinstance(schema.get("enum"), list) and schema["enum"]:
            return copy.deepcopy(self._listed(schema["enum"]))
        for keyword in ("oneOf", "anyOf"):
            if isinstance(schema.get(keyword), list) and schema[keyword]:
                return self._alternative(schema, keyword, depth)
        if isinstance(schema.get("allOf"), list) and schema["allOf"]:
            rest = {key: value for key, value in schema.items() if key != "allOf"}
            parts = [self.valid(each, depth) for each in [*schema["allOf"], *([rest] if rest else [])]]
            return _together(parts)
        return self._typed(schema, depth)

    def _alternative(self, schema: Any, keyword: str, depth: int) -> Any:
        members = schema[keyword]
        if depth > 6:
            members = [each for each in members if isinstance(each, dict) and each.get("type") == "null"] or members
        rest = {key: value for key, value in schema.items() if key != keyword}
        found = self.valid(self._random.choice(members), depth + 1)
        if self._is_at_border():
            found = _mixed(found, self.valid(self._random.choice(members), depth + 1), self._random)
        return _together([found, self.valid(rest, depth)]) if rest.keys() - {"type"} else found

    def _listed(self, values: list[Any]) -> Any:
        return borders.listed(values, self._random) if self._is_at_border() else self._random.choice(values)

    def _is_at_border(self) -> bool:
        return self._at_borders > 0 and self._random.random() < self._at_borders

    def _typed(self, schema: Any, depth: int) -> Any:
        kind = self._type(schema)
        at_border = self._is_at_border()
        if at_border and kind in ("string", "number", "integer"):
            return borders.scalar(kind, schema, self._random)
        match kind:
            case "object":
                made = self._object(schema, depth)
                return borders.properties(made, schema, self._next(depth), self._random) if at_border else made
            case "array":
                items = self._array(schema, depth)
                return borders.array(items, schema, self._next(depth), self._random) if at_border else items
            case "string":
                return self._string(schema)
            case "integer":
                return self._number(schema, whole=True)
            case "number":
                return self._number(schema, whole=self._random.random() < 0.3)
            case "boolean":
                return self._random.random() < 0.5
            case "null":
                return None
            case _:
                return self._random.choice((1, "a", None, {"a": 1}, [True]))

    def _next(self, depth: int) -> Callable[[Any], Any]:
        return lambda schema: self.valid(schema, depth + 1)

    def _type(self, schema: Any) -> str:
        given = schema.get("type")
        if isinstance(given, list) and given:
            return str(self._random.choice(given))
        if isinstance(given, str):
            return given
        hints = {
            "object": ("properties", "required", "additionalProperties", "patternProperties", "minProperties"),
            "array": ("items", "prefixItems", "minItems", "contains", "uniqueItems"),
            "string": ("pattern", "minLength", "maxLength", "format"),
            "number": ("minimum", "maximum", "multipleOf", "exclusiveMinimum", "exclusiveMaximum"),
        }
        return next((kind for kind, words in hints.items() if any(word in schema for word in words)), "")

    def _object(self, schema: Any, depth: int) -> Any:
        properties = schema.get("properties")
        properties = properties if isinstance(properties, dict) else {}
        required = schema.get("required")
        required = required if isinstance(required, list) else []
        often = 0.0 if depth > 5 else self._random.choice((0.1, 0.5, 0.9)) / (1 + depth * 0.5)
        made = {
            name: self.valid(each, depth + 1)
            for name, each in properties.items()
            if name in required or self._random.random() < often
        }
        for name in required:
            if name not in made:
                made[name] = 1
        additional = schema.get("additionalProperties")
        if isinstance(additional, dict) and depth < 5:
            for name in self._random.sample(("k1", "some key", "ключ"), self._random.randint(0, 2)):
                made.setdefault(name, self.valid(additional, depth + 1))
        for pattern, each in (schema.get("patternProperties") or {}).items():
            name = matching(pattern, self._random)
            if name is not None and name not in made:
                made[name] = self.valid(each, depth + 1)
        fewest = schema.get("minProperties")
        for number in range(int(fewest) - len(made) if isinstance(fewest, (int, float)) else 0):
            made.setdefault(f"more{number}", self.valid(additional if additional is not None else True, depth + 1))
        return made

    def _array(self, schema: Any, depth: int) -> Any:
        fewest = int(schema.get("minItems") or 0)
        most = int(schema.get("maxItems", fewest + 2))
        prefix = schema.get("prefixItems") if isinstance(schema.get("prefixItems"), list) else []
        length = fewest if depth > 5 else self._random.randint(fewest, max(fewest, min(most, fewest + 2)))
        length = max(length, min(len(prefix), most))
        items = schema.get("items", True)
        return [self.valid(prefix[n] if n < len(prefix) else items, depth + 1) for n in range(min(length, 60))]

    def _string(self, schema: Any) -> str:
        if schema.get("format") in _FORMATS:
            return self._random.choice(_FORMATS[schema["format"]])
        fewest, most = int(schema.get("minLength") or 0), int(schema.get("maxLength", 30))
        if isinstance(schema.get("pattern"), str):
            for _ in range(4):
                text = matching(schema["pattern"], self._random)
                if text is not None and fewest <= len(text) <= most:
                    return text
        length = self._random.choice((fewest, min(most, fewest + 3), most if most < 400 else fewest))
        return "".join(self._random.choice(self._letters) for _ in range(min(length, 5000)))

    def _number(self, schema: Any, *, whole: bool) -> Any:
        step = schema.get("multipleOf")
        low, high = schema.get("minimum"), schema.get("maximum")
        if low is None and "exclusiveMinimum" in schema:
            low = schema["exclusiveMinimum"] + 1
        if high is None and "exclusiveMaximum" in schema:
            high = schema["exclusiveMaximum"] - 1
        low = low if low is not None else min(0, high - 10 if high is not None else 0)
        high = high if high is not None else max(low, 0) + 1000
        if step:
            return int(high // step) * step if whole or isinstance(step, float) else int(low // step + 1) * step
        if whole:
            value = self._random.choice((int(low), int(high), self._random.randint(int(low), max(int(low), int(high)))))
            return float(value) if self._random.random() < 0.05 and abs(value) < 2**53 else value
        return self._random.choice((low, high, round(self._random.uniform(low, high), 3)))

    def _mutated(self, value: Any) -> Any:
        """A copy of the value with one thing changed somewhere in it."""
        places = list(_places(value))
        weights = [1 / (1 + len(place)) for place in places]
        place = self._random.choices(places, weights)[0]
        copied = copy.deepcopy(value)
        if not place:
            return self._changed(copied)
        inner = copied
        for step in place[:-1]:
            inner = inner[step]
        inner[place[-1]] = self._changed(inner[place[-1]])
        return copied

    def _changed(self, value: Any) -> Any:
        if self._random.random() < 0.3:
            return copy.deepcopy(self._random.choice(_ODD))
        match value:
            case dict():
                return self._changed_object(value)
            case list():
                return self._random.choice((value * 2, [], [*value, *value[:1]], value[1:], [*value, {"odd": 1}]))
            case str():
                return self._random.choice(
                    (value.upper(), value[:-1], value + "x", value * 40, "", f" {value}", value + "\n", value[::-1])
                )
            case bool() | None:
                return self._random.choice(_ODD)
            case _:
                return self._random.choice(
                    (-value, value + 1, value - 1, value + 0.5, float(value), value * 1000003, str(value), 10**25)
                )

    def _changed_object(self, value: dict[str, Any]) -> dict[str, Any]:
        names = list(value)
        choice = self._random.random()
        if names and choice < 0.4:
            del value[self._random.choice(names)]
        elif names and choice < 0.55:
            value[self._random.choice(names)] = None
        elif choice < 0.75:
            value[self._random.choice(("unknown", "x-extra", "0", ""))] = self._random.choice(_ODD)
        elif names and choice < 0.9:
            value[self._random.choice(names)] = copy.deepcopy(self._random.choice(_ODD))
        else:
            value.clear()
        return value


def _mixed(one: Any, other: Any, rng: random.Random) -> Any:
    """Two objects in one: all properties of both, or of the first with some of the second in their place."""
    if not isinstance(one, dict) or not isinstance(other, dict):
        return one
    if rng.random() < 0.5:
        return {**one, **other}
    return {name: other.get(name, own) if rng.random() < 0.5 else own for name, own in one.items()}


def _together(parts: list[Any]) -> Any:
    """Objects put together; else the last part, which says most."""
    objects = [part for part in parts if isinstance(part, dict)]
    if len(objects) > 1:
        made: dict[str, Any] = {}
        for each in objects:
            made |= each
        return made
    return objects[0] if objects else parts[-1]


def _places(value: Any, place: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    yield place
    if isinstance(value, dict):
        for name, member in value.items():
            yield from _places(member, (*place, name))
    elif isinstance(value, list):
        for number, item in enumerate(value[:5]):
            yield from _places(item, (*place, number))
