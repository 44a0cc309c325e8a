"""allOf is one flat shape where that is exact, and an intersection where it is not."""

from __future__ import annotations

from typing import Any

import pytest

from tests.ir.expected import (
    ANY,
    KEY,
    NONE,
    NOWHERE,
    answer,
    answering,
    bare,
    built,
    integer,
    list_of,
    map_of,
    named,
    one_of,
    prop,
    record,
    ref,
    rules,
    scalar,
    shape_of,
    string,
    union,
)
from trivet_codegen.ir.shapes import Intersection, Record, Reference, Shape

BASE = {"type": "object", "required": ["id"], "properties": {"id": {"type": "string"}}}
NAMED = {"properties": {"name": {"type": "string"}}}


def test_records_become_one_in_document_order() -> None:
    schema = {"allOf": [{"$ref": KEY + "Base"}, NAMED], "properties": {"own": {"type": "integer"}}}
    assert shape_of(schema, Base=BASE) == record(
        prop("id", string(), required=True), prop("name", string()), prop("own", integer())
    )


def test_own_properties_come_first_where_they_stand_first() -> None:
    schema = {"properties": {"own": {"type": "integer"}}, "allOf": [{"$ref": KEY + "Base"}]}
    assert shape_of(schema, Base=BASE) == record(prop("own", integer()), prop("id", string(), required=True))


def test_the_names_of_what_was_merged_are_kept() -> None:
    schema = {"allOf": [{"$ref": KEY + "Middle"}, NAMED]}
    middle = {"allOf": [{"$ref": KEY + "Base"}, {"properties": {"m": {}}}]}
    found = answer(built(answering(schema, Base=BASE, Middle=middle))[0])
    assert isinstance(found, Record)
    assert found.bases == (KEY + "Middle",)


def test_a_member_may_only_require_properties_of_another() -> None:
    schema = {"allOf": [{"$ref": KEY + "Base"}, {"required": ["name"]}, NAMED]}
    assert shape_of(schema, Base=BASE) == record(
        prop("id", string(), required=True), prop("name", string(), required=True)
    )


@pytest.mark.parametrize(
    "schema",
    [
        {"allOf": [{"$ref": KEY + "Base"}], "description": "The base."},
        {"allOf": [{"$ref": KEY + "Base"}, {"description": "The base."}]},
        {"allOf": [{"$ref": KEY + "Base"}, {}], "description": "The base."},
        {"type": "object", "allOf": [{"$ref": KEY + "Base"}], "description": "The base."},
        {"allOf": [{"allOf": [{"$ref": KEY + "Base"}]}], "description": "The base."},
        {"allOf": [{"$ref": KEY + "Base"}, {"type": "object"}], "description": "The base."},
        {"allOf": [{"$ref": KEY + "Base"}, {"$ref": KEY + "Base"}], "description": "The base."},
    ],
)
def test_one_named_member_with_words_beside_it_stays_a_reference(schema: Any) -> None:
    found = answer(built(answering(schema, Base=BASE))[0])
    assert isinstance(found, Reference)
    assert found.target == KEY + "Base"
    assert found.about.description == "The base."


