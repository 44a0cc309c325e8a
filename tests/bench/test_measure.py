"""What the benches count is the cost of work that was done."""

from __future__ import annotations

import sys

import pytest

from tests.bench.measure import cost


def test_a_process_costs_cpu_and_memory() -> None:
    found = cost([sys.executable, "-c", "sum(range(10**6))"])
    assert found.cpu > 0
    assert found.memory > 1


def test_a_command_that_fails_has_no_cost_but_an_error_with_what_it_said() -> None:
    with pytest.raises(RuntimeError, match=r"ended with 1: .*No module named no_such_module"):
        cost([sys.executable, "-m", "no_such_module"])
