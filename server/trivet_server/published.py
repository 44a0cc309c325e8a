"""Bytes that are published as they are: with a strong ETag, answered by 304 where the reader has them."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Awaitable, Callable, Mapping

from starlette.requests import Request
from starlette.responses import Response

_ENTITY_TAG = re.compile(r'(?:W/)?("[^"]*")')


class Published:
    """One file in memory. An instance answers GET and HEAD."""

    def __init__(
        self,
        content: bytes,
        media_type: str,
        *,
        cache: str = "no-cache",
        headers: Mapping[str, str] | None = None,
    ) -> None:
        self.content = content
        self.etag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
        self._media_type = media_type
        self._headers = {
            "ETag": self.etag,
            "Cache-Control": cache,
            "X-Content-Type-Options": "nosniff",
            **(headers or {}),
        }

    @property
    def endpoint(self) -> Callable[[Request], Awaitable[Response]]:
        """What Starlette routes to."""

        async def published(request: Request) -> Response:
            return self.response(request)

        return published

    def response(self, request: Request) -> Response:
        """The whole content; 304 if the request says that it has it (RFC 9110 section 13.1.2)."""
        if _names(request.headers.getlist("if-none-match"), self.etag):
            return Response(status_code=304, headers=self._headers)
        content_type = self._media_type
        body = b"" if request.method == "HEAD" else self.content
        response = Response(body, headers={**self._headers, "Content-Type": content_type})
        response.headers["Content-Length"] = str(len(self.content))
        return response


def _names(conditions: list[str], etag: str) -> bool:
    """Whether If-None-Match names this entity tag, by the weak comparison."""
    return any(condition.strip() == "*" or etag in _ENTITY_TAG.findall(condition) for condition in conditions)
