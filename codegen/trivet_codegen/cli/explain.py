"""`trivet explain`: what a rule means."""

from __future__ import annotations

import json
import sys
import textwrap
from argparse import Namespace

from trivet_codegen.cli.words import CLEAN
from trivet_codegen.explain import EXPLANATIONS
from trivet_codegen.misuse import did_you_mean, wrong_use


def run(arguments: Namespace) -> int:
    """Prints one rule, or all of them one a line. Raises WrongUse for a rule that there is not."""
    rule = arguments.rule
    if rule is None:
        chosen = dict(sorted(EXPLANATIONS.items()))
    elif rule in EXPLANATIONS:
        chosen = {rule: EXPLANATIONS[rule]}
    else:
        raise wrong_use("rule-unknown", f"there is no rule '{rule}'", did_you_mean(rule, sorted(EXPLANATIONS)))
    if arguments.format == "json":
        sys.stdout.write(json.dumps(chosen, indent=2, ensure_ascii=False) + "\n")
    elif rule is None:
        width = max(map(len, chosen))
        sys.stdout.writelines(f"{name:{width}}  {_first(text)}\n" for name, text in chosen.items())
    else:
        body = "\n\n".join(textwrap.fill(part, 100, break_on_hyphens=False) for part in chosen[rule].split("\n\n"))
        sys.stdout.write(f"{rule}\n\n{body}\n")
    return CLEAN


def _first(text: str) -> str:
    sentence, _, _ = text.partition(". ")
    return sentence.replace("\n", " ").rstrip(".")
