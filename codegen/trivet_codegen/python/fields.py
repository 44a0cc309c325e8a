"""Python names of the fields of a model."""

from __future__ import annotations

from collections.abc import Iterator

from trivet_codegen.ir.shapes import About, Anything, Nothing, Property, Record, says_nothing
from trivet_codegen.python.names import Names
from trivet_codegen.python.words import snake

MEMBERS_OF_MODELS = frozenset(
    {
        "construct",
        "copy",
        "dict",
        "from_orm",
        "json",
        "model_computed_fields",
        "model_config",
        "model_construct",
        "model_copy",
        "model_dump",
        "model_dump_json",
        "model_extra",
        "model_fields",
        "model_fields_set",
        "model_json_schema",
        "model_parametrized_name",
        "model_post_init",
        "model_rebuild",
        "model_validate",
        "model_validate_json",
        "model_validate_strings",
        "parse_file",
        "parse_obj",
        "parse_raw",
        "schema",
        "schema_json",
        "update_forward_refs",
        "validate",
    }
)
"""What pydantic's BaseModel has; written out, since importing pydantic costs more than generating a small API."""

_USED_IN_ANNOTATIONS = frozenset({"str", "int", "float", "bool", "bytes", "list", "dict", "tuple"})
_RESERVED = MEMBERS_OF_MODELS | _USED_IN_ANNOTATIONS | {"self", "cls"}


def field_names(record: Record) -> Iterator[tuple[Property, str]]:
    """Every property with its Python name, in the contract's order.

    A property that is required without being described is a field of any type (or of the type of additional
    properties). A name that a model already has (`copy`, `model_dump`) or needs (`list`) gets an underscore behind it.
    """
    names = Names(reserved=_RESERVED)
    for member in members(record):
        wanted = snake(member.name)
        yield member, names.take(wanted, f"{wanted.rstrip('_')}_")


def members(record: Record) -> tuple[Property, ...]:
    """Every property, and those that are required without being described."""
    return (*record.properties, *_undescribed(record)) if record.also_required else record.properties


def _undescribed(record: Record) -> Iterator[Property]:
    known = {member.name for member in record.properties}
    for name in record.also_required:
        if name not in known and not isinstance(record.additional, Nothing):
            about = About(place=record.about.place.child("required"))
            shape = Anything(about=about) if says_nothing(record.additional) else record.additional
            yield Property(name=name, shape=shape, required=True, about=about)
