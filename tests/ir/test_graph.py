"""The graph of named shapes: what refers to what, and what goes round."""

from __future__ import annotations

from typing import Any

from hypothesis import given, strategies as st

from tests.ir.expected import KEY, answering, built
from trivet_codegen.ir.graph import cycles, references

EDGES = st.dictionaries(st.integers(0, 7), st.lists(st.integers(0, 7), max_size=4), max_size=8)


def test_references_are_found_wherever_they_stand_in_order() -> None:
    schemas: dict[str, Any] = {name: {"type": "string"} for name in "ABCDEFGHI"}

    def to(name: str) -> dict[str, str]:
        return {"$ref": KEY + name}

    schema = {
        "properties": {
            "a": {"items": to("A")},
            "b": {"anyOf": [to("B"), {"type": "null"}]},
            "c": {"prefixItems": [to("C")], "items": to("D")},
            "e": {"oneOf": [to("E"), {"additionalProperties": to("F")}]},
        },
        "patternProperties": {"^g": to("G")},
        "additionalProperties": {"allOf": [to("H"), {"pattern": "x"}, {"pattern": "y"}]},
    }
    api, _ = built(answering({"$ref": KEY + "Top"}, Top=schema, **schemas))
    found = [key.removeprefix(KEY) for key in references(api.shapes[KEY + "Top"])]
    assert found == list("ABCDEFG")


@given(EDGES)
def test_shapes_share_a_number_exactly_if_each_reaches_the_other(edges: dict[int, list[int]]) -> None:
    schemas: dict[str, Any] = {
        f"S{node}": {"properties": {f"p{i}": {"$ref": f"{KEY}S{to}"} for i, to in enumerate(edges.get(node, []))}}
        for node in range(8)
    }
    all_of_them = {"properties": {name: {"$ref": KEY + name} for name in schemas}}
    api, _ = built(answering(all_of_them, **schemas))
    reach = {node: _reached(node, edges) for node in range(8)}
    found = cycles(api)
    assert set(found) == {f"{KEY}S{node}" for node in range(8) if node in reach[node]}
    for one in range(8):
        for other in range(8):
            if f"{KEY}S{one}" in found and f"{KEY}S{other}" in found:
                together = one == other or (other in reach[one] and one in reach[other])
                assert together == (found[f"{KEY}S{one}"] == found[f"{KEY}S{other}"])


def _reached(start: int, edges: dict[int, list[int]]) -> set[int]:
    found: set[int] = set()
    waiting = list(edges.get(start, []))
    while waiting:
        node = waiting.pop()
        if node not in found:
            found.add(node)
            waiting += edges.get(node, [])
    return found
