"""The tags of a contract, with the hierarchy that OpenAPI 3.2 gives them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from trivet_codegen.ir.api import Tag
from trivet_codegen.ir.contents import text
from trivet_codegen.ir.reading import Reading

_MOST_PARENTS = 100


def tags(reading: Reading, given: Any) -> tuple[Tag, ...]:
    """The tags that the contract describes, in its order; a parent that cannot be one is left out, with a problem."""
    found = [
        (index, _tag(value))
        for index, value in enumerate(given if isinstance(given, list) else ())
        if isinstance(value, dict) and isinstance(value.get("name"), str)
    ]
    parents = {tag.name: tag.parent for _, tag in found}
    listed = []
    for index, tag in found:
        fault = _fault(tag, parents)
        if fault:
            place = reading.root.child("tags", index, "parent")
            reading.warn(place, "tag-parent", f"{fault}; the tag is taken to have no parent")
            tag = replace(tag, parent=None)
        listed.append(tag)
    return tuple(listed)


def _tag(value: dict[str, Any]) -> Tag:
    return Tag(
        name=value["name"],
        summary=text(value, "summary"),
        description=text(value, "description"),
        parent=text(value, "parent"),
        kind=text(value, "kind"),
    )


def _fault(tag: Tag, parents: dict[str, str | None]) -> str:
    """Why the parent cannot be one; "" if it can."""
    if tag.parent is not None and tag.parent not in parents:
        return f"'{tag.parent}' is no tag of the contract"
    seen, name = {tag.name: None}, tag.parent
    while name is not None and len(seen) <= _MOST_PARENTS:
        if name == tag.name:
            return f"the parents lead back to itself: {' -> '.join([*seen, name])}"
        if name in seen:
            return ""
        seen[name] = None
        name = parents.get(name)
    return "" if name is None else f"it has more than {_MOST_PARENTS} parents above each other"
