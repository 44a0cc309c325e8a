"""The command line: its words, its help, and what is said of a slip in it."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Final, NoReturn

from trivet_codegen.cli.words import WRONG_USE

FORMATS: Final = ("text", "json", "github")

_ABOUT = """\
One OpenAPI contract: Pydantic models, a FastAPI server stub and typed Python clients.

  trivet generate            write the code of every API in pyproject.toml
  trivet generate --check    fail if that code is not what the contracts give
  trivet bundle openapi.yaml print a contract as one document
  trivet fuzz                try a running server against its contract
  trivet explain RULE        what a finding means and how to put it right
"""

_MANIFEST = """\
[tool.trivet.apis.<name>] in pyproject.toml names each API:

  [tool.trivet]
  roots = ["src"]                         # where imports start
  [tool.trivet.apis.billing]
  contract = "contracts/billing.yaml"
  package = "src/shop/billing"            # models and clients: from shop.billing import AsyncBilling
  server = "src/shop/billing_api"         # optional: router and Protocols for FastAPI
"""

_EXITS = "Exit code: 0 clean, 1 findings or drift, 2 wrong use, 70 a fault of trivet."

_GENERATE = f"""\
examples:
  trivet generate                         every API of the manifest
  trivet generate billing                 one of them
  trivet generate --check                 in CI: print what differs, write nothing
  trivet generate --watch                 while you edit a contract; Ctrl-C ends it
  trivet generate --from stripe.json --name stripe --out src
                                          without a manifest: writes src/stripe

{_MANIFEST}
A generated folder holds nothing else. Files that somebody wrote there, or edited, are never overwritten unasked.
{_EXITS}
"""

_BUNDLE = f"""\
examples:
  trivet bundle contracts/billing.yaml    to standard output
  trivet bundle billing -o billing.json   an API of the manifest, into a file

{_EXITS}
"""

_FUZZ = f"""\
examples:
  trivet fuzz                             every API of the manifest that has [tool.trivet.apis.<name>.fuzz]
  trivet fuzz billing --url http://127.0.0.1:8000
  trivet fuzz billing -H 'X-API-Key: ${{BILLING_KEY}}' --max-examples 200 --junit fuzz.xml

  [tool.trivet.apis.billing.fuzz]
  url = "http://127.0.0.1:8000"           # or app = "shop.main:application", served here for the run
  prepare = "shop.testing:prepared"       # optional: a context manager that may give headers, app, url
  headers = {{ X-API-Key = "${{BILLING_KEY}}" }}

${{NAMES}} in headers are read from the environment, and their values are never printed.
{_EXITS}
"""

_EXPLAIN = """\
examples:
  trivet explain drift-changed
  trivet explain                          every rule, one line each
