"""Whether a regular expression of a contract can be checked by the models' engine."""

from __future__ import annotations

from functools import lru_cache


@lru_cache(maxsize=4096)
def pattern_fault(pattern: str) -> str | None:
    """Why pydantic's engine (Rust's, linear in time, without lookaround) refuses the pattern; None if it takes it."""
    from pydantic_core import SchemaError, SchemaValidator, core_schema

    try:
        SchemaValidator(core_schema.str_schema(pattern=pattern))
    except SchemaError as error:
        lines = [line.strip() for line in str(error).splitlines() if line.strip()]
        return lines[-1].removeprefix("error: ") if lines else "it is no regular expression"
    return None
