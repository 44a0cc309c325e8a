"""`Upload`: a file that is sent or was received."""

from __future__ import annotations

import io
import os
from typing import IO, TYPE_CHECKING, Any, TypeAlias, cast

from pydantic_core import PydanticCustomError

if TYPE_CHECKING:
    from collections.abc import AsyncIterable, Iterable, Mapping

    from pydantic import GetCoreSchemaHandler
    from pydantic_core import CoreSchema

Content: TypeAlias = "bytes | IO[bytes] | os.PathLike[str] | Iterable[bytes] | AsyncIterable[bytes]"


class Upload:
    """The content of a file, with the name and media type that travel with it.

    `content` is bytes, a file open for reading bytes (read from where it stands, not closed), a path, or a stream: an
    iterable of bytes, which is sent as it comes and never twice.
    The file name defaults to the path's or open file's own last part. `headers` are further ones of its part in a
    multipart body.
    A model's property of this type accepts such content directly.
    """

    __slots__ = ("content", "filename", "headers", "media_type")

    def __init__(
        self,
        content: Content,
        filename: str | None = None,
        media_type: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        self.content = content
        self.filename = filename if filename is not None else _name(content)
        self.media_type = media_type
        self.headers: Mapping[str, str] = headers or {}

    def open(self) -> IO[bytes]:
        """A file open for reading bytes; the caller closes it, except one that was handed in open.

        Raises OSError if the content is a path that cannot be read, TypeError if it is a stream.
        """
        match self.content:
            case bytes():
                return io.BytesIO(self.content)
            case os.PathLike():
                return open(self.content, "rb")
        if not is_file(self.content):
            raise TypeError("a stream is sent as it comes: it cannot be opened or read")
        return cast("IO[bytes]", self.content)

    def read(self) -> bytes:
        """All bytes of the content. An open file is read once: the second time there is nothing left."""
        if isinstance(self.content, bytes):
            return self.content
        if isinstance(self.content, os.PathLike):
            with self.open() as file:
                return file.read()
        return self.open().read()

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Upload):
            return NotImplemented
        mine = (self.content, self.filename, self.media_type, self.headers)
        return mine == (other.content, other.filename, other.media_type, other.headers)

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        size = f"{len(self.content)} bytes" if isinstance(self.content, bytes) else type(self.content).__name__
        return f"Upload({size}, filename={self.filename!r}, media_type={self.media_type!r})"

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        from ._late import plain

        return cast("CoreSchema", plain(_read))


Binary: TypeAlias = Upload
"""`format: binary` in multipart and octet-stream bodies."""


UploadSource: TypeAlias = "Upload | Content"
"""What may be given for a file in a typed dict."""

StreamSource: TypeAlias = "Upload | Content"
"""What may be given as a whole body of bytes."""


def is_file(content: object) -> bool:
    """Whether this is an open file, as far as it is used here."""
    return callable(getattr(content, "read", None))


def has_files(value: object) -> bool:
    """Whether a property's value is a file or a list with one, which no style and no JSON can say."""
    return isinstance(value, Upload) or (isinstance(value, list) and any(isinstance(item, Upload) for item in value))


def _read(value: Any) -> Upload:
    if isinstance(value, Upload):
        return value
    if isinstance(value, (bytes, os.PathLike)) or is_file(value) or _is_stream(value):
        return Upload(cast("Content", value))
    message = "Input should be a file: Upload, bytes, an open binary file, a path or a stream of bytes"
    raise PydanticCustomError("upload", message)


def _is_stream(value: object) -> bool:
    return hasattr(value, "__next__") or hasattr(value, "__aiter__")


def _name(content: Content) -> str | None:
    path = content if isinstance(content, os.PathLike) else getattr(content, "name", None)
    return os.path.basename(path) if isinstance(path, (str, os.PathLike)) else None
