"""What a document holds once it is read: JSON values, however they were written."""

from __future__ import annotations

from typing import TypeAlias

Json: TypeAlias = "None | bool | int | float | str | list[Json] | dict[str, Json]"

MAX_DEPTH = 180
"""How deep arrays and objects may nest: Python's own parser takes 200 brackets, and orjson writes 254."""
