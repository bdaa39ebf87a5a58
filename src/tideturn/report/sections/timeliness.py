"""How soon onward referrals were made: compared by place with the programme's own target, or else the median alone."""

from __future__ import annotations

from typing import Final

from tideturn.dataset.vocabulary import PROGRAMME_SCOPE
from tideturn.evaluation.ledger.counts.casework import DAYS, IN_TIME, PARTS, InTimeCounts, WaitingCounts
from tideturn.evaluation.measured import known
from tideturn.evaluation.model import EvidenceItem
from tideturn.evaluation.told import Told, told
from tideturn.report.blocks import Block, DataTable, Figure, Paragraph, Section, words
from tideturn.report.charts.timeliness import Place, Timeliness
from tideturn.report.sections.lookup import Lookup
from tideturn.report.wording import listed, plural

_DRAWN: Final = "By place: made in time, made later, or the day of the concern is not recorded."


def timeliness(look: Lookup) -> Section | None:
    """Return how soon onward referrals were made; None if none was made, or if nothing about it may be shown."""
    scopes = (PROGRAMME_SCOPE, *(site.code for site in look.sites))
    found = {scope: item for scope in scopes if (item := look.count(IN_TIME.name, scope))}
    blocks = _against(look, found) if found else _median(look)
    return Section("timeliness", "How soon onward referrals were made", 3, tuple(blocks)) if blocks else None


def _median(look: Lookup) -> list[Block]:
    """Return the median from a working copy's rows.

    A release does not have it: so few days would say something about single people.
    """
    item = look.count(DAYS.name)
    days = item.value_as(WaitingCounts).median_days if item is not None else None
    if item is None or days is None:
        return []
    said = told(
        "The median time from concern to referral was {days} calendar {day}, over {dated}.",
        days=look.field(item, "median_days"),
        day=plural(days, "day"),
        dated=look.field(item, "dated", item.unit),
    )
    more = " The programme has set no number of days within which they should be made."
    return [Paragraph(words(look.traced(said, item), more))]


def _against(look: Lookup, found: dict[str, EvidenceItem]) -> list[Block]:
    """Chart the referrals by place, and say what is left out because a release hides it."""
    shown = {scope: place for scope, item in found.items() if (place := _place(look, scope, item))}
    hidden = [look.place(scope) for scope in found if scope not in shown]
    blocks: list[Block] = []
    item = next(iter(found.values()))
    title = told("Referrals made within {target} of the concern", target=_target(look, item))
    table = DataTable(
        f"{title}, in numbers",
        ("Where", "Within target", "Late", "Not known"),
        tuple(
            (words(look.place(scope)), *(words(look.field(item, part)) for part in PARTS))
            for scope, item in found.items()
        ),
        frozenset({1, 2, 3}),
    )
    if not shown:
        blocks.append(table)
    else:
        first = next(iter(shown))
        whole = first == PROGRAMME_SCOPE
        blocks.append(
            Figure(
                anchor="chart-timeliness",
                title=_message(look, found[first]) if whole else title,
                sentence=_DRAWN if whole and not shown[first].unknown else _told(look, shown[first], found[first]),
                description=" ".join(
                    f"{place.name}: {place.within} within target, {place.late} late, {place.unknown} not known."
                    for place in shown.values()
                ),
                chart=Timeliness(tuple(shown.values())),
                wide=Timeliness(tuple(shown.values()), wide=True),
                table=table,
            )
        )
    counted_from = look.references("", tuple(item.evidence_id for item in found.values()))
    if counted_from:
        blocks.append(Paragraph(words(counted_from, "."), "quiet"))
    if hidden:
        said = f"No bar is drawn for {listed(hidden)}: a number behind it is too small to be shown."
        blocks.append(Paragraph(words(said), "quiet"))
    return blocks


def _message(look: Lookup, item: EvidenceItem) -> Told:
    """Say `92 of 120 referrals were made within 3 calendar days of the concern`."""
    return told(
        "{in_time} of {made} {were} made within {target} of the concern",
        in_time=look.field(item, "in_time"),
        made=look.field(item, "made", item.unit, which="onward"),
        were="was" if item.value_as(InTimeCounts).in_time == 1 else "were",
        target=_target(look, item),
    )


def _target(look: Lookup, item: EvidenceItem) -> Told:
    days = known(item.value_as(InTimeCounts).target_days)
    return told("{n} calendar {day}", n=look.field(item, "target_days"), day=plural(days, "day"))


def _told(look: Lookup, place: Place, item: EvidenceItem) -> Told:
    unknown = told(" For {n}, the day of the concern is not recorded.", n=look.field(item, "not_known"))
    return told(
        "{place}: of {made}, {in_time} made within {target} of the concern and {late} made later.{unknown}",
        place=place.name,
        made=look.field(item, "made", item.unit),
        in_time=look.were(item, "in_time"),
        target=_target(look, item),
        late=look.were(item, "late"),
        unknown=unknown if place.unknown else "",
    )


def _place(look: Lookup, scope: str, item: EvidenceItem) -> Place | None:
    """Return the place's bar; None if a release hides a part of it."""
    held = item.value_as(InTimeCounts)
    if held.in_time is None or held.late is None or held.not_known is None:
        return None
    return Place(look.place(scope), held.in_time, held.late, held.not_known)
