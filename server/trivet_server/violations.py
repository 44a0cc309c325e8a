"""What a validator found, as places in a document: JSON pointers and reasons, never the values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeAlias

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from trivet_server.refusal import Violation

Steps: TypeAlias = Sequence[str | int]

# Messages of pydantic that quote the value: requests carry secrets, so these say what is expected instead.
_UNQUOTED: Mapping[str, str] = {
    "union_tag_invalid": "Input should be tagged as one of the alternatives",
    "uuid_parsing": "Input should be a valid UUID",
    "uuid_type": "Input should be a valid UUID",
    "date_from_datetime_inexact": "Input should be a date without a time",
}
_ABSENT_TYPES = frozenset({"missing", "missing_argument"})


def violations(error: ValidationError, document: Any) -> list[Violation]:
    """Each fault with its JSON pointer (RFC 6901) into `document`, the value that was read."""
    return [Violation(_reason(item), pointer=_pointer(item, document)) for item in _items(error)]


def reasons(error: ValidationError) -> list[str]:
    """Each fault without a place, a repeated one once."""
    return list(dict.fromkeys(map(_reason, _items(error))))


def is_malformed(error: ValidationError) -> bool:
    """Whether the text was not JSON at all."""
    return error.error_count() == 1 and _items(error)[0]["type"] == "json_invalid"


def _items(error: ValidationError) -> list[ErrorDetails]:
    return error.errors(include_url=False, include_input=False)


def _reason(item: ErrorDetails) -> str:
    return _UNQUOTED.get(item["type"], item["msg"]).removeprefix("Value error, ")


def _pointer(item: ErrorDetails, document: Any) -> str:
    steps = list(_steps(item["loc"], document, absent=item["type"] in _ABSENT_TYPES))
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in steps)


def _steps(loc: Steps, document: Any, *, absent: bool) -> Iterator[str | int]:
    """The steps of a location that are in the document: the others name validators and members of unions."""
    here = document
    for index, step in enumerate(loc):
        last = index == len(loc) - 1
        if _has(here, step):
            here = here[step]
        elif not (last and absent):
            continue
        yield step


def _has(here: Any, step: str | int) -> bool:
    if isinstance(step, str):
        return isinstance(here, Mapping) and step in here
    return isinstance(here, list) and -1 < step < len(here)
