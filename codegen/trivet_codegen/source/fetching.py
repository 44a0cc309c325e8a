"""Documents read from the network: within limits of time and size, and without credentials."""

from __future__ import annotations

import time
import urllib.error
import urllib.request
from http.client import HTTPException, HTTPMessage
from typing import IO, Final
from urllib.parse import urlsplit

from trivet_codegen.source.limits import check_size
from trivet_codegen.source.remote import Refused, check

_SECONDS: Final = 30.0
_SECONDS_OF_SILENCE: Final = 10.0
_PIECE: Final = 64 * 1024


def fetched(url: str, name: str) -> tuple[bytes, str]:
    """The bytes at a URL, and where redirects led to; `name` is what the document is called.

    Raises Refused with the reason, or Problems (`too-large`).
    """
    try:
        return _read(url, name)
    except (OSError, HTTPException, ValueError) as error:
        raise Refused(_why(error)) from None


def _read(url: str, name: str) -> tuple[bytes, str]:
    ends = time.monotonic() + _SECONDS
    request = urllib.request.Request(url, headers={"Accept": "application/json, application/yaml, */*;q=0.1"})  # noqa: S310
    with _opener().open(request, timeout=_SECONDS_OF_SILENCE) as answer:
        found = bytearray()
        while piece := answer.read1(_PIECE):
            found += piece
            check_size(len(found), name)
            if time.monotonic() > ends:
                raise Refused(f"it took longer than {_SECONDS:.0f} seconds")
        if answer.length:
            raise Refused("the connection ended before the document did")
        return bytes(found), answer.geturl()


def _opener() -> urllib.request.OpenerDirector:
    """Opens http and https and nothing else, which `urllib.request.build_opener` would not promise."""
    opener = urllib.request.OpenerDirector()
    for handler in (
        urllib.request.ProxyHandler(),
        urllib.request.HTTPHandler(),
        urllib.request.HTTPSHandler(),
        urllib.request.HTTPDefaultErrorHandler(),
        urllib.request.HTTPErrorProcessor(),
        urllib.request.UnknownHandler(),
        _Redirects(),
    ):
        opener.add_handler(handler)
    opener.addheaders = [("User-Agent", "trivet")]
    return opener


class _Redirects(urllib.request.HTTPRedirectHandler):
    """Follows redirects to what a reference could have named itself."""

    max_redirections = 5

    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> urllib.request.Request | None:
        check(urlsplit(newurl), req.full_url)
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _why(error: Exception) -> str:
    """What went wrong, without the URL, which may hold secrets."""
    if isinstance(error, urllib.error.HTTPError):
        return "it is redirected for ever" if error.code // 100 == 3 else f"the server answered {error.code}"
    if isinstance(error, urllib.error.URLError):
        reason = error.reason
        return _why(reason) if isinstance(reason, Exception) else "there is no answer"
    if isinstance(error, TimeoutError):
        return f"no answer for {_SECONDS_OF_SILENCE:.0f} seconds"
    if isinstance(error, OSError):
        return error.strerror or type(error).__name__
    return "the answer is not HTTP"
