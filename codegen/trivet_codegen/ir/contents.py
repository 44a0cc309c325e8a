"""Bodies, responses, headers and what is in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, cast

from trivet_codegen.ir.api import Body, Content, Encoding, Header, Response, Style
from trivet_codegen.ir.reading import Reading
from trivet_codegen.ir.schemas import Schemas
from trivet_codegen.ir.shapes import About, Anything, ListOf, Nullable, Scalar, Shape
from trivet_codegen.openapi.parameters import STYLES
from trivet_codegen.problem import Place

# Left out as pure documentation: `example` and `examples` of media types and headers, `summary` of responses.

_MEDIA_TYPE = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+/[!#$%&'*+.^_`|~0-9A-Za-z-]+\s*(;.*)?")
"""RFC 9110 section 8.3.1; ranges as in section 12.5.1 are among them. What stands in parameters is not looked at."""

_EMPTY = frozenset({"204", "205", "304"})
"""RFC 9110 sections 15.3.5, 15.3.6 and 15.4.5."""

_STATUS = re.compile(r"[1-5](?:[0-9][0-9]|XX)")


class Contents:
    """Reads everything that has media types."""

    def __init__(self, reading: Reading, schemas: Schemas) -> None:
        self._reading = reading
        self._schemas = schemas

    def body(self, given: Any, place: Place) -> Body | None:
        """A request body; None where there is none."""
        found = self._reading.object(given, place)
        if found is None:
            return None
        value, place = found
        contents = self.contents(value, place)
        if not contents:
            self._reading.warn(place, "structure", "a body needs content; it is left out", "give its media types")
            return None
        return Body(
            place=place,
            required=value.get("required") is True,
            contents=contents,
            description=text(value, "description"),
        )

    def responses(self, given: Any, place: Place) -> tuple[Response, ...]:
        """Responses by status, in document order."""
        return tuple(self._response(*each) for each in responses_by_status(self._reading, given, place))

    def _response(self, status: str, value: dict[str, Any], place: Place) -> Response:
        links = value.get("links")
        resolved = {
            name: self._reading.object(link, place.child("links", name))
            for name, link in (links.items() if isinstance(links, dict) else ())
        }
        return Response(
            place=place,
            status=status,
            description=text(value, "description") or "",
            contents=self._sent(status, self.contents(value, place), place),
            headers=self.headers(value, place),
            links={name: link[0] for name, link in resolved.items() if link is not None},
        )

    def _sent(self, status: str, contents: tuple[Content, ...], place: Place) -> tuple[Content, ...]:
        """The contents that an answer of this status can have."""
        if not contents or status not in _EMPTY:
            return contents
        message = f"HTTP has no content in answers of status {status}; what is described is left out"
        self._reading.warn(place.child("content"), "status-empty", message, "leave the content out, or answer 200")
        return ()

    def contents(self, given: dict[str, Any], place: Place) -> tuple[Content, ...]:
        """The media types of `content`, as the contract spells them."""
        content = given.get("content")
        if not isinstance(content, dict):
            return ()
        found = []
        for media_type, value in content.items():
            at = place.child("content", media_type)
            if value is None:
                message = "a media type must be an object; taken as one without a schema"
                self._reading.warn(at, "structure", message, "write {}")
                value = {}
            resolved = self._reading.object(value, at)
            self._notice_malformed(media_type, at)
            if resolved is None:
                continue
            media, at = resolved
            found.append(
                Content(
                    place=at,
                    media_type=media_type or "*/*",
                    shape=self._schema(media, "schema", at),
                    item_shape=self._schema(media, "itemSchema", at),
                    encodings=self._encodings(media, at),
                )
            )
        return tuple(found)

    def _notice_malformed(self, media_type: str, place: Place) -> None:
        if _MEDIA_TYPE.fullmatch(media_type):
            return
        fate = "its bytes are passed through as they are" if media_type else "taken as any media type"
        message = f"{media_type!r:.60} is no media type: {fate}"
        self._reading.warn(place, "media-type", message, "write type and subtype, as in application/json")

    def _schema(self, media: dict[str, Any], keyword: str, place: Place) -> Shape | None:
        return self._schemas.shape(media[keyword], place.child(keyword)) if keyword in media else None

    def _notice_positions(self, given: dict[str, Any], place: Place, keywords: tuple[str, ...]) -> None:
        for keyword in keywords:
            if keyword in given:
                message = f"{keyword} is not read: parts have the headers and media types of their own values"
                self._reading.warn(place.child(keyword), "encoding-ignored", message)

    def _encodings(self, media: dict[str, Any], place: Place) -> dict[str, Encoding]:
        self._notice_positions(media, place, ("prefixEncoding", "itemEncoding"))
        given = media.get("encoding")
        if not isinstance(given, dict):
            return {}
        found = {}
        for name, value in given.items():
            at = place.child("encoding", name)
            if not isinstance(value, dict):
                self._reading.warn(at, "structure", "an encoding must be an object; it is left out")
                continue
            self._notice_positions(value, at, ("encoding", "prefixEncoding", "itemEncoding"))
            said = not value.keys().isdisjoint({"style", "explode", "allowReserved"})
            style = value.get("style", "form")
            if not isinstance(style, str) or style not in STYLES["query"]:
                self._reading.warn(at.child("style"), "style-unknown", f"'{style}' is no style here; taken as form")
                style = "form"
            explode = value.get("explode")
            found[name] = Encoding(
                content_type=text(value, "contentType"),
                style=cast(Style, style) if said else None,
                explode=(explode if isinstance(explode, bool) else style in ("form", "deepObject")) if said else None,
                allow_reserved=value.get("allowReserved") is True,
                headers=self.headers(value, at),
            )
        return found

    def headers(self, given: dict[str, Any], place: Place) -> tuple[Header, ...]:
        """The `headers` of a response or part; Content-Type is not one of them (OpenAPI 3.1 section 4.8.17)."""
        headers = given.get("headers")
        if not isinstance(headers, dict):
            return ()
        found = []
        for name, value in headers.items():
            at = place.child("headers", name)
            if name.lower() == "content-type":
                self._reading.warn(at, "header-ignored", "a header Content-Type is ignored: the media type says it")
                continue
            resolved = self._reading.object(value, at)
            if resolved is not None:
                found.append(self._header(name, *resolved))
        return tuple(found)

    def _header(self, name: str, value: dict[str, Any], place: Place) -> Header:
        shape, media_type = self.parameter_shape(value, place)
        return Header(
            place=place,
            name=name,
            shape=shape,
            required=value.get("required") is True,
            explode=value.get("explode") is True,
            media_type=media_type,
            description=text(value, "description"),
            deprecated=value.get("deprecated") is True,
        )

    def parameter_shape(self, value: dict[str, Any], place: Place) -> tuple[Shape, str | None]:
        """The shape of a parameter or header, and its media type where it is given by `content`."""
        if "schema" in value:
            return self._text(self._schemas.shape(value["schema"], place.child("schema"))), None
        contents = self.contents(value, place)
        if not contents:
            self._reading.warn(place, "parameter-schema", "there is neither schema nor content; any value is allowed")
            return Anything(about=About(place=place)), None
        first, *others = contents
        if others:
            self._reading.warn(
                place.child("content"),
                "parameter-content",
                f"only one media type is possible here; taken as {first.media_type}",
            )
        return first.shape or Anything(about=About(place=first.place)), first.media_type

    def _text(self, shape: Shape) -> Shape:
        """The shape with texts for files: neither a URL nor a header holds one."""
        match shape:
            case Scalar(type="string", format="binary"):
                message = "format: binary is a file, which only bodies have; taken as a text"
                self._reading.warn(shape.about.place, "binary-in-parameter", message, "leave the format out")
                return replace(shape, format=None)
            case Nullable(shape=inner):
                return replace(shape, shape=self._text(inner))
            case ListOf(item=item):
                return replace(shape, item=self._text(item))
            case _:
                return shape


def responses_by_status(reading: Reading, given: Any, place: Place) -> Iterator[tuple[str, dict[str, Any], Place]]:
    """Each status with its response object and the place of that, references followed; no status twice."""
    seen = set()
    for key, value in given.items() if isinstance(given, dict) else ():
        at = place.child(key)
        status = "default" if str(key).lower() == "default" else str(key).upper()
        if str(key).startswith("x-"):
            continue
        if status != "default" and not _STATUS.fullmatch(status):
            reading.warn(at, "status-unknown", f"'{key}' is no status; the response is left out", "200, 2XX or default")
            continue
        resolved = reading.object(value, at)
        if resolved is not None and status not in seen:
            seen.add(status)
            yield status, *resolved


def text(value: dict[str, Any], key: str) -> str | None:
    """The text of a member, or None."""
    found = value.get(key)
    return found if isinstance(found, str) else None
