"""References begin from the URI of the schema around them (JSON Schema 2020-12 section 8.2); nothing is fetched."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from trivet_codegen.problem import Place, Problems
from trivet_codegen.source.bundle import bundle
from trivet_codegen.source.documents import Documents, load
from trivet_codegen.source.values import Json

AT = Place("api.json", "/paths")


def contract(version: str = "3.1.0", **schemas: Json) -> Documents:
    return Documents.of({"api.json": {"openapi": version, "components": {"schemas": schemas}}})


def target(documents: Documents, ref: str, at: str = "") -> str:
    return documents.resolve(ref, Place("api.json", f"/components/schemas/{at}/$ref") if at else AT)[1].pointer


def test_an_identifier_counts_from_the_one_around() -> None:
    inner: Json = {"$id": "d.json", "$anchor": "here"}
    documents = contract(A={"$id": "https://a.example/b/c.json", "not": {"$defs": {"y": inner}}})
    where = "/components/schemas/A/not/$defs/y"
    assert target(documents, "https://a.example/b/d.json") == where
    assert target(documents, "d.json#here", "A/items") == where
    assert target(documents, "/b/d.json", "A/items") == where


def test_the_same_anchor_may_stand_under_two_identifiers() -> None:
    one: Json = {"$id": "https://a.example/one", "$defs": {"x": {"$anchor": "item"}}}
    two: Json = {"$id": "https://a.example/two", "$defs": {"y": {"$anchor": "item"}}}
    documents = contract(One=one, Two=two, Three={"$anchor": "item"})
    assert target(documents, "#item", "One/items") == "/components/schemas/One/$defs/x"
    assert target(documents, "#item", "Two/items") == "/components/schemas/Two/$defs/y"
    assert target(documents, "one#item", "Two/items") == "/components/schemas/One/$defs/x"
    assert target(documents, "#item") == "/components/schemas/Three"


def test_a_reference_of_a_fragment_alone_stays_in_the_schema_with_the_identifier() -> None:
    a: Json = {"$id": "urn:example:a", "components": {"schemas": {"B": {"type": "integer"}}}, "items": {"$ref": "#"}}
    documents = contract(A=a, B={"type": "string"})
    assert target(documents, "#", "A/items") == "/components/schemas/A"
    assert target(documents, "#/components/schemas/B", "A/items") == "/components/schemas/A/components/schemas/B"
    assert target(documents, "urn:example:a#/items") == "/components/schemas/A/items"


def test_before_openapi_3_1_an_identifier_changes_nothing() -> None:
    a: Json = {"$id": "https://a.example/a", "components": {"schemas": {"B": {}}}, "$defs": {"C": {"$anchor": "c"}}}
    documents = contract("3.0.3", A=a, B={"type": "string"})
    assert target(documents, "#/components/schemas/B", "A/items") == "/components/schemas/B"
    assert target(documents, "#c") == "/components/schemas/A/$defs/C"
    assert target(documents, "#/$defs/C", "A/items") == "/components/schemas/A/$defs/C"


def test_names_of_properties_are_no_keywords() -> None:
    properties: Json = {"$id": {"type": "string"}, "example": {"$anchor": "x"}, "$anchor": {"type": "string"}}
    documents = contract(A={"properties": properties})
    assert target(documents, "#x") == "/components/schemas/A/properties/example"


@pytest.mark.parametrize("own", ["#/properties/a", "https://a.example/a#/b", "", "http://["])
def test_an_identifier_that_names_no_schema_hides_nothing(own: str) -> None:
    documents = contract(A={"$id": own, "items": {"$ref": "#/components/schemas/B"}}, B={"type": "string"})
    assert target(documents, "#/components/schemas/B", "A/items") == "/components/schemas/B"


def test_a_reference_that_takes_the_document_for_its_base_is_followed_and_told() -> None:
    documents = contract(A={"$id": "https://a.example/a", "items": {}}, B={"type": "string"})
    assert target(documents, "#/components/schemas/B", "A/items") == "/components/schemas/B"
    assert [own.rule for own in documents.warnings] == ["ref-base"]


def test_a_schema_with_an_identifier_may_itself_refer_to_the_document() -> None:
    documents = contract(A={"$id": "https://a.example/a", "$ref": "#/components/schemas/B"}, B={"type": "string"})
    assert target(documents, "#/components/schemas/B", "A") == "/components/schemas/B"


def test_an_anchor_elsewhere_is_not_taken_for_one_here() -> None:
    documents = contract(A={"$id": "https://a.example/a", "$defs": {"x": {"$anchor": "item"}}})
    with pytest.raises(Problems) as raised:
        documents.resolve("#item", AT)
    assert raised.value.found[0].rule == "ref-missing"


def _written(folder: Path, **files: Json) -> str:
    for name, value in files.items():
        (folder / f"{name}.json").write_text(json.dumps(value))
    return str(folder / "api.json")


def test_files_are_found_by_the_uris_that_they_and_the_contract_have(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "word.json").write_text('{"type": "string"}')
    a: Json = {"$id": "https://a.example/v1/deep/", "items": {"$ref": "word.json"}}
    api: Json = {"openapi": "3.2.0", "$self": "https://a.example/v1/api", "components": {"schemas": {"A": a}}}
    documents = load(_written(tmp_path, api=api))
    word = Place("deep/word.json")
    assert documents.resolve("word.json", Place("api.json", "/components/schemas/A/items"))[1] == word
    assert documents.resolve("https://a.example/v1/deep/word.json", AT)[1] == word


def test_an_identifier_of_another_host_leaves_files_where_they_lie(tmp_path: Path) -> None:
    a: Json = {"$id": "https://b.example/schemas/a.json", "items": {"$ref": "word.json"}}
    api: Json = {"openapi": "3.1.0", "components": {"schemas": {"A": a}}}
    documents = load(_written(tmp_path, api=api, word={"type": "string"}))
    assert documents.resolve("word.json", Place("api.json", "/components/schemas/A/items"))[1] == Place("word.json")


def test_a_uri_that_nothing_in_the_contract_has_is_refused() -> None:
    documents = contract(A={"$id": "https://a.example/a", "items": {"$ref": "https://b.example/b"}})
    with pytest.raises(Problems) as raised:
        target(documents, "https://b.example/b", "A/items")
    assert raised.value.found[0].rule == "ref-remote"


def test_no_uri_leads_out_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "secret.json").write_text("{}")
    api: Json = {"openapi": "3.2.0", "$self": "https://a.example/in/api", "components": {}}
    documents = load(_written(tmp_path / "in", api=api))
    with pytest.raises(Problems) as raised:
        documents.resolve("https://a.example/secret.json", AT)
    assert raised.value.found[0].rule == "ref-escapes"


def test_a_bundle_leaves_references_between_identifiers_as_they_are() -> None:
    a: Json = {"$id": "https://a.example/a", "items": {"$ref": "b"}}
    b: Json = {"$id": "https://a.example/b"}
    value: Json = {"openapi": "3.1.0", "paths": {}, "components": {"schemas": {"A": a, "B": b}}}
    assert bundle(Documents.of({"api.json": value})) == value


def test_a_bundle_names_schemas_by_their_identifiers_where_references_begin_from_one(tmp_path: Path) -> None:
    a: dict[str, Json] = {"$id": "https://a.example/a", "items": {"$ref": "b.json"}}
    b: Json = {"$id": "https://a.example/b", "$ref": "#/$defs/c", "$defs": {"c": {"$dynamicAnchor": "c"}}}
    api: Json = {"openapi": "3.1.0", "paths": {}, "components": {"schemas": {"A": a}}}
    bundled = bundle(load(_written(tmp_path, api=api, b=b)))
    named: Json = {**a, "items": {"$ref": "https://a.example/b"}}
    assert bundled["components"] == {"schemas": {"A": named, "b": b}}


def test_a_dynamic_reference_that_is_brought_in_without_its_anchors_leads_to_what_it_meant(tmp_path: Path) -> None:
    parts: Json = {"$id": "https://a.example/", "$defs": {"x": {"$dynamicRef": "#y"}, "y": {"$dynamicAnchor": "y"}}}
    api: Json = {"openapi": "3.1.0", "paths": {}, "components": {"schemas": {"X": {"$ref": "parts.json#/$defs/x"}}}}
    bundled = bundle(load(_written(tmp_path, api=api, parts=parts)))
    schemas: Json = {"X": {"$ref": "#/components/schemas/y"}, "y": {"$dynamicAnchor": "y"}}
    assert bundled["components"] == {"schemas": schemas}


@pytest.mark.parametrize(
    "uri",
    [
        "https://json-schema.org/draft/2020-12/schema",
        *(f"http://json-schema.org/draft-0{number}/schema#" for number in (4, 6, 7)),
    ],
)
def test_the_meta_schemas_of_json_schema_are_at_hand(uri: str) -> None:
    value, place = contract().resolve(uri, AT)
    assert isinstance(value, dict)
    assert place == Place(uri.removesuffix("#"), "")


def test_a_meta_schema_refers_to_its_vocabularies() -> None:
    schema = "https://json-schema.org/draft/2020-12/schema"
    documents = contract()
    documents.resolve(schema, AT)
    _, place = documents.resolve("meta/core", Place(schema, "/allOf/0/$ref"))
    assert place == Place("https://json-schema.org/draft/2020-12/meta/core", "")


def test_what_is_no_meta_schema_is_refused_from_the_same_host() -> None:
    with pytest.raises(Problems) as raised:
        contract().resolve("https://json-schema.org/draft/2020-12/../../../etc/passwd", AT)
    assert [problem.rule for problem in raised.value.found] == ["ref-remote"]


def test_a_bundle_holds_the_meta_schemas_that_it_refers_to() -> None:
    paths: Json = {"/": {"get": {"responses": {"200": {"description": "", "content": {"application/json": {}}}}}}}
    held: Json = {"openapi": "3.1.0", "info": {"title": "T", "version": "1"}, "paths": paths}
    held["components"] = {"schemas": {"Held": {"$ref": "http://json-schema.org/draft-07/schema#"}}}  # type: ignore[index,call-overload]
    text = json.dumps(bundle(Documents.of({"api.json": held})))
    assert "Core schema meta-schema" in text
    assert '"$ref": "http://json-schema.org' not in text
