"""Requests hold no readOnly property, answers no writeOnly one, and what does not vary stays as it is."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from hypothesis import given, strategies as st

from tests.ir.expected import KEY, bare, built, contract, integer, list_of, nullable, prop, record, ref, string
from trivet_codegen.ir.api import Api
from trivet_codegen.ir.directions import split
from trivet_codegen.ir.graph import operation_shapes, parts, references
from trivet_codegen.ir.rebuild import rebuilt_operation
from trivet_codegen.ir.shapes import Property, Record, Reference, Shape

TEXT = {"type": "string"}
CUSTOMER = {
    "required": ["id", "name"],
    "properties": {
        "id": {"type": "string", "readOnly": True},
        "name": TEXT,
        "password": {"type": "string", "writeOnly": True},
    },
}


def exchange(sent: Any, received: Any, **schemas: Any) -> Api:
    """A contract with one operation that sends one schema and gets another."""
    operation = {
        "requestBody": {"content": {"application/json": {"schema": sent}}},
        "responses": {"200": {"description": "", "content": {"application/json": {"schema": received}}}},
    }
    api, problems = built(contract(paths={"/": {"post": operation}}, components={"schemas": schemas}))
    assert problems == []
    return api


def to(name: str) -> dict[str, str]:
    return {"$ref": KEY + name}


def shapes(api: Api) -> dict[str, Shape]:
    return {key.removeprefix(KEY): bare(shape) for key, shape in api.shapes.items()}


def sent_and_received(api: Api) -> tuple[list[Shape], list[Shape]]:
    sent: list[Shape] = []
    received: list[Shape] = []

    def noting(found: list[Shape]) -> Callable[[Shape], Shape]:
        def note(shape: Shape) -> Shape:
            found.append(shape)
            return shape

        return note

    for operation in api.operations:
        rebuilt_operation(operation, noting(sent), noting(received))
    for webhook in api.webhooks:
        rebuilt_operation(webhook, noting(received), noting(sent))
    return sent, received


def test_a_shape_that_both_directions_need_is_there_twice() -> None:
    api = split(exchange(to("Customer"), to("Customer"), Customer=CUSTOMER))
    assert shapes(api) == {
        "Customer": record(prop("id", string(), required=True, read_only=True), prop("name", string(), required=True)),
        "Customer?input": record(prop("name", string(), required=True), prop("password", string(), write_only=True)),
    }
    assert list(api.names.values()) == ["Customer", "CustomerInput"]
    sent, received = sent_and_received(api)
    assert [bare(shape) for shape in sent] == [ref("Customer?input")]
    assert [bare(shape) for shape in received] == [ref("Customer")]


def test_what_a_direction_calls_a_shape_does_not_depend_on_the_other_direction() -> None:
    assert list(shapes(split(exchange(to("Customer"), TEXT, Customer=CUSTOMER)))) == ["Customer?input"]
    assert list(shapes(split(exchange(TEXT, to("Customer"), Customer=CUSTOMER)))) == ["Customer"]


def test_a_shape_with_nothing_but_write_only_properties_keeps_its_name_in_requests() -> None:
    login = {"required": ["name"], "properties": {"name": TEXT, "password": {"type": "string", "writeOnly": True}}}
    api = split(exchange(to("Login"), to("Login"), Login=login))
    assert shapes(api) == {
        "Login": record(prop("name", string(), required=True), prop("password", string(), write_only=True)),
        "Login?output": record(prop("name", string(), required=True)),
    }
    assert list(api.names.values()) == ["Login", "LoginOutput"]


def test_whatever_leads_to_a_shape_that_varies_varies_too() -> None:
    page = {"properties": {"items": {"items": {"anyOf": [to("Customer"), {"type": "null"}]}}, "shared": to("Shared")}}
    schemas = {"Page": page, "Customer": CUSTOMER, "Shared": {"properties": {"a": {"type": "integer"}}}}
    found = shapes(split(exchange(to("Page"), to("Page"), **schemas)))
    assert list(found) == ["Page", "Page?input", "Customer", "Customer?input", "Shared"]
    assert found["Page"] == record(prop("items", list_of(nullable(ref("Customer")))), prop("shared", ref("Shared")))
    assert found["Page?input"] == record(
        prop("items", list_of(nullable(ref("Customer?input")))), prop("shared", ref("Shared"))
    )
    assert found["Shared"] == record(prop("a", integer()))


def test_inline_shapes_are_turned_where_they_stand() -> None:
    api = split(exchange(CUSTOMER, CUSTOMER))
    sent, received = sent_and_received(api)
    assert [[each.name for each in shape.properties] for shape in (*sent, *received) if isinstance(shape, Record)] == [
        ["name", "password"],
        ["id", "name"],
    ]


def test_what_only_a_dropped_property_reaches_is_gone() -> None:
    schema = {"properties": {"a": TEXT, "b": {"$ref": KEY + "Secret", "readOnly": True}}}
    api = split(exchange(to("Thing"), TEXT, Thing=schema, Secret={"properties": {"x": TEXT}}))
    assert list(shapes(api)) == ["Thing?input"]


def test_what_the_server_sends_by_itself_is_an_answer() -> None:
    hook = {"post": {"requestBody": {"content": {"application/json": {"schema": to("Customer")}}}, "responses": {}}}
    operation = {"callbacks": {"done": {"{$url}": hook}}, "responses": {}}
    document = contract(
        paths={"/": {"post": operation}}, webhooks={"paid": hook}, components={"schemas": {"Customer": CUSTOMER}}
    )
    assert shapes(split(built(document)[0])) == {
        "Customer": record(prop("id", string(), required=True, read_only=True), prop("name", string(), required=True))
    }


FLAGS = st.sampled_from([{}, {}, {"readOnly": True}, {"writeOnly": True}])
NAMES = st.sampled_from("ABCD")


def schemas(flags: st.SearchStrategy[dict[str, bool]]) -> st.SearchStrategy[Any]:
    def larger(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
        properties = st.dictionaries(st.sampled_from("pqr"), st.tuples(inner, flags).map(lambda t: {**t[0], **t[1]}))
        return st.one_of(
            properties.map(lambda found: {"type": "object", "properties": found}),
            inner.map(lambda item: {"type": "array", "items": item}),
            inner.map(lambda value: {"type": "object", "additionalProperties": value}),
            st.tuples(inner, inner).map(lambda members: {"anyOf": list(members)}),
            st.tuples(inner, inner).map(lambda items: {"type": "array", "prefixItems": list(items)}),
        )

    return st.recursive(NAMES.map(to) | st.just(TEXT), larger, max_leaves=6)


def contracts(flags: st.SearchStrategy[dict[str, bool]]) -> st.SearchStrategy[Api]:
    named = st.fixed_dictionaries({name: schemas(flags) for name in "ABCD"})
    hooked = st.tuples(schemas(flags), schemas(flags), schemas(flags), schemas(flags), named)
    return hooked.map(lambda found: _contract(*found))


def _contract(sent: Any, received: Any, called: Any, parameter: Any, named: dict[str, Any]) -> Api:
    def operation(body: Any, answer: Any) -> dict[str, Any]:
        return {
            "parameters": [{"name": "q", "in": "query", "schema": parameter}],
            "requestBody": {"content": {"application/json": {"schema": body}}},
            "responses": {"200": {"description": "", "content": {"application/json": {"schema": answer}}}},
        }

    hook = {"post": operation(called, sent)}
    start = {**operation(sent, received), "callbacks": {"done": {"{$url}": hook}}}
    return built(contract(paths={"/": {"post": start}}, webhooks={"w": hook}, components={"schemas": named}))[0]


def _properties(roots: Iterable[Shape], api: Api) -> list[Property]:
    waiting = list(roots)
    seen: set[str] = set()
    found: list[Property] = []
    while waiting:
        shape = waiting.pop()
        if isinstance(shape, Reference):
            if shape.target not in seen:
                seen.add(shape.target)
                waiting.append(api.shapes[shape.target])
        elif isinstance(shape, Record):
            found += shape.properties
        waiting += parts(shape)
    return found


@given(contracts(FLAGS))
def test_no_request_reaches_a_read_only_property_and_no_answer_a_write_only_one(api: Api) -> None:
    after = split(api)
    sent, received = sent_and_received(after)
    assert not any(each.read_only for each in _properties(sent, after))
    assert not any(each.write_only for each in _properties(received, after))


@given(contracts(FLAGS))
def test_every_reference_has_its_shape_and_every_shape_a_name_and_a_use(api: Api) -> None:
    after = split(api)
    own = [shape for operation in (*after.operations, *after.webhooks) for shape in operation_shapes(operation)]
    used = {key for shape in (*own, *after.shapes.values()) for key in references(shape)}
    assert used == set(after.shapes) == set(after.names)


@given(contracts(FLAGS))
def test_splitting_twice_changes_nothing_more(api: Api) -> None:
    once = split(api)
    assert split(once) == once


@given(contracts(st.just({})))
def test_a_contract_without_directions_comes_out_as_the_same_object(api: Api) -> None:
    assert split(api) is api
