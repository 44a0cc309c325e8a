"""What a generated package holds, read from its syntax trees without importing it."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

Types = Mapping[str, ast.expr]


@dataclass(frozen=True)
class EmittedOperation:
    """One `Operation` constant; types are by (location, wire name), media type, or status and media type.

    `constant` is its module's and its own name: `customers.GET_CUSTOMER`.
    """

    constant: str
    parameters: Mapping[tuple[str, str], ast.expr]
    body: Types
    responses: Mapping[str, Types]


@dataclass(frozen=True)
class Method:
    """A method of a resource, by the attribute of the client that leads to it."""

    resource: str
    name: str


class Emitted:
    """The package in `folder`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def trees(self, part: str) -> Iterator[tuple[str, ast.Module]]:
        for path in sorted((self.folder / part).rglob("*.py")):
            yield path.relative_to(self.folder).as_posix(), ast.parse(path.read_bytes(), str(path))

    @cached_property
    def operations(self) -> dict[tuple[str, str], EmittedOperation]:
        """Every operation, by method and path."""
        found: dict[tuple[str, str], EmittedOperation] = {}
        for module, tree in self.trees("operations"):
            for node in tree.body:
                match node:
                    case ast.AnnAssign(target=ast.Name(id=name), value=ast.Call() as call) if (
                        _called(call) == "Operation"
                    ):
                        method, path = (ast.literal_eval(argument) for argument in call.args[:2])
                        assert (method, path) not in found, f"{method} {path} is there twice"
                        found[method, path] = _operation(f"{Path(module).stem}.{name}", call)
        return found

    @cached_property
    def definitions(self) -> dict[str, ast.ClassDef | ast.expr]:
        """Every model's class and every alias's type, by name."""
        return {name: definition for name, (definition, _) in self._declared.items()}

    @cached_property
    def homes(self) -> dict[str, str]:
        """The module of every model and alias."""
        return {name: module for name, (_, module) in self._declared.items()}

    @cached_property
    def _declared(self) -> dict[str, tuple[ast.ClassDef | ast.expr, str]]:
        found: dict[str, tuple[ast.ClassDef | ast.expr, str]] = {}
        for module, tree in self.trees("models"):
            for node in _declared(tree):
                match node:
                    case ast.ClassDef(name=name):
                        found[name] = node, module
                    case ast.Assign(targets=[ast.Name(id=name)], value=value) if not name.startswith("_"):
                        found[name] = value, module
                    case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value):
                        found[name] = value, module
        return found

    def fields(self, name: str) -> dict[str, ast.expr]:
        """Types of a model's fields by wire name, inherited ones too."""
        definition = self.definitions.get(name)
        if not isinstance(definition, ast.ClassDef):
            return {}
        found: dict[str, ast.expr] = {}
        for base in definition.bases:
            found |= self.fields(_last(base))
        for node in definition.body:
            if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
                alias = _alias(node)
                found[node.target.id if alias is None else alias] = node.annotation
        return found

    @cached_property
    def methods(self) -> dict[str, list[Method]]:
        """Methods of the synchronous resources by the operation constant that they send."""
        found: dict[str, list[Method]] = {}
        attributes = self._attributes("Client")
        for _, tree in self.trees("resources"):
            for node in tree.body:
                if isinstance(node, ast.ClassDef) and node.name in attributes:
                    for function in node.body:
                        if isinstance(function, ast.FunctionDef):
                            for constant in _constants(function, _aliases(tree)):
                                found.setdefault(constant, []).append(Method(attributes[node.name], function.name))
        return found

    def sent(self, kind: type[ast.FunctionDef] | type[ast.AsyncFunctionDef]) -> set[str]:
        """Operation constants that some method of this kind sends."""
        return self._sent[kind]

    @cached_property
    def _sent(self) -> dict[type[ast.FunctionDef] | type[ast.AsyncFunctionDef], set[str]]:
        found: dict[type[ast.FunctionDef] | type[ast.AsyncFunctionDef], set[str]] = {
            ast.FunctionDef: set(),
            ast.AsyncFunctionDef: set(),
        }
        for _, tree in self.trees("resources"):
            aliases = _aliases(tree)
            for owner in tree.body:
                for node in owner.body if isinstance(owner, ast.ClassDef) else ():
                    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                        found[type(node)].update(_constants(node, aliases))
        return found

    def routed(self) -> set[str]:
        """Operation constants that the server stub routes to a method of a Protocol."""
        return {
            constant
            for _, tree in self.trees("server")
            for aliases in [_aliases(tree)]
            for node in ast.walk(tree)
            if isinstance(node, ast.Dict)
            for key in node.keys
            if key is not None
            for constant in _constants(key, aliases)
        }

    def _attributes(self, base: str) -> dict[str, str]:
        """Names of a client's properties by the resource class that each gives."""
        tree = ast.parse((self.folder / "_client.py").read_bytes())
        return {
            _last(function.returns): function.name
            for node in tree.body
            if isinstance(node, ast.ClassDef) and base in {_last(b) for b in node.bases}
            for function in node.body
            if isinstance(function, ast.FunctionDef) and function.returns and function.decorator_list
        }


