"""What developers and CI run: `nox -s tests`, or with nothing but Python and pip, `python3 noxfile.py tests`.

A session is a list of steps. As a script this file makes `.venv`, installs the pinned requirements
and the project in it, and runs the same steps there. What stands after `--` goes to the last step.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import platform
import shlex
import signal
import subprocess
import sys
import time
import venv
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import nox

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PROGRAMS = VENV / ("Scripts" if os.name == "nt" else "bin")


class Session(NamedTuple):
    """Steps that run in order, all of them even when one fails; a step is what it shows and a command line."""

    about: str
    requirements: str
    steps: Sequence[tuple[str, str]]


_COMPILE = (
    "uv pip compile pyproject.toml --upgrade --quiet --universal --python-version 3.11"
    " --no-emit-index-url --no-annotate --custom-compile-command 'nox -s lock'"
)

SESSIONS = {
    "demo": Session(
        "one contract becomes code, a server and clients, and all of it runs, with real parts",
        "demo.txt",
        [("demo", "python -m hub.demo")],
    ),
    "tests": Session(
        "every check of the project: style, types, drift, tests",
        "test.txt",
        [
            ("style", "ruff check"),
            ("format", "ruff format --check"),
            ("types (mypy)", "mypy"),
            ("types (pyright)", "pyright"),
            ("drift", "trivet generate --check"),
            ("tests", "python -m pytest -n 2 --dist loadfile"),
        ],
    ),
    "real": Session(
        "generation from Stripe's and GitHub's own documents, taken from npm, and the judges",
        "test.txt",
        [("real documents", "python -m pytest tests/real tests/judges -m real")],
    ),
    "corpus": Session(
        "generation from thousands of real documents, taken from npm, held to bars",
        "test.txt",
        [("corpus", "python -m tests.corpus")],
    ),
    "exact": Session(
        "models beside jsonschema-rs on vendors' schemas, and the JSON Schema Test Suite",
        "test.txt",
        [("exactness", "python -m pytest tests/exact -m real -s")],
    ),
    "trips": Session(
        "calls of vendors' operations from generated clients into generated stubs, there and back",
        "test.txt",
        [("round trips", "python -m pytest tests/wire/test_vendors.py -m real -s")],
    ),
    "judges": Session(
        "models and requests beside those of two other generators, on vendors' documents",
        "test.txt",
        [("judges", "python -m pytest tests/judges -m real -s")],
    ),
    "hostile": Session(
        "every harmful text in every place of a contract, and the slowest documents",
        "test.txt",
        [("hostile", "python -m pytest tests/hostile -m hostile -n 2")],
    ),
    "bench": Session(
        "the cost of generation and of start-up, measured beside its peers",
        "test.txt",
        [
            ("start-up", "python tests/bench/startup.py"),
            ("generation", "python tests/bench/generate.py"),
        ],
    ),
    "compare": Session(
        "its peers at their newest releases on the same vendors' documents; writes docs/compare.md (hours, resumable)",
        "test.txt",
        [("comparison", "python tests/bench/compare.py")],
    ),
    "lock": Session(
        "the pinned requirements, made anew from pyproject.toml",
        "test.txt",
        [
            ("demo.txt", f"{_COMPILE} --extra hub --extra fuzz --group build -o requirements/demo.txt"),
            ("test.txt", f"{_COMPILE} --all-extras --group dev -o requirements/test.txt"),
        ],
    ),
}


def register(name: str, session: Session) -> None:
    """Makes `session` one of nox's own."""
    import nox

    def body(runner: nox.Session) -> None:
        runner.install("-r", f"requirements/{session.requirements}")
        runner.install("--no-deps", "--no-build-isolation", "-e", ".")
        for _, command in session.steps[:-1]:
            runner.run(*shlex.split(command))
        runner.run(*shlex.split(session.steps[-1][1]), *runner.posargs)

    body.__doc__ = session.about
    nox.session(name=name, default=name == "tests")(body)


def say(text: str) -> None:
    """Shows what happens next; at once, also where the output is a file."""
    print(f"\n── {text}", flush=True)


def stale() -> bool:
    """Whether `.venv` must be made anew: it has no Python, or we made it with another one than this."""
    settings = VENV / "pyvenv.cfg"
    same = settings.is_file() and f"version = {platform.python_version()}" in settings.read_text().splitlines()
    return not (PROGRAMS / "python").exists() or (any(VENV.glob("holds-*")) and not same)


