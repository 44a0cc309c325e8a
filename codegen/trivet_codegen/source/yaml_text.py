"""YAML 1.2 text to values: libyaml's events, read by the rules of YAML 1.2's core schema.

One loader for every YAML document, so that what is read and where it stands never disagree. Keys keep their
spelling (`200` and `1.10` are the strings "200" and "1.10"), dates and `no` are strings, and every fault has a place.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import yaml

from trivet_codegen.problem import Place, Problem, Problems
from trivet_codegen.source.limits import check_values, too_deep
from trivet_codegen.source.pointer import pointer
from trivet_codegen.source.text import decoded, line_and_column
from trivet_codegen.source.values import MAX_DEPTH, Json
from trivet_codegen.source.yaml_scalars import NotFinite, NotJson, scalar

_REPEATED = 1_000_000
"""How much aliases may add to a document: nodes, and hundreds of characters in them."""

_MERGE = "<<"
_CONTAINER_TAGS = {None, "!", "tag:yaml.org,2002:map", "tag:yaml.org,2002:seq"}


def load(data: bytes, document: str) -> tuple[Json, list[Problem]]:
    """The value of a YAML document without byte order mark, with warnings about numbers that are not finite.

    Raises Problems: `encoding`, `yaml-syntax`, `yaml-documents`, `yaml-aliases`, `duplicate-key`, `not-json`,
    `too-deep` or `too-large`.
    """
    text = decoded(data, document)
    builder = _Builder(document)
    try:
        value = builder.value(yaml.parse(text, Loader=yaml.CSafeLoader))
    except yaml.reader.ReaderError as error:
        offset = len(text[: error.position].encode()) if isinstance(error.position, int) else 0
        place = Place(document, "", *line_and_column(data, offset))
        raise Problems(Problem(place, "yaml-syntax", f"{error.reason} (#x{error.character:04x})")) from None
    except yaml.MarkedYAMLError as error:
        raise Problems(_broken(error, document)) from None
    check_values(value, document)
    return value, builder.warnings


def _broken(error: yaml.MarkedYAMLError, document: str) -> Problem:
    mark = error.problem_mark or error.context_mark
    place = Place(document, "", mark.line + 1, mark.column + 1) if mark else Place(document)
    problem = error.problem or "the text is not YAML"
    message = f"{problem} ({error.context})" if error.context else problem
    return Problem(place, "yaml-syntax", message, _hint(problem))


def _hint(problem: str) -> str:
    for words, help in _HINTS:
        if words in problem:
            return help
    return ""


_HINTS = (
    ("cannot start any token", "indent with spaces, and put text that begins with @, `, % or a tab in quotes"),
    ("mapping values are not allowed", "put text that holds ': ' in quotes"),
    ("alphabetic or numeric character", "put text that begins with * or & in quotes"),
    ("did not find expected key", "indent it like its neighbours"),
)


@dataclass(slots=True)
class _Anchored:
    value: Json
    size: int
    height: int


@dataclass(slots=True)
class _Open:
    """A container that is being read: `size` and `height` count what it holds, with aliases written out."""

    value: dict[str, Json] | list[Json]
    anchor: str | None
    token: str | None = None
    size: int = 1
    height: int = 0
    merging: bool = False
    merged: list[Json] = field(default_factory=list)


class _Builder:
    """Values from events, without recursion: what nests too deep is refused, not crashed on."""

    def __init__(self, document: str) -> None:
        self.warnings: list[Problem] = []
        self._document = document
        self._stack: list[_Open] = []
        self._anchors: dict[str, _Anchored] = {}
        self._repeated = 0
        self._result: Json = None
        self._documents = 0

    def value(self, events: Iterator[yaml.Event]) -> Json:
        for event in events:
            if isinstance(event, yaml.ScalarEvent):
                self._scalar(event)
            elif isinstance(event, yaml.MappingStartEvent):
                self._open(event, {})
            elif isinstance(event, yaml.SequenceStartEvent):
                self._open(event, [])
            elif isinstance(event, yaml.CollectionEndEvent):
                self._close(event)
            elif isinstance(event, yaml.AliasEvent):
                self._alias(event)
            elif isinstance(event, yaml.DocumentStartEvent):
                self._documents += 1
                if self._documents > 1:
                    raise self._problem(event, "yaml-documents", "a second document begins here", _ONE_DOCUMENT)
        return self._result

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        stack = self._stack
        text = event.value
        if stack and stack[-1].token is None and isinstance(stack[-1].value, dict):
            self._key(event, stack[-1], stack[-1].value)
            return
        try:
            value = scalar(text, event.tag, event.implicit[0])
        except NotFinite as error:
            self.warnings.append(Problem(self._place(event), "not-json", str(error), error.help, "warning"))
            value = text
        except NotJson as error:
            raise self._problem(event, "not-json", str(error), error.help) from None
        self._put(value, 1 + len(text) // 100, 0)
        if event.anchor is not None:
            self._anchors[event.anchor] = _Anchored(value, 1 + len(text) // 100, 0)

    def _key(self, event: yaml.ScalarEvent, top: _Open, members: dict[str, Json]) -> None:
        text = event.value
        if text == _MERGE and event.implicit[0]:
            top.token, top.merging = _MERGE, True
            return
        if text in members:
            message = f"'{text}' is given twice in one mapping"
            raise self._problem(event, "duplicate-key", message, "remove one of them", text)
        if event.anchor is not None:
            self._anchors[event.anchor] = _Anchored(text, 1 + len(text) // 100, 0)
        top.token = text
        members[text] = None

    def _open(self, event: yaml.CollectionStartEvent, value: dict[str, Json] | list[Json]) -> None:
        if self._expects_key():
            raise self._problem(event, "not-json", "a list or mapping cannot be a key", "JSON names are strings")
        if event.tag not in _CONTAINER_TAGS:
            raise self._problem(event, "not-json", f"the tag '{_short(event.tag)}' has no meaning in JSON", _PLAIN)
        if len(self._stack) >= MAX_DEPTH:
            raise too_deep(self._place(event))
        if event.anchor is not None:
            self._anchors.pop(event.anchor, None)
        self._stack.append(_Open(value, event.anchor))

    def _close(self, event: yaml.CollectionEndEvent) -> None:
        done = self._stack.pop()
        value = self._with_merged(event, done) if done.merged else done.value
        if done.anchor is not None:
            self._anchors[done.anchor] = _Anchored(value, done.size, done.height + 1)
        self._put(value, done.size, done.height + 1)

    def _alias(self, event: yaml.AliasEvent) -> None:
        name = event.anchor or ""
        anchored = self._anchors.get(name)
        if anchored is None:
            inside = any(container.anchor == name for container in self._stack)
            if inside:
                message = f"'*{name}' stands inside of what it repeats"
                raise self._problem(event, "yaml-aliases", message, "use $ref for a schema that holds itself")
            raise self._problem(event, "yaml-aliases", f"no anchor '&{name}' comes before '*{name}'")
        self._repeated += anchored.size
        if self._repeated > _REPEATED:
            message = "aliases repeat so much that the document grows beyond measure"
            raise self._problem(event, "yaml-aliases", message, "use $ref instead of aliases of aliases")
        if len(self._stack) + anchored.height > MAX_DEPTH:
            raise too_deep(self._place(event))
        if self._expects_key():
            raise self._problem(event, "not-json", f"the alias '*{name}' cannot be a key", "write the name itself")
        self._put(anchored.value, anchored.size, anchored.height)

    def _put(self, value: Json, size: int, height: int) -> None:
        """Stores a finished value where it belongs."""
        if not self._stack:
            self._result = value
            return
        top = self._stack[-1]
        top.size += size
        top.height = max(top.height, height)
        if isinstance(top.value, list):
            top.value.append(value)
            return
        token, top.token = top.token, None
        if top.merging:
            top.merging = False
            top.merged.append(value)
        elif token is not None:
            top.value[token] = value

    def _with_merged(self, event: yaml.Event, done: _Open) -> dict[str, Json]:
        """The mapping with what `<<` brings: its own members win, then what is named first."""
        made: dict[str, Json] = {}
        for merged in done.merged:
            for mapping in merged if isinstance(merged, list) else [merged]:
                if not isinstance(mapping, dict):
                    raise self._problem(event, "not-json", "'<<' takes a mapping, or a list of mappings", _MERGES)
                made = {**made, **{key: value for key, value in mapping.items() if key not in made}}
        return {**made, **done.value} if isinstance(done.value, dict) else made

    def _expects_key(self) -> bool:
        return bool(self._stack) and self._stack[-1].token is None and isinstance(self._stack[-1].value, dict)

    def _problem(self, event: yaml.Event, rule: str, message: str, help: str = "", *tokens: str) -> Problems:
        return Problems(Problem(self._place(event, *tokens), rule, message, help))

    def _place(self, event: yaml.Event, *added: str) -> Place:
        """The place of what an event begins, with its line and column."""
        path = [
            str(len(container.value)) if isinstance(container.value, list) else container.token
            for container in self._stack
        ]
        known = [token for token in path if token is not None]
        mark = event.start_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (0, 0)
        return Place(self._document, pointer([*known, *added]), line, column)


_ONE_DOCUMENT = "keep one document in a file"
_PLAIN = "write it without a tag, or use $ref to include another file"
_MERGES = "use an alias, as in '<<: *name'"


def _short(tag: str | None) -> str:
    return (tag or "").replace("tag:yaml.org,2002:", "!!")
