"""Chart the answers to an outcome's questions, now and in earlier waves, under a title that says the message."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Final, NamedTuple

from tideturn.dataset.vocabulary import PROGRAMME_SCOPE
from tideturn.dataset.wording import in_words
from tideturn.evaluation.evidence_values import AnswerCounts
from tideturn.evaluation.measured import known
from tideturn.evaluation.model import EvidenceItem
from tideturn.evaluation.told import Told, carrying, joined, stated, told, told_list
from tideturn.evaluation.units import noun, whose
from tideturn.evaluation.waves import FELL, ROSE, Wave, in_year
from tideturn.report.blocks import DataTable, Figure, Words, words
from tideturn.report.charts.stacked import Bar, Stacked
from tideturn.report.sections.lookup import Lookup, safe
from tideturn.report.wording import capital, of_those, percent, sentence

_ANSWERS: Final = ("Agree", "Neither", "Disagree")
_OTHER_ANSWERS: Final = ("Favourable", "In between", "Unfavourable")
"""Used if any question has answers other than agree and disagree."""
MOST_IN_WORDS: Final = 9
"""Largest number that a title writes in words."""

Parts = tuple[int | None, int | None, int | None]
Whole = tuple[int, int, int]


def distribution(look: Lookup, outcome_id: str) -> Figure | DataTable | None:
    """Return how answers to an outcome's questions divide, for the whole programme; None if too few answered any.

    If a release hides any part of a question, the table lists the question but the chart has no bar for it. One bar
    alone, or bars that are all alike, say no more than a sentence does: then return the table alone.
    """
    items = [e for e in look.evidence_of[outcome_id] if e.scope == PROGRAMME_SCOPE and is_question(e)]
    shown = [(e, whole) for e in items if (whole := whole_of(divided(e))) and sum(whole) >= look.evaluation.rules.min_n]
    if not shown:
        return None
    voices = len({(e.voice, e.unit) for e, _ in shown})
    questions = {asked_by(look, e) for e, _ in shown}
    bars = tuple(_answered(look, e, whole, questions=len(questions), voices=voices) for e, whole in shown)
    title = f"How people answered: {look.title(outcome_id)}"
    soon = any(e.value_as(AnswerCounts).too_early != 0 for e in items)
    silent = {"too_early": "Too early to say", "dont_know": "No opinion", "missing": "No answer"}
    shown_too = [name for name in silent if name != "too_early" or soon]
    headings = [silent[name] for name in shown_too]
    ways = ways_of(items)
    most_said = "Agreeing" if ways == _ANSWERS else "Favourable"
    columns = ("Question", "Who answered", *ways, *headings, f"{most_said}, of those with an opinion")
    table = DataTable(
        f"{title}, in numbers",
        columns,
        tuple(row for e in items for row in _rows(look, e, shown_too)),
        frozenset(range(2, 5 + len(shown_too))),
    )
    if len({printed_shares(one.counts) for bar in bars for one in (bar, *bar.earlier)}) == 1:
        return table
    return Figure(
        anchor=f"chart-{safe(outcome_id)}",
        title=_message([e for e, _ in shown], questions=len(questions), voices=voices),
        sentence=_drawn(questions, earlier=any(bar.earlier for bar in bars)),
        description=described(bars, ways, (f"{b.group} ({_uncapital(b.label)})" if b.group else b.label for b in bars)),
        chart=Stacked(bars, ways),
        wide=Stacked(bars, ways, wide=True),
        table=table,
    )


def printed_shares(counts: tuple[int, ...]) -> tuple[str, ...]:
    """Return the shares printed on a bar."""
    return tuple(percent(count / sum(counts)) for count in counts)


def _rows(look: Lookup, item: EvidenceItem, silent: Sequence[str]) -> list[tuple[Words, ...]]:
    """Return a question's row of numbers, and one for each earlier wave drawn (without those who gave no opinion)."""
    asked, who = asked_by(look, item), whose(item.voice, item.unit)
    rows = [
        (
            words(asked),
            words(who),
            *(words(look.said(count)) for count in divided(item)),
            *(words(look.said(item.by_name.get(name, 0))) for name in silent),  # by name: a column for each
            words(agreeing(look, item)),
        )
    ]
    for _, wave in _drawn_waves(item):
        share = of_those(wave.k, wave.n, wave.share, wave.low, wave.high, unit=item.unit)
        parts = (*(words(look.said(count)) for count in _then(wave)), *(words("–") for _ in silent))
        rows.append((words(asked), words(f"{who}, {in_year(wave.year)}"), *parts, words(share)))
    return rows


