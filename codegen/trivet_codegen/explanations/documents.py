"""Rules about the documents of a contract: reading them and following references between them."""

from __future__ import annotations

DOCUMENTS: dict[str, str] = {
    "duplicate-key": """\
A name is given twice in one object. YAML forbids it, and JSON parsers disagree about which one counts; remove one of \
them.""",
    "encoding": """\
The document is not UTF-8. JSON and YAML documents of OpenAPI are; save it as UTF-8.""",
    "json-syntax": """\
The document is not valid JSON. Reading stopped at the place that the finding gives; the fault is there or just \
before.""",
    "not-json": """\
The document has something that JSON cannot say. OpenAPI allows only that part of YAML which is JSON: keys are texts, \
values have no tags of their own, dates are texts (OpenAPI 3.1 section 4.3).""",
    "yaml-aliases": """\
An alias cannot be followed. Its anchor does not come before it, or aliases of aliases would make the document grow \
without bound; use $ref instead.""",
    "yaml-documents": """\
The file holds more than one YAML document. Put each contract into a file of its own.""",
    "yaml-syntax": """\
The document is not valid YAML. Reading stopped at the place that the finding gives; look there and at the indentation \
just before.""",
}
