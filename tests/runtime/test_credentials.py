"""Credentials go where the contract sends them, to whom they belong, and into no message."""

from __future__ import annotations

import logging
from typing import Any

import httpx
import pytest

from tests.runtime.both import Answers, Both, get
from trivet.runtime import (
    ApiKey,
    BasicAuth,
    BearerToken,
    ConnectionFailed,
    Cookie,
    Header,
    InvalidRequest,
    Options,
    Query,
    StatusError,
)

OK = httpx.Response(200, json={})
SECRET = "s3cr3t-value"
ALL = {
    "bearer": BearerToken(SECRET),
    "basic": BasicAuth(("user", SECRET)),
    "header": ApiKey.header("X-Key", SECRET),
    "query": ApiKey.query("api_key", SECRET),
    "cookie": ApiKey.cookie("sid", SECRET),
    "none": BearerToken(None),
}


def arrived(api: Both, security: Any, operation: Any = None, **settings: Any) -> httpx.Request:
    server = Answers(OK)
    settings.setdefault("credentials", ALL)
    api.send((operation or get())(), server, security=security, **settings)
    return server.requests[0]


def carried(request: httpx.Request) -> set[str]:
    places = {
        "bearer": request.headers.get("authorization", "").startswith("Bearer "),
        "basic": request.headers.get("authorization", "").startswith("Basic "),
        "header": request.headers.get("x-key") == SECRET,
        "query": f"api_key={SECRET}" in request.url.query.decode(),
        "cookie": request.headers.get("cookie") == f"sid={SECRET}",
    }
    return {name for name, there in places.items() if there}


@pytest.mark.parametrize("name", ["bearer", "basic", "header", "query", "cookie"])
def test_each_scheme_puts_its_secret_in_its_place(api: Both, name: str) -> None:
    assert carried(arrived(api, ((name,),))) == {name}


def test_basic_is_user_and_password_in_base64(api: Both) -> None:
    request = arrived(api, (("b",),), credentials={"b": BasicAuth(("Aladdin", "open sesame"))})
    assert request.headers["authorization"] == "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="


@pytest.mark.parametrize(
    ("security", "expected"),
    [
        ((("none",), ("header",), ("query",)), {"header"}),
        ((("header", "none"), ("query", "cookie")), {"query", "cookie"}),
        ((("unknown",), ("query",)), {"query"}),
        (((), ("query",)), {"query"}),
        (((),), set()),
        ((("none",),), set()),
        ((), set()),
    ],
)
def test_the_first_alternative_with_all_its_credentials_is_used(api: Both, security: Any, expected: set[str]) -> None:
    assert carried(arrived(api, security)) == expected


def test_an_operation_s_own_security_replaces_the_client_s(api: Both) -> None:
    assert carried(arrived(api, (("header",),), get(security=(("query",),)))) == {"query"}
    assert carried(arrived(api, (("header",),), get(security=()))) == set()


def test_a_secret_may_be_asked_for_each_time(api: Both) -> None:
    tokens = iter(["one", "two"])
    server = Answers(httpx.Response(503), OK)
    api.send(get()(), server, credentials={"t": BearerToken(lambda: next(tokens))}, security=(("t",),))
    assert [request.headers["authorization"] for request in server.requests] == ["Bearer one", "Bearer two"]


def test_a_header_given_for_the_call_wins(api: Both) -> None:
    server = Answers(OK)
    options = Options(headers={"authorization": "Mine"})
    api.send(get()(), server, options, credentials=ALL, security=(("bearer",),), headers={"X-Team": "a"})
    assert server.requests[0].headers.get_list("authorization") == ["Mine"]
    assert server.requests[0].headers["x-team"] == "a"


def test_cookies_of_parameters_and_credentials_share_one_header(api: Both) -> None:
    server = Answers(OK)
    operation = get(parameters=(Cookie("lang", lambda: str),))
    api.send(operation(lang="de"), server, credentials=ALL, security=(("cookie",),))
    assert server.requests[0].headers["cookie"] == f"lang=de; sid={SECRET}"


@pytest.mark.parametrize("secret", ["a\r\nX: 1", "ü"])
def test_a_secret_that_a_header_cannot_carry_is_refused_without_being_shown(secret: str) -> None:
    with pytest.raises(InvalidRequest) as caught:
        BearerToken(secret).grant()
    assert secret not in str(caught.value)


# Where credentials go


@pytest.mark.parametrize(
    ("base_url", "server", "own", "url", "trusted"),
    [
        ("https://api.test/v1", "https://api.test/v1", "https://files.test", "https://files.test/thing", True),
        ("https://api.test/v1", "https://api.test/v1", "/v2", "https://api.test/v2/thing", True),
        ("https://mock.test", "https://api.test", "https://files.test", "https://mock.test/thing", True),
        ("https://api.test", None, "https://files.test", "https://files.test/thing", False),
        ("https://api.test", None, "https://api.test/up", "https://api.test/up/thing", True),
    ],
)
def test_an_operation_s_own_server_gets_credentials_only_from_a_client_of_the_contract_s_server(
    api: Both, base_url: str, server: str | None, own: str, url: str, trusted: bool
) -> None:
    request = arrived(api, (("header",),), get(servers=(own,)), base_url=base_url, server=server)
    assert str(request.url) == url
    assert (carried(request) == {"header"}) is trusted


