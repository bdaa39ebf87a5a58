"""`tideturn restore`: put a copy of the hub back into empty folders; or rehearse that, and discard the result."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tideturn.commands.hub import ready, the_hub
from tideturn.dataset.problems import TideturnError

if TYPE_CHECKING:
    from tideturn.hub.backup.restoring import Staged
    from tideturn.hub.backup.settling import Settled


def add_to(commands: Any) -> None:
    """Declare the command."""
    sub: argparse.ArgumentParser = commands.add_parser(
        "restore",
        help="put a copy of the hub back, or rehearse it",
        description="Opens a copy of the hub, holds it against all that it says of itself, and puts it into folders "
        "that are empty. Everybody is logged out, open links lead nowhere, and whoever left since stays out.",
        epilog="Example: tideturn restore copies/tideturn-….tar.age --keys stick/tideturn-keys-….tar.age "
        "--recovery-key stick/recovery.txt --into data --keys-into keys. docs/operate/backup.md tells it step by step.",
    )
    sub.add_argument("archive", type=Path, metavar="ARCHIVE", help="the copy of the hub: tideturn-….tar.age")
    sub.add_argument("--keys", type=Path, required=True, metavar="FILE", help="the copy of the keys")
    sub.add_argument("--recovery-key", type=Path, required=True, metavar="FILE", help="its private half")
    sub.add_argument("--into", type=Path, metavar="DIR", help="the data folder, empty or not there yet")
    sub.add_argument("--keys-into", type=Path, metavar="DIR", help="the keys' folder, empty or not there yet")
    sub.add_argument(
        "--database-url",
        metavar="URL",
        help="an empty PostgreSQL database, for a copy of one (DATABASE_URL, which hides its password better)",
    )
    sub.add_argument("--ledger", type=Path, metavar="FILE", help="where it does not lie beside the copy")
    sub.add_argument(
        "--rehearse", action="store_true", help="put it back elsewhere, prove it, throw it away, tell the hub"
    )
    sub.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Restore or rehearse. Return exit code 0 if the audit's chain holds in the restored hub, and 1 if it does not."""
    if args.rehearse:
        if args.into or args.keys_into:
            raise TideturnError("A rehearsal has folders of its own.", mend="Leave out --into and --keys-into.")
        return _rehearse(args)
    if args.into is None or args.keys_into is None:
        raise TideturnError("It is not said where to.", mend="Say --into DATA and --keys-into KEYS, both empty.")
    return _restore(args)


def _restore(args: argparse.Namespace) -> int:
    with the_hub():
        from tideturn.hub.backup import restoring
        from tideturn.hub.backup.places import LEDGER

        ledger = args.ledger or args.archive.parent / LEDGER
        if args.ledger and not args.ledger.is_file():
            raise TideturnError(f"There is no ledger {args.ledger}.", mend=f"It is the file {LEDGER}.")
        asked = restoring.Asked(args.archive, args.keys, args.recovery_key, args.into, args.keys_into)
        with restoring.staged(asked) as staged:
            _be_the_hub(staged, args.database_url)
            from tideturn.hub.config import start

            start.set_up()
            from tideturn.hub.backup.databases import brought_in, let_go
            from tideturn.hub.backup.settling import check_version, settle

            with brought_in(staged.manifest.vendor, staged.database):
                check_version(staged.manifest)
                start.bring_up_to_date()
                settled = settle(staged.manifest, ledger=ledger, heads=args.archive.parent)
                let_go()
                staged.put_in_place()
        _tell(staged, settled)
        return int(bool(settled.faults))


def _be_the_hub(staged: Staged, url: str | None) -> None:
    """Set the environment to that of the restored hub, before any setting is read.

    Raises TideturnError for the wrong database.
    """
    from tideturn.hub.config.environment import read

    if staged.manifest.vendor == "sqlite":
        if url:
            raise TideturnError("The copy is of the built-in database.", mend="Leave out --database-url.")
        url = ""
    else:
        url = url or read(os.environ)["DATABASE_URL"]
        if not url:
            raise TideturnError(
                "The copy is of PostgreSQL.", mend="Say with --database-url which empty one it goes to."
            )
    os.environ |= {
        "TIDETURN_DATA": str(staged.data),
        "TIDETURN_KEYS": str(staged.keys),
        "DATABASE_URL": url,
        "TIDETURN_POOL": "0",
        "TIDETURN_BACKUP_TO": "",
    }


