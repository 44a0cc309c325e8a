"""Rules about a contract: its documents, its structure, and what Python code can say of it."""

from __future__ import annotations

from trivet_codegen.explanations.documents import DOCUMENTS

_MEANING: dict[str, str] = {
    "allof-closed": """\
The schemas of an allOf cannot all be met as they stand. One of them allows no properties but its own \
(additionalProperties: false, or a schema that refuses them), so what the others add is forbidden by it; JSON Schema \
looks at each schema of an allOf alone.

Take additionalProperties out of the inner schema, or write unevaluatedProperties: false beside the allOf \
(OpenAPI 3.1).""",
    "allof-contradiction": """\
The schemas of an allOf contradict one another. No value meets all of them, for example one says string and another \
integer, or a lower limit is above an upper one.

Look which of the named schemas is meant, and correct the other.""",
    "allof-cycle": """\
An allOf leads back to itself through its references. Such a schema says nothing that could be checked, and no class \
can be made of it.

Remove one of the references in the circle that the message shows; a schema that holds itself does so in a property.""",
    "binary-in-json": """\
A schema with format: binary stands inside of JSON. It is a file, in multipart bodies and as a whole body; JSON has no \
such value, and models refuse any. Bytes in JSON are base64: write contentEncoding: base64 (OpenAPI 3.1) or format: \
byte.""",
    "binary-in-parameter": """\
A parameter or header has format: binary. That is a file, and only bodies have files: it is taken as a text. Leave the \
format out, or write format: byte for bytes in base64.""",
    "collection-format": """\
A list is written in a way for which there is no style. A collectionFormat of Swagger 2.0 may say so: OpenAPI 3 has \
none for lists inside of lists, for tabs between items, and for anything but commas in paths and headers. The value is \
typed as the text that is sent, so that the caller joins the items. A format that does not exist is taken as csv.""",
    "constraint-type": """\
A constraint has a value of the wrong type. `maxLength` and the like take whole numbers from 0, `minimum` and the \
like take numbers, `pattern` a text; the constraint is left out of the code.""",
    "discriminator": """\
A discriminator does not name its property. Without propertyName it tells nothing; the alternatives are told apart by \
trying them.""",
    "discriminator-decides": """\
A discriminator tells alternatives apart that the schemas do not. A value is read as the alternative that it names; \
JSON Schema, to which a discriminator is only a hint, would try the others too. Give the property a const (or an enum \
of its own) in each alternative, and both come to the same.""",
    "discriminator-default": """\
A discriminator says which schema is meant where its property has no known value, or is missing. The alternatives are \
then told apart by trying them, in the contract's order; a value that fits two is taken for the first.""",
    "discriminator-mapping": """\
A discriminator maps a value to a schema that is none of the alternatives. The value is left out. Name one of the \
schemas that oneOf or anyOf lists, as a $ref or by its name.""",
    "discriminator-property": """\
An alternative has no property of the name that the discriminator gives. Then its value cannot be told by it. Add the \
property to the alternative's schema, as a required one.""",
    "discriminator-tags": """\
The values of the discriminator do not tell each alternative from the others. Two share a value, or one has none; the \
alternatives are told apart by trying them, in the contract's order.""",
    "duration-calendar": """\
Values of format: duration become a timedelta, which holds weeks, days, hours, minutes and seconds. Durations of years \
or months have no fixed length and are refused. Leave the format out to have them, as texts.""",
    "dynamic-ref": """\
A dynamic reference is not followed, or its anchor stands twice. $dynamicRef is followed since OpenAPI 3.1 \
(before, it does not exist), $recursiveRef never. Where two schemas have the same $dynamicAnchor under one URI, the \
first is taken: an $id in each of the schemas that hold them tells them apart.""",
    "encoding-ignored": """\
How parts are written by their position, or inside of parts, is not read. prefixEncoding, itemEncoding and nested \
encodings are new in OpenAPI 3.2; encodings by the name of a property are followed.""",
    "enum-duplicate": """\
An enum lists a value twice. It counts once; remove the other.""",
    "enum-limit": """\
A listed value breaks a limit beside it: it is longer than maxLength, for example. Such a value can never occur and is \
left out; where that would leave none, the limit is left out, for the list is what is meant.""",
    "enum-null": """\
Null stands in the enum and not in the type, or the other way round. JSON Schema demands both, so null is valid only \
if both allow it: say so in the type.""",
    "enum-type": """\
An enum does not fit its type. It is empty or no list, or has a value that the type of the schema forbids; such a \
value can never occur and is left out.""",
    "file-media-type": """\
An answer is a file, but the operation produces JSON only. In Swagger 2.0 `type: file` says so. It is handed on as \
bytes, of whatever media type it comes; add `produces` to the operation.""",
    "form-not-object": """\
A form is described by a schema that is no object. Forms are made of names with values, so any parts are taken and \
none has a type; describe an object with a property for each part, a file as a string of format binary. That goes for \
every multipart body: parts without names, in their order, are sent as bytes that the caller has put together.""",
    "form-media-type": """\
Form fields cannot be sent in the media type that the operation consumes. The message says which one \
is taken; files need multipart/form-data. Add `consumes` to the operation.""",
    "header-ignored": """\
A response header named Content-Type has no meaning. The media type under content says it already \
(OpenAPI 3.1 section 4.8.14).""",
    "media-type": """\
The key of a content is no media type. One is made of type and subtype, as application/json; a range such as text/* is \
one too, and several in one text are none. Its bytes are passed through as they are.""",
    "method-case": """\
A method is written in the wrong case. OpenAPI's own names of methods are in lower case (`get`), additional operations \
in upper case, as they are sent; it is read as if it were so.""",
    "nullable-ignored": """\
The keyword nullable has no effect where it stands. In OpenAPI 3.0 it needs a type beside it, in 3.1 it does not exist \
any more: write type: [string, "null"]. Swagger 2.0 has x-nullable.""",
    "nullable-untyped": """\
The keyword nullable stands without a type. To the letter of OpenAPI 3.0.3 it has no effect there (beside $ref, allOf, \
oneOf and anyOf among others); most authors mean that null is allowed, and so it is. The first place in the document \
is told, with the number of the others.""",
    "oneof-duplicate": """\
Two alternatives of a oneOf are the same. Exactly one may fit, so that, to the letter, what fits both fits none of \
them; they are taken for one, as most authors mean it. Leave one out, or write anyOf. Alternatives count as the same \
that differ only in a format that is not checked.""",
    "operation-id-duplicate": """\
Two operations have the same operationId. It names the operation in the client and on the server, and OpenAPI demands \
that it is unique: give one of them another.""",
    "parameter-content": """\
A parameter or header gives several media types. Exactly one is possible there (OpenAPI 3.1 section 4.8.12.4); the \
first is taken.""",
    "parameter-duplicate": """\
A parameter is given twice. Name and place (`in`) tell parameters apart; the first one counts.""",
    "parameter-ignored": """\
A header parameter is ignored because of its name. Accept, Content-Type and Authorization are said by the media types \
and the security schemes (OpenAPI 3.1 section 4.8.12.1); in Swagger 2.0 Accept and Content-Type are, by `produces` and \
`consumes`.""",
    "parameter-location": """\
A parameter has no name or no valid place. `in` is one of path, query, header and cookie (Swagger \
2.0: path, query, header, formData and body; OpenAPI 3.2 has querystring too); the parameter is left out.""",
    "parameter-schema": """\
A parameter says nothing about its values. It has neither schema nor content, so any value is allowed; give it a \
schema.""",
    "pattern-slashes": """\
A pattern stands between slashes, as in the source code of other languages. In a contract it stands alone, and with \
the slashes no text can match it: it is taken without them, or left out where flags behind them would change what it \
means.""",
    "path-duplicate": """\
Two paths differ in the names of their variables only. OpenAPI takes them for the same path, and no server can tell \
them apart: of two with the same method the server stub has the first. Put their operations under one.""",
    "path-parameter-missing": """\
A variable of the path is not declared. Declare it among the parameters, in: path, required: true; until then it is \
taken to be a text.""",
    "path-parameter-unknown": """\
A path parameter does not occur in the path. Its value could not be sent anywhere, so it is left out; look for a \
spelling that differs.""",
    "path-query": """\
The key of a path holds a query or a fragment. OpenAPI allows neither. Clients send such a query with what stands in \
it, and no fragment. A server stub tells operations of one path apart by such a query, by required parameters and by \
the media type of a required body; where these are the same, it has the first operation alone.""",
    "path-slash": """\
A path does not begin with a slash. OpenAPI demands one; it is taken as if it were there.""",
    "querystring-alone": """\
A parameter is the whole query string, and there are others in the query. `in: querystring` allows neither query \
parameters nor another one of its kind beside it (OpenAPI 3.2 section 4.12.1); put them into its schema.""",
    "read-write-only": """\
A property is both readOnly and writeOnly. Then it may be in no request and in no response; one of the two is meant.""",
    "required-unknown": """\
A name is required that is no property of the schema. Any value is taken for it; where the schema allows no other \
properties, no value is valid at all. Describe it, or strike it from `required`; most often it is misspelt.""",
    "schema-dialect": """\
Schemas are written in a dialect of JSON Schema that is not read. They are taken by the rules of draft 2020-12, which \
are OpenAPI's since 3.1; where an older draft differs (items as a list, siblings of a $ref), rewrite them.""",
    "security-scheme": """\
A security scheme cannot be used as it stands. Its type is unknown or something that the type needs is missing; it is \
left out.""",
    "security-unknown": """\
A security requirement names a scheme that is not there. Requirements name the keys of components/securitySchemes; \
the alternative is left out.""",
    "server-query": """\
The URL of a server has a query or a fragment. Paths are added to the URL's end, so neither can be there; the URL is \
taken without it.""",
    "server-scheme": """\
A host is named, but no scheme that reaches it. In Swagger 2.0 that is said by `schemes`; https is taken until then.""",
    "server-variable": """\
A variable of a server's URL has no value. It is not declared in `variables`, or has no default; whoever makes the \
client gives one in `variables=`, or another base_url.""",
    "status-empty": """\
An answer is described that HTTP has no content for: 204, 205 and 304 end with their headers (RFC 9110 section \
15.3.5). What stands in `content` is left out of the code. Leave it out, or answer 200.""",
    "status-unknown": """\
The key of a response is no status. It is a number from 100 to 599, a range such as 4XX, or default; the response is \
left out.""",
    "structure": """\
The contract has something else than OpenAPI expects at this place. The message says what is expected; a warning also \
says what was made of it.""",
    "style-unknown": """\
A style does not exist for this kind of parameter. The message lists the ones that do (OpenAPI 3.1 section 4.8.12.3); \
the default is taken.""",
    "style-not-object": """\
A parameter that is no object has the style deepObject. OpenAPI says how objects are written in it and nothing else; \
items of a list are sent as name[]=item, which many servers read, and other values as in style form. It is told once, \
with how many such parameters there are.""",
    "tag-parent": """\
The parent of a tag is no tag of the contract, or leads back to the tag itself. The tag is taken to have none; correct \
the name, or list the parent among the tags.""",
    "too-complex": """\
Schemas are entangled so that work on them grows without measure. Alternatives of alternatives are written out where \
they are used, and every allOf looks at all that its members name; where each name is used twice by the next one, \
twenty of them are a million. State what is meant once, as one object with a name.""",
    "too-deep": """\
Schemas or values are nested too deeply to be read. Give inner schemas a name under components/schemas and refer to \
them.""",
    "type-implied": """\
A schema gives no type. To the letter it accepts values of every type of which its keywords do not speak; most authors \
mean the type of which they do: object for properties, array for items, string for maxLength, number for minimum. The \
first place in the document is told, with the number of the others. To have it to the letter, write \
`to-the-letter = ["types"]` in the manifest, or `--to-the-letter types` with --from; the Python types then say so too: \
`str | float | bool | list[Any] | PetObject | None`.""",
    "type-unknown": """\
A type does not exist in JSON Schema. There are string, number, integer, boolean, array, object and null; the message \
says what was taken instead.""",
}

