"""The `operations` package: one description per operation, which client and server share."""

from __future__ import annotations

from collections.abc import Collection

from trivet_codegen.ir.api import Content, Encoding, Header, Parameter, Response, SecurityRequirement, Server
from trivet_codegen.ir.shapes import Json, NoDefault
from trivet_codegen.python.annotation import RUNTIME, Annotator
from trivet_codegen.python.contents import ContentTypes, returned_types
from trivet_codegen.python.declared import Declarations, Declared
from trivet_codegen.python.defaults import accepts
from trivet_codegen.python.operations_plan import PlannedOperation, Resource
from trivet_codegen.python.text import literal, summary
from trivet_codegen.python.warnings import Warnings
from trivet_codegen.python.writer import Writer

_CLASSES = {"path": "Path", "query": "Query", "header": "Header", "cookie": "Cookie", "querystring": "QueryString"}
_STYLES = {"path": ("simple", False), "query": ("form", True), "header": ("simple", False), "cookie": ("form", True)}


def operation_module(resource: Resource, declarations: Declarations, taken: Collection[str], warnings: Warnings) -> str:
    """The text of `operations/<resource>.py`."""
    return _Module(resource, declarations, taken, warnings).text()


class _Module:
    def __init__(
        self, resource: Resource, declarations: Declarations, taken: Collection[str], warnings: Warnings
    ) -> None:
        self._resource = resource
        self._declarations = declarations
        self._writer = Writer([f"What is sent and what comes back, per operation on {resource.title}."], taken=taken)
        imports = self._writer.imports
        expression = Annotator(declarations, imports, self._name, warnings, expressions=True)
        self._annotation = Annotator(declarations, imports, self._name, warnings, bounds=False)
        self._expression = expression
        self._contents = ContentTypes(declarations, expression, imports, warnings)
        self._answers = ContentTypes(declarations, self._annotation, imports, warnings)

    def _name(self, declared: Declared) -> str:
        self._writer.imports.use("..", "models")
        return f"models.{declared.name}"

    def text(self) -> str:
        for planned in self._resource.operations:
            self._operation(planned)
        return self._writer.text()

    def _operation(self, planned: PlannedOperation) -> None:
        writer, operation = self._writer, planned.operation
        kind = writer.imports.use(RUNTIME, "Operation")
        answer = " | ".join(returned_types(operation, self._answers))
        writer.line()
        with writer.block(f"{planned.constant}: {kind}[{answer}] = {kind}(", ")"):
            writer.line(f"{literal(operation.method)},")
            writer.line(f"{literal(operation.path)},")
            writer.line(f"id={literal(operation.id or planned.full_name)},")
            self._parameters(planned)
            self._body(planned)
            with writer.block("responses={", "},"):
                for response in operation.responses:
                    self._response(response)
            self._headers(operation.responses)
            if operation.security is not None:
                writer.line(f"security={security(operation.security)},")
            if operation.servers:
                writer.line(f"servers={literal(tuple(server_url(server) for server in operation.servers))},")
        writer.doc([summary(operation.summary or operation.description)])
        writer.line()

    def _parameters(self, planned: PlannedOperation) -> None:
        if not planned.parameters:
            return
        with self._writer.block("parameters=(", "),"):
            for name, parameter in planned.parameters:
                self._writer.line(f"{self._parameter(name, parameter)},")

    def _parameter(self, name: str, parameter: Parameter) -> str:
        arguments = [literal(name), f"lambda: {self._expression.bare(parameter.shape)}"]
        if name != parameter.name:
            arguments.append(f"wire={literal(parameter.name)}")
        if parameter.required and parameter.location != "path":
            arguments.append("required=True")
        default = assumed(parameter, self._declarations)
        if default is not None:
            arguments.append(f"default={literal(default)}")
        if parameter.media_type is not None:
            arguments.append(f"media_type={literal(parameter.media_type)}")
        else:
            arguments += _style(parameter)
        return f"{self._writer.imports.use(RUNTIME, _CLASSES[parameter.location])}({', '.join(arguments)})"

    def _body(self, planned: PlannedOperation) -> None:
        body = planned.operation.body
        if body is None:
            return
        kind = self._writer.imports.use(RUNTIME, "Body")
        with self._writer.block(f"body={kind}(", "),"):
            with self._writer.block("{", "},"):
                for content in body.contents:
                    self._writer.line(f"{literal(content.media_type)}: lambda: {self._contents.of_body(content)},")
            if body.required:
                self._writer.line("required=True,")
            encoded = [content for content in body.contents if content.encodings]
            if encoded:
                with self._writer.block("encodings={", "},"):
                    for content in encoded:
                        self._encodings(content)

    def _encodings(self, content: Content) -> None:
        with self._writer.block(f"{literal(content.media_type)}: {{", "},"):
            for name, given in content.encodings.items():
                self._writer.line(f"{literal(name)}: {self._encoding(given)},")

    def _encoding(self, encoding: Encoding) -> str:
        arguments = []
        if encoding.content_type is not None:
            arguments.append(f"content_type={literal(encoding.content_type)}")
        if encoding.style is not None:
            arguments.append(f"style={literal(encoding.style)}")
        if encoding.explode is not None:
            arguments.append(f"explode={encoding.explode}")
        if encoding.allow_reserved:
            arguments.append("allow_reserved=True")
        if encoding.headers:
            given = ", ".join(f"{literal(own.name)}: lambda: {self._expression(own.shape)}" for own in encoding.headers)
            arguments.append(f"headers={{{given}}}")
        return f"{self._writer.imports.use(RUNTIME, 'Encoding')}({', '.join(arguments)})"

    def _response(self, response: Response) -> None:
        if not response.contents:
            self._writer.line(f"{literal(response.status)}: {{}},")
            return
        given = ", ".join(self._content(content) for content in response.contents)
        self._writer.line(f"{literal(response.status)}: {{{given}}},")

    def _headers(self, responses: tuple[Response, ...]) -> None:
        """The headers of answers by status, where the contract declares any."""
        if not any(response.headers for response in responses):
            return
        with self._writer.block("headers={", "},"):
            for response in responses:
                if response.headers:
                    given = "".join(f"{self._header(header)}, " for header in response.headers)
                    self._writer.line(f"{literal(response.status)}: ({given.rstrip()}),")

    def _header(self, header: Header) -> str:
        arguments = [literal(header.name), f"lambda: {self._expression.bare(header.shape)}"]
        if header.required:
            arguments.append("required=True")
        if header.media_type is not None:
            arguments.append(f"media_type={literal(header.media_type)}")
        elif header.explode:
            arguments.append("explode=True")
        return f"{self._writer.imports.use(RUNTIME, 'Header')}({', '.join(arguments)})"

    def _content(self, content: Content) -> str:
        return f"{literal(content.media_type)}: lambda: {self._contents.of_answer(content)}"


def assumed(parameter: Parameter, declarations: Declarations) -> Json:
    """What a server takes an optional parameter for when it is not sent; None where the contract does not say."""
    default = parameter.shape.about.default
    if parameter.required or parameter.location == "querystring" or isinstance(default, NoDefault):
        return None
    return default if accepts(declarations, parameter.shape, default) else None


def _style(parameter: Parameter) -> list[str]:
    arguments = []
    style, explode = _STYLES.get(parameter.location, ("form", True))
    if parameter.style != style:
        arguments.append(f"style={literal(parameter.style)}")
        explode = parameter.style in {"form", "deepObject", "cookie"}
    if parameter.explode != explode:
        arguments.append(f"explode={parameter.explode}")
    if parameter.allow_reserved and parameter.location != "header":  # nothing is encoded there
        arguments.append("allow_reserved=True")
    return arguments


def security(alternatives: tuple[SecurityRequirement, ...]) -> str:
    """Source of the alternatives: tuples of scheme names."""
    return literal(tuple(tuple(requirement) for requirement in alternatives))


def server_url(server: Server) -> str:
    """The URL with each variable's default in its place."""
    url = server.url
    for name, (default, _) in server.variables.items():
        url = url.replace("{" + name + "}", default)
    return url
