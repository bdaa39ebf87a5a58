"""What the worker does for a folder that comes in: check it as `tideturn check` does, compare it, write it, undo it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Final
from uuid import UUID

from tideturn.dataset.check import check_folder
from tideturn.dataset.problems import Problem, Severity, TideturnError
from tideturn.dataset.programme_file import PROGRAMME_FILE
from tideturn.dataset.tables import SURVEY_TABLES, TABLES
from tideturn.evaluation.rules import rule_problems
from tideturn.hub.access.reading import show
from tideturn.hub.access.standing import Standing
from tideturn.hub.common.errors import HubError
from tideturn.hub.import_export import actions, lists_in, policy
from tideturn.hub.import_export.folders import Folder, brought, laid_over, read, taken_out, written
from tideturn.hub.import_export.jobs import CHECKING, COMPARING, UNPACKING, WRITING
from tideturn.hub.import_export.keeping import State, content_of, kept_at, kept_now, sealed
from tideturn.hub.import_export.models import Import, Kept
from tideturn.hub.import_export.purging import is_too_long_ago
from tideturn.hub.import_export.rooms import Planned, plan, together_in_one, with_rooms, without_rooms
from tideturn.hub.import_export.services import bringing_in as services
from tideturn.hub.import_export.terms import State as At
from tideturn.hub.import_export.trying import tried
from tideturn.hub.import_export.unpacking import packed, unpacked
from tideturn.hub.jobs.api import Says
from tideturn.hub.resources.tables import SHEET_LISTS

MOST: Final = 500
"""Problems that are told one by one."""
_OTHER_FILES: Final = {
    "programme": "What the programme is called",
    "sites": "Sites",
    "years": "Years",
    PROGRAMME_FILE: "What else the programme says of itself",
    "pathways/": "Pathways",
    "surveys/": "Forms of surveys",
    "transcripts/": "Transcripts",
    "releases/": "What was published",
}
_DONE: Final = {
    At.READY: "The folder is ready to come in.",
    At.REFUSED: "The folder cannot come in.",
    At.IN: "The folder came in.",
    At.TAKEN_BACK: "What the folder brought in was taken back.",
}
_SUBJECTS: Final = 20
"""About so many steps a check says that it is at."""


def done_before(by: Standing, pk: UUID, *states: At) -> str | None:
    """What came of work that is done again and was done: its process was killed before it could say so."""
    at = At(policy.IMPORTS.get_visible(by, pk, Import.objects.all()).state)
    return _DONE[at] if at in states else None


def look_through(by: Standing, pk: UUID, progress: Says) -> str:
    """Check what was sent, and keep what it would bring. What came of it, in a sentence."""
    progress.say(UNPACKING)
    try:
        folder, problems = _read(by, pk, progress)
    except (HubError, TideturnError) as error:
        why = [{"place": getattr(error, "place", ""), "what": error.what, "mend": error.mend}]
        services.keep_findings(by=by, pk=pk, ready=False, told=(), problems=why)
        return "The folder cannot come in."
    errors = [problem for problem in problems if problem.severity is Severity.ERROR]
    if errors:
        services.keep_findings(by=by, pk=pk, ready=False, told=(), problems=listed(errors))
        return f"The folder cannot come in: {len(errors):,} {'error' if len(errors) == 1 else 'errors'}."
    progress.say(COMPARING)
    kept = kept_now(by)
    planned = plan(by, folder)
    refused = tried(by, planned)
    if not refused:
        refused = listed(_of_both(by, kept, folder, planned))
    brings = told(kept, folder, planned)
    queries = listed([problem for problem in problems if problem.severity is Severity.QUERY])
    services.keep_findings(by=by, pk=pk, ready=not refused, told=brings, problems=refused or queries)
    return "The folder cannot come in." if refused else "The folder is ready to come in."


def bring_in(by: Standing, pk: UUID, progress: Says) -> str:
    """Bring in what was looked through. What came of it, in a sentence."""
    progress.say(UNPACKING)
    with unpacked(sent(by, pk).content) as place:
        folder = read(place)
    progress.say(COMPARING)
    kept = kept_now(by)
    planned = plan(by, folder)
    brings = told(kept, folder, planned)
    progress.say(WRITING)
    after = sealed(laid_over(kept.folder, folder))
    services.write_folder(by=by, pk=pk, plan=planned, kept=after, after=kept.number, told=brings)
    return "The folder came in."


def take_back(by: Standing, pk: UUID, progress: Says) -> str:
    """Take back what came in. What came of it, in a sentence. Raises HubError once that is too long ago."""
    if is_too_long_ago(Import.objects.values_list("came_in_at", flat=True).get(pk=pk)):
        raise HubError("What was there before is kept no more.", mend="Change it by hand.")
    if lists_in.comes_as_list(pk):
        progress.say(WRITING)
        return _taken_back(services.undo_folder(by=by, pk=pk, kept=None, after=0, stays=()))
    progress.say(UNPACKING)
    after = Kept.objects.filter(because=pk).order_by("number").first()
    if after is None:
        raise HubError("Nothing of it is kept.", mend="Change by hand what it brought in.")
    before = Kept.objects.filter(number=after.number - 1).first()
    first, written, now = kept_at(by, before), kept_at(by, after), kept_now(by)
    progress.say(COMPARING)
    folder, stays = taken_out(first.folder, written.folder, now.folder)
    progress.say(WRITING)
    # Of what rooms keep their own records tell; the sheets that came in say only in which order.
    others = without_rooms(written.folder).sheets.keys() | written.folder.files.keys() | {PROGRAMME_FILE}
    apart = [stay for stay in stays if stay.file in others]
    left = services.undo_folder(by=by, pk=pk, kept=sealed(folder), after=now.number, stays=apart)
    return _taken_back(left)


def _taken_back(left: int) -> str:
    if not left:
        return "All that the folder brought in was taken back."
    return f"What the folder brought in was taken back, but for {left:,} that {'stay' if left > 1 else 'stays'}."


def _read(by: Standing, pk: UUID, progress: Says) -> tuple[Folder, list[Problem]]:
    with unpacked(sent(by, pk).content) as place:
        steps = 0

        def on_progress(_: str) -> None:
            nonlocal steps
            steps += 1
            progress.say(CHECKING, min(steps, _SUBJECTS), _SUBJECTS)

        problems = check_folder(place, on_progress=on_progress, also=rule_problems)
        return read(place), problems


@dataclass(frozen=True)
class Sent:
    """What somebody sent, and what they said to what a spreadsheet leaves open."""

    content: bytes
    answers: Mapping[str, Any]


def sent(by: Standing, pk: UUID) -> Sent:
    """What somebody sent. Raises HubError where it is there no more."""

    def gather(found: Import) -> Sent:
        return Sent(content_of(found).content, json.loads(found.answers or "{}"))

    rows = Import.objects.select_related("file")
    found = show(by, policy.OWN_IMPORTS, pk, action=actions.OPENED, gather=gather, rows=rows)
    if not found.content:
        raise HubError("What was sent is there no more.", mend="Send the folder again.")
    return found


def _of_both(by: Standing, kept: State, folder: Folder, planned: Sequence[Planned]) -> list[Problem]:
    """The errors that the folder has only together with what is there: what leaves the hub must be without any."""
    if not kept.number and not any(one.left for one in planned):
        return []  # there is nothing but the folder
    both = together_in_one(with_rooms(by, kept.folder), folder)
    with unpacked(packed(written(both))) as place:
        found = check_folder(place, also=rule_problems)
    where = "with what is in the hub"
    return [
        replace(problem, file=f"{problem.file} {where}", row=None)
        for problem in found
        if problem.severity is Severity.ERROR
    ]


def told(kept: State, folder: Folder, planned: Sequence[Planned]) -> list[dict[str, Any]]:
    """Of each table, how many rows come in, differ, are there already, and are left as they are."""
    rooms = [
        {
            "name": one.table.name,
            "title": _title(one.table.name),
            "added": sum(write.there is None for write in one.writes),
            "changed": sum(write.there is not None for write in one.writes),
            "same": one.same,
            "left": one.left,
        }
        for one in planned
    ]
    rest = brought(without_rooms(kept.folder), without_rooms(folder))
    return [*rooms, *({"name": one.name, "title": _title(one.name), **asdict(one.compared)} for one in rest)]


def _title(name: str) -> str:
    """A table in words, with its survey where it is one's; a list; of other files what they are."""
    if name in SHEET_LISTS:
        return SHEET_LISTS[name].described.title
    folder, _, file = name.removesuffix(".csv").rpartition("/")
    table = (SURVEY_TABLES if folder else TABLES).get(file)
    if table is None:
        return _OTHER_FILES.get(name, "")
    return f"{table.title} ({folder.removeprefix('surveys/')})" if folder else table.title


def listed(problems: Sequence[Problem]) -> list[dict[str, Any]]:
    """Problems as they are kept: the first of them one by one."""
    return cut_short([{"place": one.place, "what": one.what, "mend": one.mend} for one in problems])


def cut_short(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The first of many, and how many more there are."""
    more = len(found) - MOST
    return found if more <= 0 else [*found[:MOST], {"place": "", "what": f"And {more:,} more.", "mend": ""}]
