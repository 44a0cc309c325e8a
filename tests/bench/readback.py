"""Operations as they stand in generated code, read from its syntax trees: what each generator kept of a contract."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote

from tests.real.emitted import Emitted

Key = tuple[str, str]
_VARIABLE = re.compile(r"\{[^{}]*\}")
_UNTYPED = {"", "Any", "None", "object"}
_PLACES = {"Query": "query", "Header": "header", "Cookie": "cookie", "Path": "path"}


@dataclass
class Kept:
    """One operation: parameters by location and `normal` name, those of the path by number; the statuses whose answers
    have a type; whether it takes a body."""

    parameters: set[tuple[str, str]] = field(default_factory=set)
    answers: set[str] = field(default_factory=set)
    body: bool = False


def key(method: str, path: str) -> Key:
    """An operation's key: names of path variables are the generator's to choose, and so is percent-encoding."""
    return method.upper(), _VARIABLE.sub("{}", unquote(path))


def normal(name: str) -> str:
    """A parameter's name without what a generator may spell otherwise."""
    return re.sub(r"[^a-z0-9]", "", name.casefold())


def numbered(path: str) -> set[tuple[str, str]]:
    """The path's own parameters."""
    return {("path", str(number)) for number, _ in enumerate(_VARIABLE.findall(path))}


def trees(folder: Path) -> Iterator[ast.Module]:
    for path in sorted(folder.rglob("*.py")):
        try:
            yield ast.parse(path.read_bytes())
        except SyntaxError:
            continue


def _trivet(folder: Path) -> dict[Key, Kept]:
    emitted = Emitted(folder)
    sent = emitted.sent(ast.FunctionDef) & emitted.sent(ast.AsyncFunctionDef)
    found: dict[Key, Kept] = {}
    for (method, path), one in emitted.operations.items():
        if one.constant in sent:
            answers = {status for status, types in one.responses.items() if any(map(_typed, types.values()))}
            given = {(place, normal(name)) for place, name in one.parameters if place != "path"}
            inside = [name for place, name in one.parameters if place == "path"]
            complete = set(inside) >= set(re.findall(r"\{([^{}]*)\}", path))
            found[key(method, path)] = Kept(given | (numbered(path) if complete else set()), answers, bool(one.body))
    return found


def _datamodel(folder: Path) -> dict[Key, Kept]:
    """`OPERATION_n = OperationPlan(...)`, where a resource's method sends it."""
    sent = {
        node.attr
        for tree in trees(folder / "client" / "resources")
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr.startswith("OPERATION_")
    }
    found: dict[Key, Kept] = {}
    for node in _assigned(folder / "client" / "_operations.py"):
        if isinstance(node.value, ast.Call) and _name(node.target) in sent:
            words = _keywords(node.value)
            path = _text(words.get("path"))
            kept = Kept(numbered(path), body="body" in words)
            for call in _calls(words.get("parameters"), "ParameterPlan"):
                inner = _keywords(call)
                if (place := _text(inner.get("location"))) != "path":
                    kept.parameters.add((place, normal(_text(inner.get("name")))))
            kept.answers |= {
                _text(call.args[0]) for call in _calls(words.get("responses"), "model_branch") if len(call.args) > 3
            }
            found[key(_text(words.get("method")), path)] = kept
    return found


def _python_client(folder: Path) -> dict[Key, Kept]:
    """A module for each operation: `_get_kwargs` fills the request, `_parse_response` reads the answer."""
    found: dict[Key, Kept] = {}
    for tree in trees(folder / "api"):
        functions = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}
        if "_get_kwargs" not in functions or "_parse_response" not in functions:
            continue
        filling = functions["_get_kwargs"]
        request = dict(_members(filling, "_kwargs"))
        url = request.get("url")
        path = _text(url.func.value if isinstance(url, ast.Call) and isinstance(url.func, ast.Attribute) else url)
        kept = Kept(numbered(path), body=any(a.arg == "body" for a in (*filling.args.args, *filling.args.kwonlyargs)))
        for name, place in (("params", "query"), ("headers", "header"), ("cookies", "cookie")):
            kept.parameters |= {(place, normal(wire)) for wire, _ in _members(filling, name)}
        for name, node in _named_values(filling):  # objects in a query are merged in by `params.update(json_name)`
            if name.startswith("json_") and isinstance(node, ast.Call) and "to_dict" in ast.unparse(node):
                kept.parameters.add(("query", normal(name.removeprefix("json_"))))
        kept.answers = set(_parsed(functions["_parse_response"]))
        found[key(_text(request.get("method")), path)] = kept
    return found


