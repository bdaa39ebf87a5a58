"""The charts of a report, each with a title, one sentence that says what it shows, and the table behind it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tideturn.dataset.vocabulary import PROGRAMME_SCOPE, VOICE
from tideturn.evaluation.model import EvidenceItem
from tideturn.report.blocks import DataTable, Figure, words
from tideturn.report.charts.stacked import Bar, Stacked
from tideturn.report.sections.lookup import Lookup, safe
from tideturn.report.wording import number, of_people


def distribution(look: Lookup, outcome_id: str) -> Figure | None:
    """How answers to an outcome's questions divide, for the whole programme; None where too few answered any."""
    items = [e for e in look.evidence_of[outcome_id] if _is(e, "survey") and "k" in _value(e)]
    shown = [e for e in items if (e.n or 0) >= look.evaluation.rules.min_n]
    if not shown:
        return None
    several = len({e.voice for e in shown}) > 1
    labels = {e.evidence_id: _asked(look, e) + (f" ({VOICE.terms[e.voice]})" if several else "") for e in shown}
    bars = tuple(Bar(labels[e.evidence_id], _divided(e)) for e in shown)
    rows = tuple(
        (
            words(_asked(look, e)),
            words(VOICE.terms[e.voice]),
            *(words(number(count)) for count in _divided(e)),
            words(number(_value(e).get("dont_know") or 0)),
            words(number(_value(e).get("missing") or 0)),
            words(of_people(_divided(e)[0], e.n or 0, _value(e).get("share"), *(e.interval or (None, None)))),
        )
        for e in items
    )
    most = max(shown, key=lambda e: (_divided(e)[0] / (e.n or 1), e.evidence_id))
    least = min(shown, key=lambda e: (_divided(e)[0] / (e.n or 1), e.evidence_id))
    if len(shown) == 1:
        told = f"{of_people(_divided(most)[0], most.n or 0)} agree, and {number(_divided(most)[2])} disagree."
    else:
        told = (
            f"Agreement runs from {of_people(_divided(least)[0], least.n or 0)} (“{labels[least.evidence_id]}”) "
            f"to {of_people(_divided(most)[0], most.n or 0)} (“{labels[most.evidence_id]}”)."
        )
    title = f"How people answered: {look.title(outcome_id)}"
    return Figure(
        anchor=f"chart-{safe(outcome_id)}",
        title=title,
        sentence=told,
        description=" ".join(
            f"{bar.label}: {bar.counts[0]} agree, {bar.counts[1]} neither, {bar.counts[2]} disagree." for bar in bars
        ),
        chart=Stacked(bars, ("Agree", "Neither", "Disagree")),
        table=DataTable(
            f"{title}, in numbers",
            (
                "Question",
                "Who answered",
                "Agree",
                "Neither",
                "Disagree",
                "No opinion",
                "No answer",
                "Agreeing, of those with an opinion",
            ),
            rows,
            frozenset({2, 3, 4, 5, 6}),
        ),
    )


def before_and_after(look: Lookup) -> Figure | None:
    """How many of those scored twice did better, the same or worse, outcome by outcome; None without enough pairs."""
    found = [
        e
        for outcome_id in look.outcomes
        for e in look.evidence_of[outcome_id]
        if e.scope == PROGRAMME_SCOPE and {"better", "same", "worse"} <= set(_value(e)) and (e.n or 0) > 0
    ]
    shown = [e for e in found if (e.n or 0) >= look.evaluation.rules.min_pairs]
    if not shown:
        return None
    several = len({(e.outcome_id) for e in shown}) < len(shown)
    bars = tuple(Bar(look.title(e.outcome_id) + (f" ({_rated(e.voice)})" if several else ""), _moved(e)) for e in shown)
    best = max(shown, key=lambda e: (_moved(e)[0] / sum(_moved(e)), e.evidence_id))
    told = f"On “{look.title(best.outcome_id)}”, {of_people(_moved(best)[0], sum(_moved(best)))} did better"
    told += f", and {number(_moved(best)[2])} did worse." if len(shown) == 1 else ", the largest share."
    title = "Before and after: how many did better, the same or worse"
    return Figure(
        anchor="chart-before-and-after",
        title=title,
        sentence=told,
        description=" ".join(
            f"{b.label}: {b.counts[0]} better, {b.counts[1]} the same, {b.counts[2]} worse." for b in bars
        ),
        chart=Stacked(bars, ("Better", "The same", "Worse")),
        table=DataTable(
            f"{title}, in numbers",
            ("Outcome", "Whose score", "Scored twice", "Better", "The same", "Worse"),
            tuple(
                (
                    words(look.link(e.outcome_id)),
                    words(_rated(e.voice)),
                    words(number(sum(_moved(e)))),
                    *(words(number(count)) for count in _moved(e)),
                )
                for e in found
            ),
            frozenset({2, 3, 4, 5}),
        ),
    )


def _rated(voice: str) -> str:
    return {"record": "the worker’s", "young_person": "the young person’s own"}.get(voice, "the person’s own")


def _is(item: EvidenceItem, kind: str) -> bool:
    return item.scope == PROGRAMME_SCOPE and item.kind == kind


def _value(item: EvidenceItem) -> Mapping[str, Any]:
    return item.value or {}


def _divided(item: EvidenceItem) -> tuple[int, int, int]:
    """Agree, neither, disagree, which add up to those who gave an opinion."""
    n, k = int(item.n or 0), int(_value(item)["k"])
    disagree = int(_value(item).get("disagree") or 0)
    return k, n - k - disagree, disagree


def _moved(item: EvidenceItem) -> tuple[int, int, int]:
    value = _value(item)
    return int(value["better"]), int(value["same"]), int(value["worse"])


def _asked(look: Lookup, item: EvidenceItem) -> str:
    """The question of `survey/S/ITEM/…`."""
    parts = item.evidence_id.split("/")
    key = "/".join(parts[1:3]) if len(parts) > 2 else item.evidence_id
    return (look.questions.get(key) or item.text).rstrip(".")
