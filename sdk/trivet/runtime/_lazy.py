"""`lazy_exports`: the names of a package, each loaded when it is first used (PEP 562)."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from importlib import import_module
from types import ModuleType
from typing import Any


def lazy_exports(package: str, names: Mapping[str, str]) -> tuple[Callable[[str], Any], Callable[[], list[str]]]:
    """`__getattr__` and `__dir__` of the package, to be assigned to these names in its `__init__`.

    `names` says which module a name comes from, as `{"Customer": ".customer"}`. A name that is its module's own last
    part and not one that it gives (`{"models": ".models"}`) is the module. A loaded name is put into the package, so
    that the next use costs nothing.
    """

    def load(name: str) -> Any:
        module_name = names.get(name)
        if module_name is None:
            raise AttributeError(_unknown(package, name, names), name=name, obj=sys.modules.get(package))
        module = import_module(module_name, package)
        if module_name.rpartition(".")[2] == name and not _gives(module, name):
            value: Any = module
        else:
            value = getattr(module, name)
        vars(sys.modules[package])[name] = value
        return value

    def listed() -> list[str]:
        return sorted({*names, *vars(sys.modules[package])})

    return load, listed


def _gives(module: ModuleType, name: str) -> bool:
    """Whether the name is the module's own, and none that it imports for itself (`models`, `date`)."""
    if name not in vars(module):
        return False
    value = vars(module)[name]
    imported = getattr(value, "__name__", None) == name and getattr(value, "__module__", None) != module.__name__
    return not imported and not isinstance(value, ModuleType)


def _unknown(package: str, name: str, names: Mapping[str, str]) -> str:
    message = f"module {package!r} has no attribute {name!r}"
    if name.startswith("__"):
        return message
    from difflib import get_close_matches

    close = get_close_matches(name, names, n=1)
    return f"{message}; did you mean {close[0]!r}?" if close else message
