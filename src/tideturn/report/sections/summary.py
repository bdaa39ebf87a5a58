"""The executive summary: six numbers, what changed, what went well or was hard, what to do next, and how sure it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, Final

from tideturn.dataset.verdict import Verdict
from tideturn.dataset.vocabulary import WITHHELD
from tideturn.evaluation.claims.grade import JUDGED, PROVED
from tideturn.evaluation.claims.model import SUMMARY, Claim
from tideturn.evaluation.ledger.counts.casework import OPEN
from tideturn.evaluation.ledger.counts.delivery import MILESTONES
from tideturn.evaluation.ledger.counts.plan import PIECES
from tideturn.evaluation.ledger.counts.sources import DOCUMENTS, INTERVIEWS, RESPONSES, ResponseCounts
from tideturn.evaluation.model import CHANGE, STATE, EvidenceItem, OutcomeVerdict
from tideturn.evaluation.told import Told, carrying, joined, stated, stated_noun, told, told_list
from tideturn.evaluation.units import noun
from tideturn.report.blocks import Block, Bullets, Facts, Paragraph, Section, Words, spaced, words
from tideturn.report.sections.happened import happened_nationally
from tideturn.report.sections.headlines import headline
from tideturn.report.sections.key_figures import key_figures
from tideturn.report.sections.lookup import Lookup
from tideturn.report.sections.method import CAN_LOOK_BETTER
from tideturn.report.sections.money import total_spent
from tideturn.report.sections.planned import furthest_behind
from tideturn.report.sections.reach import missing_in_short
from tideturn.report.sections.recommendations import carried_out, recommended, traced
from tideturn.report.sections.written import JUDGEMENT, Written
from tideturn.report.wording import capital, day, listed, sentence

_CHANGED: Final = {
    "cyp": "What changed for young people",
    "practitioner": "What changed for professionals",
    "system": "What changed in the system",
}
_DOES: Final = {
    "cyp": "supports young people",
    "practitioner": "trains the professionals around them",
    "system": "works to change how organisations respond",
}
"""Words for what a programme does, by the area of the outcomes that it hopes for."""
_CAUSE: Final = {
    "main_among_several": "the main one of several causes of",
    "one_of_several": "one of several causes of",
    "plausible": "a plausible cause of",
}
_CAUSES_HIDDEN: Final = "For some outcomes, what the programme contributed rests on numbers too small to show."
_NO_CAUSE: Final = "The evidence does not show that the programme brought any of these outcomes about."
_WORDS: Final = (
    "Supported: independent sources agree, with a comparison among them. Holds: independent sources say that it is so, "
    "which does not mean that it changed. Emerging: early signs alone. Contested: sources or places disagree. Adverse: "
    "the evidence says the opposite."
)
"""Meaning of the verdicts, in a line."""
_RAISED: Final = "The annex says what each finding rests on, under the small raised number."
_FIRST: Final = 2
"""Maximum number of findings about strengths, and of findings about challenges, in the summary."""
_RECOMMENDED: Final = 3
_SOURCES: Final = (
    (INTERVIEWS, "interviews", ""),
    (RESPONSES, "responses", "survey"),
    (OPEN, "open", ""),
    (DOCUMENTS, "documents", ""),
)


def summary(look: Lookup, written: Written) -> Section:
    """Return two printed pages at most that can be quoted whole, because people often pass on a summary alone."""
    lede, *warned = _counted(look)
    figures, spent = key_figures(look), total_spent(look)
    blocks = [
        Paragraph(words(_programme(look)), "lede"),
        *([figures] if figures else []),
        *([Paragraph(spent)] if spent else []),
        *_found(look, written),
        *_went(look, written),
        *_next(look, written),
        Section("summary-sure", "How sure we can be", 3, (*_contributed(look), lede, *warned)),
        *_limits(look),
        Paragraph(words(_WORDS), "quiet"),
        Paragraph(words(_rests_on(look, written), _RAISED if written.claims else ""), "quiet"),
    ]
    return Section(SUMMARY, "Executive summary", 2, tuple(blocks), SUMMARY)


def _programme(look: Lookup) -> str:
    """Say what the programme does and where, from its places and the areas of its outcomes."""
    areas = {row["area"] for row in look.outcomes.values()}
    local = [site.name for site in look.sites if site.kind != "national"]
    where = listed(local) + (", and nationally" if local and len(local) < len(look.sites) else "")
    does = listed([said for area, said in _DOES.items() if area in areas])
    works = f"The programme works in {where}. " if local else ""
    aims = f"It {does}. " if does else ""
    return f"{works}{aims}This is what Year {look.evaluation.year.number} shows, and how sure we can be."


def _found(look: Lookup, written: Written) -> list[Block]:
    """Return each area in the framework's order: what was written to sum up, then its outcomes with their numbers."""
    areas: dict[str, list[Claim]] = {}
    for claim in written.of(SUMMARY):
        area = look.outcomes.get(claim.outcome_id, {}).get("area", "")
        areas.setdefault(area, []).append(claim)
    blocks: list[Block] = [Paragraph(written.sentences(areas[""]))] if "" in areas else []
    for area, title in _CHANGED.items():
        prose = [Paragraph(written.sentences(areas[area]))] if area in areas else []
        own = [verdict for verdict in look.whole if look.outcomes[verdict.outcome_id]["area"] == area]
        told_of = [Facts(tuple(headline(look, verdict) for verdict in own))] if own else []
        if prose or told_of:
            blocks.append(Section(f"summary-{area}", title, 3, (*prose, *told_of)))
    return blocks


