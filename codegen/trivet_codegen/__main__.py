"""`python -m trivet_codegen`: the `trivet` command."""

from __future__ import annotations

from trivet_codegen.cli import entry

entry()
