"""YAML text to values, by the rules of YAML 1.2."""

from __future__ import annotations

import json
import tracemalloc

import pytest
import yaml
from hypothesis import given, strategies as st

from trivet_codegen.problem import Problem, Problems
from trivet_codegen.source.reading import value_of
from trivet_codegen.source.values import Json

_CHARACTERS = st.characters(codec="utf-8", exclude_characters="\x85\u2028\u2029", exclude_categories=("Cs", "Cc", "Cn"))
_TEXT = st.text(_CHARACTERS)
VALUES: st.SearchStrategy[Json] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | _TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_TEXT, inner, max_size=4),
    max_leaves=12,
)


def read(text: str) -> Json:
    return value_of(text.encode(), "api.yaml")[0]


def _problem(text: str) -> Problem:
    with pytest.raises(Problems) as raised:
        read(text)
    (problem,) = raised.value.found
    return problem


@given(VALUES)
def test_json_is_read_alike_as_yaml(value: Json) -> None:
    data = json.dumps(value, ensure_ascii=False).encode()
    assert value_of(data, "api.yaml") == value_of(data, "api.json")


@given(VALUES, st.booleans())
def test_yaml_and_json_of_the_same_data_are_read_alike(value: Json, in_flow: bool) -> None:
    """The two libraries write it; 1e5 and the like are left out, which YAML 1.1 writes in quotes or reads as text."""
    data = {"value": _without_exponents(value)}
    written = yaml.dump(data, Dumper=yaml.CSafeDumper, allow_unicode=True, default_flow_style=in_flow, width=60)
    assert value_of(written.encode(), "api.yaml")[0] == data


def _without_exponents(value: Json) -> Json:
    if isinstance(value, dict):
        return {name: _without_exponents(member) for name, member in value.items()}
    if isinstance(value, list):
        return [_without_exponents(item) for item in value]
    return round(value % 1000, 3) + 0.5 if isinstance(value, float) else value


@pytest.mark.parametrize(
    "text", ["no", "on", "yes", "Off", "y", "2024-01-01", "2024-01-01T10:00:00Z", "12:30", "1_000", "0b11", "=", "nUll"]
)
def test_words_of_yaml_1_1_are_text(text: str) -> None:
    assert read(f"a: {text}") == {"a": text}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("012", 12), ("0o14", 12), ("0x1F", 31), ("+1", 1), ("-0", 0), ("1e3", 1000.0), (".5", 0.5), ("5.", 5.0),
        ("12345678901234567890123", 12345678901234567890123), ("true", True), ("FALSE", False), ("~", None), ("", None),
    ],
)  # fmt: skip
def test_plain_scalars_follow_the_core_schema(text: str, value: Json) -> None:
    found = read(f"a: {text}")
    assert repr(found) == repr({"a": value})


@pytest.mark.parametrize("key", ["200", "2024-01-01", "1.10", "true", "null", "~", "007", "0x10", "2XX", "no"])
def test_keys_are_strings_as_they_are_spelled(key: str) -> None:
    assert read(f"{key}: a") == {key: "a"}


def test_aliases_repeat_what_their_anchors_name() -> None:
    assert read("a: &x {b: 1}\nc: *x\nd: [*x]") == {"a": {"b": 1}, "c": {"b": 1}, "d": [{"b": 1}]}


def test_merge_keys_give_way_to_own_members_and_to_earlier_ones() -> None:
    text = "a: &x {b: 1, c: 2}\nd: {<<: *x, c: 3}\ne: {<<: [*x, {b: 9, z: 4}]}"
    assert read(text) == {"a": {"b": 1, "c": 2}, "d": {"b": 1, "c": 3}, "e": {"b": 1, "c": 2, "z": 4}}


def test_a_quoted_merge_key_is_a_name_like_others() -> None:
    assert read('"<<": 3') == {"<<": 3}


def test_aliases_of_aliases_are_refused_with_little_memory() -> None:
    lines = ["a0: &a0 [lol, lol, lol]"] + [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]" for i in range(1, 12)]
    tracemalloc.start()
    problem = _problem("\n".join(lines))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert problem.rule == "yaml-aliases"
    assert peak < 20_000_000


def test_a_long_text_repeated_very_often_is_refused() -> None:
    assert _problem(f'a: &a "{"x" * 100_000}"\nb: [{", ".join(["*a"] * 10_000)}]').rule == "yaml-aliases"


@pytest.mark.parametrize(
    ("text", "rule", "line", "column", "pointer"),
    [
        ("a: &x [*x]", "yaml-aliases", 1, 8, "/a/0"),
        ("a: *x", "yaml-aliases", 1, 4, "/a"),
        ("a:\n\tb: 1", "yaml-syntax", 2, 1, ""),
        ("a: b: c", "yaml-syntax", 1, 5, ""),
        ("a: */*", "yaml-syntax", 1, 5, ""),
        ("a: \x01", "yaml-syntax", 1, 4, ""),
        ("a: 1\n---\nb: 2", "yaml-documents", 2, 1, ""),
        ("a:\n  b: 1\n  b: 2", "duplicate-key", 3, 3, "/a/b"),
        ("200: a\n'200': b", "duplicate-key", 2, 1, "/200"),
        ("a: 1e999", "not-json", 1, 4, "/a"),
        ("a: !include b.yaml", "not-json", 1, 4, "/a"),
        ("a: !!set {b}", "not-json", 1, 4, "/a"),
        ("? [a]\n: 1", "not-json", 1, 3, ""),
        ("a: {<<: 3}", "not-json", 1, 10, "/a"),
    ],
)  # fmt: skip
def test_what_json_cannot_hold_is_refused_where_it_stands(
    text: str, rule: str, line: int, column: int, pointer: str
) -> None:
    problem = _problem(text)
    found = (problem.rule, problem.place.line, problem.place.column, problem.place.pointer)
    assert found == (rule, line, column, pointer)


@pytest.mark.parametrize(("text", "value"), [(".inf", ".inf"), ("-.INF", "-.INF"), (".NaN", ".NaN")])
def test_numbers_that_json_has_not_are_text_with_a_warning(text: str, value: str) -> None:
    found, warnings = value_of(f"a:\n- 1\n- {text}\n".encode(), "api.yaml")
    assert found == {"a": [1, value]}
    assert [(it.rule, it.severity, it.place.pointer, it.place.line, it.place.column) for it in warnings] == [
        ("not-json", "warning", "/a/1", 3, 3)
    ]


@pytest.mark.parametrize("nested", ["- " * 10_000 + "1", "".join(f"{' ' * i}a:\n" for i in range(3_000))])
def test_deep_nesting_in_block_style_is_refused(nested: str) -> None:
    assert _problem(nested).rule == "too-deep"


def test_nesting_through_aliases_is_refused() -> None:
    assert _problem("a0: &a0 [1]\n" + "".join(f"a{i}: &a{i} [*a{i - 1}]\n" for i in range(1, 400))).rule == "too-deep"


def test_json_that_is_broken_in_a_yaml_file_may_still_be_yaml() -> None:
    assert read("{a: 1, b: [c,]}") == {"a": 1, "b": ["c"]}


def test_yaml_in_a_json_file_is_not_taken_for_json() -> None:
    with pytest.raises(Problems) as raised:
        value_of(b"{a: 1}", "api.json")
    assert raised.value.found[0].rule == "json-syntax"


def test_a_document_without_extension_is_read_by_what_it_holds() -> None:
    assert value_of(b"a: 1", "contract") == value_of(b'{"a": 1}', "contract")
