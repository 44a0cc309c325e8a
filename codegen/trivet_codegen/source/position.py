"""Where values stand in the text of a document: looked up only when somebody asks."""

from __future__ import annotations

from collections.abc import Iterable

import yaml

from trivet_codegen.source import json_position
from trivet_codegen.source.json_text import is_json
from trivet_codegen.source.pointer import index, tokens
from trivet_codegen.source.text import without_mark

Position = tuple[int, int]


def position(text: bytes, pointer: str) -> Position:
    """Line and column, from 1, of what a pointer names in JSON or YAML text: a member's key, a list's item.

    Its nearest ancestor's where there is no such value; (1, 1) in a text that is neither JSON nor YAML.
    """
    return positions(text, [pointer])[pointer]


def positions(text: bytes, pointers: Iterable[str]) -> dict[str, Position]:
    """The position of each pointer, found in one pass."""
    wanted = list(dict.fromkeys(pointers))
    data = without_mark(text)
    return _in_json(data, wanted) if is_json(data) else _in_yaml(data, wanted)


def _in_json(data: bytes, pointers: list[str]) -> dict[str, Position]:
    found = json_position.offsets(data, pointers)
    made: dict[int, Position] = {}
    line, column, seen = 1, 1, 0
    for offset in sorted(set(found.values())):
        between = data[seen:offset]
        breaks = between.count(b"\n")
        line += breaks
        column = len(between[between.rfind(b"\n") + 1 :].decode(errors="replace")) + (1 if breaks else column)
        made[offset] = (line, column)
        seen = offset
    return {pointer: made[found[pointer]] for pointer in pointers}


def _in_yaml(data: bytes, pointers: list[str]) -> dict[str, Position]:
    try:
        root = yaml.compose(data.decode(errors="replace"), Loader=yaml.CSafeLoader)
    except yaml.YAMLError:
        root = None
    if root is None:
        return dict.fromkeys(pointers, (1, 1))
    return {pointer: _in_node(root, tokens(pointer)) for pointer in pointers}


def _in_node(node: yaml.Node, path: list[str]) -> Position:
    mark = node.start_mark
    for token in path:
        if isinstance(node, yaml.MappingNode):
            member = _member(node, token)
            if member is None:
                break
            mark, node = member[0].start_mark, member[1]
        elif isinstance(node, yaml.SequenceNode):
            at = index(token)
            if at is None or at >= len(node.value):
                break
            node = node.value[at]
            mark = node.start_mark
        else:
            break
    return mark.line + 1, mark.column + 1


def _member(node: yaml.MappingNode, token: str) -> tuple[yaml.Node, yaml.Node] | None:
    """Key and value of a mapping's member, which `<<` may have brought."""
    merged: list[yaml.Node] = []
    for key, value in node.value:
        if key.value == "<<" and key.tag == "tag:yaml.org,2002:merge":
            merged += value.value if isinstance(value, yaml.SequenceNode) else [value]
        elif key.value == token:
            return key, value
    for mapping in merged:
        found = _member(mapping, token) if isinstance(mapping, yaml.MappingNode) else None
        if found:
            return found
    return None
