"""`adapter`: one way to read and write values of any type of a contract."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Annotated, Any, Generic, TypeVar, cast, overload

from ._late import building, refusals_known

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler
    from pydantic_core import CoreSchema, SchemaSerializer, SchemaValidator

    from ._deviation import Deviation

T = TypeVar("T")


class _Exact:
    """Annotation that takes a bare type through the exact pass."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        from ._exact import exact

        return cast("CoreSchema", exact(handler(source)))


class Adapter(Generic[T]):
    """Reads and writes values of one type; what it needs is built on first use, once, for all threads."""

    __slots__ = ("type", "_built", "_relaxed")

    def __init__(self, tp: Any) -> None:
        self.type = tp
        self._built: tuple[SchemaValidator, SchemaSerializer, dict[str, Any]] | None = None
        self._relaxed: SchemaValidator | None = None

    def __repr__(self) -> str:
        return f"adapter({self.type!r})"

    def read_json(self, data: bytes) -> T:
        """The value that the JSON text is.

        Raises ValidationError if the text is no JSON (RFC 8259: no NaN, no Infinity) or not what the type says.
        """
        if b"NaN" in data or b"Infinity" in data:
            _refuse_constants(data)
        return cast("T", self.validator.validate_json(data))

    def read(self, value: Any) -> T:
        """The value that the Python value is, by the same rules as from JSON; instances of models pass.

        Raises ValidationError.
        """
        return cast("T", self.validator.validate_python(value))

    def read_tolerant(self, data: bytes) -> tuple[T, list[Deviation]]:
        """The value, and where it is not what the type says.

        Exact first. If that fails, what does not fit is kept as it came, required properties that are absent are
        None and not set, and models stay models wherever the value is an object.
        Raises ValidationError only if the text is no JSON.
        """
        from pydantic_core import ValidationError

        try:
            return self.read_json(data), []
        except ValidationError as error:
            if error.error_count() == 1 and error.errors(include_url=False)[0]["type"] == "json_invalid":
                raise
            from ._deviation import deviations

            with refusals_known():
                return cast("T", self.relaxed.validate_json(data)), deviations(error, data)

    def dump(self, value: T) -> Any:
        """The JSON value, as Python values, by wire names; what was not set is left out."""
        return self.serializer.to_python(value, mode="json", by_alias=True, exclude_unset=True, warnings=False)

    def dump_json(self, value: T) -> bytes:
        """The JSON text, by wire names; what was not set is left out."""
        return self.serializer.to_json(value, by_alias=True, exclude_unset=True, warnings=False)

    @property
    def validator(self) -> SchemaValidator:
        """pydantic's validator of the type."""
        return (self._built or self._build())[0]

    @property
    def serializer(self) -> SchemaSerializer:
        """pydantic's serializer of the type."""
        return (self._built or self._build())[1]

    @property
    def schema(self) -> dict[str, Any]:
        """pydantic's core schema of the type."""
        return (self._built or self._build())[2]

    @property
    def relaxed(self) -> SchemaValidator:
        """A validator that lets deviations through; it never fails on JSON."""
        if self._relaxed is None:
            from ._relaxed import relaxed_validator

            with building:
                self._relaxed = relaxed_validator(self.schema)
        return self._relaxed

    def _build(self) -> tuple[SchemaValidator, SchemaSerializer, dict[str, Any]]:
        from pydantic import BaseModel, PydanticUserError, TypeAdapter

        from ._model import built

        source: Any
        with building:
            if isinstance(self.type, type) and issubclass(self.type, BaseModel):
                source = built(self.type)
                parts = (source.__pydantic_validator__, source.__pydantic_serializer__, source.__pydantic_core_schema__)
            else:
                annotated: Any = Annotated
                try:
                    source = TypeAdapter(annotated[self.type, _Exact()], config={"title": _title(self.type)})
                except PydanticUserError:  # a typed dict, dataclass or annotated model, which brings its own title
                    source = TypeAdapter(annotated[self.type, _Exact()])
                    source.rebuild()  # a model's annotations are put off as the model is
                parts = (source.validator, source.serializer, source.core_schema)
            self._built = parts
        return parts


def _title(tp: Any) -> str:
    """What validation errors call the type."""
    while hasattr(tp, "__metadata__"):
        tp = tp.__origin__
    return tp.__name__ if isinstance(tp, type) else str(tp).replace("typing.", "")


@overload
def adapter(tp: type[T]) -> Adapter[T]: ...
@overload
def adapter(tp: Any) -> Adapter[Any]: ...
def adapter(tp: Any) -> Adapter[Any]:
    """The adapter of a type: a model, `None`, `Any`, a union, `list[...]`, `Annotated[...]`.

    Equal types have one adapter.
    """
    try:
        return _cached(tp)
    except TypeError:
        return Adapter(tp)  # an annotation that cannot be hashed


@lru_cache(maxsize=4096)
def _cached(tp: Any) -> Adapter[Any]:
    return Adapter(tp)


def _refuse_constants(data: bytes) -> None:
    """Raise ValidationError if the text has NaN or Infinity as a value, not merely inside a string."""
    import json

    from pydantic_core import InitErrorDetails, ValidationError

    def refuse(name: str) -> None:
        error = InitErrorDetails(type="json_invalid", input=name, ctx={"error": f"{name} is not JSON"})
        raise ValidationError.from_exception_data("JSON", [error])

    try:
        json.loads(data, parse_constant=refuse)
    except ValidationError:
        raise
    except ValueError:
        pass  # the exact reader says better what is wrong
