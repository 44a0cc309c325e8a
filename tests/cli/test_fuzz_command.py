"""`trivet fuzz` as a whole: an application of the manifest, findings at the contract, a report, and no secret."""

from __future__ import annotations

import json
import re
from pathlib import Path
from xml.etree import ElementTree

from tests.cli.conftest import Trivet

SECRET = "never-to-be-printed"

MODULE = """
import json

async def application(scope, receive, send):
    if scope["type"] == "http":
        given = dict(scope["headers"]).get(b"x-key", b"").decode()
        body = json.dumps({"id": "no uuid", "key": given}).encode()
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"application/json")]})
        await send({"type": "http.response.body", "body": body})
"""

FUZZ = """
[tool.trivet.apis.shop.fuzz]
app = "shop_application:application"
headers = {X-Key = "${TRIVET_TEST_KEY}"}
phases = ["coverage"]
max-examples = 5
"""


def test_what_breaks_the_contract_is_told_at_its_place_and_in_the_report(project: Path, trivet: Trivet) -> None:
    (project / "src").mkdir()
    (project / "src" / "shop_application.py").write_text(MODULE)
    with (project / "pyproject.toml").open("a") as manifest:
        manifest.write(FUZZ)
    environment = {"TRIVET_TEST_KEY": SECRET}

    first = trivet("fuzz", "--junit", "reports/fuzz.xml", environment=environment)
    assert (first.returncode, "internal error" in first.stderr) == (1, False), first.stderr
    assert "contract.yaml:5:5: fuzz-failure: GET /orders/{order_id} breaks the contract: " in first.stdout
    assert '-H "X-Key: ${TRIVET_TEST_KEY}"' in first.stdout

    second = trivet("fuzz", "--format", "json", "-v", environment=environment)
    assert [row["rule"] for row in json.loads(second.stdout) if row["severity"] == "error"] == ["fuzz-failure"]

    report = (project / "reports" / "fuzz.xml").read_text()
    assert ElementTree.fromstring(report).get("failures") == "1"
    assert SECRET not in report + first.stdout + first.stderr + second.stdout + second.stderr
    assert not re.search(r"Test Case ID", first.stdout)
