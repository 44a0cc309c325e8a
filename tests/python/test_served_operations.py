"""A server stub has one operation for a request, and modules whose names hide nothing."""

from __future__ import annotations

from trivet_codegen.ir.build import build
from trivet_codegen.python.package import Package, package
from trivet_codegen.source import Documents


def made(paths: dict[str, dict[str, object]]) -> Package:
    document = {"openapi": "3.1.0", "info": {"title": "Shop", "version": "1"}, "paths": paths}
    return package(build(Documents.of({"shop.yaml": document}))[0], "shop")  # type: ignore[dict-item]


def operation(id: str, tag: str) -> dict[str, object]:
    return {"operationId": id, "tags": [tag], "responses": {"204": {"description": "Done."}}}


def test_of_two_operations_for_the_same_requests_the_stub_has_the_first_and_the_client_both() -> None:
    given = made(
        {
            "/orders/{id}": {"get": operation("getById", "orders")},
            "/orders/{name}": {"get": operation("getByName", "orders"), "put": operation("putByName", "orders")},
            "/orders/{other}": {"put": operation("putOther", "others")},
        }
    )
    stub = given.server["orders.py"]
    assert ("GET_BY_ID" in stub, "GET_BY_NAME" in stub, "PUT_BY_NAME" in stub) == (True, False, True)
    assert "others.py" not in given.server
    assert "GET_BY_NAME" in given.client["resources/orders.py"]
    assert [(problem.place.pointer, problem.rule) for problem in given.problems] == [
        ("/paths/~1orders~1{name}/get", "path-duplicate"),
        ("/paths/~1orders~1{other}/put", "path-duplicate"),
    ]


def test_resources_called_api_and_files_hide_nothing_in_the_stub() -> None:
    given = made({"/a": {"get": operation("a", "api")}, "/f": {"get": operation("f", "files")}})
    text = given.server["__init__.py"]
    assert "from .api import api_resource_router" in text
    assert "return files_(__name__)" in text
