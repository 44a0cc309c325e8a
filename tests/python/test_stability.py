"""Names depend on where a thing stands: adding a schema, an operation or a property renames nothing else."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings, strategies as st

from trivet_codegen.ir.api import Api
from trivet_codegen.ir.build import build
from trivet_codegen.ir.directions import split
from trivet_codegen.ir.shapes import Record
from trivet_codegen.python.declared import declare
from trivet_codegen.python.fields import field_names
from trivet_codegen.python.operations_plan import resources
from trivet_codegen.source.documents import Documents

Document = dict[str, Any]

SCHEMAS = ["customer", "Invoice", "HTTPError", "tax-rate", "address_v2", "nullable-user", "file", "api", "Größe", "2fa"]
PROPERTIES: dict[str, Any] = {
    "lines": {"type": "array", "items": {"type": "object", "properties": {"sku": {"type": "string"}}}},
    "kind": {"oneOf": [{"type": "object", "title": "Box", "properties": {"a": {}}}, {"type": "string"}]},
    "choice": {"anyOf": [{"type": "object", "properties": {name: {}}, "required": [name]} for name in ("b", "c")]},
    "address": {"type": "object", "properties": {"geo": {"type": "object", "properties": {"lat": {"type": "number"}}}}},
    "data": {"type": "object", "additionalProperties": {"type": "object", "properties": {"x": {}}}},
    "made-by": {"type": "object", "readOnly": True, "properties": {"name": {"type": "string", "readOnly": True}}},
    "class": {"enum": ["a", "b"]},
    "schema": {"type": "string"},
    "$ref?": {"type": "integer"},
}
OPERATIONS: list[tuple[str, str, str | None, str | None]] = [
    ("get", "/v1/customers", "listCustomers", "customers"),
    ("get", "/v1/customers/{id}", "getCustomer", "customers"),
    ("get", "/v1/customers/{id}/notes", "getCustomerNotes", "customers"),
    ("post", "/v1/customers/{id}/archive", "customers.archive", "customers"),
    ("delete", "/v1/customers/{id}", "DeleteV1CustomersId", "customers"),
    ("get", "/tax-rates", "shop.taxRates.search", "Tax Rates"),
    ("post", "/tax-rates", None, "Tax Rates"),
    ("put", "/tax-rates/{rate}", "tax-rates/replace", "Tax Rates"),
    ("get", "/files/{name}", None, None),
    ("post", "/files/{name}/lock", None, None),
    ("get", "/machines", "VirtualMachines_List", None),
    ("post", "/machines", "VirtualMachines_CreateOrUpdate", None),
    ("get", "/", None, None),
]


def schema(properties: list[str], ref: str) -> Document:
    return {
        "type": "object",
        "properties": {name: PROPERTIES[name] for name in properties}
        | {"other": {"$ref": f"#/components/schemas/{ref}"}},
    }


def operation(id: str | None, tag: str | None, names: list[str]) -> Document:
    refs = [{"$ref": f"#/components/schemas/{name}"} for name in names]
    inline = {"type": "object", "properties": {"lines": PROPERTIES["lines"], "of": {"oneOf": refs}}}
    content = {"content": {kind: {"schema": inline} for kind in ("application/json", "application/xml")}}
    return {
        **({"operationId": id} if id else {}),
        **({"tags": [tag]} if tag else {}),
        "requestBody": content,
        "responses": {"200": {"description": "", **content}, "404": {"description": "", **content}},
    }


def contract(names: list[str], operations: list[tuple[str, str, str | None, str | None]], properties: list[str]) -> Api:
    """Every schema refers to the last one, every operation to all of them."""
    paths: Document = {}
    for method, path, id, tag in operations:
        paths.setdefault(path, {})[method] = operation(id, tag, names)
    document: Document = {
        "openapi": "3.1.0",
        "info": {"title": "T", "version": "1"},
        "paths": paths,
        "components": {"schemas": {name: schema(properties, names[-1]) for name in names}},
    }
    api, problems = build(Documents.of({"openapi.json": document}))
    assert [problem for problem in problems if problem.severity == "error"] == []
    return split(api)


def public_names(api: Api) -> dict[str, object]:
    """Class, module and fields of every declaration, and what each operation is called, by where it stands."""
    found: dict[str, object] = {}
    for own in declare(api):
        key = f"{own.shape.about.place.pointer} {own.name.endswith('Input')}"
        found[key] = own.name, own.module
        if isinstance(own.shape, Record):
            found.update({f"{key} {member.name}": python for member, python in field_names(own.shape)})
    for group in resources(api, "Hub"):
        for planned in group.operations:
            names = group.attribute, group.module, group.class_name, planned.method, planned.constant
            found[f"{planned.operation.method} {planned.operation.path}"] = names
    return found


def renamed(fewer: Api, more: Api) -> dict[str, tuple[object, object]]:
    """What is there before and after under different names."""
    before, after = public_names(fewer), public_names(more)
    return {key: (name, after[key]) for key, name in before.items() if key in after and after[key] != name}


names = st.lists(st.sampled_from(SCHEMAS), min_size=2, unique=True)
operations = st.lists(st.sampled_from(OPERATIONS), min_size=2, unique=True)
properties = st.lists(st.sampled_from(sorted(PROPERTIES)), min_size=1, unique=True)


@settings(max_examples=60)
@given(names, operations, properties, st.data())
def test_adding_a_schema_anywhere_renames_nothing_else(
    kept: list[str],
    served: list[tuple[str, str, str | None, str | None]],
    inside: list[str],
    data: st.DataObject,
) -> None:
    added = data.draw(st.sampled_from(kept[:-1]))
    fewer = [name for name in kept if name != added]
    assert renamed(contract(fewer, served, inside), contract(kept, served, inside)) == {}


@settings(max_examples=60)
@given(names, operations, properties, st.data())
def test_adding_an_operation_anywhere_renames_nothing_else(
    kept: list[str],
    served: list[tuple[str, str, str | None, str | None]],
    inside: list[str],
    data: st.DataObject,
) -> None:
    added = data.draw(st.sampled_from(served))
    fewer = [own for own in served if own != added]
    assert renamed(contract(kept, fewer, inside), contract(kept, served, inside)) == {}


@settings(max_examples=60)
@given(names, operations, properties, st.data())
def test_adding_a_property_anywhere_renames_nothing_else(
    kept: list[str],
    served: list[tuple[str, str, str | None, str | None]],
    inside: list[str],
    data: st.DataObject,
) -> None:
    added = data.draw(st.sampled_from(inside))
    fewer = [own for own in inside if own != added]
    assert renamed(contract(kept, served, fewer), contract(kept, served, inside)) == {}


@settings(max_examples=60)
@given(names, operations, properties)
def test_the_same_contract_gives_the_same_names(
    kept: list[str], served: list[tuple[str, str, str | None, str | None]], inside: list[str]
) -> None:
    assert public_names(contract(kept, served, inside)) == public_names(contract(kept, served, inside))
