"""What is read to the letter where that is asked for: types that are not given, and formats."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

import pytest
from pydantic import ValidationError

from tests.exact.pipeline import answering as answering_each, made
from tests.ir.expected import (
    ANY,
    KEY,
    answer,
    answering,
    bare,
    contract,
    integer,
    list_of,
    map_of,
    nullable,
    prop,
    record,
    scalar,
    string,
    union,
)
from trivet_codegen.ir.build import build
from trivet_codegen.ir.letter import LETTERS, Letter
from trivet_codegen.ir.shapes import Shape
from trivet_codegen.source.documents import Documents

BOOLEAN, NUMBER, LIST = scalar("boolean"), scalar("number"), list_of(ANY)


def read(schema: Any, *to_the_letter: Letter, version: str = "3.1.0", **schemas: Any) -> tuple[Shape, list[str]]:
    document = answering(schema, version, **schemas)
    api, problems = build(cast(Any, Documents.of({"api.json": document})), to_the_letter=to_the_letter)
    return bare(answer(api)), [problem.rule for problem in problems]


def any_but(*members: Shape) -> Shape:
    return nullable(union(*members, exclusive=False))


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        ({"properties": {"a": True}}, any_but(string(), NUMBER, BOOLEAN, LIST, record(prop("a", ANY)))),
        ({"items": {"type": "string"}}, any_but(string(), NUMBER, BOOLEAN, list_of(string()), map_of(ANY))),
        ({"maxLength": 3}, any_but(string(max_length=3), NUMBER, BOOLEAN, LIST, map_of(ANY))),
        (
            {"minimum": 1, "maxLength": 3},
            any_but(string(max_length=3), scalar("number", minimum=1), BOOLEAN, LIST, map_of(ANY)),
        ),
    ],
)
def test_a_schema_without_a_type_accepts_every_type(schema: Any, expected: Shape) -> None:
    assert read(schema, "types") == (expected, [])


@pytest.mark.parametrize("schema", [{"type": "object", "properties": {"a": True}}, {"enum": ["a", 1]}, {}])
def test_where_no_type_is_implied_nothing_changes(schema: Any) -> None:
    assert read(schema, "types") == read(schema)


def test_members_of_an_allof_without_a_type_take_the_type_that_is_given() -> None:
    typed = {"allOf": [{"type": "object"}, {"properties": {"a": True}}]}
    assert read(typed, "types") == (record(prop("a", ANY)), [])


def test_members_of_an_allof_without_types_are_merged_type_by_type() -> None:
    untyped = {
        "allOf": [
            {"properties": {"a": True}},
            {"properties": {"b": True}, "minimum": 1},
            {"type": ["object", "number"]},
        ]
    }
    merged = union(scalar("number", minimum=1), record(prop("a", ANY), prop("b", ANY)), exclusive=False)
    assert read(untyped, "types") == (merged, [])


def test_bytes_as_they_are_have_no_type_to_give() -> None:
    assert read({"contentMediaType": "image/png"}, "types")[0] == string(
        format="binary", content_media_type="image/png"
    )


@pytest.mark.parametrize("format", ["date-time", "date", "time", "duration", "uuid", "byte", "decimal"])
def test_a_format_of_text_says_nothing(format: str) -> None:
    assert read({"type": "string", "format": format}, "formats") == (string(), [])


def test_a_format_of_numbers_says_nothing() -> None:
    assert read({"type": "integer", "format": "int32"}, "formats") == (integer(), [])


def test_an_encoding_says_nothing() -> None:
    assert read({"type": "string", "contentEncoding": "base64"}, "formats") == (string(), [])


def test_a_file_stays_a_file() -> None:
    assert read({"type": "string", "format": "binary"}, "formats")[0] == string(format="binary")


def test_a_text_that_fits_two_alternatives_to_the_letter_fits_neither(tmp_path: Path) -> None:
    either = {"oneOf": [{"type": "string"}, {"$ref": KEY + "Pet"}]}
    document = contract(components={"schemas": {"Pet": {"properties": {"name": {"type": "string"}}}}})
    with made(answering_each(document, {"Either": either}), tmp_path) as meant:
        assert meant.answer(0).read_json(b'"Tom"') == "Tom"
    with made(answering_each(document, {"Either": either}), tmp_path, LETTERS) as written:
        assert written.answer(0).read_json(b"5") == 5
        assert written.answer(0).read_json(b'{"name": "Tom"}').name == "Tom"
        with pytest.raises(ValidationError):
            written.answer(0).read_json(b'"Tom"')


def test_a_value_of_two_alternatives_is_refused_where_one_of_them_has_alternatives_of_its_own(tmp_path: Path) -> None:
    either = {"oneOf": [{"type": "string"}, {"$ref": KEY + "Id"}]}
    document = contract(
        components={"schemas": {"Id": {"anyOf": [{"type": "string", "maxLength": 2}, {"type": "integer"}]}}}
    )
    with made(answering_each(document, {"Either": either}), tmp_path) as meant:
        assert meant.answer(0).read_json(b'"long"') == "long"
        assert meant.answer(0).read_json(b"5") == 5
        with pytest.raises(ValidationError):
            meant.answer(0).read_json(b'"ab"')
