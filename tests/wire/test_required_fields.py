"""Required properties of forms that nothing would be sent of, and defaults that break their own limits."""

from __future__ import annotations

from typing import Any

import pytest

from tests.wire.bodies import FORM, MULTIPART
from tests.wire.contracts import document, operation, parameter
from tests.wire.pair import Pair, generated
from trivet.runtime import InvalidRequest

FIELDS: dict[str, Any] = {
    "type": "object",
    "required": ["tags", "note", "any/thing", "box"],
    "properties": {
        "tags": {"type": "array", "items": {"type": "string"}},
        "note": {"type": ["string", "null"]},
        "any/thing": {},
        "box": {"type": "object", "additionalProperties": {"type": "string"}},
        "more": {"type": "array", "items": {"type": "string"}},
    },
}
GIVEN: dict[str, Any] = {"tags": ["a"], "note": "", "any/thing": "x", "box": {"a": "b"}}


def contract() -> dict[str, Any]:
    styles = {"box": {"style": "deepObject"}, "more": {"style": "form", "explode": False}}
    paths = {
        f"/{id}": {
            "post": operation(
                id,
                requestBody={
                    "required": True,
                    "content": {kind: {"schema": {"$ref": "#/components/schemas/Fields"}, "encoding": styles}},
                },
            )
        }
        for id, kind in (("form", FORM), ("parts", MULTIPART))
    }
    defaults = [
        parameter("query", {"type": "string", "maxLength": 1, "default": "long"}, "text"),
        parameter("query", {"type": "integer", "maximum": 3, "default": 5}, "number"),
        parameter("query", {"type": "string", "pattern": "^a$", "default": "b"}, "letter"),
    ]
    return document({**paths, "/list": {"get": operation("list", *defaults)}}, {"Fields": FIELDS})


@pytest.fixture
def pair(mode: str) -> Pair:
    return Pair(generated(contract()), mode)


@pytest.mark.parametrize("id", ["form", "parts"])
@pytest.mark.parametrize(
    ("name", "value", "place"),
    [
        ("tags", [], "/body/tags"),
        ("note", None, "/body/note"),
        ("any/thing", None, "/body/any~1thing"),
        ("box", {}, "/body/box"),
    ],
)
def test_a_required_property_that_nothing_is_sent_of_is_refused(
    pair: Pair, id: str, name: str, value: Any, place: str
) -> None:
    with pytest.raises(InvalidRequest, match="sends nothing") as caught:
        pair.call(id, body={**GIVEN, name: value})
    assert [pointer for pointer, _ in caught.value.errors] == [place]


@pytest.mark.parametrize("id", ["form", "parts"])
def test_of_an_optional_list_that_is_empty_nothing_is_sent(pair: Pair, id: str) -> None:
    pair.call(id, body={**GIVEN, "more": []})
    assert pair.given["body"].model_fields_set == {"tags", "note", "any_thing", "box"}


def test_a_default_beyond_its_own_limits_is_no_fault_of_a_request(pair: Pair) -> None:
    pair.call("list")
    assert pair.given == {"text": "long", "number": 5, "letter": "b"}


def test_what_is_sent_is_held_to_the_limits_all_the_same(pair: Pair) -> None:
    with pytest.raises(InvalidRequest, match="query/number"):
        pair.call("list", number=5)
