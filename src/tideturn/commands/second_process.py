"""Start a second process for what can be judged at the same time: two threads of Python share one core."""

from __future__ import annotations

import gc
import os
import pickle
import signal
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import AbstractContextManager, nullcontext, suppress
from importlib import import_module
from typing import IO, Any, Final

from tideturn.commands.one_core import cores, keep_to_core

ALONE: Final = "TIDETURN_ONE_PROCESS"
"""Name of the environment variable that keeps a command to one process, for machines with little memory."""


class SecondProcess(Executor):
    """An executor that runs functions in another process, or in this one if the other has stopped."""

    def __init__(self) -> None:
        """Start the process. It loads what it needs while we read the folder."""
        # Without -P Python would look for its modules in the current folder.
        command = [sys.executable, "-P", "-m", __name__]
        self._process = subprocess.Popen(  # noqa: S603  # ourselves
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        self._waiting = ThreadPoolExecutor(1)
        self._ended = False

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Run a function of a module there. Its arguments and its result must be picklable."""
        return self._waiting.submit(self._across, fn, args, kwargs)

    def _across(self, fn: Callable[..., Any], args: Any, kwargs: Any) -> Any:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        call = pickle.dumps((fn, args, kwargs))  # whole or not at all: the next call must not follow half of one
        try:
            self._process.stdin.write(call)
            self._process.stdin.flush()
            done, result = pickle.load(self._process.stdout)  # noqa: S301  # what our own process wrote
        except Exception:  # it has broken off, or its answer cannot be read: then nor can what comes after
            self._process.kill()
            if self._ended:
                raise
            return fn(*args, **kwargs)
        if not done:
            raise result
        return result

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Kill the process, even in the middle of a call."""
        self._ended = True
        self._process.kill()
        self._waiting.shutdown(wait, cancel_futures=cancel_futures)
        self._process.communicate()


def second_process(*, wanted: bool) -> AbstractContextManager[Executor | None]:
    """Start a second process if it is wanted, a core is free for it, and the system allows it."""
    if wanted and len(cores()) > 1 and not os.environ.get(ALONE) and sys.executable:
        with suppress(OSError):
            return SecondProcess()
    return nullcontext()


def serve(calls: IO[bytes], results: IO[bytes]) -> None:
    """Run each call and write back its result, until the first process ends."""
    with suppress(EOFError):
        while True:
            fn, args, kwargs = pickle.load(calls)  # noqa: S301  # what the process that started us wrote
            try:
                answer = True, fn(*args, **kwargs)
            except Exception as error:
                answer = False, error  # the first process raises it
            results.write(pickle.dumps(answer))  # whole or not at all
            results.flush()


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # stopping the first process ends both
    gc.disable()  # this process ends in a second or two
    keep_to_core(os.getppid() + 1)
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints is no answer
    for needed in ("tideturn.evaluation.evaluate", "tideturn.report"):
        import_module(needed)
    serve(sys.stdin.buffer, answers)
