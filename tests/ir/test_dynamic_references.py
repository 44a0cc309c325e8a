"""`$dynamicRef` leads to the outermost `$dynamicAnchor` on the way to it (JSON Schema 2020-12 section 8.2.3.2)."""

from __future__ import annotations

from typing import Any

from tests.ir.expected import KEY, answering, built, ref, rules, shape_of
from trivet_codegen.ir.shapes import ListOf, Record, Reference, Shape

PAGE: dict[str, Any] = {
    "$id": "page",
    "type": "object",
    "properties": {"items": {"type": "array", "items": {"$dynamicRef": "#item"}}, "info": {"$ref": "info"}},
    "$defs": {"any": {"$dynamicAnchor": "item"}},
}
INFO = {"$id": "info", "type": "object", "properties": {"total": {"type": "integer"}}}


def page_of(id: str, item: dict[str, Any]) -> dict[str, Any]:
    return {"$id": id, "$ref": "page", "$defs": {"item": {"$dynamicAnchor": "item", **item}}}


def items_of(shape: Shape) -> str:
    assert isinstance(shape, Record)
    listed = shape.properties[0].shape
    assert isinstance(listed, ListOf)
    assert isinstance(listed.item, Reference)
    return listed.item.target


def test_a_template_is_a_shape_of_its_own_for_each_schema_that_fills_it() -> None:
    schemas = {
        "Page": PAGE,
        "Info": INFO,
        "Words": page_of("words", {"type": "string"}),
        "Users": page_of("users", {"$ref": "user"}),
        "User": {"$id": "user", "type": "object", "properties": {"info": {"$ref": "info"}}},
    }
    whole = {"oneOf": [{"$ref": KEY + name} for name in ("Words", "Users", "Page")]}
    api, problems = built(answering(whole, **schemas))
    assert problems == []
    words, users = (f"{KEY}Page?within=item={KEY}{name}" for name in ("Words", "Users"))
    assert items_of(api.shapes[words]) == KEY + "Words/$defs/item"
    assert items_of(api.shapes[users]) == KEY + "Users/$defs/item"
    assert items_of(api.shapes[KEY + "Page"]) == KEY + "Page/$defs/any"
    assert (api.names[words], api.names[users]) == ("Words Page", "Users Page")
    assert [key for key in api.shapes if "Info" in key or "User?" in key] == [KEY + "Info"]


def test_a_template_within_another_is_filled_by_the_outermost_one() -> None:
    user = {"$id": "user", "type": "object", "properties": {"words": {"$ref": "words"}}}
    schemas = {"Page": PAGE, "Info": INFO, "Words": page_of("words", {"type": "string"}), "User": user}
    api, _ = built(answering({"$ref": KEY + "Users"}, Users=page_of("users", {"$ref": "user"}), **schemas))
    assert [key for key in api.shapes if key.startswith(KEY + "Page")] == [f"{KEY}Page?within=item={KEY}Users"]


def test_a_schema_that_holds_itself_holds_what_extends_it() -> None:
    tree = {"$id": "tree", "$dynamicAnchor": "node", "properties": {"children": {"items": {"$dynamicRef": "#node"}}}}
    strict = {"$id": "strict", "$dynamicAnchor": "node", "$ref": "tree", "unevaluatedProperties": False}
    api, problems = built(answering({"$ref": KEY + "Strict"}, Tree=tree, Strict=strict))
    assert problems == []
    assert items_of(api.shapes[f"{KEY}Tree?within=node={KEY}Strict"]) == KEY + "Strict"


def test_an_anchor_that_is_not_dynamic_is_followed_like_any_other() -> None:
    inner = {"$id": "inner", "items": {"$dynamicRef": "#x"}, "$defs": {"x": {"$anchor": "x", "type": "integer"}}}
    outer = {"$id": "outer", "$ref": "inner", "$defs": {"x": {"$dynamicAnchor": "x", "type": "string"}}}
    api, _ = built(answering({"$ref": KEY + "Outer"}, Inner=inner, Outer=outer))
    listed = api.shapes[KEY + "Inner"]
    assert isinstance(listed, ListOf)
    assert listed.item == Reference(about=listed.item.about, target=KEY + "Inner/$defs/x")


def test_a_dynamic_reference_by_pointer_is_a_reference() -> None:
    assert shape_of({"$dynamicRef": KEY + "A"}, A={"type": "string"}) == ref("A")


def test_anchors_around_a_schema_that_was_entered_from_elsewhere_do_not_count() -> None:
    item = {"$id": "item", "properties": {"a": {"$dynamicRef": "#x"}}, "$defs": {"d": {"$dynamicAnchor": "x"}}}
    around = {"$id": "around", "$defs": {"item": item, "x": {"$dynamicAnchor": "x", "type": "string"}}}
    api, problems = built(answering({"$ref": "item"}, Around=around))
    assert problems == []
    assert [key for key in api.shapes if key.endswith("/$defs/x")] == []


def test_two_anchors_of_one_name_under_one_uri_are_told() -> None:
    a = {"items": {"$dynamicRef": "#x"}, "$defs": {"x": {"$dynamicAnchor": "x", "type": "string"}}}
    b = {"$ref": KEY + "A", "$defs": {"x": {"$dynamicAnchor": "x", "type": "integer"}}}
    assert rules({"$ref": KEY + "B"}, A=a, B=b) == ["dynamic-ref"]


def test_a_dynamic_reference_that_leads_nowhere_is_an_error() -> None:
    assert rules({"$dynamicRef": "#nowhere"}) == ["ref-missing"]
