"""Names made once: who gets which, when two would be called the same."""

from __future__ import annotations

import re
from collections.abc import Iterable
from http import HTTPStatus

from trivet_codegen.ir.api import Operation
from trivet_codegen.names import DEVICES
from trivet_codegen.python.words import identifier, is_plural, pascal, singular, snake, words

NOT_FILES = DEVICES | {"__init__", "lazy_exports"}
"""Stems that no module may have: names that packages use themselves, and devices of Windows."""


class Names:
    """A scope in which every name is given once."""

    def __init__(self, reserved: Iterable[str] = (), *, fold_case: bool = False) -> None:
        self._fold = fold_case
        self._taken = set(map(str.lower, reserved)) if fold_case else set(reserved)
        self._numbers: dict[str, int] = {}

    def take(self, *wanted: str) -> str:
        """The first of the wanted names that is free; with a number from 2 on if none is."""
        for name in wanted:
            if self._key(name) not in self._taken:
                break
        else:
            joint = "_" if wanted[0] == wanted[0].lower() else ""
            stem = f"{wanted[0].rstrip('_')}{joint}"
            number = self._numbers.get(stem, 2)
            while self._key(name := f"{stem}{number}") in self._taken:
                number += 1
            self._numbers[stem] = number
        self._taken.add(self._key(name))
        return name

    def _key(self, name: str) -> str:
        return name.casefold() if self._fold else name


_VERSION = re.compile(r"^(v[0-9]+([._-]?[0-9a-z]+)*|[0-9]+(\.[0-9]+)*|[0-9]{4}-[0-9]{2}-[0-9]{2})$", re.IGNORECASE)
_NOT_A_RESOURCE = {"api", "rest", "apis", "public", "services"}
_VERBS = {"get": "get", "post": "update", "put": "replace", "patch": "update", "delete": "delete"}
_COLLECTION = {"get": "list", "post": "create", "put": "replace", "patch": "update", "delete": "delete"}
_OF_MANY = {"list", "search", "find", "count", "query", "export", "import", "batch", "bulk"}


def segments(path: str) -> list[str]:
    """The path's segments without version and `api` prefixes: what names can be made of."""
    found = [part for part in path.split("?")[0].split("#")[0].split("/") if part]
    while (
        len(found) > 1
        and not _is_variable(found[0])
        and (_VERSION.match(found[0]) or found[0].lower() in _NOT_A_RESOURCE)
    ):
        found.pop(0)
    return found


def resource_name(operation: Operation) -> str:
    """The resource that an operation belongs to: its first tag, or the first word of its path."""
    for tag in operation.tags:
        if tag.strip():
            return snake(tag)
    literals = [part for part in segments(operation.path) if not _is_variable(part)]
    return snake(literals[0]) if literals and not _VERSION.match(literals[0]) else "api"


def operation_full_name(operation: Operation) -> str:
    """The snake-case name of an operation by itself: of its operationId, or of its method and path."""
    if operation.id and re.search(r"[^\W_]", operation.id):
        return snake(operation.id)
    parts = [f"by_{part}" if _is_variable(part) else part for part in segments(operation.path)]
    return snake("_".join([operation.method.lower(), *parts]) if parts else f"{operation.method.lower()}_root")


def operation_class_name(operation: Operation) -> str:
    """The same in Pascal case, as a prefix of the classes that stand inside the operation."""
    if operation.id and re.search(r"[^\W_]", operation.id):
        first, *rest = words(operation.id)
        return pascal(first, *rest)
    return pascal(operation_full_name(operation))


def method_name(operation: Operation, resource: str) -> str:
    """What the operation is called on its resource: `list` for listCustomers on customers.

    Depends on this operation alone, so that no other operation can rename it. An operationId that only spells
    out method and path (as Stripe's do), or none, gives a name by what the path means.
    """
    if _is_mechanical(operation):
        return identifier(_name_by_path(operation, resource))
    return identifier(_without_resource(operation_full_name(operation), resource))


def _is_variable(segment: str) -> bool:
    return "{" in segment


def _is_mechanical(operation: Operation) -> bool:
    if not operation.id:
        return True
    spelled = operation.method + "".join(segments(operation.path))
    return re.sub(r"[\W_]", "", operation.id).lower() == re.sub(r"[\W_]", "", spelled).lower()


def _name_by_path(operation: Operation, resource: str) -> str:
    parts = segments(operation.path)
    verb = operation.method.lower()
    if parts and not _is_variable(parts[0]) and snake(parts[0]) == resource:
        parts = parts[1:]
        if not parts:
            return (_COLLECTION if is_plural(words(resource)[-1]) else {**_VERBS, "post": "create"}).get(verb, verb)
    literals = ["_".join(words(part)).lower() for part in parts if not _is_variable(part)]
    middle = [singular_of(name) for name in literals[:-1]]
    if not literals:
        return _VERBS.get(verb, verb)
    last = literals[-1]
    if _is_variable(parts[-1]):
        return "_".join([_VERBS.get(verb, verb), *middle, singular_of(last)])
    if is_plural(last.rpartition("_")[2]):
        return "_".join(
            [_COLLECTION.get(verb, verb), *middle, last if verb in {"get", "delete"} else singular_of(last)]
        )
    if verb == "post" or last in _OF_MANY:
        return "_".join([last, *middle])
    return "_".join([{"put": "set"}.get(verb, _VERBS.get(verb, verb)), *middle, last])


def singular_of(name: str) -> str:
    """A snake-case name with its last word in the singular."""
    head, joint, last = name.rpartition("_")
    return head + joint + singular(last)


def _without_resource(name: str, resource: str) -> str:
    """The name without the resource's own noun: list_customers and get_customer on customers are list and get.

    The plural goes after a verb of many things only, the singular after any other, so that get_customer and
    get_customers never become the same.
    """
    if name.startswith(resource + "_"):
        return name[len(resource) + 1 :]
    verb, _, noun = name.partition("_")
    if noun and noun == (resource if verb in _OF_MANY else singular_of(resource)):
        return verb
    return name


def status_name(status: str) -> str:
    """What a response is called in class names: Response for success, NotFound for 404, ClientError for 4XX."""
    if status == "default":
        return "DefaultResponse"
    if status.startswith("2"):
        return "Response" if status in {"200", "2XX"} else _phrase(status) + "Response"
    ranges = {"1XX": "Informational", "3XX": "Redirection", "4XX": "ClientError", "5XX": "ServerError"}
    return ranges.get(status) or _phrase(status)


def _phrase(status: str) -> str:
    try:
        return pascal(HTTPStatus(int(status)).phrase)
    except ValueError:
        return f"Status{status}"