"""


class _Parser(argparse.ArgumentParser):
    """Says what was meant, in one line, and where more is written."""

    def error(self, message: str) -> NoReturn:
        hint = _hint(message, self._words())
        self.exit(WRONG_USE, f"{self.prog}: {message}\n{hint}  help: {self.prog} --help\n")

    def _words(self) -> list[str]:
        words: list[str] = []
        for action in self._actions:
            words += action.option_strings
            if isinstance(action, argparse._SubParsersAction):  # pyright: ignore[reportPrivateUsage]
                words += action.choices
        return words


def _hint(message: str, words: Sequence[str]) -> str:
    slip = re.search(r"invalid choice: '([^']*)'|unknown (?:flag|argument) (\S+)", message)
    close = get_close_matches(slip[1] or slip[2], words, n=1, cutoff=0.5) if slip else []
    return f"  did you mean '{close[0]}'?\n" if close else ""


def parsed(argv: Sequence[str]) -> argparse.Namespace:
    """The arguments, with `run`: what to call. Raises SystemExit after printing help or a slip."""
    parser, commands = _parsers()
    arguments, rest = parser.parse_known_args(argv)
    command = commands.get(arguments.command)
    if rest:
        kind = "flag" if rest[0].startswith("-") else "argument"
        (command or parser).error(f"unknown {kind} {rest[0]}")
    if command is None:
        parser.print_help(sys.stderr)
        parser.exit(WRONG_USE)
    if arguments.command == "generate":
        if arguments.watch and arguments.check:
            command.error("--check writes nothing and ends, so it does not go with --watch")
        _one_way(command, arguments)
    return arguments


def _parsers() -> tuple[argparse.ArgumentParser, dict[str, argparse.ArgumentParser]]:
    parser = _Parser(
        prog="trivet", description=_ABOUT, formatter_class=_Help, allow_abbrev=False, usage="trivet COMMAND"
    )
    parser.add_argument("--version", action=_Version, nargs=0, help="print the version and end")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", title="commands", prog="trivet")
    made: dict[str, argparse.ArgumentParser] = {}

    def command(name: str, does: str, epilog: str, run: Callable[[argparse.Namespace], int]) -> argparse.ArgumentParser:
        made[name] = commands.add_parser(
            name,
            help=does,
            description=does.capitalize() + ".",
            epilog=epilog,
            formatter_class=_Help,
            allow_abbrev=False,
        )
        made[name].set_defaults(run=run)
        return made[name]

    _generate(command("generate", "write the code that the contracts give", _GENERATE, _run_generate))
    _bundle(command("bundle", "print a contract as one document", _BUNDLE, _run_bundle))
    _fuzz(command("fuzz", "try a server against its contract", _FUZZ, _run_fuzz))
    _explain(command("explain", "say what a rule means", _EXPLAIN, _run_explain))
    return parser, made


def _generate(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("apis", nargs="*", metavar="API", help="names in the manifest; all of them if none is given")
    parser.add_argument("--check", action="store_true", help="write nothing; end with 1 if anything would change")
    parser.add_argument("--watch", action="store_true", help="go on: write again whatever a saved change concerns")
    parser.add_argument("--force", action="store_true", help="overwrite generated files that were edited by hand")
    parser.add_argument("--from", dest="document", type=Path, metavar="DOC", help="a contract that no manifest names")
    parser.add_argument("--name", help="with --from: the name of the package")
    parser.add_argument("--out", type=Path, metavar="DIR", help="with --from: the folder that the package goes into")
    parser.add_argument("--emit", metavar="PARTS", help="with --from: of models,client,server (default: models,client)")
    letter = "with --from: of types,formats: what is taken as it is written (see trivet explain type-implied)"
    parser.add_argument("--to-the-letter", metavar="LIST", help=letter)
    _remote(parser)
    _common(parser)


def _bundle(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("contract", metavar="DOC|API", help="a document, or a name in the manifest")
    parser.add_argument("-o", "--output", type=Path, metavar="FILE", help="write to FILE instead of standard output")
    _remote(parser)
    _format(parser)


def _fuzz(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("apis", nargs="*", metavar="API", help="names in the manifest; all that have 'fuzz' if none")
    parser.add_argument("--url", help="where the server runs, instead of what the manifest says")
    parser.add_argument("-H", "--header", action="append", default=[], metavar="'NAME: VALUE'", help="sent every time")
    parser.add_argument("--seed", type=_whole(0), metavar="N", help="the same seed tries the same requests")
    parser.add_argument("--max-examples", type=_whole(1), metavar="N", help="requests tried per operation and phase")
    parser.add_argument("--phases", metavar="LIST", help="of examples,coverage,fuzzing,stateful (default: all)")
    parser.add_argument("--junit", type=Path, metavar="FILE", help="write a JUnit XML report")
    _common(parser)


def _explain(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("rule", nargs="?", metavar="RULE", help="the word between place and message of a finding")
    _format(parser)


def _remote(parser: argparse.ArgumentParser) -> None:
    what = "fetch what $ref names by https or http: for contracts that you trust"
    parser.add_argument("--allow-remote-refs", action="store_true", help=what)


def _common(parser: argparse.ArgumentParser) -> None:
    _format(parser)
    parser.add_argument("-v", "--verbose", action="store_true", help="tell every step and how long it took")


def _format(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--format", choices=FORMATS, default="text", help="how findings are printed (default: text)")


def _one_way(parser: argparse.ArgumentParser, arguments: argparse.Namespace) -> None:
    """Holds apart the two ways to say what is generated."""
    flags = ("name", "out", "emit", "to-the-letter")
    given = {f"--{flag}" for flag in flags if getattr(arguments, flag.replace("-", "_")) is not None}
    if arguments.document is None and given:
        parser.error(f"{min(given)} goes with --from DOC")
    if arguments.document is not None:
        if arguments.apis:
            parser.error(f"'{arguments.apis[0]}' is a name of the manifest; --from DOC takes --name NAME")
        for flag in ("--name", "--out"):
            if flag not in given:
                parser.error(f"--from DOC also needs {flag}")


def _whole(least: int) -> Callable[[str], int]:
    def number(text: str) -> int:
        if not text.isdecimal() or int(text) < least:
            raise argparse.ArgumentTypeError(f"'{text}' is no whole number from {least}")
        return int(text)

    return number


class _Help(argparse.RawDescriptionHelpFormatter):
    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=30, width=110)


class _Version(argparse.Action):
    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        from importlib.metadata import PackageNotFoundError, version

        try:
            found = version("trivet")
        except PackageNotFoundError:
            found = "(not installed: run from a source tree)"
        parser.exit(0, f"trivet {found}\n")


def _run_generate(arguments: argparse.Namespace) -> int:
    from trivet_codegen.cli.generate import run

    return run(arguments)


def _run_bundle(arguments: argparse.Namespace) -> int:
    from trivet_codegen.cli.bundle import run

    return run(arguments)


def _run_fuzz(arguments: argparse.Namespace) -> int:
    from trivet_codegen.cli.fuzz import run

    return run(arguments)


def _run_explain(arguments: argparse.Namespace) -> int:
    from trivet_codegen.cli.explain import run

    return run(arguments)