def _answered(look: Lookup, item: EvidenceItem, whole: Whole, *, questions: int, voices: int) -> Bar:
    """Return the bar of a question and of its earlier waves, named by who answered, by the question or by both."""
    asked, who = asked_by(look, item), capital(whose(item.voice, item.unit))
    earlier = tuple(Bar(capital(in_year(wave.year)), _then(wave)) for _, wave in _drawn_waves(item))
    return Bar(who if voices > 1 else asked, whole, asked if questions > 1 and voices > 1 else "", earlier)


def _drawn_waves(item: EvidenceItem) -> list[tuple[int, Wave]]:
    """Return the earlier waves at exactly the sites of today's bar, the latest first, each with its index."""
    found = [(at, wave) for at, wave in enumerate(item.waves) if not any(wave.elsewhere)]
    return sorted(found, key=lambda placed: -placed[1].year)


def _then(wave: Wave) -> Whole:
    """Return agree, neither, disagree of an earlier wave."""
    return wave.k, wave.n - wave.k - wave.against, wave.against


class _Since(NamedTuple):
    """Comparison of a question's share with the earlier wave that the title names."""

    way: str
    """`up`, `down`, or empty if no change beyond chance is shown."""
    share: Told
    when: str


def _since(item: EvidenceItem) -> _Since | None:
    """Return the wave that the share fell from, else the reference wave; None if neither is drawn."""
    drawn = sorted(_drawn_waves(item), key=lambda placed: not placed[1].reference)
    fallen = [placed for placed in drawn if placed[1].moved == FELL]
    chosen = next(iter(fallen or drawn), None)
    if chosen is None or not (fallen or chosen[1].reference):
        return None
    at, wave = chosen
    # Those who answered both times may agree more, and everyone taken together less: then say neither.
    way = "up" if wave.moved == ROSE and wave.apart > 0 else "down" if fallen and wave.apart < 0 else ""
    predicate = {"up": "rose between waves", "down": "fell between waves"}.get(way, item.choices.predicates[0])
    share = stated(f"waves.{at}.share", wave.share, "share", item=item.evidence_id, predicate=predicate)
    return _Since(way, share, in_year(wave.year))


def _message(items: Sequence[EvidenceItem], *, questions: int, voices: int) -> Told:
    """Say what the bars show: `82% of partners (up from 71% in Year 1) and 75% of the programme’s own staff agree`."""
    ranked = sorted(items, key=lambda e: (-share_of(e), e.evidence_id))
    if questions == 1 or len(items) == 1:
        # If most people in every bar say the opposite, the title says that.
        opposite = all(e.choices.against_it and _against_share(e) > 1 / 2 for e in ranked)
        of = _disagree if opposite else told_share
        ordered = sorted(ranked, key=_against_share, reverse=True) if opposite else ranked
        first = ordered[0]
        does = (first.choices.against_it if opposite else first.choices.for_it).of(first.evidence_id)
        since = [None if opposite else _since(e) for e in ordered]
        if len(ordered) == 1:
            one = told("{share} of {who} {do}", share=of(first), who=whose(first.voice, first.unit), do=does)
            return told("{one}{since}", one=one, since=_after(since[0]))
        said = [
            told("{share} of {who}{since}", share=of(e), who=whose(e.voice, e.unit), since=_beside(before))
            for e, before in zip(ordered, since, strict=True)
        ]
        return told("{said} {do}", said=told_list(said), do=does)
    most, least = told_share(ranked[0]), told_share(ranked[-1])
    do = "agree" if all(e.choices.of_agreeing for e in items) else "gave a favourable answer"
    moved = _how_many_moved(items)
    on = "the question" if voices == 1 else "the question and on who answers"
    depending = f", depending on {on}" if not moved else ""
    if most == least:
        return told("{share} {do}, whatever the question{moved}", share=most, do=do, moved=moved)
    return told("From {least} to {most} {do}{on}{moved}", least=least, most=most, do=do, on=depending, moved=moved)


def _after(since: _Since | None) -> Told:
    """Say the earlier share, after what people say: `, up from 71% in Year 1`; `; 79% did in Year 1`."""
    if since is None:
        return Told("")
    form = ", {way} from {share} {when}" if since.way else "; {share} did {when}"
    return told(form, way=since.way, share=since.share, when=since.when)


def _beside(since: _Since | None) -> Told:
    """Say the earlier share of one of several groups, in brackets."""
    if since is None:
        return Told("")
    way = f"{since.way} from " if since.way else ""
    return told(" ({way}{share} {when})", way=way, share=since.share, when=since.when)


