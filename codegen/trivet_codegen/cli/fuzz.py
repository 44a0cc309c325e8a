"""`trivet fuzz`: a server against its contract."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from pathlib import Path

from trivet_codegen.cli.findings import located, print_problems
from trivet_codegen.cli.progress import Progress
from trivet_codegen.cli.words import CLEAN, FINDINGS
from trivet_codegen.fuzz import Limits, Result, headers_of, target, tried, write_junit
from trivet_codegen.generate import published
from trivet_codegen.manifest import IS_URL, PHASES, ApiEntry, FuzzEntry, manifest
from trivet_codegen.misuse import did_you_mean, wrong_use
from trivet_codegen.problem import Problem, plain
from trivet_codegen.source import Documents, load


def run(arguments: Namespace) -> int:
    """Tries every chosen API's server and prints what breaks its contract.

    Raises Problems for a contract that cannot be read, WrongUse if a server cannot be tried.
    """
    project = manifest(Path.cwd())
    chosen = [entry for entry in project.chosen(arguments.apis) if entry.fuzz or (arguments.url and arguments.apis)]
    if not chosen or (arguments.url and len(chosen) > 1):
        told = "--url goes with the name of one API" if arguments.url else "no API says where its server is"
        raise wrong_use("fuzz-nothing", told, "add [tool.trivet.apis.<name>.fuzz], or give API --url URL")
    if arguments.url is not None and not IS_URL.match(arguments.url):
        raise wrong_use("command-usage", f"--url: '{arguments.url}' is not an http or https URL")
    if arguments.junit is not None and arguments.junit.is_dir():
        raise wrong_use("output-unwritable", "is a folder, not a file for --junit", document=str(arguments.junit))
    results: dict[str, Result] = {}
    problems: list[Problem] = []
    for entry in chosen:
        documents = load(os.path.relpath(entry.contract), remote=entry.allow_remote)
        results[entry.name] = _tried(entry, documents, arguments, project.roots)
        problems += located(results[entry.name].problems(documents.entry), documents)
    print_problems(problems, arguments.format)
    if arguments.format == "text":
        for one in (failure for result in results.values() for failure in result.failures):
            report = "\n".join(f"  {plain(line)}".rstrip() for line in one.report.split("\n"))
            sys.stdout.write(f"\n{plain(one.label)}\n{report}\n")
    if arguments.junit is not None:
        try:
            write_junit(arguments.junit, results)
        except OSError as error:
            told = f"cannot be written: {error.strerror or error}"
            raise wrong_use("output-unwritable", told, document=str(arguments.junit)) from error
    return FINDINGS if any(problem.severity == "error" for problem in problems) else CLEAN


def _tried(entry: ApiEntry, documents: Documents, arguments: Namespace, roots: tuple[Path, ...]) -> Result:
    settings = entry.fuzz or FuzzEntry()
    limits = Limits(
        seed=settings.seed if arguments.seed is None else arguments.seed,
        max_examples=arguments.max_examples or settings.max_examples,
        phases=settings.phases if arguments.phases is None else _phases(arguments.phases),
    )
    if arguments.url is None and settings.app is None and settings.url is None and settings.prepare is None:
        raise wrong_use(
            "fuzz-nothing", f"'{entry.name}' does not say where its server is", "add 'app' or 'url', or give --url"
        )
    progress = Progress(verbose=arguments.verbose)
    contract = published(documents).encode()
    app = None if arguments.url else settings.app
    prepare = None if arguments.url else settings.prepare
    with (
        progress.step(f"{entry.name}: trying the server"),
        target(url=arguments.url or settings.url, app=app, prepare=prepare, roots=roots) as server,
    ):
        headers = headers_of(settings.headers, arguments.header, server.headers)
        result = tried(contract, server.url, headers, limits, progress.line)
    if result.failures and all(one.is_error for one in result.failures):
        told = f"the server at {server.url} could not be tried: {result.failures[0].checks}"
        raise wrong_use("fuzz-failed", told, result.failures[0].advice)
    told = f"{entry.name}: {result.operations} operations, {result.requests} requests with seed {limits.seed}"
    progress.done(f"{told}, {len(result.failures)} operations failed")
    return result


def _phases(text: str) -> tuple[str, ...]:
    phases = tuple(part.strip() for part in text.split(","))
    for phase in phases:
        if phase not in PHASES:
            raise wrong_use("command-usage", f"--phases knows no '{phase}'", did_you_mean(phase, PHASES))
    return phases
