"""What an application decides about all of its routes."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """`max_body_size`: bytes of a request's body before it is refused with 413, files included.

    `max_parts`: fields and files in a form. `verify`: read each JSON answer again by the contract before it goes out;
    one that breaks it becomes a 500, and the log says where it differs.
    """

    max_body_size: int = 1_048_576
    max_parts: int = 1_000
    verify: bool = True
