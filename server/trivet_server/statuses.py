"""Which of several fitting statuses to refuse with: one that the operation declares."""

from __future__ import annotations

from typing import Any

from trivet.runtime import Operation

INVALID = (422, 400)
"""For what is well-formed and breaks the contract (RFC 9110 section 15.5.21)."""

MALFORMED = (400, 422)
"""For a body that is not what its media type says."""


def status_for(operation: Operation[Any], *fitting: int) -> int:
    """The first that the contract declares itself, else the first."""
    return next((status for status in fitting if str(status) in operation.responses), fitting[0])
