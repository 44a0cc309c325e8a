"""Types of bodies and answers, by media type."""

from __future__ import annotations

from collections.abc import Iterable

from trivet_codegen.ir.api import Body, Content, Operation, Response
from trivet_codegen.ir.shapes import Anything, Nullable, Reference, Scalar, Shape
from trivet_codegen.openapi.media import is_json, is_range, is_sequence
from trivet_codegen.python.annotation import RUNTIME, Annotator, NameSource
from trivet_codegen.python.declared import Declarations
from trivet_codegen.python.warnings import Warnings

_OPEN = {"*/*", "application/*", "*", ""}
_STRUCTURED = ("application/x-www-form-urlencoded", "multipart/")


def is_open(body: Body) -> bool:
    """Whether callers choose the media type: there are several, or a range of them."""
    return len(body.contents) > 1 or any(is_range(content.media_type) for content in body.contents)


def read_shape(content: Content) -> Shape | None:
    """The shape that a content is read by: of its items where they are told apart, else of the whole."""
    if content.item_shape is not None and is_sequence(content.media_type):
        return content.item_shape
    return content.shape


class ContentTypes:
    """Writes the Python type of each content for one module.

    `raw` is the type of a body of bytes, `items` the types that hold the items of a sequence.
    """

    raw = "Upload"
    items: tuple[str, ...] = ("list",)

    def __init__(
        self, declarations: Declarations, annotation: Annotator, imports: NameSource, warnings: Warnings
    ) -> None:
        self._declarations = declarations
        self._annotation = annotation
        self._imports = imports
        self._warnings = warnings

    def of_body(self, content: Content) -> str:
        """The type that a request carries in this content."""
        if content.item_shape is not None and is_sequence(content.media_type):
            return self._items(content.item_shape)
        if self._is_unread(content):
            return self._imports.use(RUNTIME, self.raw)
        if self._is_json_file(content):
            return self._imports.use(RUNTIME, self.raw)
        media_type = content.media_type.lower()
        if is_json(media_type) or media_type.startswith(_STRUCTURED) or self._any_type_as_json(content):
            return self._shape(content)
        if media_type.startswith("text/") and not self._is_binary(content.shape):
            return self._text(content)
        self._note_raw(content)
        return self._imports.use(RUNTIME, self.raw)

    def of_answer(self, content: Content) -> str:
        """The type that an answer of this content is read as."""
        if content.item_shape is not None and is_sequence(content.media_type):
            return self._items(content.item_shape)
        if self._is_unread(content):
            return "bytes"
        if self._is_json_file(content):
            return "bytes"
        media_type = content.media_type.lower()
        if is_json(media_type) or self._any_type_as_json(content):
            return self._shape(content)
        if media_type.startswith("text/") and not self._is_binary(content.shape):
            return self._text(content)
        self._note_raw(content)
        return "bytes"

    def _items(self, shape: Shape) -> str:
        item = self._annotation(shape)
        known = {"list": self._annotation.list_name}
        names = [known.get(name) or self._imports.use("collections.abc", name) for name in self.items]
        return " | ".join(f"{name}[{item}]" for name in names)

    def _is_unread(self, content: Content) -> bool:
        """Whether the contract describes items of a media type whose items are not told apart."""
        if content.item_shape is None or (content.shape is not None and is_json(content.media_type)):
            return False
        message = f"{content.media_type!r} is passed through as bytes; its items are not told apart"
        self._warnings.add(content.place, "stream-untyped", message)
        return True

    def _shape(self, content: Content) -> str:
        if content.shape is None:
            return self._imports.use("typing", "Any")
        return self._annotation(content.shape)

    def _text(self, content: Content) -> str:
        self._note_raw(content)
        return "str"

    def _any_type_as_json(self, content: Content) -> bool:
        """`*/*` and `application/*` with a schema that is no plain string or file: JSON is meant."""
        if content.media_type.partition(";")[0].strip() not in _OPEN or content.shape is None:
            return False
        resolved = self._resolved(content.shape)
        return not (isinstance(resolved, Scalar) and resolved.type == "string")

    def _is_json_file(self, content: Content) -> bool:
        """Whether the content is JSON that is a file (`format: binary`): its bytes, and no value of JSON, are meant."""
        return is_json(content.media_type) and self._is_binary(content.shape)

    def _is_binary(self, shape: Shape | None) -> bool:
        resolved = self._resolved(shape) if shape is not None else None
        return isinstance(resolved, Scalar) and resolved.format == "binary"

    def _resolved(self, shape: Shape) -> Shape:
        seen: set[str] = set()
        while True:
            if isinstance(shape, Nullable):
                shape = shape.shape
            elif isinstance(shape, Reference) and shape.target not in seen:
                seen.add(shape.target)
                shape = self._declarations.named[shape.target].shape
            else:
                return shape

    def _note_raw(self, content: Content) -> None:
        """The contract gives a structure to a media type that is passed through as it is."""
        if content.shape is None:
            return
        resolved = self._resolved(content.shape)
        if not (isinstance(resolved, Anything) or (isinstance(resolved, Scalar) and resolved.type == "string")):
            message = f"{content.media_type!r} is passed through as it is; its schema is not applied"
            self._warnings.add(content.place, "media-type-raw", message)


def successes(operation: Operation) -> list[Response]:
    """The responses that a call returns: 2xx, else the default, else none."""
    found = [response for response in operation.responses if response.status.startswith("2")]
    return found or [response for response in operation.responses if response.status == "default"]


def failures(operation: Operation) -> list[Response]:
    """The responses that a call raises."""
    good = successes(operation)
    return [response for response in operation.responses if response not in good and response.status[0] in "45d"]


def body_types(body: Body, contents: ContentTypes) -> list[tuple[Content, str]]:
    """Each content of a body with its type."""
    return [(content, contents.of_body(content)) for content in body.contents]


def returned_types(operation: Operation, contents: ContentTypes) -> list[str]:
    """The types that a call of the operation may return: as `answer_types`, but HEAD brings no content."""
    return ["None"] if operation.method == "HEAD" else answer_types(operation, contents)


def answer_types(operation: Operation, contents: ContentTypes) -> list[str]:
    """The types that a service may answer the operation with, each once; `None` for an answer without content."""
    found: dict[str, None] = {}
    for response in successes(operation):
        for content in response.contents:
            found[contents.of_answer(content)] = None
        if not response.contents:
            found["None"] = None
    return _flat(list(found)) or ["None"]


def either(types: Iterable[str], *, or_none: bool) -> str:
    """One type for several: each is said once, None is last, and Any is all there is beside it."""
    given = list(types)
    bare = dict.fromkeys(text.removesuffix(" | None") for text in given if text != "None")
    none = or_none or ("Any" not in bare and any(text == "None" or text.endswith(" | None") for text in given))
    return " | ".join([*(["Any"] if "Any" in bare else bare), *(["None"] if none else [])])


def _flat(types: list[str]) -> list[str]:
    """`A | None` beside `None` is said once; anything beside Any is Any."""
    if "Any" in types:
        return ["Any"]
    if "None" in types and any(text.endswith("| None") for text in types):
        return [text for text in types if text != "None"]
    return sorted(types, key=lambda text: text == "None")
