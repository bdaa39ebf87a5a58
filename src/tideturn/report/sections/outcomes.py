"""Each outcome: its verdict and why, how sure, every strand, both sides, people's words, and each place."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from tideturn.dataset.vocabulary import (
    CONFIDENCE,
    KIND,
    POLARITY,
    PROGRAMME_SCOPE,
    SPEAKER,
    STANDING,
    UNJUDGED,
    VERDICT,
)
from tideturn.evaluation.model import EvidenceItem, OutcomeVerdict, Strand, Triangulation
from tideturn.report.blocks import (
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
from tideturn.report.sections.causes import causes_named, contributed
from tideturn.report.sections.figures import distribution
from tideturn.report.sections.looking_back import looking_back
from tideturn.report.sections.lookup import Lookup, kind_name, voice_name
from tideturn.report.sections.strands import strand_block
from tideturn.report.sections.written import Written
from tideturn.report.wording import listed, sentence

_QUOTES: Final = 3
_SHORTEST, _LONGEST = 40, 420
_ORDER: Final = ("supports", "contradicts", "mixed", "no_change", "too_early")
_STANDS: Final = {
    "agreement": "These sources agree",
    "partial agreement": "These agree in part",
    "dissonance": "These do not agree",
    "silence": "These cannot be compared, because one of them says too little",
}


def outcome(look: Lookup, written: Written, verdict: OutcomeVerdict, level: int = 3) -> Section:
    """One outcome: what was written about it first, then the verdict and all that it rests on."""
    row = look.outcomes[verdict.outcome_id]
    blocks: list[Block] = [*written.about(verdict.outcome_id, PROGRAMME_SCOPE)]
    blocks.append(VerdictLine(look.mark(verdict), _sure(look, verdict)))
    if row.get("definition"):
        blocks.append(Paragraph(words("What is meant: ", verbatim(sentence(row["definition"]))), "quiet"))
    blocks += _reasons(look, verdict)
    figure = distribution(look, verdict.outcome_id)
    blocks += _evidence(look, verdict, level + 1)
    if figure:
        blocks.append(figure)
    blocks += _both_sides(look, verdict, level + 1)
    blocks += looking_back(look, verdict.outcome_id, level + 1)
    blocks += contributed(look, verdict.outcome_id)
    blocks += causes_named(look, verdict.outcome_id, level + 1)
    quotes = _quotes(look, verdict.outcome_id)
    if quotes:
        blocks.append(Section(f"{look.anchor(verdict.outcome_id)}.words", "In their words", level + 1, quotes))
    blocks += _places(look, written, verdict, level + 1)
    return Section(look.anchor(verdict.outcome_id), row["title"], level, tuple(blocks), "outcome")


def _sure(look: Lookup, verdict: OutcomeVerdict) -> str:
    """How sure; where there is no judgement to be sure of, when there will be one, or nothing."""
    if verdict.standing == "too_early":
        return f"due in Year {look.outcomes[verdict.outcome_id]['due_year']}"
    return f"{CONFIDENCE.terms[verdict.sure]} confidence" if verdict.sure else "overridden" if verdict.override else ""


def _reasons(look: Lookup, verdict: OutcomeVerdict) -> list[Block]:
    """Why this verdict, what was set in its place, and why no more or less sure."""
    blocks: list[Block] = []
    if verdict.override:
        blocks += [
            Paragraph(
                words(
                    "Here ",
                    verbatim(verdict.override.by),
                    " overrode the rules’ verdict and set ",
                    Span(VERDICT.terms[verdict.override.verdict], strong=True),
                    ", giving this reason: ",
                    verbatim(sentence(verdict.override.reason)),
                )
            ),
            Paragraph(
                words(
                    "The rules gave ",
                    Span(VERDICT.terms[verdict.verdict], strong=True),
                    ": ",
                    look.of_verdict(sentence(verdict.why), verdict),
                )
            ),
        ]
    else:
        blocks.append(Paragraph(words(look.of_verdict(sentence(verdict.why), verdict))))
    blocks += _how_sure(look, verdict)
    if verdict.sites_that_differ:
        blocks.append(Paragraph(words(*_differing(look, verdict), ".")))
    return blocks


def _how_sure(look: Lookup, verdict: OutcomeVerdict) -> list[Block]:
    """How sure the rules are of their own verdict, and why no more or less; a person's verdict is not theirs."""
    reasons = Bullets(tuple(words(look.of_verdict(sentence(reason), verdict)) for reason in verdict.confidence_reasons))
    if verdict.verdict in UNJUDGED:
        return [Paragraph(words("What would weaken a judgement:")), reasons] if reasons.items else []
    if not verdict.confidence:
        return []
    of = "Confidence in the rules’ own verdict" if verdict.override else "Confidence"
    level = Span(f"{of} is {CONFIDENCE.terms[verdict.confidence]}", strong=True)
    if not reasons.items:
        return [Paragraph(words(level, ": no serious concern was found."))]
    return [Paragraph(words(level, ", because:")), reasons]


