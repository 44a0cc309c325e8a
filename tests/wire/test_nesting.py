"""What the table of styles leaves open: nested deep objects, values given by `content`, and parameters side by side."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qsl, unquote

import pytest
from hypothesis import given, strategies as st

from tests.wire import reading
from tests.wire.contracts import KINDS, document, operation, parameter
from tests.wire.pair import Pair, generated
from tests.wire.values import TEXTS, bounded
from trivet.runtime import InvalidRequest

STRING: dict[str, Any] = {"type": "string"}
FILTER: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "name": STRING,
        "limit": {"type": "integer"},
        "tags": {"type": "array", "items": STRING},
        "inner": {"$ref": "#/components/schemas/Filter"},
        "items": {"type": "array", "items": {"$ref": "#/components/schemas/Filter"}},
    },
}
LEAVES = st.fixed_dictionaries(
    {"name": TEXTS}, optional={"limit": st.integers(), "tags": st.lists(TEXTS, min_size=1, max_size=3)}
)
FILTERS = st.recursive(
    LEAVES,
    lambda inner: st.fixed_dictionaries(
        {"name": TEXTS}, optional={"inner": inner, "items": st.lists(inner, min_size=1, max_size=2)}
    ),
    max_leaves=4,
)


def contract() -> dict[str, Any]:
    filters = {"$ref": "#/components/schemas/Filter"}
    content = {"application/json": {"schema": filters}}
    paths: dict[str, Any] = {
        "/deep": {"get": operation("deep", parameter("query", filters, "filter", style="deepObject"))},
        "/list": {"get": operation("list", parameter("query", {"type": "array", "items": filters}))},
        "/beside": {
            "get": operation(
                "beside",
                parameter("query", KINDS["map"]),
                parameter("query", STRING, "q"),
                parameter("query", KINDS["array"], "a[]"),
                parameter("cookie", STRING, "session"),
                parameter("cookie", KINDS["map"], "rest"),
                parameter("header", STRING, "X-Trace"),
            )
        },
    }
    for location in ("path", "query", "header", "cookie"):
        about = {"name": "p", "in": location, "required": location == "path", "content": content}
        paths[f"/{location}" + ("/{p}" if location == "path" else "")] = {"get": operation(location, about)}
    return document(paths, {"Filter": FILTER})


@pytest.fixture(scope="module", params=["sync", "async"])
def pair(request: pytest.FixtureRequest) -> Pair:
    return Pair(generated(contract()), request.param)


def plain(value: Any) -> Any:
    return value.model_dump(by_alias=True, exclude_unset=True)


def test_a_deep_object_is_nested_by_brackets(pair: Pair) -> None:
    """OpenAPI leaves nesting open; this is what Rails, PHP and Stripe read. Brackets are encoded, as RFC 3986 wants."""
    value = {"name": "x", "tags": ["a", "b"], "inner": {"name": "y"}, "items": [{"name": "z", "limit": 1}]}
    pair.call("deep", filter=value)
    assert "[" not in pair.query
    assert parse_qsl(pair.query) == [
        ("filter[name]", "x"),
        ("filter[tags][]", "a"),
        ("filter[tags][]", "b"),
        ("filter[inner][name]", "y"),
        ("filter[items][0][name]", "z"),
        ("filter[items][0][limit]", "1"),
    ]


@bounded
@given(value=FILTERS)
def test_a_nested_deep_object_comes_back_as_it_was(pair: Pair, value: Any) -> None:
    pair.call("deep", filter=value)
    assert plain(pair.given["filter"]) == value


@bounded
@given(values=st.lists(FILTERS, min_size=1, max_size=3))
def test_an_object_in_a_list_is_json_since_form_has_no_nesting(pair: Pair, values: Any) -> None:
    pair.call("list", p=values)
    assert [json.loads(text) for _, text in parse_qsl(pair.query)] == values
    assert [plain(one) for one in pair.given["p"]] == values


@pytest.mark.parametrize("location", ["path", "query", "header", "cookie"])
@bounded
@given(value=FILTERS)
def test_a_parameter_given_by_content_is_a_json_text(pair: Pair, location: str, value: Any) -> None:
    pair.call(location, p=value)
    raw = {
        "path": unquote(pair.path[6:]),
        "query": parse_qsl(pair.query)[0][1] if pair.query else "",
        "header": pair.request.headers.get("p", ""),
        "cookie": unquote(pair.request.headers.get("cookie", "")[2:]),
    }
    assert json.loads(raw[location]) == value
    assert plain(pair.given["p"]) == value


@bounded
@given(
    names=st.dictionaries(st.sampled_from(["x", "y z", "ü", "&"]), TEXTS, min_size=1),
    text=TEXTS,
    items=st.lists(TEXTS, min_size=1),
)
def test_parameters_side_by_side_keep_apart(pair: Pair, names: dict[str, str], text: str, items: list[str]) -> None:
    pair.call("beside", p=names, q=text, a=items, session=text, rest=names, x_trace="t")
    assert pair.given == {"p": names, "q": text, "a": items, "session": text, "rest": names, "x_trace": "t"}
    assert [name for name, _ in reading.cookies(pair.request.headers["cookie"])] == ["session", *names]


@pytest.mark.parametrize("value", [{"name": "x" * 10, "nonsense": 1}, {"limit": "1"}, {"inner": {"tags": "a"}}])
def test_what_the_contract_does_not_take_is_refused_with_its_place(pair: Pair, value: Any) -> None:
    with pytest.raises(InvalidRequest, match="query/filter/"):
        pair.call("deep", filter=value)
