"""JSON text to values."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, strategies as st

from trivet_codegen.problem import Problem, Problems
from trivet_codegen.source.reading import value_of
from trivet_codegen.source.values import MAX_DEPTH, Json

VALUES: st.SearchStrategy[Json] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


def _problem(data: bytes, name: str = "api.json") -> Problem:
    with pytest.raises(Problems) as raised:
        value_of(data, name)
    (problem,) = raised.value.found
    return problem


@given(VALUES)
def test_every_json_value_is_read_as_the_standard_library_reads_it(value: Json) -> None:
    written = json.dumps(value).encode()
    assert repr(value_of(written, "api.json")[0]) == repr(json.loads(written))


@pytest.mark.parametrize("number", [2**63, 2**64, -(2**63) - 1, 12345678901234567890123])
def test_integers_beyond_64_bits_stay_exact(number: int) -> None:
    assert value_of(json.dumps({"maximum": number}).encode(), "api.json")[0] == {"maximum": number}


def test_long_digits_in_text_are_no_number() -> None:
    text = {"a": "12345678901234567890", "b": "x 12345678901234567890123, y"}
    assert value_of(json.dumps(text).encode(), "api.json")[0] == text


@pytest.mark.parametrize("word", ["NaN", "Infinity", "-Infinity", "1e999", "undefined", "'a'"])
def test_what_json_does_not_have_is_refused_where_it_stands(word: str) -> None:
    problem = _problem(f'{{\n  "a": {word}\n}}'.encode())
    assert (problem.rule, problem.place.line) == ("json-syntax", 2)


def test_a_trailing_comma_is_placed() -> None:
    problem = _problem(b'{"a":\n 1,}')
    assert (problem.message, problem.place.line, problem.place.column) == ("trailing comma is not allowed", 2, 3)


def test_an_empty_json_file_says_so() -> None:
    assert _problem(b"").message == "the document is empty"


def test_half_of_a_surrogate_pair_is_refused() -> None:
    assert _problem(rb'{"a": "\ud800"}').rule == "json-syntax"


def test_a_byte_order_mark_is_passed_over() -> None:
    assert value_of(b'\xef\xbb\xbf{"a": 1}', "api.json")[0] == {"a": 1}


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-be"])
@pytest.mark.parametrize("name", ["api.json", "api.yaml"])
def test_other_encodings_than_utf_8_are_named(encoding: str, name: str) -> None:
    problem = _problem('{"openapi": "3.1.0"}'.encode(encoding), name)
    assert problem.rule == "encoding"
    assert encoding[:6].upper() in problem.message


@pytest.mark.parametrize("name", ["api.json", "api.yaml"])
def test_a_byte_that_is_not_utf_8_is_placed(name: str) -> None:
    problem = _problem(b'{"a": 1,\n "b": "caf\xe9"}', name)
    assert (problem.rule, problem.place.line, problem.place.column) == ("encoding", 2, 11)


def test_a_name_given_twice_is_warned_about_where_it_stands_again() -> None:
    value, warnings = value_of(b'{"paths": {"/a": 1,\n  "/a": 2}}', "api.json")
    (warning,) = warnings
    assert value == {"paths": {"/a": 2}}
    assert (warning.rule, warning.severity) == ("duplicate-key", "warning")
    assert (warning.place.pointer, warning.place.line, warning.place.column) == ("/paths/~1a", 2, 3)


QUOTED = st.text('":\\ a\n', max_size=6)


@given(
    st.lists(st.dictionaries(QUOTED, st.lists(QUOTED, max_size=2), max_size=3), max_size=3),
    st.sampled_from([":", " :", "\t\n: "]),
    st.data(),
)
def test_a_name_given_twice_is_found_whatever_quotes_and_colons_stand_around_it(
    objects: list[dict[str, list[str]]], colon: str, data: st.DataObject
) -> None:
    written = [
        [f"{json.dumps(name)}{colon}{json.dumps(value, separators=(',', colon))}" for name, value in one.items()]
        for one in objects
    ]
    plain = "[" + ",".join("{" + ",".join(members) + "}" for members in written) + "]"
    assert value_of(plain.encode(), "api.json")[1] == []
    if any(written):
        members = data.draw(st.sampled_from([members for members in written if members]))
        members.append(members[0])
        again = "[" + ",".join("{" + ",".join(members) + "}" for members in written) + "]"
        assert [warning.rule for warning in value_of(again.encode(), "api.json")[1]] == ["duplicate-key"]


@pytest.mark.parametrize("nested", [MAX_DEPTH + 1, 10_000, 200_000])
@pytest.mark.parametrize("name", ["api.json", "api.yaml"])
def test_what_nests_too_deep_is_refused(nested: int, name: str) -> None:
    assert _problem(b"[" * nested + b"]" * nested, name).rule == "too-deep"


@pytest.mark.parametrize("name", ["api.json", "api.yaml"])
def test_the_deepest_nesting_allowed_is_read(name: str) -> None:
    value_of(b"[" * MAX_DEPTH + b"]" * MAX_DEPTH, name)
