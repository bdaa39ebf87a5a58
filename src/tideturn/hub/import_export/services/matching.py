"""A spreadsheet is matched, step by step: which table it is of, what each column says, and what it leaves open."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from tideturn.dataset.identity import signs
from tideturn.dataset.schema import Table
from tideturn.hub.access.service import service
from tideturn.hub.access.standing import Standing
from tideturn.hub.audit.record import record
from tideturn.hub.common import clock
from tideturn.hub.common.errors import HubError
from tideturn.hub.forms.writing import no_other_like_it
from tideturn.hub.import_export import actions, jobs, policy
from tideturn.hub.import_export.beginning import begin, held
from tideturn.hub.import_export.models import Import, Matching
from tideturn.hub.import_export.spreadsheets import tables
from tideturn.hub.import_export.spreadsheets.guessing import announces
from tideturn.hub.import_export.spreadsheets.remembering import digest_of, marked, remembered
from tideturn.hub.import_export.terms import State


@service(actions.TABLE_CHOSEN, needs=policy.BRING_IN)
def choose_table(*, by: Standing, pk: UUID, table: str, sheet: str = "", survey: str = "") -> Import:
    """Say which sheet it is, and of which table. Raises HubError where a survey's table has no survey."""
    found = held(by, pk, State.TO_MATCH, State.READY)
    tables.require_survey(table, survey)
    survey = survey if tables.is_of_survey(table) else ""
    chosen = {"sheet": sheet, "table": table, "survey": survey}
    before = found.sheet or {}
    if {name: before.get(name) for name in chosen} != chosen:
        found.answers = None
        _say(found, chosen)
    record(actions.TABLE_CHOSEN, by=by.user, via=by.via, on=found, details={"table": table})
    return found


@service(actions.COLUMNS_MATCHED, needs=policy.BRING_IN)
def match_columns(*, by: Standing, pk: UUID, columns: Mapping[int, str], headings: Mapping[int, str]) -> Import:
    """Say what each column is, by its place; the others are left out.

    Raises HubError where two are the same, none is any, or a heading announces who somebody is.
    """
    found = held(by, pk, State.TO_MATCH, State.READY)
    table = _table(found)
    twice = sorted({name for name in columns.values() if list(columns.values()).count(name) > 1})
    if twice:
        told = " and ".join(f"“{name}”" for name in twice)
        raise HubError(f"Two columns are matched to {told}.", mend="Leave one of them out.")
    if not columns:
        raise HubError("No column is matched.", mend="Say of at least one what it is.")
    for index, name in columns.items():
        kind = announces(headings.get(index, ""), table.column(name)) if name in table.names else None
        if kind:
            raise HubError(
                f"The heading “{headings[index]}” announces {kind}.",
                mend="Leave that column out: a programme folder never holds it.",
            )
    _say(found, {**found.sheet, "columns": {str(index): name for index, name in columns.items()}})
    record(actions.COLUMNS_MATCHED, by=by.user, via=by.via, on=found, details={"columns": len(columns)})
    return found


@service(actions.REST_SAID, needs=policy.BRING_IN)
def say_the_rest(
    *,
    by: Standing,
    pk: UUID,
    headings: Mapping[int, str],
    fills: Mapping[str, str],
    order: str,
    words: Mapping[str, Mapping[str, str]],
) -> Import:
    """Say what the sheet leaves open; it is looked through then, and how it was matched is remembered.

    Raises HubError where it was not said yet what its columns are.
    """
    found = held(by, pk, State.TO_MATCH, State.READY)
    _table(found)
    if not found.sheet.get("columns"):
        raise HubError("It is not said yet what each column is.", mend="Match the columns first.")
    words = {name: _harmless(one) for name, one in words.items()}
    said = found.sheet
    found.answers = json.dumps({"fills": dict(fills), "order": order, "words": words})
    _say(found, said)
    with no_other_like_it("how such a sheet is matched"):
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
    record(actions.REST_SAID, by=by.user, via=by.via, on=found, details={"table": said["table"]})
    begin(by, found, jobs.look_through, State.LOOKED_AT)
    return found


def _harmless(words: Mapping[str, str]) -> dict[str, str]:
    """Without what looks like somebody's identity, which no column of terms should hold."""
    return {word: term for word, term in words.items() if not signs(word)}


def _say(found: Import, sheet: dict[str, Any]) -> None:
    """Keep how it is matched; what was found in it as it was matched before holds no more."""
    found.sheet, found.state, found.told, found.problems = sheet, State.TO_MATCH, None, None
    found.save(update_fields=["sheet", "answers", "state", "told", "problems"])


def _table(found: Import) -> Table:
    if "table" not in (found.sheet or {}):
        raise HubError("It is not said yet which table the spreadsheet is of.", mend="Say that first.")
    return tables.called(found.sheet["table"])
