"""Which APIs a `trivet generate` is about, and where each one's code goes."""

from __future__ import annotations

import os
from argparse import Namespace
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from trivet_codegen.engines.choice import Choice
from trivet_codegen.ir.letter import LETTERS, Letter
from trivet_codegen.manifest import PARTS, manifest
from trivet_codegen.misuse import did_you_mean, wrong_use
from trivet_codegen.names import name_problem
from trivet_codegen.output import Output
from trivet_codegen.stamp import Stamp, maker

if TYPE_CHECKING:
    from trivet_codegen.generate import Generation

Word = TypeVar("Word", bound=str)


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One API to generate; without `server` its stub goes into the package's folder `server`.

    An engine writes the package and nothing else.
    """

    name: str
    contract: Path
    emit: tuple[str, ...]
    package: Path | None
    server: Path | None
    client_import: str
    engine: Choice | None = None
    remote: bool = False
    to_the_letter: tuple[Letter, ...] = ()

    def folders(self) -> list[Path]:
        """The folders that are written, in the order of `outputs`."""
        server = self.server if "server" in self.emit else None
        return [folder for folder in (self.package, server) if folder is not None]

    def maker(self) -> str:
        """What stands for the generator with this job's settings."""
        settings: dict[str, object] = {
            "name": self.name,
            "emit": self.emit,
            "import": self.client_import,
            "inside": self.server is None,
        }
        if self.remote:
            settings["remote"] = True
        if self.to_the_letter:
            settings["to_the_letter"] = sorted(self.to_the_letter)
        if self.engine is None:
            return maker(settings)
        return maker({**settings, "engine": self.engine.name, **dict(self.engine.options)}, [self.engine.name])

    def outputs(self, made: Generation, stamp: Stamp) -> list[Output]:
        """The folders, each with all its files; what there is to say stands in the first one's record."""
        if self.package is not None and self.server is None:
            inside = {f"server/{path}": text for path, text in made.server.items()}
            return [Output.of(self.package, {**made.client, **inside}, stamp)]
        places = [(self.package, made.client), (self.server, made.server)]
        kept = [(folder, files) for folder, files in places if folder is not None and files]
        return [Output.of(folder, files, stamp.nth(number)) for number, (folder, files) in enumerate(kept)]


def jobs(arguments: Namespace) -> list[Job]:
    """The chosen APIs of the manifest, or the one that the command line describes.

    Raises WrongUse for a fault of either.
    """
    if arguments.document is None:
        return [
            Job(
                name=entry.name,
                contract=Path(os.path.relpath(entry.contract)),
                emit=entry.emit,
                package=entry.package,
                server=entry.server,
                client_import=entry.import_name,
                engine=entry.engine,
                remote=entry.allow_remote or arguments.allow_remote_refs,
                to_the_letter=entry.to_the_letter,
            )
            for entry in manifest(Path.cwd()).chosen(arguments.apis)
            if entry.emit
        ]
    if problem := name_problem(arguments.name):
        raise wrong_use("name-invalid", f"--name {problem}", "the name becomes a package and a client class")
    return [
        Job(
            name=arguments.name,
            contract=arguments.document,
            emit=_listed("--emit", arguments.emit, PARTS) or ("models", "client"),
            package=arguments.out.absolute() / arguments.name,
            server=None,
            client_import="..",
            remote=arguments.allow_remote_refs,
            to_the_letter=_listed("--to-the-letter", arguments.to_the_letter, LETTERS),
        )
    ]


def _listed(flag: str, text: str | None, allowed: tuple[Word, ...]) -> tuple[Word, ...]:
    """The words of a list after a flag; () if it is not given. Raises WrongUse for a word that it does not know."""
    by_text: dict[str, Word] = {word: word for word in allowed}
    words = [] if text is None else [word.strip() for word in text.split(",")]
    for word in words:
        if word not in by_text:
            raise wrong_use("command-usage", f"{flag} knows no '{word}'", did_you_mean(word, allowed))
    return tuple(by_text[word] for word in words)
