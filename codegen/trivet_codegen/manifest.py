"""The manifest: `[tool.trivet]` in pyproject.toml, which names the APIs and says where their code goes."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal, cast, get_args

from trivet_codegen.engines.choice import ENGINES, Choice
from trivet_codegen.ir.letter import LETTERS, Letter
from trivet_codegen.misuse import WrongUse, did_you_mean, wrong_use
from trivet_codegen.names import import_name_problem, name_problem
from trivet_codegen.problem import Place, Problem
from trivet_codegen.toml_lines import line_of, syntax_error

Part = Literal["models", "client", "server"]
PARTS: tuple[Part, ...] = get_args(Part)

Phase = Literal["examples", "coverage", "fuzzing", "stateful"]
PHASES: tuple[Phase, ...] = get_args(Phase)

SEED = 1
MAX_EXAMPLES = 50

IS_URL = re.compile(r"https?://[^\s/]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class FuzzEntry:
    """`[tool.trivet.apis.<name>.fuzz]`: where the server is and how it is tried.

    `app` names an ASGI application or what makes one (`module:name`); `prepare` names what gives a context manager
    that stands around the run (a database, a tenant). Values of `headers` may hold `${VARIABLE}`.
    """

    app: str | None = None
    url: str | None = None
    prepare: str | None = None
    seed: int = SEED
    max_examples: int = MAX_EXAMPLES
    phases: tuple[Phase, ...] = PHASES
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiEntry:
    """`[tool.trivet.apis.<name>]`; folders are absolute and lie inside the project. `engine` is another generator.

    With `allow_remote`, references of the contract may name documents on the network. Of what `to_the_letter` names
    nothing more is taken to be meant than is written.
    """

    name: str
    contract: Path
    package: Path | None
    import_name: str
    server: Path | None
    emit: tuple[Part, ...]
    fuzz: FuzzEntry | None
    engine: Choice | None = None
    allow_remote: bool = False
    to_the_letter: tuple[Letter, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """`root` is the folder of pyproject.toml; `roots` are the folders that imports start in."""

    root: Path
    roots: tuple[Path, ...]
    apis: Mapping[str, ApiEntry]

    def chosen(self, names: list[str]) -> list[ApiEntry]:
        """The entries of these names, or all of them; in the manifest's order.

        Raises WrongUse for a name that the manifest does not have.
        """
        for name in names:
            if name not in self.apis:
                raise wrong_use("api-unknown", f"the manifest has no API '{name}'", did_you_mean(name, self.apis))
        return [entry for name, entry in self.apis.items() if not names or name in names]


def manifest_file(start: Path) -> Path | None:
    """The nearest pyproject.toml with a `[tool.trivet]`, from `start` upwards; else the nearest one at all."""
    nearest = None
    for folder in (start, *start.parents):
        candidate = folder / "pyproject.toml"
        if not candidate.is_file():
            continue
        if b"tool.trivet" in candidate.read_bytes():
            return candidate
        nearest = nearest or candidate
    return nearest


def manifest(start: Path) -> Manifest:
    """The manifest of the project that `start` lies in.

    Raises WrongUse with everything that is wrong in it, or if there is none.
    """
    file = manifest_file(start)
    how = "add [tool.trivet.apis.<name>] with a contract and a package, or use --from DOC --name NAME --out DIR"
    if file is None:
        raise wrong_use("manifest-missing", "no pyproject.toml in this folder or above it", how)
    document = _shown(file)
    try:
        values = tomllib.loads(file.read_bytes().decode())
    except UnicodeDecodeError as error:
        raise wrong_use("manifest-syntax", f"is not UTF-8 text ({error.reason})", document=document) from None
    except tomllib.TOMLDecodeError as error:
        what, line, column = syntax_error(error)
        raise WrongUse(Problem(Place(document, "", line, column), "manifest-syntax", what)) from None
    tool = values.get("tool")
    if not isinstance(tool, dict) or "trivet" not in tool:
        raise wrong_use("manifest-missing", "has no [tool.trivet]", how, document=document)
    reader = _Reader(file.parent.resolve(), document)
    found = reader.manifest(_Table(tool["trivet"], Place(document).child("tool", "trivet"), reader.found))
    if reader.found:
        text = file.read_bytes().decode()
        raise WrongUse(*(replace(problem, place=_located(problem.place, text)) for problem in reader.found))
    return found


def _located(place: Place, text: str) -> Place:
    path = tuple(token.replace("~1", "/").replace("~0", "~") for token in place.pointer.split("/")[1:])
    return Place(place.document, place.pointer, line_of(text, path), 1)


def _shown(file: Path) -> str:
    return Path(os.path.relpath(file)).as_posix()


class _Table:
    """One TOML table: gives typed values by key, and notes what is wrong with them."""

    def __init__(self, value: object, place: Place, found: list[Problem]) -> None:
        self.place = place
        self.found = found
        self._known: list[str] = []
        if not isinstance(value, dict):
            self.wrong((), "manifest-type", f"must be a table, not {_kind(value)}")
        self._values = cast("dict[str, object]", value if isinstance(value, dict) else {})

    def wrong(self, below: tuple[str, ...], rule: str, message: str, help: str = "") -> None:
        self.found.append(Problem(self.place.child(*below), rule, message, help))

    def text(self, key: str) -> str | None:
        value = self._value(key)
        if value is not None and (not isinstance(value, str) or not value):
            self.wrong((key,), "manifest-type", f"'{key}' must be a text, not {_kind(value)}")
            return None
        return value

    def flag(self, key: str) -> bool:
        value = self._value(key)
        if not isinstance(value, bool | None):
            self.wrong((key,), "manifest-type", f"'{key}' must be true or false, not {_kind(value)}")
        return value is True

    def whole(self, key: str, default: int, *, least: int) -> int:
        value = self._value(key)
        if value is None:
            return default
        if not isinstance(value, int) or isinstance(value, bool) or value < least:
            shown = value if isinstance(value, int) and not isinstance(value, bool) else _kind(value)
            self.wrong((key,), "manifest-type", f"'{key}' must be a whole number from {least}, not {shown}")
            return default
        return value

    def texts(self, key: str, allowed: tuple[str, ...] = ()) -> tuple[str, ...] | None:
        value = self._value(key)
        if value is None:
            return None
        if not isinstance(value, list) or not value or not all(isinstance(item, str) for item in value):
            self.wrong((key,), "manifest-type", f"'{key}' must be a list of texts, not {_kind(value)}")
            return None
        texts = tuple(dict.fromkeys(cast("list[str]", value)))
        for text in texts:
            if allowed and text not in allowed:
                self.wrong(
                    (key,), "manifest-value", f"'{text}' is nothing that '{key}' may hold", did_you_mean(text, allowed)
                )
                return None
        return texts

    def pairs(self, key: str) -> dict[str, str]:
        table = self.table(key)
        names = [] if table is None else table.keys()
        return {name: text for name in names if table is not None and (text := table.text(name)) is not None}

    def table(self, key: str) -> _Table | None:
        value = self._value(key)
        return None if value is None else _Table(value, self.place.child(key), self.found)

    def keys(self) -> list[str]:
        return list(self._values)

    def close(self) -> None:
        """Notes the keys that nobody asked for."""
        for key in self._values:
            if key not in self._known:
                self.wrong((key,), "manifest-unknown-key", f"unknown key '{key}'", did_you_mean(key, self._known))

    def _value(self, key: str) -> object:
        self._known.append(key)
        return self._values.get(key)


def _kind(value: object) -> str:
    if value == "" or value == []:
        return "an empty one"
    kinds = {bool: "true or false", int: "a number", float: "a number", str: "a text", list: "a list", dict: "a table"}
    return kinds.get(type(value), "a date or time")


class _Reader:
    def __init__(self, root: Path, document: str) -> None:
        self.root = root
        self.document = document
        self.found: list[Problem] = []

    def manifest(self, table: _Table) -> Manifest:
        roots = tuple(
            folder for text in table.texts("roots") or () if (folder := self._inside(table, "roots", text)) is not None
        )
        apis = table.table("apis")
        entries = {} if apis is None else {name: self._api(name, apis, roots) for name in apis.keys()}  # noqa: SIM118
        if not entries and not self.found:
            table.wrong((), "manifest-value", "names no API", "add [tool.trivet.apis.<name>]")
        table.close()
        self._apart(entries)
        return Manifest(root=self.root, roots=roots, apis=entries)

    def _api(self, name: str, apis: _Table, roots: tuple[Path, ...]) -> ApiEntry:
        table = apis.table(name) or _Table({}, apis.place.child(name), self.found)
        if problem := name_problem(name):
            table.wrong((), "name-invalid", f"API name {problem}", "use a lower-case word such as 'billing'")
        contract = self._contract(table)
        package = self._folder(table, "package")
        server = self._folder(table, "server")
        emit = cast("tuple[Part, ...] | None", table.texts("emit", PARTS))
        for part in emit or ():
            if (package if part != "server" else server) is None:
                place = "server" if part == "server" else "package"
                table.wrong(
                    ("emit",), "manifest-value", f"emits '{part}', but names no folder for it", f"add '{place}'"
                )
        letter = cast("tuple[Letter, ...] | None", table.texts("to-the-letter", LETTERS))
        fuzz = self._fuzz(table)
        if package is None and server is None and fuzz is None and not self.found:
            table.wrong(
                (), "manifest-value", "has no place for generated code", 'add package = "folder/of/the/package"'
            )
        entry = ApiEntry(
            name=name,
            contract=contract,
            package=package,
            import_name=self._import_name(table, package, server, roots),
            server=server,
            emit=emit or tuple(part for part in PARTS if (server if part == "server" else package) is not None),
            fuzz=fuzz,
            engine=self._engine(table, package, {"server": server, "emit": emit, "to-the-letter": letter}),
            allow_remote=table.flag("allow-remote"),
            to_the_letter=letter or (),
        )
        table.close()
        return entry

    def _engine(self, table: _Table, package: Path | None, others: Mapping[str, object]) -> Choice | None:
        """The engine, which writes the package and nothing else, with options that it has; `others` must be None."""
        name, options = table.text("engine"), table.table("engine-options")
        if name is None:
            if options is not None:
                table.wrong(("engine-options",), "manifest-value", "has options of an engine, but names none")
            return None
        if name not in ENGINES:
            help_ = did_you_mean(name, ENGINES)
            table.wrong(("engine",), "manifest-value", f"'{name}' is no engine", help_)
            return None
        if package is None:
            table.wrong(("engine",), "manifest-value", "names no folder for what the engine writes", "add 'package'")
        for key, given in others.items():
            if given is not None:
                table.wrong((key,), "manifest-value", f"'{key}' does not go with 'engine', which writes a package")
        chosen = {}
        for option in ENGINES[name].options if options is not None else ():
            value = None if options is None else options.text(option.name)
            if value is not None and value not in option.values:
                message = f"'{value}' is nothing that '{option.name}' may be"
                table.wrong(("engine-options",), "manifest-value", message, did_you_mean(value, option.values))
            elif value is not None:
                chosen[option.name] = value
        if options is not None:
            options.close()
        return Choice.of(name, chosen)

    def _contract(self, table: _Table) -> Path:
        text = table.text("contract")
        if text is None:
            if "contract" not in table.keys():  # noqa: SIM118
                table.wrong((), "manifest-value", "has no contract", 'add contract = "path/of/openapi.yaml"')
            return self.root
        file = self.root / text
        if not file.is_file():
            what = "is a folder" if file.is_dir() else "does not exist"
            table.wrong(("contract",), "manifest-path", f"contract '{text}' {what}", _neighbours(file))
        return file

    def _folder(self, table: _Table, key: str) -> Path | None:
        text = table.text(key)
        folder = None if text is None else self._inside(table, key, text)
        if folder == self.root:
            table.wrong((key,), "manifest-path", f"'{key}' is the project itself; generated code needs its own folder")
            return None
        return folder

    def _inside(self, table: _Table, key: str, text: str) -> Path | None:
        """The folder, unless it lies outside the project, also by way of symbolic links."""
        folder = Path(os.path.normpath(self.root / text))
        if not (folder.is_relative_to(self.root) and folder.resolve().is_relative_to(self.root)):
            table.wrong((key,), "manifest-path", f"'{text}' leads out of the project")
            return None
        return folder

    def _import_name(self, table: _Table, package: Path | None, server: Path | None, roots: tuple[Path, ...]) -> str:
        given = table.text("import")
        if given is not None:
            if problem := import_name_problem(given):
                table.wrong(("import",), "name-invalid", problem)
            return given
        if package is None:
            if server is not None and not self.found:
                table.wrong(
                    (), "manifest-value", "does not say where the models are", 'add package = "…" or import = "…"'
                )
            return ""
        root = next((root for root in roots if package.is_relative_to(root) and package != root), self.root)
        derived = ".".join(package.relative_to(root).parts)
        if problem := import_name_problem(derived):
            table.wrong(("package",), "name-invalid", problem, 'say how it is imported: import = "…"')
        return derived

    def _fuzz(self, api: _Table) -> FuzzEntry | None:
        table = api.table("fuzz")
        if table is None:
            return None
        app, url, prepare = table.text("app"), table.text("url"), table.text("prepare")
        for key, text in (("app", app), ("prepare", prepare)):
            if text is not None and not re.fullmatch(r"[\w.]+:[\w.]+", text):
                table.wrong((key,), "manifest-value", f"'{text}' is not 'module:name'")
        if url is not None and not IS_URL.match(url):
            table.wrong(("url",), "manifest-value", f"'{url}' is not an http or https URL")
        if app is not None and url is not None:
            table.wrong(("url",), "manifest-value", "give 'app' or 'url', not both")
        phases = cast("tuple[Phase, ...] | None", table.texts("phases", PHASES))
        entry = FuzzEntry(
            app=app,
            url=url,
            prepare=prepare,
            seed=table.whole("seed", SEED, least=0),
            max_examples=table.whole("max-examples", MAX_EXAMPLES, least=1),
            phases=phases or PHASES,
            headers=table.pairs("headers"),
        )
        table.close()
        return entry

    def _apart(self, entries: Mapping[str, ApiEntry]) -> None:
        """Notes generated folders that lie in one another: each is owned whole by one API's one output."""
        places = [
            (entry.name, key, folder)
            for entry in entries.values()
            for key, folder in (("package", entry.package), ("server", entry.server))
            if folder is not None
        ]
        apis = Place(self.document).child("tool", "trivet", "apis")
        for position, (name, key, folder) in enumerate(places):
            for other, other_key, taken in places[:position]:
                if folder.is_relative_to(taken) or taken.is_relative_to(folder):
                    message = f"'{key}' of '{name}' and '{other_key}' of '{other}' overlap"
                    help_ = "generated folders hold nothing else: give each its own"
                    self.found.append(Problem(apis.child(name, key), "manifest-overlap", message, help_))


def _neighbours(file: Path) -> str:
    """A file of a similar name beside a missing one, as a question."""
    if not file.parent.is_dir():
        return ""
    known = sorted(path.name for path in file.parent.iterdir() if path.is_file())
    help_ = did_you_mean(file.name, known)
    return help_ if help_.startswith("did") else ""
