"""What generated code may consist of: an allow-list over its syntax tree, written without looking at the generator.

Whatever a contract says may stand in a generated module as the value of a constant and as part of a name. Every kind of
statement and expression, every import, every called function and every attribute is one of those listed here.
"""

from __future__ import annotations

import ast
import io
import keyword
import re
import tokenize
import types
import unicodedata
from collections.abc import Iterator

MODULES = {
    "__future__", "builtins", "collections.abc", "datetime", "decimal", "functools", "importlib.resources", "pydantic",
    "trivet.runtime", "trivet_server", "typing", "uuid",
}  # fmt: skip
FROM_OUTSIDE = {
    "typing": {
        "TYPE_CHECKING", "Annotated", "Any", "Literal", "Never", "NotRequired", "Protocol", "TypeAlias", "TypedDict",
        "Union", "Unpack",
    },
    "builtins": {"list"},
    "collections.abc": {"AsyncIterator", "Callable", "Iterator"},
    "datetime": {"date"},
    "decimal": {"Decimal"},
    "functools": {"cached_property"},
    "importlib.resources": {"files"},
    "pydantic": {"ConfigDict", "Field"},
    "uuid": {"UUID"},
    "__future__": {"annotations"},
}  # fmt: skip
BUILTINS = {"str", "int", "float", "bool", "bytes", "list", "dict", "tuple", "super", "__name__", "__package__"}
CALLED = {
    "pydantic": {"ConfigDict", "Field"},
    "typing": {"TypedDict"},
    "importlib.resources": {"files"},
    "trivet_server": {"Router"},
    "trivet.runtime": {
        "BasicAuth", "BearerToken", "Body", "Cookie", "Encoding", "ExactlyOne", "Header", "Keywords", "OneOf",
        "Operation", "Path", "Query", "QueryString", "Stream", "Tagged", "Unique", "deferred", "lazy_exports",
    },
}  # fmt: skip
METHODS = {
    "super().__init__", "self._send", "self._stream", "ApiKey.header", "ApiKey.query", "ApiKey.cookie", "Router.join",
    "files(__name__).joinpath('contract.json')", "files(__name__).joinpath('contract.json').read_bytes()",
}  # fmt: skip
ROOTS = {"models", "inputs", "operations", "ApiKey", "Router", "self", "builtins"}
DUNDERS = {"__all__", "__getattr__", "__dir__", "__pydantic_extra__", "__init__"}
CONDITIONS = {"TYPE_CHECKING", "not TYPE_CHECKING"}


