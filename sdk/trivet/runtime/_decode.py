"""The text of paths, queries, headers, cookies and forms back to values: the inverse of `_style`.

Everything here is pure. What comes back is coerced to the JSON type that the parameter's type expects
(`coerce`), ready for `parameter.adapter.read(value)`, or ABSENT.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from enum import Enum
from functools import lru_cache
from typing import Any, Final
from urllib.parse import quote

from ._kind import coerce, kinds, members, properties, takes_files
from ._media import FORM, essence, is_json
from ._operation import Encoding, Operation, Parameter
from ._percent import DecodeError as DecodeError, unescape, unescaped_bytes
from ._upload import Upload

_DEEPEST: Final = 100
"""How many steps the name of a `deepObject` may have."""


class Absent(Enum):
    """The type of ABSENT."""

    ABSENT = "absent"

    def __bool__(self) -> bool:
        return False


ABSENT: Final = Absent.ABSENT
"""The request does not carry this parameter."""


def split_query(raw: str, *, plus: bool = True) -> list[tuple[str, str]]:
    """Names (decoded) and values (still encoded) of a query or form body, in order."""
    parts = (part.partition("=") for part in raw.split("&") if part)
    return [(unescape(name, plus=plus), value) for name, _, value in parts]


def path(parameter: Parameter, raw: str) -> Any:
    """The value of a path parameter from its still encoded text."""
    if parameter.media_type is not None:
        return _content(parameter, unescape(raw))
    tp = parameter.type()
    allowed = kinds(tp)
    match parameter.style:
        case "label":
            if not raw.startswith("."):
                raise DecodeError("a label begins with a dot")
            parts = raw[1:].split("." if parameter.explode and allowed != {"primitive"} else ",")
            return coerce(tp, _unlisted(raw[1:], parts, allowed, parameter.explode))
        case "matrix":
            return coerce(tp, _matrix(parameter, raw, allowed))
        case _:
            return coerce(tp, _unlisted(raw, raw.split(","), allowed, parameter.explode))


def _unlisted(raw: str, parts: Sequence[str], allowed: Collection[str], explode: bool, *, plus: bool = False) -> Any:
    """One value, a list or an object from parts that are still encoded."""
    if "object" in allowed and (whole := _object(parts, explode, plus=plus)) is not None:
        return whole
    if "array" in allowed and (len(parts) > 1 or "primitive" not in allowed):
        return [unescape(part, plus=plus) for part in parts]
    if "primitive" not in allowed and "array" not in allowed:
        raise DecodeError("this is not a list of names and values")
    return unescape(raw, plus=plus)


def _object(parts: Sequence[str], explode: bool, *, plus: bool = False) -> dict[str, str] | None:
    if explode:
        if not all("=" in part for part in parts):
            return None
        entries = (part.partition("=") for part in parts)
        return {unescape(key, plus=plus): unescape(value, plus=plus) for key, _, value in entries}
    if len(parts) % 2 or parts == [""]:
        return None
    words = [unescape(part, plus=plus) for part in parts]
    return dict(zip(words[::2], words[1::2], strict=True))


def _matrix(parameter: Parameter, raw: str, allowed: Collection[str]) -> Any:
    if not raw.startswith(";"):
        raise DecodeError("a matrix begins with a semicolon")
    entries = [(unescape(name), value) for name, _, value in (part.partition("=") for part in raw[1:].split(";"))]
    mine = [value for name, value in entries if name == parameter.wire]
    if parameter.explode and "object" in allowed and (not mine or len(allowed) == 1):
        return {name: unescape(value) for name, value in entries}
    if len(mine) != len(entries):
        raise DecodeError(f"expected only {parameter.wire!r}")
    if parameter.explode or len(mine) > 1:
        return _repeated(mine, allowed)
    return _unlisted(mine[0], mine[0].split(","), allowed, False)


def _repeated(values: Sequence[str], allowed: Collection[str], *, plus: bool = False) -> Any:
    """Several values are a list; so is one, if the type takes nothing else. An object is JSON here."""
    texts = [unescape(value, plus=plus) for value in values]
    return texts if len(texts) > 1 or set(allowed) == {"array"} else texts[0]


def query(parameter: Parameter, raw: str, *, taken: Collection[str] = ()) -> Any:
    """The value of a query parameter from the whole raw query, or ABSENT.

    `taken` are the wire names of the operation's other query parameters: an exploded object that allows any
    property takes all the rest.
    """
    if parameter.location == "querystring":
        if not raw:
            return ABSENT
        return _content(parameter, raw if essence(parameter.media_type or "") == FORM else unescape(raw))
    plus = not parameter.allow_reserved
    entries = split_query(raw, plus=True)
    if parameter.media_type is not None:
        mine = [value for name, value in entries if name == parameter.wire]
        return _content(parameter, unescape(mine[-1], plus=plus)) if mine else ABSENT
    tp = parameter.type()
    return _coerced(
        tp, _from_pairs(parameter.wire, tp, entries, parameter.style, parameter.explode, taken=taken, plus=plus)
    )


def _coerced(tp: Any, value: Any) -> Any:
    return ABSENT if value is ABSENT else coerce(tp, value)


def _from_pairs(
    wire: str,
    tp: Any,
    entries: Sequence[tuple[str, str]],
    style: str,
    explode: bool,
    *,
    taken: Collection[str] = (),
    plus: bool = True,
) -> Any:
    allowed = kinds(tp)
    if style == "deepObject":
        return _deep(wire, entries, allowed, plus=plus)
    mine = [value for name, value in entries if name == wire]
    if style == "form" and explode and "object" in allowed and (not mine or len(allowed) == 1):
        return _exploded(tp, entries, taken, plus=plus)
    if not mine:
        return ABSENT
    if allowed == {"primitive"} or explode or len(mine) > 1:
        return _repeated(mine, allowed, plus=plus)
    if style == "form":
        return _unlisted(mine[0], mine[0].split(","), allowed, False, plus=plus)
    delimiter = " " if style == "spaceDelimited" else "|"
    words = unescape(mine[0], plus=True if style == "spaceDelimited" else plus).split(delimiter)
    return _unlisted(delimiter.join(words), [_quoted(word) for word in words], allowed, False)


def _quoted(word: str) -> str:
    """What is not percent-encoded passes through `unescape` unharmed."""
    return word.replace("%", "%25")


def _exploded(tp: Any, entries: Sequence[tuple[str, str]], taken: Collection[str], *, plus: bool) -> Any:
    found: dict[str, Any] = {}
    for member in members(tp):
        named, other = properties(member)
        for name, value in entries:
            if name in named or (other is not None and not _is_taken(name, taken)):
                found[name] = unescape(value, plus=plus)
    return found or ABSENT


def _is_taken(name: str, taken: Collection[str]) -> bool:
    return name in taken or name.partition("[")[0] + "[" in taken


def _claimed(wire: str, tp: Any, style: str | None, explode: bool) -> set[str]:
    """The names in a query or form that carry a value, and `wire[` where it is all that begin so."""
    if style == "deepObject":
        return {wire, wire + "["}
    if style == "form" and explode and "object" in kinds(tp):
        return {wire}.union(*(properties(member)[0] for member in members(tp)))
    return {wire}


def _deep(wire: str, entries: Iterable[tuple[str, str]], allowed: Collection[str], *, plus: bool) -> Any:
    """An object from `wire[a][b]=1`, lists from `wire[a][]=1`; a plain `wire=1` stays what it is."""
    whole: dict[str, Any] = {}
    bare: list[str] = []
    for name, value in entries:
        if name == wire:
            bare.append(value)
        elif name.startswith(wire + "["):
            keys = re.fullmatch(r"(?:\[[^\[\]]*\])+", name[len(wire) :])
            if keys is None:
                raise DecodeError(f"{name!r} has brackets that do not match")
            _put(whole, [wire, *re.findall(r"\[([^\[\]]*)\]", keys[0])], unescape(value, plus=plus))
    if whole:
        return whole[wire]
    return _repeated(bare, allowed, plus=plus) if bare else ABSENT


def _put(target: dict[str, Any], keys: Sequence[str], value: str) -> None:
    """Set what stands at these steps; the last of them is "" for one more item of a list."""
    if len(keys) > _DEEPEST:
        raise DecodeError("a name is nested too deeply")
    is_item = len(keys) > 1 and not keys[-1]
    *outer, last = keys[:-1] if is_item else keys
    for key in outer:
        target = _held(target, key, dict, "an object")
    if is_item:
        _held(target, last, list, "a list").append(value)
    elif last in target:
        held = target[last]
        target[last] = [*held, value] if isinstance(held, list) else [held, value]
    else:
        target[last] = value


def _held(target: dict[str, Any], key: str, kind: type[Any], noun: str) -> Any:
    held = target.setdefault(key, kind())
    if not isinstance(held, kind):
        raise DecodeError(f"{key!r} is {noun} and something else at once")
    return held


def header(parameter: Parameter, values: Sequence[str]) -> Any:
    """The value of a header parameter from all its field values, or ABSENT."""
    if not values:
        return ABSENT
    joined = ", ".join(values)
    if parameter.media_type is not None:
        return _content(parameter, joined)
    tp = parameter.type()
    allowed = kinds(tp)
    if allowed == {"primitive"}:
        return coerce(tp, joined)
    parts = [_quoted(part) for part in (piece.strip(" \t") for piece in joined.split(",")) if part]
    return coerce(tp, _unlisted(_quoted(joined), parts, allowed, parameter.explode) if parts else [])


def cookie(parameter: Parameter, raw: str, *, taken: Collection[str] = ()) -> Any:
    """The value of a cookie parameter from the whole Cookie header, or ABSENT.

    An exploded object takes the cookies that are its properties; one that names none takes all but `taken`, the
    wire names of the operation's other cookies.
    """
    pieces = (piece.strip(" \t").partition("=") for piece in raw.split(";"))
    entries = [
        (name, value[1:-1] if value[:1] == value[-1:] == '"' and len(value) > 1 else value)
        for name, mark, value in pieces
        if mark
    ]
    if parameter.style == "cookie":
        entries = [(name, _quoted(value)) for name, value in entries]
    tp = parameter.type()
    mine = [value for name, value in entries if name == parameter.wire]
    if parameter.media_type is not None:
        return _content(parameter, unescape(mine[0])) if mine else ABSENT
    if not parameter.explode or mine or "object" not in kinds(tp):
        found = _from_pairs(parameter.wire, tp, entries, "form", parameter.explode, plus=False)
        return _coerced(tp, found)
    named, other = properties(tp)
    whole = {
        name: unescape(value)
        for name, value in ((_tolerant(name, parameter.style), value) for name, value in entries)
        if name in named or (not named and other is not None and name not in taken)
    }
    return coerce(tp, whole) if whole else ABSENT


def _tolerant(name: str, style: str) -> str:
    """The decoded name of a cookie, which may be another program's and anything."""
    if style == "cookie":
        return name
    try:
        return unescape(name)
    except DecodeError:
        return name


