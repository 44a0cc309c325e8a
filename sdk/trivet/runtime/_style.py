"""Values to the text that paths, queries, headers and cookies carry (OpenAPI 3.1 section 4.8.12, RFC 6570).

Where the two leave a value without an unmistakable text (a comma inside a header's list, say), it is
refused instead of sent as something else. Lists and objects inside styles that have no nesting are JSON.
`decode` in `_decode` is the inverse.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from enum import Enum
from functools import partial
from typing import Any, Final, TypeAlias
from urllib.parse import quote, unquote
from uuid import UUID

from ._errors import InvalidRequest
from ._media import FORM, essence, is_json
from ._operation import Parameter, Style

Json: TypeAlias = Any
Encoded: TypeAlias = list[tuple[str, str]]

_NAME_SAFE: Final = "$:@"
_RESERVED_QUERY: Final = "%:/?@!$'()*,;="  # what may stand in a query and means nothing to its decoder: no & + # [ ]
_RESERVED_PATH: Final = "%:@!$&'()*+,;="  # never / ? #, which would end the segment
TOKEN: Final = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
"""The name of a header field (RFC 9110 section 5.6.2)."""
_TRIPLE: Final = re.compile("(%[0-9A-Fa-f]{2})")
_COOKIE_SAFE: Final = "!#$&'()*+-./:<=>?@[]^_`{|}~"  # RFC 6265 cookie-octet but for %
_COOKIE_VALUE: Final = re.compile(r"[!#-+\--:<-\[\]-~]*")  # cookie-octet


def plain(value: Any) -> Json:
    """The JSON value of a Python value: models by alias without what was not set, RFC 3339 times.

    Raises InvalidRequest for a time without offset, a float that is no number, and what has no JSON form.
    """
    match value:
        case Enum():
            return plain(value.value)
        case None | bool() | int() | str():
            return value
        case float() if not math.isfinite(value):
            raise InvalidRequest(f"{value} cannot be sent: it is not a number")
        case float():
            return value
        case datetime() | time() if value.tzinfo is None or (isinstance(value, datetime) and value.utcoffset() is None):
            raise InvalidRequest(f"{value!r} has no time zone: give it one, e.g. datetime.now(timezone.utc)")
        case datetime() | time():
            return value.isoformat().replace("+00:00", "Z")
        case date():
            return value.isoformat()
        case UUID() | Decimal():
            return str(value)
        case Mapping():
            return {str(key): plain(item) for key, item in value.items()}
        case list() | tuple() | set() | frozenset():
            return [plain(item) for item in value]
        case _ if hasattr(value, "model_dump"):
            return value.model_dump(mode="json", by_alias=True, exclude_unset=True)
        case _:
            raise InvalidRequest(f"a value of type {type(value).__name__} cannot be sent here")


def text(value: Json) -> str:
    """A primitive as text: JSON's words for numbers and booleans; JSON itself for lists and objects."""
    match value:
        case str():
            return value
        case bool():
            return "true" if value else "false"
        case float():
            if not math.isfinite(value):
                raise InvalidRequest(f"{value} cannot be sent: it is not a number")
            return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
        case None:
            return ""
        case list() | dict():
            return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        case _:
            return str(value)


def escape(value: str, safe: str = "") -> str:
    """Percent-encoded UTF-8 of all but RFC 3986's unreserved characters and those in `safe`.

    A % in `safe` lets percent-encoded triples through, as reserved expansion does (RFC 6570 section 3.2.3); any
    other % is encoded.
    """
    try:
        if "%" not in safe:
            return quote(value, safe=safe)
        safe = _without(safe, "%")
        return "".join(part if at % 2 else quote(part, safe=safe) for at, part in enumerate(_TRIPLE.split(value)))
    except UnicodeEncodeError as error:
        raise InvalidRequest(f"{value!r} is not Unicode text: it holds a lone surrogate") from error


def _present(value: Json) -> list[Json]:
    return [item for item in value if item is not None]


def _entries(value: Mapping[str, Json]) -> list[tuple[str, Json]]:
    return [(key, item) for key, item in value.items() if item is not None]


def _without(safe: str, delimiters: str) -> str:
    return "".join(character for character in safe if character not in delimiters)


