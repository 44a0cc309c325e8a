"""The client that openapi-python-client makes of a contract, called by the contract's words."""

from __future__ import annotations

import ast
import copy
import datetime
import enum
import importlib
import inspect
import io
import re
import types
import typing
import uuid
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Any

import attrs

from tests.bench.readback import key, normal
from tests.exact.comparison import same_json
from tests.judges.ours import importable
from tests.judges.requests import Given, Taken
from tests.judges.sent import BASE_URL, Sent, essence, recorded
from tests.judges.slices import Route
from trivet_codegen.engines.choice import Choice
from trivet_codegen.engines.run import generated
from trivet_codegen.generate import published
from trivet_codegen.problem import Problems
from trivet_codegen.source.documents import load

ENGINE = "openapi-python-client"


class Unsupported(Exception):
    """The other generator has no such document, operation, parameter or body; the message says which kind."""


class Inexpressible(Exception):
    """No value of a type that the other client takes says what is to be sent."""


class Theirs:
    """The package `name` in `folder`."""

    def __init__(self, folder: Path, name: str) -> None:
        self._folder = folder
        self._name = name

    @cached_property
    def _modules(self) -> dict[tuple[str, str], tuple[str, ast.FunctionDef]]:
        """The module of each operation, and its function that fills the request."""
        found: dict[tuple[str, str], tuple[str, ast.FunctionDef]] = {}
        for path in sorted((self._folder / self._name / "api").rglob("*.py")):
            for node in ast.parse(path.read_bytes()).body:
                if isinstance(node, ast.FunctionDef) and node.name == "_get_kwargs":
                    module = ".".join(path.relative_to(self._folder).with_suffix("").parts)
                    request = _literals(node)
                    found[key(request["method"], request["url"])] = module, node
        return found

    def names(self, taken: Taken) -> dict[tuple[str, str], str]:
        """Their arguments for the operation's parameters. Raises Unsupported if there is no such operation."""
        method, path = taken.route
        if key(method, path) not in self._modules:
            raise Unsupported("no such operation")
        _, function = self._modules[key(method, path)]
        variables = re.findall(r"\{([^{}]*)\}", path)
        found = {("path", wire): own for wire, own in zip(variables, _variables(function), strict=True)}
        found |= _filled(function)
        left = [each.arg for each in function.args.kwonlyargs if each.arg not in {*found.values(), "body"}]
        for parameter in taken.parameters:  # objects of a query are merged in without their own name
            place = parameter.location, parameter.wire
            own = [name for name in left if normal(name) == normal(parameter.wire)]
            if place not in found and parameter.location == "query" and own:
                found[place] = own[0]
        return found

    def _media_types(self, route: Route) -> set[str]:
        """The media types of the bodies that their operation sends."""
        return {
            essence(_text(value))
            for node in ast.walk(self._function(route))
            for wire, value in _items(node, "headers")
            if wire == "Content-Type" and isinstance(value, ast.Constant)
        }

    def _function(self, route: Route) -> ast.FunctionDef:
        return self._modules[key(*route)][1]

    def supported(self, taken: Taken) -> Taken:
        """What of an operation they support: all that is required, and the parameters and bodies that they kept.

        Raises Unsupported if that is not all that is required.
        """
        names = self.names(taken)
        missing = [each for each in taken.parameters if each.place not in names]
        for each in missing:
            if each.required:
                raise Unsupported(f"required {each.location} parameter{' with content' if each.content else ''}")
        media_types = self._media_types(taken.route)
        contents = tuple(each for each in taken.contents if essence(each.media_type) in media_types)
        if taken.body_required and not contents:
            raise Unsupported(f"required body {', '.join(essence(each.media_type) for each in taken.contents)}")
        parameters = tuple(each for each in taken.parameters if each not in missing)
        return replace(taken, parameters=parameters, contents=contents)

    def sent(self, taken: Taken, given: Given) -> Sent:
        """What their synchronous client sends. Raises Refused where it sends nothing."""
        names = self.names(taken)

        def call(transport: Any) -> None:
            module = importlib.import_module(self._modules[key(*taken.route)][0])
            package = importlib.import_module(self._name)
            hints = typing.get_type_hints(module._get_kwargs)
            arguments = {
                names[place]: converted(hints[names[place]], value) for place, value in given.arguments.items()
            }
            if given.content is not None:
                arguments["body"] = converted(hints["body"], given.body)
            with package.Client(base_url=BASE_URL, httpx_args={"transport": transport}) as client:
                module.sync_detailed(client=client, **arguments)

        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return recorded(call)


def _literals(function: ast.FunctionDef) -> dict[str, str]:
    """Method and path as `_kwargs` has them: texts, the path perhaps with `format` called on it."""
    for node in ast.walk(function):
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.target.id == "_kwargs":
            assert isinstance(node.value, ast.Dict)
            pairs = zip(node.value.keys, node.value.values, strict=True)
            texts = {ast.literal_eval(name): value for name, value in pairs if name is not None}
            return {name: _text(texts[name]) for name in ("method", "url")}
    raise AssertionError("their operations look otherwise than they did")


