"""A discriminator says which values mean which alternative, or it is not there."""

from __future__ import annotations

from typing import Any

import pytest

from tests.ir.expected import KEY, answer, answering, built
from trivet_codegen.ir.shapes import Discriminator, Record, Union
from trivet_codegen.problem import Problem

KIND = {"type": "string"}


def pet(**kind: Any) -> dict[str, Any]:
    return {"type": "object", "required": ["kind"], "properties": {"kind": kind or KIND}}


def found(schema: Any, **schemas: Any) -> tuple[Discriminator | None, list[Problem]]:
    api, problems = built(answering(schema, **schemas))
    shape = answer(api)
    assert isinstance(shape, Union)
    return shape.discriminator, problems


def pets(**discriminator: Any) -> dict[str, Any]:
    return {
        "oneOf": [{"$ref": KEY + "Cat"}, {"$ref": KEY + "Dog"}],
        "discriminator": {"propertyName": "kind", **discriminator},
    }


def tags(schema: Any, **schemas: Any) -> Any:
    discriminator, problems = found(schema, **schemas)
    assert problems == []
    assert discriminator is not None
    return discriminator.tags


def test_names_of_schemas_are_the_tags_where_nothing_else_is_said() -> None:
    assert tags(pets(), Cat=pet(), Dog=pet()) == (("Cat",), ("Dog",))


@pytest.mark.parametrize("target", [KEY + "Dog", "Dog"])
def test_a_mapping_gives_one_alternative_several_tags_and_others_keep_their_names(target: str) -> None:
    schema = pets(mapping={"dog": target, "puppy": target})
    assert tags(schema, Cat=pet(), Dog=pet()) == (("Cat",), ("dog", "puppy"))


def test_what_the_alternatives_declare_wins() -> None:
    schema = pets(mapping={"cat": "Cat"})
    assert tags(schema, Cat=pet(const="CAT"), Dog=pet(enum=["DOG", "PUPPY"])) == (("CAT",), ("DOG", "PUPPY"))


def test_declarations_are_found_through_references_and_all_of() -> None:
    schemas = {
        "Cat": {"allOf": [{"$ref": KEY + "Base"}, {"properties": {"kind": {"enum": ["cat"]}}}]},
        "Dog": {"$ref": KEY + "Hound"},
        "Hound": {"allOf": [{"$ref": KEY + "Base"}, {"properties": {"kind": {"$ref": KEY + "HoundKind"}}}]},
        "HoundKind": {"const": "dog"},
        "Base": pet(enum=["cat", "dog"]),
    }
    assert tags(pets(), **schemas) == (("cat",), ("dog",))


def test_an_enum_that_all_alternatives_share_gives_way_to_the_mapping() -> None:
    schemas = {name: {"allOf": [{"$ref": KEY + "Base"}]} for name in ("Cat", "Dog")}
    schema = pets(mapping={"cat": "Cat", "dog": "Dog"})
    assert tags(schema, Base=pet(enum=["cat", "dog"]), **schemas) == (("cat",), ("dog",))


def test_inline_alternatives_are_told_by_what_they_declare() -> None:
    schema = {"oneOf": [pet(const="cat"), pet(const="dog")], "discriminator": {"propertyName": "kind"}}
    assert tags(schema) == (("cat",), ("dog",))


def test_the_property_may_stand_beside_the_alternatives() -> None:
    schema = {**pet(), **pets()}
    assert tags(schema, Cat={"properties": {"a": {}}}, Dog={"properties": {"b": {}}}) == (("Cat",), ("Dog",))


def test_the_mapping_is_kept_with_keys() -> None:
    discriminator, _ = found(pets(mapping={"dog": "Dog"}), Cat=pet(), Dog=pet())
    assert discriminator is not None
    assert discriminator.mapping == {"dog": KEY + "Dog"}


@pytest.mark.parametrize(
    ("schema", "schemas", "rule"),
    [
        (pets(), {"Cat": pet(), "Dog": {"properties": {"a": {}}}}, "discriminator-property"),
        (pets(), {"Cat": pet(const="x"), "Dog": pet(const="x")}, None),
        (
            {
                "oneOf": [pet(), {**pet(), "properties": {"kind": KIND, "b": {}}}],
                "discriminator": {"propertyName": "kind"},
            },
            {},
            "discriminator-tags",
        ),
        ({**pets(), "discriminator": {}}, {"Cat": pet(), "Dog": pet(const="d")}, "discriminator"),
    ],
)
def test_what_cannot_be_told_is_dropped_and_named(schema: Any, schemas: Any, rule: str | None) -> None:
    discriminator, problems = found(schema, **schemas)
    assert [problem.rule for problem in problems] == ([rule] if rule else [])
    assert (discriminator is None) == (rule is not None)


def test_a_mapping_to_a_stranger_is_named() -> None:
    _, problems = found(pets(mapping={"bird": "Bird"}), Cat=pet(), Dog=pet(), Bird=pet(const="b"))
    assert [problem.rule for problem in problems] == ["discriminator-mapping"]


def test_a_base_keeps_its_discriminator_and_what_extends_it_does_not() -> None:
    base = {**pet(), "discriminator": {"propertyName": "kind", "mapping": {"cat": KEY + "Cat"}}}
    cat = {"allOf": [{"$ref": KEY + "Pet"}, {"properties": {"purrs": {}}}]}
    schema = {"properties": {"a": {"$ref": KEY + "Pet"}, "b": {"$ref": KEY + "Cat"}}}
    shapes = built(answering(schema, Pet=base, Cat=cat))[0].shapes
    kept, dropped = shapes[KEY + "Pet"], shapes[KEY + "Cat"]
    assert isinstance(kept, Record)
    assert isinstance(dropped, Record)
    assert kept.discriminator == Discriminator(property="kind", mapping={"cat": KEY + "Cat"})
    assert dropped.discriminator is None


@pytest.mark.parametrize("target", ["Bird", KEY + "Bird", "models/bird.yaml"])
def test_a_mapping_to_nothing_is_named_and_left_out(target: str) -> None:
    discriminator, problems = found(pets(mapping={"bird": target, "dog": "Dog"}), Cat=pet(), Dog=pet())
    assert isinstance(discriminator, Discriminator)
    assert discriminator.mapping == {"dog": KEY + "Dog"}
    assert [(problem.rule, problem.severity) for problem in problems] == [("discriminator-mapping", "warning")]
    assert problems[0].place.pointer.endswith("/mapping/bird")
