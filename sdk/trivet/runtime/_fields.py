"""The headers that the contract gives to answers: their values, and where they break the contract."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ._operation import Header, Operation

if TYPE_CHECKING:
    from ._deviation import Deviation
    from ._transport import Headers


def declared(operation: Operation[Any], status: int) -> Mapping[str, Header]:
    """The headers declared for a status (its own, its range's or the default's) by their names in lower case."""
    for key in (str(status), f"{status // 100}XX", f"{status // 100}xx", "default"):
        if key in operation.responses:
            return {header.wire.lower(): header for header in operation.headers.get(key, ())}
    return {}


def value(operation: Operation[Any], status: int, headers: Headers, name: str) -> Any:
    """The value of a declared header as its type reads it; None if it did not come.

    What is no value of the type is the text as it came. Raises KeyError if the contract does not declare the
    header for the status.
    """
    known = declared(operation, status)
    header = known.get(name.lower())
    if header is None:
        names = ", ".join(one.wire for one in known.values()) or "none"
        raise KeyError(f"{operation.id} declares no header {name} for {status}; declared: {names}")
    try:
        return _read(header, headers)
    except ValueError:
        return headers[name]


def deviations(operation: Operation[Any], status: int, headers: Headers) -> list[Deviation]:
    """The declared headers that are missing though required, or are no values of their types."""
    from ._deviation import Deviation

    found = []
    for header in declared(operation, status).values():
        given = headers.all(header.wire)
        if not given and header.required:
            found.append(Deviation("", f"a header {header.wire}", "none"))
            continue
        try:
            _read(header, headers)
        except ValueError as error:
            found.append(Deviation("", f"a header {header.wire}: {_reason(error)}", repr(", ".join(given)[:24])))
    return found


def _reason(error: ValueError) -> str:
    from pydantic_core import ValidationError

    return error.errors(include_url=False)[0]["msg"] if isinstance(error, ValidationError) else str(error)


def _read(header: Header, headers: Headers) -> Any:
    """Set-Cookie is no list of commas (RFC 9110 section 5.3): each field is an item."""
    from . import _decode
    from ._kind import kinds

    given = headers.all(header.wire)
    if header.wire.lower() == "set-cookie" and given and "array" in kinds(header.type()):
        return header.adapter.read(given)
    found = _decode.header(header, given)
    return None if found is _decode.ABSENT else header.adapter.read(found)


def text(header: Header, given: Any) -> str:
    """The field's value that says `given`. Raises InvalidRequest or ValueError if the type or a header cannot."""
    from . import _style

    return _style.header(header, header.adapter.dump(header.adapter.read(given)))
