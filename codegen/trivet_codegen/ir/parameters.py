"""Parameters of operations."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace
from typing import Any, cast

from trivet_codegen.ir.api import Parameter, ParameterLocation, Style
from trivet_codegen.ir.contents import Contents, text
from trivet_codegen.ir.reading import Reading
from trivet_codegen.ir.shapes import About, Scalar
from trivet_codegen.openapi.parameters import DEFAULT_STYLE, IGNORED_HEADERS, STYLES, default_explode
from trivet_codegen.problem import Place

_VARIABLE = re.compile(r"\{([^{}]*)\}")

Found = tuple[dict[str, Any], Place]


def path_variables(path: str) -> list[str]:
    """The variables of a path template, each once, in order."""
    return list(dict.fromkeys(_VARIABLE.findall(path)))


class Parameters:
    """Reads the parameters of path items and operations."""

    def __init__(self, reading: Reading, contents: Contents) -> None:
        self._reading = reading
        self._contents = contents

    def of(
        self, shared: tuple[Any, Place], own: tuple[Any, Place], path: str | None, place: Place
    ) -> tuple[Parameter, ...]:
        """A path item's parameters, overridden by the operation's own, then what the path template asks for besides.

        `path` is None where there is no path template (webhooks, callbacks).
        """
        found = [self._parameter(value, at) for value, at in self.declared(shared, own, STYLES)]
        parameters = [parameter for parameter in found if parameter is not None]
        self._notice_querystring(parameters)
        return tuple(parameters) if path is None else self.fitted(parameters, path, place)

    def _notice_querystring(self, parameters: list[Parameter]) -> None:
        whole = [each for each in parameters if each.location == "querystring"]
        if whole and (len(whole) > 1 or any(each.location == "query" for each in parameters)):
            self._reading.warn(
                whole[-1].place,
                "querystring-alone",
                "a querystring parameter is the whole query, so there can be neither another one nor query parameters",
                "put the other parameters into its schema",
            )

    def declared(
        self, shared: tuple[Any, Place], own: tuple[Any, Place], locations: Collection[str]
    ) -> tuple[Found, ...]:
        """Parameter objects with their places, references followed: the path item's, overridden by the operation's."""
        declared = self._listed(*shared, locations)
        declared.update(self._listed(*own, locations))
        return tuple(declared.values())

    def _listed(self, given: Any, place: Place, locations: Collection[str]) -> dict[tuple[str, str], Found]:
        found: dict[tuple[str, str], Found] = {}
        for index, value in enumerate(given if isinstance(given, list) else ()):
            at = place.child(index)
            resolved = self._reading.object(value, at)
            if resolved is None:
                continue
            resolved = self._with_location(*resolved, locations)
            name, location = resolved[0].get("name"), resolved[0].get("in")
            if not isinstance(name, str) or not isinstance(location, str) or location not in locations:
                self._reading.warn(
                    at,
                    "parameter-location",
                    f"a parameter needs a name and a place ('in'), not {location!r}; it is left out",
                    "bodies belong in requestBody" if location in ("body", "formData") else "",
                )
                continue
            key = (location, name.lower() if location == "header" else name)
            if key in found:
                self._reading.warn(
                    at, "parameter-duplicate", f"{location} parameter '{name}' is given twice; the first one counts"
                )
            else:
                found[key] = resolved
        return found

    def _with_location(self, value: dict[str, Any], place: Place, locations: Collection[str]) -> Found:
        """The parameter with the place that it names in the wrong case."""
        given = value.get("in")
        if not isinstance(given, str) or given in locations:
            return value, place
        meant = next((known for known in locations if known.lower() == given.lower()), None)
        if meant is None:
            return value, place
        self._reading.warn(place.child("in"), "parameter-location", f"'{given}' is taken as '{meant}'")
        return {**value, "in": meant}, place

    def _parameter(self, value: dict[str, Any], place: Place) -> Parameter | None:
        name, location = value["name"], value["in"]
        if location == "header" and name.lower() in IGNORED_HEADERS:
            self._reading.warn(
                place,
                "parameter-ignored",
                f"a header parameter {name} is ignored (OpenAPI 3.1 section 4.8.12.1)",
                "media types and security schemes say what it holds",
            )
            return None
        style = value.get("style", DEFAULT_STYLE[location])
        if not isinstance(style, str) or style not in STYLES[location]:
            style = self._default_style(style, location, place)
        explode = value.get("explode")
        shape, media_type = self._contents.parameter_shape(value, place)
        return Parameter(
            place=place,
            name=name,
            location=cast(ParameterLocation, location),
            required=location == "path" or value.get("required") is True,
            shape=shape,
            style=cast(Style, style),
            explode=explode if isinstance(explode, bool) else default_explode(style),
            allow_reserved=value.get("allowReserved") is True,
            allow_empty_value=value.get("allowEmptyValue") is True,
            media_type=media_type,
            description=text(value, "description"),
            deprecated=value.get("deprecated") is True,
            examples=self._examples(value, place),
        )

    def _default_style(self, style: Any, location: str, place: Place) -> str:
        default = DEFAULT_STYLE[location]
        message = f"style '{style}' does not exist for {location} parameters; taken as {default}"
        help = f"one of {', '.join(sorted(STYLES[location]))}"
        self._reading.warn(place.child("style"), "style-unknown", message, help)
        return default

    def _examples(self, value: dict[str, Any], place: Place) -> tuple[Any, ...]:
        given = value.get("examples")
        if isinstance(given, dict):
            found = [self._reading.object(each, place.child("examples", name)) for name, each in given.items()]
            values = [each[0] for each in found if each is not None]
            keys = ("dataValue", "value")
            return tuple(next(each[key] for key in keys if key in each) for each in values if {*keys} & each.keys())
        return (value["example"],) if "example" in value else ()

    def fitted(self, parameters: list[Parameter], path: str, place: Place) -> tuple[Parameter, ...]:
        """Parameters that fit the path template: one for each variable, no other in the path."""
        path = path.partition("#")[0]  # fragments are never sent
        variables = path_variables(path)
        parameters = [self._written_in(parameter, path) for parameter in parameters]
        found = []
        for parameter in self._spelt_alike(parameters, variables):
            if parameter.location == "path" and parameter.name not in variables:
                self._reading.warn(
                    parameter.place,
                    "path-parameter-unknown",
                    f"'{parameter.name}' is no variable of the path {path}; the parameter is left out",
                )
            else:
                found.append(parameter)
        declared = {parameter.name for parameter in found if parameter.location == "path"}
        for variable in variables:
            if variable not in declared:
                self._reading.warn(
                    place,
                    "path-parameter-missing",
                    f"the path's variable '{variable}' is not declared; taken to be a text",
                    "add a parameter with 'in: path' and this name",
                )
                found.append(_synthesized(variable, place))
        return tuple(found)

    def _written_in(self, parameter: Parameter, path: str) -> Parameter:
        """The parameter as the path's, where it is one of the query and the path has a query with its variable."""
        query = path.partition("?")[2]
        if parameter.location != "query" or parameter.name not in path_variables(query):
            return parameter
        message = f"the path has a query with '{{{parameter.name}}}' in it; the parameter's value is put there"
        self._reading.warn(parameter.place, "path-query", message, "take the query out of the path")
        return replace(parameter, location="path", required=True, style="simple", explode=False)

    def _spelt_alike(self, parameters: list[Parameter], variables: list[str]) -> list[Parameter]:
        """Path parameters by the name that the template has, where the two differ in upper and lower case only."""
        names = {parameter.name for parameter in parameters if parameter.location == "path"}
        missing = {variable.lower(): variable for variable in variables if variable not in names}
        found = []
        for parameter in parameters:
            meant = missing.get(parameter.name.lower())
            if parameter.location == "path" and parameter.name not in variables and meant is not None:
                message = f"'{parameter.name}' is no variable of the path; taken as '{meant}', which is one"
                self._reading.warn(parameter.place, "path-parameter-unknown", message)
                del missing[parameter.name.lower()]
                parameter = replace(parameter, name=meant)
            found.append(parameter)
        return found


def _synthesized(name: str, place: Place) -> Parameter:
    shape = Scalar(about=About(place=place), type="string")
    return Parameter(place=place, name=name, location="path", required=True, shape=shape, style="simple", explode=False)
