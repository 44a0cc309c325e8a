"""Where a run finds its server: at a URL, or an ASGI application that is served here as long as it lasts."""

from __future__ import annotations

import inspect
import logging
import socket
import sys
import threading
import traceback
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any, cast

from trivet_codegen.misuse import WrongUse, wrong_use

_SECONDS_TO_START = 60.0


@dataclass(frozen=True, slots=True)
class Target:
    """The base URL of a server, and headers that its preparation gave."""

    url: str
    headers: Mapping[str, str] = field(default_factory=dict)


@contextmanager
def target(*, url: str | None, app: str | None, prepare: str | None, roots: tuple[Path, ...]) -> Iterator[Target]:
    """The server to be tried; what was started for it ends with the block.

    `prepare` names a callable that gives a context manager; what that yields is None, or a mapping with any of
    `url`, `app` (an ASGI application) and `headers`, which win over the arguments.

    Raises WrongUse if the application or its preparation cannot be imported or started.
    """
    added = [str(root) for root in roots if str(root) not in sys.path]
    sys.path[:0] = added
    try:
        with ExitStack() as stack:
            given: Mapping[str, Any] = {}
            if prepare is not None:
                with _faults(prepare):
                    given = stack.enter_context(cast("AbstractContextManager[Any]", _named(prepare)())) or {}
            where = given.get("url") or (url if given.get("app") is None else None)
            if where is None:
                shown = app or prepare or ""
                with _faults(shown):
                    where = stack.enter_context(_served(given.get("app") or _application(shown)))
            yield Target(where, given.get("headers") or {})
    finally:
        sys.path[:] = [path for path in sys.path if path not in added]


@contextmanager
def _faults(shown: str) -> Iterator[None]:
    """Turns whatever the user's own code raises into WrongUse that names the line."""
    try:
        yield
    except WrongUse:
        raise
    except Exception as error:  # the edge to code that is not ours
        told = f"'{shown}' failed: {type(error).__name__}: {str(error).partition(chr(10))[0]}"
        frames = [frame for frame in traceback.extract_tb(error.__traceback__) if not frame.filename.startswith("<")]
        where = [f"{Path(frame.filename).name}, line {frame.lineno}" for frame in frames if frame.filename != __file__]
        help_ = f"raised in {where[-1]}; " if where and not where[-1].startswith("__init__.py") else ""
        help_ += "TRIVET_TRACEBACK=1 shows all of it"
        raise wrong_use("fuzz-app", told, help_) from error


def _named(reference: str) -> Callable[..., object]:
    module, _, path = reference.partition(":")
    value: object = import_module(module)
    for name in path.split("."):
        value = getattr(value, name)
    if not callable(value):
        raise wrong_use("fuzz-app", f"'{reference}' is neither an application nor a function")
    return value


def _application(reference: str) -> object:
    """The ASGI application that is named, or that a function or class without required parameters makes."""
    value = _named(reference)
    if inspect.isroutine(value) or inspect.isclass(value):
        parameters = inspect.signature(value).parameters.values()
        if all(one.default is not one.empty or one.kind in {one.VAR_POSITIONAL, one.VAR_KEYWORD} for one in parameters):
            return value()
    return value


@contextmanager
def _served(application: object) -> Iterator[str]:
    """The URL at which the application answers, in a thread of this process, on a free port of the loopback."""
    try:
        import uvicorn
    except ModuleNotFoundError:
        raise wrong_use(
            "fuzz-missing", "serving 'app' needs uvicorn", "pip install 'trivet[fuzz]', or give a url"
        ) from None
    told = _OncePerFault()
    logger = logging.getLogger("uvicorn.error")
    logger.addHandler(told)
    server = uvicorn.Server(
        uvicorn.Config(
            cast("Any", application),
            log_config=None,
            log_level="error",
            access_log=False,
            ws="none",
            timeout_graceful_shutdown=5,
        )
    )
    # asyncio switches Nagle's delay off only where the protocol is named: 40 ms per answer otherwise.
    with socket.socket(proto=socket.IPPROTO_TCP) as listening:
        listening.bind(("127.0.0.1", 0))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        try:
            _wait_until_started(server, thread)
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join(timeout=10)
            logger.removeHandler(told)


class _OncePerFault(logging.Handler):
    """Prints what the application raises with its traceback, but each place in its code only once."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self._seen: set[object] = set()

    def emit(self, record: logging.LogRecord) -> None:
        fault: object = record.getMessage()
        if record.exc_info and record.exc_info[2]:
            last = traceback.extract_tb(record.exc_info[2])[-1]
            fault = (record.exc_info[0], last.filename, last.lineno)
        if fault not in self._seen:
            self._seen.add(fault)
            sys.stderr.write(self.format(record) + "\n")


def _wait_until_started(server: Any, thread: threading.Thread) -> None:
    waited = 0.0
    while not server.started:
        thread.join(timeout=0.05)
        waited += 0.05
        if not thread.is_alive() or waited > _SECONDS_TO_START:
            why = "ended while it started" if not thread.is_alive() else f"did not start in {_SECONDS_TO_START:.0f} s"
            raise wrong_use("fuzz-app", f"the application {why}", "what it wrote is above")
