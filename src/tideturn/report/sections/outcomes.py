"""Each outcome: its verdict and why, its confidence, every strand, both sides, people's words, and each place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from tideturn.dataset.verdict import Verdict
from tideturn.dataset.vocabulary import (
    CONFIDENCE,
    KIND,
    POLARITY,
    PROGRAMME_SCOPE,
    READING,
    SPEAKER,
)
from tideturn.dataset.wording import quoted
from tideturn.evaluation.ledger.matched import BEFORE_AND_AFTER
from tideturn.evaluation.model import EvidenceItem, OutcomeVerdict, Triangulation
from tideturn.evaluation.own_word import dissents_elsewhere
from tideturn.evaluation.strand import Strand, StrandItem
from tideturn.evaluation.told import Told, joined, stated, told
from tideturn.evaluation.verdicts import describe
from tideturn.report.blocks import (
    Annex,
    Block,
    Bullets,
    DataTable,
    Facts,
    Paragraph,
    Quotation,
    Section,
    Span,
    VerdictLine,
    VerdictMark,
    Words,
    verbatim,
    words,
)
from tideturn.report.sections.answers import distribution
from tideturn.report.sections.answers_by_place import by_place
from tideturn.report.sections.before_training import did_no_better
from tideturn.report.sections.causes import causes_named, contributed
from tideturn.report.sections.earlier_waves import since_earlier
from tideturn.report.sections.looking_back import looking_back
from tideturn.report.sections.lookup import Lookup, kind_name, voice_name
from tideturn.report.sections.strands import asked_in, did_better, strand_block
from tideturn.report.sections.written import Written
from tideturn.report.wording import listed, of_those, sentence

_WITHOUT: Final = (
    "A place has its own verdict only if its numbers differ from the other places’ by more than chance. Otherwise "
    "its numbers stand under the programme’s verdict."
)
_QUOTES: Final = 2
"""Maximum number of quotations about an outcome in the body; the annex has as many again."""
_SHORTEST, _LONGEST = 40, 420
_ORDER: Final = ("supports", "contradicts", "mixed", "no_change", "too_early")
_STANDS: Final = {
    "agreement": "These sources agree",
    "partial agreement": "These agree in part",
    "dissonance": "These do not agree",
    "silence": "These cannot be compared, because one of them says too little",
}


def outcome(look: Lookup, written: Written, verdict: OutcomeVerdict, level: int = 3) -> Section:
    """Return one outcome: what was written about it, the verdict and why; the annex has all that it rests on."""
    outcome_id = verdict.outcome_id
    row = look.outcomes[outcome_id]
    answers = distribution(look, outcome_id)
    figure, table = (None, answers) if isinstance(answers, DataTable) else (answers, None)
    quotes = _quotes(look, outcome_id)
    here, elsewhere = _places(look, written, verdict, level + 1)
    told_first: list[Block] = [
        *written.about(outcome_id, PROGRAMME_SCOPE),
        VerdictLine(look.mark(verdict), _sure(look, verdict)),
    ]
    detail: list[Block] = [*_how_sure(look, verdict), *filter(None, (table,)), *_evidence(look, verdict, level + 1)]
    if row.get("definition"):
        detail.insert(0, Paragraph(words("What is meant: ", verbatim(sentence(row["definition"]))), "quiet"))
    if verdict.standing is Verdict.TOO_EARLY:
        detail += [*_reasons(look, verdict), *filter(None, (figure,))]
    else:
        counted = tuple(_numbers(look, verdict, drawn=figure is not None))
        told_first += [
            *_reasons(look, verdict),
            *([Bullets(tuple(words(look.of_verdict(one, verdict)) for one in counted))] if counted else []),
            *filter(None, (figure,)),
            *contributed(look, outcome_id),
            *quotes[:_QUOTES],
            *here,
        ]
        quotes = quotes[_QUOTES:]
    detail += [
        *_both_sides(look, verdict, level + 1),
        *looking_back(look, outcome_id, level + 1),
        *causes_named(look, outcome_id, level + 1),
    ]
    if quotes:
        detail.append(Section(f"{look.anchor(outcome_id)}.words", "In their words", level + 1, quotes))
    detail += [*(here if verdict.standing is Verdict.TOO_EARLY else ()), *elsewhere]
    return Section(look.anchor(outcome_id), row["title"], level, (*told_first, Annex(tuple(detail))), "outcome")


def _sure(look: Lookup, verdict: OutcomeVerdict) -> str:
    """Return the verdict's confidence, `overridden`, or the year when it is due; else an empty string."""
    if verdict.standing is Verdict.TOO_EARLY:
        return f"due in Year {look.outcomes[verdict.outcome_id]['due_year']}"
    return f"{CONFIDENCE.terms[verdict.sure]} confidence" if verdict.sure else "overridden" if verdict.override else ""


