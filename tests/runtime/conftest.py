"""Fixtures of the runtime's tests."""

from __future__ import annotations

import pytest

from tests.runtime.both import Both


@pytest.fixture(params=["sync", "async"])
def api(request: pytest.FixtureRequest) -> Both:
    """Sends calls with one client, then, in a second run of the test, with the other."""
    return Both(request.param)
