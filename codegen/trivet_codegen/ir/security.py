"""Security schemes and what operations require of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from trivet_codegen.ir.api import SecurityRequirement, SecurityScheme, SecuritySchemeType
from trivet_codegen.ir.contents import text
from trivet_codegen.ir.reading import Reading
from trivet_codegen.ir.swagger.security import as_openapi
from trivet_codegen.problem import Place

_TOLD = 20
_TYPES = ("apiKey", "http", "oauth2", "openIdConnect", "mutualTLS")


def security_schemes(reading: Reading) -> tuple[SecurityScheme, ...]:
    """The schemes of components/securitySchemes (2.0: securityDefinitions), in document order."""
    swagger = reading.dialect(reading.root.document) == "2.0"
    around: Any = reading.documents.value(reading.root) if swagger else reading.components
    place = reading.root if swagger else reading.root.child("components")
    section = "securityDefinitions" if swagger else "securitySchemes"
    given, there = reading.section(around.get(section), place.child(section))
    found = []
    for name, value in given.items() if isinstance(given, dict) else ():
        resolved = reading.object(value, there.child(name))
        if resolved is None:
            continue
        said, at = resolved
        scheme = _scheme(reading, name, as_openapi(said) if swagger else said, at)
        if scheme is not None:
            found.append(scheme)
    return tuple(found)


def _scheme(reading: Reading, name: str, value: dict[str, Any], place: Place) -> SecurityScheme | None:
    type, location = value.get("type"), value.get("in")
    problem = None
    if type not in _TYPES:
        problem = f"'{type}' is no type of security scheme"
    elif type == "http" and not isinstance(value.get("scheme"), str):
        problem = "a scheme of type http needs a 'scheme', such as bearer"
    elif type == "apiKey" and (location not in ("query", "header", "cookie") or not isinstance(value.get("name"), str)):
        problem = "a scheme of type apiKey needs a 'name', and 'in' must be query, header or cookie"
    if problem is not None:
        reading.warn(place, "security-scheme", f"{problem}; '{name}' is left out")
        return None
    flows = value.get("flows")
    return SecurityScheme(
        place=place,
        name=name,
        type=cast(SecuritySchemeType, type),
        description=text(value, "description"),
        scheme=value["scheme"].lower() if type == "http" else None,
        parameter=value["name"] if type == "apiKey" else None,
        location=location if type == "apiKey" else None,
        bearer_format=text(value, "bearerFormat"),
        open_id_connect_url=text(value, "openIdConnectUrl"),
        oauth2_metadata_url=text(value, "oauth2MetadataUrl"),
        flows=flows if isinstance(flows, dict) else {},
        deprecated=value.get("deprecated") is True,
    )


class Schemes:
    """The schemes that a requirement may mean."""

    def __init__(self, reading: Reading, schemes: Sequence[SecurityScheme]) -> None:
        self._reading = reading
        self._places = {scheme.name: scheme.place for scheme in schemes}
        self._names = {place: name for name, place in self._places.items()}
        first = sorted(self._places)[:_TOLD]
        more = ["..."] if len(self._places) > _TOLD else []
        self.known = f"known: {', '.join([*first, *more]) or 'none'}"

    def name(self, key: str, at: Place) -> str | None:
        """The scheme of a requirement's key: by its name, or by its URI (OpenAPI 3.2 section 4.30.1)."""
        if key in self._places:
            return key
        target = self._reading.glance(key, at) if self._reading.dialect(at.document) == "3.2" else None
        found = None if target is None else self._reading.object(target.value, target.place)
        return None if found is None else self._names.get(found[1])


def requirements(
    reading: Reading, given: Any, place: Place, schemes: Schemes
) -> tuple[SecurityRequirement, ...] | None:
    """Alternatives of combinations; None where nothing usable is said, () where nothing is required."""
    if not isinstance(given, list):
        return None
    found: list[SecurityRequirement] = []
    for index, value in enumerate(given):
        at = place.child(index)
        if not isinstance(value, dict):
            reading.warn(at, "structure", "a security requirement must be an object; it is left out")
            continue
        names = {key: schemes.name(key, at) for key in value}
        unknown = [key for key, name in names.items() if name is None]
        if unknown:
            reading.warn(
                at,
                "security-unknown",
                f"'{unknown[0]}' is no usable security scheme of this contract; the alternative is left out",
                schemes.known,
            )
            continue
        found.append({name: _scopes(value[key]) for key, name in names.items() if name is not None})
    return tuple(found) if found or not given else None


def _scopes(scopes: Any) -> tuple[str, ...]:
    return tuple(scope for scope in scopes if isinstance(scope, str)) if isinstance(scopes, list) else ()
