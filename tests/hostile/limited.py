"""Runs `trivet generate` on documents, each in a process of its own with limits of time and memory.

Run as a program: `python limited.py FOLDER`. For every document of the folder, and for every folder in it that holds an
`openapi.json`, it prints one line of JSON: its name, exit code (negative for a signal), seconds of CPU, megabytes, and
what the command printed. The code is generated into the folder `made` beside them, and is imported, built and tried.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import resource
import sys
import traceback
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 10
MEGABYTES = 1024
_UNUSABLE = 99


def main() -> None:
    sys.path[:0] = [str(ROOT), *(str(ROOT / name) for name in ("sdk", "codegen", "server"))]
    import trivet_codegen.generate
    import trivet_codegen.python.package
    import trivet_server
    from trivet.runtime import adapter

    assert trivet_codegen.generate, trivet_server
    adapter(int)
    for given in sorted(Path(sys.argv[1]).iterdir()):
        document = given / "openapi.json" if given.is_dir() else given
        if document.is_file():
            out = given.parent / "made" / given.stem
            print(json.dumps([given.name, *_limited(document, out)]), flush=True)


def _limited(document: Path, out: Path) -> tuple[int, float, float, str]:
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        os.close(reading)
        code, told = _UNUSABLE, ""
        try:
            resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 1))
            resource.setrlimit(resource.RLIMIT_AS, (6 << 30, 6 << 30))
            code, told = _generated(document, out)
        except BaseException:  # noqa: BLE001
            told = traceback.format_exc(limit=-4)
        finally:
            os.write(writing, told.encode(errors="replace")[-4000:])
            os._exit(code)
    os.close(writing)
    with os.fdopen(reading, errors="replace") as pipe:
        told = pipe.read()
    _, status, used = os.wait4(child, 0)
    megabytes = used.ru_maxrss / (1 << 20 if sys.platform == "darwin" else 1 << 10)
    return os.waitstatus_to_exitcode(status), used.ru_utime + used.ru_stime, megabytes, told


def _generated(document: Path, out: Path) -> tuple[int, str]:
    from trivet_codegen.cli import main as trivet

    told = io.StringIO()
    with contextlib.redirect_stdout(told), contextlib.redirect_stderr(told):
        arguments = ["--from", str(document), "--name", "made", "--out", str(out), "--emit", "models,client,server"]
        code = trivet(["generate", *arguments])
        if code == 0:
            _used(out)
    return code, told.getvalue()


def _used(folder: Path) -> None:
    """Imports every module, builds every model and tries values on it."""
    from tests.hostile.sandbox import modules, types_of

    sys.dont_write_bytecode = True
    sys.path.insert(0, str(folder))
    from importlib import import_module

    from trivet.runtime import adapter

    tried: list[Any] = [{}, "a" * 30 + "!", [[]], {f"p{n}": "a" * 5000 + "!" for n in range(8)}, {"a" * 40 + "!": 1}]
    for name in list(modules(folder, "made"))[:300]:
        import_module(name)
    for kind in list(types_of("made"))[:100]:
        reader = adapter(kind)
        for value in tried:
            with contextlib.suppress(ValueError):
                reader.read(value)


if __name__ == "__main__":
    main()