def _parsed(function: ast.FunctionDef) -> Iterator[str]:
    """Statuses whose answer is made into something of a type."""
    for name, value in _named_values(function):
        if match := re.fullmatch(r"response_(\d\d\d|[1-5]xx|default)", name, re.IGNORECASE):
            source = ast.unparse(value)
            if source not in {"response.json()", "None"} and not source.startswith("cast(Any,"):
                yield match[1].upper() if match[1] != "default" else "default"


def _openapi_generator(folder: Path) -> dict[Key, Kept]:
    """`_NAME_serialize` fills the request; the method NAME has `_response_types_map`."""
    found: dict[Key, Kept] = {}
    for tree in trees(folder / "api"):
        functions = {
            node.name: node
            for owner in tree.body
            if isinstance(owner, ast.ClassDef)
            for node in owner.body
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
        }
        for name, function in functions.items():
            call = next(_calls(function, "param_serialize"), None)
            if call is None:
                continue
            words = _keywords(call)
            path = _text(words.get("resource_path"))
            kept = Kept({("path", str(n)) for n, _ in enumerate(_members(function, "_path_params"))})
            kept.parameters |= {("header", normal(wire)) for wire, _ in _members(function, "_header_params")}
            kept.parameters |= {("query", normal(wire)) for wire in _appended(function, "_query_params")}
            kept.parameters |= {
                ("query", normal(_text(one.args[0]))) for one in _calls(function, "explode_query_object")
            }
            kept.parameters |= {("cookie", normal(wire)) for wire, _ in _members(function, "_cookie_params")}
            filled = [*_appended(function, "_form_params"), *_members(function, "_files")]
            kept.body = bool(filled) or any(n == "_body_params" and not _none(v) for n, v in _named_values(function))
            public = functions.get(name.removeprefix("_").removesuffix("_serialize"))
            for called, value in _named_values(public) if public else ():
                if called == "_response_types_map" and isinstance(value, ast.Dict):
                    pairs = zip(value.keys, value.values, strict=True)
                    kept.answers |= {_text(status) for status, type_ in pairs if _text(type_) not in _UNTYPED}
            found[key(_text(words.get("method")), path)] = kept
    return found


def _fastapi(folder: Path) -> dict[Key, Kept]:
    """`@app.get(path, response_model=..., responses=...)` above a function with the parameters."""
    found: dict[Key, Kept] = {}
    for tree in trees(folder):
        for node in ast.walk(tree):
            if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                continue
            for route in node.decorator_list:
                if isinstance(route, ast.Call) and isinstance(route.func, ast.Attribute) and route.args:
                    path = _text(route.args[0])
                    answers = _modelled(_keywords(route))
                    found[key(route.func.attr, path)] = Kept(_declared(node, path), answers, _takes_body(node))
    return found


def _declared(function: ast.FunctionDef | ast.AsyncFunctionDef, path: str) -> set[tuple[str, str]]:
    """What the function takes: by `Query(...)` and the like, else from the path or the query by its own name."""
    given: set[tuple[str, str]] = set()
    inside = 0
    names = set(re.findall(r"\{([^{}]*)\}", path))
    for argument, default in _arguments(function):
        calls = list(_declarations(argument, default))
        for call in calls:
            place = _PLACES[_called(call)]
            inside += place == "path"
            given |= {(place, normal(_text(_keywords(call).get("alias")) or argument.arg))}
        if not calls:
            inside += argument.arg in names
            given.add(("query", normal(argument.arg)))
    return {one for one in given if one[0] != "path"} | {("path", str(number)) for number in range(inside)}


