"""The `trivet` command."""

from __future__ import annotations

import errno
import io
import os
import signal
import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import NoReturn

from trivet_codegen.cli.parser import parsed
from trivet_codegen.cli.words import FINDINGS, INTERNAL_ERROR, INTERRUPTED, WRONG_USE

__all__ = ["entry", "main"]

_REFUSED = frozenset(
    {
        *(errno.EACCES, errno.EPERM, errno.EROFS, errno.EIO, errno.ENAMETOOLONG, errno.ENOMEM),
        *(errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EMFILE, errno.ENFILE, errno.EPIPE),
    }
)
"""What the system may refuse to any program, whatever it does."""
_CHARACTERS_OF_A_REFUSAL = 300


def entry() -> NoReturn:
    """Runs the command and ends the process at once.

    To give back millions of small objects one by one would take longer than to write the files.
    """
    _usable_streams()
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # it clears up behind it, as after Ctrl-C
    code = main()
    with suppress(OSError):
        sys.stdout.flush()
        sys.stderr.flush()
    os._exit(code)


def _usable_streams() -> None:
    """Lets output go nowhere if it was closed, and escapes the letters that its encoding lacks."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115  as long as the process
        elif isinstance(stream, io.TextIOWrapper) and stream.errors == "strict":
            stream.reconfigure(errors="backslashreplace")


def main(argv: Sequence[str] | None = None) -> int:
    """The exit code: 0 clean, 1 findings or drift, 2 wrong use, 70 a fault of trivet itself, 130 interrupted."""
    try:
        code = _run(sys.argv[1:] if argv is None else argv)
        sys.stdout.flush()
    except BrokenPipeError:  # `trivet bundle hub | head`: the reader has had enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FINDINGS
    except OSError as error:
        with suppress(OSError):
            sys.stderr.write(f"trivet: the system refuses: {_shortened(error)}\n")
        return WRONG_USE
    except KeyboardInterrupt:
        sys.stderr.write("\ntrivet: interrupted\n")
        return INTERRUPTED
    return code


def _run(argv: Sequence[str]) -> int:
    try:
        arguments = parsed(argv)
    except SystemExit as exit_:  # argparse has printed the help or what is wrong
        return exit_.code if isinstance(exit_.code, int) else WRONG_USE
    try:
        return int(arguments.run(arguments))
    except Exception as error:
        if isinstance(error, OSError) and error.errno in _REFUSED:
            raise
        return _ended_by(error, arguments.format)


def _shortened(error: OSError) -> str:
    about = "" if error.filename is None else f": {error.filename!r}"
    told = f"{error.strerror or error}{about}"
    return told if len(told) <= _CHARACTERS_OF_A_REFUSAL else f"{told[:_CHARACTERS_OF_A_REFUSAL]}…"


def _ended_by(error: Exception, output_format: str) -> int:
    from trivet_codegen.misuse import WrongUse
    from trivet_codegen.problem import Problems

    if os.environ.get("TRIVET_TRACEBACK"):
        import traceback

        traceback.print_exception(error)
    if isinstance(error, ModuleNotFoundError) and not (error.name or "").startswith("trivet_codegen"):
        sys.stderr.write(f"trivet: needs '{error.name}', which is not installed: pip install 'trivet[codegen]'\n")
        return WRONG_USE
    if isinstance(error, Problems):
        from trivet_codegen.cli.findings import print_problems

        unreadable = print_problems(error.found, output_format)
        return WRONG_USE if unreadable or isinstance(error, WrongUse) else FINDINGS
    from trivet_codegen.problem import plain

    told = plain(str(error).partition("\n")[0])
    sys.stderr.write(
        f"trivet: internal error: {type(error).__name__}: {told}\n"
        "  This is a fault of trivet, not of your contract. Please report it with the contract and what\n"
        "  the same command prints with TRIVET_TRACEBACK=1.\n"
    )
    return INTERNAL_ERROR
