"""`tideturn keys`: list the hub's keys, make a new one, and remove keys that no copy needs any more."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tideturn.commands.hub import ready, the_hub

if TYPE_CHECKING:
    from tideturn.hub.crypto.rotation import Unopened

_PURPOSES = ("records", "special", "index", "events", "audit", "web", "backup")
_MOST_TOLD = 20


def add_to(commands: Any) -> None:
    """Declare the command and what it does."""
    sub: argparse.ArgumentParser = commands.add_parser(
        "keys",
        help="the hub's keys: list, rotate, forget",
        description="The hub's keys. The hub may go on being used meanwhile.",
        epilog="Example: tideturn keys rotate records",
    )
    doing = sub.add_subparsers(dest="doing", metavar="DOING", required=True)
    listed = doing.add_parser("list", help="every key by its purpose and name; never the key itself")
    listed.set_defaults(run=_list)
    rotate = doing.add_parser("rotate", help="a new key, and everything that older ones sealed, sealed anew")
    rotate.add_argument("purpose", choices=_PURPOSES)
    rotate.add_argument("--resume", action="store_true", help="go on where it was stopped, without another new key")
    rotate.set_defaults(run=_rotate)
    forget = doing.add_parser("forget", help="move the older keys of a purpose out of the keys' folder, into a file")
    forget.add_argument("purpose", choices=_PURPOSES)
    forget.add_argument("--to", type=Path, required=True, metavar="FILE", help="a new file elsewhere, which holds them")
    forget.set_defaults(run=_forget)


def _list(_: argparse.Namespace) -> int:
    with the_hub():
        ready()
        from tideturn.hub.crypto.keys import Purpose, ring

        for purpose in Purpose:
            *older, current = (key.id for key in ring(purpose).keys)
            told = f"; older, still opened with: {', '.join(older)}" if older else ""
            print(f"{purpose:8} {current} in use{told}")
    return 0


def _rotate(args: argparse.Namespace) -> int:
    """Make a new key and use it at once. Then seal everything else again, with a progress bar; this can be stopped and
    resumed.

    Returns exit code 1 if a sealed value does not open; it is left as it is.
    """
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    with the_hub():
        ready()
        from tideturn.hub.config.key_changes import rotate_key
        from tideturn.hub.crypto.keys import Purpose

        purpose = Purpose(args.purpose)
        console = Console(stderr=True)
        columns = (TextColumn("{task.description}"), BarColumn(bar_width=28), MofNCompleteColumn())
        with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
            task = bar.add_task("Sealing anew", total=None)
            done = rotate_key(
                purpose,
                resume=args.resume,
                on_progress=lambda so_far, of: bar.update(task, completed=so_far, total=of),
            )
        told = {
            Purpose.RECORDS: f": {done.values} values and files were sealed anew",
            Purpose.SPECIAL: f": {done.values} special values were sealed anew",
            Purpose.INDEX: f": {done.values} marks were made anew",
        }
        print(f"The {purpose} key {done.key.id} is in use{told.get(purpose, '')}.")
        if purpose is Purpose.WEB:
            print("Start the hub again, so that every process of its web server knows it.")
        if done.unopened:
            _tell_unopened(done.unopened)
        elif done.older:
            names = ", ".join(key.id for key in done.older)
            print(
                f"The older ({names}) stay in the folder, since copies of the data from before need them. When the "
                f"last such copy is gone: tideturn keys forget {purpose} --to FILE"
            )
        return int(bool(done.unopened))


def _tell_unopened(unopened: tuple[Unopened, ...]) -> None:
    print(f"{len(unopened)} did not open, and are as they were:")
    for one in unopened[:_MOST_TOLD]:
        print(f"  {one.place.table}.{one.place.field} of record {one.place.record}: {one.why}")
    if len(unopened) > _MOST_TOLD:
        print(f"  … and {len(unopened) - _MOST_TOLD} more.")
    print("Compare each with a copy of the database. The older keys stay until all of them open or are gone.")


def _forget(args: argparse.Namespace) -> int:
    with the_hub():
        ready()
        from tideturn.hub.config.key_changes import forget_older
        from tideturn.hub.crypto.keys import Purpose

        purpose = Purpose(args.purpose)
        older = forget_older(purpose, to=args.to)
        for key in older:
            print(f"The {purpose} key {key.id} is no longer in the folder. What it sealed in older copies needs it.")
        if older:
            print(f"{args.to} holds what was taken out. Keep it as you keep the keys, or destroy it.")
        else:
            print(f"There is no older {purpose} key.")
    return 0