def _text(value: ast.expr) -> str:
    if isinstance(value, ast.Call) and isinstance(value.func, ast.Attribute):
        value = value.func.value
    return str(ast.literal_eval(value))


def _variables(function: ast.FunctionDef) -> list[str]:
    """Their names of the path's variables, in order."""
    return re.findall(r"\{([^{}]*)\}", _literals(function)["url"])


def _filled(function: ast.FunctionDef) -> dict[tuple[str, str], str]:
    """Their argument for each name that is put into query, headers and cookies."""
    own = {each.arg for each in function.args.kwonlyargs}
    found: dict[tuple[str, str], str] = {}
    for target, location in (("params", "query"), ("headers", "header"), ("cookies", "cookie")):
        for node in ast.walk(function):
            for wire, value in _items(node, target):
                words = [each.id.removeprefix("json_") for each in ast.walk(value) if isinstance(each, ast.Name)]
                named = [word for word in words if word in own]
                if named:
                    found[location, wire] = named[0]
    return found


def _items(node: ast.AST, target: str) -> Iterator[tuple[str, ast.expr]]:
    """`target["name"] = value`."""
    match node:
        case ast.Assign(targets=[ast.Subscript(ast.Name(id=name), ast.Constant(str(wire)))], value=value):
            if name == target:
                yield wire, value


def converted(hint: Any, value: Any) -> Any:
    """The value of the type that says what a JSON value (or the bytes of a file) says. Raises Inexpressible."""
    origin, members = typing.get_origin(hint), typing.get_args(hint)
    if origin in (typing.Union, types.UnionType):
        return _alternative(members, value)
    if origin is list and isinstance(value, list):
        return [converted(members[0], each) for each in value]
    if origin is typing.Literal and value in members:
        return value
    if hint in (Any, object):
        return value
    if inspect.isclass(hint):
        return _instance(hint, value)
    raise Inexpressible(f"{type(value).__name__} for {hint}")


_READ: Mapping[type, Any] = {
    datetime.datetime: lambda text: datetime.datetime.fromisoformat(text.upper()),
    datetime.date: datetime.date.fromisoformat,
    uuid.UUID: uuid.UUID,
}


def _instance(hint: Any, value: Any) -> Any:
    if hint in _READ and isinstance(value, str):
        return _READ[hint](value)
    if issubclass(hint, enum.Enum):
        return hint(value)
    if hasattr(hint, "from_dict") and isinstance(value, dict):
        return _named(hint.from_dict(copy.deepcopy(value)))
    if hint.__name__ == "File" and isinstance(value, bytes | str):
        content = value if isinstance(value, bytes) else value.encode()
        return _named(hint(io.BytesIO(content)))
    if hint is float and type(value) in (int, float):
        return value
    if hint is int and type(value) is float and value.is_integer():
        return int(value)
    if hint is type(value) or (hint is type(None) and value is None):
        return value
    raise Inexpressible(f"{type(value).__name__} for {hint.__name__}")


def _alternative(members: tuple[Any, ...], value: Any) -> Any:
    """The member of a union that gives the same JSON back, else the first that takes the value."""
    members = tuple(each for each in members if getattr(each, "__name__", "") != "Unset")
    if len(members) == 1:
        return converted(members[0], value)
    taken: list[Any] = []
    for member in members:
        try:
            made = converted(member, value)
        except (Inexpressible, ValueError, TypeError, KeyError, AttributeError):
            continue
        if not hasattr(made, "to_dict") or same_json(made.to_dict(), value):
            return made
        taken.append(made)
    if not taken:
        raise Inexpressible(f"{type(value).__name__} for a union")
    return taken[0]


def _named(made: Any) -> Any:
    """Their object with a name and a media type for every file in it."""
    if type(made).__name__ == "File":
        made.file_name, made.mime_type = "file.bin", "application/octet-stream"
    elif attrs.has(type(made)):
        for each in attrs.fields(type(made)):
            inner = getattr(made, each.name)
            for one in inner if isinstance(inner, list) else [inner]:
                _named(one)
    return made


@contextmanager
def theirs(contract: Path, folder: Path, name: str) -> Iterator[Theirs]:
    """Their client of the contract's bundle, importable while the context lasts.

    Raises Unsupported if the generator makes none.
    """
    try:
        files, _ = generated(published(load(str(contract))), name, Choice.of(ENGINE, {}), contract.name)
    except Problems as problems:
        raise Unsupported(f"document: {problems.found[0].message:.160}") from problems
    for path, text in files.items():
        (folder / name / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / name / path).write_text(text)
    with importable(folder, name):
        yield Theirs(folder, name)
