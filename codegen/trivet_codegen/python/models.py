"""The `models` package: one module per named schema, loaded when it is needed."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from trivet_codegen.ir.shapes import (
    About,
    NoDefault,
    Nothing,
    Property,
    Record,
    says_nothing,
)
from trivet_codegen.python.annotation import RUNTIME, Annotator
from trivet_codegen.python.declared import Declarations, Declared
from trivet_codegen.python.defaults import accepts
from trivet_codegen.python.enforced import keywords_of_record
from trivet_codegen.python.fields import field_names
from trivet_codegen.python.module_graph import ModuleGraph
from trivet_codegen.python.text import literal
from trivet_codegen.python.warnings import Warnings
from trivet_codegen.python.writer import Writer


def model_modules(declarations: Declarations, taken: Collection[str], warnings: Warnings) -> dict[str, str]:
    """Path below `models/` and text of every module, without `__init__.py`."""
    graph = ModuleGraph(declarations)
    return {
        f"{module}.py": _Module(declarations, module, graph, taken, warnings).text() for module in declarations.modules
    }


class _Module:
    def __init__(
        self, declarations: Declarations, module: str, graph: ModuleGraph, taken: Collection[str], warnings: Warnings
    ) -> None:
        self._declarations = declarations
        self._module = module
        self._graph = graph
        self._warnings = warnings
        self._writer = Writer(taken=taken)
        self._annotation = Annotator(declarations, self._writer.imports, self._name, warnings)
        self._aliasing: str | None = None
        self._refers_to_itself = False

    def _name(self, declared: Declared) -> str:
        """A class of this module as it is, one of another module imported at once or when a value arrives."""
        if declared.module == self._module:
            self._refers_to_itself |= declared.name == self._aliasing
            return declared.name
        if self._graph.is_deferred(self._module, declared.module):
            self._writer.imports.use_for_typing(f".{declared.module}", declared.name)
            target = literal(f".{declared.module}:{declared.name}")
            deferred = self._writer.imports.use(RUNTIME, "deferred")
            self._writer.imports.stand_in(declared.name, f"{deferred}(__package__, {target})")
        else:
            self._writer.imports.use(f".{declared.module}", declared.name)
        return declared.name

    def text(self) -> str:
        body = Writer()
        body.imports = self._writer.imports
        for declared in sorted(self._declarations.modules[self._module], key=lambda each: not each.is_class):
            if isinstance(declared.shape, Record):
                self._class(body, declared.name, declared.shape)
            else:
                self._alias(body, declared)
        self._writer.lines(body.body())
        return self._writer.text()

    def _alias(self, body: Writer, declared: Declared) -> None:
        self._aliasing = declared.name
        text = self._annotation.bare(declared.shape)
        self._aliasing = None
        kind = self._writer.imports.use("typing", "TypeAlias")
        body.line()
        if self._refers_to_itself:
            self._writer.imports.use("typing", "TYPE_CHECKING")
            deferred = self._writer.imports.use(RUNTIME, "deferred")
            with body.block("if TYPE_CHECKING:"):
                body.line(f"{declared.name}: {kind} = {literal(text)}")
            with body.block("else:"):
                body.line(f"{declared.name} = {deferred}(__package__, {literal(f'.{self._module}:{declared.name}')})")
                body.line(f"{declared.name} = {text}")
        else:
            body.line(f"{declared.name}: {kind} = {text}")
        body.doc(_documentation(declared.shape.about))
        body.line()

    def _class(self, body: Writer, name: str, record: Record) -> None:
        model = self._writer.imports.use(RUNTIME, "Model")
        body.line()
        keywords = keywords_of_record(record, self._warnings)
        if keywords:
            body.line(f"@{self._writer.imports.use(RUNTIME, 'Keywords')}({literal(keywords)})")
        with body.block(f"class {name}({model}):"):
            written = body.doc(_documentation(record.about))
            if record.patterns:
                pass  # other properties are of several types: the keywords tell
            elif isinstance(record.additional, Nothing):
                config = self._writer.imports.use("pydantic", "ConfigDict")
                body.lines(["", f'model_config = {config}(extra="forbid")'])
                written = True
            elif not says_nothing(record.additional):
                ignore = "# pyright: ignore[reportIncompatibleVariableOverride]"
                extra = f"dict[str, {self._annotation(record.additional)}]"
                field = self._writer.imports.use("pydantic", "Field")
                body.lines(["", f"__pydantic_extra__: {extra} = {field}(init=False)  {ignore}"])
                written = True
            body.line()
            for member, python in field_names(record):
                self._field(body, member, python)
                written = True
            if not written:
                body.line("pass")
        body.line()

    def _field(self, body: Writer, member: Property, python: str) -> None:
        text, value = self._type_and_default(member)
        arguments = []
        if python != member.name:
            arguments.append(f"alias={literal(member.name)}")
        if member.about.deprecated:
            arguments.append("deprecated=True")
        if arguments:
            field = self._writer.imports.use("pydantic", "Field")
            text = f"{self._writer.imports.use('typing', 'Annotated')}[{text}, {field}({', '.join(arguments)})]"
        body.line(f"{python}: {text}" + (f" = {value}" if value else ""))
        documentation = list(_documentation(member.about))
        if (
            value in (None, "None")
            and not isinstance(member.about.default, NoDefault)
            and member.about.default is not None
        ):
            documentation.append(f"Default: `{literal(member.about.default)}`.")
        if body.doc(documentation):
            body.line()

    def _type_and_default(self, member: Property) -> tuple[str, str | None]:
        bare = self._annotation.bare(member.shape)
        nullable = self._declarations.may_be_null(member.shape)
        full = self._annotation.or_none(bare) if nullable else bare
        if member.required:
            return full, None
        default = self._default(member)
        if default is not None:
            return full, default
        if nullable or bare == "Any":
            return full, "None"
        return f"{self._writer.imports.use(RUNTIME, 'Omittable')}[{bare}]", "None"

    def _default(self, member: Property) -> str | None:
        """The contract's default as source, where the shape accepts it as it is (pydantic copies lists)."""
        value = member.about.default
        if isinstance(value, NoDefault):
            return None
        return literal(value) if accepts(self._declarations, member.shape, value) else None


def _documentation(about: About) -> Iterator[str | None]:
    yield about.description or about.title