def _declared(tree: ast.Module) -> Iterator[ast.stmt]:
    """A module's statements, and what it declares for type checkers alone."""
    for node in tree.body:
        yield from node.body if isinstance(node, ast.If) else (node,)


def _operation(constant: str, call: ast.Call) -> EmittedOperation:
    arguments = {keyword.arg: keyword.value for keyword in call.keywords}
    parameters: dict[tuple[str, str], ast.expr] = {}
    for item in getattr(arguments.get("parameters"), "elts", ()):
        wire = next((ast.literal_eval(k.value) for k in item.keywords if k.arg == "wire"), None)
        name = ast.literal_eval(item.args[0]) if wire is None else wire
        parameters[_called(item).lower(), name] = _type(item.args[1])
    body = arguments.get("body")
    contents = body.args[0] if isinstance(body, ast.Call) else ast.Dict([], [])
    return EmittedOperation(
        constant, parameters, _types(contents), {k: _types(v) for k, v in _pairs(arguments.get("responses"))}
    )


def _pairs(node: ast.expr | None) -> Iterator[tuple[str, ast.expr]]:
    if isinstance(node, ast.Dict):
        for key, value in zip(node.keys, node.values, strict=True):
            yield ast.literal_eval(key) if key else "**", value
    elif isinstance(node, ast.Call):
        yield from _pairs(node.args[0] if node.args else None)


def _types(node: ast.expr) -> dict[str, ast.expr]:
    return {key: _type(value) for key, value in _pairs(node)}


def _type(node: ast.expr) -> ast.expr:
    return node.body if isinstance(node, ast.Lambda) else node


def _called(node: ast.expr) -> str:
    return _last(node.func) if isinstance(node, ast.Call) else ""


def _last(node: ast.expr) -> str:
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case ast.Subscript(value=value):
            return _last(value)
        case ast.Constant(value=str() as text):
            return _last(ast.parse(text, mode="eval").body)
        case _:
            return ""


def _alias(field: ast.AnnAssign) -> str | None:
    for node in (field.annotation, field.value):
        for part in ast.walk(node) if node else ():
            match part:
                case ast.Call(keywords=keywords) if _called(part).rstrip("_") == "Field":
                    for keyword in keywords:
                        if keyword.arg == "alias":
                            return str(ast.literal_eval(keyword.value))
                case _:
                    continue
    return None


def _aliases(tree: ast.Module) -> dict[str, str]:
    """Modules of operations by the names that a module imports them under."""
    return {
        alias.asname or alias.name: alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[-1] == "operations"
        for alias in node.names
    }


def _constants(part: ast.AST, aliases: Mapping[str, str]) -> Iterator[str]:
    """The operation constants that are named in a part of a module."""
    for node in ast.walk(part):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in aliases:
            yield f"{aliases[node.value.id]}.{node.attr}"
