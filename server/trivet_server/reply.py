"""What a service method may answer with: a value alone, or a value with its status and headers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Generic, TypeAlias, TypeVar, cast

T_co = TypeVar("T_co", covariant=True)

HeaderFields: TypeAlias = "Mapping[str, Any] | Iterable[tuple[str, Any]]"
"""Text goes out as it is, any other value as the contract's type of the header says."""


class Reply(Generic[T_co]):
    """A successful answer with more than a value.

    `status` None means the status that a bare value would get. `headers` are text, or values of the types that the
    contract declares for them; give pairs where a field is repeated, as Set-Cookie. `content_type` chooses among
    several declared media types, or makes a declared range (`image/*`) exact.
    """

    __slots__ = ("content_type", "headers", "status", "value")

    def __init__(
        self,
        value: T_co,
        *,
        status: int | None = None,
        headers: HeaderFields | None = None,
        content_type: str | None = None,
    ) -> None:
        self.value = value
        self.status = status
        self.headers = fields(headers)
        self.content_type = content_type

    def __repr__(self) -> str:
        return f"Reply({type(self.value).__name__}, status={self.status})"


def fields(headers: HeaderFields | None) -> tuple[tuple[str, Any], ...]:
    """Header fields as pairs, in the order given."""
    if headers is None:
        return ()
    pairs = headers.items() if isinstance(headers, Mapping) else headers
    return tuple(cast("Iterable[tuple[str, Any]]", pairs))
