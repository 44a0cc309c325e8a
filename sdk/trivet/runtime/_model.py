"""`Model`: what every generated model is."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any
from weakref import WeakValueDictionary

from pydantic import BaseModel, ConfigDict, Field

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler
    from pydantic_core import CoreSchema

_classes: WeakValueDictionary[str, type[BaseModel]] = WeakValueDictionary()


class Model(BaseModel):
    """A JSON object of a contract, exact.

    It is built by Python names or wire names (`Customer(json_=...)`), and read from the wire by wire names only.
    Properties that the contract does not know are kept, unless the contract forbids them. What was not set
    (`model_fields_set`) is not sent, so that absent and null stay apart.

    Raises pydantic's ValidationError if a value is not what the contract says. Nothing is converted: "1" is not 1,
    True is not 1; dates, times, UUIDs, decimals and bytes are their instance or their RFC string.
    """

    model_config = ConfigDict(
        defer_build=True,
        extra="allow",
        serialize_by_alias=True,
        protected_namespaces=(),
    )

    if TYPE_CHECKING:
        # Models with typed additional properties say `__pydantic_extra__: dict[str, T] = Field(init=False)`.
        __pydantic_extra__: Any = Field(init=False)

    if not TYPE_CHECKING:  # the signature that type checkers see is the one made from the fields

        def __init__(self, /, **data: Any) -> None:
            __tracebackhide__ = True
            self.__pydantic_validator__.validate_python(data, self_instance=self, by_alias=True, by_name=True)

        __init__.__pydantic_base_init__ = True  # tells pydantic that reading need not come through here

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        from ._exact import exact_model

        schema = handler(source)
        reference = schema.get("ref") or schema.get("schema_ref")
        if isinstance(reference, str):
            _classes[reference] = cls
        return exact_model(schema, cls)  # type: ignore[no-any-return]

    def __repr_args__(self) -> Iterable[tuple[str | None, Any]]:
        """What was set, declared or not: defaults are left out."""
        shown = self.model_fields_set
        return [(name, value) for name, value in super().__repr_args__() if name in shown]


def schema_by_reference(reference: str) -> Any:
    """The built core schema of the model that pydantic calls `reference`."""
    return built(_classes[reference]).__pydantic_core_schema__


def built(cls: type[BaseModel]) -> type[BaseModel]:
    """The class, its validator and serializer built.

    Raises PydanticUndefinedAnnotation if an annotation names something that does not exist.
    """
    if not cls.__pydantic_complete__:
        cls.model_rebuild(_parent_namespace_depth=0)
    return cls
