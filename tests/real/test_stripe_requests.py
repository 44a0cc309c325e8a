"""Requests of Stripe's generated client are those that Stripe's documentation sends."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable
from email import message_from_bytes, policy
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from tests.real.conftest import Vendor
from tests.real.stripe_examples import EXAMPLES, FILES, Example
from trivet.runtime import Headers, Options, Request, Response

pytestmark = pytest.mark.real

KEY = "sk_test_documentation"


class Recorder:
    """A transport that answers everything alike and remembers what it was asked."""

    def __init__(self) -> None:
        self.requests: list[Request] = []

    def send(self, request: Request) -> Response:
        self.requests.append(request)
        return Response(200, Headers([("Content-Type", "application/json")]), b"{}")

    def close(self) -> None:
        """Nothing is open."""


def sent(stripe: Vendor, operation: tuple[str, str], arguments: dict[str, Any], options: Options | None) -> Request:
    """What the synchronous client sends when the operation's method is called."""
    recorder = Recorder()
    method = stripe.emitted.methods[stripe.emitted.operations[operation].constant][0]
    with stripe.load().Stripe(basic_auth=(KEY, ""), transport=recorder) as client:
        getattr(getattr(client, method.resource), method.name)(**arguments, options=options)
    assert len(recorder.requests) == 1
    return recorder.requests[0]


def nested(pairs: Iterable[tuple[str, str]]) -> Any:
    """The value that Stripe's servers read from pairs: `a[b]` is a member, `a[]` and `a[0]` are items of a list."""
    root: dict[str, Any] = {}
    for name, value in pairs:
        head, _, rest = name.partition("[")
        keys = [head, *re.findall(r"\[?([^\[\]]*)\]", rest)]
        node = root
        for key in keys[:-1]:
            node = node.setdefault(key or str(len(node)), {})
        last = keys[-1] or str(len(node))
        assert last not in node, f"{name} is there twice"
        node[last] = value
    return _listed(root)


def _listed(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    if value and all(key.isdigit() for key in value):
        return [_listed(value[key]) for key in sorted(value, key=int)]
    return {key: _listed(part) for key, part in value.items()}


def content(request: Request) -> bytes:
    """The body, whether it is kept whole or in parts."""
    if request.content is None or isinstance(request.content, bytes):
        return request.content or b""
    assert isinstance(request.content, Iterable)
    return b"".join(request.content)


def authorization(user: str) -> str:
    return "Basic " + base64.b64encode(f"{user}:".encode()).decode()


@pytest.mark.parametrize("example", [pytest.param(example, id=example.about) for example in EXAMPLES])
def test_a_documented_request_is_sent(stripe: Vendor, example: Example) -> None:
    options = Options(headers=example.headers) if example.headers else None
    request = sent(stripe, example.operation, example.arguments, options)
    url = urlsplit(request.url)
    assert request.method == example.operation[0]
    assert f"{url.scheme}://{url.netloc}{url.path}" == example.url
    assert nested(parse_qsl(url.query, keep_blank_values=True)) == nested(example.query)
    assert nested(parse_qsl(content(request).decode(), keep_blank_values=True)) == nested(example.form)
    assert request.headers["Authorization"] == authorization(KEY)
    assert {name: request.headers[name] for name in example.headers} == example.headers
    if example.form:
        assert request.headers["Content-Type"] == "application/x-www-form-urlencoded"


def test_a_file_is_uploaded_to_stripes_server_for_files(stripe: Vendor) -> None:
    body = {"purpose": "dispute_evidence", "file": "the receipt", "file_link_data": {"create": True}}
    request = sent(stripe, ("POST", "/v1/files"), {"body": body}, None)
    assert request.url == f"{FILES}/v1/files"
    assert request.headers["Authorization"] == authorization(KEY)
    head = f"Content-Type: {request.headers['Content-Type']}\r\n\r\n".encode()
    message = message_from_bytes(head + content(request), policy=policy.HTTP)
    assert message.get_content_type() == "multipart/form-data"
    parts = {
        str(part.get_param("name", header="content-disposition")): part.get_payload(decode=True)
        for part in message.iter_parts()
    }
    assert parts == {
        "purpose": b"dispute_evidence",
        "file": b"the receipt",
        "file_link_data[create]": b"true",
    }
