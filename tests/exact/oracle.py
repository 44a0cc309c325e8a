"""What a schema of an OpenAPI document accepts, by jsonschema-rs: the judge of the generated models.

The translation to JSON Schema 2020-12 is written for the tests alone and shares nothing with the generator.
`docs/exactness.md` lists the readings that it takes of what OpenAPI leaves open.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable, Iterator
from typing import Any, Literal, TypeAlias
from urllib.parse import quote, unquote

import jsonschema_rs

Schema = Any
Hidden: TypeAlias = Literal["writeOnly", "readOnly"]
"""What answers do not hold, and what requests do not."""
ONE = ("not", "if", "then", "else", "contains", "propertyNames", "items", "additionalProperties", "additionalItems")
LIST = ("allOf", "anyOf", "oneOf", "prefixItems")
MAP = ("properties", "patternProperties", "dependentSchemas", "$defs", "definitions")
MORE = ("unevaluatedItems", "unevaluatedProperties")
ASSERTED = {"date-time", "date", "time", "duration", "uuid", "byte", "decimal"}
_SILENT = {"example", "examples", "default", "discriminator", "xml", "externalDocs", "description", "title"}
_BOUNDS = {"int32": 31, "int64": 63}


def translated(schema: Schema, root: Any, version: str, hidden: Hidden = "writeOnly") -> Schema:
    """The schema in JSON Schema 2020-12, without properties that are `hidden`; `root` is the whole document."""
    if not isinstance(schema, dict):
        return schema
    if version == "3.0" and "$ref" in schema:
        schema = {key: schema[key] for key in ("$ref", "nullable") if key in schema}
    made = {key: _member(key, value, root, version, hidden) for key, value in schema.items() if key not in _SILENT}
    if schema.get("contentEncoding") == "base64":
        made["format"] = "byte"
    _without_hidden(made, schema, root, hidden)
    _formats(made)
    if version == "3.0":
        _bounds(made)
        if made.pop("nullable", None) is True and made:
            return {"anyOf": [{"type": "null"}, made]}
    return made


def _member(key: str, value: Any, root: Any, version: str, hidden: Hidden) -> Any:
    if key in ONE or (key in MORE and version != "3.0"):
        return translated(value, root, version, hidden)
    if key in LIST and isinstance(value, list):
        return [translated(each, root, version, hidden) for each in value]
    if key in MAP and isinstance(value, dict):
        return {name: translated(each, root, version, hidden) for name, each in value.items()}
    return value


def _without_hidden(made: Schema, schema: Schema, root: Any, hidden: Hidden) -> None:
    properties = schema.get("properties")
    if not isinstance(properties, dict):
        return
    names = {name for name, each in properties.items() if _is_hidden(each, root, hidden)}
    if names:
        made["properties"] = {name: each for name, each in made["properties"].items() if name not in names}
        if isinstance(made.get("required"), list):
            made["required"] = [name for name in made["required"] if name not in names]


def _is_hidden(schema: Schema, root: Any, hidden: Hidden, depth: int = 0) -> bool:
    if not isinstance(schema, dict) or depth > 20:
        return False
    if schema.get(hidden) is True:
        return True
    if isinstance(schema.get("$ref"), str):
        return _is_hidden(resolved(schema["$ref"], root), root, hidden, depth + 1)
    return any(_is_hidden(each, root, hidden, depth + 1) for each in schema.get("allOf", ()))


def _formats(made: Schema) -> None:
    form, kind = made.get("format"), made.get("type")
    kinds = kind if isinstance(kind, list) else [kind or "string"]
    if form in _BOUNDS and "integer" in kinds:
        made["allOf"] = [*made.get("allOf", ()), _range(form, kinds)]
    listed = "enum" in made or "const" in made
    if form is not None and (form not in ASSERTED or "string" not in kinds or listed):
        made["x-format"] = made.pop("format")


def _range(form: str, kinds: list[str]) -> Schema:
    return {"type": kinds, "minimum": -(2 ** _BOUNDS[form]), "maximum": 2 ** _BOUNDS[form] - 1}


def _bounds(made: Schema) -> None:
    for inclusive, exclusive in (("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum")):
        given = made.get(exclusive)
        if isinstance(given, bool):
            del made[exclusive]
            if given and inclusive in made:
                made[exclusive] = made.pop(inclusive)


def resolved(ref: str, root: Any) -> Any:
    """What a reference inside the document leads to; True where it leads nowhere."""
    for token in unquote(ref.partition("#")[2]).split("/")[1:]:
        token = token.replace("~1", "/").replace("~0", "~")
        if isinstance(root, list) and token.isdigit() and int(token) < len(root):
            root = root[int(token)]
        elif isinstance(root, dict) and token in root:
            root = root[token]
        else:
            return True
    return root


def references(schema: Any) -> Iterator[str]:
    """Every `$ref` below a schema."""
    waiting = [schema]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            if isinstance(value.get("$ref"), str):
                yield value["$ref"]
            waiting.extend(value.values())
        elif isinstance(value, list):
            waiting.extend(value)


_IMPLIED = {
    "object": {"properties", "required", "additionalProperties", "patternProperties", "minProperties", "maxProperties"},
    "array": {"items", "prefixItems", "minItems", "maxItems", "uniqueItems"},
    "string": {"minLength", "maxLength", "pattern", "format", "x-format", "contentEncoding", "contentMediaType"},
    "number": {"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"},
}
_TYPED = {"type", "$ref", "const", "enum"}
_INTEGERS = {"int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64"}
_NUMBERS = {"float", "double", "decimal", "double-int"}


def as_read(schema: Schema) -> Schema:
    """The schema with the types that it implies where it names none: how authors mean it, and models read it.

    What stands below `not`, `if` and their like is taken to the letter.
    """
    if not isinstance(schema, dict):
        return schema
    made: dict[str, Any] = {}
    for key, value in schema.items():
        if key in ("items", "additionalProperties"):
            made[key] = as_read(value)
        elif key in LIST and isinstance(value, list) and not _only_constraints(value):
            made[key] = [as_read(each) for each in value]
        elif key in ("properties", "patternProperties") and isinstance(value, dict):
            made[key] = {name: as_read(each) for name, each in value.items()}
        elif key == "$ref" and isinstance(value, str):
            made[key] = _in_defs(value)
        else:
            made[key] = _literal(value)
    form = schema.get("x-format")
    words = {*schema, "minimum"} - {"x-format"} if form in _INTEGERS | _NUMBERS else schema.keys()
    implied = next((kind for kind, own in _IMPLIED.items() if not own.isdisjoint(words)), None)
    if implied == "number" and form in _INTEGERS:
        implied = "integer"
    if implied is not None and _TYPED.isdisjoint(schema):
        made["type"] = implied
        if form in _BOUNDS and implied == "integer":
            made["allOf"] = [*made.get("allOf", ()), _range(form, ["integer"])]
    return made


def _in_defs(ref: str) -> str:
    """The reference where named schemas stand in `$defs`, so that the judge sees the `$id` of each."""
    return ref.replace("#/components/schemas/", "#/$defs/")


def _only_constraints(members: list[Any]) -> bool:
    return all(isinstance(each, dict) and each.keys() <= {"required", "not", "type"} for each in members)


def _literal(value: Any) -> Any:
    if isinstance(value, dict):
        return {
            key: each.replace("#/components/schemas/", "#/literal/")
            if key == "$ref" and isinstance(each, str)
            else _literal(each)
            for key, each in value.items()
        }
    return [_literal(each) for each in value] if isinstance(value, list) else value


class Oracle:
    """The schemas of one document's components, in 2020-12: as answers have them, or requests."""

    def __init__(self, document: dict[str, Any], hidden: Hidden = "writeOnly") -> None:
        self.version = "3.0" if str(document["openapi"]).startswith("3.0") else "3.1"
        schemas = document["components"]["schemas"]
        self.root: dict[str, Any] = {
            "components": {
                "schemas": {name: translated(each, document, self.version, hidden) for name, each in schemas.items()}
            }
        }

    def judge(self, name: str) -> Judge:
        """Who says to the letter whether a value fits a named schema. Raises ValueError if it is no schema."""
        return self.judge_of({"$ref": reference(name)})

    def judge_as_read(self, name: str) -> Judge:
        """The same, with implied types."""
        return self.judge_of_as_read({"$ref": reference(name)})

    def judge_of(self, schema: dict[str, Any]) -> Judge:
        """The same of a schema without a name, in JSON Schema 2020-12."""
        return Judge({"components": {"schemas": self._needed(schema)}, **schema})

    def judge_of_as_read(self, schema: dict[str, Any]) -> Judge:
        """The same, with implied types."""
        needed = self._needed(schema)
        read = {name: as_read(each) for name, each in needed.items()}
        asked = as_read(schema)
        literal: dict[str, Any] = {}
        waiting = _literally({"$defs": read, **asked})
        while waiting:
            name = waiting.pop()
            if name not in literal and name in needed:
                literal[name] = _literal(needed[name])
                waiting += _literally(literal[name])
        return Judge({"$defs": read, "literal": literal, **asked})

    def _needed(self, schema: dict[str, Any]) -> dict[str, Any]:
        schemas = self.root["components"]["schemas"]
        found: dict[str, Any] = {}
        waiting = [_name(ref) for ref in references(schema)]
        while waiting:
            name = waiting.pop()
            if name not in found and name in schemas:
                found[name] = schemas[name]
                waiting += [_name(ref) for ref in references(schemas[name])]
        return found