def prepare(requirements: Path) -> None:
    """Makes `.venv` hold these requirements and the project; does nothing where it does already."""
    stamp = VENV / f"holds-{requirements.name}"
    wanted = b"".join(path.read_bytes() for path in (requirements, ROOT / "pyproject.toml"))
    digest = hashlib.sha256(wanted + sys.version.encode()).hexdigest()
    if stamp.is_file() and stamp.read_text() == digest:
        return
    say(f"preparing {VENV.name} with {requirements.relative_to(ROOT)} (a minute or two, once)")
    own = importlib.util.find_spec("ensurepip") is not None
    if not own and importlib.util.find_spec("pip") is None:
        sys.exit("this Python has neither pip nor ensurepip: install one (Debian: apt-get install python3-venv)")
    venv.create(VENV, clear=stale(), with_pip=own, symlinks=os.name != "nt")
    pip = [str(PROGRAMS / "python"), "-m", "pip"] if own else [sys.executable, "-m", "pip", "--python", str(VENV)]
    install = [*pip, "--quiet", "--disable-pip-version-check", "install", "--no-user"]
    subprocess.run([*install, "-r", str(requirements)], check=True)
    subprocess.run([*install, "--no-deps", "--no-build-isolation", "-e", str(ROOT)], check=True)
    stamp.write_text(digest)


def ended(command: Sequence[str], environment: Mapping[str, str]) -> int:
    """The exit code of the command. Ctrl-C and SIGTERM end it too, and it is given the time to clear up behind it."""
    with subprocess.Popen(command, cwd=ROOT, env=environment) as child:

        def stop(*_: object) -> None:
            child.terminate()
            raise KeyboardInterrupt

        before = signal.signal(signal.SIGTERM, stop)
        try:
            return child.wait()
        except KeyboardInterrupt:  # a terminal sends it to the child as well
            child.wait()
            raise
        finally:
            signal.signal(signal.SIGTERM, before)


def run(session: Session, arguments: Sequence[str]) -> list[str]:
    """Runs every step; returns the names of those that failed."""
    paths = os.pathsep.join([str(PROGRAMS), os.environ.get("PATH", "")])
    environment = {**os.environ, "PATH": paths, "VIRTUAL_ENV": str(VENV)}
    failed: list[str] = []
    for number, (name, command) in enumerate(session.steps, 1):
        last = number == len(session.steps)
        if last and failed:
            say(f"failed so far: {', '.join(failed)}")
        words = [*shlex.split(command), *(arguments if last else ())]
        say(f"{name}: {shlex.join(words)}")
        started = time.monotonic()
        program = PROGRAMS / (words[0] + (".exe" if os.name == "nt" else ""))
        code = ended([str(program), *words[1:]], environment)
        if code:
            failed.append(name)
        if not last:
            print(f"{'failed' if code else 'ok'} after {time.monotonic() - started:.0f} s", flush=True)
    return failed


def main(arguments: Sequence[str]) -> int:
    """Runs the named session; 0 when every step passed, 1 when one did not, 2 for wrong use."""
    if sys.version_info < (3, 11):  # noqa: UP036 (this file runs before anything checked the version)
        print("Trivet needs Python 3.11 or later; this is", sys.version.split()[0], file=sys.stderr)
        return 2
    name, *rest = arguments or ["--help"]
    if name not in SESSIONS:
        print("usage: python3 noxfile.py SESSION [-- ARGUMENT...]\n")
        print("\n".join(f"  {key:<8} {session.about}" for key, session in SESSIONS.items()))
        return 0 if name in {"-h", "--help"} else 2
    session = SESSIONS[name]
    try:
        prepare(ROOT / "requirements" / session.requirements)
    except subprocess.CalledProcessError as error:
        print("could not install: " + shlex.join(error.cmd), file=sys.stderr)
        return 1
    failed = run(session, rest[1:] if rest[:1] == ["--"] else rest)
    if failed and failed != [session.steps[-1][0]]:
        say(f"failed: {', '.join(failed)}")
    return 1 if failed else 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
elif "nox" in sys.modules:
    for _name, _session in SESSIONS.items():
        register(_name, _session)
