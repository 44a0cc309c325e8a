"""What a Python type expects from text: one value, a list or an object, and of which JSON type."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import lru_cache
from inspect import get_annotations
from types import NoneType, SimpleNamespace, UnionType
from typing import Annotated, Any, Final, Literal, TypeAlias, Union, get_args, get_origin, get_type_hints, is_typeddict

from ._deferred import Deferred
from ._types import DecimalNumber
from ._upload import Upload

Kind: TypeAlias = Literal["primitive", "array", "object"]

_INTEGER: Final = re.compile(r"-?(?:0|[1-9][0-9]*)")
_INDEX: Final = re.compile(r"0|[1-9][0-9]{0,8}")
_NUMBER: Final = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")
_ARRAYS: Final = (list, tuple, set, frozenset)
_ABSENT: Final = object()


def kinds(tp: Any) -> frozenset[Kind]:
    """The kinds of value that a type allows, through Annotated, Optional, unions, models and deferred ones.

    Any allows all three.
    """
    try:
        return _cached_kinds(tp)
    except TypeError:
        return _kinds(tp)  # an annotation that cannot be hashed


def _kinds(tp: Any) -> frozenset[Kind]:
    found: set[Kind] = set()
    for member in members(tp):
        found.update(_kinds_of(bare(member)))
    return frozenset(found)


_cached_kinds = lru_cache(maxsize=4096)(_kinds)


def kind(tp: Any) -> Kind:
    """The one kind that a type allows; of several the most structured, of all three (Any) primitive."""
    found = kinds(tp)
    if len(found) == 3:
        return "primitive"
    return "object" if "object" in found else "array" if "array" in found else "primitive"


def _kinds_of(tp: Any) -> tuple[Kind, ...]:
    if tp is Any or tp is object:
        return ("primitive", "array", "object")
    origin = get_origin(tp) or tp
    if isinstance(origin, type):
        if issubclass(origin, _ARRAYS):
            return ("array",)
        if issubclass(origin, Mapping) or hasattr(origin, "model_fields") or is_typeddict(origin):
            return ("object",)
    return ("primitive",)


def members(tp: Any) -> Iterator[Any]:
    """The alternatives of a type that text can mean, each still with its annotations; None is not one."""
    inner = bare(tp)
    if inner is None or inner is NoneType:
        return
    if get_origin(inner) in (Union, UnionType):
        for member in get_args(inner):
            yield from members(member)
    else:
        yield tp


def takes_files(tp: Any) -> bool:
    """Whether a type is a file, or a list of files."""
    known = [bare(member) for member in members(tp)]
    return any(one is Upload or any(bare(argument) is Upload for argument in get_args(one)) for one in known)


def bare(tp: Any) -> Any:
    """A type without its annotations and aliases; the model behind a deferred edge."""
    while True:
        if get_origin(tp) is Annotated:
            tp, *metadata = get_args(tp)
            for note in metadata:
                if isinstance(note, Deferred):
                    tp = note._resolved().type
        elif hasattr(tp, "__value__"):  # a `type X = ...` alias
            tp = tp.__value__
        else:
            return tp


def properties(tp: Any) -> tuple[dict[str, Any], Any]:
    """The type of each property by its wire name, and the type of all others (None: there are none)."""
    try:
        return _cached_properties(tp)
    except TypeError:
        return _properties(tp)  # an annotation that cannot be hashed


def _properties(tp: Any) -> tuple[dict[str, Any], Any]:
    tp = bare(tp)
    if hasattr(tp, "model_fields"):
        from ._model import built

        fields = built(tp).model_fields
        named = {field.alias or name: _annotated(field) for name, field in fields.items()}
        if tp.model_config.get("extra") == "forbid":
            return named, None
        return named, _extra(tp)
    if is_typeddict(tp):
        return get_type_hints(tp, include_extras=True), Any
    arguments = get_args(tp)
    return {}, arguments[1] if len(arguments) == 2 else Any


_cached_properties = lru_cache(maxsize=1024)(_properties)


def required(tp: Any) -> frozenset[str]:
    """The wire names of the properties that every alternative of a type requires."""
    found: list[frozenset[str]] = []
    for member in members(tp):
        known = bare(member)
        if not hasattr(known, "model_fields"):
            return frozenset()
        from ._model import built

        fields = built(known).model_fields
        found.append(frozenset(field.alias or name for name, field in fields.items() if field.is_required()))
    return frozenset.intersection(*found) if found else frozenset()


def _extra(tp: Any) -> Any:
    """The type that a model gives to undeclared properties: T of `__pydantic_extra__: dict[str, T]`."""
    for owner in tp.__mro__:
        hint = (
            get_annotations(owner).get("__pydantic_extra__") if owner.__module__.partition(".")[0] != "pydantic" else 0
        )
        if hint:
            holder = SimpleNamespace(__annotations__={"extra": hint})
            extra = get_type_hints(holder, vars(sys.modules[owner.__module__]), include_extras=True)["extra"]
            return get_args(bare(extra))[1]
    return Any


def _annotated(field: Any) -> Any:
    if not field.metadata:
        return field.annotation
    return Annotated[(field.annotation, *field.metadata)]


def coerce(tp: Any, value: Any) -> Any:
    """The JSON value that a type expects, from the strings, lists and dicts that styles decode to.

    Exact: "1" is 1 for an integer (and so is "1.0", as in JSON), "true" and "false" are the only booleans, and
    text that no alternative takes stays text, for validation to refuse. Of a union's alternatives the first that
    validates wins.
    """
    candidates: list[tuple[Any, Any]] = []
    for member in members(tp):
        number = isinstance(value, str) and _is_decimal_number(member) and _NUMBER.fullmatch(value)
        candidate = Decimal(value) if number else _one(bare(member), value)
        if candidate is not _ABSENT:
            candidates.append((member, candidate))
    if not candidates:
        return value
    if len(candidates) > 1 and any(_differs(candidates[0][1], other) for _, other in candidates[1:]):
        for member, candidate in candidates:
            if _valid(member, candidate):
                return candidate
    return candidates[0][1]


def _is_decimal_number(tp: Any) -> bool:
    notes = get_args(tp)[1:] if get_origin(tp) is Annotated else ()
    return bare(tp) is Decimal and any(note in get_args(DecimalNumber)[1:] for note in notes)


def _differs(one: Any, other: Any) -> bool:
    return type(one) is not type(other) or bool(one != other)


def _valid(tp: Any, value: Any) -> bool:
    from ._adapter import adapter

    try:
        adapter(tp).read(value)
    except ValueError:  # pydantic's ValidationError is one
        return False
    return True


def _one(tp: Any, value: Any) -> Any:
    """`value` as one alternative's JSON value, or _ABSENT if it has not that form."""
    allowed = _kinds_of(tp)
    if tp is Any or tp is object:
        return value
    if "primitive" in allowed:
        return _scalar(tp, value) if isinstance(value, str) else _ABSENT
    if isinstance(value, str):
        value = _parsed(value)
    if "array" in allowed:
        items = _indexed(value)
        return _ABSENT if items is None else _items(tp, items)
    if not isinstance(value, Mapping):
        return _ABSENT
    named, other = properties(tp)
    return {key: coerce(named.get(key, Any if other is None else other), item) for key, item in value.items()}


