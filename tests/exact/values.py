"""Values that jsonschema-rs finds valid, for any schema of a document."""

from __future__ import annotations

import random
from typing import Any, Final

from tests.exact.oracle import Oracle, resolved, translated
from tests.exact.samples import Sampler

LETTERS: Final = "abcXYZ019 -é/?#&+=%,;:@[]."
"""What texts are made of: URLs, headers and forms have other uses for most of it."""
TRIES: Final = 6


class Values:
    """Values for schemas of one document, as answers have them (`writeOnly` is not there).

    Texts that are bound by nothing else are made of `letters`.
    """

    def __init__(self, document: dict[str, Any], letters: str = LETTERS) -> None:
        self._letters = letters
        components = document.get("components", {})
        self._document = {**document, "components": {**components, "schemas": components.get("schemas", {})}}
        self._oracle = Oracle(self._document)

    @property
    def root(self) -> Any:
        """Where references of translated schemas lead."""
        return self._oracle.root

    def schema(self, given: Any) -> Any:
        """A schema of the document in JSON Schema 2020-12."""
        return translated(given, self._document, self._oracle.version)

    def followed(self, value: Any) -> dict[str, Any]:
        """The object itself, where it is a reference to one."""
        while isinstance(value, dict) and isinstance(value.get("$ref"), str):
            value = resolved(value["$ref"], self._document)
        return value if isinstance(value, dict) else {}

    def valid(self, schema: Any, rng: random.Random, letters: str | None = None) -> list[Any]:
        """A value that the translated schema accepts, to the letter and as models read it; none if none is found."""
        judged = schema if isinstance(schema, dict) else {"allOf": [schema]}
        try:
            judges = self._oracle.judge_of(judged), self._oracle.judge_of_as_read(judged)
        except ValueError:
            return []
        sampler = Sampler(self._oracle.root, rng.randrange(2**32), letters=letters or self._letters)
        for _ in range(TRIES):
            value = sampler.valid(schema)
            if all(judge.accepts(value) for judge in judges):
                return [value]
        return []