def _how_many_moved(items: Sequence[EvidenceItem]) -> Told:
    """Say how many shares rose and fell of those with an earlier wave: `; three of four with an earlier wave rose`."""
    since = [(e, found) for e in items if (found := _since(e))]
    many = len(since)
    if not 0 < many <= MOST_IN_WORDS:
        return Told("")
    moved = []
    for code, way in (("up", "rose"), ("down", "fell")):
        those = [(e.evidence_id, found.when) for e, found in since if found.way == code]
        # The word is printed once, and bound to each question's evidence.
        did = joined(carrying("" if at else way, f"{way} between waves", item=one) for at, (one, _) in enumerate(those))
        when, *other = {when for _, when in those} or ("",)
        did = did if other else told("{did} since {when}", did=did, when=when.removeprefix("in "))
        moved += [(len(those), did)] if those else []
    if many == 1:
        one = moved[0][1] if moved else Told("is not shown to have moved")
        return told("; the one share with an earlier wave {did}", did=one)
    if not moved:
        none = "neither" if many == 2 else "none"
        return told(
            "; {none} of the {many} shares with an earlier wave is shown to have moved", none=none, many=in_words(many)
        )
    (first, did), *others = moved
    every = "both" if many == 2 else f"all {in_words(many)}"
    who = every if first == many else f"{in_words(first)} of the {in_words(many)}"
    rest = joined(told(" and {n} {did}", n=in_words(n), did=other) for n, other in others)
    return told("; {who} shares with an earlier wave {did}{rest}", who=who, did=did, rest=rest)


def share_of(item: EvidenceItem) -> float:
    """Return the share who agree of those with an opinion."""
    return known(item.k) / (item.n or 1)


def told_share(item: EvidenceItem) -> Told:
    """Say the share who agree, bound to the answers."""
    return stated("k/n", share_of(item), "share", item=item.evidence_id, predicate=item.choices.predicates[0])


def _against_share(item: EvidenceItem) -> float:
    return known(item.against) / (item.n or 1)


def _disagree(item: EvidenceItem) -> Told:
    predicate = item.choices.predicates[1]
    return stated("disagree+worse/n", _against_share(item), "share", item=item.evidence_id, predicate=predicate)


def _drawn(questions: Collection[str], *, earlier: bool) -> str:
    """Say what is drawn: the answers to one question, which is quoted, or to several; today's, or earlier ones too."""
    shares = f"Shares of those with an opinion{', by question' if len(questions) > 1 else ''}"
    asked = "" if len(questions) > 1 else f"“{sentence(next(iter(questions)))}” "
    return f"{asked}{shares}{'; paler bars: earlier waves' if earlier else ''}."


def described(bars: Iterable[Bar], ways: tuple[str, ...], names: Iterable[str]) -> str:
    """Describe each bar in words: `Safe: 12 agree, 3 neither, 2 disagree; in Year 1: 9 agree, 4 neither, …`"""

    def parts(bar: Bar) -> str:
        return ", ".join(f"{n} {way.lower()}" for n, way in zip(bar.counts, ways, strict=True))

    return " ".join(
        f"{name}: {parts(bar)}{''.join(f'; {_uncapital(one.label)}: {parts(one)}' for one in bar.earlier)}."
        for bar, name in zip(bars, names, strict=True)
    )


def _uncapital(text: str) -> str:
    return f"{text[:1].lower()}{text[1:]}"


def agreeing(look: Lookup, item: EvidenceItem) -> str:
    """Say how many agree of those with an opinion, with the share and its interval where there are enough."""
    k = item.k
    if k is None or item.n is None:
        return f"{look.said(k)} of {look.said(item.n)} {noun(item.unit, item.n or 2)}"
    return of_those(k, item.n, item.share, *(item.interval or (None, None)), unit=item.unit)


def is_question(item: EvidenceItem) -> bool:
    """Return whether this is a question with agree and disagree counts."""
    return isinstance(item.value, AnswerCounts)


def ways_of(items: Iterable[EvidenceItem]) -> tuple[str, str, str]:
    """Return the names of a bar's parts: agree and disagree only if all answers are worded so."""
    return _ANSWERS if all(item.choices.of_agreeing for item in items) else _OTHER_ANSWERS


def divided(item: EvidenceItem) -> Parts:
    """Return agree, neither, disagree, which add up to those with an opinion; None where a release hides one."""
    value = item.value_as(AnswerCounts)
    return value.k, None if item.n is None else value.between, value.against


def whole_of(parts: Parts) -> Whole | None:
    """Return the parts, where all of them are shown."""
    first, middle, last = parts
    return None if first is None or middle is None or last is None else (int(first), int(middle), int(last))


def asked_by(look: Lookup, item: EvidenceItem) -> str:
    """Return the wording of the question in `survey/S/ITEM/…`, without its full stop."""
    parts = item.evidence_id.split("/")
    key = "/".join(parts[1:3]) if len(parts) > 2 else item.evidence_id
    return (look.questions.get(key) or item.text).rstrip(".")
