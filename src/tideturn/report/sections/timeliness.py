"""How soon onward referrals were made: against the programme's own target by place, else in the middle alone."""

from __future__ import annotations

from tideturn.dataset.vocabulary import PROGRAMME_SCOPE
from tideturn.evaluation.withholding.timeliness import PARTS, onward_in, target_days
from tideturn.report.blocks import Block, DataTable, Figure, Paragraph, Section, words
from tideturn.report.charts.timeliness import Place, Timeliness
from tideturn.report.sections.lookup import Lookup
from tideturn.report.wording import counted, listed, number, plural, were

Counts = tuple[int | None, ...]


def timeliness(look: Lookup) -> Section | None:
    """None where no onward referral was made, or nothing of how soon may be told."""
    target = target_days(look.dataset.programme)
    blocks = _median(look) if target is None else _against(look, target)
    return Section("timeliness", "How soon referrals were made", 3, tuple(blocks)) if blocks else None


def _median(look: Lookup) -> list[Block]:
    """The middle of a working copy's rows; a release has none, and so few days would tell of single people."""
    if look.release is not None:
        return []
    days = onward_in(look.dataset, look.evaluation.year)["days"].drop_nulls()
    middle = days.median()
    if not isinstance(middle, int | float):
        return []
    took = f"{number(middle)} {plural(middle, 'day')}"
    told = f"From concern to referral it took {took} in the middle of {counted(len(days), 'referral')}."
    return [Paragraph(words(f"{told} The programme has set no number of days within which they should be made."))]


def _against(look: Lookup, target: int) -> list[Block]:
    """The chart by place, and what is left out of it because a release hides it."""
    scopes = [PROGRAMME_SCOPE, *(site.code for site in look.sites)]
    found = {scope: _counts(look, scope) for scope in scopes if look.cell(f"onward/{scope}", PARTS[0]) in look.counts}
    if not found:
        return []
    shown = [(scope, _place(look, scope, counts)) for scope, counts in found.items() if None not in counts]
    hidden = [look.place(scope) for scope in found if scope not in dict(shown)]
    blocks: list[Block] = []
    title = f"Referrals made within {counted(target, 'day')} of the concern"
    table = DataTable(
        f"{title}, in numbers",
        ("Where", "Within target", "Late", "Not known"),
        tuple(
            (words(look.place(scope)), *(words(look.said(count)) for count in counts))
            for scope, counts in found.items()
        ),
        frozenset({1, 2, 3}),
    )
    if not shown:
        blocks.append(table)
    else:
        first = shown[0][1]
        blocks.append(
            Figure(
                anchor="chart-timeliness",
                title=title,
                sentence=_told(first),
                description=" ".join(
                    f"{place.name}: {place.within} within target, {place.late} late, {place.unknown} not known."
                    for _, place in shown
                ),
                chart=Timeliness(tuple(place for _, place in shown)),
                table=table,
            )
        )
    if hidden:
        told = f"No bar is drawn for {listed(hidden)}: a number behind it is too small to be shown."
        blocks.append(Paragraph(words(told), "quiet"))
    return blocks


def _told(place: Place) -> str:
    said = f"{place.name}: of {counted(place.within + place.late + place.unknown, 'referral')}, {were(place.within)} "
    said += f"made within the target and {were(place.late)} made later."
    if place.unknown:
        said += f" Of {number(place.unknown)} it is not known on which day the concern arose."
    return said


def _counts(look: Lookup, scope: str) -> Counts:
    return tuple(look.counts[look.cell(f"onward/{scope}", part)] for part in PARTS)


def _place(look: Lookup, scope: str, counts: Counts) -> Place:
    within, late, unknown = (count or 0 for count in counts)
    return Place(look.place(scope), within, late, unknown)
