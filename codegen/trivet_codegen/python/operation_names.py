"""What operations are called, on their resources and among all: each name depends on its own operation alone."""

from __future__ import annotations

import re

from trivet_codegen.ir.api import Operation
from trivet_codegen.python.words import identifier, is_plural, pascal, singular, snake, words

_VERSION = re.compile(r"^(v[0-9]+([._-]?[0-9a-z]+)*|[0-9]+(\.[0-9]+)*|[0-9]{4}-[0-9]{2}-[0-9]{2})$", re.IGNORECASE)
_NOT_A_RESOURCE = {"api", "rest", "apis", "public", "services"}
_VERBS = {"get": "get", "post": "update", "put": "replace", "patch": "update", "delete": "delete"}
_COLLECTION = {"get": "list", "post": "create", "put": "replace", "patch": "update", "delete": "delete"}
_GROUPED = re.compile(r"([A-Z][A-Za-z0-9]*[a-z][A-Za-z0-9]*)_([A-Z][A-Za-z0-9]*)")
"""An operationId of a group and a name, as in VirtualMachines_List."""

_BEFORE_A_NOUN = {"about", "as", "at", "by", "for", "from", "in", "of", "on", "per", "to", "under", "via", "with"}
_NOUNS_THAT_ARE_VERBS = {
    *("access", "archive", "block", "check", "comment", "count", "deploy", "export", "filter", "follow", "fork"),
    *("group", "import", "index", "label", "link", "list", "lock", "map", "merge", "order", "plan", "post", "query"),
    *("record", "refund", "report", "request", "run", "scan", "schedule", "search", "set", "share", "sign", "sort"),
    *("star", "sync", "tag", "test", "track", "transfer", "update", "upload", "view", "vote", "watch"),
}
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
    """The resource of an operation: its first tag, the group in its operationId, or the first word of its path."""
    for tag in operation.tags:
        if tag.strip():
            return snake(tag)
    group = _GROUPED.fullmatch(operation.id or "")
    if group and group[1].lower() not in _VERBS:
        return snake(group[1])
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
    if _spells_the_path(operation):
        return identifier(_name_by_path(operation, resource))
    return identifier(_without_resource(_in_namespace(operation, resource), resource.strip("_")))


def _is_variable(segment: str) -> bool:
    return "{" in segment


def _spells_the_path(operation: Operation) -> bool:
    """Whether the operationId only says method and path, as GetListsIdMembersId does, or there is none."""
    if not operation.id:
        return True
    said, method = _letters(operation.id), operation.method.lower()
    if not said.startswith(method):
        return False
    parts = [part for part in operation.path.split("?")[0].split("#")[0].split("/") if part]
    optional = len(parts) - len(segments(operation.path))
    ends = {len(method)}
    for position, part in enumerate(parts):
        letters = _letters(part)
        variable = _is_variable(part) and position >= optional
        spelt = (letters, "id", f"by{letters}", "byid") if variable else (letters,)
        behind = {end + len(one) for end in ends for one in spelt if said.startswith(one, end)}
        ends = behind | ends if position < optional else behind
    return len(said) in ends


def _letters(text: str) -> str:
    return re.sub(r"[\W_]", "", text).lower()


def _in_namespace(operation: Operation, resource: str) -> str:
    """The operation's name without the namespaces of its operationId that end in the resource.

    drive.files.list is `list` on files, repos/get is `get` on repos, VirtualMachines_List is `list` on
    virtual_machines.
    """
    group = _GROUPED.fullmatch(operation.id or "")
    parts = group.groups() if group else tuple(part for part in re.split("[./]", operation.id or "") if part)
    names = [snake(part) if re.search(r"[^\W_]", part) else "" for part in parts]
    at = next((index for index, name in enumerate(names[:-1]) if _same_noun(name, resource)), None)
    if at is None or not _VERBS.keys().isdisjoint(names[: at + 1]):
        return operation_full_name(operation)
    return snake("_".join(filter(None, names[at + 1 :]))) if any(names[at + 1 :]) else operation_full_name(operation)


def _same_noun(one: str, other: str) -> bool:
    return singular_of(one.strip("_")) == singular_of(other.strip("_"))


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
    """The name without the resource's own noun, where that comes first or right after the verb.

    list_customers and get_customer on customers are `list` and `get`: the plural goes after a verb of many things
    only, the singular after any other, so that get_customer and get_customers never become the same. With more
    behind it the noun goes in either number: get_customer_notes is `get_notes`, add_customer_to_group is
    `add_to_group`; but not where it belongs to a word before it (list_for_customer).
    """
    said, noun = name.strip("_").split("_"), resource.split("_")
    for at in (0, 1):
        end = at + len(noun)
        if end > len(said) or not _same_noun("_".join(said[at:end]), resource):
            continue
        before, after = said[:at], said[end:]
        if after:
            return "_".join([*before, *after]) if _can_go(before, said[at:end], noun, after) else name
        if before and said[1:] == (noun if before[0] in _OF_MANY else singular_of(resource).split("_")):
            return before[0]
    return name


def _can_go(before: list[str], said: list[str], noun: list[str], after: list[str]) -> bool:
    """Whether the noun `said` can be left out between the words before and after it."""
    if after[0][0].isdigit() or noun == ["api"]:
        return False
    if before:
        return before[0] not in _BEFORE_A_NOUN
    return after[0] not in _BEFORE_A_NOUN and said[0] not in _NOUNS_THAT_ARE_VERBS