def _tell(staged: Staged, settled: Settled) -> None:
    """Print what was restored and the most that can have been lost."""
    from tideturn.hub.common.clock import spoken

    told, asked = staged.manifest, staged.asked
    print(f"The hub is as it was {spoken(told.at)}: data in {asked.into}, keys in {asked.keys_into}.")
    print(f"{told.files:,} files are there, each as it was written; {settled.links:,} links of the audit's chain hold.")
    for fault in settled.faults:
        print(f"The audit: {fault.what}")
    if told.absent:
        print(f"{len(told.absent):,} files that the database names were not in the store when the copy was taken.")
    if settled.alive is None:
        print("What was written after that moment is not in it. No sign of the hub from after it lies beside the copy.")
    else:
        print(
            f"What was written after that moment is not in it. The hub was last seen at work {spoken(settled.alive)}:"
        )
        print(f"at most what was written in {_spoken_span(settled.alive - told.at)} before that, and since, is lost.")
    if settled.lost_links:
        print(f"{settled.lost_links:,} events of the audit are lost with it, which is signed in its chain.")
    names = (
        "sessions",
        "invitations",
        "recoveries",
        "staff sessions",
        "openings by break-glass",
        "jobs",
        "e-mails that waited",
    )
    shut = ", ".join(f"{number} {name}" for name, number in zip(names, settled.shut.values(), strict=True))
    print(f"Ended: {shut}. Everybody logs in again.")
    if settled.ledger:
        again = ", ".join(f"{number} {told}" for told, number in sorted(settled.again.items()))
        print(f"The ledger: done again were, of since then: {again or 'nothing'}.")
        if settled.ledger_lacks:
            print(f"It lacks {settled.ledger_lacks} that the copy holds, so that it is older: look for a newer one.")
    else:
        print("No ledger lies beside the copy: whoever left since then has access again, and so has whoever lost a")
        print("role; records restricted since then are open, and older passwords and factors work. See to that now.")
    print("What gave somebody more since then is not in it: roles, names for restricted records, new passwords and")
    print("factors. Grant it anew.")
    if settled.shut_out:
        print(f"Let in again whoever has no password that counts: {', '.join(settled.shut_out)}.")


def _spoken_span(span: timedelta) -> str:
    minutes = max(1, round(span.total_seconds() / 60))
    if minutes < 120:
        return f"{minutes} minute{'s' if minutes > 1 else ''}"
    hours = round(minutes / 60)
    return f"{hours} hours" if hours < 72 else f"{round(hours / 24)} days"


def _rehearse(args: argparse.Namespace) -> int:
    """Restore in a separate process, with the settings of the hub that it creates."""
    with the_hub():
        ready()
        from tideturn.hub.backup.rehearsing import rehearsal
        from tideturn.hub.config.environment import read

        url = args.database_url or ""
        own = read(os.environ)["DATABASE_URL"]
        with rehearsal(args.archive, of=own, given=url) as place:
            words = ["--keys", args.keys, "--recovery-key", args.recovery_key, "--into", place.data]
            words += ["--keys-into", place.keys, *(("--ledger", args.ledger) if args.ledger else ())]
            command = [sys.executable, "-m", "tideturn", "restore", args.archive, *words]
            environment = os.environ | {"DATABASE_URL": place.url}
            done = subprocess.run([str(word) for word in command], env=environment, capture_output=True, text=True)  # noqa: S603
            print(done.stdout, end="")
            if done.returncode != 0:
                raise TideturnError(
                    f"The rehearsal failed, and is not counted as one. {done.stderr.removeprefix('tideturn: ').strip()}"
                )
            place.count()
        print(
            "That was a rehearsal: all of it was thrown away again, and the hub was told. Take the recovery key away."
        )
    return 0
