"""Swagger 2.0 is read into the same contract as OpenAPI 3, and findings stand in the document as it is."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.ir.expected import NOWHERE, bare, built, integer, list_of, nullable, prop, record, string
from trivet_codegen.ir.api import Api, Body, Content, Encoding, Operation, Parameter
from trivet_codegen.ir.shapes import Discriminator, Record, Reference
from trivet_codegen.source import Documents
from trivet_codegen.source.bundle import bundle

FORM, MULTIPART = "application/x-www-form-urlencoded", "multipart/form-data"


def swagger(**members: Any) -> dict[str, Any]:
    return {"swagger": "2.0", "info": {"title": "Pets", "version": "1"}, "paths": {}, **members}


def posting(*parameters: Any, root: dict[str, Any] | None = None, **members: Any) -> dict[str, Any]:
    """A contract with one operation that has these parameters."""
    operation = {"parameters": list(parameters), "responses": {"204": {"description": ""}}, **members}
    return swagger(paths={"/pets": {"post": operation}}, **(root or {}))


def operation(document: dict[str, Any]) -> Operation:
    """The only operation of a contract that nothing is wrong with."""
    api, problems = built(document)
    assert problems == []
    return api.operations[0]


def parameter(location: str = "query", /, **about: Any) -> Parameter:
    found = {"name": "x", "in": location, **({"required": True} if location == "path" else {}), **about}
    return operation(posting(found)).parameters[0]


def body(*parameters: Any, **about: Any) -> Body:
    found = operation(posting(*parameters, **about)).body
    assert found is not None
    return found


def field(name: str = "x", **about: Any) -> dict[str, Any]:
    return {"name": name, "in": "formData", "type": "string", **about}


def content(document: dict[str, Any], status: str = "200") -> list[Content]:
    responses = {response.status: response for response in operation(document).responses}
    return list(responses[status].contents)


def found(document: dict[str, Any]) -> list[tuple[str, str]]:
    return [(problem.rule, problem.place.pointer) for problem in built(document)[1]]


@pytest.mark.parametrize(
    ("format", "style", "explode"),
    [
        (None, "form", False),
        ("csv", "form", False),
        ("ssv", "spaceDelimited", False),
        ("pipes", "pipeDelimited", False),
        ("multi", "form", True),
    ],
)
def test_lists_in_the_query_have_the_style_of_their_format(format: str | None, style: str, explode: bool) -> None:
    said = {} if format is None else {"collectionFormat": format}
    read = parameter(type="array", items={"type": "integer"}, **said)
    assert (read.style, read.explode, bare(read.shape)) == (style, explode, list_of(integer()))


def test_lists_in_headers_have_commas_between_their_items() -> None:
    read = parameter("header", type="array", items={"type": "string"})
    assert (read.style, read.explode) == ("simple", False)


@pytest.mark.parametrize(("location", "format"), [("query", "tsv"), ("header", "pipes"), ("header", "ssv")])
def test_a_list_that_no_style_writes_is_a_text(location: str, format: str) -> None:
    given = {"name": "x", "in": location, "type": "array", "items": {"type": "integer"}, "collectionFormat": format}
    api, problems = built(posting(given))
    assert bare(api.operations[0].parameters[0].shape) == string()
    assert [(own.rule, own.place.pointer) for own in problems] == [
        ("collection-format", "/paths/~1pets/post/parameters/0/collectionFormat")
    ]


@pytest.mark.parametrize(("location", "format"), [("query", "semicolons"), ("header", "multi")])
def test_a_format_that_does_not_exist_is_taken_as_csv(location: str, format: str) -> None:
    given = {"name": "x", "in": location, "type": "array", "items": {"type": "integer"}, "collectionFormat": format}
    api, problems = built(posting(given))
    assert bare(api.operations[0].parameters[0].shape) == list_of(integer())
    assert [own.rule for own in problems] == ["collection-format"]


def test_lists_inside_of_lists_are_texts() -> None:
    given = {"name": "x", "in": "query", "type": "array", "items": {"type": "array", "items": {"type": "integer"}}}
    api, problems = built(posting(given))
    assert bare(api.operations[0].parameters[0].shape) == list_of(string())
    assert [own.place.pointer for own in problems] == ["/paths/~1pets/post/parameters/0/items"]


def test_constraints_of_a_parameter_are_those_of_its_schema() -> None:
    read = parameter(type="integer", minimum=1, exclusiveMinimum=True, maximum=9, description="How many.")
    assert bare(read.shape) == integer(exclusive_minimum=1, maximum=9)
    assert read.description == "How many."


def test_null_is_let_in_by_an_extension() -> None:
    assert bare(parameter(type="string", **{"x-nullable": True}).shape) == nullable(string())


def test_what_may_be_empty_is_kept() -> None:
    assert parameter(type="string", allowEmptyValue=True).allow_empty_value


def test_a_parameter_without_a_type_is_told() -> None:
    assert found(posting({"name": "x", "in": "query"})) == [("parameter-schema", "/paths/~1pets/post/parameters/0")]


def test_a_schema_in_a_query_parameter_is_taken_and_told() -> None:
    api, problems = built(posting({"name": "x", "in": "query", "schema": {"type": "integer"}}))
    assert bare(api.operations[0].parameters[0].shape) == integer()
    assert [own.place.pointer for own in problems] == ["/paths/~1pets/post/parameters/0/schema"]


def test_shared_parameters_are_overridden_by_name_and_place() -> None:
    document = posting({"$ref": "#/parameters/Page"}, root={"parameters": {"Page": {"name": "page", "in": "query"}}})
    document["parameters"]["Page"]["type"] = "integer"
    document["paths"]["/pets"]["parameters"] = [{"name": "page", "in": "query", "type": "string"}, field()]
    read = operation(document)
    assert [(own.name, bare(own.shape), own.place.pointer) for own in read.parameters] == [
        ("page", integer(), "/parameters/Page")
    ]
    assert read.body is not None
    assert read.body.place.pointer == "/paths/~1pets/post/parameters"


def test_a_header_that_the_media_types_say_is_left_out() -> None:
    document = posting({"name": "Content-Type", "in": "header", "type": "string"})
    assert found(document) == [("parameter-ignored", "/paths/~1pets/post/parameters/0")]


def test_an_authorization_header_is_a_parameter_like_others() -> None:
    read = operation(posting({"name": "Authorization", "in": "header", "type": "string"}))
    assert [own.name for own in read.parameters] == ["Authorization"]


PET = {"name": "pet", "in": "body", "required": True, "schema": {"$ref": "#/definitions/Pet"}}
DEFINITIONS = {"definitions": {"Pet": {"type": "object", "properties": {"name": {"type": "string"}}}}}


def test_a_body_has_every_media_type_that_is_consumed() -> None:
    read = body(PET, root={**DEFINITIONS, "consumes": ["application/json", "application/xml"]})
    assert read.required
    assert [own.media_type for own in read.contents] == ["application/json", "application/xml"]
    assert [own.place.pointer for own in read.contents] == ["/consumes/0", "/consumes/1"]
    pet = Reference(about=NOWHERE, target="#/definitions/Pet")
    assert [own.shape and bare(own.shape) for own in read.contents] == [pet, pet]


def test_an_operation_consumes_its_own_media_types_instead() -> None:
    read = body(PET, consumes=["application/xml"], root={**DEFINITIONS, "consumes": ["application/json"]})
    assert [own.media_type for own in read.contents] == ["application/xml"]


def test_a_body_is_json_where_nothing_is_said() -> None:
    assert [own.media_type for own in body(PET, root=DEFINITIONS).contents] == ["application/json"]


def test_form_fields_are_one_record() -> None:
    read = body(field("name", required=True), field("age", type="integer"), consumes=[FORM])
    shape = read.contents[0].shape
    assert shape is not None
    assert bare(shape) == record(prop("name", string(), required=True), prop("age", integer()))
    assert read.required
    assert read.contents[0].media_type == FORM


def test_lists_in_forms_are_written_by_their_format() -> None:
    read = body(
        field("a", type="array", items={"type": "string"}),
        field("b", type="array", items={"type": "string"}, collectionFormat="multi"),
    )
    assert read.contents[0].encodings == {
        "a": Encoding(style="form", explode=False),
        "b": Encoding(style="form", explode=True),
    }


def test_files_are_sent_in_parts() -> None:
    read = body(field("photo", type="file"))
    assert [own.media_type for own in read.contents] == [MULTIPART]
    shape = read.contents[0].shape
    assert shape is not None
    assert bare(shape) == record(prop("photo", string(format="binary")))


@pytest.mark.parametrize(("consumed", "type", "taken"), [(FORM, "file", MULTIPART), ("text/csv", "string", FORM)])
def test_form_fields_in_another_media_type_are_told(consumed: str, type: str, taken: str) -> None:
    api, problems = built(posting(field(type=type), consumes=[consumed]))
    read = api.operations[0].body
    assert read is not None
    assert [own.media_type for own in read.contents] == [taken]
    assert [(own.rule, own.place.pointer) for own in problems] == [("form-media-type", "/paths/~1pets/post/parameters")]


def test_a_body_leaves_no_room_for_form_fields() -> None:
    assert found(posting(PET, field(), root=DEFINITIONS)) == [("structure", "/paths/~1pets/post/parameters/1")]


def answering(schema: Any, **members: Any) -> dict[str, Any]:
    responses = {"200": {"description": "It.", **({} if schema is None else {"schema": schema})}}
    return posting(responses=responses, **members)


def test_an_answer_has_every_media_type_that_is_produced() -> None:
    read = content(answering({"type": "string"}, produces=["application/json", "text/plain"]))
    assert [(own.media_type, own.place.pointer) for own in read] == [
        ("application/json", "/paths/~1pets/post/produces/0"),
        ("text/plain", "/paths/~1pets/post/produces/1"),
    ]


def test_an_answer_without_a_schema_has_no_content() -> None:
    assert content(answering(None, produces=["application/json"])) == []


def test_a_file_is_bytes_of_what_is_produced() -> None:
    read = content(answering({"type": "file"}, produces=["image/png"]))
    assert [(own.media_type, own.shape and bare(own.shape)) for own in read] == [("image/png", string(format="binary"))]


def test_a_file_is_anything_where_only_json_is_produced() -> None:
    api, problems = built(answering({"type": "file"}, root={"produces": ["application/json"]}))
    assert [own.media_type for own in api.operations[0].responses[0].contents] == ["*/*"]
    assert [own.rule for own in problems] == ["file-media-type"]


def test_responses_and_their_headers_are_shared() -> None:
    shared = {"Failure": {"description": "No.", "headers": {"X-Why": {"type": "integer", "description": "Why."}}}}
    read = operation(posting(responses={"default": {"$ref": "#/responses/Failure"}}, root={"responses": shared}))
    (response,) = read.responses
    assert (response.place.pointer, response.description) == ("/responses/Failure", "No.")
    assert [(own.name, bare(own.shape), own.description) for own in response.headers] == [("X-Why", integer(), "Why.")]


def test_security_definitions_are_security_schemes() -> None:
    scopes = {"write": "Change them."}
    api, problems = built(
        swagger(
            securityDefinitions={
                "login": {"type": "basic"},
                "key": {"type": "apiKey", "in": "query", "name": "key"},
                "account": {"type": "oauth2", "flow": "accessCode", "tokenUrl": "/token", "scopes": scopes},
            },
            security=[{"account": ["write"]}, {"login": [], "key": []}],
        )
    )
    assert problems == []
    login, key, account = api.security_schemes
    assert (login.type, login.scheme, login.place.pointer) == ("http", "basic", "/securityDefinitions/login")
    assert (key.type, key.location, key.parameter) == ("apiKey", "query", "key")
    assert account.flows == {"authorizationCode": {"tokenUrl": "/token", "scopes": scopes}}
    assert api.security == ({"account": ("write",)}, {"login": (), "key": ()})


@pytest.mark.parametrize(
    ("members", "urls"),
    [
        ({"host": "a.example", "schemes": ["https"]}, ["https://a.example"]),
        (
            {"host": "a.example", "basePath": "/v1/", "schemes": ["http", "https"]},
            ["https://a.example/v1", "http://a.example/v1"],
        ),
        ({"basePath": "/v1"}, ["/v1"]),
        ({"basePath": "/"}, []),
        ({}, []),
    ],
)
def test_servers_are_schemes_host_and_path(members: dict[str, Any], urls: list[str]) -> None:
    api, problems = built(swagger(**members))
    assert problems == []
    assert [server.url for server in api.servers] == urls


def test_a_host_without_a_scheme_is_reached_by_https() -> None:
    api, problems = built(swagger(host="a.example"))
    assert [server.url for server in api.servers] == ["https://a.example"]
    assert [own.rule for own in problems] == ["server-scheme"]


def test_an_operation_with_schemes_of_its_own_has_servers_of_its_own() -> None:
    root = {"host": "a.example", "schemes": ["https"]}
    assert [own.url for own in operation(posting(schemes=["http"], root=root)).servers] == ["http://a.example"]
    assert operation(posting(schemes=["https"], root=root)).servers == ()


def test_definitions_keep_their_keys_and_names() -> None:
    api, problems = built(answering({"$ref": "#/definitions/Pet"}, root=DEFINITIONS))
    assert problems == []
    assert dict(api.names) == {"#/definitions/Pet": "Pet"}


def test_a_base_keeps_its_discriminator() -> None:
    api = answered_by({"Pet": {"type": "object", "discriminator": "kind", "properties": {"kind": {"type": "string"}}}})
    shape = api.shapes["#/definitions/Pet"]
    assert isinstance(shape, Record)
    assert shape.discriminator == Discriminator(property="kind")


def answered_by(definitions: dict[str, Any]) -> Api:
    name = next(iter(definitions))
    api, problems = built(answering({"$ref": f"#/definitions/{name}"}, root={"definitions": definitions}))
    assert problems == []
    return api


def test_what_stands_beside_a_reference_is_ignored_but_for_null() -> None:
    other = {"$ref": "#/definitions/Other", "maxLength": 3, "x-nullable": True}
    api = answered_by({"Pet": {"properties": {"other": other}}, "Other": {"type": "string"}})
    shape = bare(api.shapes["#/definitions/Pet"])
    assert shape == record(prop("other", nullable(Reference(about=NOWHERE, target="#/definitions/Other"))))


def test_nullable_is_told_to_mean_nothing() -> None:
    assert found(answering({"type": "string", "nullable": True})) == [
        ("nullable-ignored", "/paths/~1pets/post/responses/200/schema/nullable")
    ]


def test_other_files_speak_the_dialect_of_the_entry() -> None:
    document = answering({"$ref": "shared.json#/definitions/Pet"})
    shared = {"definitions": {"Pet": {"type": "string", "x-nullable": True}}}
    api, problems = built(document, **{"shared.json": shared})
    assert problems == []
    assert {key: bare(shape) for key, shape in api.shapes.items()} == {
        "shared.json#/definitions/Pet": nullable(string())
    }


def test_a_published_contract_is_the_document_as_it_is() -> None:
    document = answering({"$ref": "#/definitions/Pet"}, root=DEFINITIONS)
    assert bundle(Documents.of({"api.json": document})) == document


def test_no_place_is_made_up() -> None:
    """Whatever an operation is made of stands in the document where it says it does."""
    document = posting(
        PET, {"name": "x", "in": "query", "type": "array", "items": {"type": "string"}}, root=DEFINITIONS
    )
    documents = Documents.of({"api.yaml": document})
    read = operation(document)
    assert read.body is not None
    places = [read.place, read.body.place, *(own.place for own in read.parameters)]
    places += [own.place for own in read.body.contents]
    places += [own.place for own in read.responses]
    for place in places:
        documents.value(replace(place, document="api.yaml"))
