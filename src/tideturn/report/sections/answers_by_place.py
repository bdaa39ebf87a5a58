"""Chart each question place by place, as small multiples on one scale."""

from __future__ import annotations

from dataclasses import dataclass

from tideturn.evaluation.model import EvidenceItem
from tideturn.evaluation.told import Told, stated, told
from tideturn.evaluation.units import whose
from tideturn.report.blocks import DataTable, Figure, words
from tideturn.report.charts.stacked import Bar, Stacked
from tideturn.report.sections.answers import (
    Whole,
    agreeing,
    asked_by,
    described,
    divided,
    is_question,
    printed_shares,
    share_of,
    told_share,
    ways_of,
    whole_of,
)
from tideturn.report.sections.lookup import Lookup, safe
from tideturn.report.wording import capital, sentence


@dataclass(frozen=True)
class _Panel:
    """One question and group, with the answers at each place that may be shown."""

    question: str
    who: str
    sites: tuple[tuple[EvidenceItem, Whole], ...]

    @property
    def ranked(self) -> list[EvidenceItem]:
        """Return the places from the smallest share to the largest."""
        return sorted((item for item, _ in self.sites), key=share_of)

    @property
    def apart(self) -> float:
        """Return how far the smallest and the largest share are apart."""
        return share_of(self.ranked[-1]) - share_of(self.ranked[0])


def by_place(look: Lookup, outcome_id: str) -> Figure | None:
    """Chart the questions one below the other, each with a bar for every place.

    Return None if no two places can be shown, or if all bars are alike. A place where too few gave an opinion to report
    a share has neither a bar nor its number of answers. In a release, nor does a place with any part hidden.
    """
    panels = _panels(look, outcome_id)
    if not panels or len({printed_shares(whole) for panel in panels for _, whole in panel.sites}) == 1:
        return None
    questions, voices = len({panel.question for panel in panels}), len({panel.who for panel in panels})
    ways = ways_of(item for panel in panels for item, _ in panel.sites)
    bars = tuple(
        Bar(look.place(item.scope), whole, _heading(panel, questions=questions, voices=voices))
        for panel in panels
        for item, whole in panel.sites
    )
    title = f"How people answered, place by place: {look.title(outcome_id)}"
    asked = f"“{sentence(panels[0].question)}” " if questions == 1 else ""
    return Figure(
        anchor=f"by-place-{safe(outcome_id)}",
        title=_message(look, panels) or title,
        sentence=told(
            "{asked}Shares of those with an opinion, at places where {least} or more gave one. Small groups differ by "
            "chance too.",
            asked=asked,
            least=_least(look),
        ),
        description=described(bars, ways, (f"{bar.group}, {bar.label}" if bar.group else bar.label for bar in bars)),
        chart=Stacked(bars, ways),
        wide=Stacked(bars, ways, wide=True),
        table=DataTable(
            f"{title}, in numbers",
            ("Question", "Who answered", "Where", *ways, f"{ways[0]}, of those with an opinion"),
            tuple(
                (
                    words(panel.question),
                    words(panel.who),
                    words(look.place(item.scope)),
                    *(words(look.said(count)) for count in whole),
                    words(agreeing(look, item)),
                )
                for panel in panels
                for item, whole in panel.sites
            ),
            frozenset({3, 4, 5}),
        ),
    )


def _panels(look: Lookup, outcome_id: str) -> list[_Panel]:
    """Return each question and group with two or more places that may be shown, in the order of the chart."""
    found: dict[tuple[str, ...], list[tuple[EvidenceItem, Whole]]] = {}
    rules = look.evaluation.rules
    least = max(rules.min_n, rules.small_denominator)
    sites = {site.code for site in look.sites}
    for item in look.evidence_of[outcome_id]:
        if item.scope in sites and is_question(item):
            whole = whole_of(divided(item))
            if whole is not None and item.n is not None and item.n >= least:
                _, survey, name, voice, *_ = item.evidence_id.split("/")
                found.setdefault((survey, name, voice, item.unit), []).append((item, whole))
    return [
        _Panel(asked_by(look, some[0][0]), whose(some[0][0].voice, some[0][0].unit), tuple(some))
        for _, some in sorted(found.items())
        if len(some) > 1
    ]


def _heading(panel: _Panel, *, questions: int, voices: int) -> str:
    """Return a panel's heading; empty if there is only one panel."""
    if questions == 1:
        return capital(panel.who) if voices > 1 else ""
    return panel.question + (f" ({panel.who})" if voices > 1 else "")


def _least(look: Lookup) -> Told:
    rules = look.evaluation.rules
    field = "min_n" if rules.min_n >= rules.small_denominator else "small_denominator"
    return stated(field, getattr(rules, field), item="rules")


def _message(look: Lookup, panels: list[_Panel]) -> Told | None:
    """Name the places furthest apart, `From 6% of partners (Birmingham) to 94% (London) agree`; None if all alike."""
    widest = max(panels, key=lambda panel: panel.apart)
    low, high = widest.ranked[0], widest.ranked[-1]
    least, most = told_share(low), told_share(high)
    if least == most:
        return None
    said = {
        "least": least,
        "who": widest.who,
        "low": look.place(low.scope),
        "most": most,
        "high": look.place(high.scope),
    }
    if len(panels) > 1:
        return told("The widest gap between places: {least} of {who} ({low}) and {most} ({high})", **said)
    do = low.choices.for_it.of(low.evidence_id)
    return told("From {least} of {who} ({low}) to {most} ({high}) {do}", do=do, **said)