def _differing(look: Lookup, verdict: OutcomeVerdict) -> tuple[Span | str, ...]:
    """The places whose own verdict is another; where all of them have one and the same, that alone."""
    own_verdicts = [look.verdicts.get((verdict.outcome_id, site.code)) for site in look.sites]
    standing = {own.standing for own in own_verdicts if own is not None}
    if len(standing) == 1 and len(verdict.sites_that_differ) > 1:
        return (f"At each place by itself the verdict is {STANDING.terms[standing.pop()].lower()}",)
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
    title = "Early signs" if verdict.verdict == "too_early" else "The evidence"
    return [Section(f"{look.anchor(verdict.outcome_id)}.evidence", title, level, tuple(blocks))]


def _triangulated(pairs: tuple[Triangulation, ...]) -> str:
    """How the kinds and voices stand to each other, in sentences."""
    names = {**SPEAKER.terms, **KIND.terms}
    told = []
    for code, stand in _STANDS.items():
        found = [f"{names.get(p.a, p.a)} and {names.get(p.b, p.b)}" for p in pairs if p.code == code]
        if found:
            told.append(f"{stand}: {'; '.join(found)}.")
    return " ".join(told)


def _both_sides(look: Lookup, verdict: OutcomeVerdict, level: int) -> list[Block]:
    """Where it is contested, who says what, by voice and place."""
    if verdict.verdict != "contested":
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
    """Each strand with the places where it says so."""
    return sentence("; ".join(f"{name} ({listed(places)})" for name, places in strands.items())) or "No strand."


def _named(strand: Strand) -> str:
    kind = kind_name(strand)
    voice = voice_name(strand)
    return f"{kind[0].lower()}{kind[1:]}" + (f", {voice}" if voice else "")


def _quotes(look: Lookup, outcome_id: str) -> tuple[Quotation, ...]:
    """A few words that may be quoted: the first of each side before a second of any, so that no side is left out."""
    fit = [
        e
        for e in look.evidence_of[outcome_id]
        if e.quotable and e.speaker and look.lists(e) and e.polarity in _ORDER and _SHORTEST <= len(e.text) <= _LONGEST
    ]
    return tuple(
        Quotation(e.text, e.speaker, POLARITY.terms[e.polarity], look.references(outcome_id, (e.evidence_id,)))
        for e in _ranked(fit)[:_QUOTES]
    )


def _ranked(fit: list[EvidenceItem]) -> list[EvidenceItem]:
    """The first of each polarity, then the second of each, and so on."""
    sides = [[e for e in fit if e.polarity == polarity] for polarity in _ORDER]
    deepest = max((len(side) for side in sides), default=0)
    return [side[depth] for depth in range(deepest) for side in sides if depth < len(side)]


def _places(look: Lookup, written: Written, verdict: OutcomeVerdict, level: int) -> list[Block]:
    """The outcome at each place, in a row; its strands are in the evidence, a document of its own."""
    judged = [own for site in look.sites if (own := look.verdicts.get((verdict.outcome_id, site.code)))]
    if not judged:
        return []
    table = DataTable(
        f"{look.title(verdict.outcome_id)}: the verdict at each place",
        ("Place", "Verdict", "Why"),
        tuple((_named_place(look, own), _judged(look, own), _local(written, own)) for own in judged),
        anchors=tuple(look.anchor(own.outcome_id, own.scope) for own in judged),
    )
    return [Section(f"{look.anchor(verdict.outcome_id)}.places", "Place by place", level, (table,))]


def _named_place(look: Lookup, own: OutcomeVerdict) -> Words:
    """The place, leading to its strands where there are any."""
    strands = f"{look.anchor(own.outcome_id, own.scope)}.strands" if own.strands else ""
    return words(Span(look.place(own.scope), target=strands))


def _judged(look: Lookup, own: OutcomeVerdict) -> VerdictMark:
    return replace(look.mark(own), note=_sure(look, own))


def _local(written: Written, own: OutcomeVerdict) -> Words:
    """What was written of the place, who overrode the rules' verdict, and why it is so."""
    parts: list[Words | Span | str] = []
    for told in written.about(own.outcome_id, own.scope):
        parts += [told.words, " "]
    if own.override:
        parts += [
            "Here ",
            verbatim(own.override.by),
            f" overrode the rules’ verdict, {VERDICT.terms[own.verdict].lower()}, and set ",
            Span(VERDICT.terms[own.override.verdict], strong=True),
            ": ",
            verbatim(f"{sentence(own.override.reason)} "),
        ]
    return words(*parts, written.look.of_verdict(sentence(own.why), own))
