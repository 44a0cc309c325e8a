"""Every module of a package generated from a vendor's document imports, and every model can be built."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.real.conftest import Vendor

pytestmark = pytest.mark.real

_EVERY_MODULE = """
import importlib, pkgutil, sys
package = importlib.import_module(sys.argv[1])
names = [module.name for module in pkgutil.walk_packages(package.__path__, package.__name__ + ".")]
for name in names:
    importlib.import_module(name)
print(len(names))
"""

_EVERY_MODEL = """
import importlib, sys
from trivet.runtime import adapter
models = importlib.import_module(sys.argv[1] + ".models")
built = [adapter(getattr(models, name)).validator for name in sys.stdin.read().split()]
print(len(built))
"""


def _printed(vendor: Vendor, program: str, given: str = "") -> int:
    """The number that a program printed in a fresh process that finds the package."""
    command = [sys.executable, "-W", "error", "-c", program, vendor.name]
    path = [str(vendor.folder), *(entry for entry in sys.path if entry)]
    done = subprocess.run(command, input=given, env={"PYTHONPATH": ":".join(path)}, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-3000:]
    return int(done.stdout)


def test_every_module_imports(vendor: Vendor) -> None:
    files = list((vendor.folder / vendor.name).rglob("*.py"))
    assert _printed(vendor, _EVERY_MODULE) == len(files) - 1


def test_every_model_can_be_built(vendor: Vendor) -> None:
    names = [name for name in vendor.emitted.definitions if name[0].isupper()]
    assert len(names) >= len(vendor.facts.reachable)
    assert _printed(vendor, _EVERY_MODEL, "\n".join(names)) == len(names)
