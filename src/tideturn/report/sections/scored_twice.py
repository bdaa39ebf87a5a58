"""The chart of scores before and after: how many did better, the same or worse, outcome by outcome."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from tideturn.dataset.vocabulary import PROGRAMME_SCOPE
from tideturn.evaluation.model import EvidenceItem
from tideturn.evaluation.told import Told, joined, stated, told
from tideturn.evaluation.units import noun
from tideturn.methods.disclosure import HIDDEN
from tideturn.report.blocks import DataTable, Figure, Paragraph, words
from tideturn.report.charts.stacked import Bar, Stacked
from tideturn.report.sections.answers import Parts, described, whole_of
from tideturn.report.sections.lookup import Lookup
from tideturn.report.wording import of_those

_MOVED: Final = ("Better", "The same", "Worse")
_MOVED_OR_NOT: Final = ("Better", "The same or worse")
"""Where one of the others is hidden: only how many did better is told from all the others together."""


def before_and_after(look: Lookup) -> tuple[Figure | None, Paragraph | None]:
    """How many of those scored twice did better, the same or worse, by outcome; and what is left out of it, and why.

    None without enough pairs. Where a release hides part of a bar, every bar tells only better from all others.
    """
    found = [
        e
        for outcome_id in look.outcomes
        for e in look.evidence_of[outcome_id]
        if e.scope == PROGRAMME_SCOPE and {"better", "same", "worse"} <= set(_value(e)) and e.n != 0
    ]
    enough = [e for e in found if e.n is not None and e.n >= look.evaluation.rules.min_pairs]
    shown = [e for e in enough if _value(e)["better"] is not None]
    hidden = [e for e in found if e.n is None or _value(e)["better"] is None]
    left_out = _left_out(look, hidden)
    if not shown:
        return None, left_out
    together = any(whole_of(_moved(e)) is None for e in shown)
    several = len({(e.voice, e.unit) for e in shown}) > 1
    bars = tuple(
        Bar(look.title(e.outcome_id) + (f" ({_rated(e)})" if several else ""), _bar(e, together=together))
        for e in shown
    )
    best = max(shown, key=lambda e: (_share(e), e.evidence_id))
    parts = [_did(look, best, "better")]
    if len(shown) == 1:
        fewer = _value(best)["worse"]
        number = HIDDEN if fewer is None else stated("worse", fewer, item=best.evidence_id, predicate="better")
        parts.append(told(", and {n} did worse.", n=number))
    else:
        parts.append(told(", the largest share{among}.", among=_of_those_drawn(look, found, shown)))
    known = [e for e in shown if _value(e)["worse"] is not None]
    if len(shown) > 1 and known:
        worst = max(known, key=lambda e: (_value(e)["worse"] / (e.n or 1), e.evidence_id))
        among = _of_those_drawn(look, found, shown) if len(known) == len(shown) else " that may be shown"
        parts.append(told(" {did}, the largest share{among}.", did=_did(look, worst, "worse"), among=among))
    title = "Before and after: how many did better, the same or worse"
    ways = _MOVED_OR_NOT if together else _MOVED
    figure = Figure(
        anchor="chart-before-and-after",
        title=title,
        sentence=joined(parts),
        description=described(bars, ways),
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


def _of_those_drawn(look: Lookup, found: Sequence[EvidenceItem], shown: Sequence[EvidenceItem]) -> str:
    """Which shares are compared, where the table holds more of them than are drawn."""
    if len(shown) == len(found):
        return ""
    return told(" where {n} or more were scored", n=stated("min_pairs", look.evaluation.rules.min_pairs, item="rules"))


def _did(look: Lookup, item: EvidenceItem, way: str) -> Told:
    """`On “Young people are safer”, 94 of 131 young people did better`."""
    counts = of_those(
        _value(item)[way], item.n or 0, unit=item.unit, item=item.evidence_id, fields=(way, "n"), predicate="better"
    )
    return told("On “{title}”, {counts} did {way}", title=look.title(item.outcome_id), counts=counts, way=way)


def _left_out(look: Lookup, hidden: list[EvidenceItem]) -> Paragraph | None:
    if not hidden:
        return None
    names = ", ".join(f"“{look.title(e.outcome_id)}” ({_rated(e)})" for e in hidden)
    return Paragraph(words(f"No bar is drawn for {names}: a number behind it is too small to be shown."), "quiet")


def _rated(item: EvidenceItem) -> str:
    """Who gave the score, and to whom."""
    if item.voice == "record":
        return f"{noun(item.unit, 2)}, scored by workers"
    return f"{noun(item.unit, 2)}, scored by themselves"


def _value(item: EvidenceItem) -> Mapping[str, Any]:
    return item.value or {}


def _moved(item: EvidenceItem) -> Parts:
    value = _value(item)
    return value["better"], value["same"], value["worse"]


def _bar(item: EvidenceItem, *, together: bool) -> tuple[int, ...]:
    whole, better = whole_of(_moved(item)), int(_value(item)["better"])
    return (better, (item.n or 0) - better) if together or whole is None else whole


def _share(item: EvidenceItem) -> float:
    return float(_value(item)["better"]) / (item.n or 1)
