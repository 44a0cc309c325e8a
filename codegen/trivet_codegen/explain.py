"""What each rule of a finding means, why it is one, and how to put it right."""

from __future__ import annotations

from trivet_codegen.explanations.contract import CONTRACT
from trivet_codegen.explanations.project import PROJECT

EXPLANATIONS: dict[str, str] = {**CONTRACT, **PROJECT}
"""Texts by rule: first a sentence that says what is wrong, then why it matters and what to do."""
