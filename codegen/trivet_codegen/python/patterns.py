"""Whether a regular expression of a contract can be checked by the models' engine."""

from __future__ import annotations

from functools import lru_cache


@lru_cache(maxsize=4096)
def pattern_fault(pattern: str) -> str | None:
    """Why no engine takes the pattern, Rust's (linear in time, without lookaround) or Python's; None if one does."""
    import re
    import warnings

    from pydantic_core import SchemaError, SchemaValidator, core_schema

    try:
        SchemaValidator(core_schema.str_schema(pattern=pattern))
    except SchemaError as error:
        try:
            with warnings.catch_warnings(action="ignore"):
                re.compile(pattern)
        except (re.error, RecursionError, OverflowError):
            pass
        else:
            return None
        lines = [line.strip() for line in str(error).splitlines() if line.strip()]
        return lines[-1].removeprefix("error: ") if lines else "it is no regular expression"
    return None
