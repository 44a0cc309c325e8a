"""Documents read on demand, and references followed inside of one folder."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from tests.source.test_yaml_text import VALUES
from trivet_codegen.problem import Place, Problem, Problems
from trivet_codegen.source import Documents, Json, load
from trivet_codegen.source.pointer import pointer

Tree = Callable[..., Path]
_AT = Place("api.yaml", "/x")


@pytest.fixture
def tree(tmp_path: Path) -> Tree:
    def made(**files: str) -> Path:
        for name, text in {"api": "openapi: 3.1.0", **files}.items():
            path = tmp_path / "shop" / f"{name.replace('__', '/')}.yaml"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        return tmp_path / "shop"

    return made


def _refused(documents: Documents, ref: str, at: Place = _AT) -> Problem:
    with pytest.raises(Problems) as raised:
        documents.resolve(ref, at)
    (problem,) = raised.value.found
    return problem


def test_names_are_relative_to_the_folder_of_the_entry(tree: Tree) -> None:
    folder = tree(schemas__pet="type: object")
    documents = load(str(folder / "api.yaml"))
    assert (documents.entry, documents.names, documents.folder) == ("api.yaml", ["api.yaml"], str(folder))
    assert documents.resolve("schemas/pet.yaml", _AT) == ({"type": "object"}, Place("schemas/pet.yaml"))
    assert documents.names == ["api.yaml", "schemas/pet.yaml"]


def test_references_are_relative_to_the_document_that_holds_them(tree: Tree) -> None:
    documents = load(str(tree(schemas__pet="a: 1", schemas__cat="b: 2") / "api.yaml"))
    assert documents.resolve("./cat.yaml#/b", Place("schemas/pet.yaml")) == (2, Place("schemas/cat.yaml", "/b"))
    assert documents.resolve("../api.yaml#/openapi", Place("schemas/pet.yaml"))[1] == Place("api.yaml", "/openapi")


def test_a_root_above_the_entry_lets_references_reach_it(tree: Tree) -> None:
    folder = tree(v1__main="openapi: 3.1.0", common="a: 1")
    documents = load(str(folder / "v1" / "main.yaml"), root=str(folder))
    assert documents.entry == "v1/main.yaml"
    assert documents.resolve("../common.yaml#/a", Place(documents.entry)) == (1, Place("common.yaml", "/a"))
    alone = load(str(folder / "v1" / "main.yaml"))
    assert _refused(alone, "../common.yaml", Place(alone.entry)).rule == "ref-escapes"


def test_an_entry_outside_of_its_root_is_refused(tree: Tree) -> None:
    folder = tree(v1__main="openapi: 3.1.0")
    with pytest.raises(Problems) as raised:
        load(str(folder / "api.yaml"), root=str(folder / "v1"))
    assert raised.value.found[0].rule == "ref-escapes"


def test_links_may_lead_to_files_inside_but_not_out(tree: Tree, tmp_path: Path) -> None:
    folder = tree(schemas__pet="type: object")
    (tmp_path / "secret.yaml").write_text("password: x")
    (folder / "out.yaml").symlink_to(tmp_path / "secret.yaml")
    (folder / "outside").symlink_to(tmp_path)
    (folder / "in.yaml").symlink_to(folder / "schemas" / "pet.yaml")
    documents = load(str(folder / "api.yaml"))
    assert documents.resolve("in.yaml", _AT)[0] == {"type": "object"}
    assert [_refused(documents, ref).rule for ref in ("out.yaml", "outside/secret.yaml")] == ["ref-escapes"] * 2


def test_devices_and_pipes_are_not_read(tree: Tree) -> None:
    folder = tree()
    os.mkfifo(folder / "pipe.yaml")
    (folder / "zero.yaml").symlink_to("/dev/zero")
    documents = load(str(folder / "api.yaml"))
    assert [_refused(documents, ref).rule for ref in ("pipe.yaml", "zero.yaml")] == ["ref-escapes"] * 2
    with pytest.raises(Problems) as raised:
        load(str(folder / "pipe.yaml"))
    assert raised.value.found[0].rule == "file-unreadable"


@pytest.mark.parametrize(
    "ref", ["/etc/passwd", "\\\\host\\x", "C:/x.yaml", "../../x.yaml", "a/../../x.yaml", "%2e%2e/x"]
)
def test_paths_that_lead_out_are_refused_before_anything_is_read(tree: Tree, ref: str) -> None:
    assert _refused(load(str(tree() / "api.yaml")), ref).rule == "ref-escapes"


@pytest.mark.parametrize(
    "ref", ["http://a.b/c", "https://a.b/c#/d", "file:///etc/passwd", "ftp://a/b", "//a.b/c", "urn:x"]
)
def test_nothing_is_fetched(ref: str) -> None:
    assert _refused(Documents.of({"api.yaml": {}}), ref).rule == "ref-remote"


def test_a_file_that_is_not_there_is_told_with_the_one_that_is(tree: Tree) -> None:
    documents = load(str(tree(pet="a: 1") / "api.yaml"))
    assert _refused(documents, "pet.yml").help == "did you mean 'pet.yaml'?"


def test_a_missing_entry_is_told_by_the_path_that_was_given(tree: Tree) -> None:
    folder = tree()
    with pytest.raises(Problems) as raised:
        load(str(folder / "apy.yaml"))
    (problem,) = raised.value.found
    assert (problem.place.document, problem.rule) == (str(folder / "apy.yaml"), "file-missing")
    assert problem.help == "did you mean 'api.yaml'?"


def test_a_folder_is_no_document(tree: Tree) -> None:
    with pytest.raises(Problems) as raised:
        load(str(tree()))
    assert raised.value.found[0].rule == "file-unreadable"


def test_a_file_with_blanks_or_a_percent_sign_is_found_however_it_is_written(tree: Tree) -> None:
    folder = tree()
    (folder / "my pet.yaml").write_text("a: 1")
    (folder / "100%25.yaml").write_text("b: 2")
    documents = load(str(folder / "api.yaml"))
    assert documents.resolve("my%20pet.yaml#/a", _AT)[1] == documents.resolve("my pet.yaml#/a", _AT)[1]
    assert documents.resolve("100%25.yaml", _AT)[0] == {"b": 2}


@given(VALUES)
def test_every_value_is_found_by_its_pointer(value: Json) -> None:
    documents = Documents.of({"api.yaml": [value]})
    waiting: list[tuple[Json, Place]] = [(value, Place("api.yaml", "/0"))]
    while waiting:
        inner, place = waiting.pop()
        assert documents.value(place) == inner
        assert documents.resolve(f"#{place.pointer}", Place("api.yaml")) == (inner, place)
        members = inner.items() if isinstance(inner, dict) else enumerate(inner) if isinstance(inner, list) else ()
        waiting += [(member, place.child(token)) for token, member in members]


@given(st.lists(st.text(), min_size=1, max_size=3))
def test_percent_encoded_fragments_mean_the_same(path: list[str]) -> None:
    from urllib.parse import quote

    value: Json = "found"
    for token in reversed(path):
        value = {token: value}
    documents = Documents.of({"api.yaml": value})
    there = Place("api.yaml", pointer(path))
    fragment = quote(there.pointer, safe="/", errors="surrogatepass")
    assert documents.resolve(f"#{fragment}", Place("api.yaml")) == ("found", there)


@pytest.mark.parametrize("written", ["#/a b/{id}", "#/a%20b/%7Bid%7D", "#/a b/%7Bid}"])
def test_characters_that_should_be_encoded_need_not_be(written: str) -> None:
    documents = Documents.of({"api.yaml": {"a b": {"{id}": 1}}})
    assert documents.resolve(written, _AT) == (1, Place("api.yaml", "/a b/{id}"))


def test_a_name_with_a_percent_sign_comes_before_what_it_decodes_to() -> None:
    documents = Documents.of({"api.yaml": {"a%20b": 1, "a b": 2}})
    assert documents.resolve("#/a%20b", _AT) == (1, Place("api.yaml", "/a%20b"))


def test_an_escaped_tilde_may_be_left_unescaped() -> None:
    assert Documents.of({"api.yaml": {"~1x": 1}}).resolve("#/~1x", _AT) == (1, Place("api.yaml", "/~01x"))


@pytest.mark.parametrize("ref", ["#/paths//a/b/get", "#/paths/~1a/b/get"])
def test_slashes_in_names_may_be_left_unescaped_with_a_warning(ref: str) -> None:
    documents = Documents.of({"api.yaml": {"paths": {"/a": {"b": 1}, "/a/b": {"get": 2}}}})
    for _ in range(2):
        assert documents.resolve(ref, _AT) == (2, Place("api.yaml", "/paths/~1a~1b/get"))
    assert [(it.place, it.rule, it.severity, it.help) for it in documents.warnings] == [
        (_AT, "ref-unescaped", "warning", "write '#/paths/~1a~1b/get'")
    ]


def test_a_pointer_leads_through_references_on_its_way() -> None:
    documents = Documents.of(
        {"api.yaml": {"a": {"$ref": "b.yaml#/c"}}, "b.yaml": {"c": {"$ref": "#/d"}, "d": {"e/f": {"g": 1}}}}
    )
    assert documents.resolve("#/a/e~1f/g", _AT) == (1, Place("b.yaml", "/d/e~1f/g"))


def test_a_chain_is_followed_to_its_first_value() -> None:
    chain: Json = {"a": {"$ref": "#/b"}, "b": {"$ref": "#/c", "description": "x"}, "c": {"d": 1}}
    documents = Documents.of({"api.yaml": chain})
    assert documents.resolve("#/a", _AT)[1] == Place("api.yaml", "/a")
    assert documents.follow("#/a", _AT) == ({"d": 1}, Place("api.yaml", "/c"))


@pytest.mark.parametrize("ref", ["#/a", "#/b", "#/c", "#/d/e"])
def test_a_chain_that_comes_back_is_refused(ref: str) -> None:
    chain: Json = {"a": {"$ref": "#/b"}, "b": {"$ref": "#/a"}, "c": {"$ref": "#/c"}, "d": {"$ref": "#/d/e"}}
    with pytest.raises(Problems) as raised:
        Documents.of({"api.yaml": chain}).follow(ref, _AT)
    assert raised.value.found[0].rule == "ref-circular"


def test_anchors_and_identifiers_name_schemas() -> None:
    schemas: Json = {"A": {"$anchor": "pet"}, "B": {"$id": "https://example.com/b", "properties": {"x": True}}}
    api: Json = {"schemas": schemas, "example": {"$anchor": "no"}}
    documents = Documents.of({"api.yaml": api})
    assert documents.resolve("#pet", _AT)[1] == Place("api.yaml", "/schemas/A")
    assert documents.resolve("https://example.com/b", _AT)[1] == Place("api.yaml", "/schemas/B")
    assert documents.resolve("https://example.com/b#/properties/x", _AT) == (
        True,
        Place("api.yaml", "/schemas/B/properties/x"),
    )
    assert _refused(documents, "#no").rule == "ref-missing"


def test_a_problem_stands_at_the_reference_whichever_place_was_given() -> None:
    documents = Documents.of({"api.yaml": {"x": {"$ref": "#/y"}}})
    for at in (_AT, _AT.child("$ref")):
        assert _refused(documents, "#/y", at).place == Place("api.yaml", "/x/$ref")


@given(st.text(), VALUES)
def test_any_reference_is_followed_or_refused(ref: str, value: Json) -> None:
    documents = Documents.of({"api.yaml": value})
    found: tuple[Problem, ...] = ()
    try:
        documents.follow(ref, Place("api.yaml"))
    except Problems as problems:
        found = problems.found
    assert all(problem.rule.startswith("ref-") for problem in found)
