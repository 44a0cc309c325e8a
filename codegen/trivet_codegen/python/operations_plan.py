"""Operations with their Python names, grouped into resources."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from trivet_codegen.ir.api import Api, Operation, Parameter
from trivet_codegen.python.names import NOT_FILES, Names
from trivet_codegen.python.operation_names import method_name, operation_full_name, resource_name
from trivet_codegen.python.words import pascal, snake, upper

_ARGUMENTS = ("self", "body", "content_type", "options", "operations")
_CLASSES_OF_A_CLIENT = ("Client", "Settings")
_MEMBERS_OF_A_CLIENT = ("close", "aclose", "send", "exchange", "stream", "base_url")


@dataclass(frozen=True, slots=True)
class PlannedOperation:
    """`method` is its name on a resource, `full_name` its name among all: in services, and upper-case as constant."""

    operation: Operation
    method: str
    full_name: str
    parameters: tuple[tuple[str, Parameter], ...]

    @property
    def constant(self) -> str:
        return upper(self.full_name)

    @property
    def path_parameters(self) -> tuple[tuple[str, Parameter], ...]:
        return tuple(pair for pair in self.parameters if pair[1].location == "path")

    @property
    def other_parameters(self) -> tuple[tuple[str, Parameter], ...]:
        """All but the path's, required ones first."""
        others = [pair for pair in self.parameters if pair[1].location != "path"]
        return tuple(sorted(others, key=lambda pair: not pair[1].required))


@dataclass(frozen=True, slots=True)
class Resource:
    """Operations of one tag. `attribute` is the client's property, `module` the stem of its modules."""

    attribute: str
    module: str
    class_name: str
    description: str | None
    operations: tuple[PlannedOperation, ...]

    @property
    def router(self) -> str:
        """The function that gives the server's routes; `api_router` is the one of all resources."""
        return "api_resource_router" if self.module == "api" else f"{self.module}_router"

    @property
    def title(self) -> str:
        return self.module.rstrip("_").replace("_", " ")


def resources(api: Api, client: str) -> list[Resource]:
    """Every operation in its resource; resources in the order in which their first operation stands.

    `client` is the name of the client's class, which no resource may have.
    """
    groups: dict[str, list[Operation]] = {}
    for operation in api.operations:
        groups.setdefault(resource_name(operation), []).append(operation)
    described: Mapping[str, str | None] = {snake(tag.name): tag.description for tag in api.tags}
    attributes = Names(reserved=_MEMBERS_OF_A_CLIENT)
    modules = Names(reserved=NOT_FILES, fold_case=True)
    classes = Names(reserved=(client, *_CLASSES_OF_A_CLIENT))
    found = []
    for name, operations in groups.items():
        found.append(
            Resource(
                attribute=attributes.take(name, f"{name}_"),
                module=modules.take(name, f"{name}_"),
                class_name=classes.take(pascal(name), f"{pascal(name)}Resource"),
                description=described.get(name),
                operations=_planned(operations, name),
            )
        )
    return found


def _planned(operations: list[Operation], resource: str) -> tuple[PlannedOperation, ...]:
    full_names = Names(reserved=("self",), fold_case=True)
    methods = Names(reserved=("self",))
    found = []
    for operation in operations:
        full = full_names.take(_scoped(operation_full_name(operation), operation, resource))
        method = methods.take(method_name(operation, resource), full)
        found.append(PlannedOperation(operation, method, full, _parameters(operation)))
    return tuple(found)


def _scoped(full: str, operation: Operation, resource: str) -> str:
    """An operationId written as `tag/name` is called by its name, since the tag already says the rest."""
    if operation.id and "/" in operation.id and full.startswith(f"{resource}_"):
        return snake(full[len(resource) + 1 :])
    return full


def _parameters(operation: Operation) -> tuple[tuple[str, Parameter], ...]:
    """Python names of the parameters; where two are called the same, the later one tells where it stands."""
    names = Names(reserved=_ARGUMENTS)
    ordered = sorted(operation.parameters, key=lambda parameter: parameter.location != "path")
    found = []
    for parameter in ordered:
        name = snake(parameter.name)
        found.append(
            (names.take(name, f"{name}_" if name in _ARGUMENTS else f"{name}_{parameter.location}"), parameter)
        )
    return tuple(found)
