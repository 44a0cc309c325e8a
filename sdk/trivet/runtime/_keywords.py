"""`Keywords` and `ExactlyOne`: what a contract says of values beyond their type."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar, cast

from pydantic_core import PydanticCustomError

from ._late import EXCLUSIVE, Late, building

if TYPE_CHECKING:
    from collections.abc import Callable

    from pydantic import BaseModel, GetCoreSchemaHandler
    from pydantic_core import CoreSchema, ValidationError

M = TypeVar("M", bound="type[BaseModel]")
Schema = dict[str, Any]


class Keywords:
    """Keywords of JSON Schema that the type beside them cannot say, in the contract's own words.

    It is an annotation, `Annotated[list[str], Keywords({"contains": {"const": "all"}})]`, or decorates a model:

        @Keywords({"minProperties": 1, "not": {"required": ["from", "cursor"]}})
        class Range(Model): ...

    A Python type in place of a schema accepts what its adapter accepts. Values are checked once they fit the type.
    """

    __slots__ = ("_schema",)

    def __init__(self, schema: Schema) -> None:
        self._schema = schema

    def __call__(self, model: M) -> M:
        model.__keywords__ = self  # type: ignore[attr-defined]
        return model

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        made: Schema = {"type": "function-wrap", "function": _function(self._around), "schema": handler(source)}
        return cast("CoreSchema", made)

    def of_model(self, schema: Schema) -> Schema:
        """The core schema of a model, its instances held to the keywords."""
        reference = schema.pop("ref", None)
        made = {"type": "function-after", "function": _function(self._after), "schema": schema}
        return {**made, "ref": reference} if reference else made

    def _around(self, value: Any, read: Callable[[Any], Any]) -> Any:
        made = read(value)
        self._check(value)
        return made

    def _after(self, made: Any) -> Any:
        self._check(made)
        return made

    def _check(self, value: Any) -> None:
        from ._evaluate import broken

        keyword = broken(self._schema, _json(value))
        if keyword is not None:
            message = "Input should be what {keyword} of the contract allows: {schema}"
            shown = f"{self._schema.get(keyword)!r:.80}"
            raise PydanticCustomError("keyword", message, {"keyword": f"'{keyword}'", "schema": shown})

    def __repr__(self) -> str:
        return f"Keywords({self._schema!r})"


def _function(function: Any) -> Schema:
    return {"type": "no-info", "function": function}


def _json(value: Any) -> Any:
    """The JSON value that a value is: itself where it came from JSON."""
    match value:
        case None | bool() | int() | float() | str():
            return value
        case dict():
            return {name: _json(member) for name, member in value.items()}
        case list() | tuple():
            return [_json(item) for item in value]
        case _:
            from ._adapter import adapter

            return adapter(type(value)).dump(value)


class ExactlyOne:
    """`oneOf` whose members overlap: a value that more than one of them accepts is refused."""

    __slots__ = ()

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        schema: Any = handler(source)
        if schema["type"] == "union":
            schema.setdefault("metadata", {})[EXCLUSIVE] = True
        return cast("CoreSchema", schema)

    def __repr__(self) -> str:
        return "ExactlyOne()"


class Exclusive(Late):
    """A union that tries every member, and takes a value that exactly one of them accepts."""

    is_native = False

    def __init__(self, union: Schema) -> None:
        super().__init__(union)
        self._members: list[tuple[str, Callable[[Any], Any]]] = []
        self._told: Callable[[Any], Any] | None = None

    def __call__(self, value: Any, /) -> Any:
        from pydantic_core import ValidationError

        found: list[tuple[str, Any]] = []
        refusals: list[ValidationError] = []
        for name, read in self._members or self._build():
            try:
                found.append((name, read(value)))
            except ValidationError as error:
                refusals.append(error)
        if len(found) == 1:
            return found[0][1]
        if not found:
            return self._refused(refusals)
        names = " and ".join(name for name, _ in found[:2])
        message = "Input should match exactly one alternative, not {names}"
        raise PydanticCustomError("one_of", message, {"names": names})

    def _build(self) -> list[tuple[str, Callable[[Any], Any]]]:
        from pydantic_core import SchemaValidator

        with building:
            schema = self.schema()
            union = schema["schema"] if schema["type"] == "definitions" else schema
            members: list[tuple[str, Callable[[Any], Any]]] = []
            for choice in union["choices"]:
                node, label = choice if isinstance(choice, tuple) else (choice, None)
                whole = {**schema, "schema": node} if union is not schema else node
                validator = SchemaValidator(cast("CoreSchema", whole))
                members.append((label or validator.title, validator.validate_python))
            self._members = members
        return members

    def _refused(self, refusals: list[ValidationError]) -> Any:
        """Raises what a union says that none of its members accepts, without trying any of them again."""
        from pydantic_core import SchemaValidator

        if self._told is None:
            choices = [(_raising(index), name) for index, (name, _) in enumerate(self._members)]
            self._told = SchemaValidator(cast("CoreSchema", {"type": "union", "choices": choices})).validate_python
        return self._told(refusals)


def _raising(index: int) -> Schema:
    """A schema that refuses for the reason that stands in the list that it is given."""

    def refused(refusals: list[ValidationError]) -> Any:
        raise refusals[index]

    return {"type": "function-plain", "function": _function(refused)}
