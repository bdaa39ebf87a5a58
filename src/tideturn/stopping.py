"""Make Ctrl-C at any moment end in one line and exit code 130, and leave no file half-written.

This module imports next to nothing (not even `typing`), so that it works before anything else is imported.
"""

from __future__ import annotations

import _signal as signal  # type: ignore[import-not-found]  # what `signal` wraps, without importing `enum` for it
import os
import sys

EXIT_STOPPED = 130
"""Exit code that a shell expects of a program stopped from the keyboard: 128 plus the signal's number, 2."""
STOPPED = "Stopped. Nothing was half-written; what was there before is as it was."

_asked = False


def at_once() -> None:
    """End on the spot from here on, while nothing is being written and there is nothing to clear away.

    An exception would not do: raised during an import it may be shown with its traceback, or come out as another.
    """
    # The process that started us in the background may have meant us not to hear Ctrl-C at all.
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, _end)


def by_exception() -> None:
    """Raise KeyboardInterrupt from here on, so that unfinished work is cleared away."""
    if signal.getsignal(signal.SIGINT) is _end:
        signal.signal(signal.SIGINT, _interrupt)
        sys.unraisablehook = _unraisable


def no_more() -> None:
    """Ignore Ctrl-C from here on: there is nothing left to stop."""
    if signal.getsignal(signal.SIGINT) in (_end, _interrupt):
        signal.signal(signal.SIGINT, signal.SIG_IGN)


def go_on() -> None:
    """Forget the stop: the user has seen what a stop would lose, and may ask again."""
    global _asked
    _asked = False


def asked() -> bool:
    """Return whether the user asked for a stop, whatever exception it has become on its way through other people's
    code.
    """
    return _asked


def _end(_signal: int, _frame: object) -> None:
    try:
        os.write(2, f"tideturn: {STOPPED}\n".encode())
    finally:
        os._exit(EXIT_STOPPED)


def _interrupt(_signal: int, _frame: object) -> None:
    global _asked
    _asked = True
    raise KeyboardInterrupt


def _unraisable(fault: sys.UnraisableHookArgs) -> None:
    """End on a stop raised where nobody can catch it (during an import, or as an object is destroyed), or it would be
    lost.
    """
    if isinstance(fault.exc_value, KeyboardInterrupt):
        _end(signal.SIGINT, None)
    sys.__unraisablehook__(fault)
