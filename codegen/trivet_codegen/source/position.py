"""Where values stand in the text of a document: looked up only when somebody asks."""

from __future__ import annotations

from collections.abc import Iterable

import yaml

from trivet_codegen.source import json_position
from trivet_codegen.source.json_text import is_json
from trivet_codegen.source.pointer import index, tokens
from trivet_codegen.source.text import without_mark

Position = tuple[int, int]
Member = tuple[yaml.Node, yaml.Node]


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
    members = _Members()
    return {pointer: _in_node(root, tokens(pointer), members) for pointer in pointers}


def _in_node(node: yaml.Node, path: list[str], members: _Members) -> Position:
    mark = node.start_mark
    for token in path:
        if isinstance(node, yaml.MappingNode):
            member = members.member(node, token)
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


class _Members:
    """The members of mappings by name, gathered once for each mapping that is looked into."""

    def __init__(self) -> None:
        self._known: dict[yaml.MappingNode, tuple[dict[str, Member], list[yaml.MappingNode]]] = {}

    def member(self, node: yaml.MappingNode, token: str) -> Member | None:
        """Key and value of a mapping's member, which `<<` may have brought."""
        waiting, seen = [node], {node}
        while waiting:
            own, merged = self._of(waiting.pop())
            if token in own:
                return own[token]
            waiting += [mapping for mapping in reversed(merged) if mapping not in seen]
            seen.update(merged)
        return None

    def _of(self, node: yaml.MappingNode) -> tuple[dict[str, Member], list[yaml.MappingNode]]:
        """The mapping's own members, and the mappings that are merged into it."""
        if node not in self._known:
            own: dict[str, Member] = {}
            merged: list[yaml.MappingNode] = []
            for key, value in node.value:
                if key.value == "<<" and key.tag == "tag:yaml.org,2002:merge":
                    mappings = value.value if isinstance(value, yaml.SequenceNode) else [value]
                    merged += [mapping for mapping in mappings if isinstance(mapping, yaml.MappingNode)]
                elif isinstance(key, yaml.ScalarNode):
                    own.setdefault(key.value, (key, value))
            self._known[node] = own, merged
        return self._known[node]
