"""`trivet generate`: contracts in, folders of code out."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from trivet_codegen.cli.findings import located, print_problems
from trivet_codegen.cli.progress import Progress
from trivet_codegen.cli.words import CLEAN, FINDINGS, WRONG_USE
from trivet_codegen.drift import drift
from trivet_codegen.generate import Generation, generate
from trivet_codegen.manifest import PARTS, manifest
from trivet_codegen.misuse import did_you_mean, wrong_use
from trivet_codegen.names import name_problem
from trivet_codegen.output import Output, write
from trivet_codegen.problem import Problem, Problems
from trivet_codegen.source import load

_LINES_OF_A_FILES_DIFF = 40
_LINES_OF_ALL_DIFFS = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One API to generate; without `server` its stub goes into the package's folder `server`."""

    name: str
    contract: Path
    emit: tuple[str, ...]
    package: Path | None
    server: Path | None
    client_import: str

    def outputs(self, made: Generation) -> list[Output]:
        """The folders, each with all its files."""
        if self.package is not None and self.server is None:
            inside = {f"server/{path}": text for path, text in made.server.items()}
            return [Output.of(self.package, {**made.client, **inside})]
        places = [(self.package, made.client), (self.server, made.server)]
        return [Output.of(folder, files) for folder, files in places if folder is not None and files]


def run(arguments: Namespace) -> int:
    """Generates every chosen API, prints what there is to say, and writes all of them or none.

    Raises Problems for a contract that cannot be read, WrongUse for what stands in the way of writing.
    """
    progress = Progress(verbose=arguments.verbose)
    found: list[Problem] = []
    made: list[tuple[Job, Generation, list[Output]]] = []
    for job in _jobs(arguments):
        with progress.step(f"{job.name}: generating"):
            generation = _generation(job)
        found += generation.problems
        made.append((job, generation, job.outputs(generation) if generation.client else []))
    if any(problem.severity == "error" for problem in found):
        unreadable = print_problems(found, arguments.format)
        return WRONG_USE if unreadable else FINDINGS
    if arguments.check:
        return _check(made, found, arguments.format)
    outputs = [output for _, _, ours in made for output in ours]
    changes = [sum(len(output.changed()) for output in ours) for _, _, ours in made]
    with progress.step("writing"):
        write(outputs, force=arguments.force)
    print_problems(found, arguments.format)
    for (job, generation, ours), changed in zip(made, changes, strict=True):
        progress.done(_told(job, generation, ours, changed))
    return CLEAN


def _jobs(arguments: Namespace) -> list[Job]:
    if arguments.document is None:
        return [
            Job(
                name=entry.name,
                contract=Path(os.path.relpath(entry.contract)),
                emit=entry.emit,
                package=entry.package,
                server=entry.server,
                client_import=entry.import_name,
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
            emit=_parts(arguments.emit),
            package=arguments.out.absolute() / arguments.name,
            server=None,
            client_import="..",
        )
    ]


def _parts(text: str | None) -> tuple[str, ...]:
    if text is None:
        return ("models", "client")
    parts = tuple(part.strip() for part in text.split(","))
    for part in parts:
        if part not in PARTS:
            raise wrong_use("command-usage", f"--emit knows no '{part}'", did_you_mean(part, PARTS))
    return parts


def _generation(job: Job) -> Generation:
    """The generation; a contract that cannot be read is one with problems only, so that the others are told too."""
    try:
        documents = load(str(job.contract))
    except Problems as problems:
        return Generation({}, {}, problems.found)
    try:
        made = generate(documents, job.name, emit=job.emit, client_import=job.client_import)
    except Problems as problems:
        made = Generation({}, {}, problems.found)
    return replace(made, problems=tuple(located(made.problems, documents)))


def _check(made: Sequence[tuple[Job, Generation, list[Output]]], found: list[Problem], output_format: str) -> int:
    drifts = [one for _, _, outputs in made for output in outputs for one in drift(output)]
    print_problems([*found, *(one.problem() for one in drifts)], output_format)
    if drifts and output_format == "text":
        sys.stdout.write("  help: run `trivet generate` and commit the result\n")
    left = _LINES_OF_ALL_DIFFS if output_format == "text" else 0
    for one in drifts:
        lines = one.diff(at_most=min(left, _LINES_OF_A_FILES_DIFF)) if left > 0 else []
        left -= len(lines)
        sys.stdout.writelines(f"{line}\n" for line in lines)
    return FINDINGS if drifts else CLEAN


def _told(job: Job, made: Generation, outputs: Sequence[Output], changed: int) -> str:
    files = sum(len(output.files) - 1 for output in outputs)
    counts = [_counted(made.operations, "operation"), _counted(made.models, "model"), _counted(files, "file")]
    return f"{job.name}: {', '.join(counts)} ({changed} changed)"


def _counted(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
