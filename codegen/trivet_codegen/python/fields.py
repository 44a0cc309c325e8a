"""Python names of the fields of a model."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from trivet_codegen.ir.shapes import About, Anything, Nothing, Property, Record
from trivet_codegen.python.names import Names
from trivet_codegen.python.words import snake

_USED_IN_ANNOTATIONS = ("str", "int", "float", "bool", "bytes", "list", "dict", "tuple")


def field_names(record: Record) -> Iterator[tuple[Property, str]]:
    """Every property with its Python name, in the contract's order.

    A property that is required without being described is a field of any type (or of the type of additional
    properties). A name that a model already has (`copy`, `model_dump`) or needs (`list`) gets an underscore behind it.
    """
    names = Names(reserved=_reserved())
    for member in (*record.properties, *_undescribed(record)):
        wanted = snake(member.name)
        yield member, names.take(wanted, f"{wanted.rstrip('_')}_")


def _undescribed(record: Record) -> Iterator[Property]:
    known = {member.name for member in record.properties}
    for name in record.also_required:
        if name not in known and not isinstance(record.additional, Nothing):
            about = About(place=record.about.place.child("required"))
            shape = record.additional if not isinstance(record.additional, Anything) else Anything(about=about)
            yield Property(name=name, shape=shape, required=True, about=about)


@lru_cache(maxsize=1)
def _reserved() -> frozenset[str]:
    from pydantic import BaseModel

    attributes = {name for name in dir(BaseModel) if not name.startswith("_")}
    return frozenset(attributes) | frozenset(_USED_IN_ANNOTATIONS) | {"self", "cls"}
