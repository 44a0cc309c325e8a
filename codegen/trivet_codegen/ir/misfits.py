"""Defaults and examples that are no values of their own schemas."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from trivet_codegen.ir.api import Api
from trivet_codegen.ir.compare import has_type, identity
from trivet_codegen.ir.graph import operation_shapes, parts
from trivet_codegen.ir.reading import shown
from trivet_codegen.ir.shapes import (
    Anything,
    Constant,
    Enumeration,
    Intersection,
    Json,
    ListOf,
    MapOf,
    NoDefault,
    Nothing,
    Nullable,
    Record,
    Reference,
    Scalar,
    Shape,
    TupleOf,
    Union,
)
from trivet_codegen.problem import Place, Problem

_DEEPEST = 20
_MOST_EXAMPLES = 50


def misfits(api: Api) -> Iterator[Problem]:
    """A warning for each default and example of a type that its schema does not allow; limits are not looked at.

    Of examples the first fifty are told, then the next one with how many more there are: nothing is made of them.
    """
    examples = []
    for problem in dict.fromkeys(_all(api)):
        if problem.rule == "example-not-typed":
            examples.append(problem)
        else:
            yield problem
    yield from examples[:_MOST_EXAMPLES]
    if len(examples) > _MOST_EXAMPLES:
        next_, left = examples[_MOST_EXAMPLES], len(examples) - _MOST_EXAMPLES - 1
        yield replace(next_, message=f"{next_.message}, and {left} more") if left else next_


def _all(api: Api) -> Iterator[Problem]:
    operations = (*api.operations, *api.webhooks)
    for shape in (*api.shapes.values(), *(each for own in operations for each in operation_shapes(own))):
        yield from _inside(shape, api.shapes)
    for operation in operations:
        for parameter in operation.parameters:
            unlike = [own for own in parameter.examples if not _fits(parameter.shape, _sent(own), api.shapes)]
            yield from _examples(parameter.shape, tuple(unlike), parameter.place, api.shapes)


def _inside(shape: Shape, named: Mapping[str, Shape]) -> Iterator[Problem]:
    """Those of a shape and of all that stand in it; of shapes that one schema gives, the outermost is the schema's."""
    waiting: list[tuple[Shape, Place | None]] = [(shape, None)]
    while waiting:
        own, around = waiting.pop()
        about = own.about
        says = about.examples or isinstance(own, Record) or not isinstance(about.default, NoDefault)
        if says and about.place != around:
            yield from _of_shape(own, named)
        waiting += [(part, about.place) for part in parts(own)]


def _sent(value: Json) -> Json:
    """A number as the text that a parameter is."""
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else value


def _of_shape(shape: Shape, named: Mapping[str, Shape]) -> Iterator[Problem]:
    about = shape.about
    if not isinstance(about.default, NoDefault) and not _fits(shape, about.default, named):
        message = f"the default {shown(about.default)} is no value of its own schema; it is left out"
        help = "correct the default or the schema"
        yield Problem(about.place, "default-not-typed", message, help, "warning")
    yield from _examples(shape, about.examples, about.place, named)
    if not isinstance(shape, Record) or not isinstance(shape.additional, Anything):
        return
    if shape.also_required and shape.properties:
        message = f"'{shape.also_required[0]}' is required, but is no property; any value is taken for it"
        yield Problem(about.place, "required-unknown", message, "describe it, or look for a misspelling", "warning")


def _examples(shape: Shape, examples: tuple[Json, ...], place: Place, named: Mapping[str, Shape]) -> Iterator[Problem]:
    wrong = [example for example in examples if not _fits(shape, example, named)]
    if wrong:
        message = f"the example {shown(wrong[0])} is no value of its own schema"
        yield Problem(place, "example-not-typed", message, "correct the example or the schema", "warning")


def _fits(shape: Shape, value: Json, named: Mapping[str, Shape], depth: int = 0) -> bool:
    """Whether the value may be one of the shape's, as far as types and listed values tell."""
    if depth > _DEEPEST:
        return True

    def inside(inner: Shape, given: Json) -> bool:
        return _fits(inner, given, named, depth + 1)

    match shape:
        case Nullable(shape=inner):
            return value is None or inside(inner, value)
        case Reference(target=key):
            return inside(named[key], value)
        case Scalar(type=type):
            return has_type(value, type)
        case Enumeration(values=values):
            return identity(value) in {identity(known) for known in values}
        case Constant(value=known):
            return identity(value) == identity(known)
        case ListOf(item=item):
            return isinstance(value, list) and all(inside(item, own) for own in value)
        case TupleOf(items=items, rest=rest):
            listed = [*items, *[rest] * (len(value) - len(items) if isinstance(value, list) else 0)]
            return isinstance(value, list) and all(map(inside, listed, value))
        case MapOf(value=each):
            return isinstance(value, dict) and all(inside(each, own) for own in value.values())
        case Record(properties=properties):
            shapes = {own.name: own.shape for own in properties}
            return isinstance(value, dict) and all(inside(shapes[k], v) for k, v in value.items() if k in shapes)
        case Union(members=members):
            return any(inside(member, value) for member in members)
        case Intersection(members=members):
            return all(inside(member, value) for member in members)
        case Anything():
            return True
        case Nothing():
            return False
