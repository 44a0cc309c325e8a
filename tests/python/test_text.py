"""Text of a contract becomes literals and docstrings, and never code."""

from __future__ import annotations

import ast
import doctest
import math
import re

import pytest
from hypothesis import given, strategies as st
from mypy.util import get_mypy_comments

from trivet_codegen.python.text import docstring, literal, prose, summary, wrapped

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(JSON.filter(lambda value: "inf" not in repr(value)))
def test_literal_gives_back_its_value(value: object) -> None:
    assert ast.literal_eval(literal(value)) == value


@given(st.text())
def test_literal_of_text_stays_on_one_line(text: str) -> None:
    assert len(literal(text).splitlines()) == 1


def test_literal_spells_infinity_as_an_expression() -> None:
    assert eval(literal(math.inf)) == math.inf  # our own text, evaluated on purpose


@given(st.text())
def test_a_docstring_is_one_string_whatever_the_text(text: str) -> None:
    lines = docstring(wrapped(text))
    tree = ast.parse("\n".join(lines))
    assert all(isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) for node in tree.body)
    assert len(tree.body) <= 1


@given(st.text(alphabet="\"\\\n '`x"))
def test_quotes_and_backslashes_never_end_a_docstring(text: str) -> None:
    source = "class A:\n" + "\n".join("    " + line for line in [*docstring(wrapped(text)), "pass"])
    (klass,) = ast.parse(source).body
    assert isinstance(klass, ast.ClassDef)
    assert len(klass.body) <= 2


def test_simple_html_becomes_markdown() -> None:
    assert prose('<p>See <a href="https://x.y">the <code>docs</code></a>.</p>') == "See [the `docs`](https://x.y)."


def test_long_paragraphs_are_filled_and_code_is_left_alone() -> None:
    code = "```\n" + "x" * 150 + "\n```"
    lines = wrapped("word " * 40 + "\n\n" + code)
    assert all(len(line) <= 100 for line in lines[:2])
    assert "x" * 150 in lines


def test_a_summary_is_the_first_sentence() -> None:
    assert summary("Gives a customer back. Raises nothing.") == "Gives a customer back."


def test_a_prompt_in_a_description_is_no_doctest() -> None:
    source = "\n".join(docstring(wrapped("Try it:\n\n    >>> import os\n>>> os.getcwd()\n>>>x")))
    assert doctest.DocTestParser().get_examples(ast.literal_eval(source)) == []


SCRIPT = re.compile(r"(?m)^# /// (?P<type>[a-zA-Z0-9-]+)$\s(?P<content>(^#(| .*)$\s)+)^# ///$")
"""As PEP 723 finds the metadata of scripts."""


@pytest.mark.parametrize("setting", ["# mypy: ignore-errors", "# /// script\n# x = 1\n# ///", "# flake8: noqa"])
def test_a_setting_of_a_tool_in_a_description_is_none(setting: str) -> None:
    text = f"What it is.\n\n{setting}\nAnd more."
    source = "\n".join(docstring(wrapped(text)))
    assert ast.literal_eval(source).strip() == text
    assert get_mypy_comments(source) == []
    assert not SCRIPT.search(source + "\n")
    assert not re.search("(?m)^\\s*# flake8[:=]", source)


def test_headings_and_comments_in_a_description_stay_as_they_are() -> None:
    assert docstring(["# Title", "# Note: mypy"]) == ['"""# Title', "# Note: mypy", '"""']
