"""The types that models are made of, beyond Python's own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from decimal import Decimal as _Decimal
from typing import TYPE_CHECKING, Annotated, Any, Never, TypeAlias, TypeVar, cast, get_args

from pydantic import Field
from pydantic_core import PydanticCustomError, PydanticKnownError

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler
    from pydantic_core import CoreSchema

T = TypeVar("T")


class _Omit:
    """May be absent, may not be null: the schema of `T | None` without its null."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        schema = handler(source)
        return cast("CoreSchema", schema["schema"]) if schema["type"] == "nullable" else schema

    def __repr__(self) -> str:
        return "Omittable"


Omittable = Annotated[T | None, _Omit()]
"""May be absent, may not be null. For type checkers `T | None`; the default is None, an explicit null is refused."""


class _Flavour:
    """A note to the exact pass."""

    __slots__ = ("_word",)

    def __init__(self, word: str) -> None:
        self._word = word

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        from ._text import FLAVOUR

        schema: Any = handler(source)
        schema.setdefault("metadata", {}).setdefault(FLAVOUR, set()).add(self._word)
        return cast("CoreSchema", schema)

    def __repr__(self) -> str:
        return self._word


AwareDatetime: TypeAlias = datetime
"""`format: date-time` (RFC 3339): the offset is required, naive instances are refused."""
Time: TypeAlias = time
"""`format: time` (RFC 3339 full-time): the offset is required."""
Duration: TypeAlias = timedelta
"""`format: duration` (ISO 8601): weeks, or days, hours, minutes and seconds; years and months are refused."""
Decimal: TypeAlias = _Decimal
"""A decimal that travels as a JSON string."""
DecimalNumber = Annotated[_Decimal, _Flavour("number")]
"""A decimal that travels as a JSON number; exact for what a JSON reader of doubles keeps, 15 significant digits."""
if TYPE_CHECKING:
    Base64Bytes: TypeAlias = bytes
else:
    Base64Bytes = Annotated[bytes, _Flavour("base64")]  # so that it is told apart from a file's own bytes
"""`format: byte`: bytes here, base64 (RFC 4648 section 4) on the wire."""
Email: TypeAlias = str
"""`format: email`; in JSON Schema an annotation, not a check."""
Uri: TypeAlias = str
"""`format: uri`; in JSON Schema an annotation, not a check."""
Int32 = Annotated[int, Field(ge=-(2**31), le=2**31 - 1)]
"""`format: int32`."""
Int64 = Annotated[int, Field(ge=-(2**63), le=2**63 - 1)]
"""`format: int64`."""


class Unique(_Flavour):
    """`uniqueItems: true`, by JSON equality: 1 is 1.0, True is not 1, the order of properties does not count."""

    __slots__ = ()

    def __init__(self) -> None:
        super().__init__("unique")


class OneOf:
    """`enum` or `const` with values that `Literal` cannot say, compared by JSON equality."""

    __slots__ = ("_allowed", "_values")

    def __init__(self, *values: Any) -> None:
        self._values = values
        self._allowed = frozenset(json_key(value) for value in values)

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        from ._late import plain

        return cast("CoreSchema", plain(self._read))

    def _read(self, value: Any) -> Any:
        if json_key(value) in self._allowed:
            return value
        raise PydanticKnownError("literal_error", {"expected": " or ".join(map(repr, self._values))})

    def __repr__(self) -> str:
        return f"OneOf({', '.join(map(repr, self._values))})"


Nothing = Annotated[Never, OneOf()]
"""No value at all: what the schema `false` accepts."""


class Tagged:
    """A union whose member is told by a property.

    In `Annotated[Cat | Dog, Tagged("petType", ("cat",), ("dog", "puppy"))]` the i-th tuple holds the tags of the i-th
    member. `property` is the wire name. Members may be deferred: only the member that a value names is loaded.
    """

    __slots__ = ("_property", "_tags")

    def __init__(self, property: str, *tags: Sequence[str]) -> None:
        self._property = property
        self._tags = tags

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        arguments = [] if hasattr(source, "__metadata__") else get_args(source)
        members = [m for m in arguments if m is not type(None)] or [source]
        if len(members) != len(self._tags):
            raise TypeError(f"{self!r} names tags of {len(self._tags)} members, the union has {len(members)}")
        choices: dict[str, dict[str, Any]] = {}
        for member, tags in zip(members, self._tags, strict=True):
            schema = handler.generate_schema(member)
            choices.update((tag, dict(schema)) for tag in tags)
        made: dict[str, Any] = {
            "type": "json-or-python",
            "json_schema": self._union(choices, self._property),
            "python_schema": self._union({tag: dict(schema) for tag, schema in choices.items()}, self._tag_of),
        }
        if type(None) in arguments:
            made = {"type": "nullable", "schema": made}
        return cast("CoreSchema", made)

    def _union(self, choices: dict[str, dict[str, Any]], discriminator: object) -> dict[str, Any]:
        tags = ", ".join(map(repr, choices))
        return {
            "type": "tagged-union",
            "choices": choices,
            "discriminator": discriminator,
            "custom_error_type": "tag",
            "custom_error_message": f"Input should be an object whose {self._property!r} is one of {tags}",
        }

    def _tag_of(self, value: Any) -> str | None:
        """The tag of a JSON object or of a model's instance."""
        if isinstance(value, dict):
            tag = value.get(self._property)
        else:
            tag = getattr(value, _attribute(type(value), self._property), None)
        return tag if isinstance(tag, str) else None

    def __repr__(self) -> str:
        return f"Tagged({', '.join(map(repr, (self._property, *self._tags)))})"


def _attribute(cls: Any, wire: str) -> str:
    """What the property is called in the class."""
    fields = getattr(cls, "__pydantic_fields__", {})
    return next((name for name, field in fields.items() if (field.alias or name) == wire), wire)


def json_key(value: Any) -> Any:
    """A hashable that is equal for two values exactly if they are equal in JSON Schema (draft 2020-12, core 4.2.2)."""
    match value:
        case bool():
            return (bool, value)
        case dict():
            return (dict, frozenset((key, json_key(item)) for key, item in value.items()))
        case list() | tuple():
            return (list, tuple(map(json_key, value)))
        case _:
            fields = getattr(value, "__pydantic_fields_set__", None)
            if fields is None:
                return value
            from ._adapter import adapter

            return json_key(adapter(type(value)).dump(value))


def unique_items(value: Any) -> Any:
    """The value, a list without two equal items; anything but a list passes."""
    if isinstance(value, list) and len({json_key(item) for item in value}) != len(value):
        raise PydanticCustomError("unique_items", "Input should be an array without equal items")
    return value