def path(parameter: Parameter, value: Json) -> str:
    """The text that stands in the path for `{name}`.

    Raises InvalidRequest where it would be empty: the path would then be another one.
    """
    reserved = _RESERVED_PATH if parameter.allow_reserved else ""
    if parameter.media_type is not None:
        expanded = escape(content(parameter, value), reserved)
    else:
        match parameter.style:
            case "matrix":
                expanded = _matrix(parameter, value, _without(reserved, ";,="))
            case "label":
                expanded = _label(parameter, value, _without(reserved, ".,="))
            case _:
                expanded = _listed(value, parameter.explode, ",", _without(reserved, ",="))
    if not expanded or (expanded == "." and parameter.style == "label"):
        raise InvalidRequest(f"{parameter.name} is empty; a part of a path cannot be")
    return expanded


def _listed(value: Json, explode: bool, delimiter: str, safe: str) -> str:
    """`a,b` of a list, `k,v` or exploded `k=v` of an object."""
    if isinstance(value, list):
        return delimiter.join(escape(text(item), safe) for item in _present(value))
    if isinstance(value, dict):
        between = "=" if explode else ","
        pairs = (escape(key, safe) + between + escape(text(item), safe) for key, item in _entries(value))
        return delimiter.join(pairs)
    return escape(text(value), safe)


def _label(parameter: Parameter, value: Json, safe: str) -> str:
    if not isinstance(value, list | dict):
        return "." + escape(text(value), safe)
    if not _present(value):
        return ""
    if not parameter.explode:
        return "." + _listed(value, False, ",", safe)
    if isinstance(value, list):
        return "".join("." + _undotted(item, safe) for item in _present(value))
    return "".join(f".{_undotted(key, safe)}={_undotted(item, safe)}" for key, item in _entries(value))


def _undotted(value: Json, safe: str) -> str:
    return escape(text(value), safe).replace(".", "%2E")


def _matrix(parameter: Parameter, value: Json, safe: str) -> str:
    name = escape(parameter.wire, _NAME_SAFE)

    def segment(key: str, encoded: str) -> str:
        return f";{key}={encoded}" if encoded else f";{key}"

    if not isinstance(value, list | dict):
        return segment(name, escape(text(value), safe))
    if not _present(value):
        return ""
    if not parameter.explode:
        return segment(name, _listed(value, False, ",", safe))
    if isinstance(value, list):
        return "".join(segment(name, escape(text(item), safe)) for item in _present(value))
    return "".join(segment(escape(key, safe), escape(text(item), safe)) for key, item in _entries(value))


def pairs(name: str, value: Json, *, style: Style, explode: bool, allow_reserved: bool = False) -> Encoded:
    """Encoded names and values of a query or form-encoded body; none for an empty list or object."""
    safe = _RESERVED_QUERY if allow_reserved else ""
    if style == "deepObject":
        return [(escape(key, _NAME_SAFE), escape(item, safe)) for key, item in deep(name, value)]
    key = escape(name, _NAME_SAFE)
    if not isinstance(value, list | dict):
        return [(key, escape(text(value), safe))]
    if not _present(value if isinstance(value, list) else value.values()):
        return []
    if isinstance(value, list) and explode:
        return [(key, escape(text(item), safe)) for item in _present(value)]
    if isinstance(value, dict) and explode and style == "form":
        return [(escape(part, _NAME_SAFE), escape(text(item), safe)) for part, item in _entries(value)]
    if style == "form":
        return [(key, _listed(value, False, ",", _without(safe, ",")))]
    return [(key, _delimited(name, value, " " if style == "spaceDelimited" else "|", safe))]


def _delimited(name: str, value: Json, delimiter: str, safe: str) -> str:
    parts = _present(value) if isinstance(value, list) else [part for entry in _entries(value) for part in entry]
    texts = [text(part) for part in parts]
    if any(delimiter in (unquote(part) if safe else part) for part in texts):
        raise InvalidRequest(f"{name}: {delimiter!r} divides the items and cannot stand in one")
    return escape(delimiter).join(escape(part, safe) for part in texts)


def deep(name: str, value: Json) -> Iterable[tuple[str, str]]:
    """Names in brackets: `a[b]=1`, `a[]=1` for scalars in lists, `a[0][b]=1` for objects in lists."""
    if isinstance(value, dict):
        for key, item in _entries(value):
            if "[" in key or "]" in key or not key:
                raise InvalidRequest(f"{name}: the key {key!r} cannot be sent, names are put in brackets")
            yield from deep(f"{name}[{key}]", item)
    elif isinstance(value, list):
        items = _present(value)
        nested = any(isinstance(item, list | dict) for item in items)
        if any(item in ([], {}) for item in items):
            raise InvalidRequest(f"{name}: an empty list or object sends nothing and cannot be an item")
        for index, item in enumerate(items):
            yield from deep(f"{name}[{index}]" if nested else f"{name}[]", item)
    else:
        yield name, text(value)