def _parsed(value: str) -> Any:
    """A list or object inside a style that has no nesting is JSON."""
    if value[:1] in ("[", "{"):
        try:
            return json.loads(value)
        except ValueError:
            return value
    return value


def _indexed(value: Any) -> list[Any] | None:
    """A list, also where it came as `a[0]`, `a[1]`; None if it is not one."""
    if isinstance(value, list):
        return value
    if isinstance(value, Mapping) and value and all(_INDEX.fullmatch(key) for key in value):
        return [value[key] for key in sorted(value, key=int)]
    return None


def _items(tp: Any, items: list[Any]) -> list[Any]:
    arguments = get_args(tp)
    if get_origin(tp) is tuple and not (len(arguments) == 2 and arguments[1] is Ellipsis):
        return [coerce(arguments[at] if at < len(arguments) else Any, item) for at, item in enumerate(items)]
    return [coerce(arguments[0] if arguments else Any, item) for item in items]


def _scalar(tp: Any, value: str) -> Any:
    if get_origin(tp) is Literal:
        return next((option for option in get_args(tp) if _word(option) == value), _ABSENT)
    if tp is bool:
        return {"true": True, "false": False}.get(value, _ABSENT)
    if tp is int or tp is float:
        return _number(value)
    return value


def _word(option: Any) -> str:
    return ("true" if option else "false") if isinstance(option, bool) else str(option)


def _number(value: str) -> Any:
    if _INTEGER.fullmatch(value):
        try:
            return int(value)
        except ValueError:  # it has more digits than Python reads
            return _ABSENT
    return float(value) if _NUMBER.fullmatch(value) else _ABSENT
