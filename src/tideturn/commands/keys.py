"""`tideturn keys`: the hub's keys: which there are, a new one, and taking out what no copy needs any more."""

from __future__ import annotations

import argparse
from typing import Any

from tideturn.commands.hub import ready, the_hub

_PURPOSES = ("records", "index", "events", "audit", "web", "backup")


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
    forget = doing.add_parser("forget", help="take the older keys of a purpose out of the keys' folder")
    forget.add_argument("purpose", choices=_PURPOSES)
    forget.set_defaults(run=_forget)


def _list(_: argparse.Namespace) -> int:
    with the_hub():
        ready()
        from tideturn.hub.kernel.keyrings import ring
        from tideturn.hub.kernel.keys import Purpose

        for purpose in Purpose:
            *older, current = (key.id for key in ring(purpose).keys)
            told = f"; older, still opened with: {', '.join(older)}" if older else ""
            print(f"{purpose:8} {current} in use{told}")
    return 0


def _rotate(args: argparse.Namespace) -> int:
    """A new key, in use at once; then everything else, with a progress bar, which may be stopped and resumed."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    with the_hub():
        ready()
        from tideturn.hub.config import key_events
        from tideturn.hub.kernel.files import seal_again
        from tideturn.hub.kernel.key_proof import prove_keys
        from tideturn.hub.kernel.keys import Purpose
        from tideturn.hub.kernel.rotation import rotate

        purpose = Purpose(args.purpose)
        console = Console(stderr=True)
        columns = (TextColumn("{task.description}"), BarColumn(bar_width=28), MofNCompleteColumn())
        with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
            task = bar.add_task("Sealing anew", total=None)
            done = rotate(
                purpose,
                fresh=not args.resume,
                on_progress=lambda so_far, of: bar.update(task, completed=so_far, total=of),
            )
            files = seal_again() if purpose is Purpose.RECORDS else 0
        prove_keys()
        key_events.tell(key_events.ROTATED, purpose=purpose, key=done.key.id)
        told = {Purpose.RECORDS: f": {done.values} values and {files} files were sealed anew"}
        told[Purpose.INDEX] = f": {done.values} marks were made anew"
        print(f"The {purpose} key {done.key.id} is in use{told.get(purpose, '')}.")
        if done.older:
            names = ", ".join(key.id for key in done.older)
            print(
                f"The older ({names}) stay in the folder, since copies of the data from before need them. When the "
                f"last such copy is gone: tideturn keys forget {purpose}"
            )
    return 0


def _forget(args: argparse.Namespace) -> int:
    """Take older keys out, once nothing here needs them any more."""
    with the_hub():
        ready()
        from tideturn.hub.config import key_events
        from tideturn.hub.kernel.errors import KeysError
        from tideturn.hub.kernel.files import seal_again
        from tideturn.hub.kernel.key_proof import forget_key
        from tideturn.hub.kernel.keyrings import key_folder, ring
        from tideturn.hub.kernel.keys import Purpose
        from tideturn.hub.kernel.rotation import rotate

        purpose = Purpose(args.purpose)
        if purpose in (Purpose.AUDIT, Purpose.EVENTS, Purpose.BACKUP):
            kept_for = "are copies" if purpose is Purpose.BACKUP else "is an audit"
            raise KeysError(
                f"The older {purpose} keys are needed for as long as there {kept_for}: they prove what they sealed."
            )
        if len(ring(purpose).keys) > 1:
            rotate(purpose, fresh=False)
            if purpose is Purpose.RECORDS:
                seal_again()
        for key in key_folder().forget_all_but_current(purpose):
            forget_key(purpose, key.id)
            key_events.tell(key_events.FORGOTTEN, purpose=purpose, key=key.id)
            print(f"The {purpose} key {key.id} is no longer in the folder. What it sealed in older copies stays shut.")
    return 0