def _went(look: Lookup, written: Written) -> list[Block]:
    """Return what was delivered of the plan, then the first findings on strengths and challenges."""
    claims = [claim for section in ("strengths", "challenges") for claim in written.of(section)[:_FIRST]]
    work = spaced(words(_delivered(look)), words(furthest_behind(look)), missing_in_short(look))
    delivered = [Paragraph(work)] if work else []
    prose = [Paragraph(written.sentences(claims))] if claims else []
    blocks: tuple[Block, ...] = (*delivered, *prose, *happened_nationally(look))
    return [Section("summary-work", "What went well, and what was hard", 3, blocks)] if blocks else []


def _delivered(look: Lookup) -> Told:
    """Say how much work was delivered and how many milestones were reached.

    For example: `6 of 14 planned pieces of work were delivered in full. 1 of 4 milestones was reached on time.`
    """
    said = []
    for measure, part, whole, form in (
        (PIECES, "in_full", "pieces", "{k} of {n} planned {unit} {were} delivered in full."),
        (MILESTONES, "on_time", "milestones", "{k} of {n} {unit} {were} reached on time."),
    ):
        item = look.count(measure.name)
        if item is not None and item.k is not None and item.n:
            k, n = (look.field(item, name) for name in (part, whole))
            unit, were = noun(item.unit, item.n), "was" if item.k == 1 else "were"
            said.append(told(form, k=k, n=n, unit=unit, were=were))
    return joined(said, " ")


def _next(look: Lookup, written: Written) -> list[Block]:
    """Return the first recommendations of the year, each with who it is for and by when."""
    first = tuple(_recommended(row, written) for row in recommended(look)[:_RECOMMENDED])
    before = carried_out(look)
    blocks: list[Block] = [Bullets(first, numbered=True)] if first else []
    blocks += [Paragraph(words(before))] if before else []
    return [Section("summary-next", "What to do next", 3, tuple(blocks))] if blocks else []


def _recommended(row: dict[str, Any], written: Written) -> Words:
    """Return the recommendation, then how urgent it is, who it is for and by when."""
    said = [f"{capital(row['priority'])} priority" if row["priority"] else "", f"for {row['for_whom']}"]
    said.append(f"by {day(row['due'])}" if row["due"] else "")
    return words(traced(row, written), f" {capital('; '.join(part for part in said if part))}.")


def _contributed(look: Lookup) -> list[Block]:
    """Say which outcomes the programme was a cause of, by their ratings, and that nothing shows it for the others.

    A rating that a release hides is neither.
    """
    named: dict[str, list[str]] = {}
    for one in look.evaluation.contributions:
        if one.outcome_id in look.outcomes:
            named.setdefault(one.rating, []).append(f"“{look.title(one.outcome_id)}”")
    parts = [f"{said} {listed(named[rating])}" for rating, said in _CAUSE.items() if rating in named]
    hidden = len(named.pop(WITHHELD, ()))
    if not parts:
        told_of = [_NO_CAUSE] if named and not hidden else [_CAUSES_HIDDEN] if hidden else []
    else:
        others = _CAUSES_HIDDEN if hidden else "For the other outcomes, we cannot say that it brought them about."
        told_of = [f"By this report’s rules, the programme was {listed(parts)}. {others}"]
    return [Paragraph(words(one)) for one in told_of]


def _limits(look: Lookup) -> list[Block]:
    """Say what the evaluation cannot know; use only the limits that need no number."""
    limits = [limit for limit in look.evaluation.limits if not any(letter.isdigit() for letter in limit)]
    return [Paragraph(words(" ".join((*limits, CAN_LOOK_BETTER))))]


def _rests_on(look: Lookup, written: Written) -> Words:
    """Say how much the year rests on, and how many findings follow from it by rule."""
    sources = [
        told("{n}{forms}", n=look.field(item, field, item.unit, which=which), forms=_forms(look, item))
        for measure, field, which in _SOURCES
        if (item := look.count(measure.name)) is not None and item.number(field)
    ]
    rests = told("This rests on {sources}. ", sources=told_list(sources)) if sources else ""
    return words(rests, *_graded(look, written))


def _forms(look: Lookup, item: EvidenceItem) -> Told:
    """Return ` (369 of them forms about training)`; one person may fill in several of these forms."""
    if not isinstance(item.value, ResponseCounts) or not item.value.forms:
        return Told("")
    return told(" ({forms} of them forms about training)", forms=look.field(item, "forms"))


