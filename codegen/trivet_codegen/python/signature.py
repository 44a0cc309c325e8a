"""Parameters of client methods and of services, as source text."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from trivet_codegen.ir.api import Body
from trivet_codegen.ir.shapes import Shape
from trivet_codegen.openapi.media import is_range
from trivet_codegen.python.annotation import RUNTIME, Annotator
from trivet_codegen.python.contents import ContentTypes, answer_types, either, is_open, read_shape, returned_types
from trivet_codegen.python.declared import Declarations, Declared
from trivet_codegen.python.inputs import Inputs
from trivet_codegen.python.operations import assumed
from trivet_codegen.python.operations_plan import PlannedOperation
from trivet_codegen.python.text import literal
from trivet_codegen.python.warnings import Warnings
from trivet_codegen.python.writer import Imports


class Signatures:
    """Writes argument and result types for one module, whose `models` and `inputs` come from `package`."""

    def __init__(
        self, declarations: Declarations, inputs: Inputs, imports: Imports, package: str, warnings: Warnings
    ) -> None:
        self._declarations = declarations
        self._inputs = inputs
        self._imports = imports
        self._package = package
        source = imports.for_typing()
        self._model = Annotator(declarations, source, self._model_name, warnings, bounds=False)
        self._input = Annotator(declarations, source, self._input_name, warnings, bounds=False)
        self._model_contents = ContentTypes(declarations, self._model, source, warnings)
        self._taken_contents = ContentTypes(declarations, self._model, source, warnings)
        self._input_contents = ContentTypes(declarations, self._input, source, warnings)
        self._taken_contents.raw = self._input_contents.raw = "StreamSource"
        self._taken_contents.items = self._input_contents.items = ("Iterable", "AsyncIterable")
        self._answered_contents = ContentTypes(declarations, self._model, source, warnings)
        self._answered_contents.items = ("Iterable", "AsyncIterable")

    def avoid(self, names: Collection[str]) -> None:
        """Spell `list` as `builtins.list` where the class has a method of that name."""
        spelled = "builtins.list" if "list" in names else "list"
        self._model.list_name = self._input.list_name = spelled

    def _model_name(self, declared: Declared) -> str:
        self._imports.use_for_typing(self._package, "models")
        return f"models.{declared.name}"

    def _input_name(self, declared: Declared) -> str:
        if not self._inputs.has(declared):
            return self._model_name(declared)
        self._imports.use_for_typing(self._package, "inputs")
        return f"inputs.{declared.name}"

    def result(self, planned: PlannedOperation) -> str:
        """What a client's method returns."""
        return " | ".join(returned_types(planned.operation, self._model_contents))

    def answered(self, planned: PlannedOperation) -> str:
        """What a service may answer with: as `result`, but items may come one after another."""
        return " | ".join(answer_types(planned.operation, self._answered_contents))

    def taken(self, shape: Shape) -> str:
        """What a client's argument of this shape may be: the model, or a typed dict. Without null."""
        given = [self._model.bare(shape)]
        if self._inputs.holds_record(shape):
            given.append(self._input.bare(shape))
        return " | ".join(dict.fromkeys(given))

    def client_arguments(self, planned: PlannedOperation) -> list[str]:
        """`self` is not among them; path parameters may be given by position, the rest by name only."""
        found = [f"{name}: {self.taken(parameter.shape)}" for name, parameter in planned.path_parameters]
        found.append("*")
        for name, parameter in planned.other_parameters:
            text = self.taken(parameter.shape)
            if parameter.required:
                found.append(f"{name}: {text}")
            else:
                found.append(f"{name}: {text if text.endswith('| None') else f'{text} | None'} = None")
        found += self._client_body(planned)
        found.append(f"options: {self._imports.use_for_typing(RUNTIME, 'Options')} | None = None")
        required = [text for text in found if " = None" not in text and " = " not in text]
        return [*required, *(text for text in found if text not in required)]

    def _client_body(self, planned: PlannedOperation) -> list[str]:
        body = planned.operation.body
        if body is None or not body.contents:
            return []
        types: dict[str, None] = {}
        for content in body.contents:
            types[self._taken_contents.of_body(content)] = None
            shape = read_shape(content)
            if shape is None or self._inputs.holds_record(shape):
                types[self._input_contents.of_body(content)] = None
        given = _body(types, required=body.required)
        return [given, self._content_type(body)] if is_open(body) else [given]

    def _content_type(self, body: Body) -> str:
        """The argument that chooses the media type; a range is no choice, so that any text may be one beside it."""
        kinds = [content.media_type for content in body.contents]
        if is_range(kinds[0]):
            return "content_type: str | None = None"
        if any(map(is_range, kinds)):
            return f"content_type: str = {literal(kinds[0])}"
        kind = self._imports.use_for_typing("typing", "Literal")
        return f"content_type: {kind}[{', '.join(map(literal, kinds))}] = {literal(kinds[0])}"

    def server_arguments(self, planned: PlannedOperation) -> list[str]:
        """Keyword-only, values as the models have them; what was not sent is the contract's default, or None."""
        found = []
        for name, parameter in (*planned.path_parameters, *planned.other_parameters):
            text = self._model.bare(parameter.shape)
            always = parameter.required or assumed(parameter, self._declarations) is not None
            found.append(f"{name}: {text}" if always else f"{name}: {text} | None = None")
        body = planned.operation.body
        if body is not None and body.contents:
            types = [self._model_contents.of_body(content) for content in body.contents]
            found.append(_body(types, required=body.required))
        return found


def _body(types: Iterable[str], *, required: bool) -> str:
    return f"body: {either(types, or_none=not required)}{'' if required else ' = None'}"
