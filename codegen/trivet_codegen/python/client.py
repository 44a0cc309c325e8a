"""The client classes of an API: a property per resource, imported on first use."""

from __future__ import annotations

from trivet_codegen.ir.api import Api, SecurityScheme
from trivet_codegen.python.annotation import RUNTIME
from trivet_codegen.python.names import Names
from trivet_codegen.python.operations import security, server_url
from trivet_codegen.python.operations_plan import Resource
from trivet_codegen.python.text import literal, prose, summary
from trivet_codegen.python.warnings import Warnings
from trivet_codegen.python.words import pascal, snake
from trivet_codegen.python.writer import Writer


def client_module(api: Api, name: str, resources: list[Resource], warnings: Warnings) -> str:
    """The text of `_client.py`; `name` is the API's name in the manifest."""
    writer = Writer([f"Clients of {_title(api)}."])
    writer.imports.use("functools", "cached_property")
    credentials = _credentials(api, warnings)
    for asynchronous in (True, False):
        _client(writer, api, pascal(name), resources, credentials, asynchronous=asynchronous)
    return writer.text()


def _title(api: Api) -> str:
    title = " ".join(prose(api.title).split()) or "the API"
    version = " ".join(prose(api.version).split())
    return f"{title}, version {version}" if version else title


def _client(
    writer: Writer,
    api: Api,
    name: str,
    resources: list[Resource],
    credentials: list[tuple[str, str, str]],
    *,
    asynchronous: bool,
) -> None:
    prefix = "Async" if asynchronous else ""
    base = writer.imports.use(RUNTIME, f"{prefix}Client")
    writer.line()
    with writer.block(f"class {prefix}{name}({base}):"):
        how = "with asyncio" if asynchronous else "from synchronous code"
        writer.doc([f"{_title(api)}, called {how}.", summary(api.description)])
        writer.line()
        if api.security:
            writer.line(f"_security = {security(api.security)}")
        if _is_absolute(api):
            writer.line(f"_server = {literal(server_url(api.servers[0]))}")
        writer.line()
        _init(writer, api, credentials, settings=f"{prefix}Settings")
        for resource in resources:
            writer.line()
            writer.line("@cached_property")
            returned = f"{prefix}{resource.class_name}"
            writer.imports.use_for_typing(f".resources.{resource.module}", returned)
            with writer.block(f"def {resource.attribute}(self) -> {returned}:"):
                writer.doc([summary(resource.description) or f"Operations on {resource.title}."])
                writer.line(f"from .resources.{resource.module} import {returned}")
                writer.line()
                writer.line(f"return {returned}(self)")
    writer.line()


def _init(writer: Writer, api: Api, credentials: list[tuple[str, str, str]], *, settings: str) -> None:
    given = f" = {literal(server_url(api.servers[0]))}" if _is_absolute(api) else ""
    arguments = [f"base_url: str{given}"]
    if credentials:
        arguments += ["*", *(f"{argument}: {kind} = None" for argument, kind, _ in credentials)]
    unpack = writer.imports.use("typing", "Unpack")
    arguments.append(f"**settings: {unpack}[{writer.imports.use(RUNTIME, settings)}]")
    with writer.block(f"def __init__(self, {', '.join(arguments)}) -> None:"):
        for line in {line.split("(")[0] for _, _, line in credentials}:
            writer.imports.use(RUNTIME, line.split(".")[0])
        given = ", ".join(f"{literal(scheme)}: {made}" for scheme, made in _made(api, credentials))
        writer.line(f"super().__init__(base_url, {{{given}}}, **settings)")


def _is_absolute(api: Api) -> bool:
    """Whether the contract says where the API is served."""
    return bool(api.servers) and server_url(api.servers[0]).startswith(("http://", "https://"))


def _made(api: Api, credentials: list[tuple[str, str, str]]) -> list[tuple[str, str]]:
    schemes = [scheme.name for scheme in api.security_schemes if _credential(scheme, "x") is not None]
    return list(zip(schemes, (made for _, _, made in credentials), strict=True))


def _credentials(api: Api, warnings: Warnings) -> list[tuple[str, str, str]]:
    """Argument, its type and the runtime's credential, for each security scheme that a client can hold."""
    names = Names(reserved=("self", "base_url", "settings"))
    found = []
    for scheme in api.security_schemes:
        argument = names.take(snake(scheme.name), f"{snake(scheme.name)}_credential")
        credential = _credential(scheme, argument)
        if credential is None:
            message = f"credentials of {scheme.type} {scheme.scheme or ''}".strip() + " are left to the caller"
            warnings.add(scheme.place, "security-not-sent", message)
        else:
            found.append((argument, *credential))
    return found


def _credential(scheme: SecurityScheme, argument: str) -> tuple[str, str] | None:
    match scheme.type, scheme.scheme:
        case "apiKey", _ if scheme.location and scheme.parameter:
            return "str | None", f"ApiKey.{scheme.location}({literal(scheme.parameter)}, {argument})"
        case "http", "basic":
            return "tuple[str, str] | None", f"BasicAuth({argument})"
        case ("http", "bearer") | ("oauth2", _) | ("openIdConnect", _):
            return "str | None", f"BearerToken({argument})"
        case _:
            return None
