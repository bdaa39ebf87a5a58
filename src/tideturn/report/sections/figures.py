"""The charts of answers and of scores, each with a title, one sentence that says what it shows, and its table."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final

from tideturn.dataset.vocabulary import PROGRAMME_SCOPE
from tideturn.evaluation.model import EvidenceItem
from tideturn.evaluation.told import Told, joined, stated, told, told_list
from tideturn.evaluation.units import noun, whose
from tideturn.methods.disclosure import HIDDEN
from tideturn.report.blocks import DataTable, Figure, Paragraph, words
from tideturn.report.charts.stacked import Bar, Stacked
from tideturn.report.sections.lookup import Lookup, safe
from tideturn.report.wording import capital, of_those, sentence

_ANSWERS: Final = ("Agree", "Neither", "Disagree")
_OTHER_ANSWERS: Final = ("Favourable", "In between", "Unfavourable")
"""Where any question has other answers than words of agreeing."""
_MOVED: Final = ("Better", "The same", "Worse")
_MOVED_OR_NOT: Final = ("Better", "The same or worse")
"""Where one of the others is hidden: only how many did better is told from all the others together."""

Parts = tuple[int | None, int | None, int | None]
Whole = tuple[int, int, int]


def distribution(look: Lookup, outcome_id: str) -> Figure | None:
    """How answers to an outcome's questions divide, for the whole programme; None where too few answered any.

    A question of which a release hides any part is in the table and has no bar.
    """
    items = [e for e in look.evidence_of[outcome_id] if _is(e, "survey") and "k" in _value(e)]
    shown = [(e, whole) for e in items if (whole := _whole(_divided(e))) and sum(whole) >= look.evaluation.rules.min_n]
    if not shown:
        return None
    voices = {(e.voice, e.unit) for e, _ in shown}
    questions = {_asked(look, e) for e, _ in shown}
    bars = tuple(Bar(_labelled(look, e, questions=len(questions), voices=len(voices)), whole) for e, whole in shown)
    of_agreeing = all(e.choices.of_agreeing for e in items)
    title = f"How people answered: {look.title(outcome_id)}"
    soon = any(_value(e).get("too_early", 0) != 0 for e in items)
    silent = {"too_early": "Too early to say", "dont_know": "No opinion", "missing": "No answer"}
    shown_too = [name for name in silent if name != "too_early" or soon]
    headings = [silent[name] for name in shown_too]
    ways = _ANSWERS if of_agreeing else _OTHER_ANSWERS
    most_said = "Agreeing" if of_agreeing else "Favourable"
    columns = ("Question", "Who answered", *ways, *headings, f"{most_said}, of those with an opinion")
    return Figure(
        anchor=f"chart-{safe(outcome_id)}",
        title=_message([e for e, _ in shown], questions=len(questions), voices=len(voices)),
        sentence=_drawn(questions),
        description=_description(bars, ways),
        chart=Stacked(bars, ways),
        wide=Stacked(bars, ways, wide=True),
        table=DataTable(
            f"{title}, in numbers",
            columns,
            tuple(
                (
                    words(_asked(look, e)),
                    words(whose(e.voice, e.unit)),
                    *(words(look.said(count)) for count in _divided(e)),
                    *(words(look.said(_value(e).get(name, 0))) for name in shown_too),
                    words(_agreeing(look, e)),
                )
                for e in items
            ),
            frozenset(range(2, 5 + len(shown_too))),
        ),
    )


def _labelled(look: Lookup, item: EvidenceItem, *, questions: int, voices: int) -> str:
    """What tells a bar from the others: who answered, the question, or both."""
    if questions == 1 and voices > 1:
        return capital(whose(item.voice, item.unit))
    return _asked(look, item) + (f" ({whose(item.voice, item.unit)})" if voices > 1 else "")


def _message(items: Sequence[EvidenceItem], *, questions: int, voices: int) -> Told:
    """What the bars show: `82% of partners and 75% of the programme’s own staff agree`."""
    ranked = sorted(items, key=lambda e: (-_value(e)["k"] / (e.n or 1), e.evidence_id))
    if questions == 1 or len(items) == 1:
        # Where most of everybody say the opposite, that is what the bars show.
        opposite = all(e.choices.against_it and _against(e) * 2 > (e.n or 1) for e in ranked)
        of = _disagree if opposite else _agree
        ordered = sorted(ranked, key=_against_share, reverse=True) if opposite else ranked
        said = [told("{share} of {who}", share=of(e), who=whose(e.voice, e.unit)) for e in ordered]
        first = ordered[0]
        did = first.choices.against_it if opposite else first.choices.for_it
        return told("{said} {do}", said=told_list(said), do=did.of(first.evidence_id))
    most, least = _agree(ranked[0]), _agree(ranked[-1])
    do = "agree" if all(e.choices.of_agreeing for e in items) else "gave a favourable answer"
    on = "the question" if voices == 1 else "the question and on who answers"
    if most == least:
        return told("{share} {do}, whatever the question", share=most, do=do)
    return told("From {least} to {most} {do}, depending on {on}", least=least, most=most, do=do, on=on)


def _agree(item: EvidenceItem) -> Told:
    predicate = item.choices.predicates[0]
    share = _value(item)["k"] / (item.n or 1)
    return stated("k/n", share, "share", item=item.evidence_id, predicate=predicate)


def _against(item: EvidenceItem) -> int:
    return int(_value(item).get("disagree") or 0) + int(_value(item).get("worse") or 0)


def _against_share(item: EvidenceItem) -> float:
    return _against(item) / (item.n or 1)


def _disagree(item: EvidenceItem) -> Told:
    predicate = item.choices.predicates[1]
    return stated("disagree+worse/n", _against_share(item), "share", item=item.evidence_id, predicate=predicate)


def _drawn(questions: Collection[str]) -> str:
    """What is drawn: the answers to one question, which is quoted, or to several."""
    if len(questions) > 1:
        return "Shares of those with an opinion, by question."
    return f"“{sentence(next(iter(questions)))}” Shares of those with an opinion."


def _description(bars: tuple[Bar, ...], ways: tuple[str, ...]) -> str:
    """Each bar in words: `Feeling safer: 12 agree, 3 neither, 2 disagree.`"""
    counts = [", ".join(f"{n} {way.lower()}" for n, way in zip(bar.counts, ways, strict=True)) for bar in bars]
    return " ".join(f"{bar.label}: {told}." for bar, told in zip(bars, counts, strict=True))


def _agreeing(look: Lookup, item: EvidenceItem) -> str:
    k = _value(item)["k"]
    if k is None or item.n is None:
        return f"{look.said(k)} of {look.said(item.n)} {noun(item.unit, item.n or 2)}"
    return of_those(k, item.n, _value(item).get("share"), *(item.interval or (None, None)), unit=item.unit)


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
    together = any(_whole(_moved(e)) is None for e in shown)
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
        description=_description(bars, ways),
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


def _is(item: EvidenceItem, kind: str) -> bool:
    return item.scope == PROGRAMME_SCOPE and item.kind == kind


def _value(item: EvidenceItem) -> Mapping[str, Any]:
    return item.value or {}


def _divided(item: EvidenceItem) -> Parts:
    """Agree, neither, disagree, which add up to those who gave an opinion; None where a release hides one."""
    value = _value(item)
    k, against = value["k"], _together(value.get("disagree", 0), value.get("worse", 0))
    if "neutral" in value:
        return k, _together(value["neutral"], value.get("same", 0)), against
    return k, None if None in (item.n, k, against) else int(item.n or 0) - k - int(against or 0), against


def _together(one: int | None, other: int | None) -> int | None:
    return None if one is None or other is None else one + other


def _moved(item: EvidenceItem) -> Parts:
    value = _value(item)
    return value["better"], value["same"], value["worse"]


def _whole(parts: Parts) -> Whole | None:
    """The parts, where all of them are shown."""
    first, middle, last = parts
    return None if first is None or middle is None or last is None else (int(first), int(middle), int(last))


def _bar(item: EvidenceItem, *, together: bool) -> tuple[int, ...]:
    whole, better = _whole(_moved(item)), int(_value(item)["better"])
    return (better, (item.n or 0) - better) if together or whole is None else whole


def _share(item: EvidenceItem) -> float:
    return float(_value(item)["better"]) / (item.n or 1)


def _asked(look: Lookup, item: EvidenceItem) -> str:
    """The question of `survey/S/ITEM/…`."""
    parts = item.evidence_id.split("/")
    key = "/".join(parts[1:3]) if len(parts) > 2 else item.evidence_id
    return (look.questions.get(key) or item.text).rstrip(".")
