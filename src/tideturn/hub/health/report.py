"""What was found when the checks were last made: kept in a file, so that whoever asks costs nothing and never waits."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Final

import structlog
from django.db import close_old_connections

from tideturn.hub.common import clock
from tideturn.hub.health.checks import CHECKS, Check, Finding, Pressing
from tideturn.hub.health.of_the_hub import SILENT
from tideturn.hub.health.places import kept_in, write

log = structlog.get_logger("tideturn.health")

_FILE: Final = "report.json"
_WORKER: Final = Check("looking", "Looking after itself", "The worker looks at all this each half minute.", tuple)


@dataclass(frozen=True)
class Looked:
    """A check that was made, and what it found."""

    check: Check
    findings: tuple[Finding, ...]

    @property
    def pressing(self) -> Pressing | None:
        """How pressing the worst of it is; None where all is well."""
        found = {finding.pressing for finding in self.findings}
        return Pressing.NOW if Pressing.NOW in found else Pressing.SOON if found else None


@dataclass(frozen=True)
class Report:
    """Every check as it was last made, and when; never where nobody has looked."""

    at: datetime | None
    checks: tuple[Looked, ...]

    @property
    def pressing(self) -> Pressing | None:
        """How pressing the worst of it is."""
        found = {looked.pressing for looked in self.checks}
        return next((one for one in (Pressing.NOW, Pressing.SOON) if one in found), None)


def look() -> None:
    """Make every check, and keep what they find. Raises OSError where that cannot be written."""
    found = {name: [asdict(finding) for finding in _found(check)] for name, check in CHECKS.items()}
    write(_FILE, json.dumps({"at": clock.now().isoformat(), "found": found}))


def report() -> Report:
    """What was last found, and whether that was lately. It asks neither the database nor anything else."""
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
    """When it was kept, and what was found by each check; nothing where what is kept is not whole."""
    try:
        told: dict[str, Any] = json.loads(kept_in(_FILE).read_text("utf-8"))
        found = {name: tuple(map(_finding, some)) for name, some in told["found"].items()}
        return datetime.fromisoformat(told["at"]), found
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None, {}


def _finding(told: dict[str, str]) -> Finding:
    return Finding(told["what"], told["mend"], Pressing(told["pressing"]))
