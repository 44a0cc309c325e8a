"""An API: operations, parameters, bodies, responses and named shapes, every fact of the contract."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from trivet_codegen.ir.shapes import Json, Shape
from trivet_codegen.problem import Place

ParameterLocation = Literal["path", "query", "header", "cookie", "querystring"]
Style = Literal["matrix", "label", "simple", "form", "spaceDelimited", "pipeDelimited", "deepObject", "cookie"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Encoding:
    """How one property of a form or multipart body is written (OpenAPI 3.1 section 4.8.15).

    `style` and `explode` are None where the contract gives neither of style, explode, allowReserved.
    """

    content_type: str | None = None
    style: Style | None = None
    explode: bool | None = None
    allow_reserved: bool = False
    headers: tuple[Header, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """One media type of a body or response. `shape` is None where the contract gives no schema.

    `item_shape` is that of each item of a sequential media type (`itemSchema`, OpenAPI 3.2 section 4.14.3), such as
    the events of a stream or the lines of JSON Lines.
    """

    place: Place
    media_type: str
    shape: Shape | None
    item_shape: Shape | None = None
    encodings: Mapping[str, Encoding] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """`style` and `explode` are always filled in (the defaults of OpenAPI 3.1 section 4.8.12.2).

    `media_type` is set where the contract uses `content` instead of a schema; style has no meaning then.
    """

    place: Place
    name: str
    location: ParameterLocation
    required: bool
    shape: Shape
    style: Style
    explode: bool
    allow_reserved: bool = False
    allow_empty_value: bool = False
    media_type: str | None = None
    description: str | None = None
    deprecated: bool = False
    examples: tuple[Json, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """A header of a response or of a part; `media_type` is set where the contract uses `content`."""

    place: Place
    name: str
    shape: Shape
    required: bool = False
    explode: bool = False
    media_type: str | None = None
    description: str | None = None
    deprecated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    place: Place
    required: bool
    contents: tuple[Content, ...]
    description: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """`status` is "200", a range as "2XX", or "default"."""

    place: Place
    status: str
    description: str
    contents: tuple[Content, ...] = ()
    headers: tuple[Header, ...] = ()
    links: Mapping[str, Json] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """`url` may hold {variables}; `variables` gives each one's default and allowed values."""

    url: str
    name: str | None = None
    description: str | None = None
    variables: Mapping[str, tuple[str, tuple[str, ...]]] = field(default_factory=dict)


SecuritySchemeType = Literal["apiKey", "http", "oauth2", "openIdConnect", "mutualTLS"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SecurityScheme:
    """`scheme` is set for http (lower case), `parameter` and `location` for apiKey.

    `flows` and `oauth2_metadata_url` belong to oauth2; flows are in the words of OpenAPI 3.
    """

    place: Place
    name: str
    type: SecuritySchemeType
    description: str | None = None
    scheme: str | None = None
    parameter: str | None = None
    location: Literal["query", "header", "cookie"] | None = None
    bearer_format: str | None = None
    open_id_connect_url: str | None = None
    oauth2_metadata_url: str | None = None
    flows: Mapping[str, Json] = field(default_factory=dict)
    deprecated: bool = False


SecurityRequirement = Mapping[str, tuple[str, ...]]
"""Scheme names with scopes, all needed at once; an operation lists alternatives. An empty one means anonymous."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """`method` is upper case. `id` is None where the contract gives no operationId.

    `parameters` holds those of the path item too, overridden by the operation's own, in document order.
    `security` is None where the operation does not override the API's.
    """

    place: Place
    method: str
    path: str
    id: str | None
    tags: tuple[str, ...] = ()
    summary: str | None = None
    description: str | None = None
    deprecated: bool = False
    parameters: tuple[Parameter, ...] = ()
    body: Body | None = None
    responses: tuple[Response, ...] = ()
    security: tuple[SecurityRequirement, ...] | None = None
    servers: tuple[Server, ...] = ()
    callbacks: Mapping[str, tuple[Operation, ...]] = field(default_factory=dict)
    extensions: Mapping[str, Json] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag:
    """`parent` is the name of another tag of the contract; `kind` says what the tag is for, such as `nav`."""

    name: str
    summary: str | None = None
    description: str | None = None
    parent: str | None = None
    kind: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Api:
    """A whole contract.

    `shapes` holds every schema that is reached by a $ref from an operation or webhook, by its canonical key:
    `#/components/schemas/Invoice` in the root document, `common.yaml#/Address` in another (path relative to the
    contract's folder), in document order, root document first. `names` gives each key the last token of its
    pointer, or the file's stem for a whole document: the name that the contract's author chose.
    """

    title: str
    version: str
    place: Place
    description: str | None = None
    servers: tuple[Server, ...] = ()
    tags: tuple[Tag, ...] = ()
    security_schemes: tuple[SecurityScheme, ...] = ()
    security: tuple[SecurityRequirement, ...] = ()
    operations: tuple[Operation, ...] = ()
    webhooks: tuple[Operation, ...] = ()
    shapes: Mapping[str, Shape] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
