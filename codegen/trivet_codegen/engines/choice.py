"""Which engines there are, what may be chosen of each, and what a manifest chose."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class EngineOption:
    """A choice that an engine leaves open; the first value is what is taken if nothing is said."""

    name: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Engine:
    """A generator: `package` is its distribution, `module` what runs it."""

    package: str
    module: str
    options: tuple[EngineOption, ...] = ()


MODEL_TYPES: Final = EngineOption(
    "output-model-type",
    ("pydantic_v2.BaseModel", "dataclasses.dataclass", "typing.TypedDict", "msgspec.Struct"),
)

ENGINES: Final[Mapping[str, Engine]] = {
    engine.package: engine
    for engine in (
        Engine("datamodel-code-generator", "datamodel_code_generator", (MODEL_TYPES,)),
        Engine("openapi-python-client", "openapi_python_client"),
    )
}
"""Engines by the name that a manifest gives them."""


@dataclass(frozen=True, slots=True)
class Choice:
    """The engine of an API and its options, every one of them with a value."""

    name: str
    options: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, name: str, options: Mapping[str, str]) -> Choice:
        """The choice of a known engine with these options; the others have their first values."""
        return cls(name, tuple((one.name, options.get(one.name, one.values[0])) for one in ENGINES[name].options))

    @property
    def engine(self) -> Engine:
        return ENGINES[self.name]
