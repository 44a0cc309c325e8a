"""Models accept what their schemas accept, and no more, where Python's own types say something else."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from tests.exact.pipeline import answering, made
from tests.ir.expected import contract
from trivet.runtime import Adapter


def accepts(reader: Adapter[Any], value: Any) -> bool:
    try:
        reader.read_json(json.dumps(value).encode())
    except ValidationError:
        return False
    return True


@pytest.mark.parametrize(
    ("schema", "good", "bad"),
    [
        ({"type": "integer", "format": "int32", "minimum": -1e12}, -(2**31), -(2**31) - 1),
        ({"type": "integer", "format": "int64", "maximum": 9223372036854776000}, 2**63 - 1, 2**63),
        ({"type": "number", "multipleOf": 1}, 1e15, 1_000_000_000.5),
        ({"type": "number", "maximum": 2**63 - 1}, 2**63 - 1, 2**63),
        ({"type": "array", "prefixItems": [{}], "items": False, "maxItems": 2}, [[]], [[], []]),
        (
            {"type": "array", "prefixItems": [{}, {}], "items": False, "minItems": 2, "uniqueItems": True},
            [1, 2],
            [1, 1],
        ),
        ({"type": "object", "patternProperties": {"^a": {}}, "propertyNames": {"maxLength": 2}}, {"ab": 1}, {"abc": 1}),
        ({"type": "object", "patternProperties": {"^a": {}}, "propertyNames": {"pattern": "b$"}}, {"ab": 1}, {"a": 1}),
        ({"type": "object", "patternProperties": {"^a": {"minLength": 1}}}, {"a": "x"}, {"a": None}),
        ({"type": "object", "patternProperties": {"^a": {"type": "string", "format": "date"}}}, {"b": "x"}, {"a": "x"}),
        (
            {"type": "object", "patternProperties": {"^a": {"maxLength": 1}}, "unevaluatedProperties": False},
            {"a": "x"},
            {"a": "xx"},
        ),
        (
            {"required": ["ab"], "patternProperties": {"^a": {}, "^b": {}}, "additionalProperties": False},
            {"ab": 1},
            {"a": 1},
        ),
        (
            {
                "patternProperties": {"b$": {}, "^a": {}},
                "additionalProperties": False,
                "propertyNames": {"maxLength": 2},
            },
            {"ab": 1},
            {"aab": 1},
        ),
        ({"type": "string", "pattern": "^\\S+$"}, "a\u0085", "a\ufeff"),
        ({"type": "object", "oneOf": [{}]}, {}, []),
        ({"oneOf": [{"not": {"type": "integer"}}]}, None, 1),
        ({"properties": {"a": {}}, "additionalProperties": {"not": {"const": 1}}}, {"b": 2}, {"b": 1}),
        ({"required": ["b"], "additionalProperties": {"not": {"const": 1}}}, {"b": 2}, {"b": 1}),
        (
            {"allOf": [{"properties": {"b": {}}}, {"required": ["c"], "additionalProperties": {"not": {"const": 1}}}]},
            {"b": 2, "c": 2},
            {"b": 1, "c": 2},
        ),
        ({"type": "object", "anyOf": [{"type": ["object", "null"]}, {"type": "object"}]}, {}, None),
        ({"type": "string", "enum": ["a", "bb"], "pattern": "^a"}, "a", "bb"),
        ({"enum": [[1], [1, 1]], "uniqueItems": True}, [1], [1, 1]),
    ],
)
def test_models_hold_their_values_to_all_that_schemas_say(schema: Any, good: Any, bad: Any, tmp_path: Path) -> None:
    with made(answering(contract(), {"It": schema}), tmp_path) as package:
        reader = package.answer(0)
        assert accepts(reader, good)
        assert not accepts(reader, bad)


def test_a_name_for_null_stands_wherever_a_type_does(tmp_path: Path) -> None:
    null = {"$ref": "#/components/schemas/Null"}
    either, each = {"oneOf": [null, {"type": "string"}]}, {"type": "array", "items": null}
    schema = {"properties": {"never": null, "either": either, "each": each}, "required": ["never"]}
    document = contract(components={"schemas": {"Null": {"type": "null"}}})
    with made(answering(document, {"It": schema}), tmp_path) as package:
        assert accepts(package.answer(0), {"never": None, "either": None, "each": [None]})
        assert not accepts(package.answer(0), {"never": 1})
        assert not accepts(package.answer(0), {"never": None, "each": [1]})
