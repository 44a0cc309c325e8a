"""What OpenAPI 3.2 adds is in the contract that is read, or there is a finding about it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.ir.expected import ANY, answer, answering, bare, built, contract, prop, record, ref, string
from trivet_codegen.ir.api import Api
from trivet_codegen.ir.build import build
from trivet_codegen.ir.shapes import Discriminator, Union
from trivet_codegen.openapi.structure import check
from trivet_codegen.source import Documents


def latest(**members: Any) -> dict[str, Any]:
    return contract("3.2.0", **members)


def read(document: dict[str, Any]) -> Api:
    """What a contract says that has no fault, also by the published meta-schema."""
    assert check(Documents.of({"api.yaml": document})) == []
    api, problems = built(document)
    assert problems == []
    return api


def found(document: dict[str, Any]) -> list[tuple[str, str]]:
    return [(problem.rule, problem.place.pointer) for problem in built(document)[1]]


NOTHING = {"responses": {"204": {"description": ""}}}


def test_an_operation_may_be_a_query() -> None:
    api = read(latest(paths={"/notes": {"query": NOTHING}}))
    assert [(own.method, own.place.pointer) for own in api.operations] == [("QUERY", "/paths/~1notes/query")]


def test_operations_have_any_method() -> None:
    api = read(latest(paths={"/notes": {"additionalOperations": {"COPY": NOTHING}}}))
    assert [(own.method, own.place.pointer) for own in api.operations] == [
        ("COPY", "/paths/~1notes/additionalOperations/COPY")
    ]


def test_a_method_that_is_there_already_is_left_out() -> None:
    document = latest(paths={"/notes": {"post": NOTHING, "additionalOperations": {"POST": NOTHING}}})
    assert found(document) == [("structure", "/paths/~1notes/additionalOperations/POST")]
    assert len(built(document)[0].operations) == 1


def test_a_method_in_lower_case_is_told() -> None:
    document = latest(paths={"/notes": {"additionalOperations": {"copy": NOTHING}}})
    assert found(document) == [("method-case", "/paths/~1notes/additionalOperations/copy")]


WHOLE = {
    "name": "filter",
    "in": "querystring",
    "content": {"application/json": {"schema": {"type": "object", "properties": {"word": {"type": "string"}}}}},
}
PAGE = {"name": "page", "in": "query", "schema": {"type": "integer"}}


def test_a_parameter_may_be_the_whole_query() -> None:
    api = read(latest(paths={"/notes": {"get": {"parameters": [WHOLE], **NOTHING}}}))
    (parameter,) = api.operations[0].parameters
    assert (parameter.location, parameter.media_type) == ("querystring", "application/json")
    assert bare(parameter.shape) == record(prop("word", string()))


def test_a_whole_query_leaves_no_room_for_others() -> None:
    document = latest(paths={"/notes": {"get": {"parameters": [PAGE, WHOLE], **NOTHING}}})
    assert found(document) == [("querystring-alone", "/paths/~1notes/get/parameters/1")]


@pytest.mark.parametrize("media_type", ["text/event-stream", "application/jsonl", "application/json-seq"])
def test_items_of_a_stream_have_a_shape(media_type: str) -> None:
    document = answering({}, "3.2.0", Event={"type": "object", "properties": {"data": {"type": "string"}}})
    media = {"itemSchema": {"$ref": "#/components/schemas/Event"}}
    document["paths"]["/"]["get"]["responses"]["200"]["content"] = {media_type: media}
    api = read(document)
    (content,) = api.operations[0].responses[0].contents
    assert content.shape is None
    assert content.item_shape is not None
    assert bare(content.item_shape) == ref("Event")
    assert bare(api.shapes["#/components/schemas/Event"]) == record(prop("data", string()))


def test_media_types_are_shared() -> None:
    document = answering({}, "3.2.0")
    content = {"application/json": {"$ref": "#/components/mediaTypes/Text"}}
    document["paths"]["/"]["get"]["responses"]["200"]["content"] = content
    document["components"]["mediaTypes"] = {"Text": {"schema": {"type": "string"}}}
    assert bare(answer(read(document))) == string()


def test_encodings_by_position_are_told() -> None:
    document = answering({}, "3.2.0")
    media = {"multipart/mixed": {"itemSchema": {}, "itemEncoding": {"contentType": "image/png"}}}
    document["paths"]["/"]["get"]["responses"]["200"]["content"] = media
    assert [rule for rule, _ in found(document)] == ["encoding-ignored"]


def test_tags_stand_below_other_tags() -> None:
    tags = [{"name": "a", "summary": "A", "kind": "nav"}, {"name": "b", "parent": "a"}]
    a, b = read(latest(tags=tags)).tags
    assert (a.summary, a.kind, a.parent) == ("A", "nav", None)
    assert b.parent == "a"


@pytest.mark.parametrize("tags", [[("a", "z")], [("a", "a")], [("a", "b"), ("b", "a")]])
def test_a_parent_that_cannot_be_one_is_told(tags: list[tuple[str, str]]) -> None:
    document = latest(tags=[{"name": name, "parent": parent} for name, parent in tags])
    assert found(document) == [("tag-parent", f"/tags/{index}/parent") for index, _ in enumerate(tags)]
    assert [tag.parent for tag in built(document)[0].tags] == [None] * len(tags)


def test_security_schemes_say_all_that_is_new() -> None:
    flow = {"deviceAuthorizationUrl": "https://a.example/device", "tokenUrl": "https://a.example/token", "scopes": {}}
    scheme = {
        "type": "oauth2",
        "deprecated": True,
        "oauth2MetadataUrl": "https://a.example/metadata",
        "flows": {"deviceAuthorization": flow},
    }
    (account,) = read(latest(components={"securitySchemes": {"account": scheme}})).security_schemes
    assert account.deprecated
    assert account.oauth2_metadata_url == "https://a.example/metadata"
    assert account.flows == {"deviceAuthorization": flow}


def test_servers_have_names() -> None:
    (server,) = read(latest(servers=[{"url": "https://a.example", "name": "production"}])).servers
    assert server.name == "production"


CAT = {"type": "object", "required": ["kind"], "properties": {"kind": {"const": "cat"}}}
DOG = {"type": "object", "properties": {"kind": {"type": "string"}}}


def test_a_discriminator_has_a_default() -> None:
    schema = {
        "oneOf": [{"$ref": "#/components/schemas/Cat"}, {"$ref": "#/components/schemas/Dog"}],
        "discriminator": {"propertyName": "kind", "defaultMapping": "Dog"},
    }
    document = answering(schema, "3.2.0", Cat=CAT, Dog=DOG)
    assert [rule for rule, _ in found(document)] == ["discriminator-default"]
    shape = answer(built(document)[0])
    assert isinstance(shape, Union)
    assert isinstance(shape.discriminator, Discriminator)
    assert shape.discriminator.default == "#/components/schemas/Dog"


def test_a_document_is_found_by_the_uri_that_it_gives_itself() -> None:
    document = answering({"$ref": "https://a.example/api#/components/schemas/Note"}, "3.2.0", Note={"type": "string"})
    api = read({**document, "$self": "https://a.example/api"})
    assert list(api.shapes) == ["#/components/schemas/Note"]


def test_documents_lie_beside_each_other_as_their_uris_do() -> None:
    document = answering({"$ref": "https://a.example/shared/notes.json#/Note"}, "3.2.0")
    document["$self"] = "https://a.example/main/api.json"
    documents = {"main/api.json": document, "shared/notes.json": {"Note": {"type": "string"}}}
    api, problems = build(Documents.of(documents))
    assert problems == []
    assert list(api.shapes) == ["shared/notes.json#/Note"]


def test_nothing_is_fetched_from_elsewhere() -> None:
    document = answering({"$ref": "https://b.example/notes.json"}, "3.2.0")
    assert [rule for rule, _ in found({**document, "$self": "https://a.example/api"})] == ["ref-remote"]


def test_a_contract_may_have_webhooks_and_path_items_to_share_only() -> None:
    document = latest(webhooks={"made": {"$ref": "#/components/pathItems/Made"}})
    del document["paths"]
    document["components"] = {"pathItems": {"Made": {"post": NOTHING}}}
    api = read(document)
    assert [(own.method, own.path) for own in api.webhooks] == [("POST", "made")]


def test_how_xml_is_written_is_documentation() -> None:
    schema = {"type": "object", "properties": {"a": {"type": "string", "xml": {"nodeType": "text"}}}}
    assert bare(answer(read(answering(schema, "3.2.0")))) == record(prop("a", string()), additional=ANY)


KEYED = {"securitySchemes": {"key": {"type": "apiKey", "in": "header", "name": "X-Key"}}}


def test_a_security_scheme_is_meant_by_its_name_or_its_uri() -> None:
    given: list[dict[str, list[str]]] = [{"key": []}, {"#/components/securitySchemes/key": []}]
    api = read(latest(paths={"/notes": {"get": {"security": given, **NOTHING}}}, components=KEYED))
    assert api.operations[0].security == ({"key": ()}, {"key": ()})


@pytest.mark.parametrize(
    "uri", ["#/components/securitySchemes/none", "#/info", "none.json#/key", "https://b.example/k"]
)
def test_a_uri_that_is_no_scheme_of_the_contract_is_told(uri: str) -> None:
    document = latest(paths={"/notes": {"get": {"security": [{uri: []}], **NOTHING}}}, components=KEYED)
    assert found(document) == [("security-unknown", "/paths/~1notes/get/security/0")]
