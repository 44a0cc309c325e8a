"""Rules about the manifest, the command line, generated folders and runs against a server."""

from __future__ import annotations

PROJECT: dict[str, str] = {
    "api-unknown": """\
The manifest has no API of the name that the command gives. APIs are the tables below [tool.trivet.apis] in \
pyproject.toml; without a name a command takes all of them.""",
    "command-usage": """\
Arguments of the command do not go together. `--help` shows each with an example.""",
    "drift-changed": """\
A generated file is not what the contract gives. Somebody edited it, or the contract or trivet changed and the \
code was not generated again.

Run `trivet generate` and commit the result. What the code should do otherwise belongs into the contract, or into \
code of your own beside the generated folder.""",
    "drift-missing": """\
The contract gives a file that is not there. It was deleted, not committed, or the contract has grown since.

Run `trivet generate` and commit the result; look whether .gitignore hides generated files.""",
    "drift-stale": """\
A generated folder holds a file that the contract does not give. It is left from an earlier contract, or somebody \
put it there.

`trivet generate` removes what it wrote itself earlier. A file written by hand must move to another folder first.""",
    "engine-failed": """\
The engine gave up on the contract, or wrote nothing. The finding has its words.

The contract is a valid bundle: `trivet bundle` prints what the engine was given. What it cannot read is its own \
limit; without `engine` trivet writes the package itself.""",
    "engine-missing": """\
The manifest names an engine that is not installed in the environment of trivet. Engines are an extra: \
pip install 'trivet[engines]'.""",
    "engine-warning": """\
The engine says that it left something of the contract out; the finding has its words, and the operation if it named \
one. Without `engine` trivet writes the package itself.""",
    "fuzz-app": """\
The application that is to be tried could not be imported, made or started. `app` in the manifest names an ASGI \
application, or a function without required parameters that gives one, as `module:name`; folders in \
`[tool.trivet] roots` are on the import path.""",
    "fuzz-failed": """\
The run against the server ended without a result. What Schemathesis wrote is on standard error; most often the \
server does not answer at its URL.""",
    "fuzz-failure": """\
A response of the server, or what it made of a request, is not what the contract says. The finding names the check, \
what was received, and a curl command that shows it again; the same --seed tries the same requests.

Change the server or the contract: one of them is wrong. A request that the server refuses although the contract \
allows it is a finding too (and one that it accepts although the contract forbids it).""",
    "fuzz-header": """\
A header that is to be sent is not `Name: value`, or names an environment variable that is not set. Write \
'X-API-Key: ${VARIABLE}', in single quotes: the value comes from the environment and is never printed.""",
    "fuzz-missing": """\
Trying a server needs Schemathesis, which is an extra: pip install 'trivet[fuzz]'.""",
    "fuzz-nothing": """\
No API of the manifest says where its server is. Add a table [tool.trivet.apis.<name>.fuzz] with `url` or `app`, or \
give --url.""",
    "fuzz-shallow": """\
An operation was tried, but the run hardly got into it. It answered nearly every request with a refusal, so that \
nothing was found there says little.

Give the run credentials (headers), let what prepares it put data there, state examples or links in the contract, and \
try all phases: the stateful one uses what the server itself has answered.""",
    "manifest-missing": """\
There is no manifest. `trivet` looks for [tool.trivet] in pyproject.toml, in this folder and upwards.

Add [tool.trivet.apis.<name>] with `contract` and `package`, or do without: \
`trivet generate --from DOC --name NAME --out DIR`.""",
    "manifest-overlap": """\
Two generated folders are the same or lie in one another. Each is written whole, and whatever else it holds is \
refused, so each needs a place of its own.""",
    "manifest-path": """\
A path in the manifest cannot be used: the contract does not exist, or the folder lies outside the project (also by \
way of a symbolic link). Paths are relative to the folder of pyproject.toml.""",
    "manifest-syntax": """\
The manifest file is not valid TOML. The finding gives the line and the column at which reading stopped.""",
    "manifest-type": """\
A value in the manifest has the wrong type. The finding says what is expected.""",
    "manifest-unknown-key": """\
The manifest has a key that trivet does not know. A misspelt key would be ignored in silence, so every unknown one \
is an error. The finding names the nearest key.""",
    "manifest-value": """\
A value in the manifest is missing, or is none that is allowed there. The finding names what is.""",
    "name-invalid": """\
A name cannot stand in an import statement. The name of an API becomes its package and its client class, so it is a \
Python identifier and no keyword: letters, digits and underscores, starting with a letter.""",
    "output-edited": """\
A generated file was changed by hand since it was generated. Writing would lose the change.

Move the change to where it lasts (the contract, or code beside the generated folder), then run again with --force, \
which overwrites edited files. Files that trivet did not write are kept from harm even then.""",
    "output-foreign": """\
The folder holds files that trivet did not write. A generated folder is replaced as a whole, so nothing else may \
live in it.

Move those files elsewhere, or name another folder.""",
    "output-not-folder": """\
Where generated code is to go stands a file or a symbolic link. Name a folder that does not exist yet, or one that \
trivet has written before.""",
    "output-record": """\
The record of generated files cannot be read, so it is unknown which files are generated. It is .trivet.json in the \
generated folder, and a merge conflict is the usual reason. `trivet generate --force` writes it anew.""",
    "output-unwritable": """\
The file system refused to write: no permission, no space, or a path that cannot be made. Nothing was changed.""",
    "rule-unknown": """\
There is no rule of this name. `trivet explain` lists them all.""",
}
