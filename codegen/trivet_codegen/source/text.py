"""Bytes of a document as text."""

from __future__ import annotations

import codecs

from trivet_codegen.problem import Place, Problem, Problems

_UTF_32 = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def without_mark(data: bytes) -> bytes:
    """The bytes without the byte order mark that some editors put before UTF-8 (RFC 8259 section 8.1)."""
    return data.removeprefix(codecs.BOM_UTF8)


def decoded(data: bytes, document: str) -> str:
    """The text of a UTF-8 document.

    Raises Problems (`encoding`) if it is written in another encoding.
    """
    other = _other_encoding(data)
    if other:
        raise Problems(Problem(Place(document, "", 1, 1), "encoding", f"the document is {other}, not UTF-8", _HELP))
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        place = Place(document, "", *line_and_column(data, error.start))
        message = f"the byte 0x{data[error.start]:02x} is not UTF-8 here"
        raise Problems(Problem(place, "encoding", message, _HELP)) from None


_HELP = "save the document as UTF-8"


def _other_encoding(data: bytes) -> str | None:
    head = data[:4]
    if head.startswith(_UTF_32) or head[:3] == b"\0\0\0" or (len(head) == 4 and head[1:] == b"\0\0\0"):
        return "UTF-32"
    if head.startswith(_UTF_16) or (len(head) > 1 and head[:2].count(0) == 1):
        return "UTF-16"
    return None


def line_and_column(data: bytes, offset: int) -> tuple[int, int]:
    """Line and column of a byte, both from 1; columns count characters."""
    start = data.rfind(b"\n", 0, offset) + 1
    return data.count(b"\n", 0, offset) + 1, len(data[start:offset].decode(errors="replace")) + 1
