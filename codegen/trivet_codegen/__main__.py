"""`python -m trivet_codegen`: the `trivet` command."""

from __future__ import annotations

import sys

from trivet_codegen.cli import main

sys.exit(main())
