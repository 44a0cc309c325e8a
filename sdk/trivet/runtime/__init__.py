"""What generated clients and servers are made of; every name loads on first use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ._lazy import lazy_exports

if TYPE_CHECKING:
    from ._adapter import Adapter as Adapter, adapter as adapter
    from ._deferred import deferred as deferred
    from ._deviation import Deviation as Deviation
    from ._model import Model as Model
    from ._types import (
        AwareDatetime as AwareDatetime,
        Base64Bytes as Base64Bytes,
        Decimal as Decimal,
        DecimalNumber as DecimalNumber,
        Duration as Duration,
        Email as Email,
        Int32 as Int32,
        Int64 as Int64,
        Omittable as Omittable,
        OneOf as OneOf,
        Tagged as Tagged,
        Time as Time,
        Unique as Unique,
        Uri as Uri,
    )
    from ._upload import Binary as Binary, Upload as Upload

_MODELS = {
    "_adapter": ("Adapter", "adapter"),
    "_deferred": ("deferred",),
    "_deviation": ("Deviation",),
    "_lazy": ("lazy_exports",),
    "_model": ("Model",),
    "_types": (
        *("AwareDatetime", "Base64Bytes", "Decimal", "DecimalNumber", "Duration", "Email", "Int32", "Int64"),
        *("Omittable", "OneOf", "Tagged", "Time", "Unique", "Uri"),
    ),
    "_upload": ("Binary", "Upload"),
}
_CALLS: dict[str, tuple[str, ...]] = {}

_NAMES = {name: f".{module}" for module, names in {**_MODELS, **_CALLS}.items() for name in names}

__all__ = sorted(_NAMES)  # pyright: ignore[reportUnsupportedDunderAll]
if not TYPE_CHECKING:
    __getattr__, __dir__ = lazy_exports(__name__, _NAMES)
