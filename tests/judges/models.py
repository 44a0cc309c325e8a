"""Models that datamodel-code-generator makes of a contract, asked whether they take a value."""

from __future__ import annotations

import importlib
import itertools
import json
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from tests.exact.comparison import faults
from trivet_codegen.engines.choice import Choice
from trivet_codegen.engines.run import generated
from trivet_codegen.generate import published
from trivet_codegen.problem import Problems
from trivet_codegen.source.documents import load

ENGINE = "datamodel-code-generator"
_HOLDER = "JudgedSample"
_numbers = itertools.count(1)


class NoVerdict(Exception):
    """The other generator says nothing of this value, schema or document; the message says why."""


def holding(document: dict[str, Any], schemas: dict[str, Any]) -> dict[str, Any]:
    """The document with one more named schema for each of `schemas`, that has it as its property `value`.

    How the other generator names its classes is its own affair; the names of these it cannot choose.
    """
    holders = {
        f"{_HOLDER}{number}": {"type": "object", "required": ["value"], "properties": {"value": schema}}
        for number, schema in enumerate(schemas.values())
    }
    components = document["components"]
    return {**document, "components": {**components, "schemas": {**components["schemas"], **holders}}}


@dataclass(frozen=True)
class Theirs:
    """Their module, once it is imported."""

    module: Any

    def refusal(self, number: int, value: Any, *, strict: bool) -> list[str]:
        """What their model of the n-th schema refuses the value for; nothing if it takes it.

        Raises NoVerdict if the model can be built or asked in no way.
        """
        holder: type[BaseModel] = getattr(self.module, f"{_HOLDER}{number}")
        try:
            holder.model_validate_json(json.dumps({"value": value}), strict=strict or None)
        except ValidationError as error:
            return faults(error, {"value": value})
        except Exception as error:  # code of another generator raises what it will
            raise NoVerdict(f"asking: {_line(error)}") from error
        return []


@contextmanager
def theirs(document: dict[str, Any], folder: Path) -> Iterator[Theirs]:
    """Their models of the bundle of a contract, importable while the context lasts.

    Raises NoVerdict if the generator gives up, or if what it writes cannot be imported.
    """
    name = f"judge_{next(_numbers)}"
    contract = folder / f"{name}.json"
    contract.write_text(json.dumps(document))
    try:
        files, _ = generated(published(load(str(contract))), name, Choice.of(ENGINE, {}), contract.name)
    except Problems as problems:
        raise NoVerdict(f"generating: {problems.found[0].message:.200}") from problems
    for path, text in files.items():
        (folder / name / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / name / path).write_text(text)
    sys.path.insert(0, str(folder))
    importlib.invalidate_caches()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                module = importlib.import_module(f"{name}.models")
            except Exception as error:  # code of another generator raises what it will
                raise NoVerdict(f"importing: {_line(error)}") from error
            yield Theirs(module)
    finally:
        sys.path.remove(str(folder))
        for loaded in [loaded for loaded in sys.modules if loaded.partition(".")[0] == name]:
            del sys.modules[loaded]


def _line(error: Exception) -> str:
    return f"{type(error).__name__}: {' '.join(str(error).split()):.160}"
