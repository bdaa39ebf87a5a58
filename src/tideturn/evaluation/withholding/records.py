"""Count young people in the programme's own records, as a report does: cases, onward referrals, who was heard."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

import polars as pl

from tideturn.dataset.model import Dataset, Year
from tideturn.dataset.vocabulary import PROGRAMME_SCOPE, REFERRAL_KIND
from tideturn.evaluation.claims.checks.exposure import PROTECTED, RECORD
from tideturn.evaluation.ledger.counts.casework import SESSIONS, onward_in, open_cases, sessions_in
from tideturn.evaluation.ledger.counts.measure import in_year
from tideturn.evaluation.ledger.counts.plan import counts_sessions, counts_young
from tideturn.evaluation.withholding.cells import TOTALS, WHOLE_PROGRAMME, Cells
from tideturn.evaluation.withholding.reach import reach_cells
from tideturn.evaluation.withholding.timeliness import timeliness_cells

AUDIENCES: Final = ("young_people", "families")


def record_cells(dataset: Dataset, year: Year, cells: Cells) -> None:
    """Add the counts of records, such as `cases/SITE/YEAR#open`."""
    _cases(dataset, year, cells)
    _sessions(dataset, year, cells)
    reach_cells(dataset, year, cells)
    _onward(dataset, year, cells)
    timeliness_cells(dataset, year, cells)
    _heard(dataset, year, cells)
    _plan(dataset, year, cells)
    _audiences(dataset, year, cells)


def left_unscored(sites: Sequence[str], year: Year, small: Callable[[int], bool], cells: Cells) -> None:
    """Add the few whose case was open and who were not scored twice: the open cases minus a matched set gives them.

    Add them only if they are few: if more are left, both numbers may be shown, and no report gives this count.
    """
    for name in [name for name in cells.counts if name.startswith("matched/") and name.endswith("#n")]:
        parts = name.removesuffix("#n").split("/")
        if len(parts) != 5 or parts[2] not in {RECORD, *PROTECTED}:
            continue
        whole = f"cases/{parts[3]}/{year.number}#open"
        if parts[3] not in {PROGRAMME_SCOPE, *sites} or whole not in cells.counts:
            continue
        rest = cells.counts[whole].count - cells.counts[name].count
        if rest > 0 and small(rest):
            cells.total(whole, [name, cells.add(name.replace("#n", "#unscored"), rest)])


def _cases(dataset: Dataset, year: Year, cells: Cells) -> None:
    frame = open_cases(dataset, year)
    if not frame.height:
        return
    sites = [site.code for site in dataset.programme.sites]
    total = cells.add(f"cases/{PROGRAMME_SCOPE}/{year.number}#open", frame.height, weight=TOTALS * WHOLE_PROGRAMME)
    counts = dict(frame.group_by("site").len().iter_rows())
    names = {site: f"cases/{site}/{year.number}#open" for site in sites}
    cells.total(total, [cells.add(name, counts.get(site, 0), weight=TOTALS) for site, name in names.items()])


def _sessions(dataset: Dataset, year: Year, cells: Cells) -> None:
    """Count young people who came to sessions: in all, and to those with one person, a family or a group."""
    frame = sessions_in(dataset, year)
    if frame.height:
        name = f"sessions/{PROGRAMME_SCOPE}/{year.number}"
        held = frame.filter("held")  # a session that did not go ahead reached nobody
        everyone = _seen(name, held, dataset, year, cells)
        for measure, kinds in SESSIONS.items():
            own = frame.filter(pl.col("kind").is_in(kinds))
            if not own.height:
                continue
            # If there are very few sessions, their number would show how many young people came, so guard it too.
            name = f"{measure.name}/{PROGRAMME_SCOPE}/{year.number}"
            cells.add(f"{name}#offered", own.height, weight=WHOLE_PROGRAMME)
            went = cells.add(f"{name}#held", own.filter("held").height, weight=WHOLE_PROGRAMME)
            seen = _seen(name, own.filter("held"), dataset, year, cells)
            cells.at_most([seen], [went])
            cells.at_most([seen], [everyone])


def _seen(name: str, held: pl.DataFrame, dataset: Dataset, year: Year, cells: Cells) -> str:
    """Add how many young people came to these sessions; with those who did not, they are the open cases."""
    seen = cells.add(f"{name}#seen", held["case_id"].n_unique(), weight=WHOLE_PROGRAMME)
    unseen = open_cases(dataset, year).join(held, on="case_id", how="anti").height
    rest = cells.add(f"{name}#not_seen", unseen, weight=WHOLE_PROGRAMME)
    cells.total(f"cases/{PROGRAMME_SCOPE}/{year.number}#open", [seen, rest])
    return seen


def _onward(dataset: Dataset, year: Year, cells: Cells) -> None:
    frame = onward_in(dataset, year)
    if not frame.height:
        return
    total = cells.add(f"onward/{PROGRAMME_SCOPE}/{year.number}#made", frame.height, weight=TOTALS)
    counts = dict(frame.group_by("kind").len().iter_rows())
    cells.total(total, [cells.add(f"onward/{k}/{year.number}#made", counts.get(k, 0)) for k in REFERRAL_KIND.codes])
    replied = int(frame["replied"].count())
    answered = cells.add(f"onward/{PROGRAMME_SCOPE}/{year.number}#replied", replied)
    waiting = cells.add(f"onward/{PROGRAMME_SCOPE}/{year.number}#waiting", frame.height - replied)
    cells.total(total, (answered, waiting))


def _heard(dataset: Dataset, year: Year, cells: Cells) -> None:
    """Add young people and families who were interviewed and who answered surveys.

    Adults are not cells: each strand says how many of them were asked. The total would give away what is hidden, so a
    release gives it only beside every part.
    """
    interviews = dataset.table("interviews").filter(pl.col("year") == year.number)["voice"].to_list()
    answers = [
        voice
        for survey in dataset.surveys.values()
        for voice in survey.responses.filter(pl.col("year") == year.number)["voice"].to_list()
    ]
    for name, voices in (("interviews", interviews), ("answers", answers)):
        for voice in sorted(PROTECTED) if voices else ():
            cells.add(f"{name}/{voice}/{year.number}#all", voices.count(voice))


def _plan(dataset: Dataset, year: Year, cells: Cells) -> None:
    """Add what the plan delivered to young people; if it equals the place's open cases, it is the same count."""
    rows = dataset.table("plan").filter(pl.col("year") == year.number).to_dicts()
    for row in rows:
        if counts_young(row["measure"]) and row["delivered"] is not None and float(row["delivered"]).is_integer():
            name = plan_cell(row["component"], row["measure"], row["site"], year.number)
            cells.add(name, int(row["delivered"]), weight=TOTALS)
            if not counts_sessions(row["measure"]):
                cells.same(f"cases/{row['site']}/{year.number}#open", name)


def plan_cell(component: str, measure: str, site: str, year: int) -> str:
    """Return the id of what the plan delivered."""
    return f"plan/{component}/{measure}/{site}/{year}#delivered"


def _audiences(dataset: Dataset, year: Year, cells: Cells) -> None:
    """Add young people and families who came to training and workshops."""
    events = in_year(dataset, "training_events", "date", year)
    came = dataset.table("attendance").join(events.select("event_id", "audience"), on="event_id", how="inner")
    for audience in AUDIENCES:
        people = came.filter(pl.col("audience") == audience)["attendee_id"].n_unique()
        if people:
            cells.add(f"attendance/{audience}/{year.number}#people", people)
