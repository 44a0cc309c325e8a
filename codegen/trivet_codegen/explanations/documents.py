"""Rules about the documents of a contract: reading them and following references between them."""

from __future__ import annotations

DOCUMENTS: dict[str, str] = {
    "dialect-unsupported": """\
The document is written in a version that is not read. Swagger 2.0 and OpenAPI 3.0, 3.1 and 3.2 are; state the version \
in full and in quotes.""",
    "duplicate-key": """\
A name is given twice in one object. YAML forbids it, and JSON parsers disagree about which one counts; remove one of \
them.""",
    "encoding": """\
The document is not UTF-8. JSON and YAML documents of OpenAPI are; save it as UTF-8.""",
    "file-missing": """\
A document that was named, on the command line or in a manifest, does not exist. The finding gives the file of the \
nearest name, if there is one.""",
    "file-unreadable": """\
A document is there but cannot be read. It is a folder, a device or a pipe, or you have no permission.""",
    "json-syntax": """\
The document is not valid JSON. Reading stopped at the place that the finding gives; the fault is there or just \
before.""",
    "not-json": """\
The document has something that JSON cannot say. OpenAPI allows only that part of YAML which is JSON: keys are texts, \
values have no tags of their own, dates are texts (OpenAPI 3.1 section 4.3). Infinity and what is no number (.inf, \
.nan) are taken as text, and so left out where a number must stand.""",
    "not-openapi": """\
The document is no OpenAPI document. One begins with its version, as in `openapi: 3.1.0`; the finding says what it \
looks like instead.""",
    "ref-base": """\
A $ref is about the document, though it stands in a schema with an $id. References in such a schema begin from its \
$id (JSON Schema 2020-12 section 8.2.1): other tools will not find what is meant. Refer to it by its own $id, or leave \
the $id out.""",
    "ref-circular": """\
A $ref leads back to itself. Following it never comes to an end; point one of the references of the circle at what is \
meant.""",
    "ref-escapes": """\
A $ref leads out of the contract's folder. A contract reads no files but those below its own folder, also by way of \
symbolic links, so that one from elsewhere cannot read what it should not. Move the file there.""",
    "ref-malformed": """\
A $ref is no reference. It is a relative file name, a JSON pointer that begins with '#/', or both.""",
    "ref-missing": """\
A $ref points at something that does not exist. The finding gives the nearest name that does, or what there is.""",
    "ref-remote": """\
A $ref points at a document on the network. Nothing is fetched, so that the same input gives the same output; download \
the document into the contract's folder and refer to it there. Where `--allow-remote-refs` or `allow-remote = true` \
allows it, https and http are; never other schemes, URLs with credentials, or http from what came by https.""",
    "ref-unescaped": """\
A $ref has a slash in a name, as it stands. A slash parts one name from the next; in a name it is written ~1, and ~ is \
written ~0 (RFC 6901). The reference is followed to what it can only mean.""",
    "ref-unfetched": """\
A document on the network could not be fetched. There is no answer, or not in time, or it is none. Download the \
document into the contract's folder and refer to it there.""",
    "too-large": """\
A document, or something in it, is larger than any contract needs. A document may have 64 MiB, an object or list \
100,000 members, a text a million characters and a name ten thousand. References may divide a contract into files.""",
    "yaml-aliases": """\
An alias cannot be followed. Its anchor does not come before it, or aliases of aliases would make the document grow \
without bound; use $ref instead.""",
    "yaml-documents": """\
The file holds more than one YAML document. Put each contract into a file of its own.""",
    "yaml-syntax": """\
The document is not valid YAML. Reading stopped at the place that the finding gives; look there and at the indentation \
just before.""",
}
