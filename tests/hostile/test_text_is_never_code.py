"""Whatever text a contract holds in whatever place, it is data in the generated code, or part of a name."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings, strategies as st

from tests.hostile import rich, texts
from tests.hostile.allowed import faults
from tests.hostile.conftest import Importing
from tests.hostile.made import generated, objections, skeleton

CONTRACT = rich.contract()
POSITIONS = list(rich.positions(CONTRACT))
PROSE = {
    "description",
    "summary",
    "$comment",
    "termsOfService",
    "url",
    "x-internal",
    "bearerFormat",
    "email",
    "tokenUrl",
}
VALUES = PROSE | {"title", "operationId", "pattern", "default", "version", "openIdConnectUrl", "contentMediaType"}
NAMES = {"properties", "x-order", "enum", "examples", "tags", "scopes", "flows", "links", "mapping", "variables"}


def changed(place: rich.Path, text: str) -> list[str]:
    """What is wrong with the code of the contract with this text in that place."""
    files, problems = generated(rich.replaced(CONTRACT, place, text))
    assert files or any(problem.severity == "error" for problem in problems)
    return objections(files)


def test_the_contract_as_it_is_has_code_without_objection() -> None:
    files, problems = generated(CONTRACT)
    assert problems == []
    assert objections(files) == []
    assert len(POSITIONS) > 400


@settings(max_examples=250)
@given(st.sampled_from(POSITIONS), st.sampled_from(texts.ALL))
def test_harmful_text_is_no_code_anywhere(place: rich.Path, text: str) -> None:
    assert changed(place, text) == []


@settings(max_examples=100)
@given(
    st.sampled_from(POSITIONS),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=40) | st.text("'\"\\\n{}()[];#:,@ax0_$%\t", max_size=40),
)
def test_no_text_at_all_is_code_anywhere(place: rich.Path, text: str) -> None:
    assert changed(place, text) == []


@pytest.mark.hostile
@pytest.mark.parametrize("number", range(len(POSITIONS)))
def test_every_place_is_tried_with_a_fourth_of_the_texts(number: int) -> None:
    tried = texts.ALL[number % 4 :: 4]
    assert {text: found for text in tried if (found := changed(POSITIONS[number], text))} == {}


PLACES_OF_PROSE = [place for place in POSITIONS if place[-1] in PROSE and "servers" not in place]


@pytest.mark.parametrize("text", texts.CODE)
def test_prose_changes_nothing_but_prose(text: str) -> None:
    """The syntax trees with this text and with a plain word differ in constants only."""
    hostile, plain = CONTRACT, CONTRACT
    for place in PLACES_OF_PROSE:
        hostile, plain = rich.replaced(hostile, place, f"a {text} b"), rich.replaced(plain, place, "a word b")
    made, expected = generated(hostile)[0], generated(plain)[0]
    assert made.keys() == expected.keys()
    differing = [path for path in made if path.endswith(".py") and skeleton(made[path]) != skeleton(expected[path])]
    assert differing == []


def everywhere(text: str) -> Any:
    """The contract with this text in every place where it can stand without breaking a reference."""
    document = CONTRACT
    for number, place in enumerate(POSITIONS):
        last = place[-1]
        named = last == rich.KEY and len(place) > 2 and place[-3] in NAMES
        listed = isinstance(last, int) and len(place) > 1 and place[-2] in NAMES
        if (last in VALUES and "servers" not in place) or named or listed:
            apart = named or last == "operationId"
            document = rich.replaced(document, place, f"{text}{number}" if apart else text)
    return document


def test_code_that_holds_text_everywhere_does_nothing_when_it_is_imported(importing: Importing) -> None:
    packages = {}
    for number, text in enumerate([*texts.CODE, *texts.NAMES, *texts.PATHS]):
        files, _ = generated(everywhere(text))
        assert objections(files) == []
        if files:
            packages[f"p{number}"] = files
    assert len(packages) > 40
    assert importing(packages) == []


@pytest.mark.parametrize(
    "source",
    [
        "import os",
        "from os import system",
        "from typing import *",
        "import builtins as b",
        "from .models import x as __import__",
        "x = __import__('os')",
        "print('x')",
        "x = eval('1')",
        "from typing import Any\nx = Any.__class__",
        "x = 'a'.join(['b'])",
        "x = f'{1}'",
        "x = [y for y in (1, 2)]",
        "x = lambda y: y",
        "def f(x=print()): ...",
        "@print\ndef f(): ...",
        "class A(metaclass=type): ...",
        "class A:\n    print('x')",
        "for x in (1,): pass",
        "while True: pass",
        "with x: pass",
        "try: pass\nexcept: pass",
        "if True: pass",
        "assert 1",
        "del x",
        "x: Any = 1 + 1",
        "from typing import Any\nx: list['__import__(1)'] = 1",
        "from typing import TypeAlias\nx: TypeAlias = '__import__(1)'",
        "from typing import TypedDict\nX = TypedDict('X', {'a': 'print(1)'})",
        "from pydantic import BaseModel",
        "from trivet.runtime import Model\nModel.model_rebuild()",
        "from trivet.runtime import Field\nx = Field(default_factory=open)",
        "class __A: ...",
        "x.y = 1",
        "x[0] = 1",
        "global x",
        "raise ValueError",
        "async def f():\n    yield 1",
        "x = 1 if 2 else 3",
        "x = (y := 1)",
        "def f():\n    x = 1",
        "ﬁ = 1",
    ],
)
def test_the_list_of_what_is_allowed_does_not_allow(source: str) -> None:
    assert faults(source)


@pytest.mark.parametrize(
    "source",
    [
        "import os\nos.system('true')",
        "open('x', 'w')",
        "import socket\nsocket.socket()",
        "import subprocess\nsubprocess.run(['true'])",
        "exec('x = 1')",
        "eval('[x for x in (1,)]')",
        "import os\nos.mkdir('x')",
        "import os\nos.environ['X'] = 'y'",
        "import ctypes\nctypes.CDLL(None)",
    ],
)
def test_the_watch_over_imports_does_not_let_by(source: str, importing: Importing) -> None:
    assert importing({"p": {"__init__.py": "", "models/__init__.py": "", "evil.py": source}}) != []