@pytest.mark.parametrize(
    ("members", "expected"),
    [
        ([{"type": "string", "minLength": 2}, {"maxLength": 5}], string(min_length=2, max_length=5)),
        ([{"type": "string", "maxLength": 9}, {"type": "string", "maxLength": 5}], string(max_length=5)),
        ([{"type": "number"}, {"type": "integer", "minimum": 1}], integer(minimum=1)),
        ([{"type": "integer", "multipleOf": 4}, {"type": "integer", "multipleOf": 6}], integer(multiple_of=12)),
        ([{"enum": ["a", "b", "c"]}, {"enum": ["c", "a", "x"]}], one_of("a", "c")),
        ([{"type": "string"}, {"enum": ["a"]}], one_of("a")),
        ([{"enum": ["a", 1]}, {"type": "integer"}], one_of(1)),
        ([{"items": {"type": "string"}}, {"minItems": 1}], list_of(string(), min_items=1)),
        ([{"additionalProperties": {"type": "string"}}, {"type": "object"}], map_of(string())),
        ([{}, {"description": "anything"}], ANY),
        ([False, {"type": "string"}], NONE),
    ],
)
def test_members_that_narrow_one_type_become_that_type(members: Any, expected: Shape) -> None:
    assert shape_of({"allOf": members}) == expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ({"type": "string"}, {"type": "string"}, string()),
        ({"enum": ["a", "b"]}, {"enum": ["a"]}, one_of("a")),
        ({"type": "string"}, {"type": "string", "maxLength": 3}, string(max_length=3)),
        ({"$ref": KEY + "Base"}, {"description": "words"}, ref("Base")),
        ({"$ref": KEY + "Base"}, {"$ref": KEY + "Base"}, ref("Base")),
        ({"$ref": KEY + "Base"}, {"$ref": KEY + "More"}, ref("More")),
        ({"type": "object"}, {"$ref": KEY + "Base"}, ref("Base")),
        ({"$ref": KEY + "Kind"}, {"enum": ["a"]}, one_of("a")),
        (NAMED, {"properties": {"b": {}}}, record(prop("name", string()), prop("b", ANY))),
        (
            {"pattern": "a"},
            {"pattern": "b"},
            Intersection(about=NOWHERE, members=(string(pattern="a"), string(pattern="b"))),
        ),
    ],
)
def test_a_property_in_two_members_has_the_narrower_shape(one: Any, other: Any, expected: Shape) -> None:
    more = {"allOf": [{"$ref": KEY + "Base"}, {"properties": {"more": {}}}]}
    schemas = {"Base": BASE, "More": more, "Kind": {"enum": ["a", "b"]}}
    schema = {"allOf": [{"properties": {"p": one}}, {"properties": {"p": other}}]}
    assert shape_of(schema, **schemas) == record(prop("p", expected))


def test_two_named_records_for_one_property_stay_an_intersection() -> None:
    schema = {"allOf": [{"properties": {"p": {"$ref": KEY + "Base"}}}, {"properties": {"p": {"$ref": KEY + "Other"}}}]}
    expected = Intersection(about=NOWHERE, members=(ref("Base"), ref("Other")))
    assert shape_of(schema, Base=BASE, Other=NAMED) == record(prop("p", expected))


@pytest.mark.parametrize(
    "schema",
    [
        {"allOf": [{"type": "string"}, {"type": "object"}]},
        {"allOf": [{"enum": ["a"]}, {"enum": ["b"]}]},
        {"allOf": [{"properties": {"p": {"type": "string"}}}, {"properties": {"p": {"type": "integer"}}}]},
        {"allOf": [{"type": "string", "minLength": 5}, {"type": "string", "maxLength": 3}]},
    ],
)
def test_a_contradiction_is_named(schema: Any) -> None:
    assert rules(schema) == ["allof-contradiction"]


def test_the_message_of_a_contradiction_names_the_property() -> None:
    schema = {"allOf": [{"properties": {"p": {"type": "string"}}}, {"properties": {"p": {"type": "integer"}}}]}
    assert built(answering(schema))[1][0].message == "allOf asks for string and integer at once for the property 'p'"


def test_a_closed_member_closes_the_whole_and_that_is_said() -> None:
    schema = {"allOf": [{**BASE, "additionalProperties": False}, NAMED]}
    api, problems = built(answering(schema))
    assert bare(answer(api)) == record(prop("id", string(), required=True), prop("name", string()), additional=NONE)
    assert [problem.rule for problem in problems] == ["allof-closed"]


def test_additional_properties_hold_those_that_other_members_name() -> None:
    named = {"properties": {"id": {}, "name": {"maxLength": 9}, "age": {"type": "integer"}}}
    schema = {"allOf": [{**BASE, "additionalProperties": {"type": ["string", "integer"]}}, named]}
    api, problems = built(answering(schema))
    either = union(string(), integer(), exclusive=False)
    properties = prop("id", string(), required=True), prop("name", string(max_length=9)), prop("age", integer())
    assert bare(answer(api)) == record(*properties, additional=either)
    assert problems == []


