"""Fixtures of the wire's tests."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

import pytest

from tests.wire.contracts import parameters
from tests.wire.pair import Pair, generated

Paired: TypeAlias = Callable[[Mapping[str, Any]], Pair]


@pytest.fixture(params=["sync", "async"])
def mode(request: pytest.FixtureRequest) -> str:
    """Which of the two clients is meant."""
    return str(request.param)


@pytest.fixture
def paired(mode: str) -> Paired:
    """Client and stub of a contract."""
    return lambda document: Pair(generated(document), mode)


@pytest.fixture(scope="module", params=["sync", "async"])
def parametric(request: pytest.FixtureRequest) -> Pair:
    """Client and stub of the contract with every kind of parameter."""
    return Pair(generated(parameters()), request.param)
