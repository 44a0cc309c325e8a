"""Values on either side of what a schema says: of each bound, length, format and list of values."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

from tests.exact.texts import matching

_HUGE = (0, -0.0, 1.0, 2**31 - 1, 2**31, -(2**31) - 1, 2**53 + 1, 2**63 - 1, 2**63, -(2**63) - 1, 1e308, 5e-324)
_LETTERS = ("é", "😀", "e\u0301", "\u2028", "\x00", "\u00a0", "٣", "K", "\ufeff")
"""One, one, two and one code points, and more that engines of regular expressions part company over."""
_NAMES = ("", "__proto__", "__class__", "model_config", "self", "$ref", "x-extra", "0", "ключ", "a b", "null", "_a")
_TWINS: tuple[tuple[Any, ...], ...] = (
    (1, 1.0), (1, True), (0, False), (0, -0.0), ("1", 1), (None, False), ([1], [1.0]), ([1], [True]), ({}, []),
    ({"a": 1, "b": 2}, {"b": 2, "a": 1.0}), ("é", "e\u0301"), (2**53, 2**53 + 1), (10**20, 1e20),
)  # fmt: skip
"""Two values each that are equal in JSON Schema, or only look so."""
_FORMATS = {
    "date-time": (
        "1990-12-31T23:59:60Z", "1990-12-31T24:00:00Z", "0000-01-01T00:00:00Z", "0001-01-01T00:00:00+23:59",
        "9999-12-31T23:59:59-23:59", "2024-05-17T09:30:00+24:00", "2024-05-17T09:30:00-00:00", "2024-05-17 09:30:00Z",
        "2024-05-17T09:30:00.123456789Z", "2024-05-17T09:30Z", "2024-05-17T09:30:00+0200", "2023-02-29T00:00:00Z",
        "2024-05-17T09:30:00.Z", "2024-05-17T09:30:00", "2024-05-17t09:30:00z", "1715938200", "2024-05-17T09:60:00Z",
    ),
    "date": ("0000-01-01", "0001-01-01", "9999-12-31", "10000-01-01", "2023-02-29", "1900-02-29", "2000-02-29",
             "2024-1-1", "20240517", "2024-05-17T00:00:00", "2024-04-31", "２０２４-01-01"),
    "time": ("24:00:00Z", "23:59:60Z", "22:59:60Z", "23:59:59+23:59", "23:59:59+24:00", "00:00:00-00:00", "09:30Z",
             "09:30:00", "09:30:00z", "09:30:00.1234567Z", "9:30:00Z", "09:30:00+01", "23:59:60+00:01"),
    "duration": ("P0D", "PT0S", "P", "PT", "P1Y", "P1M", "PT1M", "P1W2D", "P1DT", "PT1H30S", "PT0.5S", "P1.5D", "-P1D",
                 "+P1D", "p1d", "P1DT24H", "PT36H", "P99999999999D", "P1Y2M3DT4H5M6S", "PT1,5S", "P00001D"),
    "uuid": ("00000000-0000-0000-0000-000000000000", "123E4567-e89b-12d3-A456-426614174000",
             "{123e4567-e89b-12d3-a456-426614174000}", "urn:uuid:123e4567-e89b-12d3-a456-426614174000",
             "123e4567e89b12d3a456426614174000", "123e4567-e89b-12d3-a456-42661417400g",
             "123e-4567e89b-12d3-a456-426614174000"),
    "byte": ("YQ==", "YQ", "YQ=", "YQ===", "YR==", "Y", "-_-_", "+/+/", "YQ==\n", " YQ==", "YQ==YQ==", "====", "é"),
    "decimal": ("0", "-0", "+1", "01", ".5", "5.", "1e5", "1E-5", "NaN", "Infinity", "-Infinity", "1_000", " 1", "١",
                "0x10", "1e400", "123456789012345678901234567890.123456789"),
}  # fmt: skip


def scalar(kind: str, schema: Any, rng: random.Random) -> Any:
    """A text or number at a border of what the schema says of its kind."""
    return _text(schema, rng) if kind == "string" else _number(schema, rng)


def _number(schema: Any, rng: random.Random) -> Any:
    found: list[Any] = list(rng.sample(_HUGE, 2))
    for keyword in ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"):
        bound = schema.get(keyword)
        if isinstance(bound, int | float) and not isinstance(bound, bool):
            found += [bound, bound + 1, bound - 1, bound + 0.5, bound - 1e-9, bound * 2]
            found += [float(bound), int(bound)] if abs(bound) < 1e300 else []
    step = schema.get("multipleOf")
    if isinstance(step, int | float) and step > 0:
        found += [step, step * 3, step * 1.5, step + 1, -step, step * 1_000_003, step / 2]
    return rng.choice(found)


def _text(schema: Any, rng: random.Random) -> str:
    if schema.get("format") in _FORMATS:
        return rng.choice(_FORMATS[schema["format"]])
    found: list[str] = []
    for keyword in ("minLength", "maxLength"):
        length = schema.get(keyword)
        if isinstance(length, int | float) and length < 5000:
            found += [rng.choice(_LETTERS[:3]) * max(0, int(length) + more) for more in (-1, 0, 1)]
    if isinstance(schema.get("pattern"), str) and (text := matching(schema["pattern"], rng)) is not None:
        odd = rng.choice(_LETTERS)
        found += [text + "\n", "\n" + text, text + odd, odd + text, text.upper(), text.lower(), text[:-1], text[1:]]
        found += [f"{text}\n{text}", text * 2, text.replace("a", odd).replace("0", odd)]
    return rng.choice(found or [*_LETTERS, "", " ", "😀"])


def listed(values: list[Any], rng: random.Random) -> Any:
    """Something like one of the values of an `enum`: of another type, or in other letters."""
    value = rng.choice(values)
    near: list[Any] = [value, [value], str(value), None, {"value": value}]
    if isinstance(value, str):
        near += [value.upper(), value.lower(), value.capitalize(), value + " ", value + "\n"]
        near += [int(value)] if value.isascii() and value.isdigit() and len(value) < 15 else []
    elif isinstance(value, int | float):
        near += [float(value), bool(value), -value, value + 0.5, value + 1]
    return rng.choice(near)


def array(items: list[Any], schema: Any, another: Callable[[Any], Any], rng: random.Random) -> list[Any]:
    """Items as many as are just enough, just allowed, or one too few or many; or with equal ones among them."""
    item = schema.get("items", True)
    lengths = [
        int(schema[keyword]) + more
        for keyword in ("minItems", "maxItems")
        if isinstance(schema.get(keyword), int | float) and schema[keyword] < 300
        for more in (-1, 0, 1)
    ]
    if schema.get("uniqueItems") is True and rng.random() < 0.7:
        return [*items, *items[:1]] if items and rng.random() < 0.5 else list(rng.choice(_TWINS))
    if not lengths:
        return list(rng.choice(_TWINS)) if rng.random() < 0.3 else [*items, another(item)]
    length = max(0, rng.choice(lengths))
    return [*items, *(another(item) for _ in range(length - len(items)))][:length]


def properties(value: dict[str, Any], schema: Any, another: Callable[[Any], Any], rng: random.Random) -> dict[str, Any]:
    """The object with a property more or less, by names and numbers that its schema speaks of."""
    choice = rng.random()
    most = schema.get("maxProperties")
    patterns = schema.get("patternProperties")
    if isinstance(most, int | float) and most < 50 and choice < 0.5:
        extra = {f"more{number}": another(schema.get("additionalProperties", True)) for number in range(int(most) + 1)}
        return dict([*value.items(), *extra.items()][: int(most) + rng.choice((0, 1))])
    if isinstance(schema.get("minProperties"), int | float) and value and choice < 0.5:
        return dict(list(value.items())[: max(0, int(schema["minProperties"]) - rng.choice((0, 1)))])
    if isinstance(patterns, dict) and patterns and choice < 0.5:
        name = matching(rng.choice(list(patterns)), rng) or ""
        return {**value, rng.choice((name, f"{name}\n", f"x{name}", name.upper())): another(True)}
    if value and choice < 0.6:
        name = rng.choice(list(value))
        kept = {key: each for key, each in value.items() if key != name}
        return {**kept, rng.choice((name.upper(), name.replace("_", "-"), f"{name}x", f" {name}")): value[name]}
    if choice < 0.7 and (absent := [name for name in schema.get("properties") or () if name not in value]):
        return {**value, rng.choice(absent): another(True)}
    return {**value, rng.choice(_NAMES): another(schema.get("additionalProperties", True))}
