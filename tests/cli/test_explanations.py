"""Every rule that a finding can have is explained, and nothing else is."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import trivet_codegen
from trivet_codegen.drift import DriftKind
from trivet_codegen.engines.choice import ENGINES
from trivet_codegen.explain import EXPLANATIONS

CODE = Path(trivet_codegen.__file__ or "").parent
_RULE = re.compile(r"[a-z]+(-[a-z]+)+")

# Words with a hyphen that are no rules, as extensions are none: formats, header names, keys and options of tools.
NOT_RULES = {
    "date-time",
    "content-type",
    "set-cookie",
    "double-int",
    "zero-length",
    "max-examples",
    "allow-remote",
    "to-the-letter",
    "line-length",
}
NOT_RULES |= {"set-cookie", "trivet-seal"}
NOT_RULES |= {"jsonschema-rs", "jsonschema-specifications", "openapi-spec-validator", *ENGINES}  # packages
NOT_RULES |= {"engine-options", "output-model-type", "ruff-check"}  # keys of the manifest, options of engines


def _words(module: Path) -> Iterator[str]:
    """Hyphenated string literals of a module; the parts of an f-string are none."""
    tree = ast.parse(module.read_bytes())
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and _RULE.fullmatch(node.value):
            yield node.value
        if isinstance(node, ast.JoinedStr) and ast.unparse(node).startswith("f'drift-{"):
            yield from (f"drift-{kind}" for kind in get_args(DriftKind))


def used() -> set[str]:
    modules = [path for path in CODE.rglob("*.py") if path.parent.name != "explanations"]
    words = {word for module in modules for word in _words(module)}
    return {word for word in words - NOT_RULES if not word.startswith("x-")}


def test_every_rule_in_the_code_is_explained() -> None:
    assert used() - EXPLANATIONS.keys() == set(), "explain these in explanations/, or list them in NOT_RULES"


def test_no_rule_is_explained_that_nobody_uses() -> None:
    one_word = {rule for rule in EXPLANATIONS if "-" not in rule}
    assert EXPLANATIONS.keys() - used() - one_word == set()


def test_every_explanation_begins_with_a_sentence_and_ends_with_one() -> None:
    assert [rule for rule, text in EXPLANATIONS.items() if not re.match(r"[^.]{10,160}[.:]( |$)", text)] == []
    assert [rule for rule, text in EXPLANATIONS.items() if text.rstrip()[-1] not in ".)'"] == []
