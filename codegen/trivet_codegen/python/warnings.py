"""Findings of the Python emitter: what the contract says and the output does not hold."""

from __future__ import annotations

from trivet_codegen.problem import Place, Problem
from trivet_codegen.python.patterns import Patterns

_HELP = {
    "intersection-widened": "values are checked by all of them; state the combined schema once to have it typed",
    "pattern-not-enforced": "write it as a short regular expression, without repeats in repeats, to have it checked",
    "keyword-not-enforced": "values that break it are accepted by the models",
    "media-type-raw": "the bytes are passed through as they are",
    "path-duplicate": "clients call both; put them under one path to have both answered",
    "path-query": "clients call it; give it a required parameter with a value of its own, or a path of its own",
    "security-not-sent": "give the credentials in `headers`, or through a transport of your own",
    "oneof-duplicate": "leave all but one of them out, or write anyOf",
    "discriminator-decides": "give it a const in each alternative, so that nothing fits two of them",
    "stream-untyped": "read each item with `adapter(...)` of trivet.runtime; the models of items are there",
    "response-untyped": "give the media type a schema to have it typed",
}


class Warnings:
    """Collects each finding once, however many modules come across it."""

    def __init__(self) -> None:
        self._found: dict[tuple[Place, str], Problem] = {}
        self.patterns = Patterns()

    def add(self, place: Place, rule: str, message: str) -> None:
        self._found.setdefault((place, rule), Problem(place, rule, message, _HELP[rule], "warning"))

    def found(self) -> list[Problem]:
        """All findings, sorted."""
        return sorted(self._found.values())