def _content(parameter: Parameter, raw: str) -> Any:
    media_type = essence(parameter.media_type or "")
    if media_type == FORM:
        return form({}, parameter.type(), raw)
    return _json(raw) if is_json(media_type) else coerce(parameter.type(), raw)


@lru_cache(maxsize=4096)
def taken(operation: Operation[Any]) -> Mapping[str, frozenset[str]]:
    """For each query and cookie parameter (by its Python name) the names that carry the others in its location."""
    found: dict[str, frozenset[str]] = {}
    for one in operation.parameters:
        if one.location in ("query", "cookie"):
            others = (other for other in operation.parameters if other is not one and other.location == one.location)
            claims = (_claimed(other.wire, other.type(), other.style, other.explode) for other in others)
            found[one.name] = frozenset().union(*claims)
    return found


def form(encodings: Mapping[str, Encoding], tp: Any, raw: str) -> dict[str, Any]:
    """The properties of an `application/x-www-form-urlencoded` body, by wire name, ready for validation."""
    entries = split_query(raw)
    named, rest = _all_properties(tp)
    claimed = _claims(encodings, named)
    found: dict[str, Any] = {}
    used: set[str] = set()
    for wire, inner in named.items():
        encoding = encodings.get(wire)
        value = _property(encoding, wire, inner, entries, claimed)
        if value is not ABSENT:
            found[wire] = _coerced(inner, value)
            used |= _carriers(encoding, value)
    for name, _ in entries:
        if not _is_taken(name, claimed) and name not in used and name not in found:
            found[name] = _coerced(rest, _property(encodings.get(name), name, rest, entries, claimed))
    return found


