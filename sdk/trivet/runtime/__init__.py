"""What generated clients and servers are made of; every name loads on first use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ._lazy import lazy_exports as lazy_exports

if TYPE_CHECKING:
    from ._adapter import Adapter as Adapter, adapter as adapter
    from ._answer import Exchange as Exchange
    from ._auth import ApiKey as ApiKey, BasicAuth as BasicAuth, BearerToken as BearerToken
    from ._call import Call as Call
    from ._client import AsyncClient as AsyncClient, Client as Client
    from ._deferred import deferred as deferred
    from ._deviation import Deviation as Deviation
    from ._errors import (
        BadGateway as BadGateway,
        BadRequest as BadRequest,
        BadResponse as BadResponse,
        Conflict as Conflict,
        ConnectionFailed as ConnectionFailed,
        ContentTooLarge as ContentTooLarge,
        DeviationError as DeviationError,
        Forbidden as Forbidden,
        GatewayTimeout as GatewayTimeout,
        Gone as Gone,
        InternalServerError as InternalServerError,
        InvalidRequest as InvalidRequest,
        MethodNotAllowed as MethodNotAllowed,
        NotAcceptable as NotAcceptable,
        NotFound as NotFound,
        PaymentRequired as PaymentRequired,
        PreconditionFailed as PreconditionFailed,
        ServerError as ServerError,
        ServiceUnavailable as ServiceUnavailable,
        StatusError as StatusError,
        TimedOut as TimedOut,
        TooManyRequests as TooManyRequests,
        TrivetError as TrivetError,
        Unauthorized as Unauthorized,
        UnprocessableContent as UnprocessableContent,
        UnsupportedMediaType as UnsupportedMediaType,
    )
    from ._keywords import ExactlyOne as ExactlyOne, Keywords as Keywords
    from ._model import Model as Model
    from ._operation import (
        Body as Body,
        Cookie as Cookie,
        Encoding as Encoding,
        Header as Header,
        Operation as Operation,
        Path as Path,
        Query as Query,
        QueryString as QueryString,
    )
    from ._options import AsyncSettings as AsyncSettings, Options as Options, Settings as Settings
    from ._resource import AsyncResource as AsyncResource, Resource as Resource
    from ._stream import AsyncStream as AsyncStream, Stream as Stream
    from ._transport import (
        AsyncTransport as AsyncTransport,
        Headers as Headers,
        Request as Request,
        Response as Response,
        Timeout as Timeout,
        Transport as Transport,
    )
    from ._types import (
        AwareDatetime as AwareDatetime,
        Base64Bytes as Base64Bytes,
        Decimal as Decimal,
        DecimalNumber as DecimalNumber,
        Duration as Duration,
        Email as Email,
        Int32 as Int32,
        Int64 as Int64,
        Nothing as Nothing,
        Omittable as Omittable,
        OneOf as OneOf,
        Tagged as Tagged,
        Time as Time,
        Unique as Unique,
        Uri as Uri,
    )
    from ._upload import (
        Binary as Binary,
        StreamSource as StreamSource,
        Upload as Upload,
        UploadSource as UploadSource,
    )

_MODELS = {
    "_adapter": ("Adapter", "adapter"),
    "_deferred": ("deferred",),
    "_deviation": ("Deviation",),
    "_keywords": ("ExactlyOne", "Keywords"),
    "_lazy": ("lazy_exports",),
    "_model": ("Model",),
    "_types": (
        *("AwareDatetime", "Base64Bytes", "Decimal", "DecimalNumber", "Duration", "Email", "Int32", "Int64"),
        *("Nothing", "Omittable", "OneOf", "Tagged", "Time", "Unique", "Uri"),
    ),
    "_upload": ("Binary", "StreamSource", "Upload", "UploadSource"),
}
_CALLS = {
    "_answer": ("Exchange",),
    "_auth": ("ApiKey", "BasicAuth", "BearerToken"),
    "_call": ("Call",),
    "_client": ("AsyncClient", "Client"),
    "_errors": (
        *("TrivetError", "InvalidRequest", "ConnectionFailed", "TimedOut", "BadResponse", "DeviationError"),
        *("StatusError", "BadRequest", "Unauthorized", "PaymentRequired", "Forbidden", "NotFound"),
        *("MethodNotAllowed", "NotAcceptable", "Conflict", "Gone", "PreconditionFailed", "ContentTooLarge"),
        *("UnsupportedMediaType", "UnprocessableContent", "TooManyRequests", "ServerError"),
        *("InternalServerError", "BadGateway", "ServiceUnavailable", "GatewayTimeout"),
    ),
    "_operation": ("Body", "Cookie", "Encoding", "Header", "Operation", "Path", "Query", "QueryString"),
    "_options": ("AsyncSettings", "Options", "Settings"),
    "_resource": ("AsyncResource", "Resource"),
    "_stream": ("AsyncStream", "Stream"),
    "_transport": ("AsyncTransport", "Headers", "Request", "Response", "Timeout", "Transport"),
}

_NAMES = {name: f".{module}" for module, names in {**_MODELS, **_CALLS}.items() for name in names}

__all__ = sorted(_NAMES)  # pyright: ignore[reportUnsupportedDunderAll]
if not TYPE_CHECKING:
    __getattr__, __dir__ = lazy_exports(__name__, _NAMES)
