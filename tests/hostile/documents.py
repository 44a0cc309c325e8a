"""Documents that are made to keep a generator busy for ever, to fill its memory, or to end it: how each is built."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import reduce
from typing import Any

Build = Callable[[], str]
HEAD = '{"openapi":"3.1.0","info":{"title":"t","version":"1"},'
YAML = "openapi: 3.1.0\ninfo: {title: t, version: '1'}\npaths: {}\n"


def ref(name: object) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


def schemas(named: Mapping[str, Any], **operation: Any) -> str:
    """A contract with these schemas, whose one operation takes and answers the first."""
    content = {"application/json": {"schema": ref(next(iter(named)))}}
    given = {"operationId": "x", "requestBody": {"content": content}, **operation}
    answers = {"200": {"description": "", "content": content}}
    paths = {"/x": {"post": {**given, "responses": answers}}}
    return f'{HEAD}"paths":{json.dumps(paths)},"components":{{"schemas":{json.dumps(named)}}}}}'


def schema(given: Any) -> str:
    return schemas({"A": given})


def members(given: Mapping[str, Any], **more: Any) -> str:
    return schema({"type": "object", "properties": given, **more})


def nested(begin: str, end: str, levels: int) -> str:
    """A contract with one schema of so many levels."""
    return schema("@").replace('"@"', begin * levels + "{}" + end * levels)


def operations(paths: Mapping[str, Any]) -> str:
    return f'{HEAD}"paths":{json.dumps(paths)}}}'


def answering(**more: Any) -> dict[str, Any]:
    return {"responses": {"200": {"description": ""}}, **more}


def layers(levels: int, layer: Callable[[int], Mapping[str, Any]], end: Any) -> str:
    """S0 is made of S1 and T1 and so on, as `layer` says; the last ones are `end`."""
    named: dict[str, Any] = {}
    for level in range(levels):
        named |= {f"S{level}": layer(level + 1), f"T{level}": layer(level + 1)}
    return schemas({**named, f"S{levels}": end, f"T{levels}": end})


def both(level: int) -> list[dict[str, str]]:
    return [ref(f"S{level}"), ref(f"T{level}")]


def templates(levels: int) -> str:
    """Schemas that are filled in one of two ways at each level, so that the ways double."""
    named: dict[str, Any] = {}
    for level in range(levels):
        choices = [{"$ref": f"{way}{level}"} for way in "ab"]
        named[f"Choice{level}"] = {"$id": f"choice{level}", "oneOf": choices}
        for way, type in (("a", "string"), ("b", "integer")):
            filled = {f"x{level}": {"$dynamicAnchor": f"x{level}", "type": type}}
            inner = {"next": {"$ref": f"choice{level + 1}"}}
            named[f"{way}{level}"] = {"$id": f"{way}{level}", "properties": inner, "$defs": filled}
    asked = {f"x{level}": {"$dynamicRef": f"#x{level}"} for level in range(levels)}
    own = {f"x{level}": {"$dynamicAnchor": f"x{level}"} for level in range(levels)}
    named[f"Choice{levels}"] = {"$id": f"choice{levels}", "properties": asked, "$defs": own}
    return schemas({"Thing": {"$ref": ref("Choice0")["$ref"]}, **named})


def aliases(times: int, levels: int, template: str) -> str:
    first = YAML + "x-a0: &a0 {a: 1}\n"
    rest = (template.format(n=n, many=",".join([f"*a{n - 1}"] * times)) for n in range(1, levels))
    return first + "".join(rest)


def wrapped(levels: int) -> Any:
    """1 in so many lists and objects by turns."""
    value: Any = 1
    for level in range(levels):
        value = [value] if level % 2 else {"a": value}
    return value


RECORD = {"type": "object", "properties": {"a": {"type": "string"}}}
NESTINGS = {
    "items": ('{"type":"array","items":', "}"),
    "prefixItems": ('{"type":"array","prefixItems":[', "]}"),
    "properties": ('{"type":"object","properties":{"a":', "}}"),
    "additionalProperties": ('{"type":"object","additionalProperties":', "}"),
    "allOf": ('{"allOf":[', "]}"),
    "oneOf": ('{"oneOf":[{"type":"string"},', "]}"),
    "anyOf": ('{"anyOf":[{"type":"null"},', "]}"),
    "not": ('{"not":', "}"),
    "if": ('{"if":{},"then":', "}"),
    "$defs": ('{"$defs":{"a":', "}}"),
    "contains": ('{"type":"array","contains":', "}"),
    "mixed": ('{"allOf":[{"type":"object","properties":{"q":{}}},{"type":"object","properties":{"a":', "}}]}"),
}

DEEP: dict[str, Build] = {
    f"{name} nested {levels:,} deep": lambda name=name, levels=levels: nested(*NESTINGS[name], levels)
    for name in NESTINGS
    for levels in (30, 70, 10_000)
} | {
    "YAML flow nested 10,000 deep": lambda: "x: " + "[" * 10_000 + "]" * 10_000,
    "YAML flow opened a million times": lambda: "x: " + "[" * 1_000_000,
    "YAML blocks nested 10,000 deep": lambda: "x:\n" + "".join(" " * n + "a:\n" for n in range(1, 10_000)),
    "YAML dashes nested 100,000 deep": lambda: "x:\n  " + "- " * 100_000,
    "YAML question marks": lambda: "? " * 100_000,
    "JSON opened a million times": lambda: "[" * 1_000_000,
    "JSON objects opened a million times": lambda: '{"a":' * 1_000_000,
    "JSON closed a million times": lambda: "]" * 1_000_000,
    "an enum value nested 170 deep": lambda: schema({"enum": [wrapped(170)]}),
    "an enum value nested 230 deep": lambda: schema({"enum": [wrapped(230)]}),
    "a default nested 150 deep": lambda: members({"a": {"type": "array", "default": wrapped(150)}}),
    "callbacks nested 60 deep": lambda: operations(
        {
            "/x": {
                "post": reduce(
                    lambda inner, _: answering(callbacks={"c": {"{$url}": {"post": inner}}}), range(60), answering()
                )
            }
        }
    ),
    "callbacks that are the path they stand in": lambda: operations(
        {"/x": {"post": answering(callbacks={"c": {"{$url}": {"$ref": "#/paths/~1x"}}})}}
    ),
    "callbacks that double at each step": lambda: operations(
        {
            f"/{n}": {"post": answering(callbacks={c: {"{$url}": {"$ref": f"#/paths/~1{n + 1}"}} for c in "ab"})}
            for n in range(20)
        }
        | {"/20": {"post": answering()}}
    ),
}

DOUBLING: dict[str, Build] = {
    "allOf that doubles": lambda: layers(30, lambda n: {"allOf": both(n)}, RECORD),
    "templates that double": lambda: templates(24),
    "a template at the end of 2,000 references": lambda: schemas(
        {
            "Thing": {"$ref": "r0"},
            **{f"R{n}": {"$id": f"r{n}", "properties": {"a": {"$ref": f"r{n + 1}"}}} for n in range(2_000)},
            "End": {"$id": "r2000", "items": {"$dynamicRef": "#x"}, "$defs": {"x": {"$dynamicAnchor": "x"}}},
        }
    ),
    "oneOf that doubles": lambda: layers(30, lambda n: {"oneOf": [*both(n), {"type": "string"}]}, RECORD),
    "anyOf with null that doubles": lambda: layers(30, lambda n: {"anyOf": [*both(n), {"type": "null"}]}, RECORD),
    "anyOf with lists that doubles": lambda: layers(
        30, lambda n: {"anyOf": [ref(f"S{n}"), {"type": "array", "items": ref(f"T{n}")}]}, RECORD
    ),
    "tuples that double": lambda: layers(30, lambda n: {"type": "array", "prefixItems": both(n)}, {"type": "string"}),
    "properties that double": lambda: layers(
        40, lambda n: {"type": "object", "properties": dict(zip("ab", both(n), strict=True))}, RECORD
    ),
    "not that doubles": lambda: layers(30, lambda n: {"not": {"allOf": both(n)}}, RECORD),
    "discriminators that double": lambda: layers(
        30, lambda n: {"oneOf": both(n), "discriminator": {"propertyName": "a"}}, RECORD
    ),
    "unevaluated properties that double": lambda: layers(
        20, lambda n: {"anyOf": both(n), "unevaluatedProperties": False}, RECORD
    ),
    "merged properties that double": lambda: schemas(
        {
            "R": {"allOf": both(0)},
            **{
                f"{side}{n}": {"type": "object", "properties": {p: ref(f"{side}{n + 1}") for p in "ab"}}
                for n in range(30)
                for side in "ST"
            },
            "S30": {"properties": {"x": {}}},
            "T30": {"properties": {"y": {}}},
        }
    ),
    "tags of a property that double": lambda: layers(30, lambda n: {"allOf": both(n)}, {"type": "string"}).replace(
        '"S0":{', '"X":{},"S0":{'
    ),
    "a union that is its own alternative": lambda: schemas(
        {"A": {"oneOf": [ref("A"), ref("B")]}, "B": {"allOf": [ref("A")]}}
    ),
    "allOf of itself": lambda: schemas({"A": {"allOf": [ref("A"), RECORD]}}),
    "a chain of 5,000 references": lambda: schemas(
        {f"S{n}": ref(f"S{n + 1}") for n in range(5_000)} | {"S5000": RECORD}
    ),
    "a chain of 5,000 nullable references": lambda: schemas(
        {f"S{n}": {"anyOf": [ref(f"S{n + 1}"), {"type": "null"}]} for n in range(5_000)} | {"S5000": RECORD}
    ),
    "a chain of 2,000 lists": lambda: schemas(
        {f"S{n}": {"type": "array", "items": ref(f"S{n + 1}")} for n in range(2_000)} | {"S2000": RECORD}
    ),
    "a chain of 2,000 objects": lambda: schemas(
        {f"S{n}": {"type": "object", "properties": {"a": ref(f"S{n + 1}")}} for n in range(2_000)} | {"S2000": RECORD}
    ),
    "a chain of 2,000 allOf": lambda: schemas(
        {f"S{n}": {"allOf": [ref(f"S{n + 1}"), RECORD]} for n in range(2_000)} | {"S2000": RECORD}
    ),
    "a circle of 2,000 objects": lambda: schemas(
        {f"S{n}": {"type": "object", "properties": {"a": ref(f"S{(n + 1) % 2_000}")}} for n in range(2_000)}
    ),
    "aliases of aliases": lambda: aliases(10, 30, "x-a{n}: &a{n} [{many}]\n"),
    "merged aliases of aliases": lambda: aliases(10, 30, "x-a{n}: &a{n} {{<<: [{many}], b{n}: 1}}\n"),
    "an alias inside of its anchor": lambda: YAML + "x-a: &a [*a]\n",
    "one text aliased 200 times": lambda: YAML + f"x-s: &s '{'x' * 900_000}'\nx-l: [{','.join(['*s'] * 200)}]\n",
}

LARGE: dict[str, Build] = {
    "a text of 100 MB": lambda: schema({"description": "x " * 50_000_000}),
    "a text of 2 MB": lambda: schema({"description": "x " * 1_000_000}),
    "a name of 1 MB": lambda: members({"x" * 1_000_000: {}}),
    "an enum of 90,000": lambda: schema({"enum": [f"v{n}" for n in range(90_000)]}),
    "an enum of a million": lambda: schema({"enum": [f"v{n}" for n in range(1_000_000)]}),
    "an enum with one odd value": lambda: schema({"type": "string", "enum": [*map(str, range(90_000)), 1]}),
    "an enum of objects": lambda: schema({"enum": [{"a": n} for n in range(20_000)]}),
    "20,000 properties": lambda: members({f"p{n}": {"type": "string"} for n in range(20_000)}),
    "a million properties": lambda: members({f"p{n}": {} for n in range(1_000_000)}),
    "10,000 properties of nearly one name": lambda: members(
        {"a" + "_" * (n % 99) + "-" * (n // 99): {} for n in range(10_000)}
    ),
    "50,000 required names": lambda: schema({"type": "object", "required": [f"p{n}" for n in range(50_000)]}),
    "3,000 alternatives": lambda: schema({"anyOf": [{"properties": {f"p{n}": {}}} for n in range(3_000)]}),
    "900 alternatives": lambda: schema({"oneOf": [{"type": "string", "maxLength": n} for n in range(900)]}),
    "500 tagged alternatives": lambda: schemas(
        {"A": {"oneOf": [ref(f"B{n}") for n in range(500)], "discriminator": {"propertyName": "k"}}}
        | {f"B{n}": {"type": "object", "required": ["k"], "properties": {"k": {"type": "string"}}} for n in range(500)}
    ),
    "2,000 operations of nearly one name": lambda: operations(
        {f"/p{n}": {"get": answering(operationId="o" + "_" * n)} for n in range(2_000)}
    ),
    "1,000 tags under each other": lambda: operations({}).replace(
        '"paths"',
        f'"tags":{json.dumps([{"name": f"t{n}", "parent": f"t{(n + 1) % 1_000}"} for n in range(1_000)])},"paths"',
    ),
    "5,000 references to nothing": lambda: members({f"p{n}": ref(f"nope{n}") for n in range(5_000)}),
    "100,000 names given twice": lambda: HEAD + '"paths":{},"x-a":{' + ",".join(['"a":1'] * 100_000) + "}}",
}

NUMBERS: dict[str, Build] = {
    f"{what} as {keyword}": lambda keyword=keyword, text=text: schema({"type": "number", keyword: "@"}).replace(
        '"@"', text
    )
    for keyword in ("maximum", "multipleOf", "const", "default")
    for what, text in (
        ("1e999999", "1e999999"),
        ("-1e999999", "-1e999999"),
        ("1e-999999", "1e-999999"),
        ("100,000 digits", "9" * 100_000),
        ("300 digits", "9" * 300),
    )
} | {
    "100,000 digits in YAML": lambda: YAML + "x-n: " + "9" * 100_000,
    "a hexadecimal number of a million digits": lambda: YAML + "x-n: 0x" + "f" * 1_000_000,
    "an octal number of a million digits": lambda: YAML + "x-n: 0o" + "7" * 1_000_000,
    "1e999999 in YAML": lambda: YAML + "x-n: 1e999999",
    "a million digits behind the point": lambda: YAML + "x-n: 0." + "1" * 900_000,
    "lengths and steps that no validator holds": lambda: members(
        {
            "a": {"type": "string", "minLength": 10**30, "maxLength": -5},
            "b": {"type": "integer", "minimum": 10**30, "exclusiveMaximum": -(10**30)},
            "c": {"type": "array", "minItems": -1, "maxItems": 10**25, "items": {"multipleOf": 0}},
            "d": {"type": "integer", "multipleOf": 0},
            "e": {"type": "number", "multipleOf": -1.5},
            "f": {"type": "string", "minLength": 1e300},
            "g": {"type": "integer", "format": "int32", "minimum": 10**30, "default": 10**30},
        },
        minProperties=-1,
        maxProperties=10**30,
    ),
    "steps whose common multiple has no end": lambda: schema(
        {"allOf": [{"type": "integer", "multipleOf": 2**61 - 1 + 2 * n} for n in range(900)]}
    ),
}

TEXTS: dict[str, Build] = (
    {
        f"a {place} full of {what}": lambda place=place, text=text: (
            schemas({"A": RECORD}, summary=text) if place == "summary" else schema({**RECORD, place: text})
        )
        for place in ("description", "summary")
        for what, text in {
            "opened links": "<a href='x'>" * 80_000,
            "links with many targets": "<a " + "href='x' " * 100_000,
            "links with one end": "<a x>" * 150_000 + "</a>",
            "opened tags": "<p " * 300_000,
            "opened quotes": "<a href='" * 100_000,
            "quotes": '"' * 900_000,
            "backslashes": "\\" * 900_000,
            "lines": "\n" * 900_000,
            "blanks": "a" + " " * 900_000 + "b",
            "digits": "1" * 900_000 + "b",
            "long words": ("x" * 50_000 + " ") * 18,
            "sentences without end": "a b " * 220_000,
            "list marks": "- " * 400_000,
            "code fences": "```\n" * 200_000,
        }.items()
    }
    | {
        f"{place} of a million characters": lambda place=place, text=text: schemas({"A": RECORD}).replace(
            place, json.dumps(text)
        )
        for place, text in {'"x"': "aB1_" * 240_000, '"t"': "A" * 900_000, '"1"': "ﷺ" * 900_000}.items()
    }
    | {
        "a path of braces": lambda: operations({"/" + "{" * 9_000: {"get": answering()}}),
        "a path of variables": lambda: operations({"/" + "{a}/" * 2_000: {"get": answering()}}),
        "a tag of a million characters": lambda: operations(
            {"/x": {"get": answering(tags=["ﷺ" * 900_000, "+" * 900_000])}}
        ),
        "a media type of pluses": lambda: schemas({"A": RECORD}).replace(
            "application/json", "application/" + "+json." * 1_500
        ),
        "a reference of a million percent signs": lambda: schema({"$ref": "#/" + "%25" * 300_000}),
        "a reference of half a million steps": lambda: schema({"$ref": "#/" + "a/" * 450_000}),
    }
)

PATTERNS: dict[str, Build] = {
    "patterns that backtrack for ever": lambda: members(
        {
            f"p{n}": {"type": "string", "pattern": pattern}
            for n, pattern in enumerate(
                [r"^(a+)+$", r"^(?=a)(a|a)*$", r"(?=.*x).*.*y", r"^(?!b)(a*)*$", r"(.*)\1(?!x)", r"^(?=a)(a|aa)+$"]
            )
        }
    ),
    "keywords with patterns that backtrack for ever": lambda: schema(
        {
            "type": "object",
            "not": {"propertyNames": {"pattern": "^(?!b)(a+)+$"}},
            "patternProperties": {"^(?!b)(a+)+$": {}},
        }
    ),
    "patterns with huge repetitions": lambda: members(
        {
            f"p{n}": {"type": "string", "pattern": pattern}
            for n, pattern in enumerate(
                ["a{1000}{1000}{1000}", "(?:(?:a{100}){100}){100}", r"\p{L}{500}{30}", "(" * 5_000]
            )
        }
    ),
    "1,000 large patterns": lambda: members(
        {f"p{n}": {"type": "string", "pattern": rf"(\w{{100}}{n}){{30}}"} for n in range(1_000)}
    ),
    "a pattern of 900,000 characters": lambda: schema({"type": "string", "pattern": "(a|b)" * 180_000}),
}

BROKEN: dict[str, Build] = {
    "nothing": lambda: "",
    "NUL": lambda: "\0" * 1_000,
    "a surrogate in JSON": lambda: schema({"description": "@"}).replace('"@"', '"\\ud800"'),
    "a surrogate in YAML": lambda: YAML + 'x-a: "\\ud800"',
    "10 MB of JSON that breaks off": lambda: "{" + '"a":' * 2_500_000,
    "100,000 anchors": lambda: YAML + "x:\n" + "".join(f"  - &a{n} x\n" for n in range(90_000)),
    "a tag of Python's": lambda: YAML + "x-a: !!python/object/apply:os.system ['touch pwned']",
    "a tag of another kind": lambda: YAML + "x-a: !exec 'touch pwned'",
    "an entity of XML": lambda: '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>',
}

ALL: dict[str, Build] = {**DEEP, **DOUBLING, **LARGE, **NUMBERS, **TEXTS, **PATTERNS, **BROKEN}
