"""The real command, and a small contract to try it on."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import trivet_codegen

Trivet = Callable[..., "subprocess.CompletedProcess[str]"]

CONTRACT = Path(__file__).parent / "cases" / "generate" / "contract.yaml"


@pytest.fixture
def trivet(tmp_path: Path) -> Trivet:
    """Runs the command in a process of its own, in an empty folder."""

    def run(
        *arguments: str, environment: dict[str, str] | None = None, preexec_fn: Callable[[], None] | None = None
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "trivet_codegen", *arguments],
            cwd=tmp_path,
            env={**_environment(), **(environment or {})},
            capture_output=True,
            text=True,
            check=False,
            preexec_fn=preexec_fn,
        )

    return run


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A folder with a contract and a manifest that names it."""
    (tmp_path / "contract.yaml").write_bytes(CONTRACT.read_bytes())
    (tmp_path / "pyproject.toml").write_text(
        '[tool.trivet]\nroots = ["src"]\n\n'
        '[tool.trivet.apis.shop]\ncontract = "contract.yaml"\npackage = "src/acme/shop"\nserver = "src/acme/shop_api"\n'
    )
    return tmp_path


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below the folder."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def _environment() -> dict[str, str]:
    codegen = Path(trivet_codegen.__file__ or "").parents[1]
    return {**os.environ, "PYTHONPATH": str(codegen), "PYTHONDONTWRITEBYTECODE": "1"}
