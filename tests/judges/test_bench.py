"""The second judge's verdicts are counted, and what it is right about against us is kept."""

from __future__ import annotations

from tests.exact.comparison import Subjects
from tests.judges.test_models import Bench

DOCUMENT = {"openapi": "3.1.0", "components": {"schemas": {"Size": {"type": "integer", "minimum": 1}}}}


def heard(value: object, ours: list[str], lax: list[str], strict: list[str]) -> Bench:
    bench = Bench()
    bench.hear(value, Subjects.of(DOCUMENT, seed="x", schemas=1).by_name["Size"], ours, lax, strict)
    return bench


def test_a_refusal_of_ours_that_the_others_do_not_share_is_a_class_of_its_own() -> None:
    bench = heard(5, ["less_than"], [], [])
    assert (bench.ours.agreed, bench.lax.agreed, bench.strict.agreed) == (0, 1, 1)
    assert bench.lax.alone_right == bench.strict.alone_right == {"narrower: less_than": 1}


def test_a_value_that_ours_lets_through_is_named_by_the_keyword_that_it_breaks() -> None:
    bench = heard(0, [], [], ["greater_than_equal"])
    assert bench.strict.alone_right == {"wider: minimum": 1}
    assert bench.lax.wrong == bench.ours.wrong == {"wider: minimum": 1}


def test_what_the_others_get_wrong_is_no_disagreement_of_ours() -> None:
    bench = heard(5, [], ["int_type"], ["int_type"])
    assert (bench.ours.agreed, bench.lax.agreed) == (1, 0)
    assert not bench.lax.alone_right
    assert bench.lax.wrong == {"narrower: int_type": 1}