def _reasons(look: Lookup, verdict: OutcomeVerdict) -> list[Block]:
    """Say why the rules gave this verdict, which verdict replaced it and why, and which places differ."""
    blocks: list[Block] = []
    if verdict.override:
        blocks += [
            Paragraph(
                words(
                    "Here ",
                    verbatim(verdict.override.by),
                    " overrode the rules’ verdict and set ",
                    Span(verdict.override.verdict.word, strong=True),
                    ", giving this reason: ",
                    verbatim(sentence(verdict.override.reason)),
                )
            ),
            Paragraph(
                words(
                    "The rules gave ",
                    Span(verdict.verdict.word, strong=True),
                    ": ",
                    look.of_verdict(sentence(verdict.why), verdict),
                )
            ),
        ]
    else:
        blocks.append(Paragraph(words(look.of_verdict(sentence(verdict.why), verdict))))
    if verdict.sites_that_differ:
        blocks.append(Paragraph(words(*_differing(look, verdict), ".")))
    return blocks


def _how_sure(look: Lookup, verdict: OutcomeVerdict) -> list[Block]:
    """Say how sure the rules are of their own verdict, and why not more or less.

    This never says how sure a person is who overrode the verdict.
    """
    if not verdict.confidence:
        return []
    reasons = Bullets(tuple(words(look.of_verdict(sentence(reason), verdict)) for reason in verdict.confidence_reasons))
    of = "Confidence in the rules’ own verdict" if verdict.override else "Confidence"
    if verdict.verdict is Verdict.TOO_EARLY:
        of = "Confidence in the early signs"
    level = Span(f"{of} is {CONFIDENCE.terms[verdict.confidence]}", strong=True)
    return [Paragraph(words(level, ", because:")), reasons] if reasons.items else [Paragraph(words(level, "."))]


def _differing(look: Lookup, verdict: OutcomeVerdict) -> tuple[Span | str, ...]:
    """Name the places whose own verdict is different; if all places share the same other verdict, say only that."""
    judged = [own for site in look.sites if (own := look.verdicts.get((verdict.outcome_id, site.code)))]
    said = {own.word for own in judged}
    if len(said) == 1 and 1 < len(verdict.sites_that_differ) == len(judged):
        return (f"At each place by itself the verdict is {said.pop().lower()}",)
    parts: list[Span | str] = ["Not the same everywhere: "]
    for position, site in enumerate(verdict.sites_that_differ):
        own = look.verdicts[verdict.outcome_id, site]
        parts += ["; "] if position else []
        parts += [
            Span(look.place(site), target=look.anchor(verdict.outcome_id, site)),
            f" ({look.mark(own).word[0].lower()}{look.mark(own).word[1:]})",
        ]
    return tuple(parts)


def _evidence(look: Lookup, verdict: OutcomeVerdict, level: int) -> list[Block]:
    if not verdict.strands:
        return []
    blocks: list[Block] = [strand_block(look, verdict.outcome_id, verdict.scope, strand) for strand in verdict.strands]
    agreeing = _triangulated(verdict.triangulation) if len(verdict.strands) > 1 else ""
    if agreeing:
        blocks.append(Paragraph(words(agreeing), "quiet"))
    title = "Early signs" if verdict.verdict is Verdict.TOO_EARLY else "The evidence"
    return [Section(f"{look.anchor(verdict.outcome_id)}.evidence", title, level, tuple(blocks))]


def _triangulated(pairs: tuple[Triangulation, ...]) -> str:
    """Say in sentences how far the kinds of evidence and the voices agree."""
    names = {**SPEAKER.terms, **KIND.terms}
    told = []
    for code, stand in _STANDS.items():
        found = [f"{names.get(p.a, p.a)} and {names.get(p.b, p.b)}" for p in pairs if p.code == code]
        if found:
            told.append(f"{stand}: {'; '.join(found)}.")
    return " ".join(told)


