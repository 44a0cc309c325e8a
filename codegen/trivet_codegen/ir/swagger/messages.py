"""What operations of Swagger 2.0 take and answer."""

from __future__ import annotations

from typing import Any, cast

from trivet_codegen.ir.api import (
    Body,
    Content,
    Encoding,
    Header,
    Parameter,
    ParameterLocation,
    Response,
    Server,
)
from trivet_codegen.ir.contents import Contents, responses_by_status, text
from trivet_codegen.ir.messages import Given
from trivet_codegen.ir.parameters import Found, Parameters
from trivet_codegen.ir.reading import Reading
from trivet_codegen.ir.schemas import Schemas
from trivet_codegen.ir.shapes import About, Anything, Property, Record, Scalar, Shape
from trivet_codegen.ir.swagger.media import MediaTypes
from trivet_codegen.ir.swagger.servers import swagger_servers
from trivet_codegen.ir.swagger.values import Values
from trivet_codegen.problem import Place

# Left out as pure documentation: the name of a body, `examples` of responses.

_LOCATIONS = ("path", "query", "header", "formData", "body")
_SAID_ELSEWHERE = {"accept": "produces", "content-type": "consumes"}


class SwaggerMessages:
    """Operations of Swagger 2.0; `root` is the entry document, which says what operations do not."""

    def __init__(self, reading: Reading, schemas: Schemas, root: dict[str, Any]) -> None:
        self._reading = reading
        self._schemas = schemas
        self._root = root
        self._values = Values(reading, schemas)
        self._media = MediaTypes(reading, root)
        self._parameters = Parameters(reading, Contents(reading, schemas))

    def request(self, given: Given, path: str | None) -> tuple[tuple[Parameter, ...], Body | None]:
        """The parameters that stand in path, query and headers; what stands in the body, as one."""
        shared = (given.item.get("parameters"), given.item_place.child("parameters"))
        own = (given.operation.get("parameters"), given.place.child("parameters"))
        declared = self._parameters.declared(shared, own, _LOCATIONS)
        bodies = [each for each in declared if each[0]["in"] == "body"]
        fields = [each for each in declared if each[0]["in"] == "formData"]
        others = [each for each in declared if each not in bodies and each not in fields]
        found = [parameter for each in others if (parameter := self._parameter(*each)) is not None]
        parameters = tuple(found) if path is None else self._parameters.fitted(found, path, given.place)
        for _, place in [*bodies[1:], *(fields if bodies else [])]:
            self._reading.warn(place, "structure", "a request has one body, or form fields; this is left out")
        if bodies:
            return parameters, self._body(given, *bodies[0])
        return parameters, self._form(given, fields) if fields else None

    def _parameter(self, value: dict[str, Any], place: Place) -> Parameter | None:
        name, location = value["name"], value["in"]
        keyword = _SAID_ELSEWHERE.get(name.lower()) if location == "header" else None
        if keyword is not None:
            message = f"a header parameter {name} is ignored: the client sends it"
            self._reading.warn(place, "parameter-ignored", message, f"'{keyword}' says what it holds")
            return None
        written = self._values.of(value, place, location)
        return Parameter(
            place=place,
            name=name,
            location=cast(ParameterLocation, location),
            required=location == "path" or value.get("required") is True,
            shape=written.shape,
            style=written.style,
            explode=written.explode,
            allow_empty_value=value.get("allowEmptyValue") is True,
            description=text(value, "description"),
            deprecated=value.get("x-deprecated") is True,
        )

    def _body(self, given: Given, value: dict[str, Any], place: Place) -> Body:
        shape = self._schemas.shape(value["schema"], place.child("schema")) if "schema" in value else None
        return Body(
            place=place,
            required=value.get("required") is True,
            contents=tuple(
                Content(place=each.place, media_type=each.name, shape=shape)
                for each in self._media.of_body(given, place)
            ),
            description=text(value, "description"),
        )

    def _form(self, given: Given, fields: list[Found]) -> Body:
        """The form fields as one record, in their order."""
        properties, encodings, files = [], {}, False
        for value, place in fields:
            written = self._values.of(value, place, "formData", text(value, "description"))
            required = value.get("required") is True
            properties.append(
                Property(name=value["name"], shape=written.shape, required=required, about=written.shape.about)
            )
            files = files or written.is_file
            if written.is_list and not written.is_file:
                encodings[value["name"]] = Encoding(style=written.style, explode=written.explode)
        own = "parameters" in given.operation
        place = (given.place if own else given.item_place).child("parameters")
        shape = Record(
            about=About(place=place), properties=tuple(properties), additional=Anything(about=About(place=place))
        )
        return Body(
            place=place,
            required=any(each.required for each in properties),
            contents=tuple(
                Content(place=each.place, media_type=each.name, shape=shape, encodings=encodings)
                for each in self._media.of_form(given, place, files=files)
            ),
        )

    def responses(self, given: Given) -> tuple[Response, ...]:
        """Responses by status; each with a schema has the media types that the operation produces."""
        found = responses_by_status(self._reading, given.operation.get("responses"), given.place.child("responses"))
        return tuple(self._response(given, *each) for each in found)

    def _response(self, given: Given, status: str, value: dict[str, Any], place: Place) -> Response:
        return Response(
            place=place,
            status=status,
            description=text(value, "description") or "",
            contents=self._contents(given, value["schema"], place.child("schema")) if "schema" in value else (),
            headers=self._headers(value.get("headers"), place.child("headers")),
        )

    def _contents(self, given: Given, schema: Any, place: Place) -> tuple[Content, ...]:
        if isinstance(schema, dict) and schema.get("type") == "file":
            shape: Shape = Scalar(about=About(place=place), type="string", format="binary")
            media_types = self._media.of_file(given, place)
        else:
            shape = self._schemas.shape(schema, place)
            media_types = self._media.of_answer(given, place)
        return tuple(Content(place=each.place, media_type=each.name, shape=shape) for each in media_types)

    def _headers(self, given: Any, place: Place) -> tuple[Header, ...]:
        found = []
        for name, value in given.items() if isinstance(given, dict) else ():
            at = place.child(name)
            resolved = self._reading.object(value, at)
            if name.lower() == "content-type":
                self._reading.warn(at, "header-ignored", "a header Content-Type is ignored: 'produces' says it")
            elif resolved is not None:
                said, at = resolved
                shape = self._values.of(said, at, "header").shape
                found.append(Header(place=at, name=name, shape=shape, description=text(said, "description")))
        return tuple(found)

    def servers(self, given: Given) -> tuple[Server, ...]:
        """The contract's own host by other schemes, where the operation names its own."""
        if "schemes" not in given.operation:
            return ()
        schemes, at = given.operation["schemes"], given.place.child("schemes")
        own = swagger_servers(self._reading, self._root, schemes, at)
        default = swagger_servers(self._reading, self._root, self._root.get("schemes"), at)
        return () if own == default else own
