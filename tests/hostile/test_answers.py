"""What a server answers is read, reported or refused; nothing that it can send is a crash or takes for ever."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.hostile import documents, limited
from tests.hostile.made import generated

NODE = {
    "type": "object",
    "properties": {
        "next": documents.ref("Node"),
        "kids": {"type": "array", "items": documents.ref("Kid")},
        "any": {},
        "number": {"type": "integer"},
        "either": {"oneOf": [{"type": "string"}, {"type": "integer"}, documents.ref("Node")]},
    },
}
KID = {"anyOf": [{"type": "array", "items": documents.ref("Kid")}, {"type": "string"}, documents.ref("Node")]}


def nested(begin: str, inner: str, end: str, levels: int) -> bytes:
    return (begin * levels + inner + end * levels).encode()


BODIES: dict[str, bytes] = {
    "lists nested 100,000 deep": nested("[", "", "]", 100_000),
    "lists opened a million times": b"[" * 1_000_000,
    "objects nested 100,000 deep": nested('{"next":', "{}", "}", 100_000),
    "objects nested 1,000 deep": nested('{"next":', "{}", "}", 1_000),
    "objects nested 190 deep": nested('{"next":', "{}", "}", 190),
    "objects nested 190 deep with a fault": nested('{"next":', "1", "}", 190),
    "alternatives nested 60 deep with a fault": nested('{"either":', "[]", "}", 60),
    "lists of alternatives nested 150 deep with a fault": b'{"kids":' + nested("[", "1", "]", 150) + b"}",
    "anything nested 1,500 deep": b'{"any":' + nested("[", "", "]", 1_500) + b"}",
    "a number of 100,000 digits": b'{"number":' + b"9" * 100_000 + b"}",
    "a number of 4,200 digits": b'{"number":' + b"9" * 4_200 + b"}",
    "a number of 4,200 digits elsewhere": b'{"kids":[' + b"9" * 4_200 + b"]}",
    "1e999999": b'{"number":1e999999}',
    "1e999999 as anything": b'{"any":1e999999}',
    "NaN": b'{"any":NaN}',
    "no UTF-8": b'{"any":"\xff"}',
    "a surrogate": b'{"any":"\\ud800"}',
    "nothing": b"",
    "NUL": b"\0" * 1_000,
    "a name given twice": b'{"number":1,"number":"x"}',
    "a page": b"<html></html>",
    "a scalar": b"5",
    "null": b"null",
    "200,000 names": json.dumps({f"k{n}": n for n in range(200_000)}).encode(),
    "100,000 faults": json.dumps({"kids": [1] * 100_000}).encode(),
    "a text that punycode takes long for": b"a-" + b"a" * 1_000_000,
    "labels of alternatives as names": json.dumps({"either": {"Node": {"either": {"Node": {"either": []}}}}}).encode(),
}

PROGRAM = """
import resource, sys
resource.setrlimit(resource.RLIMIT_CPU, (%d, %d))
import httpx
import zoo
from trivet.runtime import TrivetError
body = sys.stdin.buffer.read()
for deviations in ("report", "raise"):
    answer = lambda request: httpx.Response(int(sys.argv[2]), content=body, headers={"Content-Type": sys.argv[1]})
    client = zoo.Zoo("https://e.example", transport=httpx.MockTransport(answer), attempts=1, deviations=deviations)
    try:
        print("value", type(client.x.x()).__name__)
    except TrivetError as error:
        print(type(error).__name__, len(str(error)) < 2000)
"""


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that a client `zoo` stands in."""
    folder = tmp_path_factory.mktemp("client")
    document = json.loads(documents.schemas({"Node": NODE, "Kid": KID}))
    del document["paths"]["/x"]["post"]["requestBody"]
    files, problems = generated(document)
    assert problems == []
    for path, text in files.items():
        place = folder / "zoo" / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text)
    (folder / "program.py").write_text(PROGRAM % (limited.SECONDS, limited.SECONDS + 1))
    return folder


CHARSETS = ("utf-7", "punycode", "idna", "undefined", "unicode_escape", "hex")
ANSWERS = [
    *((name, "application/json") for name in BODIES),
    *((name, "application/json; charset=utf-7") for name in ("a page", "nothing", "objects nested 190 deep")),
    *((name, "text/html") for name in ("a page", "nothing", "objects nested 190 deep")),
    *(("a text that punycode takes long for", f"text/plain; charset={charset}") for charset in CHARSETS),
]


def told(client: Path, body: bytes, media_type: str, status: int) -> list[str]:
    """What the program printed for an answer: a line for each way of reading it."""
    paths = [str(limited.ROOT / "sdk"), str(client)]
    ended = subprocess.run(
        [sys.executable, str(client / "program.py"), media_type, str(status)],
        input=body,
        capture_output=True,
        env={"PYTHONPATH": ":".join(paths), "PATH": ""},
    )
    assert ended.returncode == 0, ended.stderr.decode()[-1500:]
    *lines, end = ended.stdout.decode().split("\n")
    assert end == ""
    assert len(lines) == 2
    return lines


@pytest.mark.parametrize(("name", "media_type"), ANSWERS)
def test_an_answer_is_read_or_refused(name: str, media_type: str, client: Path) -> None:
    lines = told(client, BODIES[name], media_type, 200)
    assert all(line.split()[0] in ("value", "BadResponse", "DeviationError") for line in lines)


@pytest.mark.parametrize(("name", "media_type"), ANSWERS)
def test_an_answer_of_failure_is_that_failure(name: str, media_type: str, client: Path) -> None:
    lines = told(client, BODIES[name], media_type, 503)
    assert lines == ["ServiceUnavailable True"] * 2
