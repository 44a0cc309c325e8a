"""`trivet generate`: contracts in, folders of code out."""

from __future__ import annotations

import gc
import sys
from argparse import Namespace
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from trivet_codegen.cli.findings import located, print_problems
from trivet_codegen.cli.jobs import Job, jobs
from trivet_codegen.cli.progress import Progress
from trivet_codegen.cli.words import CLEAN, FINDINGS, WRONG_USE
from trivet_codegen.misuse import WrongUse
from trivet_codegen.output import Output, write
from trivet_codegen.problem import Place, Problem, Problems, plain
from trivet_codegen.stamp import Stamp, document_digest, standing
from trivet_codegen.swap import recover

if TYPE_CHECKING:
    from trivet_codegen.generate import Generation
    from trivet_codegen.source import Documents

_LINES_OF_A_FILES_DIFF = 40
_LINES_OF_ALL_DIFFS = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """What came of one job; no outputs after an error, or where the folders stand as they would be made again.

    `documents` has the SHA-256 of every document that was read, None for those that were not there; `counts` are
    operations, models and files.
    """

    job: Job
    documents: Mapping[Path, str | None]
    problems: tuple[Problem, ...] = ()
    outputs: Sequence[Output] = ()
    counts: tuple[int, int, int] = (0, 0, 0)

    def told(self, changed: int) -> str:
        """One line that says how much there is."""
        words = list(zip(self.counts, ("operation", "model", "file"), strict=True))
        if self.job.engine is not None:  # which knows its files only
            words = words[-1:]
        counted = [f"{number} {word}{'' if number == 1 else 's'}" for number, word in words]
        return f"{self.job.name}: {', '.join(counted)} ({changed} changed)"


def run(arguments: Namespace) -> int:
    """Generates every chosen API, prints what there is to say, and writes all of them or none.

    Raises Problems for a contract that cannot be read, WrongUse for what stands in the way of writing.
    """
    if arguments.watch:
        from trivet_codegen.cli.watch import watch

        watch(arguments)
    gc.disable()  # the process ends before a search for cyclic garbage would pay
    progress = Progress(verbose=arguments.verbose)
    return finished(made(jobs(arguments), arguments, progress), arguments, progress)


def made(chosen: Sequence[Job], arguments: Namespace, progress: Progress) -> list[Made]:
    """What comes of the jobs; nothing is written. With `--force` each one is made, whatever stands there."""
    found: list[Made] = []
    for job in chosen:
        with progress.step(f"{job.name}: comparing"):
            there = None if arguments.force else _standing(job, recovers=not arguments.check)
        if there is None:
            with progress.step(f"{job.name}: generating"):
                there = _made(job)
        found.append(there)
    return found


def finished(all_made: Sequence[Made], arguments: Namespace, progress: Progress) -> int:
    """Prints what there is to say of the jobs, and writes all of them, or none after an error or to check them.

    Raises WrongUse for what stands in the way of writing.
    """
    found = [problem for one in all_made for problem in one.problems]
    if any(problem.severity == "error" for problem in found):
        unreadable = print_problems(found, arguments.format)
        return WRONG_USE if unreadable else FINDINGS
    if arguments.check:
        return _check([output for one in all_made for output in one.outputs], found, arguments.format)
    changes = [sum(len(output.changed()) for output in one.outputs) for one in all_made]
    with progress.step("writing"):
        write([output for one in all_made for output in one.outputs], force=arguments.force)
    print_problems(found, arguments.format)
    for one, changed in zip(all_made, changes, strict=True):
        progress.done(one.told(changed))
    return CLEAN


def _standing(job: Job, *, recovers: bool) -> Made | None:
    """What making the job again would give, if all of it stands there already; only the bytes of files are read."""
    folders = job.folders()
    for folder in folders if recovers else ():
        recover(folder)
    stamp = standing(folders, job.contract, job.maker())
    return None if stamp is None else _complete(job, stamp, ())


def _made(job: Job) -> Made:
    """What comes of the job; of a contract that cannot be read problems only, so that the others are told too.

    Raises WrongUse if its engine is not installed.
    """
    from trivet_codegen.generate import Generation
    from trivet_codegen.source import load

    before = {job.contract: document_digest(job.contract)}
    try:
        documents = load(str(job.contract), remote=job.remote)
    except Problems as problems:
        return Made(job=job, documents=before, problems=problems.found)
    try:
        generation = _generation(job, documents)
    except WrongUse:
        raise
    except Problems as problems:
        generation = Generation({}, {}, problems.found)
    found = tuple(located(generation.problems, documents, shown=False))
    stamp = Stamp(
        maker=job.maker(),
        documents=documents.digests,
        operations=generation.operations,
        models=generation.models,
        files=len(generation.client) + len(generation.server),
        problems=found,
    )
    return _complete(job, stamp, job.outputs(generation, stamp) if generation.client else ())


def _generation(job: Job, documents: Documents) -> Generation:
    from trivet_codegen.generate import Generation, formatted, generate, published

    if job.engine is None:
        return generate(
            documents, job.name, emit=job.emit, client_import=job.client_import, to_the_letter=job.to_the_letter
        )
    from trivet_codegen.engines.run import generated

    files, problems = generated(published(documents), job.name, job.engine, documents.entry)
    return Generation(formatted(files), {}, (*problems, *documents.warnings))


def _complete(job: Job, stamp: Stamp, outputs: Sequence[Output]) -> Made:
    folder = job.contract.parent
    return Made(
        job=job,
        documents={folder / name: digest for name, digest in stamp.documents.items() if not Place(name).is_remote},
        problems=tuple(replace(problem, place=_shown(problem.place, folder)) for problem in stamp.problems),
        outputs=outputs,
        counts=(stamp.operations, stamp.models, stamp.files),
    )


def _shown(place: Place, folder: Path) -> Place:
    """The place with its document named as the user would write it."""
    return (
        place if folder == Path() or place.is_remote else replace(place, document=(folder / place.document).as_posix())
    )


def _check(outputs: Sequence[Output], found: list[Problem], output_format: str) -> int:
    from trivet_codegen.drift import drift

    drifts = [one for output in outputs for one in drift(output)]
    print_problems([*found, *(one.problem() for one in drifts)], output_format)
    if drifts and output_format == "text":
        sys.stdout.write("  help: run `trivet generate` and commit the result\n")
    left = _LINES_OF_ALL_DIFFS if output_format == "text" else 0
    for one in drifts:
        lines = one.diff(at_most=min(left, _LINES_OF_A_FILES_DIFF)) if left > 0 else []
        left -= len(lines)
        sys.stdout.writelines(f"{plain(line)}\n" for line in lines)
    return FINDINGS if drifts else CLEAN
