"""Annex: every finding with its evidence for and against, who says otherwise, and what the checks say about it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Final

from tideturn.dataset.verdict import Verdict
from tideturn.dataset.vocabulary import CLAIM_TYPE, CONFIDENCE, KIND, READING
from tideturn.evaluation.claims.checks.evidence import UNSIGNED
from tideturn.evaluation.claims.direction import direction_of
from tideturn.evaluation.claims.grade import GRADES
from tideturn.evaluation.claims.model import DRAFTED, FAIL, Claim, Edge
from tideturn.evaluation.claims.signature import part_to_sign
from tideturn.evaluation.claims.strength import shows_both_sides
from tideturn.evaluation.model import EvidenceItem
from tideturn.evaluation.readings import POLARITY
from tideturn.evaluation.strand import Strand
from tideturn.evaluation.told import Bound, Told, joined, stated, stated_noun, told, told_list
from tideturn.evaluation.verdicts import describe, kind_and_people
from tideturn.report.blocks import Annex, Block, Disclosure, Facts, Paragraph, Section, Span, Words, verbatim, words
from tideturn.report.sections.lookup import Lookup, in_writing, voice_name
from tideturn.report.sections.written import Written, claim_anchor
from tideturn.report.wording import capital, listed, sentence

_MEANING: Final = (
    "Tideturn checked every word of a proved finding against the evidence. In a judged finding nothing contradicts the "
    "words, but Tideturn could not check all of them. It is marked “judgement”; its entry says which part is the "
    "evaluators’ own judgement, and why. A stopped finding fails a check and is not published."
)
_SPEAKS = frozenset(POLARITY)
"""Readings that say something about an outcome."""


def findings(look: Lookup, written: Written) -> Section | None:
    """Return one entry for each claim, in the order of the report; None if nobody wrote any."""
    if not written.claims:
        return None
    lead = told(
        "{findings}{grades}. The small number after a sentence leads here: what sort of sentence it is, what it rests "
        "on, and who says otherwise.",
        findings=stated_noun("findings", len(written.claims), "finding", item="listed"),
        grades=_grades(look),
    )
    entries = tuple(_entry(look, written, claim) for claim in written.claims)
    explained = (Paragraph(words(_MEANING)),) if written.judged else ()
    blocks: tuple[Block, ...] = (Paragraph(words(lead)), *explained, *entries)
    return Section("findings", "Every finding and what it rests on", 2, (Annex(blocks),), "claims")


def _grades(look: Lookup) -> Told:
    """Return `: 9 proved, 25 judged and 0 stopped`; empty if nothing was graded."""
    counts = Counter(one.grade for one in look.evaluation.gradings)
    told_of = [told(f"{{n}} {grade}", n=stated(grade, counts[grade], item="listed")) for grade in GRADES]
    return told(": {counts}", counts=told_list(told_of)) if counts else Told("")


def _entry(look: Lookup, written: Written, claim: Claim) -> Disclosure:
    pairs: list[tuple[str, Words]] = [
        ("What it does", words(f"{capital(CLAIM_TYPE.terms.get(claim.type, claim.type))}.")),
        ("About", _about(look, claim)),
        ("Written by", words(verbatim(_by(claim)))),
    ]
    if claim.claim_id in written.judged:
        pairs.append(("Judgement", words(verbatim(_judgement(written, claim)))))
    if claim.body:
        pairs.append(("Sums up", _parts(written, claim)))
    for edge, name in (("supports", "Evidence for"), ("contradicts", "Evidence against"), ("context", "Context")):
        found = _pieces(look, claim, (e for e in claim.evidence if e.edge == edge))
        if found:
            pairs.append((name, found))
    pairs.append(("Who says otherwise", words(_dissent(look, claim))))
    pairs += [
        (
            "Stopped" if check.status == FAIL else "Query",
            words(verbatim(f"{capital(check.check.replace('_', ' '))}: {sentence(check.why)} {check.mend}".rstrip())),
        )
        for check in written.checks.get(claim.claim_id, ())
    ]
    summary = f"{written.numbers[claim.claim_id]}. {claim.text.strip()}"
    return Disclosure(summary, (Facts(tuple(pairs)),), claim_anchor(claim.claim_id), opened=True)


def _about(look: Lookup, claim: Claim) -> Words:
    """Return the outcome and the place, with the verdict and its confidence; for a summary, those of each outcome."""
    if len({part.outcome_id for part in claim.body}) > 1:
        return _several(look, claim)
    if not claim.outcome_id:
        return words(f"The work itself and no single outcome, {look.place(claim.scope)}.")
    parts: list[str | Span] = [_outcome(look, claim.outcome_id), f", {look.place(claim.scope)}"]
    verdict = claim.verdict
    if verdict is None:
        return words(*parts, ": no verdict, since it does not apply there.")
    parts.append(f": {verdict.word.lower()}")
    if verdict.override or verdict.sure:
        parts.append(f", {CONFIDENCE.terms[verdict.sure]} confidence" if verdict.sure else ", overridden")
    return words(*parts, ".")


def _several(look: Lookup, claim: Claim) -> Words:
    """Return each outcome that the claim sums up, with its verdict."""
    parts: list[str | Span] = []
    for outcome in dict.fromkeys(part.outcome_id for part in claim.body if part.outcome_id):
        verdict = look.verdicts.get((outcome, claim.scope))
        parts += ["; "] if parts else []
        parts.append(_outcome(look, outcome))
        parts.append(f" ({verdict.word.lower()})" if verdict else "")
    return words(*parts, ".")


def _by(claim: Claim) -> str:
    author = "Tideturn, as a first draft" if claim.author == DRAFTED else claim.author
    return f"{author}; {f'reviewed by {claim.reviewer}' if claim.reviewer else 'not reviewed by anyone yet'}."


def _judgement(written: Written, claim: Claim) -> str:
    """Say which part of a sentence is judgement, why, and who signed it; or that nobody has."""
    parts = claim.judged_part or part_to_sign(claim, written.judged[claim.claim_id].clauses)
    named = "all of it" if claim.text.strip() in parts else listed([f"“{part.strip()}”" for part in parts])
    part = f"The evaluators’ own: {named}."
    if any(check.check == UNSIGNED and check.status == FAIL for check in written.checks.get(claim.claim_id, ())):
        return f"{part} It is not signed yet."
    return f"{part} Why: {sentence(claim.judged_reason or '')} A second person, {claim.reviewer}, signed it."


def _outcome(look: Lookup, outcome_id: str) -> str | Span:
    return look.link(outcome_id) if outcome_id in look.judged else look.title(outcome_id)


def _parts(written: Written, claim: Claim) -> Words:
    parts: list[str | Span] = []
    for part in claim.body:
        parts += [", "] if parts else []
        parts.append(Span(str(written.numbers[part.claim_id]), target=claim_anchor(part.claim_id)))
    return words("Finding " if len(claim.body) == 1 else "Findings ", *parts)


def _pieces(look: Lookup, claim: Claim, edges: Iterable[Edge]) -> Words:
    """Return each piece by its number, or in words if it is from an earlier year.

    Leave out pieces that the report does not list, and do not count them.
    """
    numbers: set[int] = set()
    other: list[str] = []
    for edge in edges:
        item = _own(claim, edge)
        if item is None:
            other.append(f"{edge.evidence_id} (not found)")
        elif not look.lists(item):
            continue
        elif item.year != look.evaluation.year.number:
            other.append(f"Year {item.year}: {_called(look, item)}")
        else:
            numbers.add(look.number(item))
    parts: list[str | Span] = []
    for number in sorted(numbers):
        parts += [", "] if parts else []
        parts.append(Span(str(number), target=f"e{number}"))
    said = list(dict.fromkeys(other))
    tail = ("; " if parts and said else "") + "; ".join(said)
    return words(*parts, *([verbatim(tail)] if tail else ()))


def _own(claim: Claim, edge: Edge) -> EvidenceItem | None:
    """Return the piece as evidence for the claim's outcome, or else for any outcome."""
    return next((item for item in edge.items if item.outcome_id == claim.outcome_id), edge.item)