def _both_sides(look: Lookup, verdict: OutcomeVerdict, level: int) -> list[Block]:
    """Say who says what, by voice and place, if the outcome is contested."""
    if verdict.verdict is not Verdict.CONTESTED:
        return []
    sides: dict[str, dict[str, list[str]]] = {"positive": {}, "negative": {}}
    scopes = [PROGRAMME_SCOPE, *(site.code for site in look.sites)]
    for scope in scopes:
        judged = look.verdicts.get((verdict.outcome_id, scope))
        for strand in judged.strands if judged else ():
            if strand.reading in sides:
                sides[strand.reading].setdefault(_named(strand), []).append(look.place(scope))
    facts = Facts(
        (
            ("For it", words(_side(sides["positive"]))),
            ("Against it", words(_side(sides["negative"]))),
        )
    )
    return [Section(f"{look.anchor(verdict.outcome_id)}.sides", "Both sides", level, (facts,))]


def _side(strands: dict[str, list[str]]) -> str:
    """Name each strand with the places where it says so."""
    return sentence("; ".join(f"{name} ({listed(places)})" for name, places in strands.items())) or "No strand."


def _named(strand: Strand) -> str:
    kind = kind_name(strand)
    voice = voice_name(strand)
    return f"{kind[0].lower()}{kind[1:]}" + (f", {voice}" if voice else "")


def _quotes(look: Lookup, outcome_id: str) -> tuple[Quotation, ...]:
    """Return a few quotable words: the first of each side before a second of any, so that no side is left out."""
    fit = [
        e
        for e in look.evidence_of[outcome_id]
        if e.quotable and e.speaker and look.lists(e) and e.polarity in _ORDER and _SHORTEST <= len(e.text) <= _LONGEST
    ]
    return tuple(
        Quotation(e.text, e.speaker, POLARITY.terms[e.polarity], look.references(outcome_id, (e.evidence_id,)))
        for e in _ranked(fit)[: 2 * _QUOTES]
    )


def _ranked(fit: list[EvidenceItem]) -> list[EvidenceItem]:
    """Return the first of each polarity, then the second of each, and so on."""
    sides = [[e for e in fit if e.polarity == polarity] for polarity in _ORDER]
    deepest = max((len(side) for side in sides), default=0)
    return [side[depth] for depth in range(deepest) for side in sides if depth < len(side)]


def _places(
    look: Lookup, written: Written, verdict: OutcomeVerdict, level: int
) -> tuple[tuple[Block, ...], tuple[Block, ...]]:
    """Return the places with a verdict of their own, one row each; then those under the programme's verdict."""
    judged = [own for site in look.sites if (own := look.verdicts.get((verdict.outcome_id, site.code)))]

    def table(rows: Sequence[OutcomeVerdict], caption: str) -> DataTable:
        return DataTable(
            f"{look.title(verdict.outcome_id)}: {caption}",
            ("Place", "Verdict", "Why"),
            tuple((_named_place(look, own), _judged(look, own), _local(written, verdict, own)) for own in rows),
            anchors=tuple(look.anchor(own.outcome_id, own.scope) for own in rows),
        )

    apart = [own for own in judged if own.own]
    under = [own for own in judged if not own.own]
    drawn: tuple[Block, ...] = tuple(filter(None, (by_place(look, verdict.outcome_id),)))
    here, elsewhere = (drawn, ()) if verdict.sites_that_differ else ((), drawn)
    if apart:
        here += (table(apart, "the verdict at each place" if not under else "places with their own verdict"),)
    if under:
        caption = "the other places" if apart else "the numbers at each place"
        elsewhere = (Paragraph(words(_WITHOUT), "quiet"), *elsewhere, table(under, caption))
    if not elsewhere:
        return here, ()
    return here, (Section(f"{look.anchor(verdict.outcome_id)}.places", "Place by place", level, elsewhere),)


def _named_place(look: Lookup, own: OutcomeVerdict) -> Words:
    """Return the place as a link to its strands, if it has any."""
    strands = f"{look.anchor(own.outcome_id, own.scope)}.strands" if own.strands else ""
    return words(Span(look.place(own.scope), target=strands))


