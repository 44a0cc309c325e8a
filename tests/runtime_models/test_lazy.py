"""Names of a package load on first use, and importing the runtime loads next to nothing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import trivet.runtime


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    name = f"lazy_{tmp_path.name.replace('-', '_')}"
    folder = tmp_path / name
    folder.mkdir()
    (folder / "__init__.py").write_text(
        "from trivet.runtime import lazy_exports\n"
        "NAMES = {'Customer': '.customer', 'Order': '.order', 'customer': '.customer', 'order': '.order'}\n"
        "__getattr__, __dir__ = lazy_exports(__name__, NAMES)\n"
    )
    (folder / "customer.py").write_text("class Customer: pass\n")
    (folder / "order.py").write_text("order = 5\nclass Order: pass\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    return name


def test_a_name_loads_its_module_only(package: str) -> None:
    module = __import__(package)
    assert f"{package}.customer" not in sys.modules
    assert module.Customer is sys.modules[f"{package}.customer"].Customer
    assert f"{package}.order" not in sys.modules


def test_a_loaded_name_is_kept(package: str) -> None:
    module = __import__(package)
    assert module.Customer is vars(module)["Customer"]


def test_a_module_can_be_exported_and_a_name_of_it_wins(package: str) -> None:
    module = __import__(package)
    assert module.customer is sys.modules[f"{package}.customer"]
    assert module.order == 5


def test_dir_lists_what_can_be_loaded(package: str) -> None:
    assert {"Customer", "Order", "customer"} <= set(dir(__import__(package)))


def test_an_unknown_name_suggests_a_near_one(package: str) -> None:
    with pytest.raises(AttributeError, match=r"has no attribute 'Custmer'; did you mean 'Customer'\?"):
        _ = __import__(package).Custmer


def test_every_public_name_of_the_runtime_loads() -> None:
    for name in trivet.runtime.__all__:
        assert getattr(trivet.runtime, name) is not None


def test_importing_the_runtime_loads_neither_pydantic_nor_an_http_library() -> None:
    code = "import sys, trivet.runtime; print([m for m in ('pydantic', 'httpx', 'tenacity') if m in sys.modules])"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=_environment())
    assert ran.stdout.strip() == "[]"


def test_models_load_no_http_library_and_no_passes_until_a_value_is_read() -> None:
    code = (
        "import sys; from trivet.runtime import Model, Omittable, deferred, adapter\n"
        "print([m for m in ('httpx', 'tenacity', 'trivet.runtime._exact') if m in sys.modules])"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=_environment())
    assert ran.stdout.strip() == "[]"


def _environment() -> dict[str, str]:
    import os

    return {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
