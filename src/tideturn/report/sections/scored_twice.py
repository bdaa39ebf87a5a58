"""Chart scores before and after: how many did better, the same or worse, by outcome."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from tideturn.dataset.vocabulary import PROGRAMME_SCOPE
from tideturn.dataset.wording import in_words
from tideturn.evaluation.evidence_values import ScorePairs
from tideturn.evaluation.measured import known
from tideturn.evaluation.model import EvidenceItem
from tideturn.evaluation.told import Told, carrying, joined, stated, told
from tideturn.evaluation.units import noun
from tideturn.methods.disclosure import HIDDEN
from tideturn.report.blocks import DataTable, Figure, Paragraph, words
from tideturn.report.charts.stacked import Bar, Stacked
from tideturn.report.sections.answers import MOST_IN_WORDS, Parts, described, whole_of
from tideturn.report.sections.lookup import Lookup
from tideturn.report.wording import capital, of_those

_MOVED: Final = ("Better", "The same", "Worse")
_MOVED_OR_NOT: Final = ("Better", "The same or worse")
"""Names of the parts if a release hides one: those who did better, and everyone else."""
_DRAWN: Final = "Of those who were scored at the start and again, by outcome."


def before_and_after(look: Lookup) -> tuple[Figure | None, Paragraph | None]:
    """Chart how many of those scored twice did better, the same or worse, by outcome, and say what is left out.

    The figure is None without enough pairs. If a release hides part of a bar, every bar has two parts only: those who
    did better, and all others.
    """
    found = [
        e
        for outcome_id in look.outcomes
        for e in look.evidence_of[outcome_id]
        if e.scope == PROGRAMME_SCOPE and isinstance(e.value, ScorePairs) and e.n != 0
    ]
    enough = [e for e in found if e.n is not None and e.n >= look.evaluation.rules.min_pairs]
    shown = [e for e in enough if e.value_as(ScorePairs).better is not None]
    hidden = [e for e in found if e.n is None or e.value_as(ScorePairs).better is None]
    left_out = _left_out(look, hidden)
    if not shown:
        return None, left_out
    together = any(whole_of(_moved(e)) is None for e in shown)
    several = len({(e.voice, e.unit) for e in shown}) > 1
    if several:  # keep together those who were scored by the same people
        order = list(dict.fromkeys(_rated(e) for e in shown))
        shown.sort(key=lambda e: order.index(_rated(e)))
    bars = tuple(
        Bar(look.title(e.outcome_id), _bar(e, together=together), capital(_rated(e)) if several else "") for e in shown
    )
    names = [look.title(e.outcome_id) + (f" ({_rated(e)})" if several else "") for e in shown]
    title = "Before and after: how many did better, the same or worse"
    ways = _MOVED_OR_NOT if together else _MOVED
    figure = Figure(
        anchor="chart-before-and-after",
        title=_message(shown) or title,
        sentence=_of_one(look, shown[0]) if len(shown) == 1 else _DRAWN,
        description=described(bars, ways, names),
        chart=Stacked(bars, ways),
        wide=Stacked(bars, ways, wide=True),
        table=DataTable(
            f"{title}, in numbers",
            ("Outcome", "Who was scored, and who scored them", "Scored at the start and again", *_MOVED),
            tuple(
                (
                    words(look.link(e.outcome_id)),
                    words(_rated(e)),
                    words(look.said(e.n)),
                    *(words(look.said(count)) for count in _moved(e)),
                )
                for e in found
            ),
            frozenset({2, 3, 4, 5}),
        ),
    )
    return figure, left_out


def _message(shown: Sequence[EvidenceItem]) -> Told | None:
    """Say on how many scores more did better than worse; None for one, for more than nine, or if any is hidden."""
    pairs = {e.evidence_id: e.value_as(ScorePairs) for e in shown}
    if not 1 < len(shown) <= MOST_IN_WORDS or any(one.worse is None for one in pairs.values()):
        return None
    more = [name for name, one in pairs.items() if known(one.better) > known(one.worse)]
    if not more:
        return None
    did = joined(
        carrying("" if at else "More did better than worse", "more better", item=e) for at, e in enumerate(more)
    )
    some = "every score" if len(more) == len(shown) else f"{in_words(len(more))} of {in_words(len(shown))} scores"
    return told("{did} on {some}", did=did, some=some)


def _of_one(look: Lookup, item: EvidenceItem) -> Told:
    """Say `On “Young people are safer”, 94 of 131 young people did better, and 12 did worse.`"""
    better, _, fewer = _moved(item)
    counts = of_those(
        known(better),
        item.n or 0,
        unit=item.unit,
        item=item.evidence_id,
        fields=("better", "n"),
        predicate="better",
    )
    worse = HIDDEN if fewer is None else stated("worse", fewer, item=item.evidence_id, predicate="better")
    title = look.title(item.outcome_id)
    return told("On “{title}”, {counts} did better, and {n} did worse.", title=title, counts=counts, n=worse)


def _left_out(look: Lookup, hidden: list[EvidenceItem]) -> Paragraph | None:
    if not hidden:
        return None
    names = ", ".join(f"“{look.title(e.outcome_id)}” ({_rated(e)})" for e in hidden)
    return Paragraph(words(f"No bar is drawn for {names}: a number behind it is too small to be shown."), "quiet")


def _rated(item: EvidenceItem) -> str:
    """Return the people scored and who scored them."""
    return f"{noun(item.unit, 2)}, scored by {'workers' if item.voice == 'record' else 'themselves'}"


def _moved(item: EvidenceItem) -> Parts:
    pairs = item.value_as(ScorePairs)
    return pairs.better, pairs.same, pairs.worse


def _bar(item: EvidenceItem, *, together: bool) -> tuple[int, ...]:
    whole, better = whole_of(_moved(item)), known(item.value_as(ScorePairs).better)
    return (better, (item.n or 0) - better) if together or whole is None else whole