def _claims(encodings: Mapping[str, Encoding], named: Mapping[str, Any]) -> set[str]:
    """The names in a form that carry its declared properties."""
    found: set[str] = set()
    for wire, tp in named.items():
        encoding = encodings.get(wire)
        found |= {wire} if encoding is None else _claimed(wire, tp, encoding.style, bool(encoding.explode))
    return found


def _carriers(encoding: Encoding | None, value: Any) -> set[str]:
    """The names, other than its own, that carried a property: those of an exploded object's properties."""
    exploded = encoding is not None and encoding.style == "form" and encoding.explode
    return set(value) if exploded and isinstance(value, dict) else set()


def _all_properties(tp: Any) -> tuple[dict[str, Any], Any]:
    """The properties of all alternatives of a type, and the type of undeclared ones."""
    named: dict[str, Any] = {}
    rest: Any = Any
    for member in members(tp):
        more, other = properties(member)
        named.update({wire: inner for wire, inner in more.items() if wire not in named})
        rest = Any if other is None else other
    return named, rest


def _property(
    encoding: Encoding | None,
    wire: str,
    tp: Any,
    entries: Sequence[tuple[str, str]],
    named: Collection[str],
) -> Any:
    if takes_files(tp):
        files = [Upload(unescaped_bytes(value, plus=True)) for name, value in entries if name == wire]
        return ABSENT if not files else files if kinds(tp) == {"array"} else files[0]
    if encoding is not None and encoding.style is not None:
        return _from_pairs(wire, tp, entries, encoding.style, bool(encoding.explode), taken=named)
    mine = [value for name, value in entries if name == wire]
    if mine and encoding is not None and is_json(encoding.content_type or ""):
        return _json(unescape(mine[-1], plus=True))
    return _repeated(mine, kinds(tp), plus=True) if mine else ABSENT


def styled(
    encodings: Mapping[str, Encoding], named: Mapping[str, Any], parts: Sequence[tuple[str, str]]
) -> tuple[dict[str, Any], set[str]]:
    """The properties of a multipart body whose encodings have a style, and the names of the parts that they are.

    `named` gives the properties' types, `parts` the names and texts of the parts, which are not percent-encoded.
    """
    entries = [(name, quote(text, safe=",")) for name, text in parts]
    claimed = _claims(encodings, named)
    found: dict[str, Any] = {}
    used: set[str] = set()
    for wire, encoding in encodings.items():
        if encoding.style is None or wire not in named or takes_files(named[wire]):
            continue
        value = _property(encoding, wire, named[wire], entries, claimed)
        if value is ABSENT:
            continue
        found[wire] = coerce(named[wire], value)
        used |= {name for name, _ in parts if name == wire or name.startswith(wire + "[")}
        used |= _carriers(encoding, value)
    return found, used


def _json(raw: str) -> Any:
    try:
        return json.loads(raw)
    except ValueError as error:
        raise DecodeError(f"not JSON: {error}") from error
