"""What is read to the letter, though most authors mean more than they write."""

from __future__ import annotations

from typing import Final, Literal, TypeAlias, get_args

Letter: TypeAlias = Literal["types", "formats"]
"""`types`: a schema without `type` accepts values of every type, whatever its other keywords speak of. `formats`: a
format, or an encoding, is an annotation (JSON Schema 2020-12, Validation, sections 7.2.1 and 8.3), and text stays text.
"""

LETTERS: Final[tuple[Letter, ...]] = get_args(Letter)
TEXT_FORMATS: Final = frozenset({"date-time", "date", "time", "duration", "uuid", "byte", "decimal"})
"""Formats that become values of Python where they are not annotations."""
