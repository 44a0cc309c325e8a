"""Small contracts, and shapes to compare with: without words and places."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, cast

from trivet_codegen.ir.api import Api
from trivet_codegen.ir.build import build
from trivet_codegen.ir.rebuild import rebuilt
from trivet_codegen.ir.shapes import (
    About,
    Anything,
    Enumeration,
    ListOf,
    MapOf,
    Nothing,
    Nullable,
    Property,
    Record,
    Reference,
    Scalar,
    ScalarType,
    Shape,
    Union,
)
from trivet_codegen.problem import Place, Problem
from trivet_codegen.source.documents import Documents

NOWHERE = About(place=Place("nowhere"))
ANY = Anything(about=NOWHERE)
NONE = Nothing(about=NOWHERE)
NULL = Scalar(about=NOWHERE, type="null")
KEY = "#/components/schemas/"


def contract(version: str = "3.1.0", /, **members: Any) -> dict[str, Any]:
    return {"openapi": version, "info": {"title": "Things", "version": "1"}, "paths": {}, **members}


def answering(schema: Any, version: str = "3.1.0", /, **schemas: Any) -> dict[str, Any]:
    """A contract with one operation, which answers with the schema."""
    content = {"application/json": {"schema": schema}}
    operation = {"operationId": "get", "responses": {"200": {"description": "", "content": content}}}
    return contract(version, paths={"/": {"get": operation}}, components={"schemas": schemas})


def built(document: dict[str, Any], **others: Any) -> tuple[Api, list[Problem]]:
    """The contract with the problems in it, without those that short schemas have by being short (`readings`)."""
    api, problems = build(cast(Any, Documents.of({"api.yaml": document, **others})))
    return api, [problem for problem in problems if problem.rule not in ("type-implied", "nullable-untyped")]


def readings(schema: Any, version: str = "3.1.0", /, **schemas: Any) -> list[tuple[str, str]]:
    """What is read otherwise than to the letter in such a contract, with all other problems: rule and message."""
    document = answering(schema, version, **schemas)
    return [(own.rule, own.message) for own in build(cast(Any, Documents.of({"api.yaml": document})))[1]]


def answer(api: Api) -> Shape:
    shape = api.operations[0].responses[0].contents[0].shape
    assert shape is not None
    return shape


def shape_of(schema: Any, version: str = "3.1.0", /, **schemas: Any) -> Shape:
    """The bare shape of a schema that nothing is wrong with."""
    api, problems = built(answering(schema, version, **schemas))
    assert problems == []
    return bare(answer(api))


def named(name: str, version: str = "3.1.0", /, **schemas: Any) -> Shape:
    """The bare shape of one of these named schemas, if nothing is wrong with them."""
    api, problems = built(answering({"$ref": KEY + name}, version, **schemas))
    assert problems == []
    return bare(api.shapes[KEY + name])


def rules(schema: Any, version: str = "3.1.0", /, **schemas: Any) -> list[str]:
    return [problem.rule for problem in built(answering(schema, version, **schemas))[1]]


def bare(shape: Shape) -> Shape:
    """The shape without words, places and keys of merged bases."""
    shape = replace(rebuilt(shape, bare), about=NOWHERE)
    if isinstance(shape, Record):
        properties = tuple(replace(each, about=NOWHERE) for each in shape.properties)
        shape = replace(shape, properties=properties, bases=())
    return shape


def scalar(type: ScalarType, **constraints: Any) -> Scalar:
    return Scalar(about=NOWHERE, type=type, **constraints)


def string(**constraints: Any) -> Scalar:
    return scalar("string", **constraints)


def integer(**constraints: Any) -> Scalar:
    return scalar("integer", **constraints)


def one_of(*values: Any) -> Enumeration:
    return Enumeration(about=NOWHERE, values=values)


def ref(name: str) -> Reference:
    return Reference(about=NOWHERE, target=KEY + name)


def nullable(shape: Shape) -> Nullable:
    return Nullable(about=NOWHERE, shape=shape)


def list_of(item: Shape, **constraints: Any) -> ListOf:
    return ListOf(about=NOWHERE, item=item, **constraints)


def map_of(value: Shape, **constraints: Any) -> MapOf:
    return MapOf(about=NOWHERE, value=value, **constraints)


def prop(name: str, shape: Shape, **flags: bool) -> Property:
    return Property(name=name, shape=shape, about=NOWHERE, **flags)


def record(*properties: Property, additional: Shape = ANY, **rest: Any) -> Record:
    return Record(about=NOWHERE, properties=properties, additional=additional, **rest)


def union(*members: Shape, exclusive: bool = True, **rest: Any) -> Union:
    return Union(about=NOWHERE, members=members, exclusive=exclusive, **rest)