def test_another_server_for_one_call_gets_no_credentials(api: Both) -> None:
    server = Answers(OK)
    settings: dict[str, Any] = {"credentials": ALL, "security": (("header",),), "headers": {"X-Token": "t"}}
    api.send(get()(), server, Options(base_url="https://other.test/x/"), **settings)
    api.send(get()(), server, Options(base_url="https://api.test/v9"), **settings)
    assert [str(request.url) for request in server.requests] == [
        "https://other.test/x/thing",
        "https://api.test/v9/thing",
    ]
    assert [carried(request) for request in server.requests] == [set(), {"header"}]
    assert [("x-token" in request.headers) for request in server.requests] == [False, True]


def redirect(status: int, location: str) -> httpx.Response:
    return httpx.Response(status, headers={"Location": location})


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_at_home_is_followed_with_credentials(api: Both, status: int) -> None:
    server = Answers(redirect(status, "/elsewhere?x=1"), OK)
    api.send(get()(), server, credentials=ALL, security=(("header", "bearer"),))
    assert str(server.requests[1].url) == "https://api.test/elsewhere?x=1"
    assert carried(server.requests[1]) == {"header", "bearer"}


@pytest.mark.parametrize("location", ["https://evil.test/", "https://api.test:8443/", "//evil.test/x"])
def test_a_redirect_to_another_origin_takes_nothing_along(api: Both, location: str) -> None:
    server = Answers(redirect(302, location), OK)
    operation = get(parameters=(Header("tenant", lambda: str), Cookie("c", lambda: str)))
    api.send(
        operation(tenant="t", c="x"),
        server,
        Options(headers={"X-Mine": "m"}),
        credentials=ALL,
        security=(("header", "bearer", "cookie"),),
        headers={"X-Token": "t"},
    )
    assert set(server.requests[1].headers) <= {"host", "accept", "accept-encoding", "user-agent", "connection"}


def test_a_redirect_is_not_followed_from_https_to_http(api: Both) -> None:
    server = Answers(redirect(302, "http://api.test/v1/thing"), OK)
    with pytest.raises(StatusError) as caught:
        api.send(get()(), server)
    assert (caught.value.status, len(server.requests)) == (302, 1)


def test_a_post_is_not_redirected(api: Both) -> None:
    from tests.runtime.both import post

    server = Answers(redirect(307, "/x"), OK)
    with pytest.raises(StatusError):
        api.send(post()(), server)
    assert len(server.requests) == 1


def test_a_redirect_that_the_contract_declares_is_the_answer(api: Both) -> None:
    exchange = api.exchange(get(responses={"302": {}})(), Answers(redirect(302, "https://files.test/x")))
    assert (exchange.status, exchange.headers["location"]) == (302, "https://files.test/x")


def test_redirects_in_a_circle_end(api: Both) -> None:
    server = Answers(redirect(302, "/v1/thing"))
    with pytest.raises(StatusError):
        api.send(get()(), server)
    assert len(server.requests) == 6


# Servers


def test_variables_fill_the_server_s_url(api: Both) -> None:
    request = arrived(api, (), base_url="https://{region}.test/{v}/", variables={"region": "eu", "v": "2"})
    assert str(request.url) == "https://eu.test/2/thing"


@pytest.mark.parametrize(
    "url", ["", "api.test", "ftp://api.test", "https://", "https://u:p@api.test", "https://api.test?x=1", "https://{a}"]
)
def test_a_url_that_is_no_server_is_refused(api: Both, url: str) -> None:
    with pytest.raises(InvalidRequest):
        arrived(api, (), base_url=url)


# Silence


@pytest.mark.parametrize("name", ["bearer", "basic", "header", "query", "cookie"])
def test_no_repr_message_or_log_shows_a_secret(api: Both, name: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    server = Answers(httpx.Response(400, json={"message": "no"}), httpx.ConnectError("refused"), OK)
    settings: dict[str, Any] = {"credentials": ALL, "security": ((name,),), "attempts": 1}
    operation = get(parameters=(Query("q", lambda: str),))
    shown: list[Any] = [ALL[name]]
    for _ in range(2):
        with pytest.raises((StatusError, ConnectionFailed)) as caught:
            api.send(operation(q="x"), server, Options(headers={"X-A": "b"}), **settings)
        assert caught.value.request is not None
        shown += [caught.value, caught.value.args, caught.value.request, caught.value.request.headers]
    exchange = api.exchange(operation(q="x"), server, **settings)
    shown += [exchange, exchange.request, exchange.response]
    text = caplog.text + " ".join(f"{one} {one!r}" for one in shown)
    assert SECRET not in text
    assert "dXNlcjpz" not in text
    assert "q=x" in text
