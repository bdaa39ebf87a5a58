"""Ctrl-C at any moment ends in one line and exit code 130, and leaves no file half-written.

Imports next to nothing (not even `typing`), so that it is in force before anything else is imported.
"""

from __future__ import annotations

import _signal as signal  # type: ignore[import-not-found]  # what `signal` wraps, without importing `enum` for it
import os
import sys

EXIT_STOPPED = 130
"""What a shell expects of a program that was stopped from the keyboard: 128 and the signal's number, 2."""
STOPPED = "Stopped. Nothing was half-written; what was there before is as it was."

_asked = False


def at_once() -> None:
    """From here on, end on the spot: for as long as nothing is being written and there is nothing to clear away.

    An exception would not do: raised amid an import it may be shown with its traceback, or come out as another.
    """
    # Whoever started us in the background may have meant us not to hear Ctrl-C at all.
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, _end)


def by_exception() -> None:
    """From here on, raise KeyboardInterrupt, so that what was begun is cleared away."""
    if signal.getsignal(signal.SIGINT) is _end:
        signal.signal(signal.SIGINT, _interrupt)
        sys.unraisablehook = _unraisable


def no_more() -> None:
    """From here on there is nothing left to stop."""
    if signal.getsignal(signal.SIGINT) in (_end, _interrupt):
        signal.signal(signal.SIGINT, signal.SIG_IGN)


def go_on() -> None:
    """Go on after all: the user was told what a stop would lose, and may ask again."""
    global _asked
    _asked = False


def asked() -> bool:
    """Whether a stop was asked for, whatever exception it has become on its way through other people's code."""
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
    """What is raised where nobody can catch it (amid an import, or as an object goes) would be lost: end for it."""
    if isinstance(fault.exc_value, KeyboardInterrupt):
        _end(signal.SIGINT, None)
    sys.__unraisablehook__(fault)
