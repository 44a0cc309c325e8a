"""Credentials: what a caller gives for a contract's security schemes, and which of them a call uses."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal, Protocol, TypeAlias

from ._errors import InvalidRequest
from ._operation import Security
from ._style import escape, field_value
from ._transport import Pairs

Secret: TypeAlias = "str | Callable[[], str] | None"
"""A secret, or a function that gives the present one and is asked for each attempt, or None: not configured."""


@dataclass(frozen=True, repr=False)
class Grant:
    """What credentials add to a request; query and cookie values are already encoded."""

    headers: Pairs = ()
    query: Pairs = ()
    cookies: Pairs = ()


class Credential(Protocol):
    """One security scheme's credential."""

    @property
    def configured(self) -> bool:
        """Whether there is anything to send."""
        ...

    def grant(self) -> Grant:
        """What to add to a request; asked for each attempt."""
        ...


class _Secret:
    """Holds a secret and shows it to nobody."""

    def __init__(self, secret: Secret) -> None:
        self._secret = secret

    @property
    def configured(self) -> bool:
        return self._secret is not None

    def _value(self) -> str:
        secret = self._secret
        return secret() if callable(secret) else secret or ""

    def __repr__(self) -> str:
        return f"{type(self).__name__}({'***' if self.configured else None})"


class BearerToken(_Secret):
    """`Authorization: Bearer ...` (RFC 6750): schemes http bearer, oauth2 and openIdConnect."""

    def grant(self) -> Grant:
        return Grant(headers=(("Authorization", field_value("token", f"Bearer {self._value()}")),))


class BasicAuth:
    """`Authorization: Basic ...` (RFC 7617) of (user, password), in UTF-8."""

    def __init__(self, login: tuple[str, str] | None) -> None:
        if login is not None and ":" in login[0]:
            raise InvalidRequest("a user name cannot hold a colon (RFC 7617)")
        self._login = login

    @property
    def configured(self) -> bool:
        return self._login is not None

    def grant(self) -> Grant:
        user, password = self._login or ("", "")
        return Grant(headers=(("Authorization", "Basic " + b64encode(f"{user}:{password}".encode()).decode("ascii")),))

    def __repr__(self) -> str:
        return f"BasicAuth({'***' if self.configured else None})"


class ApiKey(_Secret):
    """A key in a header, the query or a cookie, as the contract says; made by the three class methods."""

    def __init__(self, place: Literal["header", "query", "cookie"], name: str, value: Secret) -> None:
        super().__init__(value)
        self._place = place
        self._name = name

    @classmethod
    def header(cls, name: str, value: Secret) -> ApiKey:
        return cls("header", name, value)

    @classmethod
    def query(cls, name: str, value: Secret) -> ApiKey:
        return cls("query", name, value)

    @classmethod
    def cookie(cls, name: str, value: Secret) -> ApiKey:
        return cls("cookie", name, value)

    def grant(self) -> Grant:
        value = self._value()
        if self._place == "header":
            return Grant(headers=((self._name, field_value(self._name, value)),))
        if self._place == "query":
            return Grant(query=((escape(self._name), escape(value)),))
        return Grant(cookies=((self._name, escape(value, "!#$&'()*+/:<=>?@[]^`{|}")),))


def granted(security: Security | None, credentials: Mapping[str, Credential]) -> Grant:
    """What the first alternative adds whose credentials are all configured; nothing if there is none.

    An anonymous alternative counts last: credentials that are there and allowed are used.
    """
    for names in security or ():
        chosen = [credentials.get(name) for name in names]
        if chosen and all(credential is not None and credential.configured for credential in chosen):
            grants = [credential.grant() for credential in chosen if credential is not None]
            return Grant(
                headers=tuple(pair for grant in grants for pair in grant.headers),
                query=tuple(pair for grant in grants for pair in grant.query),
                cookies=tuple(pair for grant in grants for pair in grant.cookies),
            )
    return Grant()
