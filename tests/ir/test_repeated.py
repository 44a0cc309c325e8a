"""What several media types of a body or response say alike is one shape, and so one model."""

from __future__ import annotations

from typing import Any

from tests.ir.expected import built, contract
from trivet_codegen.ir.repeated import with_shared_contents
from trivet_codegen.python.declared import declare

PET = {"type": "object", "properties": {"name": {"type": "string"}}}
OTHER = {"type": "object", "properties": {"name": {"type": "integer"}}}


def names(json: Any, xml: Any) -> list[str]:
    """The classes of an operation that takes and answers with both."""
    content = {"content": {"application/json": {"schema": json}, "application/xml": {"schema": xml}}}
    operation = {"operationId": "put", "requestBody": content, "responses": {"200": {"description": "", **content}}}
    api, problems = built(contract(paths={"/": {"put": operation}}))
    assert problems == []
    return [declared.name for declared in declare(with_shared_contents(api))]


def test_a_schema_written_out_for_each_media_type_is_one_class() -> None:
    assert names(PET, {**PET, "description": "The same in XML."}) == ["PutBody", "PutResponse"]


def test_schemas_that_differ_stay_two_classes() -> None:
    assert names(PET, OTHER) == ["PutBody", "PutXmlBody", "PutResponse", "PutXmlResponse"]