def _graded(look: Lookup, written: Written) -> Words:
    counts = Counter(one.grade for one in look.evaluation.gradings)
    if not counts[JUDGED]:
        return ()
    said = told(
        "Of {all}, {proved} by rule from the evidence; {judged} wholly or partly the evaluators’ own judgement, marked "
        f"“{JUDGEMENT}”. ",
        all=stated_noun("findings", len(written.claims), "finding", item="listed"),
        proved=_follow(counts[PROVED]),
        judged=told(
            "{n} {are}", n=stated(JUDGED, counts[JUDGED], item="listed"), are="is" if counts[JUDGED] == 1 else "are"
        ),
    )
    return words(said)


def _follow(count: int) -> Told:
    if not count:
        return Told("none follows", stated(PROVED, 0, item="listed").bound)
    return told("{n} {follow}", n=stated(PROVED, count, item="listed"), follow="follows" if count == 1 else "follow")


def _counted(look: Lookup) -> tuple[Block, ...]:
    """Say how many outcomes were due and what the evidence says, then at once any early warnings and overrides.

    For example: `16 of 18 outcomes were due. The evidence supports 8…`
    """
    if not look.whole:
        return (Paragraph(words("The outcome framework holds no outcomes, so there is nothing to judge.")),)
    verdicts = f"verdicts/{look.evaluation.year.number}"
    counts = Counter(verdict.standing for verdict in look.whole)
    stand = {v: stated(f"stands.{v}", counts[v], item=verdicts) for v in Verdict if counts[v]}
    claims = Counter(verdict.claim for verdict in look.whole if verdict.standing is not Verdict.TOO_EARLY)
    apart = _apart(look, claims) if claims[STATE] else ""
    said_of = {v: told((counts[v] != 1 and v.says.counted_more) or v.says.counted, n=n) for v, n in stand.items()}
    parts = [said for v, said in said_of.items() if v.judged and not (apart and v is Verdict.SUPPORTED)]
    told_of = [told("the evidence {parts}", parts=told_list(parts))] if parts else []
    others = [said for v, said in said_of.items() if not v.judged and said]
    told_of += [told_list(others)] if others else []
    due = len(look.whole) - counts[Verdict.TOO_EARLY]
    text = told(
        "{due} of {outcomes} {were} due.{apart}{rest}",
        apart=apart,
        due=stated("due", due, item=verdicts),
        outcomes=stated_noun("all", len(look.whole), "outcome", item=verdicts),
        were="was" if due == 1 else "were",
        rest=told(" {said}", said=sentence(joined(told_of, "; "))) if told_of else "",
    )
    blocks: list[Block] = [Paragraph(words(text))]
    warned = [v for v in look.whole if any(sign.reading == "negative" for sign in v.early_signs)]
    if warned:
        one = "An early sign points the other way and needs attention now, for this outcome: "
        many = "Early signs point the other way and need attention now, for these outcomes: "
        lead = carrying(one if len(warned) == 1 else many, "warned", item=verdicts)
        blocks.append(Paragraph(words(lead, *_linked(look, warned), ".")))
    changed = [v for v in look.evaluation.outcomes if v.override]
    if changed:
        subject = stated_noun("overridden", len(changed), "verdict was", "verdicts were", item=verdicts)
        own = "the rules’ own verdict" if len(changed) == 1 else "the rules’ own verdicts"
        text = told("{verdicts} overridden: ", verdicts=subject)
        blocks.append(
            Paragraph(words(text, *_linked(look, changed), f". The report shows {own} too, with the reason."))
        )
    return tuple(blocks)


def _linked(look: Lookup, verdicts: Iterable[OutcomeVerdict]) -> Words:
    """Return the outcomes' titles as links."""
    return words(*[part for verdict in verdicts for part in (look.link(verdict.outcome_id), "; ")][:-1])


def _apart(look: Lookup, claims: Mapping[str, int]) -> Told:
    """Report states that hold separately from changes that are supported.

    For example: ` 3 of 5 states hold; 2 of 10 changes are supported.`
    """
    item = f"verdicts/{look.evaluation.year.number}"
    supported = Counter(verdict.claim for verdict in look.whole if verdict.standing is Verdict.SUPPORTED)
    parts = [
        told(
            f"{{k}} of {{n}} {nouns[claims[claim] != 1]} {does[supported[claim] != 1]}",
            k=stated(f"supported.{claim}", supported[claim], item=item),
            n=stated(f"claims.{claim}", claims[claim], item=item),
        )
        for claim, nouns, does in (
            (STATE, ("state", "states"), ("holds", "hold")),
            (CHANGE, ("change", "changes"), ("is", "are")),
        )
        if claims[claim]
    ]
    ended = " supported" if claims[CHANGE] else ""
    return told(" {parts}{ended}.", parts=joined(parts, "; "), ended=ended)
