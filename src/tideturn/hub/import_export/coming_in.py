"""Check an import as `tideturn check` does, compare it, write it and undo it. The worker calls this.

If the process dies, the worker starts again: it reports what was done before, and does not do it twice.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final
from uuid import UUID

from tideturn.dataset.check import check_folder
from tideturn.dataset.problems import Problem, Severity, TideturnError
from tideturn.dataset.programme_file import PROGRAMME_FILE
from tideturn.dataset.wording import counted
from tideturn.evaluation.rules import rule_problems
from tideturn.hub.access.standing import Standing
from tideturn.hub.common.errors import HubError
from tideturn.hub.import_export import policy, sheets_in, writing
from tideturn.hub.import_export.findings import Found, Wrong, cut_short
from tideturn.hub.import_export.folders import Folder, read, taken_out, unread_transcripts, written
from tideturn.hub.import_export.jobs import CHECKING, COMPARING, UNPACKING, WRITING
from tideturn.hub.import_export.keeping import Coming, errors_in, kept_at, kept_now, sealed, sent
from tideturn.hub.import_export.models import Import, Kept, State
from tideturn.hub.import_export.purging import is_too_long_ago
from tideturn.hub.import_export.rooms import plan, together_in_one, with_rooms, without_rooms
from tideturn.hub.import_export.spreadsheets import tables
from tideturn.hub.import_export.unpacking import packed, unpacked
from tideturn.hub.jobs.api import Says

_SUBJECTS: Final = 20
"""Approximate number of steps in the progress of a check."""


def look_through(by: Standing, pk: UUID, progress: Says) -> str:
    """Check what was sent, and keep what it would change. Return the result in a sentence."""
    one, what = _called(by, pk)
    if one.state == State.REFUSED:
        return f"{what} cannot be imported."
    if one.state == State.READY:
        return f"{what} is ready to import."
    try:
        given = _checked(by, pk, progress) if one.sheet is None else sheets_in.opened(by, one, progress)
    except (HubError, TideturnError) as error:
        found, many = Found([Wrong.of(error)]), ""
    else:
        found = given.looked_through(by, progress)
        many = f": {counted(len(found.wrong), 'problem')}"
    problems = cut_short(found.wrong or found.notes)
    writing.keep_findings(by=by, pk=pk, ready=not found.wrong, told=found.brings, problems=problems)
    if found.wrong:
        return f"{what} cannot be imported{many}."
    return f"{what} is ready to import."


def bring_in(by: Standing, pk: UUID, progress: Says) -> str:
    """Import what was checked. Return the result in a sentence."""
    one, what = _called(by, pk)
    if one.state != State.IN:
        if one.sheet is None:
            progress.say(UNPACKING)
            with unpacked(sent(by, pk).content) as place:
                folder = read(place)
            progress.say(COMPARING)
            coming = Coming(plan(by, folder), kept_now(by), folder)
        else:
            coming = sheets_in.coming(by, one, progress)
        told = coming.told()
        progress.say(WRITING)
        writing.write_folder(by=by, pk=pk, plan=coming.planned, kept=coming.sealed(), told=told)
    return f"{what} was imported."


def take_back(by: Standing, pk: UUID, progress: Says) -> str:
    """Undo an import. Return the result in a sentence. Raise HubError if it was too long ago."""
    one, what = _called(by, pk)
    if one.state == State.TAKEN_BACK:
        return f"The import of {what.lower()} was undone."
    if is_too_long_ago(one.came_in_at):
        raise HubError(
            "It is too late to undo this import: the hub has deleted the earlier values.",
            mend="Change the records by hand.",
        )
    if one.sheet is not None and tables.kept_apart(one.sheet.get("table", "")):
        progress.say(WRITING)
        left = writing.undo_folder(by=by, pk=pk, kept=None, stays=())
    else:
        progress.say(UNPACKING)
        after = Kept.objects.filter(because=pk).order_by("number").first()
        if after is None:
            raise HubError("The hub stored nothing of this import.", mend="Change the imported records by hand.")
        before = Kept.objects.filter(number=after.number - 1).first()
        first, then, now = kept_at(by, before), kept_at(by, after), kept_now(by)
        progress.say(COMPARING)
        folder, stays = taken_out(first.folder, then.folder, now.folder)
        progress.say(WRITING)
        # For tables that are kept as records, `undo_folder` finds what stays; their sheets here give only the order of
        # the rows.
        others = without_rooms(then.folder).sheets.keys() | then.folder.files.keys() | {PROGRAMME_FILE}
        apart = [stay for stay in stays if stay.place in others]
        left = writing.undo_folder(by=by, pk=pk, kept=sealed(folder, after=now.number), stays=apart)
    if not left:
        return f"The whole import of {what.lower()} was undone."
    stay = f"{counted(left, 'item')} that {'stays' if left == 1 else 'stay'}"
    return f"The import of {what.lower()} was undone, except for {stay}."


def _called(by: Standing, pk: UUID) -> tuple[Import, str]:
    """Return the import, and the noun for it in a sentence."""
    found = policy.IMPORTS.get_visible(by, pk)
    return found, "The folder" if found.sheet is None else "The spreadsheet"


@dataclass(frozen=True)
class _Checked:
    """A folder that was checked, and the errors and queries found."""

    folder: Folder
    problems: list[Problem]

    def looked_through(self, by: Standing, progress: Says) -> Found:
        """Return what an import would change; or its errors, alone or together with the hub's records."""
        errors, queries = (
            [Wrong.of(one) for one in self.problems if one.severity is severity]
            for severity in (Severity.ERROR, Severity.QUERY)
        )
        if errors:
            return Found(errors)
        progress.say(COMPARING)
        coming = Coming(plan(by, self.folder), kept_now(by), self.folder)
        refused = writing.tried(by, coming.planned) or self._wrong_together(by, coming)
        return Found(refused, coming.told(), queries)

    def _wrong_together(self, by: Standing, coming: Coming) -> list[Wrong]:
        """Return the errors that it has only together with the hub's records: an export must have none."""
        if not coming.kept.number and not any(one.left for one in coming.planned):
            return []  # the hub holds nothing besides the folder
        both = together_in_one(with_rooms(by, coming.kept.folder), self.folder)
        return [
            Wrong.of(replace(one, file=f"{one.file} together with the hub’s records", row=None))
            for one in errors_in(packed(written(both)))
        ]


def _checked(by: Standing, pk: UUID, progress: Says) -> _Checked:
    progress.say(UNPACKING)
    with unpacked(sent(by, pk).content) as place:
        steps = 0

        def on_progress(_: str) -> None:
            nonlocal steps
            steps += 1
            progress.say(CHECKING, min(steps, _SUBJECTS), _SUBJECTS)

        problems = check_folder(place, on_progress=on_progress, also=rule_problems)
        folder = read(place)
        told = {one.file for one in problems if one.severity is Severity.ERROR}
        problems += [one for one in unread_transcripts(place, folder) if one.file not in told]
        return _Checked(folder, problems)
