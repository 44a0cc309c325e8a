"""A client can be imported, made and given calls without loading what only sending needs."""

from __future__ import annotations

import subprocess
import sys

import pytest


def loaded(code: str) -> set[str]:
    """The top-level packages that a fresh interpreter has loaded after the code."""
    shown = f"import sys\n{code}\nprint(*sorted({{name.partition('.')[0] for name in sys.modules}}))"
    done = subprocess.run([sys.executable, "-c", shown], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


@pytest.mark.parametrize(
    ("code", "absent"),
    [
        ("import trivet.runtime", {"httpx", "tenacity", "pydantic", "dataclasses"}),
        (
            "from trivet.runtime import *\n"
            "call = Operation('GET', '/x', id='x', responses={})()\n"
            "Client('https://x', {'k': BearerToken('t')}); AsyncClient('https://x')",
            {"httpx", "tenacity", "anyio"},
        ),
    ],
)
def test_nothing_loads_before_it_is_needed(code: str, absent: set[str]) -> None:
    assert absent & loaded(code) == set()