def _judged(look: Lookup, own: OutcomeVerdict) -> VerdictMark:
    return replace(look.mark(own), note=_sure(look, own) if own.own else "")


def _local(written: Written, whole: OutcomeVerdict, own: OutcomeVerdict) -> Words:
    """Say what was written about the place, who overrode the rules' verdict, and why it is so, or its numbers alone."""
    parts: list[Words | Span | str] = []
    for finding in written.about(own.outcome_id, own.scope):
        parts += [finding.words, " "]
    if own.override:
        parts += [
            "Here ",
            verbatim(own.override.by),
            f" overrode the rules’ verdict, {own.verdict.word.lower()}, and set ",
            Span(own.override.verdict.word, strong=True),
            ": ",
            verbatim(f"{sentence(own.override.reason)} "),
        ]
    why = sentence(own.why) if own.own else joined(_numbers(written.look, own), " ")
    return words(*parts, written.look.of_verdict(why, own), *_unheard(written.look, whole, own))


def _numbers(look: Lookup, own: OutcomeVerdict, *, drawn: bool = False) -> Iterator[Told]:
    """Yield for each strand who agreed, spoke for it or got better, and by how much.

    If `drawn`, leave out the answers that a chart shows.
    """
    for strand in own.strands:
        shown = drawn and strand.kind == "survey" and all(item.share is not None for item in strand.items)
        said = [] if shown else [sentence(counted) for counted in counts_of(look, strand)]
        if strand.detail and own.scope == PROGRAMME_SCOPE:
            said.append(strand.tells(strand.detail))
        if said:
            yield joined(said, " ")


def counts_of(look: Lookup, strand: Strand, outcome_id: str = "") -> Iterator[Told]:
    """Yield how many spoke for it, agreed or got better, with a clause for each thing that a strand counts.

    If `outcome_id` is given, add the answers of earlier waves to each answer, and those who got no better to each
    score.
    """
    several = sum(item.n > 0 and item.item != BEFORE_AND_AFTER for item in strand.items) > 1
    if strand.kind == "interview" and strand.n:
        k, n = stated("said.supports", strand.k), stated("n", strand.n)
        supports = "supports it" if strand.k == 1 else "support it"
        spoke = told(
            "in {interviews}, {k} of {n} who spoke of it {does}", interviews=describe(strand), k=k, n=n, does=supports
        )
        yield strand.tells(spoke)
    for place, item in enumerate(strand.items):
        if item.n:
            twice = item.item == BEFORE_AND_AFTER
            does = Told(did_better(strand)) if twice else item.choices.for_it
            fields = [f"items.{place}.{name}" for name in ("k", "n", "share")]
            numbers = of_those(
                *(item.k, item.n, item.share),
                unit=strand.unit,
                fields=fields,
                predicate="better" if twice else item.choices.predicates[0],
            )
            asked = f"{quoted(asked_in(look, item))}: " if several and not twice else ""
            beside = _beside(look, item, outcome_id) if outcome_id else ""
            does = does.at(f"items.{place}.")
            yield strand.tells(
                told("{asked}{numbers} {does}{beside}", asked=asked, numbers=numbers, does=does, beside=beside)
            )


def _beside(look: Lookup, item: StrandItem, outcome_id: str) -> str:
    """Return `, up from 25 of 53 (47%) in Year 1` for an answer; `, 14 the same and 2 a worse score` for scores."""
    own = look.evidence.get((outcome_id, item.evidence))
    if item.item == BEFORE_AND_AFTER:
        return did_no_better(own, "score") if own is not None else ""
    earlier = since_earlier(item, look.evaluation.rules.small_denominator)
    return told(", {earlier}", earlier=earlier) if earlier else ""


def _unheard(look: Lookup, whole: OutcomeVerdict, own: OutcomeVerdict) -> list[Told]:
    """Name the sources that disagree in the whole programme and have too little to read at this place."""
    return [
        look.of_verdict(
            told(
                " In the whole programme, {name} {read} {reading}; here there is too little to read.",
                name=describe(strand),
                read="reads" if strand.kind == "survey" else "read",
                reading=strand.tells(Told(READING.terms[strand.reading])),
            ),
            whole,
        )
        for strand in dissents_elsewhere(whole, own)
    ]
