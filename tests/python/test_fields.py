"""Fields never hide what a model already has."""

from __future__ import annotations

from trivet.runtime import Model
from trivet_codegen.python.fields import MEMBERS_OF_MODELS


def test_every_public_member_of_models_is_reserved() -> None:
    assert {name for name in dir(Model) if not name.startswith("_")} == MEMBERS_OF_MODELS
