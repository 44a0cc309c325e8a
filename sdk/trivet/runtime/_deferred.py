"""`deferred`: names of types whose modules load, and whose validators are built, when the first value arrives."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, cast

from ._late import building, plain

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler
    from pydantic_core import CoreSchema

    from ._adapter import Adapter


def deferred(package: str | None, *targets: str) -> Any:
    """What stands at runtime for `module:Name`; for several targets, a list of that.

    It closes cycles between model modules: pydantic inlines all that a model reaches, which is slow for a few hundred
    models and ends in RecursionError for five hundred. The stand-in is an annotation: `Invoice | None`,
    `list[Invoice]` and `dict[str, Invoice]` work as with the class, and so do `Omittable`, `Tagged` and unions.
    The target is a model or a type alias. Type checkers should see the real import:

        if TYPE_CHECKING:
            from .invoice import Invoice
        else:
            Invoice = deferred(__package__, ".invoice:Invoice")
    """
    made = [Annotated[Any, Deferred(package, target)] for target in targets]
    return made[0] if len(made) == 1 else made


class Deferred:
    """The validator of a type that is not loaded yet."""

    __slots__ = ("_package", "_target", "_adapter", "_read")

    def __init__(self, package: str | None, target: str) -> None:
        self._package = package
        self._target = target
        self._adapter: Adapter[Any] | None = None
        self._read: Any = None

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Deferred) and (self._package, self._target) == (other._package, other._target)

    def __hash__(self) -> int:
        return hash((self._package, self._target))

    def __repr__(self) -> str:
        return f"deferred({self._package!r}, {self._target!r})"

    def __str__(self) -> str:
        return self._target.rpartition(":")[2]

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return cast("CoreSchema", plain(self))

    def __call__(self, value: Any, /) -> Any:
        if self._read is None:
            self._read = self._resolved().validator.validate_python
        return self._read(value)

    def tolerant(self, value: Any, /) -> Any:
        """The value as the target reads it if deviations are let through."""
        return self._resolved().relaxed.validate_python(value)

    def schema(self) -> dict[str, Any]:
        """The target's own core schema."""
        return self._resolved().schema

    def _resolved(self) -> Adapter[Any]:
        if self._adapter is None:
            from importlib import import_module

            from ._adapter import adapter

            module, _, name = self._target.partition(":")
            target = getattr(import_module(module, self._package), name)
            with building:
                self._adapter = adapter(target)
        return self._adapter