def _called(look: Lookup, item: EvidenceItem) -> str:
    return _at(_who(item), [look.place_of(item)])


def _at(who: str, places: Iterable[str]) -> str:
    """Return `Interviews, partners (London and Leeds)`, without places that may not be shown."""
    told = [place for place in dict.fromkeys(places) if place]
    return f"{who} ({listed(told)})" if told else who


def _who(item: EvidenceItem) -> str:
    voice = voice_name(item)
    return f"{KIND.terms[item.kind]}{f', {voice}' if voice else ''}"


def _dissent(look: Lookup, claim: Claim) -> Told:
    """Say whose evidence is against the claim, then which strands on its outcome read differently."""
    against: dict[str, list[str]] = {}
    for edge in claim.evidence:
        item = _own(claim, edge)
        if item is not None and edge.edge == "contradicts":
            people = voice_name(item)
            who = f"what {people} wrote in a survey" if in_writing(item) else kind_and_people(item.kind, people)
            against.setdefault(who, []).append(look.place_of(item))
    named = [_at(who, places) for who, places in against.items()]
    # A sentence without a direction has no evidence against it: such evidence is against the outcome.
    what = "it" if direction_of(claim) or not claim.outcome_id else "the outcome"
    said = [Told(f"Evidence against {what}: {'; '.join(named)}.")] if named else []
    several = len({part.outcome_id for part in claim.body}) > 1
    other = list(
        dict.fromkeys(one for part in claim.body or (claim,) for one in _otherwise(look, part, titled=several))
    )
    if other:
        lead = "This source" if len(other) == 1 else "These sources"
        verb = "reads" if len(other) == 1 else "read"
        about = f"{lead} on the same outcome{'s' if several else ''} {verb} differently"
        said.append(told("{about}: {other}.", about=about, other=told_list(other)))
    return joined(said, " ") or Told("No evidence was set against it.")


def _otherwise(look: Lookup, claim: Claim, *, titled: bool) -> list[Told]:
    """Return the strands on the claim's outcome that read differently from the sentence, each with its reading.

    A sentence that shows both sides is consistent with a mixed strand. A sentence without a direction is consistent
    with every strand, unless the verdict is contested and the sentence shows one side only.
    """
    says, tells_both = direction_of(claim), shows_both_sides(claim.text)
    if not says and (tells_both or claim.verdict is None or claim.verdict.standing is not Verdict.CONTESTED):
        return []
    return [
        _read(look, claim, strand, titled=titled)
        for strand in (claim.verdict.strands if claim.verdict else ())
        if strand.reading in _SPEAKS
        and POLARITY[strand.reading] != (says or "supports")
        and not (tells_both and strand.reading == "mixed")
    ]


def _read(look: Lookup, claim: Claim, strand: Strand, *, titled: bool) -> Told:
    """Return `interviews with partners (mixed)`, bound to that reading; if `titled`, name the outcome."""
    on = f", on “{look.title(claim.outcome_id)}”" if titled else ""
    text = f"{describe(strand)} ({READING.terms[strand.reading]}{on})"
    said = Told(text, (Bound("reading", strand.reading, "words"),))
    return look.of_outcome(strand.tells(said), claim.outcome_id, claim.scope)
