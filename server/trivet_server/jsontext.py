"""JSON text that means one thing (RFC 8259, RFC 7493): checked before it is validated."""

from __future__ import annotations

import json
import math
from typing import Any, NoReturn


class NotJson(ValueError):
    """The text is not JSON, or readers could understand it differently; the message says why."""


def parsed(content: bytes) -> Any:
    """The value of JSON text. Numbers are None, so that checking costs little: read them with a validator.

    Raises NotJson for what is not UTF-8 or JSON, repeats a name in an object, holds a number that no double
    can hold, or is nested too deeply.
    """
    try:
        return _DECODER.decode(content.decode())
    except UnicodeDecodeError as error:
        raise NotJson("it is not UTF-8") from error
    except json.JSONDecodeError as error:
        raise NotJson(f"{error.msg} at line {error.lineno}, column {error.colno}") from error
    except RecursionError as error:
        raise NotJson("it is nested too deeply") from error


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise NotJson("a name is repeated in an object")
    return found


def _float(text: str) -> None:
    if math.isinf(float(text)):
        raise NotJson("a number is too large")


def _int(_: str) -> None:
    return None


def _constant(text: str) -> NoReturn:
    raise NotJson(f"{text} is not a number of JSON")


_DECODER = json.JSONDecoder(object_pairs_hook=_object, parse_float=_float, parse_int=_int, parse_constant=_constant)
