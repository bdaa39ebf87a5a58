"""Keep the result of the latest checks in a file, so that reading it costs nothing and never waits.

The worker runs the checks every 30 seconds, in a thread of its own.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Final

import structlog
from django.db import close_old_connections

from tideturn.hub.common import clock
from tideturn.hub.common.rounds import keep_up
from tideturn.hub.health import certificate, of_the_hub
from tideturn.hub.health.checks import Check, Finding, Pressing
from tideturn.hub.health.of_the_hub import SILENT
from tideturn.hub.health.signs import kept_in, write

log = structlog.get_logger("tideturn.health")

_FILE: Final = "report.json"
_WORKER: Final = Check("looking", "Looking after itself", "The worker looks at all this each half minute.", tuple)
_CHECKS: Final = (
    Check(
        "certificate",
        "Certificate",
        "Valid for long enough, or the hub does not use HTTPS.",
        certificate.certificate,
    ),
    Check("database", "Database", "Reads and writes work.", of_the_hub.database),
    Check("workers", "Workers", "Running.", of_the_hub.workers),
    Check("disk", "Disk", "Enough space for data and backups.", of_the_hub.disk),
    Check("audit", "Audit", "Complete and sealed.", of_the_hub.audit),
    Check("backup", "Backups", "Made on time, and in place.", of_the_hub.backup),
    Check("mail", "E-mail", "Sent on time, or there is no mail server.", of_the_hub.mail),
    Check("jobs", "Jobs", "Started on time, and none failed today.", of_the_hub.jobs),
)
CHECKS: Final = {one.name: one for one in _CHECKS}
"""Every check by its name, in the order in which they are shown."""


@dataclass(frozen=True)
class Looked:
    """A check that was made, and what it found."""

    check: Check
    findings: tuple[Finding, ...]

    @property
    def pressing(self) -> Pressing | None:
        """Return how urgent the worst problem is; None if all is well."""
        return _worst(finding.pressing for finding in self.findings)


@dataclass(frozen=True)
class Report:
    """Every check as it was last made, and when; never where nobody has looked."""

    at: datetime | None
    checks: tuple[Looked, ...]

    @property
    def pressing(self) -> Pressing | None:
        """Return how urgent the worst problem is; None if all is well."""
        return _worst(looked.pressing for looked in self.checks)


def _worst(of: Iterable[Pressing | None]) -> Pressing | None:
    found = set(of)
    return next((one for one in (Pressing.NOW, Pressing.SOON) if one in found), None)


def look() -> None:
    """Make every check, and keep what they find. Raises OSError where that cannot be written."""
    found = {name: [asdict(finding) for finding in _found(check)] for name, check in CHECKS.items()}
    write(_FILE, json.dumps({"at": clock.now().isoformat(), "found": found}))


def report() -> Report:
    """Return the last results and whether they are recent, without using the database or anything else."""
    at, found = _kept()
    silent = at is None or clock.now() - at > SILENT
    since = "ever" if at is None else f"since {clock.spoken(at)}"
    told = Finding(
        f"Nobody has looked at how the hub is {since}.",
        "See whether the hub's worker runs, whether its disk is full, and what the log says; then start the hub again.",
        Pressing.NOW,
    )
    looked = Looked(_WORKER, (told,) if silent else ())
    return Report(at, (looked, *(Looked(one, found[one.name]) for one in CHECKS.values() if one.name in found)))


def _found(check: Check) -> tuple[Finding, ...]:
    try:
        return tuple(check.find())
    except Exception:
        log.exception("check_failed", check=check.name)
        close_old_connections()  # the error may have been the connection's own
        told = f"It could not be looked at: {check.title.lower()}."
        return (Finding(told, "The hub's log says what stood in the way.", Pressing.NOW),)


def _kept() -> tuple[datetime | None, dict[str, tuple[Finding, ...]]]:
    """Return the time and results of the last checks; nothing if their file is damaged."""
    try:
        told: dict[str, Any] = json.loads(kept_in(_FILE).read_text("utf-8"))
        found = {name: tuple(map(_finding, some)) for name, some in told["found"].items()}
        return datetime.fromisoformat(told["at"]), found
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None, {}


def _finding(told: dict[str, str]) -> Finding:
    return Finding(told["what"], told["mend"], Pressing(told["pressing"]))


_LOOK_SECONDS: Final = 30.0
_FIRST_SECONDS: Final = 5.0
"""The other worker is given that long to show that it is there."""


def keep_looking(stop: threading.Event) -> None:
    """Look until `stop` is set."""
    if not stop.wait(_FIRST_SECONDS):
        keep_up(stop, look, every=_LOOK_SECONDS, log=log, failed="looking_failed", longest=_LOOK_SECONDS)
