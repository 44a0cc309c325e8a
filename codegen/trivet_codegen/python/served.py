"""Which operations a server stub has: those that the same requests mean are served once."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import NamedTuple, TypeAlias

from trivet_codegen.ir.api import Operation, Parameter
from trivet_codegen.ir.shapes import Constant, Enumeration, MapOf, Record
from trivet_codegen.openapi.media import essence, is_range
from trivet_codegen.python.declared import Declarations
from trivet_codegen.python.operations_plan import Resource
from trivet_codegen.python.warnings import Warnings

Mark: TypeAlias = tuple[str, str, frozenset[str] | None]
"""Location and name of what every request of an operation carries, with the texts that it may have (None: any)."""


class _Path(NamedTuple):
    """A path without the names of its variables, and what the contract writes behind it after `?` or `#`."""

    template: str
    behind: str

    @classmethod
    def of(cls, operation: Operation) -> _Path:
        template = re.split("[?#]", operation.path, maxsplit=1)[0]
        return cls(re.sub(r"\{[^{}]*\}", "{}", template), operation.path[len(template) :])

    @property
    def query(self) -> list[tuple[str, str]]:
        """Names and values of the query behind the path."""
        pairs = (part.partition("=") for part in self.behind.partition("#")[0].removeprefix("?").split("&") if part)
        return [(name, value) for name, _, value in pairs]


def served(groups: list[Resource], declarations: Declarations, warnings: Warnings) -> list[Resource]:
    """The resources as a server can answer them: of operations that the same requests mean, the first one only."""
    telling = _Telling(declarations, warnings)
    found = []
    for group in groups:
        kept = tuple(planned for planned in group.operations if telling.takes(planned.operation))
        if kept:
            found.append(replace(group, operations=kept))
    return found


class _Telling:
    """The operations so far, by what tells their requests apart."""

    def __init__(self, declarations: Declarations, warnings: Warnings) -> None:
        self._declarations = declarations
        self._warnings = warnings
        self._first: dict[tuple[str, str, str], str] = {}
        self._marked: dict[tuple[str, str, frozenset[Mark]], str] = {}

    def takes(self, own: Operation) -> bool:
        """Whether no earlier operation is meant by the same requests; a finding if one is."""
        path = _Path.of(own)
        same = self._first.setdefault((own.method, path.template, path.behind), own.path)
        if same != own.path:
            message = f"{own.method} {own.path} is the same request as {same}, which the server stub has alone"
            self._warnings.add(own.place, "path-duplicate", message)
            return False
        marked = self._marked.setdefault((own.method, path.template, marks(own, self._declarations)), own.path)
        if marked != own.path:
            message = f"nothing tells requests of {own.method} {own.path} from those of {marked}"
            self._warnings.add(own.place, "path-query", f"{message}, which the server stub has alone")
        return marked == own.path


def marks(operation: Operation, declarations: Declarations) -> frozenset[Mark]:
    """What requests of an operation carry always: a query in its path, required parameters, the media type of its body.

    By these `trivet_server.telling` tells operations of one path apart.
    """
    found: set[Mark] = set()
    for name, value in _Path.of(operation).query:
        found.add(("query", name, None if "{" in value else frozenset({value})))
    for parameter in operation.parameters:
        if parameter.required and parameter.location in ("query", "header") and _has_own_name(parameter, declarations):
            name = parameter.name.lower() if parameter.location == "header" else parameter.name
            found.add((parameter.location, name, _texts(parameter, declarations)))
    if operation.body is not None and operation.body.required:
        kinds = [content.media_type for content in operation.body.contents]
        found.add(("header", "content-type", None if any(map(is_range, kinds)) else frozenset(map(essence, kinds))))
    return frozenset(found)


def _has_own_name(parameter: Parameter, declarations: Declarations) -> bool:
    if parameter.location == "header" or parameter.media_type is not None:
        return True
    is_object = isinstance(declarations.resolved(parameter.shape), Record | MapOf)
    return parameter.style != "deepObject" and not (parameter.explode and is_object)


def _texts(parameter: Parameter, declarations: Declarations) -> frozenset[str] | None:
    shape = declarations.resolved(parameter.shape)
    values = shape.values if isinstance(shape, Enumeration) else (shape.value,) if isinstance(shape, Constant) else ()
    texts = frozenset(value for value in values if isinstance(value, str))
    return texts if parameter.media_type is None and texts and len(texts) == len(values) else None