def _declarations(argument: ast.arg, default: ast.expr | None) -> Iterator[ast.Call]:
    for part in (argument.annotation, default):
        for node in ast.walk(part) if part is not None else ():
            if isinstance(node, ast.Call) and _called(node) in _PLACES:
                yield node


def _arguments(function: ast.FunctionDef | ast.AsyncFunctionDef) -> Iterator[tuple[ast.arg, ast.expr | None]]:
    arguments = function.args.args
    missing: list[ast.expr | None] = [None] * (len(arguments) - len(function.args.defaults))
    yield from zip(arguments, [*missing, *function.args.defaults], strict=True)


def _takes_body(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Whether it takes a body that has a type; `request: Request` leaves reading it to the caller."""
    for argument, default in _arguments(function):
        source = ast.unparse(argument.annotation) if argument.annotation else ""
        if argument.arg == "body" and source not in _UNTYPED | {"Request"}:
            return True
        if "UploadFile" in source or (default is not None and "Form(" in ast.unparse(default)) or "Form(" in source:
            return True
    return False


def _modelled(words: dict[str, ast.expr]) -> set[str]:
    found = set()
    if _typed(words.get("response_model")):
        status = words.get("status_code")
        found.add(str(status.value) if isinstance(status, ast.Constant) else "200")
    responses = words.get("responses")
    if isinstance(responses, ast.Dict):
        for status, value in zip(responses.keys, responses.values, strict=True):
            members = dict(_pairs(value))
            if _typed(members.get("model")):
                found.add(_text(status))
    return found


READERS: dict[str, Callable[[Path], dict[Key, Kept]]] = {
    "trivet": _trivet,
    "datamodel-code-generator": _datamodel,
    "openapi-python-client": _python_client,
    "openapi-generator": _openapi_generator,
    "fastapi-code-generator": _fastapi,
}
"""Readers of a package's folder by generator."""


def _typed(node: ast.expr | None) -> bool:
    return node is not None and ast.unparse(node) not in _UNTYPED


def _none(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def _text(node: ast.AST | None) -> str:
    """The text of a literal, or of the literals that an f-string or a sum is made of."""
    return str(node.value) if isinstance(node, ast.Constant) and node.value is not None else ""


def _name(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else ""


def _called(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else _name(call.func)


def _keywords(call: ast.Call) -> dict[str, ast.expr]:
    return {keyword.arg: keyword.value for keyword in call.keywords if keyword.arg}


def _calls(part: ast.AST | None, name: str) -> Iterator[ast.Call]:
    for node in ast.walk(part) if part is not None else ():
        if isinstance(node, ast.Call) and _called(node) == name:
            yield node


def _assigned(path: Path) -> Iterator[ast.AnnAssign]:
    if path.is_file():
        yield from (node for node in ast.parse(path.read_bytes()).body if isinstance(node, ast.AnnAssign))


def _named_values(function: ast.AST) -> Iterator[tuple[str, ast.expr]]:
    for node in ast.walk(function):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            yield node.targets[0].id, node.value
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.value is not None:
            yield node.target.id, node.value


def _pairs(node: ast.expr | None) -> Iterator[tuple[str, ast.expr]]:
    if isinstance(node, ast.Dict):
        for name, value in zip(node.keys, node.values, strict=True):
            if name is not None:
                yield _text(name), value


def _members(function: ast.AST, name: str) -> Iterator[tuple[str, ast.expr]]:
    """What is put into a dict: where it is made, and by `name["member"] = value`."""
    for called, value in _named_values(function):
        if called == name:
            yield from _pairs(value)
    for node in ast.walk(function):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Subscript):
            target = node.targets[0]
            if _name(target.value) == name and isinstance(target.slice, ast.Constant):
                yield _text(target.slice), node.value


def _appended(function: ast.AST, name: str) -> Iterator[str]:
    """First members of the tuples that are appended to a list."""
    for call in _calls(function, "append"):
        if isinstance(call.func, ast.Attribute) and _name(call.func.value) == name:
            first = call.args[0]
            if isinstance(first, ast.Tuple):
                yield _text(first.elts[0])
