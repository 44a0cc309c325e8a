"""Where values stand in texts."""

from __future__ import annotations

import json
import re

import yaml
from hypothesis import given, strategies as st

from tests.source.test_yaml_text import VALUES
from trivet_codegen.problem import Place
from trivet_codegen.source.json_position import duplicates
from trivet_codegen.source.pointer import pointer, tokens
from trivet_codegen.source.position import position, positions
from trivet_codegen.source.values import Json

_ANY_TEXT = st.text(st.characters(codec="utf-8"))


def members(value: Json, place: Place) -> dict[str, Json]:
    """Every value below this one by its pointer; a member by its name, an item by itself."""
    found: dict[str, Json] = {}
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for token, inner in items:
        below = place.child(token)
        found[below.pointer] = token if isinstance(value, dict) else inner
        found.update(members(inner, below))
    return found


def _rest(text: str, at: tuple[int, int]) -> str:
    line, column = at
    return "\n".join([re.split("\n", text)[line - 1][column - 1 :], *re.split("\n", text)[line:]])


@given(st.lists(_ANY_TEXT))
def test_pointers_give_back_their_tokens(path: list[str]) -> None:
    assert tokens(pointer(path)) == path
    assert tokens(Place("d").child(*path).pointer) == path


@given(VALUES, st.sampled_from([None, 0, 2, "\t"]), st.booleans())
def test_a_position_in_json_points_at_its_own_text(value: Json, indent: int | str | None, ascii: bool) -> None:
    text = json.dumps([value], indent=indent, ensure_ascii=ascii)
    wanted = members([value], Place("d"))
    for place, at in positions(text.encode(), wanted).items():
        found, _ = json.JSONDecoder().raw_decode(_rest(text, at))
        assert found == wanted[place]


@given(VALUES)
def test_a_position_in_yaml_points_at_its_own_key(value: Json) -> None:
    data = {"value": value}
    text = yaml.dump(data, Dumper=yaml.CSafeDumper, allow_unicode=True, width=10_000)
    for place in members(data, Place("d")):
        key = tokens(place)[-1]
        if re.fullmatch(r"[a-z]+", key) and not place.rpartition("/")[2].isdigit():
            assert _rest(text, position(text.encode(), place)).lstrip("'\"").startswith(key)


def test_a_pointer_that_leads_nowhere_gets_its_nearest_ancestor() -> None:
    text = b'{\n  "a": {\n    "b": [1]\n  }\n}'
    assert positions(text, ["/a/x", "/a/b/7/c", "/z", ""]) == {
        "/a/x": (2, 3), "/a/b/7/c": (3, 5), "/z": (1, 1), "": (1, 1),
    }  # fmt: skip


def test_the_last_of_two_members_of_one_name_is_meant() -> None:
    assert position(b'{"a": {"b": 1},\n "a": {"c": 2}}', "/a/c") == (2, 8)
    assert position(b'{"a": {"b": 1},\n "a": {"c": 2}}', "/a/b") == (2, 2)


def test_columns_count_characters() -> None:
    assert position('{"äöü": 1, "b": 2}'.encode(), "/b") == (1, 12)
    assert position("äöü: {b: 1}".encode(), "/äöü/b") == (1, 7)


def test_brackets_in_text_do_not_nest() -> None:
    text = b'{"a": {"x": "}]\\"{", "y": ["[", {"z": "\\\\"}]}, "b": 1}'
    assert position(text, "/b") == (1, text.index(b'"b"') + 1)


def test_aliases_and_merge_keys_are_followed() -> None:
    text = b"a: &x\n  b: 1\nc: *x\nd:\n  <<: *x\n"
    assert positions(text, ["/c", "/c/b", "/d/b"]) == {"/c": (3, 1), "/c/b": (2, 3), "/d/b": (2, 3)}


def test_keys_of_yaml_are_found_as_they_are_spelled() -> None:
    assert position(b"responses:\n  200:\n    description: x", "/responses/200") == (2, 3)


def test_a_text_that_cannot_be_read_has_one_position() -> None:
    assert position(b"{a: [", "/a/0") == (1, 1)
    assert position(b"", "/a") == (1, 1)


def test_names_given_twice_are_found_at_any_depth() -> None:
    data = b'[{"a": 1, "a": {"b": 1,\n"b": 2}}]'
    assert duplicates(data) == [(("0", "a"), (1, 11)), (("0", "a", "b"), (2, 1))]
