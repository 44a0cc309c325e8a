"""Requests are read exactly as the contract says, and refused with the place that is wrong."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from tests.server.shop import CONTRACT, Cat, Range, Shop, shop_router
from trivet_server import Settings, application

JSON = {"Content-Type": "application/json"}


def errors(answer: httpx.Response) -> list[Any]:
    assert answer.headers["content-type"] == "application/problem+json"
    document = answer.json()
    assert document["status"] == answer.status_code
    found = document.get("errors", [])
    return [(item.get("in"), item.get("parameter"), item.get("pointer")) for item in found]


async def test_parameters_come_by_style_and_type(http: httpx.AsyncClient, shop: Shop) -> None:
    await http.get(
        '/customers?limit=5&created[after]=3&sortBy=a,b%2Cc&filter={"before":9}&utm_source=x',
        headers={"If-Match": '"x"', "Cookie": "other=1; session=a%20b"},
    )
    assert shop.asked == {
        "limit": 5,
        "created": Range(after=3),
        "sort_by": ["a", "b,c"],
        "if_match": '"x"',
        "session": "a b",
        "filter": Range(before=9),
    }


async def test_parameters_that_are_not_sent_are_left_to_the_service(http: httpx.AsyncClient, shop: Shop) -> None:
    assert (await http.get("/customers")).status_code == 200
    assert shop.asked == {}


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("limit=0", "limit"),
        ("limit=1&limit=2", "limit"),
        ("limit=", "limit"),
        ("limit=1.5", "limit"),
        ("limit=%FF", "limit"),
        ("limit=%zz", "limit"),
        ("limit=" + "9" * 5000, "limit"),
        ("created[after]=x", "created"),
        ("created[after=1", "created"),
        ("filter={", "filter"),
        ("filter=" + "[" * 9000, "filter"),
        ("created" + "[a]" * 5000 + "=1", "created"),
    ],
)
async def test_a_wrong_parameter_is_named(http: httpx.AsyncClient, query: str, parameter: str) -> None:
    answer = await http.get(f"/customers?{query}")
    assert answer.status_code == 422
    assert ("query", parameter, None) in errors(answer)


async def test_a_query_of_too_many_parameters_is_refused(http: httpx.AsyncClient) -> None:
    assert (await http.get("/customers?" + "a&" * 2000)).status_code == 414


async def test_a_wrong_path_parameter_is_named_as_the_contract_names_it(http: httpx.AsyncClient) -> None:
    assert errors(await http.get("/v1/files/a.pdf")) == [("path", "kind", None)]


async def test_bodies_arrive_as_models(http: httpx.AsyncClient, shop: Shop) -> None:
    body = {"email": "a", "json": "j", "pet": {"petType": "cat", "lives": 9}}
    await http.post("/customers", json=body)
    assert shop.asked["body"].json_ == "j"
    assert shop.asked["body"].pet == Cat(pet_type="cat", lives=9)
    assert shop.asked["body"].model_dump(exclude_unset=True, by_alias=True) == body


@pytest.mark.parametrize(
    ("body", "pointers"),
    [
        ('{"email":1}', ["/email"]),
        ("{}", ["/email"]),
        ("[]", [""]),
        ('{"email":"a","zz":1,"a/b~c":2}', ["/zz", "/a~1b~0c"]),
        ('{"email":"a","labels":["x",1,null]}', ["/labels/1", "/labels/2"]),
        ('{"email":"a","pet":{"petType":"cat"}}', ["/pet/lives"]),
        ('{"email":"a","pet":{"petType":"cow"}}', ["/pet"]),
        ('{"email":"a","parent":{"parent":{"email":"x"},"email":"b","age":"1"}}', ["/parent/age"]),
        ('{"email":"a","age":null}', ["/age"]),
        ('{"email":"' + "x" * 40 + '"}', ["/email"]),
    ],
)
async def test_each_fault_of_a_body_has_its_pointer(http: httpx.AsyncClient, body: str, pointers: list[str]) -> None:
    answer = await http.post("/customers", content=body, headers=JSON)
    assert answer.status_code == 422
    assert errors(answer) == [(None, None, pointer) for pointer in pointers]


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"nonsense",
        b'{"email":"a","email":"b"}',
        b'{"email":"a","parent":{"x":1,"x":1}}',
        b'{"email":"a","score":NaN}',
        b'{"email":"a","score":-Infinity}',
        b'{"email":"a","score":1e999}',
        b'{"email":"\xff"}',
        b'\xef\xbb\xbf{"email":"a"}',
        b'{"email":"\\ud800"}',
        b'{"email":"a\x00"}',
        b"[" * 100_000,
        b'{"parent":' * 150_000,
        b'{"email":"a"} x',
        '{"email":"a"}'.encode("utf-16"),
    ],
    ids=range(15),
)
async def test_what_is_not_json_is_refused_as_malformed(http: httpx.AsyncClient, body: bytes) -> None:
    answer = await http.post("/customers", content=body, headers=JSON)
    assert (answer.status_code, answer.headers["content-type"]) == (
        413 if len(body) > 2**20 else 400,
        "application/problem+json",
    )


async def test_models_may_nest_deeply(http: httpx.AsyncClient) -> None:
    body = '{"email":"a","parent":' * 90 + '{"email":"a"}' + "}" * 90
    assert (await http.post("/customers", content=body, headers=JSON)).status_code == 201


async def test_integers_of_any_size_are_integers(http: httpx.AsyncClient, shop: Shop) -> None:
    await http.post("/customers", content='{"email":"a","age":' + "9" * 400 + "}", headers=JSON)
    assert shop.asked["body"].age == int("9" * 400)


@pytest.mark.parametrize("content_type", ["text/plain", "application/x-www-form-urlencoded", "nonsense", "", "a/b\x7f"])
async def test_an_undeclared_media_type_is_told_which_are_read(http: httpx.AsyncClient, content_type: str) -> None:
    answer = await http.post("/customers", content=b"{}", headers={"Content-Type": content_type})
    assert (answer.status_code, answer.headers["accept"]) == (415, "application/json")


async def test_a_body_without_media_type_is_not_guessed(http: httpx.AsyncClient) -> None:
    assert (await http.post("/customers", content=b"{}")).status_code == 415


async def test_a_content_coding_is_refused(http: httpx.AsyncClient) -> None:
    answer = await http.post("/customers", content=b"{}", headers={**JSON, "Content-Encoding": "gzip"})
    assert (answer.status_code, answer.headers["accept-encoding"]) == (415, "identity")


async def test_a_required_body_is_missed(http: httpx.AsyncClient) -> None:
    assert errors(await http.post("/customers")) == [(None, None, "")]
    assert errors(await http.post("/customers", headers=JSON)) == [(None, None, "")]


async def test_an_optional_body_may_be_absent(http: httpx.AsyncClient) -> None:
    assert (await http.post("/photos")).json() == {"text": None}


async def test_faults_never_repeat_what_was_sent(http: httpx.AsyncClient) -> None:
    secret = "hunter2secret"
    body = {"email": [secret], "pet": {"petType": secret}, "age": secret, "labels": secret, "parent": secret}
    answer = await http.post("/customers", json=body)
    assert answer.status_code == 422
    assert secret not in answer.text
    answer = await http.get(f"/customers?limit={secret}&filter={secret}&created={secret}")
    assert secret not in answer.text
    answer = await http.get(f"/customers/{secret}")
    assert secret not in answer.text


async def test_faults_are_listed_up_to_a_hundred(http: httpx.AsyncClient) -> None:
    answer = await http.post("/customers", json={"email": "a", "labels": [1] * 500})
    assert len(errors(answer)) == 100


async def test_the_status_of_a_refusal_is_one_that_the_operation_declares(http: httpx.AsyncClient) -> None:
    assert (await http.post("/login", json={"user": 1})).status_code == 400
    assert (await http.post("/customers", json={"email": 1})).status_code == 422


# ── forms, files, text ────────────────────────────────────────────────────────


async def test_a_form_is_read_by_property(http: httpx.AsyncClient) -> None:
    assert (await http.post("/login", data={"user": "a b+c", "remember": "true"})).json() == {
        "user": "a b+c",
        "remember": True,
    }


@pytest.mark.parametrize(
    ("form", "status"),
    [
        (b"user=a&user=b", 400),
        (b"remember=true", 400),
        (b"user=a&remember=maybe", 400),
        (b"user=%FF", 400),
        (b"user=\xff", 400),
        (b"", 400),
        (b"a&" * 5000, 413),
    ],
)
async def test_a_wrong_form_is_refused(http: httpx.AsyncClient, form: bytes, status: int) -> None:
    answer = await http.post("/login", content=form, headers={"Content-Type": "application/x-www-form-urlencoded"})
    assert answer.status_code == status


async def test_parts_of_a_form_become_properties_and_files_uploads(http: httpx.AsyncClient) -> None:
    answer = await http.post(
        "/photos",
        data={"caption": "Größe", "size": "3", "tags": ["a", "b"], "range": '{"after":1}'},
        files={"file": ("é.bin", b"\x00\xff", "image/png")},
    )
    assert answer.json() == {
        "caption": "Größe",
        "size": 3,
        "tags": ["a", "b"],
        "range": {"after": 1},
        "file": "\x00\xff",
        "name": "é.bin",
    }


async def test_a_large_file_is_closed_after_the_answer(shop: Shop) -> None:
    app = application(CONTRACT, [shop_router(lambda: shop)], settings=Settings(max_body_size=8_000_000))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://shop.test") as client:
        answer = await client.post("/photos", data={"caption": "x"}, files={"file": b"a" * 3_000_000})
    assert len(answer.json()["file"]) == 3_000_000


@pytest.mark.parametrize(
    ("data", "files", "status"),
    [
        ({"size": "1"}, {"file": b""}, 422),
        ({"caption": "x", "size": "one"}, {"file": b""}, 422),
        ({"caption": "x", "range": "{"}, {"file": b""}, 400),
        ({"caption": ["x", "y"]}, {"file": b""}, 422),
        ({"caption": "x"}, {"caption": b"\xff"}, 400),
    ],
)
async def test_a_wrong_part_is_refused(http: httpx.AsyncClient, data: Any, files: Any, status: int) -> None:
    assert (await http.post("/photos", data=data, files=files)).status_code == status


@pytest.mark.parametrize(
    "content_type",
    [
        "multipart/form-data",
        "multipart/form-data; boundary=",
        "multipart/form-data; boundary=a; charset=undefined",
        'multipart/form-data; boundary="\x7f"',
        "multipart/form-data; boundary=" + "a" * 500,
    ],
)
async def test_a_form_without_parts_is_malformed(http: httpx.AsyncClient, content_type: str) -> None:
    answer = await http.post("/photos", content=b"--a\r\n\r\nx", headers={"Content-Type": content_type})
    assert answer.status_code in (400, 422)


async def test_binary_and_text_bodies_come_as_they_are(http: httpx.AsyncClient) -> None:
    octets = {"Content-Type": "application/octet-stream"}
    answer = await http.post("/photos", content=b"\x00\xff", headers=octets)
    assert answer.json() == {"upload": "\x00\xff", "type": "application/octet-stream"}
    latin = {"Content-Type": "text/plain; charset=latin-1"}
    assert (await http.post("/photos", content=b"\xe4", headers=latin)).json() == {"text": "ä"}
    assert (await http.post("/photos", content=b"\xe4", headers={"Content-Type": "text/plain"})).status_code == 400
    nonsense = {"Content-Type": "text/plain; charset=klingon"}
    assert (await http.post("/photos", content=b"a", headers=nonsense)).status_code == 400


# ── limits ────────────────────────────────────────────────────────────────────


async def test_a_body_may_be_as_large_as_the_limit(shop: Shop) -> None:
    app = application(CONTRACT, [shop_router(lambda: shop)], settings=Settings(max_body_size=100))

    async def chunks() -> AsyncIterator[bytes]:
        for _ in range(101):
            yield b"x"

    octets = {"Content-Type": "application/octet-stream"}
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://shop.test") as client:
        assert (await client.post("/photos", content=b"x" * 100, headers=octets)).status_code == 200
        bodies: list[bytes | AsyncIterator[bytes]] = [b"x" * 101, chunks()]
        for body in bodies:
            answer = await client.post("/photos", content=body, headers=octets)
            assert answer.status_code == 413
            assert answer.json()["detail"] == "The body is larger than 100 bytes."
        answer = await client.post("/photos", files={"file": b"x" * 101})
        assert answer.status_code == 413
