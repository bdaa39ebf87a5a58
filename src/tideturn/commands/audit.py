"""`tideturn audit`: prove that the hub's audit still holds what was written."""

from __future__ import annotations

import argparse
from typing import Any

from tideturn.commands.hub import ready, the_hub


def add_to(commands: Any) -> None:
    """Declare the command and what it does."""
    sub: argparse.ArgumentParser = commands.add_parser(
        "audit",
        help="prove the hub's audit: verify, restored",
        description="The hub's audit: who did what, and who has seen whom, in a chain that shows what was changed.",
        epilog="Example: tideturn audit verify",
    )
    doing = sub.add_subparsers(dest="doing", metavar="DOING", required=True)
    verify = doing.add_parser("verify", help="find a row that was changed, removed or put in, and say which")
    verify.set_defaults(run=_verify)
    restored = doing.add_parser("restored", help="after a copy was put back: sign what was lost as a gap")
    restored.set_defaults(run=_restored)


def _verify(_: argparse.Namespace) -> int:
    """Check the chain and change nothing. Return exit code 0 if the chain holds, and 1 if it does not."""
    with the_hub():
        ready()
        from tideturn.hub.audit.verify import prove
        from tideturn.hub.common.clock import spoken

        found = prove()
        for fault in found.faults:
            print(fault.what)
        for late in found.late:
            print(f"To look at: {late.what}")
        for gap in found.gaps:
            print(gap.what)
        links = "1 link holds" if found.links == 1 else f"{found.links:,} links hold"
        print(f"{links}; {len(found.faults) or 'nothing'} {'are' if len(found.faults) > 1 else 'is'} wrong.")
        if found.unsealed and found.oldest_unsealed:
            wait = "1 event waits" if found.unsealed == 1 else f"{found.unsealed:,} events wait"
            print(f"{wait} to be sealed, the oldest since {spoken(found.oldest_unsealed)}: is the worker running?")
        return int(bool(found.faults))


def _restored(_: argparse.Namespace) -> int:
    with the_hub():
        ready()
        from tideturn.hub.audit.verify import accept_restore

        gap = accept_restore()
        print(f"Links {gap.gap_from} to {gap.number - 1} are signed as lost with the copy that was put back.")
    return 0
