"""Resources: what generated groups of methods are made of."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from ._call import Call
    from ._client import AsyncClient, Client
    from ._options import Options

T = TypeVar("T")


class AsyncResource:
    """A group of an API's operations, over an `AsyncClient`."""

    def __init__(self, client: AsyncClient) -> None:
        self._client = client

    async def _send(self, call: Call[T], options: Options | None = None) -> T:
        return await self._client.send(call, options)


class Resource:
    """A group of an API's operations, over a `Client`."""

    def __init__(self, client: Client) -> None:
        self._client = client

    def _send(self, call: Call[T], options: Options | None = None) -> T:
        return self._client.send(call, options)