def test_a_property_that_additional_properties_of_another_member_refuse_is_kept_and_told() -> None:
    schema = {"allOf": [{"additionalProperties": {"type": "string"}}, {"properties": {"a": {"type": "integer"}}}]}
    api, problems = built(answering(schema))
    assert bare(answer(api)) == record(prop("a", integer()), additional=string())
    assert [problem.rule for problem in problems] == ["allof-closed"]


def test_additional_properties_hold_what_patterns_of_other_members_match() -> None:
    digits = {"patternProperties": {"^x-": {"maxLength": 3}}, "additionalProperties": True}
    api, problems = built(answering({"allOf": [{**BASE, "additionalProperties": {"type": "string"}}, digits]}))
    shape = answer(api)
    assert isinstance(shape, Record)
    assert [(pattern, bare(each)) for pattern, each in shape.patterns] == [("^x-", string(max_length=3))]
    assert problems == []


def test_a_closed_member_that_patterns_of_another_break_is_told() -> None:
    open_ones = {"patternProperties": {"^x-": {"type": "string"}}}
    assert rules({"allOf": [{**BASE, "additionalProperties": False}, open_ones]}) == ["allof-closed"]


def test_closing_beside_members_without_properties_is_nothing_to_talk_about() -> None:
    assert rules({"allOf": [{**BASE, "additionalProperties": False}, {"required": ["id"]}]}) == []


def test_a_union_is_multiplied_out_with_a_record() -> None:
    schema = {"allOf": [BASE, {"oneOf": [NAMED, {"$ref": KEY + "Other"}]}]}
    other: dict[str, Any] = {"properties": {"b": {}}}
    identified = prop("id", string(), required=True)
    assert shape_of(schema, Other=other) == union(
        record(identified, prop("name", string())), record(identified, prop("b", ANY))
    )


def test_a_large_union_stays_an_intersection() -> None:
    members: list[Any] = [{"properties": {f"p{index}": {}}} for index in range(17)]
    found = shape_of({"allOf": [BASE, {"oneOf": members}]})
    assert isinstance(found, Intersection)


def test_alternatives_that_the_rest_rules_out_are_gone() -> None:
    assert shape_of({"allOf": [{"oneOf": [{"type": "integer"}, {"type": "string"}]}, {"type": "string"}]}) == string()


@pytest.mark.parametrize(
    "schemas",
    [
        {"A": {"allOf": [{"$ref": KEY + "A"}, NAMED]}},
        {"A": {"allOf": [{"$ref": KEY + "B"}, NAMED]}, "B": {"allOf": [{"$ref": KEY + "A"}, BASE]}},
        {"A": {"allOf": [{"$ref": KEY + "B"}, NAMED]}, "B": {"$ref": KEY + "A"}},
    ],
)
def test_an_allof_that_leads_back_to_itself_is_an_error_with_its_path(schemas: Any) -> None:
    _, problems = built(answering({"$ref": KEY + "A"}, **schemas))
    cycles = [problem for problem in problems if problem.rule == "allof-cycle"]
    assert cycles
    assert all(problem.severity == "error" for problem in cycles)
    assert f"{KEY}A -> " in cycles[0].message
    assert cycles[0].message.endswith(f" -> {KEY}A")


def test_a_record_may_hold_an_extension_of_itself() -> None:
    tree = {"properties": {"child": {"allOf": [{"$ref": KEY + "Tree"}, NAMED]}}}
    api, problems = built(answering({"$ref": KEY + "Tree"}, Tree=tree))
    child = KEY + "Tree/properties/child"
    assert problems == []
    assert {key: bare(shape) for key, shape in api.shapes.items()} == {
        KEY + "Tree": record(prop("child", Reference(about=NOWHERE, target=child))),
        child: record(prop("child", Reference(about=NOWHERE, target=child)), prop("name", string())),
    }
    assert api.names[child] == "Tree child"


