"""Headers that are sent with every request; values that come from the environment are never shown."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from trivet_codegen.misuse import wrong_use

_VARIABLE = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")
_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_HIDDEN = "[Filtered]"
_SECRET_AT_LEAST = 4


@dataclass(frozen=True, slots=True)
class Header:
    """`value` is what is sent, `shown` is how it may be printed, `secrets` are texts that must not be."""

    name: str
    value: str
    shown: str
    secrets: tuple[str, ...] = ()


def header(line: str) -> Header:
    """The header of `NAME: VALUE`, with `${VARIABLE}` in the value read from the environment.

    Raises WrongUse if it is no header or the variable is not set.
    """
    name, colon, template = line.partition(":")
    if not colon or not _NAME.fullmatch(name.strip()):
        raise wrong_use("fuzz-header", f"'{name.strip()}' is no header", "write it as 'NAME: VALUE'")
    return _expanded(name.strip(), template.strip())


def headers_of(templates: Mapping[str, str], given: Sequence[str], made: Mapping[str, str]) -> list[Header]:
    """Headers of the manifest, of what prepares the run (secrets), and of the command line; later ones win."""
    found = {name.lower(): _expanded(name, template) for name, template in templates.items()}
    found |= {name.lower(): Header(name, value, _HIDDEN, (value,)) for name, value in made.items()}
    found |= {one.name.lower(): one for one in map(header, given)}
    return list(found.values())


def without_secrets(text: str, headers: Sequence[Header]) -> str:
    """The text with each secret replaced; a hidden header in a curl command names its variable again."""
    for one in headers:
        for secret in one.secrets:
            if len(secret) >= _SECRET_AT_LEAST:
                text = text.replace(secret, _HIDDEN)
        if one.shown != _HIDDEN:
            hidden = re.compile(rf"'({re.escape(one.name)}): {re.escape(_HIDDEN)}'", re.IGNORECASE)
            text = hidden.sub(lambda match, shown=one.shown: f'"{match[1]}: {shown}"', text)  # type: ignore[misc]
    return text


def _expanded(name: str, template: str) -> Header:
    secrets: list[str] = []

    def value_of(match: re.Match[str]) -> str:
        variable = match[1]
        if variable not in os.environ:
            raise wrong_use(
                "fuzz-header", f"header '{name}' needs the environment variable {variable}, which is not set"
            )
        secrets.append(os.environ[variable])
        return os.environ[variable]

    value = _VARIABLE.sub(value_of, template)
    if "\n" in value or "\r" in value:
        raise wrong_use("fuzz-header", f"the value of header '{name}' holds a line break")
    return Header(name, value, template if secrets else value, tuple(secrets))
