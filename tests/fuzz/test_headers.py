"""Headers of a run: values come from the environment and stay out of everything that is printed."""

from __future__ import annotations

import pytest

from trivet_codegen.fuzz.headers import header, headers_of, without_secrets
from trivet_codegen.misuse import WrongUse


def test_a_variable_is_read_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KEY", "s3cret")
    one = header("Authorization: Bearer ${KEY}")
    assert (one.name, one.value, one.shown, one.secrets) == (
        "Authorization",
        "Bearer s3cret",
        "Bearer ${KEY}",
        ("s3cret",),
    )


def test_a_value_with_a_colon_is_kept_whole() -> None:
    assert header("Host: example.com:80").value == "example.com:80"


@pytest.mark.parametrize("line", ["X-Key", "X Key: 1", ": 1", "X-Key: ${TRIVET_TEST_UNSET}"])
def test_what_is_no_header_is_refused(line: str) -> None:
    with pytest.raises(WrongUse) as error:
        header(line)
    assert error.value.found[0].rule == "fuzz-header"


def test_a_value_with_a_line_break_is_refused_and_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KEY", "s3cret\r\nX-Other: 1")
    with pytest.raises(WrongUse) as error:
        header("X-Key: ${KEY}")
    assert "s3cret" not in error.value.found[0].message


def test_the_command_line_wins_over_preparation_and_manifest() -> None:
    found = headers_of({"X-Key": "manifest", "X-One": "1"}, ["x-key: line"], {"X-KEY": "prepared", "X-Two": "2"})
    assert {one.name.lower(): one.value for one in found} == {"x-key": "line", "x-one": "1", "x-two": "2"}


def test_secrets_are_replaced_wherever_they_stand(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KEY", "s3cret")
    headers = headers_of({"X-Key": "${KEY}"}, [], {"X-Made": "made-up"})
    assert without_secrets("echo s3cret made-up", headers) == "echo [Filtered] [Filtered]"


def test_a_curl_command_names_the_variable_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KEY", "s3cret")
    text = without_secrets("curl -H 'X-Key: [Filtered]' URL", [header("X-Key: ${KEY}")])
    assert text == 'curl -H "X-Key: ${KEY}" URL'
