"""Resources have classes of their own, whatever the client and its module are called."""

from __future__ import annotations

import pytest

from trivet_codegen.ir.api import Api, Operation
from trivet_codegen.problem import Place
from trivet_codegen.python.operations_plan import resources

PLACE = Place("api.yaml")


def class_names(*tags: str, client: str) -> list[str]:
    operations = tuple(
        Operation(place=PLACE.child("paths", f"/{tag}", "get"), method="GET", path=f"/{tag}", id=None, tags=(tag,))
        for tag in tags
    )
    api = Api(title="", version="", place=PLACE, operations=operations)
    return [resource.class_name for resource in resources(api, client)]


def test_a_resource_is_called_by_its_tag() -> None:
    assert class_names("notes", "tags", client="Hub") == ["Notes", "Tags"]


@pytest.mark.parametrize(("tag", "client"), [("notes", "Notes"), ("client", "Hub"), ("settings", "Hub")])
def test_a_resource_leaves_the_clients_names_alone(tag: str, client: str) -> None:
    assert class_names(tag, client=client) == [f"{tag.capitalize()}Resource"]
