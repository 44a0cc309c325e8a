"""Everything that a vendor's document says is in the generated package, or a finding says why not."""

from __future__ import annotations

import ast

import pytest

from tests.real.census import Census
from tests.real.conftest import Vendor

pytestmark = pytest.mark.real

OPERATIONS = {"stripe": 452, "github": 1223}


def test_every_operation_is_described_once(vendor: Vendor) -> None:
    assert len(vendor.facts.operations) == OPERATIONS[vendor.name]
    assert vendor.emitted.operations.keys() == vendor.facts.operations.keys()


def test_both_clients_send_every_operation(vendor: Vendor) -> None:
    described = {operation.constant for operation in vendor.emitted.operations.values()}
    assert len(described) == OPERATIONS[vendor.name]
    assert vendor.emitted.sent(ast.FunctionDef) >= described
    assert vendor.emitted.sent(ast.AsyncFunctionDef) >= described


def test_the_server_stub_routes_every_operation(vendor: Vendor) -> None:
    assert vendor.emitted.routed() == {operation.constant for operation in vendor.emitted.operations.values()}


def test_every_reachable_schema_is_modelled(vendor: Vendor) -> None:
    census = Census(vendor.facts, vendor.emitted)
    assert sorted(name for name in vendor.facts.reachable.values() if census.model(name) is None) == []


def test_nothing_is_dropped_or_typed_any_without_a_finding(vendor: Vendor) -> None:
    said = [finding.pointer for finding in vendor.findings]
    lost = Census(vendor.facts, vendor.emitted).lost()
    silent = [one for one in lost if not any(one.pointer.startswith(p) or p.startswith(one.pointer) for p in said)]
    assert [f"{one.pointer}: {one.what}" for one in silent] == []