def test_siblings_of_a_reference_that_constrain_are_merged_in_3_1_and_ignored_in_3_0() -> None:
    schema = {"$ref": KEY + "Text", "maxLength": 3}
    assert shape_of(schema, Text={"type": "string"}) == string(max_length=3)
    assert shape_of(schema, "3.0.3", Text={"type": "string"}) == ref("Text")


def test_words_come_from_the_outside_in_and_never_from_a_name() -> None:
    base = {**BASE, "description": "A base."}
    inner = {**NAMED, "description": "Inner."}
    assert (
        answer(built(answering({"allOf": [{"$ref": KEY + "Base"}, inner]}, Base=base))[0]).about.description == "Inner."
    )
    outer = answer(built(answering({"allOf": [inner], "description": "Outer."}))[0])
    assert outer.about.description == "Outer."
    assert answer(built(answering({"allOf": [{"$ref": KEY + "Base"}, NAMED]}, Base=base))[0]).about.description is None


def test_unexpressed_keywords_of_all_members_are_kept() -> None:
    schema = {"allOf": [{**BASE, "not": {"required": ["x"]}}, {**NAMED, "not": {"required": ["y"]}}]}
    found = answer(built(answering(schema))[0])
    assert found.about.unexpressed == {"not": {"required": ["x"]}, "allOf": [{"not": {"required": ["y"]}}]}


def test_the_base_of_a_merged_record_is_no_named_shape_unless_something_refers_to_it() -> None:
    api, _ = built(answering({"allOf": [{"$ref": KEY + "Base"}, NAMED]}, Base=BASE))
    assert dict(api.shapes) == {}


def test_an_enumeration_of_a_base_is_narrowed() -> None:
    pet = {"properties": {"kind": {"enum": ["cat", "dog"]}}}
    cat = {"allOf": [{"$ref": KEY + "Pet"}, {"properties": {"kind": {"enum": ["cat"]}}}]}
    assert named("Cat", Pet=pet, Cat=cat) == record(prop("kind", one_of("cat")))


def test_number_bounds_that_touch_are_no_contradiction() -> None:
    assert shape_of({"allOf": [{"type": "number", "minimum": 1}, {"maximum": 1}]}) == scalar(
        "number", minimum=1, maximum=1
    )


def test_an_allof_of_alternatives_that_go_round_ends() -> None:
    schemas = {"A": {"oneOf": [{"$ref": KEY + "A"}, NAMED]}, "B": {"allOf": [{"$ref": KEY + "A"}, BASE]}}
    assert rules({"$ref": KEY + "B"}, **schemas) == ["ref-circular"]


def test_two_records_that_hold_themselves_can_be_merged() -> None:
    one = {"properties": {"next": {"$ref": KEY + "One"}}}
    other = {"properties": {"next": {"$ref": KEY + "Other"}}}
    expected = Intersection(about=NOWHERE, members=(ref("One"), ref("Other")))
    schema = {"allOf": [{"$ref": KEY + "One"}, {"$ref": KEY + "Other"}]}
    assert shape_of(schema, One=one, Other=other) == record(prop("next", expected))


def test_the_words_of_a_nullable_member_are_kept() -> None:
    nullable = {"type": ["string", "null"], "description": "Inner."}
    assert answer(built(answering({"allOf": [nullable, {"minLength": 1}]}))[0]).about.description == "Inner."


def test_keywords_beside_a_reference_that_speak_of_another_type_say_nothing() -> None:
    schema = {"properties": {"name": {"$ref": KEY + "Name", "minLength": 1}}}
    api, problems = built(answering(schema, Name=BASE))
    assert bare(answer(api)) == record(prop("name", ref("Name")))
    assert [problem.rule for problem in problems] == ["keyword-misplaced"]


def test_members_that_together_allow_no_value_are_named() -> None:
    assert rules({"allOf": [{**BASE, "additionalProperties": False}, {"required": ["other"]}]}) == ["required-unknown"]
