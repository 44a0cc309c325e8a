"""Parts of a schema that are found only when the first value arrives."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import RLock, local
from typing import TYPE_CHECKING, Any, Protocol, cast

if TYPE_CHECKING:
    from pydantic_core import CoreSchema

Schema = dict[str, Any]

MARK = "trivet_late"
"""Metadata key under which a schema node carries its late part."""

EXCLUSIVE = "trivet_exclusive"
"""Metadata key by which a union asks for every member to be tried, because only one may accept a value."""

building = RLock()
"""Held while a late part is built, so that each is built once."""


class _Refused(local):
    """What unions refused to read exactly, while an answer is read tolerantly: it is not tried again deeper down.

    Without it alternatives in alternatives would be read exactly from every level, each time to their end. The values
    are kept, so that no other one gets their identity.
    """

    known: dict[tuple[int, int], Any] | None = None


_refused = _Refused()


@contextmanager
def refusals_known() -> Iterator[None]:
    """Remembers for a while what was refused, in this thread."""
    _refused.known = {}
    try:
        yield
    finally:
        _refused.known = None


class LatePart(Protocol):
    """A validator function that stands in a schema for one that is not built yet."""

    def __call__(self, value: Any, /) -> Any: ...

    def tolerant(self, value: Any, /) -> Any:
        """What the value is read as if deviations are let through."""
        ...

    def schema(self) -> Schema:
        """The schema it stands for; may load modules and build models."""
        ...


def plain(function: Any) -> Schema:
    """A schema node that validates by calling `function`."""
    node: Schema = {"type": "function-plain", "function": {"type": "no-info", "function": function}}
    if hasattr(function, "tolerant"):
        node["metadata"] = {MARK: function}
    return node


def late_part(node: Schema) -> LatePart | None:
    """The late part that this node is, if it is one."""
    part: LatePart | None = (node.get("metadata") or {}).get(MARK)
    return part


_CHILDREN = (
    "schema",
    "items_schema",
    "keys_schema",
    "values_schema",
    "json_schema",
    "python_schema",
    "steps",
    "choices",
)


def _children(node: Schema) -> list[Schema]:
    found: list[Schema] = []
    for key in _CHILDREN:
        child = node.get(key)
        if isinstance(child, dict) and "type" in child and isinstance(child["type"], str):
            found.append(child)
        elif isinstance(child, dict):
            found.extend(c for c in child.values() if isinstance(c, dict))
        elif isinstance(child, list):
            found.extend(c[0] if isinstance(c, tuple) else c for c in child)
    return found


def holds_deferred(node: Schema) -> bool:
    """Whether there is a late part in the node itself, not looking into models."""
    if node["type"] in ("model", "definition-ref", "definitions"):
        return False
    return late_part(node) is not None or any(map(holds_deferred, _children(node)))


class Late:
    """A union with deferred members: a native smart union of the real schemas, made on the first value."""

    is_native = True
    """Whether its schema says all that it does, so that a union around it may take the schema instead."""

    def __init__(self, union: Schema) -> None:
        self._union = union
        self._validate: Any = None
        self._tolerate: Any = None
        self._let_through: Any = None

    def __str__(self) -> str:
        return "union"

    def __call__(self, value: Any, /) -> Any:
        if self._validate is None:
            from pydantic_core import SchemaValidator

            with building:
                self._validate = SchemaValidator(cast("CoreSchema", self.schema())).validate_python
        try:
            return self._validate(value)
        except ValueError:
            if _refused.known is not None and isinstance(value, (list, dict)):
                _refused.known[id(self), id(value)] = value
            raise

    def tolerant(self, value: Any, /) -> Any:
        """The value read by a relaxed union of the same members, exactly first unless that is known to fail."""
        if _refused.known is not None and (id(self), id(value)) in _refused.known:
            if self._let_through is None:
                self._let_through = self._relaxed(exact_first=False)
            return self._let_through(value)
        if self._tolerate is None:
            self._tolerate = self._relaxed(exact_first=True)
        return self._tolerate(value)

    def _relaxed(self, *, exact_first: bool) -> Any:
        from ._relaxed import relaxed_validator

        with building:
            return relaxed_validator(self.schema(), exact_first=exact_first).validate_python

    def schema(self) -> Schema:
        """The union with every deferred member replaced by its real schema."""
        definitions: dict[str, Schema] = {}
        union: Schema = _resolved(self._union, definitions)
        if definitions:
            return {"type": "definitions", "schema": union, "definitions": list(definitions.values())}
        return union


def _resolved(node: Any, definitions: dict[str, Schema]) -> Any:
    """A copy of the node in which late parts and references to models are the real schemas."""
    if isinstance(node, tuple):
        return (_resolved(node[0], definitions), node[1])
    if isinstance(node, list):
        return [_resolved(item, definitions) for item in node]
    part = late_part(node)
    if part is not None and not getattr(part, "is_native", True):
        return node
    if part is not None:
        return _gathered(part.schema(), definitions)
    kind = node["type"]
    if kind == "definition-ref":
        from ._model import schema_by_reference

        return _gathered(schema_by_reference(node["schema_ref"]), definitions)
    if kind in ("model", "definitions"):
        return _gathered(node, definitions)
    made = dict(node)
    for key in _CHILDREN:
        child = node.get(key)
        if isinstance(child, list) or (isinstance(child, dict) and isinstance(child.get("type"), str)):
            made[key] = _resolved(child, definitions)
        elif isinstance(child, dict):
            made[key] = {k: _resolved(c, definitions) if isinstance(c, dict) else c for k, c in child.items()}
    return made


def _gathered(schema: Schema, definitions: dict[str, Schema]) -> Schema:
    """The schema itself, its definitions moved to `definitions`, each once."""
    if schema["type"] != "definitions":
        return schema
    for definition in schema["definitions"]:
        definitions.setdefault(definition["ref"], definition)
    inner: Schema = schema["schema"]
    return inner
