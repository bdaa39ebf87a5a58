"""What is done in a hub that was put back, before anybody uses it: doors that stood open are shut, leavers stay out."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from django.db.migrations.loader import MigrationLoader

from tideturn.hub.access import withdrawals as in_access
from tideturn.hub.accounts import ways_in as in_accounts
from tideturn.hub.audit import anchors
from tideturn.hub.audit.chain import seal_committed
from tideturn.hub.audit.record import Detail, record
from tideturn.hub.audit.verify import Fault, accept_restore, prove
from tideturn.hub.backup import actions, ledger_file
from tideturn.hub.backup.ledger_file import Line
from tideturn.hub.backup.manifest import Manifest
from tideturn.hub.common.errors import HubError
from tideturn.hub.common.older_hubs import require_known_tables
from tideturn.hub.crypto.keys import Purpose, ring
from tideturn.hub.crypto.ledger import KINDS
from tideturn.hub.crypto.models import LedgerEntry
from tideturn.hub.jobs import endings as in_jobs
from tideturn.hub.notices import mailing as in_notices


@dataclass(frozen=True)
class Settled:
    """What was found and done in a hub that was put back."""

    shut: dict[str, int]
    """Number of each kind of access that was closed."""
    ledger: bool
    """Whether there was one."""
    again: Mapping[str, int]
    """Number of ledger entries that were applied again, by kind."""
    ledger_lacks: int
    """Entries that the copy has and the ledger has not: it is older than the copy."""
    shut_out: tuple[str, ...]
    """The addresses of accounts that nobody comes into until they are let in again."""
    lost_links: int
    """Links of the audit's chain that the copy does not have any more."""
    links: int
    faults: tuple[Fault, ...]
    alive: datetime | None
    """The last sign of the hub's life that was found after the copy."""


def check_version(manifest: Manifest) -> None:
    """Raise HubError if this version does not know the copy's tables: a newer or unreleased version made it."""
    require_known_tables(manifest.migrations)
    loader = MigrationLoader(connection)
    known = set(loader.disk_migrations or ())
    newer = [one for one in manifest.migrations if one[0] in loader.migrated_apps and one not in known]
    if newer:
        raise HubError(
            f"The copy was taken by Tideturn {manifest.version}, which is newer than this one.",
            mend="Install that version or a later one, and put the copy back with it.",
        )


def settle(manifest: Manifest, *, ledger: Path, heads: Path) -> Settled:
    """Shut what stood open, do again what the ledger tells of, sign what the audit lost as a gap, and prove its chain.

    `heads` is the folder where heads of the chain were written beside the copy. Raises HubError for a ledger that was
    changed, or that tells of what this version cannot do again.
    """
    lines = ledger_file.read(ledger, ring(Purpose.BACKUP))
    if unknown := sorted({line.kind for line in lines} - set(KINDS)):
        raise HubError(
            f"The ledger tells of {', '.join(unknown)}, which this version of Tideturn cannot do again.",
            mend="Install the version that wrote it, or a later one.",
        )
    written = heads / anchors.FILE
    if written.is_file():
        shutil.copyfile(written, Path(settings.TIDETURN_DATA) / anchors.FILE)
    with transaction.atomic():
        lost = _sign_gap()
        shut = in_accounts.shut_doors() | in_access.shut_doors() | in_jobs.shut_doors() | in_notices.shut_doors()
        here = set(LedgerEntry.objects.values_list("pk", flat=True))
        again = Counter(KINDS[line.kind].told for line in lines if line.id not in here and _again(line))
        details: dict[str, Detail] = {
            **shut,
            "taken_at": f"{manifest.at:%Y-%m-%dT%H:%M:%S}Z",
            "done_again": again.total(),
            "lost_links": lost,
        }
        record(actions.RESTORED, by=None, via="command", details=details)
    seal_committed()
    found = prove()
    signs = [line.at for line in lines] + [at for at in map(anchors.last_written, anchors.places()) if at is not None]
    return Settled(
        shut=shut,
        ledger=ledger.is_file(),
        again=again,
        ledger_lacks=len(here - {line.id for line in lines}) if ledger.is_file() else 0,
        shut_out=in_accounts.shut_out(),
        lost_links=lost,
        links=found.links,
        faults=found.faults,
        alive=max((at for at in signs if at > manifest.at), default=None),
    )


def _again(line: Line) -> bool:
    done = KINDS[line.kind].again(line.subject, line.details)
    LedgerEntry.objects.create(id=line.id, at=line.at, kind=line.kind, subject=line.subject, details=line.details)
    return done


def _sign_gap() -> int:
    """Number of links that were lost with the backup and signed as lost."""
    if not anchors.is_ahead():
        return 0
    gap = accept_restore()
    assert gap.gap_from is not None
    return gap.number - gap.gap_from
