"""Import and export, with their audit actions.

A person sends a folder or a spreadsheet, matches it step by step, imports it, cancels it or undoes it; the worker does
the work. A person asks to export the folder, and a second person decides.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from tideturn.dataset.identity import signs
from tideturn.dataset.schema import Table
from tideturn.hub.access.rules import Rule
from tideturn.hub.access.service import service
from tideturn.hub.access.standing import Standing
from tideturn.hub.audit.actions import Kind, action
from tideturn.hub.audit.record import record
from tideturn.hub.common import clock
from tideturn.hub.common.errors import HubError
from tideturn.hub.crypto import files
from tideturn.hub.forms.writing import no_other_like_it
from tideturn.hub.import_export import jobs, policy
from tideturn.hub.import_export.models import Decision, Export, Import, Matching, State
from tideturn.hub.import_export.spreadsheets import tables
from tideturn.hub.import_export.spreadsheets.guessing import announces, digest_of, marked, remembered
from tideturn.hub.jobs.api import JobKind, has_ended, start_job

SENT: Final = action("import_export.send_folder", Kind.WRITE, "uploaded a folder to import")
LOOKED_THROUGH: Final = action("import_export.look_through", Kind.WRITE, "checked a file to import")
COMING_IN: Final = action("import_export.bring_in", Kind.WRITE, "started an import")
SHEET_SENT: Final = action("import_export.send_sheet", Kind.WRITE, "uploaded a spreadsheet to import")
SHEET_READ: Final = action("import_export.read_sheet", Kind.WRITE, "read an uploaded spreadsheet")
TABLE_CHOSEN: Final = action("import_export.choose_table", Kind.WRITE, "chose the table for a spreadsheet")
COLUMNS_MATCHED: Final = action("import_export.match_columns", Kind.WRITE, "matched the columns of a spreadsheet")
REST_SAID: Final = action("import_export.say_the_rest", Kind.WRITE, "answered the questions about a spreadsheet")
GLIMPSED: Final = action("import_export.glimpse_sheet", Kind.DISCLOSURE, "saw the first rows of a spreadsheet")
CAME_IN: Final = action("import_export.write_folder", Kind.WRITE, "imported a folder or spreadsheet")
LEFT: Final = action("import_export.leave_folder", Kind.WRITE, "cancelled an import")
GOING_OUT: Final = action("import_export.take_back", Kind.WRITE, "started to undo an import")
TAKEN_BACK: Final = action("import_export.undo_folder", Kind.WRITE, "undid an import")
FORGOTTEN: Final = action("import_export.forget_earlier", Kind.WRITE, "deleted old data for undoing imports")
READ: Final = action("import_export.read_import", Kind.DISCLOSURE, "read the problems of an import")
OPENED: Final = action("import_export.open_folder", Kind.DISCLOSURE, "opened an uploaded or stored folder")
BEFORE_READ: Final = action(
    "import_export.read_before", Kind.DISCLOSURE, "read the values that rows had before an import"
)
ASKED: Final = action("import_export.ask_export", Kind.WRITE, "requested an export of the programme folder")
DECIDED: Final = action(
    "import_export.decide_export", Kind.WRITE, "approved or refused an export of the programme folder"
)
MAKING: Final = action("import_export.make_export", Kind.WRITE, "started an export of the programme folder")
MADE: Final = action("import_export.write_export", Kind.WRITE, "exported the programme folder")

MOST: Final = 200 * 1024 * 1024
"""Maximum size of a packed folder in bytes."""


@service(SENT, needs=policy.BRING_IN)
def send_folder(*, by: Standing, name: str, content: bytes) -> Import:
    """Receive a folder, and start its check. Raise HubError if the file is empty or too large."""
    sent = _laid_down(by, name, content)
    record(SENT, by=by.user, via=by.via, on=sent)
    begin(by, sent, jobs.look_through, State.LOOKED_AT)
    return sent


@service(SHEET_SENT, needs=policy.BRING_IN)
def send_sheet(*, by: Standing, name: str, content: bytes) -> Import:
    """Receive a spreadsheet, and start to read it for matching. Raise HubError if the file is empty or too large."""
    sent = _laid_down(by, name, content, sheet={})
    record(SHEET_SENT, by=by.user, via=by.via, on=sent)
    begin(by, sent, jobs.read_sheet, State.READ)
    return sent


@service(COMING_IN, needs=policy.BRING_IN)
def bring_in(*, by: Standing, pk: UUID) -> Import:
    """Start an import. Raise HubError if it is not ready."""
    found = held(by, pk, State.READY)
    record(COMING_IN, by=by.user, via=by.via, on=found)
    begin(by, found, jobs.bring_in, State.COMING_IN)
    return found


@service(LEFT, needs=policy.BRING_IN)
def leave(*, by: Standing, pk: UUID) -> Import:
    """Cancel an import, and delete what was sent. Raise HubError unless it is still to match, ready or refused."""
    found = held(by, pk, State.TO_MATCH, State.READY, State.REFUSED)
    let_go(found, State.LEFT)
    record(LEFT, by=by.user, via=by.via, on=found)
    return found


@service(GOING_OUT, needs=policy.BRING_IN)
def take_back(*, by: Standing, pk: UUID) -> Import:
    """Start the undo of an import. Raise HubError if it is not imported."""
    found = held(by, pk, State.IN, rule=policy.BROUGHT)
    record(GOING_OUT, by=by.user, via=by.via, on=found)
    begin(by, found, jobs.take_back, State.GOING_OUT)
    return found


def held(by: Standing, pk: UUID, *states: State, rule: Rule[Import] = policy.OWN_IMPORTS) -> Import:
    """Return an import that the person may do this with, its row locked. Raise HubError if it is not in one of
    `states`.
    """
    found = policy.IMPORTS.get_visible(by, pk, Import.objects.select_for_update(of=("self",)))
    rule.require(by, found)
    at = found.at_rest
    if at not in states:
        raise HubError(f"The status of this import is now “{at.label}”.", mend="Open it again.")
    return found


def begin(by: Standing, found: Import, kind: JobKind, state: State) -> None:
    """Start a job for an import, and set its state."""
    found.state = state
    found.job = start_job(by=by, kind=kind, arguments={"import": str(found.pk)}).pk
    found.save(update_fields=["state", "job"])


def let_go(found: Import, state: State) -> None:
    """Close an import: delete the file, and forget how each of its columns and words was matched."""
    sent, found.file = found.file, None
    found.state, found.glimpse, found.answers = state, None, None
    if found.sheet is not None:
        found.sheet = {name: found.sheet[name] for name in ("sheet", "table", "survey") if name in found.sheet}
    if state == State.LEFT:
        found.problems = None
    if state != State.IN:
        found.ended_at = clock.now()
    found.save()
    if sent is not None:
        files.discard(sent)


def _laid_down(by: Standing, name: str, content: bytes, *, sheet: dict[str, Any] | None = None) -> Import:
    if not content:
        raise HubError("The file is empty.", mend="Save it, then upload it again.")
    if len(content) > MOST:
        raise HubError("The file is too large.", mend=f"Upload one of at most {MOST // 1024**2} MiB.")
    kept = files.lay_down(content, name=name[:150], kind="application/octet-stream")
    kept.save(force_insert=True)
    return Import.objects.create(name=name[:200], file=kept, at=clock.now(), by_id=by.user, sheet=sheet)


@service(TABLE_CHOSEN, needs=policy.BRING_IN)
def choose_table(*, by: Standing, pk: UUID, table: str, sheet: str = "", survey: str = "") -> Import:
    """Save the sheet of the spreadsheet to import, and its table. Raise HubError if the table is a survey's and no
    survey is given.
    """
    found = held(by, pk, State.TO_MATCH, State.READY)
    tables.require_survey(table, survey)
    survey = survey if tables.is_of_survey(table) else ""
    chosen = {"sheet": sheet, "table": table, "survey": survey}
    before = found.sheet or {}
    if {name: before.get(name) for name in chosen} != chosen:
        found.answers = None
        _say(found, chosen)
    record(TABLE_CHOSEN, by=by.user, via=by.via, on=found, details={"table": table})
    return found


@service(COLUMNS_MATCHED, needs=policy.BRING_IN)
def match_columns(*, by: Standing, pk: UUID, columns: Mapping[int, str], headings: Mapping[int, str]) -> Import:
    """Save what each column is, by its position; leave out the others.

    Raise HubError if two columns are the same, no column is matched, or a heading announces a person's identity.
    """
    found = held(by, pk, State.TO_MATCH, State.READY)
    table = _table(found)
    twice = sorted({name for name in columns.values() if list(columns.values()).count(name) > 1})
    if twice:
        told = " and ".join(f"“{name}”" for name in twice)
        raise HubError(f"Two columns are matched to {told}.", mend="Leave one of them out.")
    if not columns:
        raise HubError("No column is matched.", mend="Match at least one column.")
    for index, name in columns.items():
        kind = announces(headings.get(index, ""), table.column(name)) if name in table.names else None
        if kind:
            raise HubError(
                f"The heading “{headings[index]}” suggests {kind}.",
                mend="Leave that column out: a programme folder must not contain it.",
            )
    _say(found, {**found.sheet, "columns": {str(index): name for index, name in columns.items()}})
    record(COLUMNS_MATCHED, by=by.user, via=by.via, on=found, details={"columns": len(columns)})
    return found


@service(REST_SAID, needs=policy.BRING_IN)
def say_the_rest(
    *,
    by: Standing,
    pk: UUID,
    headings: Mapping[int, str],
    fills: Mapping[str, str],
    order: str,
    words: Mapping[str, Mapping[str, str]],
) -> Import:
    """Save the answers to what the sheet leaves open, remember how it was matched, and start the check.

    Raise HubError if the columns are not matched yet.
    """
    found = held(by, pk, State.TO_MATCH, State.READY)
    _table(found)
    if not found.sheet.get("columns"):
        raise HubError("The columns are not matched yet.", mend="Match the columns first.")
    # Leave out whatever looks like a person's identity; no column of terms should hold it.
    words = {name: {word: term for word, term in one.items() if not signs(word)} for name, one in words.items()}
    said = found.sheet
    found.answers = json.dumps({"fills": dict(fills), "order": order, "words": words})
    _say(found, said)
    with no_other_like_it("a match for the same columns"):
        Matching.objects.update_or_create(
            table=said["table"],
            headings=digest_of(headings.values()),
            defaults={
                "columns": remembered(said["columns"], headings),
                "order": order,
                "words": marked(words),
                "at": clock.now(),
                "by_id": by.user,
            },
        )
    record(REST_SAID, by=by.user, via=by.via, on=found, details={"table": said["table"]})
    begin(by, found, jobs.look_through, State.LOOKED_AT)
    return found


def _say(found: Import, sheet: dict[str, Any]) -> None:
    """Save how the spreadsheet is matched. Drop the findings of the matching before: they are no longer valid."""
    found.sheet, found.state, found.told, found.problems = sheet, State.TO_MATCH, None, None
    found.save()


def _table(found: Import) -> Table:
    if "table" not in (found.sheet or {}):
        raise HubError("Nobody has chosen the table for this spreadsheet yet.", mend="Choose it first.")
    return tables.called(found.sheet["table"])


@service(ASKED, needs=policy.TAKE_OUT)
def ask_export(*, by: Standing, why: str) -> Export:
    """Ask to export the folder, with the reason."""
    asked = Export.objects.create(why=why, at=clock.now(), by_id=by.user)
    record(ASKED, by=by.user, via=by.via, on=asked)
    return asked


@service(DECIDED, needs=policy.DECIDE)
def decide_export(*, by: Standing, pk: UUID, agreed: bool, answer: str = "") -> Export:
    """Agree to an export or refuse it, as a second person. Raise RefusedError for the person who asked, HubError if it
    is already decided.
    """
    found = _held_export(by, pk, policy.DECIDABLE)
    if found.decision != Decision.ASKED:
        raise HubError("This export was already approved or refused.", mend="Open it again to see the decision.")
    found.decision = Decision.AGREED if agreed else Decision.REFUSED
    found.decided_at, found.decided_by_id, found.answer = clock.now(), by.user, answer
    found.save()
    record(DECIDED, by=by.user, via=by.via, on=found, details={"agreed": agreed})
    return found


@service(MAKING, needs=policy.TAKE_OUT)
def make_export(*, by: Standing, pk: UUID) -> Export:
    """Start to make the folder that a second person agreed to.

    Raise HubError if nobody agreed, the agreement is too old, or the folder is being made.
    """
    found = _held_export(by, pk, policy.OWN_EXPORTS)
    _require_agreed(found)
    if not has_ended(found.job):
        raise HubError(
            "The export is already running.", mend="Wait until it is done, or cancel it under “Work under way”."
        )
    found.job = start_job(by=by, kind=jobs.make_export, arguments={"export": str(found.pk)}).pk
    found.save(update_fields=["job"])
    record(MAKING, by=by.user, via=by.via, on=found)
    return found


def _held_export(by: Standing, pk: UUID, rule: Rule[Export]) -> Export:
    found = policy.EXPORTS.get_visible(by, pk, Export.objects.select_for_update(of=("self",)))
    rule.require(by, found)
    return found


def _require_agreed(found: Export) -> None:
    """Raise HubError if no second person has agreed, or the agreement is no longer valid."""
    if found.decision != Decision.AGREED or found.decided_at is None:
        raise HubError(
            "Nobody has approved this export, or it was already exported.", mend="Request a new one, with the reason."
        )
    if found.holds_until is None:
        raise HubError("The approval is more than seven days old.", mend="Request a new export, with the reason.")


@service(MADE, needs=policy.TAKE_OUT)
def write_export(*, by: Standing, pk: UUID, rows: Sequence[Mapping[str, Any]], digest: str) -> Export:
    """Record what leaves the hub, before it does. Raise HubError if no second person has agreed."""
    found = _held_export(by, pk, policy.OWN_EXPORTS)
    # A job that was killed before it handed over the folder runs again, and hands over what the hub holds by then.
    if found.decision != Decision.MADE or has_ended(found.job):
        _require_agreed(found)
    found.decision, found.made_at, found.rows, found.digest = Decision.MADE, clock.now(), list(rows), digest
    found.save()
    record(MADE, by=by.user, via=by.via, on=found, details={"tables": len(rows), "sha256": digest})
    return found
