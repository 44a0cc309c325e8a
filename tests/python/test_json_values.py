"""Enumerated values that are no Literal have the narrowest type that all of them share."""

from __future__ import annotations

from typing import Any, cast

import pytest

from trivet_codegen.ir.build import build
from trivet_codegen.python.package import package
from trivet_codegen.source import Documents


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([["a"], ["b", "c"]], "builtins.list[str]"),
        ([[1.5], [2]], "builtins.list[float]"),
        ([[], ["a", 1]], "builtins.list[Any]"),
        ([[]], "builtins.list[Any]"),
        ([[["a"]]], "builtins.list[builtins.list[str]]"),
    ],
)
def test_lists_are_lists_of_what_they_hold_beside_a_method_called_list(values: list[Any], expected: str) -> None:
    kind = {"name": "kind", "in": "query", "schema": {"enum": values}}
    operation = {"operationId": "listPets", "tags": ["pets"], "parameters": [kind], "responses": {}}
    document = {"openapi": "3.1.0", "info": {"title": "P", "version": "1"}, "paths": {"/pets": {"get": operation}}}
    api, _ = build(Documents.of(cast(Any, {"pets.yaml": document})))
    assert f"kind: {expected} | None = None" in package(api, "shop").client["resources/pets.py"]