def reference(name: str) -> str:
    """The `$ref` of a named schema."""
    return "#/components/schemas/" + quote(name.replace("~", "~0").replace("/", "~1"), safe="~!$&'()*+,;=:@")


def _name(ref: str) -> str:
    parts = ref.split("/")
    return unquote(parts[3]).replace("~1", "/").replace("~0", "~") if len(parts) > 3 else ""


def _literally(schema: Schema) -> list[str]:
    """The named schemas that are referred to from where schemas are taken to the letter."""
    return [_name(f"#/components{ref[1:]}") for ref in references(schema) if ref.startswith("#/literal/")]


class Judge:
    """Says of values whether one schema accepts them."""

    def __init__(self, schema: Schema) -> None:
        try:
            self._validator = _validator(schema, jsonschema_rs.RegexOptions())
        except ValueError:  # a pattern looks around
            self._validator = _validator(schema, jsonschema_rs.FancyRegexOptions())

    def accepts(self, value: Any) -> bool:
        return bool(self._validator.is_valid(value))

    def broken(self, value: Any) -> list[str]:
        """The keywords that the value breaks, each once; `format` with its name."""
        found: dict[str, None] = {}
        for error in self._validator.iter_errors(value):
            name = error.kind.name
            found[f"format {error.kind.value}" if name == "format" else name] = None
        return sorted(found)


def _validator(schema: Schema, patterns: Any) -> Any:
    return jsonschema_rs.Draft202012Validator(
        schema, validate_formats=True, formats=_FORMATS, offline=True, pattern_options=patterns
    )


def _base64(text: str) -> bool:
    try:
        base64.b64decode(text.encode("ascii"), validate=True)
    except (binascii.Error, UnicodeEncodeError):
        return False
    return True


_FORMATS: dict[str, Callable[[str], bool]] = {
    "byte": _base64,
    "decimal": lambda text: re.fullmatch(r"-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?", text) is not None,
}
