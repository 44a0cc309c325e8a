"""What the README says is so."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from hub.demo.prepared import key, settled
from hub.demo.serving import serving
from hub.embedded import Postgres
from hub.main import hub

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    """The code blocks of a language, in order."""
    return re.findall(rf"^```{language}\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)


@pytest.fixture
def running() -> Iterator[tuple[str, str]]:
    """URL and API key of a hub with a database of its own."""
    with Postgres() as postgres:
        settings = settled(postgres)
        with serving(hub(settings)) as url:
            yield url, key(settings)


def test_the_example_runs_against_the_hub(running: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    example = blocks("python")[0]
    for shown, real in zip(("http://127.0.0.1:8000", "hub_..."), running, strict=True):
        assert shown in example
        example = example.replace(shown, real)
    exec(compile(example, "README.md", "exec"), {})
    printed = capsys.readouterr().out.splitlines()
    assert printed[0].startswith("409 ")
    assert printed[1] == "['Ada Lovelace']"


CONTRACT = """
openapi: 3.1.0
info: {title: Billing, version: "1"}
paths:
  /customers/{customer_id}:
    get:
      operationId: getCustomer
      tags: [customers]
      parameters: [{name: customer_id, in: path, required: true, schema: {type: string, format: uuid}}]
      responses:
        "200":
          description: The customer.
          content: {application/json: {schema: {$ref: "#/components/schemas/Customer"}}}
components:
  schemas:
    Customer: {type: object, required: [id], properties: {id: {type: string, format: uuid}}}
"""
_CALLS = """
import httpx
from shop.billing import AsyncBilling

async def calls():
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://shop.test") as client:
        for path in ("/customers/7f1ad1a5-0d3f-4d8c-9c55-3f9d0c2b1e10", "/customers/none", "/openapi.json", "/docs"):
            print((await client.get(path)).status_code)
    async with AsyncBilling("http://shop.test", transport=httpx.ASGITransport(app)) as billing:
        customer_id = UUID(int=7, version=4)
        CUSTOMERS[customer_id] = models.Customer(id=customer_id)
        print(await billing.customers.get(customer_id))
"""


def test_the_server_of_the_example_runs_on_what_the_manifest_of_the_example_gives(tmp_path: Path) -> None:
    (tmp_path / "contracts").mkdir()
    (tmp_path / "contracts" / "billing.yaml").write_text(CONTRACT)
    (tmp_path / "pyproject.toml").write_text(blocks("toml")[0])
    subprocess.run([sys.executable, "-m", "trivet_codegen", "generate"], cwd=tmp_path, check=True)
    (tmp_path / "src" / "shop" / "__init__.py").touch()
    (tmp_path / "src" / "shop" / "main.py").write_text(blocks("python")[1] + _CALLS)
    calls = "import asyncio; from shop import main; asyncio.run(main.calls())"
    ended = subprocess.run([sys.executable, "-c", calls], cwd=tmp_path / "src", capture_output=True, text=True)
    assert ended.stderr == ""
    assert ended.stdout.split("\n")[:4] == ["404", "422", "200", "200"]
    assert ended.stdout.split("\n")[4].startswith("id=UUID(")


def test_the_example_has_ten_lines_at_most() -> None:
    code = [line for line in blocks("python")[0].splitlines() if line and not line.startswith(("from", "import"))]
    assert len(code) <= 10


def test_it_can_be_read_in_one_go() -> None:
    assert len(README.splitlines()) <= 150


def test_every_command_that_it_lists_is_one() -> None:
    listed = set(re.findall(r"^\| `trivet (\w+)", README, re.MULTILINE))
    shown = subprocess.run([sys.executable, "-m", "trivet_codegen", "--help"], capture_output=True, text=True).stdout
    assert listed == set(re.findall(r"^ {4}(\w+) ", shown, re.MULTILINE))


def test_every_session_that_it_names_is_one() -> None:
    named = set(re.findall(r"(?:noxfile\.py|nox -s) (\w+)", README))
    shown = subprocess.run([sys.executable, "noxfile.py", "--help"], cwd=ROOT, capture_output=True, text=True).stdout
    assert named <= set(re.findall(r"^ {2}(\w+) ", shown, re.MULTILINE))


def test_every_folder_that_it_maps_is_there() -> None:
    folders = re.findall(r"^\| `([\w/]+/)` \|", README, re.MULTILINE)
    assert len(folders) >= 6
    assert [folder for folder in folders if not (ROOT / folder).is_dir()] == []
