"""`tideturn recover`: let somebody in again who lost their second factor, if no two colleagues can."""

from __future__ import annotations

import argparse
from typing import Any

from tideturn.commands.hub import ready, the_hub


def add_to(commands: Any) -> None:
    """Declare the command."""
    sub: argparse.ArgumentParser = commands.add_parser(
        "recover",
        help="let somebody into the hub again who lost their second factor",
        description="Lets somebody into the hub again, where no two colleagues can do it on its pages: ends their "
        "password, second factors and sessions, and shows a link that works once, within 30 minutes. The audit, every "
        "other administrator and the information governance lead are told.",
        epilog="Example: tideturn recover ada@example.org",
    )
    sub.add_argument("address", metavar="ADDRESS", help="the e-mail address by which they log in")
    sub.set_defaults(run=_run)


def _run(args: argparse.Namespace) -> int:
    with the_hub():
        ready()
        from tideturn.hub.accounts.services import recoveries

        made = recoveries.recover_on_server(email=args.address)
        print(
            f"The password, second factors and sessions of {made.of.user.name} have ended. They open their account "
            f"here, within 30 minutes, once:\n  {made.address}\nEvery other administrator and the information "
            "governance lead see on their page that this was done."
        )
    return 0
