"""`tideturn backup`: copy the hub or its keys, make the recovery key that encrypts both, and list the copies."""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import Any

from tideturn.commands.hub import ready, the_hub
from tideturn.dataset.problems import TideturnError


def add_to(commands: Any) -> None:
    """Declare the command and what it does."""
    sub: argparse.ArgumentParser = commands.add_parser(
        "backup",
        help="copies of the hub: take one, list them, copy the keys, make a recovery key",
        description="Takes a copy of the hub, database and files, while it is used: in the folder TIDETURN_BACKUP_TO, "
        "shut to the recovery key TIDETURN_RECOVERY_KEY.",
        epilog="Example: tideturn backup. docs/operate/backup.md tells it step by step.",
    )
    sub.set_defaults(run=_take)
    doing = sub.add_subparsers(dest="doing", metavar="DOING")
    pair = doing.add_parser("keypair", help="make a recovery key, whose private half is kept off this machine")
    pair.add_argument("--to", type=Path, metavar="FILE", help="write the private half to a file, as on a memory stick")
    pair.set_defaults(run=_keypair)
    keys = doing.add_parser("keys", help="a copy of the keys, elsewhere than the copies of the hub")
    keys.add_argument("folder", type=Path, metavar="FOLDER", help="where it is written, as a memory stick")
    keys.set_defaults(run=_keys)
    listed = doing.add_parser("list", help="the copies of the hub, and what is wrong with them")
    listed.set_defaults(run=_list)


def _take(_: argparse.Namespace) -> int:
    """Take a copy of the hub.

    Return exit code 0 if the copy holds every file, and 1 if a file is missing from the store.
    """
    with the_hub():
        ready()
        from tideturn.hub.backup.schedule import beside_copies
        from tideturn.hub.backup.taking import take

        taken = take(via="command")
        beside_copies()
        backup = taken.backup
        print(f"{Path(backup.place) / backup.name}: {backup.size:,} bytes, {backup.files:,} files.")
        print(f"  SHA-256  {backup.sha256}")
        print("It was read once more and is as it was written. Whether it opens, only a rehearsal tells: the key that")
        print("opens it is not on this machine. See: tideturn restore --help")
        if taken.removed:
            print(f"{taken.removed} older removed.")
        for file in taken.lost:
            print(f"The file {file} is not in the store, so that it is not in the copy either.")
        return int(bool(taken.lost))


def _keys(args: argparse.Namespace) -> int:
    with the_hub():
        ready()
        from tideturn.hub.backup.keys_copy import copy_keys

        print(f"{copy_keys(args.folder)} holds every key there is today, shut to the recovery key.")
        print("Keep it apart from the copies of the hub, and take another one whenever a key was rotated.")
    return 0


def _list(_: argparse.Namespace) -> int:
    """List the copies and the concerns. Return exit code 1 if a concern is an alarm."""
    with the_hub():
        ready()
        from tideturn.hub.backup.concerns import concerns
        from tideturn.hub.backup.taking import is_there, listed
        from tideturn.hub.common.clock import spoken

        for backup in listed():
            gone = "" if is_there(backup) else "  not there as it was written"
            print(f"{spoken(backup.at):24} {backup.size:>15,} bytes {backup.files:>8,} files  {backup.name}{gone}")
        found = concerns()
        for concern in found:
            print(f"{'ALARM' if concern.alarm else 'To see to'}: {concern.what} {concern.mend}")
        return int(any(concern.alarm for concern in found))


def _keypair(args: argparse.Namespace) -> int:
    """Make a recovery key. This needs no hub, so it can be done on another machine."""
    with the_hub():
        from tideturn.hub.crypto.recovery_key import new_pair

        made = new_pair()
        if args.to is None:
            print(f"{made.private}\n")
            print("This is the private half, which is shown this once. Write it down or print it, twice; keep both off")
            print("this machine, in two safes. Whoever has it can open every copy, and without it nobody can.\n")
        else:
            _write_private(args.to, made.private, made.public)
            print(f"{args.to} holds the private half. Take it off this machine now, and keep a second copy of it in")
            print("another safe. Whoever has it can open every copy, and without it nobody can.\n")
        print("The public half goes into the settings:")
        print(f"TIDETURN_RECOVERY_KEY={made.public}")
    return 0


def _write_private(path: Path, private: str, public: str) -> None:
    from tideturn.hub.common.writing import write_new
    from tideturn.hub.config.environment import read

    told = read(os.environ)
    places = [told["TIDETURN_DATA"], told["TIDETURN_KEYS"], *filter(None, [told["TIDETURN_BACKUP_TO"]])]
    for folder in (Path(place).resolve() for place in places):
        if folder in path.resolve().parents:
            raise TideturnError(
                f"The private half would lie in {folder}, which the hub uses.",
                mend="Name a file on a memory stick, or leave --to out and write it down.",
            )
    try:
        write_new(f"# The private half of the recovery key {public}\n{private}\n".encode("ascii"), path)
    except OSError as error:
        raise TideturnError(
            f"{path} cannot be written ({error.strerror}).", mend="Name a file that is not there yet."
        ) from error
