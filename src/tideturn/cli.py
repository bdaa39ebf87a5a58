"""Run the `tideturn` command: find the command's module, and turn anything that goes wrong into a sentence."""

from __future__ import annotations

import argparse
import errno
import importlib
import io
import os
import sys
import traceback
from collections.abc import Sequence
from typing import Final, TextIO

from tideturn import __version__, stopping
from tideturn.dataset.problems import FolderError, TideturnError, visible

COMMANDS: Final = {
    "check": "name every problem in a folder",
    "plan": "what a year could show, before it begins",
    "evaluate": "judge a year: a report and evaluation.json",
    "explain": "how one verdict was reached",
    "draft": "a first draft of a year's findings",
    "publish": "freeze a version of a year's report that may leave",
    "verify": "prove an evaluation from its folder",
    "measure": "run one method on one file",
    "example": "write the worked example",
    "new": "begin a folder of your own",
    "serve": "run the hub",
    "keys": "the hub's keys",
    "audit": "prove the hub's audit",
    "backup": "take a copy of the hub, or of its keys",
    "restore": "put a copy of the hub back",
    "recover": "let somebody into the hub again",
}
"""The commands in the order of the help, with the purpose of each; each is a module of `tideturn.commands`."""

_OF_THE_HUB: Final = frozenset({"serve", "keys", "audit", "recover", "backup", "restore"})

EXIT_ERROR: Final = 2


def parser(wanted: str | None = None) -> argparse.ArgumentParser:
    """Return the parser, importing only the `wanted` command, since help must come at once."""
    top = argparse.ArgumentParser(
        prog="tideturn",
        description="Turns a programme's records, surveys and interviews into an evaluation that can be trusted.",
        epilog="`tideturn COMMAND --help` tells more of each.",
    )
    top.add_argument("--version", action="version", version=f"tideturn {__version__}")
    commands = top.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for name, purpose in COMMANDS.items():
        if name == wanted:
            importlib.import_module(f"tideturn.commands.{name}").add_to(commands)
        else:
            commands.add_parser(name, help=purpose, add_help=False)
    return top


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command.

    Return 0 if done, 1 if done with something to see to, 2 if not done, 130 if the user stopped it.
    """
    for stream in (sys.stdout, sys.stderr):
        # A terminal that lacks a letter shows a mark in its place, and the command goes on.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    before = _writings()
    try:
        code = _run(sys.argv[1:] if argv is None else list(argv))
        _flush()
    except SystemExit:  # argparse has said what there is to say
        _give_up(sys.stdout)
        raise
    except BrokenPipeError:
        # The reader of our output has gone; there is nobody left to tell.
        _give_up(sys.stdout)
        return 0
    except BaseException as error:
        told, code = _told(error, written=_writings() > before)
        if not isinstance(error, TideturnError | KeyboardInterrupt | OSError) and os.environ.get("TIDETURN_DEBUG"):
            traceback.print_exc()
        _give_up(sys.stdout)
        _say(told)
    return code


def _run(words: Sequence[str]) -> int:
    wanted = next((word for word in words if not word.startswith("-")), None)
    if "" in words and wanted != "measure":
        # An empty path would mean the current folder.
        raise TideturnError("A name is empty; is a variable not set?", mend="Write the folder's name.")
    args = parser(wanted).parse_args(words)
    if wanted not in _OF_THE_HUB:
        # Every command of the core needs it; a user who stops us meanwhile need not wait for it.
        importlib.import_module("polars")
    stopping.by_exception()
    code: int = args.run(args)
    return code


def _told(error: BaseException, *, written: bool) -> tuple[str, int]:
    """Return a sentence on what went wrong, and the exit code; `written` says whether the files had been written."""
    kept = "What was written before that is whole." if written else "What was there before is as it was."
    if isinstance(error, KeyboardInterrupt) or stopping.asked():
        return f"Stopped. {kept}" if written else stopping.STOPPED, stopping.EXIT_STOPPED
    if isinstance(error, FolderError):
        lines = [f"{p.place}: {p.what} {p.mend}".rstrip() for p in error.problems]
        shown = "\n".join(lines[:20])
        more = f"\n… and {len(lines) - 20} more; `tideturn check` lists them all." if len(lines) > 20 else ""
        return f"The folder cannot be used as it is.\n{shown}{more}", EXIT_ERROR
    if isinstance(error, TideturnError):
        return str(error), EXIT_ERROR
    if isinstance(error, MemoryError):
        return "This machine's memory is full. Close other programs, or use a larger machine.", EXIT_ERROR
    if isinstance(error, OSError):
        if error.filename is None:  # a file's own fault names it
            why = error.strerror or str(error)
            told = f"What was to be shown could not be shown where it was sent ({why})."
            return f"{told} {kept}" if written else told, EXIT_ERROR
        return f"{_about_the_disk(error)} {kept}", EXIT_ERROR
    return (
        f"Tideturn itself went wrong ({type(error).__name__}: {error}). Nothing was half-written. "
        "Set TIDETURN_DEBUG=1 and run it again to see where, and please report it."
    ), EXIT_ERROR


def _writings() -> int:
    """Return how many times files were written completely; 0 if nothing has imported the module that writes them."""
    return getattr(sys.modules.get("tideturn.dataset.storage"), "completed", 0)


def _say(message: str) -> None:
    try:
        print(f"tideturn: {visible(message)}", file=sys.stderr, flush=True)
    except OSError:
        _give_up(sys.stderr)


def _flush() -> None:
    if sys.stdout is not None:
        sys.stdout.flush()


def _give_up(stream: TextIO | None) -> None:
    """Discard what still waits in the stream, if it cannot reach its destination."""
    if stream is None:
        return
    try:
        stream.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _about_the_disk(error: OSError) -> str:
    place = error.filename or "the disk"
    sentences = {
        errno.ENOSPC: "there is no space left. Free some, and run it again.",
        errno.EFBIG: "a file would grow larger than is allowed here. Choose another place, or raise the limit.",
        errno.EDQUOT: "your quota is used up. Free some space, and run it again.",
        errno.EACCES: "permission is refused. Ask whoever owns it, or choose another place.",
        errno.EPERM: "permission is refused. Ask whoever owns it, or choose another place.",
        errno.EROFS: "that place cannot be written to. Choose another.",
        errno.ENOENT: "there is no such file or folder. Check the spelling.",
        errno.EISDIR: "that is a folder, and a file is wanted. Name a file, or choose another place.",
        errno.ENOTDIR: "that is a file, and a folder is wanted. Choose another place.",
        errno.ENAMETOOLONG: "that name is too long. Choose a shorter one.",
    }
    return f"{place}: {sentences.get(error.errno or 0, f'{error.strerror or error}.')}"