def query(parameter: Parameter, value: Json) -> Encoded:
    """Encoded names and values of one query parameter."""
    if parameter.media_type is not None:
        safe = _RESERVED_QUERY if parameter.allow_reserved else ""
        return [(escape(parameter.wire, _NAME_SAFE), escape(content(parameter, value), safe))]
    return pairs(
        parameter.wire,
        value,
        style=parameter.style,
        explode=parameter.explode,
        allow_reserved=parameter.allow_reserved,
    )


def content(parameter: Parameter, value: Json) -> str:
    """The text of a parameter that the contract describes by a media type."""
    media_type = essence(parameter.media_type or "")
    if media_type == FORM:
        from ._form import encode

        return encode(value, {})
    if not is_json(media_type) and not isinstance(value, list | dict):
        return text(value)
    return json.dumps(value, ensure_ascii=parameter.location == "header", separators=(",", ":"))


def header(parameter: Parameter, value: Json) -> str:
    """The field's value; not percent-encoded, since headers are not."""
    if parameter.media_type is not None:
        return field_value(parameter.wire, content(parameter, value))
    if isinstance(value, list):
        return field_value(parameter.wire, ",".join(_item(parameter, item, ",") for item in _present(value)))
    if isinstance(value, dict):
        between = "=" if parameter.explode else ","
        entries = (
            _item(parameter, key, ",=" if parameter.explode else ",") + between + _item(parameter, item, ",")
            for key, item in _entries(value)
        )
        return field_value(parameter.wire, ",".join(entries))
    return field_value(parameter.wire, text(value))


def _item(parameter: Parameter, value: Json, delimiters: str) -> str:
    item = text(value)
    if not item.strip() or item != item.strip() or any(delimiter in item for delimiter in delimiters):
        raise InvalidRequest(f"{parameter.name}: {item!r} cannot be an item of a header's list")
    return item


def field_value(name: str, value: str) -> str:
    """The value itself if a header can carry it (RFC 9110 section 5.5), else InvalidRequest."""
    if value != value.strip(" \t"):
        raise InvalidRequest(f"{name}: a header cannot begin or end with a space")
    if not all(character == "\t" or " " <= character <= "~" for character in value):
        raise InvalidRequest(f"{name}: a header holds visible ASCII characters only")
    return value


def cookie(parameter: Parameter, value: Json) -> Encoded:
    """Cookie pairs; exploded lists and objects are several.

    Only what a cookie cannot hold is percent-encoded; in the style `cookie` nothing is, and that is refused.
    """
    name = parameter.wire
    safe = _COOKIE_SAFE + ("%" if parameter.allow_reserved else "")
    if parameter.media_type is not None:
        return [(name, escape(content(parameter, value), safe))]
    encoded = partial(_verbatim, parameter) if parameter.style == "cookie" else partial(escape, safe=safe)
    if not isinstance(value, list | dict):
        return [(name, encoded(text(value)))]
    if not _present(value if isinstance(value, list) else value.values()):
        return []
    if isinstance(value, list) and parameter.explode:
        return [(name, encoded(text(item))) for item in _present(value)]
    if isinstance(value, dict) and parameter.explode:
        return [(_cookie_name(parameter, key), encoded(text(item))) for key, item in _entries(value)]
    flat = _present(value) if isinstance(value, list) else [word for entry in _entries(value) for word in entry]
    return [(name, ",".join(encoded(text(word)) for word in flat))]


def _cookie_name(parameter: Parameter, name: str) -> str:
    if parameter.style != "cookie":
        return escape(name, _without(_COOKIE_SAFE, "="))
    if not TOKEN.fullmatch(name):
        raise InvalidRequest(f"{parameter.name}: {name!r} cannot be the name of a cookie")
    return name


def _verbatim(parameter: Parameter, value: str) -> str:
    """The value itself, if a cookie can hold it (RFC 6265 section 4.1.1), else InvalidRequest."""
    if not _COOKIE_VALUE.fullmatch(value):
        raise InvalidRequest(f"{parameter.name}: {value!r} cannot be a cookie's value as it is: give it encoded")
    return value
