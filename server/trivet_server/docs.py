"""The contract as a page to read and try, without a request to any other host."""

from __future__ import annotations

import html
import json
from importlib import resources
from posixpath import dirname, relpath

from starlette.routing import Route

from trivet_server.published import Published

ASSETS = "fastapi_swagger"
"""The package whose files these are; nothing of its code is used."""

_FILES = {"swagger-ui-bundle.js": "text/javascript; charset=utf-8", "swagger-ui.css": "text/css; charset=utf-8"}
_ICON = "favicon-32x32.png"
_CACHED = "public, max-age=3600"

_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    )
)

_PAGE = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<link rel="icon" type="image/png" href="{folder}/favicon-32x32.png">
<link rel="stylesheet" href="{folder}/swagger-ui.css">
</head>
<body>
<div id="swagger-ui"></div>
<script src="{folder}/swagger-ui-bundle.js"></script>
<script src="{folder}/start.js"></script>
</body>
</html>
"""

# Requests go to the host that serves this page first: the servers that the contract names may be other ones.
# The page fills in examples, and optional parameters with those would narrow most answers to nothing: they are shown
# as text instead.
_START = """\
"use strict";
(async () => {
  const contract = new URL(%s, document.baseURI);
  const answer = await fetch(contract);
  const spec = await answer.json();
  const here = new URL(".", contract).pathname.replace(/\\/$/, "") || "/";
  if (spec.swagger) {
    Object.assign(spec, { host: location.host, basePath: here, schemes: [location.protocol.slice(0, -1)] });
  } else {
    spec.servers = [{ url: here, description: "This server" }, ...(spec.servers || [])];
  }
  const shared = Object.values(spec.components?.parameters || {});
  const holders = Object.values(spec.paths || {}).flatMap((item) => [item, ...Object.values(item || {})]);
  for (const parameter of [...shared, ...holders.flatMap((holder) => holder?.parameters || [])]) {
    const named = Object.values(parameter.examples || {}).map((example) => example?.value);
    const examples = [parameter.example, ...named].filter((value) => value !== undefined);
    if (parameter.required || examples.length === 0) continue;
    const shown = examples.map((value) => "`" + (typeof value === "string" ? value : JSON.stringify(value)) + "`");
    parameter.description = `${parameter.description || ""}\\n\\nFor example ${shown.join(" or ")}.`;
    delete parameter.example;
    delete parameter.examples;
  }
  SwaggerUIBundle({
    spec,
    dom_id: "#swagger-ui",
    deepLinking: true,
    validatorUrl: null,
    queryConfigEnabled: false,
    showExtensions: true,
    tryItOutEnabled: true,
  });
})();
"""


def docs_routes(path: str, *, contract: str, title: str) -> list[Route]:
    """The page at `path` and its files below it; `contract` is the path of the contract.

    All addresses on the page are relative, so that it works below any prefix. Raises RuntimeError if the package
    with the files is not installed.
    """
    folder = path.rsplit("/", 1)[-1]
    page = _PAGE.format(title=html.escape(title), folder=html.escape(folder))
    start = _START % json.dumps(relpath(contract, dirname(path)))
    files = {f"/{name}": Published(_asset(name), kind, cache=_CACHED) for name, kind in _FILES.items()}
    files[f"/{_ICON}"] = Published(_asset(_ICON), "image/png", cache=_CACHED)
    files["/start.js"] = Published(start.encode(), _FILES["swagger-ui-bundle.js"])
    security = {"Content-Security-Policy": _POLICY, "Referrer-Policy": "no-referrer"}
    files[""] = Published(page.encode(), "text/html; charset=utf-8", headers=security)
    return [
        Route(path + name, file.endpoint, methods=["GET"], name=f"docs{name}", include_in_schema=False)
        for name, file in files.items()
    ]


def _asset(name: str) -> bytes:
    try:
        return resources.files(ASSETS).joinpath("resources", name).read_bytes()
    except (ModuleNotFoundError, FileNotFoundError) as error:
        raise RuntimeError("the files of /docs are missing: install trivet[server], or pass docs=False") from error
