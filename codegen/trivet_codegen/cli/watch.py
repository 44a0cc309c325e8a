"""`trivet generate --watch`: generates again whatever a saved change concerns, until it is interrupted."""

from __future__ import annotations

import sys
from argparse import Namespace
from pathlib import Path
from typing import NoReturn

from trivet_codegen.cli.findings import print_problems
from trivet_codegen.cli.generate import Made, finished, made
from trivet_codegen.cli.jobs import Job, jobs
from trivet_codegen.cli.progress import Progress
from trivet_codegen.manifest import manifest_file
from trivet_codegen.problem import Problems
from trivet_codegen.saved import saved
from trivet_codegen.stamp import document_digest


def watch(arguments: Namespace) -> NoReturn:
    """Goes on until KeyboardInterrupt; after an error the old code stays and the next change is waited for.

    Raises WrongUse for what no saved file can put right: no manifest, or a bad command line.
    """
    watched = _Watched(arguments)
    while True:
        watched.again()
        sys.stdout.flush()
        documents = watched.documents()
        _say(f"watching {len(documents)} file{'' if len(documents) == 1 else 's'}; Ctrl-C ends")
        for path in saved(documents):
            _say(f"{path.as_posix()} changed")


class _Watched:
    """What came of every job, so that only those are made again whose documents or settings changed."""

    def __init__(self, arguments: Namespace) -> None:
        self._arguments = arguments
        self._manifest: dict[Path, str | None] = {}
        self._made: dict[str, Made] = {}
        if arguments.document is not None:
            jobs(arguments)
        elif (file := manifest_file(Path.cwd())) is not None:
            self._manifest = {file: None}
        else:
            jobs(arguments)

    def documents(self) -> dict[Path, str | None]:
        """Digests, at the time when they were read, of all files that decide what is generated."""
        return {path: digest for known in (self._manifest, *self._documents()) for path, digest in known.items()}

    def again(self) -> None:
        """Makes and writes what has changed, and tells what stands in the way."""
        self._manifest = {file: document_digest(file) for file in self._manifest}
        progress = Progress(verbose=self._arguments.verbose)
        try:
            chosen = jobs(self._arguments)
            self._made = {job.name: self._made[job.name] for job in chosen if job.name in self._made}
            changed = [job for job in chosen if not self._stands(job)]
            found = made(changed, self._arguments, progress)
            self._made.update((one.job.name, one) for one in found)
            finished(found, self._arguments, progress)
        except Problems as problems:
            print_problems(problems.found, self._arguments.format)

    def _documents(self) -> list[dict[Path, str | None]]:
        return [dict(one.documents) for one in self._made.values()]

    def _stands(self, job: Job) -> bool:
        before = self._made.get(job.name)
        if before is None or before.job != job:
            return False
        return all(document_digest(path) == digest for path, digest in before.documents.items())


def _say(text: str) -> None:
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()
