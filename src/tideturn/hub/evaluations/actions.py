"""A year is judged, what came of it kept, and an evaluation removed that nobody needs."""

from __future__ import annotations

import hashlib
import mimetypes
from collections.abc import Mapping
from typing import Final
from uuid import UUID

from tideturn.hub.access.service import service
from tideturn.hub.access.standing import Standing
from tideturn.hub.audit.actions import Kind, action
from tideturn.hub.audit.record import record
from tideturn.hub.common import clock
from tideturn.hub.common.errors import HubError
from tideturn.hub.crypto import files
from tideturn.hub.evaluations import access, jobs
from tideturn.hub.evaluations.models import Document, Evaluation
from tideturn.hub.jobs.api import has_ended, start_job

BEGUN: Final = action("evaluations.judge_year", Kind.WRITE, "had a year of the programme judged")
JUDGED: Final = action("evaluations.keep_report", Kind.WRITE, "judged a year of the programme")
REMOVED: Final = action("evaluations.remove_evaluation", Kind.WRITE, "removed an evaluation")
READ: Final = action("evaluations.read_evaluation", Kind.DISCLOSURE, "read an evaluation")
TAKEN: Final = action("evaluations.take_document", Kind.DISCLOSURE, "took a document of an evaluation")


@service(BEGUN, needs=access.JUDGE)
def judge_year(*, by: Standing, year: int) -> Evaluation:
    """Have a year judged, from what the hub holds now."""
    begun = Evaluation.objects.create(year=year, at=clock.now(), by_id=by.user)
    begun.job = start_job(by=by, kind=jobs.judge_year, arguments={"evaluation": str(begun.pk)}).pk
    begun.save(update_fields=["job"])
    record(BEGUN, by=by.user, via=by.via, on=begun, details={"year": year})
    return begun


@service(JUDGED, needs=access.JUDGE)
def keep_report(*, by: Standing, pk: UUID, documents: Mapping[str, bytes], verdicts: str, queries: int) -> Evaluation:
    """Keep what came of it. Raises HubError where it was kept already."""
    found = access.EVALUATIONS.get_visible(by, pk, Evaluation.objects.select_for_update(of=("self",)))
    if found.judged_at is not None:
        raise HubError("It was judged already.", mend="Look at what came of it.")
    for name, content in documents.items():
        kept = files.lay_down(content, name=name, kind=mimetypes.guess_type(name)[0] or "application/octet-stream")
        kept.save(force_insert=True)
        Document.objects.create(of=found, name=name, file=kept)
    found.judged_at, found.verdicts, found.queries = clock.now(), verdicts, queries
    found.digest = hashlib.sha256(documents["evaluation.json"]).hexdigest()
    found.save()
    record(JUDGED, by=by.user, via=by.via, on=found, details={"year": found.year, "sha256": found.digest})
    return found


@service(REMOVED, needs=access.JUDGE)
def remove_evaluation(*, by: Standing, pk: UUID) -> None:
    """Remove one with its documents. Raises HubError while work for it goes on."""
    found = access.EVALUATIONS.get_visible(by, pk, Evaluation.objects.select_for_update(of=("self",)))
    if found.judged_at is None and not has_ended(found.job):
        raise HubError("It is being judged.", mend="Wait until that is done, or cancel it under “Work under way”.")
    record(REMOVED, by=by.user, via=by.via, on=found, details={"year": found.year})
    kept = [one.file for one in Document.objects.filter(of=found).select_related("file")]
    found.delete()
    for file in kept:
        files.discard(file)