def faults(source: str, package: str = "..") -> list[str]:
    """What stands in a module that no generated module may hold; `package` is where a server stub finds its models."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError) as error:
        return [f"does not parse: {error}"]
    return [*_Module(tree, package).faults(), *_not_normal(source)]


def _not_normal(source: str) -> Iterator[str]:
    """Names that Python reads as others than they look (PEP 3131); its syntax tree does not tell."""
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.NAME and unicodedata.normalize("NFKC", token.string) != token.string:
            yield f"line {token.start[0]}: {token.string!r} is not in normal form"


class _Module:
    def __init__(self, tree: ast.Module, package: str) -> None:
        self._tree = tree
        self._package = package
        self._sources: dict[str, str] = {}
        self._defined: set[str] = set()
        self._found: list[str] = []

    def faults(self) -> Iterator[str]:
        for node in ast.walk(self._tree):
            if isinstance(node, ast.ImportFrom | ast.Import):
                self._import(node)
            elif isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
                self._defined.add(node.name)
            elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                self._defined.add(node.id)
            for name in _names(node):
                self._name(name, node)
        self._statements(self._tree.body, "module")
        yield from self._found

    def _fault(self, node: ast.AST, message: str) -> None:
        self._found.append(f"line {getattr(node, 'lineno', '?')}: {message}: {ast.unparse(node)[:100]}")

    def _name(self, name: str, node: ast.AST) -> None:
        if not name.isidentifier() or keyword.iskeyword(name):
            self._fault(node, f"{name!r} is no name")
        if name.startswith("__") and name not in DUNDERS | {"__name__", "__package__", "__future__"}:
            self._fault(node, f"{name!r} has two underscores before it")

    def _import(self, node: ast.ImportFrom | ast.Import) -> None:
        if isinstance(node, ast.Import):
            if ast.unparse(node) != "import builtins":
                self._fault(node, "import")
            self._sources["builtins"] = "builtins"
            return
        module = "." * node.level + (node.module or "")
        plain = all(part.isidentifier() for part in (node.module or "a").split("."))
        relative = 0 < node.level <= 2 and plain
        own = not self._package.startswith(".") and f"{module}.".startswith(f"{self._package}.")
        if not (relative or own or module in MODULES):
            self._fault(node, "import")
        for each in node.names:
            if each.name == "*" or (module in FROM_OUTSIDE and each.name not in FROM_OUTSIDE[module]):
                self._fault(node, f"import of {each.name}")
            self._sources[each.asname or each.name] = "own" if relative or own else module
            if module in MODULES and each.asname:
                self._sources[each.asname] = f"{module}:{each.name}"

    def _statements(self, body: list[ast.stmt], where: str) -> None:
        for statement in body:
            self._statement(statement, where)

    def _statement(self, node: ast.stmt, where: str) -> None:
        match node:
            case ast.Expr(value=ast.Constant(value=str() | types.EllipsisType())):
                pass
            case ast.Expr(value=ast.Call()) if where == "function":
                self._expression(node.value)
            case ast.Import() | ast.ImportFrom() | ast.Pass():
                pass
            case ast.Return(value=ast.expr() as value) if where == "function":
                self._expression(value.value if isinstance(value, ast.Await) else value)
            case ast.Assign(targets=[ast.Name() | ast.Tuple() as target], value=value) if where != "function":
                self._assigned(target)
                self._expression(value)
            case ast.AnnAssign(target=ast.Name() as target, simple=1) if where != "function":
                self._expression(node.annotation)
                if node.value is not None:
                    self._expression(node.value, is_type=ast.unparse(node.annotation) == "TypeAlias")
            case ast.ClassDef(keywords=[]) if where == "module":
                for part in (*node.bases, *node.decorator_list):
                    self._expression(part)
                self._statements(node.body, "class")
            case ast.FunctionDef() | ast.AsyncFunctionDef() if where != "function":
                self._function(node)
            case ast.If() if ast.unparse(node.test) in CONDITIONS and where == "module":
                self._statements([*node.body, *node.orelse], where)
            case _:
                self._fault(node, f"{type(node).__name__} in a {where}")

    def _assigned(self, target: ast.expr) -> None:
        parts = target.elts if isinstance(target, ast.Tuple) else [target]
        if not all(isinstance(part, ast.Name) for part in parts):
            self._fault(target, "assignment")

    def _function(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        if [ast.unparse(each) for each in node.decorator_list] not in ([], ["cached_property"]):
            self._fault(node, "decorator")
        given = node.args
        arguments = [*given.posonlyargs, *given.args, *given.kwonlyargs, *filter(None, (given.vararg, given.kwarg))]
        before = set(self._defined)
        self._defined |= {argument.arg for argument in arguments}
        for part in (*(each.annotation for each in arguments), *given.defaults, *given.kw_defaults, node.returns):
            if part is not None:
                self._expression(part)
        self._statements(node.body, "function")
        self._defined = before

    def _expression(self, node: ast.expr, *, is_type: bool = False) -> None:
        match node:
            case ast.Constant(value=str()) if is_type:
                self._text_of_type(node)
            case ast.Constant():
                pass
            case ast.Name(id=name):
                if name not in self._defined and name not in self._sources and name not in BUILTINS:
                    self._fault(node, "a name from nowhere")
            case ast.Attribute(value=value):
                text = ast.unparse(node)
                root = value.id if isinstance(value, ast.Name) else ""
                if not (root in ROOTS or root.endswith("Service") or text in METHODS):
                    self._fault(node, "attribute")
                if not isinstance(value, ast.Name):
                    self._expression(value)
            case ast.Subscript(value=value, slice=inner):
                self._expression(value)
                literal = ast.unparse(value) in ("Literal", "Literal_")
                for part in inner.elts if isinstance(inner, ast.Tuple) else [inner]:
                    if isinstance(part, ast.Constant) and isinstance(part.value, str) and not literal:
                        self._fault(node, "a text that is read as a type")
                    self._expression(part)
            case ast.BinOp(left=left, op=ast.BitOr(), right=right):
                self._expression(left)
                self._expression(right)
            case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() | float())):
                pass
            case ast.Tuple(elts=parts) | ast.List(elts=parts):
                for part in parts:
                    self._expression(part)
            case ast.Dict():
                for member in (*node.keys, *node.values):
                    if member is None:
                        self._fault(node, "** in a dict")
                    else:
                        self._expression(member)
            case ast.Lambda(body=body) if not ast.unparse(node.args):
                self._expression(body)
            case ast.Call():
                self._call(node)
            case _:
                self._fault(node, type(node).__name__)

    def _call(self, node: ast.Call) -> None:
        match node.func:
            case ast.Name(id=name):
                module, _, original = self._sources.get(name, "").partition(":")
                resource = module == "own" and ast.unparse(node) == f"{name}(self)"
                router = module == "own" and name.endswith("_router") and not node.keywords
                known = (original or name) in CALLED.get(module, ()) or name == "super"
                infinite = name == "float" and ast.unparse(node) in ("float('inf')", "float('-inf')", "float('nan')")
                if not (resource or router or known or infinite):
                    self._fault(node, "call")
                if known and (original or name) == "TypedDict":
                    self._typed_dict(node)
            case ast.Subscript(value=ast.Name(id=name)) if self._sources.get(name) == "trivet.runtime":
                self._expression(node.func)
            case ast.Attribute(value=value) as function:
                own = (
                    isinstance(value, ast.Name) and value.id == "operations" and function.attr == function.attr.upper()
                )
                text = re.sub(r"\bfiles_\b", "files", ast.unparse(function))
                if not (own or text in METHODS or f"{text}()" in METHODS or text == "files(__name__).joinpath"):
                    self._fault(node, "call")
            case _:
                self._fault(node, "call")
        for part in (*node.args, *(given.value for given in node.keywords)):
            self._expression(part)

    def _typed_dict(self, node: ast.Call) -> None:
        match node:
            case ast.Call(args=[ast.Constant(value=str()), ast.Dict(values=values)], keywords=[]):
                for value in values:
                    self._expression(value, is_type=True)
            case _:
                self._fault(node, "TypedDict")

    def _text_of_type(self, node: ast.Constant) -> None:
        """Type checkers, and `typing` on request, read this text: it is held to the same."""
        try:
            self._expression(ast.parse(str(node.value), mode="eval").body)
        except SyntaxError:
            self._fault(node, "a type that does not parse")


def _names(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name) | ast.arg(arg=name):
            yield name
        case ast.ClassDef(name=name) | ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
            yield name
        case ast.keyword(arg=str(name)):
            yield name
        case ast.alias(name=name, asname=other):
            yield from name.split(".")
            if other is not None:
                yield other
