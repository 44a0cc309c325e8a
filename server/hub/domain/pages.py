"""Pages of rows, newest first, by keyset: a page begins where the one before ended, whatever came meanwhile."""

from __future__ import annotations

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Generic, TypeVar
from uuid import UUID

from sqlalchemy import Select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from hub.domain.tables import Customer, Note

RowT = TypeVar("RowT", bound=Customer | Note)

_TEXT = re.compile(r"[A-Za-z0-9_-]{32}")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LAST = datetime.max.replace(tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Position:
    """A place in a list: just after the row with this time and id.

    As text it is 32 characters of URL-safe base64: 8 bytes of microseconds since 1970 and the 16 bytes of the id. It is
    not signed, because it opens nothing: it only says where to start among rows that the caller may read anyway. Every
    text of 32 such characters is a position, so nothing but the text's form can be wrong.
    """

    created_at: datetime
    id: UUID

    @classmethod
    def parse(cls, text: str) -> Position:
        """The position that `str` wrote; times that no datetime can hold become the last one.

        Raises ValueError if it is not 32 characters of URL-safe base64.
        """
        if not _TEXT.fullmatch(text):
            raise ValueError("a position is 32 characters of URL-safe base64")
        raw = urlsafe_b64decode(text)
        microseconds = min(int.from_bytes(raw[:8]), (_LAST - _EPOCH) // _MICROSECOND)
        return cls(_EPOCH + timedelta(microseconds=microseconds), UUID(bytes=raw[8:]))

    def __str__(self) -> str:
        microseconds = max((self.created_at - _EPOCH) // _MICROSECOND, 0)
        return urlsafe_b64encode(microseconds.to_bytes(8) + self.id.bytes).decode()


@dataclass(frozen=True, slots=True)
class Page(Generic[RowT]):
    """Some rows, and where the rows after them begin; None if there are none."""

    rows: Sequence[RowT]
    next: Position | None


async def page(
    session: AsyncSession, query: Select[RowT], table: type[RowT], *, after: Position | None, limit: int
) -> Page[RowT]:
    """At most `limit` rows of the query, newest first, beginning after a position."""
    if after is not None:
        query = query.where(tuple_(table.created_at, table.id) < tuple_(after.created_at, after.id))
    query = query.order_by(table.created_at.desc(), table.id.desc()).limit(limit + 1)
    rows = (await session.scalars(query)).all()
    more = len(rows) > limit
    rows = rows[:limit]
    return Page(rows, Position(rows[-1].created_at, rows[-1].id) if more else None)