_PYTHON: dict[str, str] = {
    "default-not-typed": """\
A default is no value of its own schema. It stands in the documentation, and the attribute has none; correct \
the default or the schema.""",
    "example-not-typed": """\
An example is no value of its own schema. The code holds no examples; but either the example misleads its readers, or \
the schema is not what is meant.""",
    "intersection-widened": """\
An allOf that cannot be merged exactly is typed as its first schema. Values are checked by all of them, but what only \
the others name has no type. State the combined schema once to have it typed.""",
    "keyword-misplaced": """\
A keyword stands beside a type that it says nothing about: `items` where the type is object, `properties` where it is \
array or string. JSON Schema passes over such a keyword, and so does the code; most often the type is the mistake.""",
    "header-unsafe": """\
A text of the contract cannot stand in an HTTP message where it would be written. It is the name of a header, cookie \
or method that is no token, or a media type, path or server with a control character: whoever wrote it could end the \
line and begin a header, or a request, of their own.""",
    "keyword-not-enforced": """\
A keyword of JSON Schema is not checked by the models. That is so for contentSchema, for dependencies, which later \
drafts dropped, for schemas that lead back to themselves from within a keyword such as not, and for objects that hold \
files; a value that breaks it passes. It stays in the published contract.""",
    "media-type-raw": """\
A body of this media type is passed through as bytes. Only JSON, forms and multipart bodies become models.""",
    "pattern-not-enforced": """\
A pattern is not checked, because no engine takes it. It is no regular expression as ECMA-262 has it, or too large \
with its repetitions written out. Or it needs look-around, which only an engine has that tries one way after another, \
and some text could keep that one busy for ever: repeats within repeats and two endless repeats in a row do that.""",
    "response-untyped": """\
A response has a media type without a schema. What comes is handed on without a type; give it a schema.""",
    "security-not-sent": """\
The client cannot send the credentials of a security scheme by itself. Give them in `headers`, or through a transport \
of your own.""",
    "stream-untyped": """\
A body is a sequence of items of a media type whose items are not told apart, so it is passed through as bytes. \
Event streams, JSON Lines and JSON text sequences have typed items. The models of others are generated all the same: \
read each item with `adapter(models.Item)` from trivet.runtime.""",
}

CONTRACT: dict[str, str] = {**DOCUMENTS, **_MEANING, **_PYTHON}
