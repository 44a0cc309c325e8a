"""What an operation of a contract takes and answers: the one description that client and server share."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar, Generic, Literal, TypeAlias, TypeVar, cast

if TYPE_CHECKING:
    from ._call import Call

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)

TypeOf: TypeAlias = Callable[[], Any]
"""Gives a Python type when called, so that describing an operation loads no model."""

Security: TypeAlias = tuple[tuple[str, ...], ...]
"""Alternatives of combinations of security scheme names; `()` among the alternatives means anonymous."""

Location: TypeAlias = Literal["path", "query", "querystring", "header", "cookie"]
Style: TypeAlias = Literal[
    "matrix", "label", "simple", "form", "spaceDelimited", "pipeDelimited", "deepObject", "cookie"
]


class Parameter:
    """One parameter of an operation (OpenAPI 3.1 section 4.8.12).

    `name` is the Python argument, `wire` the contract's name. `type` gives the Python type when called;
    `media_type` is set where the contract describes the value by `content` and not by a style. `default` is what a
    server takes the parameter for when it is not sent; a client does not send it.
    """

    location: ClassVar[Location]

    def __init__(
        self,
        name: str,
        type: TypeOf,
        *,
        wire: str | None = None,
        style: Style = "form",
        explode: bool | None = None,
        allow_reserved: bool = False,
        required: bool = False,
        media_type: str | None = None,
        default: Any = None,
    ) -> None:
        self.name = name
        self.type = type
        self.wire = name if wire is None else wire
        self.style: Style = style
        self.explode = style in ("form", "deepObject", "cookie") if explode is None else explode
        self.allow_reserved = allow_reserved
        self.required = required
        self.media_type = media_type
        self.default = default

    @cached_property
    def adapter(self) -> Any:
        """Reads and writes values of this parameter's type; built on first use."""
        from ._adapter import adapter

        return adapter(self.type())

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.name!r}, wire={self.wire!r}, style={self.style!r}, explode={self.explode})"


class Path(Parameter):
    """A part of the path; always required. Default style: simple, not exploded."""

    location = "path"

    def __init__(
        self,
        name: str,
        type: TypeOf,
        *,
        wire: str | None = None,
        style: Literal["simple", "label", "matrix"] = "simple",
        explode: bool | None = None,
        allow_reserved: bool = False,
        media_type: str | None = None,
    ) -> None:
        super().__init__(
            name,
            type,
            wire=wire,
            style=style,
            explode=explode,
            allow_reserved=allow_reserved,
            required=True,
            media_type=media_type,
        )


class Query(Parameter):
    """A query parameter. Default style: form, exploded."""

    location = "query"


class QueryString(Parameter):
    """The whole query as one value of `media_type` (OpenAPI 3.2 `in: querystring`)."""

    location = "querystring"

    def __init__(
        self,
        name: str,
        type: TypeOf,
        *,
        wire: str | None = None,
        required: bool = False,
        media_type: str = "application/x-www-form-urlencoded",
    ) -> None:
        super().__init__(name, type, wire=wire, required=required, media_type=media_type)


class Header(Parameter):
    """A header. Style: simple, not exploded unless told."""

    location = "header"

    def __init__(
        self,
        name: str,
        type: TypeOf,
        *,
        wire: str | None = None,
        style: Literal["simple"] = "simple",
        explode: bool | None = None,
        required: bool = False,
        media_type: str | None = None,
        default: Any = None,
    ) -> None:
        super().__init__(
            name,
            type,
            wire=wire,
            style=style,
            explode=explode,
            required=required,
            media_type=media_type,
            default=default,
        )


class Cookie(Parameter):
    """A cookie. Style: form, or cookie (OpenAPI 3.2), which encodes nothing; exploded unless told otherwise."""

    location = "cookie"


class Encoding:
    """How one property of a form or multipart body is written (OpenAPI 3.1 section 4.8.15).

    `style` and `explode` are None where the contract gives none of style, explode and allowReserved;
    `content_type` then decides. `headers` gives the types of a part's own headers by name.
    """

    def __init__(
        self,
        *,
        content_type: str | None = None,
        style: Style | None = None,
        explode: bool | None = None,
        allow_reserved: bool = False,
        headers: Mapping[str, TypeOf] | None = None,
    ) -> None:
        if style is None and (explode is not None or allow_reserved):
            style = "form"
        self.content_type = content_type
        self.style: Style | None = style
        self.explode = style in ("form", "deepObject") if style is not None and explode is None else explode
        self.allow_reserved = allow_reserved
        self.headers: Mapping[str, TypeOf] = headers or {}


class Body:
    """A request body: a type for each media type, the first being the default.

    `encodings` holds for form and multipart bodies, by media type and by the wire name of a property.
    """

    def __init__(
        self,
        contents: Mapping[str, TypeOf],
        *,
        required: bool = False,
        encodings: Mapping[str, Mapping[str, Encoding]] | None = None,
    ) -> None:
        self.contents = contents
        self.required = required
        self.encodings: Mapping[str, Mapping[str, Encoding]] = encodings or {}


class Operation(Generic[T_co]):
    """One operation; calling it describes a request without sending it.

    `method` is upper case, `path` the contract's template. `responses` maps "200", "2XX" or "default" to
    the types of its media types ({} = no content), `headers` the same statuses to the headers of their answers.
    `security` None means the client's default, `servers` is empty unless the contract gives this operation its
    own. Equality and hash are identity.
    """

    def __init__(
        self,
        method: str,
        path: str,
        *,
        id: str,
        parameters: tuple[Parameter, ...] = (),
        body: Body | None = None,
        responses: Mapping[str, Mapping[str, TypeOf]],
        headers: Mapping[str, tuple[Header, ...]] | None = None,
        security: Security | None = None,
        servers: tuple[str, ...] = (),
    ) -> None:
        self.method = method.upper()
        self.path = path
        self.id = id
        self.parameters = parameters
        self.body = body
        self.responses = responses
        self.headers: Mapping[str, tuple[Header, ...]] = headers or {}
        self.security = security
        self.servers = servers

    def __call__(self, /, *, body: Any = None, content_type: str | None = None, **arguments: Any) -> Call[T_co]:
        """The request that these arguments make; None means "not sent".

        Raises InvalidRequest if an argument or the body is not what the contract takes, TypeError if an
        argument's name is unknown.
        """
        from ._call import build

        return cast("Call[T_co]", build(self, arguments, body=body, content_type=content_type))

    def __repr__(self) -> str:
        return f"<Operation {self.id}: {self.method} {self.path}>"
